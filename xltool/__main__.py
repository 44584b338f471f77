"""``python -m xltool`` does what the console script does."""

from xltool.cli.main import run

run()
