"""Room for a load in the temporary folder: how much it takes, and what is said without it."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb

from esalog.codecs import PLAIN
from esalog.errors import Problem, RoomError, UsageError
from esalog.source import Source

TAKEN, TAKEN_WITHOUT_TEXT = 0.5, 0.35
"""Bytes on the disk for each plain byte of a log, in full and without its text."""

_UNPACKED = 12
"""So many times larger a compressed log is counted: mail logs pack well."""

_LEFT = 32 << 20
_SHARE_LEFT = 0.5
"""So many bytes, and so many for each that is taken, must stay free for the records to be made."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WORDS = ("No space left", "Could not write", "failed to offload", "max_temp_directory_size")


class Shortage(Problem):
    """A load may find too little room."""


def shortage(sources: Iterable[Source], *, is_full: bool) -> list[Shortage]:
    """A note when the folder has less room than the load of these logs is expected to take."""
    plain = sum(
        (source.size or 0) * (1 if source.format == PLAIN else _UNPACKED) for source in sources
    )
    needed = (TAKEN if is_full else TAKEN_WITHOUT_TEXT) * plain
    free = _free()
    if needed <= free:
        return []
    told = f"about {_size(needed)} are needed, {_size(free)} are free; TMPDIR can name another"
    return [Shortage(tempfile.gettempdir(), "", f"may have too little room: {told}")]


def check(taken: int) -> None:
    """Raises `OSError` when a load that has taken so many bytes had better end."""
    if _free() < _LEFT + _SHARE_LEFT * taken:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def is_full(error: Exception) -> bool:
    """Whether an error says that there is no room on the disk."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, duckdb.Error) and any(word in str(error) for word in _WORDS)


def is_short(error: Exception) -> bool:
    """Whether an error says that there is too little room, on the disk or in memory."""
    return is_full(error) or isinstance(error, duckdb.OutOfMemoryException)


@contextmanager
def asking() -> Iterator[None]:
    """Ask a log in it: raises `RoomError` where the database had too little room for an answer."""
    try:
        yield
    except duckdb.Error as error:
        if is_full(error):
            raise _no_room() from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise RoomError("there is too little memory for this answer") from error
        raise


@contextmanager
def growing() -> Iterator[None]:
    """Take in growth in it: raises `RoomError` where the disk is full, `UsageError` where the log
    cannot be read on.
    """
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise _no_room() from error
        raise UsageError(f"the log cannot be read on: {error.strerror or error}") from error


def _no_room() -> RoomError:
    return RoomError(f"{tempfile.gettempdir()}: has no room left; TMPDIR can name another")


def ended(lines: int, error: Exception) -> Problem:
    """What happened to a load that had too little room after so many lines.

    After some errors nothing can be asked of the records any more.
    """
    if not is_full(error):
        return Problem("memory", "", f"is too little for the records of {lines:,} lines")
    lost = ", and their records are lost" if isinstance(error, duckdb.FatalException) else ""
    told = f"has no room left: only {lines:,} lines were loaded{lost}; TMPDIR can name another"
    return Problem(tempfile.gettempdir(), "", told)


def _free() -> int:
    return shutil.disk_usage(tempfile.gettempdir()).free


def _size(count: float) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e8 else f"{count / 1e6:,.1f} MB"
