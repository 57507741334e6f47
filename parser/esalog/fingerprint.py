"""What a log is known again by, without being read: its size, its time, its first and last block.

The name does not count: rotation renames a log and changes nothing in it.
"""

import os
import stat
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from esalog.codecs import PLAIN
from esalog.source import Source, status_of

BLOCK = 1 << 16
"""Bytes of the blocks that are compared."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A log as it was read: its bytes as stored, and when they were written.

    `modified` are nanoseconds since 1970; `first` is the digest of up to `BLOCK` bytes from the
    beginning on, `last` that of as many up to `size`.
    """

    size: int
    modified: int
    first: str
    last: str

    def is_of(self, source: Source) -> bool:
        """Whether the log is still the same."""
        return self.size == source.size and self == fingerprint(source)

    def is_beginning_of(self, source: Source) -> bool:
        """Whether the log is the same as far as it went, and longer now."""
        if source.format != PLAIN or source.size is None or source.size <= self.size:
            return False
        now = fingerprint(source, self.size)
        return now is not None and (self.first, self.last) == (now.first, now.last)


def fingerprint(source: Source, size: int | None = None) -> Fingerprint | None:
    """That of the first `size` bytes of a log, or of all; None for what is no file."""
    if source.is_stream:
        return None
    try:
        with source.open() as file:
            status = status_of(file)
            if status is None or not stat.S_ISREG(status.st_mode):
                return None
            size = status.st_size if size is None else size
            return Fingerprint(size, status.st_mtime_ns, *_ends(file, size))
    except OSError:
        return None


def ends_line(source: Source) -> bool:
    """Whether the last line of a plain log has its end."""
    try:
        with source.open() as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
    except OSError:
        return False


def ends(path: Path) -> tuple[str, str]:
    """The digests of the first and the last block of a file. Raises `OSError`."""
    with path.open("rb", buffering=0) as file:
        return _ends(file, os.fstat(file.fileno()).st_size)


def _ends(file: BinaryIO, size: int) -> tuple[str, str]:
    first = file.read(min(BLOCK, size))
    file.seek(max(0, size - BLOCK))
    return _digest(first), _digest(file.read(min(BLOCK, size)))


def _digest(block: bytes) -> str:
    return blake2b(block, digest_size=16).hexdigest()
