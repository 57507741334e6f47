"""Searching the text of a log: its blocks are unpacked and looked through by several threads.

numpy and zstandard let go of the interpreter, so a screen goes on meanwhile.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from esalog.log import Log

Lines = npt.NDArray[np.int64]
Block = npt.NDArray[np.uint8]
Found = TypeVar("Found")

_NEWLINE = ord("\n")
_LOWER = np.frombuffer(bytes(range(256)).lower(), np.uint8)
_SMALL, _LARGE = np.arange(ord("a"), ord("z") + 1), np.arange(ord("A"), ord("Z") + 1)
_SLICE = 1 << 19
_SAMPLED = 16
"""Of so many bytes one tells which are rare."""


def each_block(
    log: Log, look: Callable[[int, bytes], Found], first: int = 1
) -> Iterator[tuple[range, Found]]:
    """What `look` finds in each block with lines from number `first` on, in the order of the log.

    It gets the number of the block's first line and its bytes. Each comes with the numbers of the
    block's lines.
    """
    waiting: deque[tuple[range, Future[Found]]] = deque()
    jobs = os.cpu_count() or 1
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for numbers, unpack in log.raw_pieces(first):
                waiting.append((numbers, pool.submit(_looked, look, numbers.start, unpack)))
                if len(waiting) > jobs:
                    yield _next(waiting)
            while waiting:
                yield _next(waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _looked(look: Callable[[int, bytes], Found], first: int, unpack: Callable[[], bytes]) -> Found:
    return look(first, unpack())


def _next(waiting: deque[tuple[range, Future[Found]]]) -> tuple[range, Found]:
    numbers, found = waiting.popleft()
    return numbers, found.result()


def lines_holding(content: bytes, text: str, *, is_folded: bool, is_whole: bool = False) -> Lines:
    """The lines of a block, counted from 0, that hold a text, when `is_folded` in any case.

    With `is_whole` no longer word may stand there.
    """
    if is_folded and not text.isascii():
        content = (
            content.decode("utf-8", "surrogateescape").lower().encode("utf-8", "surrogateescape")
        )
        is_folded = False
    block = np.frombuffer(content, np.uint8)
    needle = text.encode("utf-8", "surrogateescape")
    places = places_holding(block, needle, is_folded=is_folded)
    if is_whole:
        places = _whole_words(block, places, needle)
    if not places.size:
        return places
    newlines = np.flatnonzero(block == _NEWLINE)
    return np.unique(np.searchsorted(newlines, places)).astype(np.int64)


def places_holding(block: Block, needle: bytes, *, is_folded: bool = False) -> Lines:
    """Where the bytes stand; the one of them that is rarest is looked for first."""
    count = len(block) - len(needle) + 1
    if count < 1 or not needle:
        return np.zeros(0, np.int64)
    offsets = _rarest_first(block, needle, is_folded=is_folded)
    found = [
        start + _begins(block[start : start + _SLICE + len(needle) - 1], needle, offsets, is_folded)
        for start in range(0, count, _SLICE)
    ]
    return np.concatenate(found)


def _rarest_first(block: Block, needle: bytes, *, is_folded: bool) -> Sequence[int]:
    common = np.bincount(block[::_SAMPLED], minlength=256)
    if is_folded:
        common[_SMALL] += common[_LARGE]
    return sorted(range(len(needle)), key=lambda offset: int(common[needle[offset]]))


def _begins(block: Block, needle: bytes, offsets: Sequence[int], is_folded: bool) -> Lines:
    """Where the bytes stand in a slice, which is as small as to stay near the processor."""
    count = len(block) - len(needle) + 1
    first = offsets[0]
    start = needle[first : first + 1]
    begins = block[first : first + count] == start[0]
    if is_folded and start.isalpha():
        begins |= block[first : first + count] == start.upper()[0]
    places = np.flatnonzero(begins)
    for offset in offsets[1:]:
        if not places.size:
            break
        found = block[places + offset]
        places = places[(_LOWER[found] if is_folded else found) == needle[offset]]
    return places


_IN_WORD = np.array([chr(code).isalnum() or code >= 0x80 for code in range(256)])


def _whole_words(block: Block, places: Lines, needle: bytes) -> Lines:
    """The places at which no longer word stands."""
    if places.size and _IN_WORD[needle[0]]:
        places = places[(places == 0) | ~_IN_WORD[block[places - 1]]]
    if places.size and _IN_WORD[needle[-1]]:
        ends = places + len(needle)
        places = places[(ends == len(block)) | ~_IN_WORD[block[np.minimum(ends, len(block) - 1)]]]
    return places
