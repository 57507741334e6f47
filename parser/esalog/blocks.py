"""A log cut into blocks of whole lines, forwards or backwards, that give its bytes exactly.

A block begins with a framed line wherever that is possible, so that a wrapped line stays whole.
"""

import os
from collections.abc import Callable, Iterator

from esalog.codecs import PLAIN
from esalog.heads import framed_lines
from esalog.source import SHRUNK, Source, reason

FIRST = 1 << 18
"""Bytes of the first block of a source: small, so that the first rows come at once."""

SIZE = 1 << 23
LONGEST = 1 << 26
"""A line of more bytes is cut."""

_CHUNK = 1 << 18
_REACH = 1 << 16
"""So far from its edge a block is searched for a framed line."""


def blocks(
    source: Source,
    size: int = SIZE,
    *,
    first: int = FIRST,
    longest: int = LONGEST,
    is_due: Callable[[], bool] = lambda: False,
) -> Iterator[bytes]:
    """The plain bytes of `source` in blocks of about `size` bytes, after one of about `first`.

    What has come is also given as soon as it `is_due`.

    An empty block says that a stream pauses; a block before it may then end between two halves of
    a wrapped line. A line longer than `longest` is cut and noted in the source's problems. The
    last line may lack its newline. Raises `SourceError` for a stream that was read before.
    """
    pieces: list[bytes] = []
    length, wanted, given = 0, first, 0
    for chunk in source.chunks(min(_CHUNK, first, size)):
        pieces.append(chunk)
        length += len(chunk)
        if chunk and length < wanted and not is_due():
            continue
        text = b"".join(pieces)
        cut = last_start(text, source.is_pasted) if chunk else text.rfind(b"\n") + 1
        if not cut and length >= longest:
            cut = longest
            if text.strip(b"\0"):  # a hole is no line
                _note_cut(source, given + cut)
        if cut or not chunk:
            yield text[:cut]
        given += cut
        pieces, length = [text[cut:]], length - cut
        wanted = size if cut else min(2 * length, longest)
    if length:
        yield b"".join(pieces)


def reversed_blocks(source: Source, size: int = SIZE, *, longest: int = LONGEST) -> Iterator[bytes]:
    """The same bytes in blocks from the end of `source` to its beginning.

    Lines stand in a block as they do in the file. What is compressed, or a stream, is copied to a
    temporary file first. Raises `SourceError` where there is no room for that.
    """
    held = b""
    for start, piece in _backwards(source, size):
        text = piece + held
        cut = _first_start(text, source.is_pasted) if start else 0
        if start and not cut:
            if len(text) < longest:
                held = text
                continue
            _note_cut(source, start)
        yield text[cut:]
        held = text[:cut]
    if held:
        yield held


def _backwards(source: Source, size: int) -> Iterator[tuple[int, bytes]]:
    """Pieces of the plain bytes from the end, each with its place in the log."""
    plain = source.materialised()
    if plain is source:
        source.read = 0
        source.problems.clear()
    try:
        with plain.open() as file:
            start = file.seek(0, os.SEEK_END)
            while start > source.start:
                start, end = max(source.start, start - size), start
                file.seek(start)
                piece = file.read(end - start)
                if len(piece) < end - start:
                    source.note(SHRUNK, f"byte {start + len(piece)}")
                    return
                if plain is source:
                    source.read += len(piece)
                yield start - source.start, piece
    except OSError as error:
        source.note(f"cannot be read: {reason(error)}")


def last_start(text: bytes, is_pasted: bool) -> int:
    """Where the last framed line begins, else the place behind the last newline, else 0.

    Only the last 64 KiB are looked at for a frame.
    """
    edge = max(0, len(text) - _REACH)
    edge = text.find(b"\n", edge) + 1 if edge else 0
    if edge < len(text):
        starts = framed_lines(text[edge:], pasted=is_pasted)
        if starts.size:
            return edge + int(starts[-1])
    return text.rfind(b"\n") + 1


def _first_start(text: bytes, is_pasted: bool) -> int:
    """Where the first framed line begins that follows another, else the second line, else 0."""
    starts = framed_lines(text[:_REACH], pasted=is_pasted)
    starts = starts[starts > 0]
    if starts.size:
        return int(starts[0])
    if len(text) < _REACH:  # more of it may bring a frame
        return 0
    start = text.find(b"\n") + 1
    return start if start < len(text) else 0


def _note_cut(source: Source, place: int) -> None:
    where = "" if source.format == PLAIN else " of the decompressed log"
    source.note("holds a line that is too long: it was cut here", f"byte {place}{where}")
