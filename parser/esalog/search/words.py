"""Which words stand in which entities: finds them by a part of a word without reading texts."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from esalog.search.folding import folded
from esalog.search.terms import Group, Place, Query, Term, is_negated

Flags = npt.NDArray[np.bool_]
"""Whether an entity fits, one for each."""

Numbers = npt.NDArray[np.int64]

_RUN = re.compile(r"[^\W_]+")

_HOLDING = {
    (True, True): "SELECT number FROM words WHERE word = ?",
    (False, True): "SELECT number FROM words WHERE ends_with(word, ?)",
    (False, False): "SELECT number FROM words WHERE contains(word, ?)",
}
"""Words that hold a text, by whether they begin and end with it."""

_COMPARED = 24
"""Bytes of a word that are compared to find it by its beginning."""

_LAST = b"\xff"
"""What comes behind all words that have the same beginning."""


class Run(NamedTuple):
    """A part of a term without separators, and whether a word begins and ends with it."""

    text: str
    begins: bool
    ends: bool


class Words:
    """The words of all entities and the places of the entities that have them.

    `fetch` asks the tables `words` (number, word, count), whose numbers count from 0 in the order
    of the bytes of the words, and `postings` (word, place).
    """

    def __init__(self, fetch: Callable[[str, Sequence[object]], dict[str, Any]], size: int) -> None:
        self._fetch = fetch
        self._size = size
        words = fetch("SELECT word, count FROM words ORDER BY number", [])
        self._sorted = np.asarray([word.encode() for word in words["word"]], f"S{_COMPARED}")
        self._first = np.concatenate(([0], np.cumsum(words["count"])))
        postings = "SELECT place FROM postings WHERE word <> '' ORDER BY word"
        self._places: npt.NDArray[np.int32] = fetch(postings, [])["place"]
        self.holding = lru_cache(maxsize=16)(self._read_holding)
        """Entities with a word that holds a text, or begins or ends with it; never changed.

        Most of what was typed at the key before is asked again.
        """

    def candidates(self, query: Query, *, at_word_start: bool = False) -> Flags | None:
        """Entities that may fit, or None when words do not tell.

        With `at_word_start`, those where a term of the first group may begin a word.
        """
        flags: Flags | None = None
        for group in query.groups:
            found = self._group(group, at_word_start and group == query.first)
            if found is not None:
                flags = found if flags is None else flags & found
        return flags

    def _read_holding(self, text: str, begins: bool = False, ends: bool = False) -> Flags:
        if begins and not ends:
            return self.beginning([text])
        return self.marked(self._fetch(_HOLDING[begins, ends], [text])["number"])

    def beginning(self, texts: Sequence[str]) -> Flags:
        """Entities with a word that begins with any of `texts`."""
        starts = [text.encode()[:_COMPARED] for text in texts]
        lows = np.searchsorted(self._sorted, np.asarray(starts, "S"))
        highs = np.searchsorted(self._sorted, np.asarray([start + _LAST for start in starts], "S"))
        flags = np.zeros(self._size, bool)
        for low, high in zip(lows, highs, strict=True):
            flags[self._places[self._first[low] : self._first[high]]] = True
        return flags

    def marked(self, numbers: Numbers) -> Flags:
        """Entities that have any of the words."""
        flags = np.zeros(self._size, bool)
        flags[self._places_of(numbers)] = True
        return flags

    def _places_of(self, numbers: Numbers) -> npt.NDArray[np.int32]:
        """The entities that have each of the words, one word behind the other."""
        starts = self._first[numbers]
        counts = self._first[numbers + 1] - starts
        ends = np.cumsum(counts)
        index = np.repeat(starts - ends + counts, counts)
        return self._places[index + np.arange(len(index))]

    def _group(self, group: Group, at_word_start: bool) -> Flags | None:
        if is_negated(group):
            return None
        flags = np.zeros(self._size, bool)
        for term in group:
            found = self._term(term, at_word_start)
            if found is None:
                return None
            flags |= found
        return flags

    def _term(self, term: Term, at_word_start: bool) -> Flags | None:
        flags: Flags | None = None
        for run in runs(term, at_word_start):
            found = self.holding(*run)
            flags = found if flags is None else flags & found
        return flags


def runs(term: Term, at_word_start: bool = False) -> Iterator[Run]:
    """The runs of letters and digits of a term."""
    text = folded(term.text)
    starts = at_word_start or term.place in (Place.START, Place.WHOLE)
    ends = term.place in (Place.END, Place.WHOLE)
    for found in _RUN.finditer(text):
        yield Run(found[0], starts or found.start() > 0, ends or found.end() < len(text))


def is_told(query: Query) -> bool:
    """Whether words alone tell that an entity fits: each term is a part of one word."""
    return all(_is_told(term) for group in query.groups for term in group)


def _is_told(term: Term) -> bool:
    is_plain = term.place is Place.ANYWHERE and not term.is_negated and not term.is_cased
    return is_plain and _RUN.fullmatch(term.sought) is not None
