"""A plain file that may grow: what stands behind the place where reading ended, and in which file.

A file is known again by its first bytes and by the last ones that were read, not by its name: so
one that was moved away, copied and cut, or replaced by a longer copy of itself is read on where
reading ended, and anything else at its path is another log. These bytes are kept as they were read,
since a file may be cut at any time. Nothing is mapped into memory, which a file that is cut would
end with the whole process.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from esalog.source import Identity

_MARKED = 1 << 12
"""So many of the first bytes, and of the last ones that were read, tell whether it is the file."""

_Seen = tuple[Identity, int, int]
"""A file, its size, and when it was written."""


class GrowingFile:
    """A file that was read up to `place`, and is read on from there.

    `identity` is the file that was read; where it does not stand at the path any more, it is known
    again by that only, until it is found.
    """

    def __init__(self, path: str, identity: Identity, place: int) -> None:
        self.path = path
        self.identity = identity
        self.place = place
        self._file: int | None = None
        self._seen: _Seen | None = None
        self._is_left = False
        self._first = self._last = b""
        with _opened(path) as file:
            if file is not None and _identity(os.fstat(file)) == identity:
                self._remember(file)

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

    def take(self, content: bytes) -> None:
        """Let the place be behind the content, which was read there."""
        self._first = (self._first + content)[:_MARKED]
        self._last = (self._last + content)[-_MARKED:]
        self.place += len(content)

    def begin_again(self) -> None:
        """Let the place be the beginning."""
        self.place, self._first, self._last = 0, b"", b""

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
        if status.st_size < self.place:
            return False
        if not self._first:
            return _identity(status) == self.identity
        first = _bytes(file, 0, len(self._first))
        last = _bytes(file, self.place - len(self._last), len(self._last))
        return (first, last) == (self._first, self._last)

    def _hold(self, file: int) -> None:
        self.close()
        self._file = os.dup(file)
        self.identity = _identity(os.fstat(file))
        if not self._first:
            self._remember(file)

    def _remember(self, file: int) -> None:
        last = max(0, self.place - _MARKED)
        self._first = _bytes(file, 0, min(self.place, _MARKED))
        self._last = _bytes(file, last, self.place - last)


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


def _bytes(file: int, start: int, count: int) -> bytes:
    pieces = []
    while count and (piece := os.pread(file, count, start)):
        pieces.append(piece)
        start, count = start + len(piece), count - len(piece)
    return b"".join(pieces)
