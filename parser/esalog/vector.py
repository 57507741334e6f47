"""Reading at many places of a block of bytes at once.

Every function takes the block as a `uint8` array that ends in `PADDING` zero bytes, and places as
`int64` arrays; nothing here loops over lines in Python.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from esalog.grammar.form import MAX_DIGITS

Block = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

PADDING = 64
"""Zero bytes behind a block, so that a look ahead never leaves it."""

_STEPS = 1000
"""So many bytes are passed one by one at all places at once, the rest place by place."""

_ONES = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_ALNUM = np.zeros(256, bool)
_ALNUM[[*range(48, 58), *range(65, 91), *range(97, 123)]] = True
_BLANK = np.zeros(256, bool)
_BLANK[[9, 13, 32]] = True
_ZERO = np.zeros(256, bool)
_ZERO[0] = True
_TAIL = np.zeros(256, bool)
_TAIL[[0, 13]] = True
_FRACTION = np.zeros(256, bool)
_FRACTION[list(b"0123456789.,:+-Z")] = True
_LISTED = np.zeros(256, bool)
_LISTED[[*range(48, 58), 32, 44]] = True


def padded(content: bytes) -> Block:
    """`content` as a block."""
    block = np.zeros(len(content) + PADDING, np.uint8)
    block[: len(content)] = np.frombuffer(content, np.uint8)
    return block


def lines(block: Block, size: int) -> tuple[Places, Places]:
    """Where each line of the first `size` bytes begins, and where its newline or the end stands."""
    newline = np.flatnonzero(block[:size] == ord("\n"))
    start = np.concatenate(([0], newline + 1)).astype(np.int64)
    end = np.append(newline, size).astype(np.int64)
    return (start[:-1], end[:-1]) if start[-1] == size else (start, end)


def words(block: Block) -> Words:
    """The block as overlapping words: entry `i` has bytes `i` to `i + 7`, the first one lowest."""
    return np.ndarray((len(block) - 8,), "<u8", block, strides=(1,))


def is_alnum(block: Block, places: Places) -> Flags:
    """Whether a letter or a digit stands at each place."""
    return _ALNUM[block[places]]


def literal(loaded: Words, places: Places, text: bytes) -> Flags:
    """Whether `text` stands at each place."""
    equal = np.ones(len(places), bool)
    for offset in range(0, len(text), 8):
        part = text[offset : offset + 8]
        mask = _ONES >> np.uint64(64 - 8 * len(part))
        equal &= (loaded[places + offset] & mask) == np.uint64(int.from_bytes(part, "little"))
    return equal


def numbers(loaded: Words, places: Places) -> tuple[Places, Places]:
    """The number at each place and the place behind it; where none stands, -1 and the place.

    A number is at most `MAX_ID`; larger ones are none.
    """
    value, length = _eight_digits(loaded[places])
    while (more := np.flatnonzero((length > 0) & (length % 8 == 0) & (length < 24))).size:
        high, count = _eight_digits(loaded[places[more] + length[more]])
        value[more] = value[more] * 10**count + high
        length[more] += count
        if not count.any():
            break
        length[more[count == 0]] += 32
    length[length >= 32] -= 32
    wrong = (length == 0) | (length > MAX_DIGITS) | (value < 0)
    return np.where(wrong, -1, value), places + np.where(wrong, 0, length)


def _eight_digits(word: Words) -> tuple[Places, Places]:
    """Value and count of the digits that the bytes of each word begin with."""
    digits = word ^ np.uint64(0x3030303030303030)
    other = ((digits + np.uint64(0x0606060606060606)) | digits) & np.uint64(0xF0F0F0F0F0F0F0F0)
    count = np.bitwise_count((other & (~other + np.uint64(1))) - np.uint64(1)) >> 3
    shift = (8 - count.astype(np.uint64)) * np.uint64(8)
    value = np.where(count == 0, 0, digits << np.minimum(shift, np.uint64(56)))
    value &= np.uint64(0x0F0F0F0F0F0F0F0F)
    value = (value * 10 + (value >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    value = (value * 100 + (value >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    value = (value * 10000 + (value >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    return value.astype(np.int64), count.astype(np.int64)


def behind_list(block: Block, places: Places) -> Places:
    """The place behind the digits, commas and blanks that stand at each place."""
    return _behind(_LISTED, block, places)


def behind_blanks(block: Block, places: Places) -> Places:
    """The place behind the blanks that stand at each place."""
    return _behind(_BLANK, block, places)


def behind_fraction(block: Block, places: Places) -> Places:
    """The place behind the fraction of a second and the time zone that stand at each place."""
    return _behind(_FRACTION, block, places)


def behind_zeros(block: Block, places: Places) -> Places:
    """The place behind the zero bytes that stand at each place."""
    return np.array([_stop(_ZERO, block, int(place)) for place in places], np.int64)


def _behind(accepted: Flags, block: Block, places: Places) -> Places:
    end = places.copy()
    going = np.flatnonzero(accepted[block[end]])
    for _ in range(_STEPS):
        if not going.size:
            return end
        end[going] += 1
        going = going[accepted[block[end[going]]]]
    end[going] = [_stop(accepted, block, int(place)) for place in end[going]]
    return end


def _stop(accepted: Flags, block: Block, place: int) -> int:
    """The first place from `place` on where no accepted byte stands, or the block's end."""
    size = _STEPS
    while place < len(block):
        other = ~accepted[block[place : place + size]]
        if other.any():
            return place + int(other.argmax())
        place, size = place + size, 2 * size
    return len(block)


def _before(accepted: Flags, block: Block, starts: Places, ends: Places) -> Places:
    """Where each span ends without the accepted bytes at its end."""
    end = ends.copy()
    going = np.flatnonzero((end > starts) & accepted[block[end - 1]])
    for _ in range(_STEPS):
        if not going.size:
            return end
        end[going] -= 1
        going = going[(end[going] > starts[going]) & accepted[block[end[going] - 1]]]
    for index in going:
        backwards = block[starts[index] : end[index]][::-1]
        end[index] -= min(_stop(accepted, backwards, 0), len(backwards))
    return end


def next_of(positions: Places, places: Places, missing: int) -> Places:
    """The first of the sorted `positions` at or behind each place, `missing` where none is."""
    return np.append(positions, missing)[np.searchsorted(positions, places)]


def without_tail(block: Block, starts: Places, ends: Places) -> Places:
    """Where spans end without the zero bytes and carriage returns at their ends."""
    return _before(_TAIL, block, starts, ends)


def without_blanks(block: Block, starts: Places, ends: Places) -> tuple[Places, Places]:
    """Spans without the blanks at their ends; an empty span stands where it ended."""
    starts = np.minimum(behind_blanks(block, starts), ends)
    return starts, _before(_BLANK, block, starts, ends)


def without_pair(
    block: Block, starts: Places, ends: Places, pairs: Mapping[int, int], chosen: Flags
) -> tuple[Places, Places]:
    """Spans without one pair of bytes around them, where `chosen`; `pairs` maps first to last."""
    candidates = np.flatnonzero(chosen & (ends - starts > 1))
    first, last = block[starts[candidates]], block[ends[candidates] - 1]
    paired = np.logical_or.reduce([(first == one) & (last == pairs[one]) for one in pairs])
    within = candidates[paired]
    starts, ends = starts.copy(), ends.copy()
    starts[within], ends[within] = without_blanks(block, starts[within] + 1, ends[within] - 1)
    return starts, ends


def cut_out(block: Block, starts: Places, ends: Places) -> tuple[Block, Places]:
    """The bytes of the spans one behind the other, and where each begins (one entry more)."""
    lengths = ends - starts
    offsets = np.zeros(len(starts) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    filled = np.flatnonzero(lengths)
    if not filled.size:
        return block[:0], offsets
    # From byte to byte the index goes up by one, but leaps where a span begins.
    index = np.ones(offsets[-1], np.int64)
    leaps = starts.take(filled)
    leaps[1:] -= ends.take(filled[:-1]) - 1
    index[offsets.take(filled)] = leaps
    return block.take(np.cumsum(index, out=index)), offsets
