"""How a run ends when the input cannot be used."""

from __future__ import annotations


class XltoolError(Exception):
    """Unusable input or arguments.

    The message is one Chinese line for the user: what is wrong, where, and how to
    mend it. The command line prints it and exits with status 2.
    """
