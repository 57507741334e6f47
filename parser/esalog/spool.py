"""The text of a load, as it was: compressed blocks in a temporary file, found by line number."""

import os
import tempfile
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import numpy as np
import zstandard

from esalog.copies import copy

_KEPT_BLOCKS = 6
_LEVEL = 1


@dataclass(frozen=True)
class Piece:
    """A block in the spool: its first line (from 1), how many lines, and where its bytes stand."""

    first_line: int
    count: int
    offset: int
    size: int


class Spool:
    """Whole blocks of lines in the order of their numbers.

    One thread appends; any thread may read. Raises `OSError` when there is no room.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 `close` does
        self._left: list[IO[bytes]] = []  # somebody may still read them
        self._pieces: list[Piece] = []
        self._lock = threading.Lock()
        self._recent: OrderedDict[int, list[bytes]] = OrderedDict()
        self.size = 0

    def append(self, packed: bytes, count: int) -> None:
        """Keep a block that `pack` has made."""
        offset = self._write(packed)
        self._pieces.append(Piece(self.line_count + 1, count, offset, len(packed)))

    @property
    def line_count(self) -> int:
        """How many lines are kept."""
        return self._pieces[-1].first_line + self._pieces[-1].count - 1 if self._pieces else 0

    def _write(self, packed: bytes) -> int:
        if not self._file.writable():
            self._change_to(self._own_copy())
        offset, view = self.size, memoryview(packed)
        while view:
            view = view[os.pwrite(self._file.fileno(), view, offset + len(packed) - len(view)) :]
        self.size += len(packed)
        return offset

    def truncate(self, line_count: int) -> None:
        """Forget the lines behind `line_count`, not their bytes: somebody may be reading them."""
        last = bisect_right(self._pieces, line_count, key=lambda piece: piece.first_line) - 1
        kept = self._pieces[: last + 1]
        if kept and (stop := line_count - kept[-1].first_line + 1) < kept[-1].count:
            cut = kept.pop()
            packed = pack(_lines_between(self._content(cut), 0, stop))
            kept.append(Piece(cut.first_line, stop, self._write(packed), len(packed)))
        self._pieces = kept

    def lines(self, first: int, count: int) -> list[bytes]:
        """Up to `count` lines from number `first`, as they were, without their newline."""
        found: list[bytes] = []
        pieces = self._pieces
        index = bisect_right(pieces, first, key=lambda piece: piece.first_line) - 1
        while 0 <= index < len(pieces) and len(found) < count:
            piece = pieces[index]
            skip = max(0, first - piece.first_line)
            found += self._split(piece)[skip : skip + count - len(found)]
            index += 1
        return found

    def pieces(self, first: int = 1) -> Iterator[tuple[range, Callable[[], bytes]]]:
        """Every block that has lines from number `first` on: their numbers, and what unpacks it."""
        for piece in list(self._pieces):
            if piece.first_line + piece.count > first:
                numbers = range(piece.first_line, piece.first_line + piece.count)
                yield numbers, partial(self._content, piece)

    def content(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes of the lines from number `first` to `last`, with the newlines that they had."""
        for piece in list(self._pieces):
            skip, stop = first - piece.first_line, last + 1 - piece.first_line
            if skip < piece.count and stop > 0:
                yield _lines_between(self._content(piece), max(0, skip), stop)

    def save(self, target: Path, stop: Callable[[], bool]) -> tuple[Piece, ...]:
        """Copy everything to a new file; gives what `reopen` needs.

        Raises `OSError`, also when `stop` says so.
        """
        copy(self._file, target, stop)
        return tuple(self._pieces)

    def reopen(self, file: Path, pieces: Sequence[Piece]) -> None:
        """Go on from what was saved, and leave that file as it is. Raises `OSError`."""
        self._change_to(file.open("rb"))
        self._pieces = list(pieces)
        self.size = file.stat().st_size

    def _own_copy(self) -> IO[bytes]:
        target = self._folder / "lines"
        target.unlink(missing_ok=True)  # what was copied in part, where there was no room
        copy(self._file, target, lambda: False)
        own = target.open("r+b")
        target.unlink()
        return own

    def _change_to(self, file: IO[bytes]) -> None:
        self._left.append(self._file)
        self._file = file

    def close(self) -> None:
        """Give the room back."""
        for file in (*self._left, self._file):
            file.close()

    def _split(self, piece: Piece) -> list[bytes]:
        with self._lock:
            if piece.offset in self._recent:
                self._recent.move_to_end(piece.offset)
                return self._recent[piece.offset]
        lines = self._content(piece).split(b"\n")
        if lines and not lines[-1]:
            lines.pop()
        with self._lock:
            self._recent[piece.offset] = lines
            if len(self._recent) > _KEPT_BLOCKS:
                self._recent.popitem(last=False)
        return lines

    def _content(self, piece: Piece) -> bytes:
        packed = os.pread(self._file.fileno(), piece.size, piece.offset)
        return zstandard.ZstdDecompressor().decompress(packed)


def _lines_between(content: bytes, start: int, stop: int) -> bytes:
    ends = np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n")) + 1
    begin = ends[start - 1] if start else 0
    return content[begin : ends[stop - 1] if stop <= len(ends) else len(content)]


def pack(content: bytes) -> bytes:
    """A block as it is kept."""
    return zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(content)
