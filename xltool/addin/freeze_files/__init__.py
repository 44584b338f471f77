"""Files beside a frozen program: how it gets onto a computer, and what the user reads."""
