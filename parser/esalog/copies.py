"""A place for bytes that can be had only once, or only from their beginning."""

import io
import os
import tempfile
from collections.abc import Iterable
from typing import Any, BinaryIO


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
