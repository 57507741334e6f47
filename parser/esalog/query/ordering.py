"""Sorting a million values in numpy, which neither reads whole rows nor holds the interpreter.

Sorting numbers alone is many times faster than sorting places by numbers or texts, so values become
ranks, and a rank and a place together one number.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Keys = npt.NDArray[Any]
"""Numbers to sort by, one for each of some places."""

_LOW = np.uint64((1 << 32) - 1)
_HALF = np.uint64(32)
_WORD = 8
_PARTS = 4
_SAMPLED = 97


def by_rank(ranks: Places) -> Places:
    """The places of ranks in their order; of those with the same rank the first comes first."""
    places = np.arange(len(ranks), dtype=np.uint64)
    return (np.sort(ranks.astype(np.uint64) << _HALF | places) & _LOW).astype(np.int64)


def ranks(values: Keys) -> Places:
    """For each number how many different ones are below it."""
    order = np.argsort(values)
    found = np.empty(len(values), np.int64)
    found[order] = _runs(values[order])
    return found


def text_ranks(content: npt.NDArray[np.uint8], ends: Places, hashes: Keys) -> Places:
    """For each text a number that is higher for what comes later by its bytes.

    A text begins in `content` where the one before ends; 8 bytes stand behind the last. Equal texts
    have the same hash: what a log has again and again is compared once.
    """
    order = np.argsort(hashes)
    runs = _runs(hashes[order])
    one = np.empty(runs.max(initial=-1) + 1, np.int64)
    one[runs] = order
    compared = np.sort(one)  # read from the first to the last, which memory is best at
    starts = np.concatenate((np.zeros(1, np.int64), ends))[compared]
    rank = np.empty(len(ends), np.int64)
    rank[compared[_sorted(content, starts, ends[compared])]] = np.arange(len(compared))
    found = np.empty(len(ends), np.int64)
    found[order] = rank[one][runs]
    return found


def arranged(keys: Iterable[Callable[[Places], Keys]], count: int) -> Places:
    """The places 0 to `count` by the first key; of those that are equal by the next, and so on.

    A key gives numbers for places; it is only asked for those that the ones before left equal.
    """
    order = np.arange(count)
    slots, groups = order.copy(), np.zeros(count, np.int64)  # of what is not told apart yet
    for key in keys:
        if not slots.size:
            break
        values = key(order[slots])
        step = np.argsort(values)
        if groups[-1]:
            step = step[by_rank(groups[step])]
        order[slots] = order[slots][step]
        runs = _runs(values[step], groups)
        differs = np.diff(runs, prepend=-1, append=-1) != 0
        tied = ~(differs[1:] & differs[:-1])
        slots, groups = slots[tied], runs[tied]
    return order


def _sorted(content: npt.NDArray[np.uint8], starts: Places, ends: Places) -> Places:
    """The order of texts: parted by how they begin, then each part by a thread of its own."""
    if not len(starts):
        return starts
    first = next(_words(content, starts, ends), np.zeros_like)(np.arange(len(starts)))
    sample = np.sort(first[::_SAMPLED])
    pivots = sample[np.arange(1, _PARTS) * len(sample) // _PARTS]
    part = np.searchsorted(pivots, first, side="right")
    parts = [np.flatnonzero(part == number) for number in range(_PARTS)]

    def one(places: Places) -> Places:
        return places[arranged(_words(content, starts[places], ends[places]), len(places))]

    with ThreadPoolExecutor(_PARTS) as pool:
        return np.concatenate(list(pool.map(one, parts)))


def _words(
    content: npt.NDArray[np.uint8], starts: Places, ends: Places
) -> Iterator[Callable[[Places], Keys]]:
    """Eight bytes of texts, then the next eight, and so on, as numbers that sort like them."""
    words = np.ndarray((len(content) - _WORD + 1,), ">u8", content, strides=(1,))
    for offset in range(0, int((ends - starts).max(initial=0)), _WORD):
        yield partial(_word, words, starts + offset, ends)


def _word(words: Keys, starts: Places, ends: Places, places: Places) -> Keys:
    """The word at the start of each text, without what stands behind the text."""
    begins, ends = starts[places], ends[places]
    behind = np.clip(_WORD - (ends - begins), 0, _WORD)
    found = words[np.minimum(begins, ends)].astype(np.uint64)
    half = (behind * (_WORD // 2)).astype(
        np.uint64
    )  # twice, as a shift by all 64 bits does nothing
    cut: Keys = found >> half >> half << half << half
    return cut


def _runs(*columns: Keys) -> Places:
    """For each row the number of the run of equal rows that it stands in."""
    differs = np.zeros(max(0, len(columns[0]) - 1), bool)
    for column in columns:
        differs |= column[1:] != column[:-1]
    return np.concatenate((np.zeros(min(1, len(columns[0])), np.int64), np.cumsum(differs)))
