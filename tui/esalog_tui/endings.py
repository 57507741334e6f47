"""Signals that ask the program to end."""

import signal


def code() -> int:
    """The exit code of a program that a signal has ended."""
    return 128 + signal.SIGINT
