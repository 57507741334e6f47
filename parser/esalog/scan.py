"""From a block of bytes to the lines in it: a pure function, so blocks may be scanned anywhere.

Lines end at a newline and nowhere else. A line without a frame continues the framed line before
it, unless it has a form of its own (the contract, section 5).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from esalog import vector
from esalog.frames import NONE, Frames, read_frames, read_levels
from esalog.recognise import UNKNOWN, Recognised, Recogniser
from esalog.vector import Block, Flags, Places

WRAP_COLUMN = 124
"""A terminal copy breaks a line at so many characters, inside a word: no blank joins its halves
(A14)."""

_OF_UTF8, _GOES_ON = 0xC0, 0x80
"""The bits that tell a byte of a character that is not its first, and what they are then."""


@dataclass
class Scan:
    """`n` physical lines of a block, in its order.

    `start` and `end` are the bytes of each line without its line end, and `own_start` is where the
    text in them begins. What is read goes from `frames.text_start` to `text_end`: for a wrapped
    line that is a copy, joined behind the block's own bytes. `joined` marks lines that continue
    the framed line before them.
    """

    block: Block
    start: Places
    end: Places
    own_start: Places
    text_end: Places
    frames: Frames
    found: Recognised
    joined: Flags

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.start)

    @property
    def framed(self) -> Flags:
        """Which lines have a frame."""
        framed: Flags = self.frames.kind != NONE
        return framed

    @property
    def recognised(self) -> Flags:
        """Which lines have a form."""
        recognised: Flags = self.found.form != UNKNOWN
        return recognised

    @property
    def leading(self) -> int:
        """How many lines stand before the first one that has a frame; 0 where none has."""
        return int(self.framed.argmax()) if self.framed.any() else 0

    def head(self, line: int) -> int:
        """The line that a line continues, or itself."""
        framed = np.flatnonzero(self.framed[:line])
        return int(framed[-1]) if self.joined[line] and framed.size else line

    def pieces(self, head: int) -> Iterator[tuple[int, bytes, bytes]]:
        """The lines that are read as one with `head`: each with what joins its text, and that."""
        yield head, b"", self._own_text(head)
        for line in range(head + 1, self.count):
            if self.framed[line] or not self.framed[head]:
                return
            if self.joined[line]:
                yield line, _glue(self.block, self.start, self.end, line), self._own_text(line)

    def _own_text(self, line: int) -> bytes:
        return self.block[self.own_start[line] : self.end[line]].tobytes()


def scan(
    content: bytes,
    recogniser: Recogniser,
    *,
    pasted: bool = False,
    goes_on: bool = False,
    loose: int = 0,
) -> Scan:
    """Scan whole lines of a log.

    `pasted` text has no frames: what follows `Level: `, or a bare line, is read as it stands (A12).
    The first line of content that `goes_on` is the rest of one that was read with what was before.
    So many `loose` lines at the end continue none.
    """
    block = vector.padded(content)
    start, end = vector.lines(block, len(content))
    end = vector.without_tail(block, start, end)
    frames = read_frames(block, start, end)
    if pasted:
        read_levels(block, frames)
    if goes_on:
        frames.forget(0)
    joined, own_form = _continuations(block, frames, end, recogniser, pasted)
    joined[len(joined) - loose :] = False
    own_start = frames.text_start.copy()
    block, text_end = _join(block, start, end, frames, joined)
    if goes_on:
        joined[0], own_form[0] = True, False
    read = frames.kind != NONE
    if pasted:
        read |= own_form
    found = _recognise_some(recogniser, block, frames.text_start, text_end, read)
    return Scan(block, start, end, own_start, text_end, frames, found, joined)


def _recognise_some(
    recogniser: Recogniser, block: Block, start: Places, end: Places, chosen: Flags
) -> Recognised:
    if chosen.all():
        return recogniser.recognise(block, start, end)
    found = Recognised.nothing(start)
    lines = np.flatnonzero(chosen)
    found.put(lines, recogniser.recognise(block, start[lines], end[lines]))
    return found


def _continuations(
    block: Block, frames: Frames, end: Places, recogniser: Recogniser, pasted: bool
) -> tuple[Flags, Flags]:
    """Which lines continue the framed line before them, and which unframed ones can be read."""
    bare = np.flatnonzero(frames.kind == NONE)
    joined, own_form = np.zeros((2, len(end)), bool)
    if not bare.size:
        return joined, own_form
    levels = Frames.none(vector.behind_blanks(block, frames.text_start[bare]))
    read_levels(block, levels)
    text, text_end = vector.without_blanks(block, levels.text_start, end[bare])
    found = recogniser.recognise(block, text, text_end)
    form = found.form
    own_form[bare] = (form != UNKNOWN) | found.names_record
    filled = (text < text_end) & (levels.kind == NONE) & ~frames.foreign[bare]
    after_frame = np.logical_or.accumulate(frames.kind != NONE)[bare]
    joined[bare] = (~own_form[bare] if pasted else form == UNKNOWN) & filled & after_frame
    frames.text_start[bare] = text
    return joined, own_form


def _join(
    block: Block, start: Places, end: Places, frames: Frames, joined: Flags
) -> tuple[Block, Places]:
    """Put each wrapped line together behind the block; its text begins and ends there."""
    if not joined.any():
        return block, end
    text_end = end.copy()
    newline = np.frombuffer(b"\n", np.uint8)  # a last line without its own must not go on
    pieces = [block[: -vector.PADDING], newline]
    size = len(block) - vector.PADDING + len(newline)
    framed = frames.kind != NONE
    head = np.maximum.accumulate(np.where(framed, np.arange(len(end)), 0))
    tails = np.flatnonzero(joined)
    groups = np.split(tails, np.flatnonzero(np.diff(head[tails])) + 1)
    for group in groups:
        first = head[group[0]]
        text = _joined(block, start, end, frames, first, group)
        pieces += [np.frombuffer(text, np.uint8), newline]
        frames.text_start[first], text_end[first] = size, size + len(text)
        size += len(text) + len(newline)
    return np.concatenate([*pieces, np.zeros(vector.PADDING, np.uint8)]), text_end


def _joined(
    block: Block, start: Places, end: Places, frames: Frames, first: int, tails: Places
) -> bytes:
    parts = [block[frames.text_start[first] : end[first]].tobytes()]
    for tail in tails:
        parts.append(_glue(block, start, end, tail))
        parts.append(block[frames.text_start[tail] : end[tail]].tobytes())
    return b"".join(parts)


def _glue(block: Block, start: Places, end: Places, tail: int) -> bytes:
    """What stands between a line and the one that it continues (A14)."""
    before = block[start[tail - 1] : end[tail - 1]]
    characters = np.count_nonzero(before & _OF_UTF8 != _GOES_ON)
    return b"" if characters >= WRAP_COLUMN else b" "
