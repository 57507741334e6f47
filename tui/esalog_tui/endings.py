"""Signals that ask the program to end: it does so in order, and leaves nothing behind."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class _Ending:
    """The first signal that came, and how to end; without that by `KeyboardInterrupt`."""

    number: int = 0
    end: Callable[[], object] | None = None


_ending = _Ending()


def end_at_once() -> None:
    """From now on the signals end the process as if it knew none; one that is ignored stays so.

    That is for imports, which make other errors of an exception.
    """
    _handle(signal.SIG_DFL)


def end_in_order() -> None:
    """From now on the signals end what runs in the main thread as Ctrl-C does."""
    _handle(_came)


def _handle(handler: Callable[[int, object], None] | signal.Handlers) -> None:
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as with nohup
            signal.signal(number, handler)


@contextmanager
def ending_by(end: Callable[[], object]) -> Iterator[None]:
    """In it the signals call `end`, in the main thread between two steps of what it does."""
    _ending.end = end
    try:
        yield
    finally:
        _ending.end = None


def has_come() -> bool:
    """Whether one of the signals has come."""
    return bool(_ending.number)


def code(otherwise: int = 128 + signal.SIGINT) -> int:
    """The exit code of a program that a signal has ended, or that for when none came."""
    return 128 + _ending.number if _ending.number else otherwise


def _came(number: int, frame: object) -> None:
    is_first = not _ending.number
    _ending.number = _ending.number or number
    if _ending.end is not None:
        _ending.end()
    # Of a terminal that is gone the kernel tells, and the shell again: that breaks off no clearing
    # away, as a person can.
    elif is_first or number == signal.SIGINT:
        raise KeyboardInterrupt
