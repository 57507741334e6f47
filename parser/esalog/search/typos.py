"""Words that were mistyped: what the log has that is nearly what was typed.

A typo is a letter too much, one missing, a wrong one, or two in the wrong order. A term is taken
apart into runs of letters, which may hold typos, and of digits, which may not; each run is
compared with the beginnings of all words in the log.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from esalog.search.folding import folded
from esalog.search.index import Index, Spots, Stop
from esalog.search.matching import Compared, Fit, Rank, Span, compared, is_word_start
from esalog.search.terms import Group, Query

Costs = npt.NDArray[np.int16]
"""How many typos it takes that an entity fits, one for each."""

Variants = Mapping[str, int]
"""Beginnings of words that are nearly what was typed, with their typos."""

_NEVER = 1000
"""The cost of what does not fit."""

_PIECES = re.compile(r"[^\W\d_]+|\d+")
_SHORTEST = 4
"""Letters of a run that may hold a typo; in one shorter by one, a letter may be missing."""

_LONG = 8
"""Letters of a run that may hold two."""


class Beginnings(NamedTuple):
    """Beginnings of one length of all words, and the letters of each as bits."""

    texts: npt.NDArray[np.object_]
    letters: npt.NDArray[np.uint32]


class Typos:
    """Searches an index for what was mistyped; keeps the words that it compared last."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._beginnings = lru_cache(maxsize=6)(self._read_beginnings)

    def find(self, query: Query, limit: int, stop: Stop) -> tuple[Spots, "Respelling"]:
        """Places of up to `limit` entities that fit with typos, fewest first, then newest."""
        fuzzy = [group for group in query.groups if all(term.is_fuzzy for term in group)]
        variants = {piece: self._variants(piece, stop) for piece in _pieces(fuzzy)}
        respelling = Respelling(fuzzy, variants)
        if stop() or not any(variants.values()):
            return np.zeros(0, np.int64), respelling
        costs = self._costs(fuzzy, variants)
        chosen = (costs > 0) & (costs < _NEVER)
        strict = Query(tuple(group for group in query.groups if group not in fuzzy))
        if strict.groups:
            places = self._index.checked(chosen, strict, self._index.size, stop)
        else:
            places = np.flatnonzero(chosen)
        best = np.lexsort((places, costs[places]))[:limit]
        return places[best], respelling

    def _costs(self, groups: Sequence[Group], variants: Mapping[str, Variants]) -> Costs:
        costs = np.zeros(self._index.size, np.int16)
        for group in groups:
            terms = [
                sum(
                    (self._cost(piece, variants[piece]) for piece in pieces(term.text)),
                    np.zeros(self._index.size, np.int16),
                )
                for term in group
            ]
            costs += np.minimum.reduce(terms)
        return costs

    def _cost(self, piece: str, variants: Variants) -> Costs:
        words = self._index.words
        costs = np.full(self._index.size, _NEVER, np.int16)
        for typos in sorted(set(variants.values()), reverse=True):
            texts = [text for text, needed in variants.items() if needed == typos]
            costs[words.beginning(texts)] = typos
        costs[words.holding(piece)] = 0
        return costs

    def _variants(self, piece: str, stop: Stop) -> Variants:
        """The beginnings of words that are nearly `piece`."""
        most = _most_typos(piece)
        found: dict[str, int] = {}
        if most:
            for length in _lengths(piece):
                if not stop():
                    found.update(_near(piece, self._beginnings(length), most))
        return found

    def _read_beginnings(self, length: int) -> "Beginnings":
        sql = "SELECT DISTINCT left(stem, ?) AS text FROM stems WHERE length(stem) >= ?"
        texts = np.asarray(self._index.arrays(sql, [length, length])["text"], object)
        return Beginnings(texts, _letters(texts, length))


class Respelling:
    """Tells where mistyped terms stand in a text."""

    def __init__(self, groups: Sequence[Group], variants: Mapping[str, Variants]) -> None:
        self._groups = groups
        self._variants = variants

    def fit(self, text: str) -> Fit | None:
        """How a text fits with typos, or None."""
        against = compared(text)
        spans: list[Span] = []
        typos = 0
        for group in self._groups:
            ways = [way for term in group if (way := self._way(against, pieces(term.text)))]
            if not ways:
                return None
            needed, places = min(ways)
            typos += needed
            spans += places
        return Fit(Rank.TYPO, tuple(sorted(set(spans))), typos)

    def _way(self, against: Compared, parts: Sequence[str]) -> tuple[int, list[Span]] | None:
        found = [self._piece(against, piece) for piece in parts]
        if None in found:
            return None
        known = [one for one in found if one]
        return sum(typos for typos, _ in known), [span for _, span in known]

    def _piece(self, against: Compared, piece: str) -> tuple[int, Span] | None:
        text = against.folded
        start = text.find(piece)
        if start >= 0:
            return 0, against.span(start, start + len(piece))
        variants = self._variants[piece]
        ways = [
            (variants[variant], against.span(start, start + len(variant)))
            for start in range(len(text))
            if is_word_start(text, start)
            for length in _lengths(piece)
            if (variant := text[start : start + length]) in variants
        ]
        return min(ways, default=None)


def pieces(text: str) -> list[str]:
    """The runs of letters and of digits of a term, folded."""
    return _PIECES.findall(folded(text))


def _pieces(groups: Sequence[Group]) -> Iterator[str]:
    return (piece for group in groups for term in group for piece in pieces(term.text))


def _most_typos(piece: str) -> int:
    if len(piece) < _SHORTEST - 1 or piece.isdecimal():
        return 0
    return 2 if len(piece) >= _LONG else 1


def _lengths(piece: str) -> range:
    """How long a word may begin that was meant by a run."""
    most = _most_typos(piece)
    return range(max(_SHORTEST, len(piece) - most), len(piece) + most + 1)


def _near(piece: str, beginnings: Beginnings, most: int) -> Iterator[tuple[str, int]]:
    """Those of the beginnings that are up to `most` typos away."""
    [sought] = _letters(np.asarray([piece], object), len(piece))
    theirs = beginnings.letters
    # A typo adds one letter at most, and takes one away; what differs by more needs no comparing.
    added, gone = np.bitwise_count(theirs & ~sought), np.bitwise_count(sought & ~theirs)
    texts = beginnings.texts[(added <= most) & (gone <= most)].tolist()
    [typos] = process.cdist([piece], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)
    for place in np.flatnonzero((typos > 0) & (typos <= most)).tolist():
        yield texts[place], int(typos[place])


def _letters(texts: npt.NDArray[np.object_], length: int) -> npt.NDArray[np.uint32]:
    """For each text of up to `length` letters, a set of them: one bit for letters alike mod 32."""
    codes = texts.astype(f"U{length}").view(np.uint32).reshape(-1, length)
    bits = np.where(codes, np.uint32(1) << (codes & np.uint32(31)), np.uint32(0))
    return cast(npt.NDArray[np.uint32], np.bitwise_or.reduce(bits, axis=1))
