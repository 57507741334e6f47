"""A plain file that may grow: what stands behind the place where reading ended, and in which file.

A file is known again by its first bytes and by the last ones that were read, not by its name: so
one that was moved away, copied and cut, or replaced by a longer copy of itself is read on where
reading ended, and anything else at its path is another log. Nothing is mapped into memory, which a
file that is cut would end with the whole process.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b

from esalog.source import Identity

_MARKED = 1 << 12
"""So many of the first bytes, and of the last ones that were read, tell whether it is the file."""

_Seen = tuple[Identity, int, int]
"""A file, its size, and when it was written."""


class GrowingFile:
    """A file that was read up to `place`, and is read on from there.

    `identity` is the file that was read; without `mark`, what it holds now counts as what was
    read, if it is still that file.
    """

    def __init__(self, path: str, identity: Identity, place: int, mark: str | None = None) -> None:
        self.path = path
        self.identity = identity
        self.place = place
        self._file: int | None = None
        self._seen: _Seen | None = None
        self._is_left = False
        self.mark = mark or ""
        if mark is None:
            with _opened(path) as file:
                if file is not None and _identity(os.fstat(file)) == identity:
                    self.mark = _mark(file, place)

    def look(self) -> bool:
        """Whether there are bytes behind the place now."""
        seen = _seen(self.path)
        if seen != self._seen:
            self._find(seen)
            self._seen = seen
        return self.size > self.place

    @property
    def is_replaced(self) -> bool:
        """Whether, at the last look, another log stood at the path."""
        return self._is_left and self._seen is not None and self._seen[1] > 0

    @property
    def size(self) -> int:
        """How many bytes can be read, as far as is known; `place` when none can."""
        if self._file is None:
            return self.place
        return max(self.place, os.fstat(self._file).st_size)

    @property
    def modified(self) -> float | None:
        """When the file was written, in seconds since 1970, as far as is known."""
        return None if self._file is None else os.fstat(self._file).st_mtime

    def read(self, count: int) -> bytes:
        """Up to so many bytes behind the place."""
        return b"" if self._file is None else _bytes(self._file, self.place, count)

    def before(self, count: int) -> bytes:
        """Up to so many bytes before the place."""
        start = max(0, self.place - count)
        return b"" if self._file is None else _bytes(self._file, start, self.place - start)

    def move(self, count: int) -> None:
        """Let the place be so many bytes further, or with a number below 0 so many back."""
        self.place += count
        if self._file is not None:
            self.mark = _mark(self._file, self.place)

    def close(self) -> None:
        """Hold on to no file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _find(self, seen: _Seen | None) -> None:
        """Find where reading goes on, now that something happened at the path."""
        if seen is not None:
            with _opened(self.path) as file:
                if file is not None and self._is_in(file):
                    self._hold(file)
                    self._is_left = False
                    return
        self._is_left = True
        if self._file is None or not self._is_in(self._file):
            self.close()
            self._find_elsewhere()

    def _find_elsewhere(self) -> None:
        """Look in the same folder for the file under another name, or for a copy of it."""
        with suppress(OSError), os.scandir(os.path.dirname(self.path)) as entries:
            for entry in entries:
                if entry.path == self.path or not entry.is_file():
                    continue
                with _opened(entry.path) as file:
                    if file is not None and self._is_in(file):
                        self._hold(file)
                        return

    def _is_in(self, file: int) -> bool:
        """Whether a file holds all that was read."""
        status = os.fstat(file)
        if not self.place or not self.mark:
            return _identity(status) == self.identity and status.st_size >= self.place
        return status.st_size >= self.place and _mark(file, self.place) == self.mark

    def _hold(self, file: int) -> None:
        self.close()
        self._file = os.dup(file)
        self.identity = _identity(os.fstat(file))


@contextmanager
def _opened(path: str) -> Iterator[int | None]:
    """A file, None where there is none that can be read."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        yield None
        return
    try:
        yield file if stat.S_ISREG(os.fstat(file).st_mode) else None
    finally:
        os.close(file)


def _seen(path: str) -> _Seen | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return _identity(status), status.st_size, status.st_mtime_ns


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino


def _mark(file: int, place: int) -> str:
    last = max(0, place - _MARKED)
    read = _bytes(file, 0, min(place, _MARKED)) + _bytes(file, last, place - last)
    return blake2b(read, digest_size=16).hexdigest()


def _bytes(file: int, start: int, count: int) -> bytes:
    pieces = []
    while count and (piece := os.pread(file, count, start)):
        pieces.append(piece)
        start, count = start + len(piece), count - len(piece)
    return b"".join(pieces)
