"""One log: where its bytes come from, and what was found wrong while they were read.

Reading never raises for what a file is like: what could be read is given, the rest is a `Problem`.
"""

import itertools
import os
import select
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from esalog import codecs, heads
from esalog.copies import Copy
from esalog.errors import Problem, SourceError

Opener = Callable[[], BinaryIO]
"""Opens the bytes as they are stored; called for each reading."""

Identity = tuple[int, int]
"""Device and number of a file."""

SHRUNK = "became shorter while it was read"

CHUNK = 1 << 20
_KEPT_HEAD = 1 << 12
_STREAM_PIECE = 1 << 18
_PAUSE = 0.2
"""Seconds after which a stream that gives nothing is said to pause."""


class Source:
    """One log, to be read as plain bytes.

    * `name`: what it is called on the screen; `path`: absolute, or `-` for standard input;
    * `format`: `plain` or a key of `codecs.MAGIC`, told by the content;
    * `size`: bytes as stored, when it was last opened, None where nobody knows; `modified`: seconds
      since 1970, or None;
    * `head`: its first plain bytes, up to 4 KiB; `first`: the time of its first stamp, or None;
      `last_year`: the year of its last stamp, if stamps leave it out and it can be guessed;
      `is_pasted`: no line of the first 64 KiB has a frame (A12); zero bytes before them, as
      cutting a file that is being written leaves, do not count;
    * `identity`: which file was read, or None when it is none that has a place on a disk;
    * `is_stream`: it can be read once; anything else can be read again and again;
    * `read`: stored bytes that the present reading has consumed; any thread may look at it;
    * `problems`: what the present reading could not read.
    """

    def __init__(
        self,
        name: str,
        path: str,
        opener: Opener,
        *,
        size: int | None = None,
        modified: float | None = None,
        is_stream: bool = False,
        start: int = 0,
        known: Sequence[Problem] = (),
    ) -> None:
        """Look at the head; that of a stream takes until its first line has come.

        Its bytes begin at `start` of what is opened. `known` are problems that each reading has.
        """
        self.name = name
        self.path = path
        self.size = size
        self.modified = modified
        self.is_stream = is_stream
        self.start = start
        self.identity: Identity | None = None
        self.format = codecs.PLAIN
        self.read = 0
        self.problems: list[Problem] = []
        self._known = tuple(known)
        self._open = opener
        self._started: Iterator[bytes] | None = None
        self._begun = b""
        self._look()

    def __repr__(self) -> str:
        return f"<Source {self.path!r} {self.format}>"

    def open(self) -> BinaryIO:
        """The bytes as they are stored. Raises `OSError`."""
        return self._open()

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """The plain bytes from the start, in chunks of about `size` bytes.

        An empty chunk says that a stream pauses. Raises `SourceError` for a stream that was read.
        """
        if not self.is_stream:
            return self._decoded(size)
        if self._started is None:
            raise SourceError(self.name, "can be read only once")
        begun, started = self._begun, self._started
        self._begun, self._started = b"", None
        return itertools.chain([begun] if begun else [], started)

    def materialised(self) -> "Source":
        """This log as a plain one that can be read again and from any place.

        That is itself, or else a copy in an anonymous temporary file. Raises `SourceError` where
        there is no room.
        """
        if not self.is_stream and self.format == codecs.PLAIN:
            return self
        copy = Copy()
        try:
            copy.fill(self.chunks())
        except OSError as error:
            copy.close()
            raise SourceError(self.name, f"has no room for a copy: {reason(error)}") from error
        source = Source(
            self.name, self.path, copy.open, modified=self.modified, known=self.problems
        )
        weakref.finalize(source, copy.close)
        return source

    def _look(self) -> None:
        """Learn from the head what can be told of the log; of a stream, keep it."""
        started = self._decoded(_STREAM_PIECE if self.is_stream else heads.HEAD)
        begun, head = b"", b""
        for chunk in started:
            if self.is_stream or len(begun) < _KEPT_HEAD:
                begun += chunk
            head = head + chunk if head else chunk.lstrip(b"\0")
            if len(head) >= heads.HEAD or (self.is_stream and b"\n" in chunk):
                break
        head = head[: heads.HEAD] or begun[:_KEPT_HEAD]
        self.head = begun[:_KEPT_HEAD]
        self.first, self.last_year = heads.span(head, self._tail, self.modified)
        self.is_pasted = not heads.is_framed(head)
        self.strangeness = heads.strangeness(head)
        if self.is_stream:
            self._started, self._begun = started, begun
        else:
            self.read = 0

    def _tail(self) -> bytes:
        """The lines behind the head's, the last ones, if they can be had without reading it all."""
        if self.is_stream or self.format != codecs.PLAIN or (self.size or 0) <= heads.HEAD:
            return b""
        try:
            with self.open() as file:
                file.seek(self.start + (self.size or 0) - heads.HEAD)
                return file.read(heads.HEAD).partition(b"\n")[2]
        except OSError:  # the reading that follows will tell
            return b""

    def _decoded(self, size: int) -> Iterator[bytes]:
        """Open and decompress; what goes wrong is noted."""
        self.read = 0
        self.problems = list(self._known)
        try:
            with self.open() as file:
                pieces = self._stream_pieces(file) if self.is_stream else self._pieces(file, size)
                beginning = _beginning(pieces)
                self.format = codecs.told(beginning)
                if beginning:
                    pieces = itertools.chain([beginning], pieces)
                    yield from codecs.decompressed(self.format, pieces, size)
        except codecs.Damage as damage:
            if len(self.problems) == len(self._known):
                self.note(str(damage), f"byte {damage.position} of the compressed file")
        except OSError as error:
            self.note(f"cannot be read: {reason(error)}", self._place(self.read))

    def _pieces(self, file: BinaryIO, size: int) -> Iterator[bytes]:
        """What the file holds when it is opened: one that grows all the time has an end, too."""
        status = status_of(file)
        self.identity = (status.st_dev, status.st_ino) if status else None
        self.size = left = max(0, file.seek(0, os.SEEK_END) - self.start)
        file.seek(self.start)
        while left:
            piece = file.read(min(size, left))
            if not piece:
                self.note(SHRUNK, self._place(self.read))
                return
            left -= len(piece)
            self.read += len(piece)
            yield piece

    def _stream_pieces(self, file: BinaryIO) -> Iterator[bytes]:
        read = getattr(file, "read1", file.read)
        while True:
            if not _is_ready(file):
                yield b""
                continue
            piece = read(_STREAM_PIECE)
            if not piece:
                return
            self.read += len(piece)
            yield piece

    def _place(self, position: int) -> str:
        compressed = "" if self.format == codecs.PLAIN else " of the compressed file"
        return f"byte {position}{compressed}" if position else ""

    def note(self, message: str, place: str = "") -> None:
        """Add to the problems of the present reading."""
        self.problems.append(Problem(self.name, place, message))


def status_of(file: BinaryIO) -> os.stat_result | None:
    """What the system knows of an open file; None of what is no file."""
    try:
        return os.fstat(file.fileno())
    except (OSError, ValueError):
        return None


def reason(error: OSError) -> str:
    """What the system says about an error, without its number."""
    return error.strerror or str(error)


def _beginning(pieces: Iterator[bytes]) -> bytes:
    """The first pieces, until they tell the format."""
    begun = b""
    while len(begun) < codecs.MAGIC_SIZE and (piece := next(pieces, None)) is not None:
        begun += piece
    return begun


def _is_ready(file: BinaryIO) -> bool:
    """Whether the stream has something to give, or its end, before it counts as pausing."""
    try:
        return bool(select.select([file], [], [], _PAUSE)[0])
    except (OSError, ValueError):  # it has no file descriptor
        return True
