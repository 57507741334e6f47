"""A place for bytes that can be had only once, or only from their beginning."""

import io
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any, BinaryIO

_PIECE = 1 << 22


def copy(file: IO[bytes], target: Path, stop: Callable[[], bool]) -> None:
    """Copy an open file, whatever its place, to a new one that only its owner can read.

    Raises `OSError`, also when `stop` says so.
    """
    size = os.fstat(file.fileno()).st_size
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", 0) as copied:
        for place in range(0, size, _PIECE):
            if stop():
                raise InterruptedError("stopped")
            rest = memoryview(os.pread(file.fileno(), min(_PIECE, size - place), place))
            while rest:
                rest = rest[copied.write(rest) :]


class Copy:
    """Bytes in an anonymous temporary file: it has no name and is gone with the process."""

    def __init__(self) -> None:
        """Raises `OSError`, as `fill` does."""
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `close`

    def fill(self, chunks: Iterable[bytes]) -> None:
        """Add the chunks."""
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                rest = rest[self._file.write(rest) :]

    def open(self) -> BinaryIO:
        """The bytes from the start; any number of readings may go on at once."""
        return io.BufferedReader(_Reading(self._file))

    def close(self) -> None:
        """Give the room back."""
        self._file.close()


class _Reading(io.RawIOBase):
    """An own place in a file that several read."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = os.pread(self._file.fileno(), len(buffer), self._place)
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        size = os.fstat(self._file.fileno()).st_size
        self._place = offset + (0, self._place, size)[whence]
        return self._place
