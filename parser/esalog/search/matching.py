"""How well a text fits what was typed, and which of its characters do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from esalog.search.folding import folded_places
from esalog.search.terms import Place, Query, Term, can_scatter

Span = tuple[int, int]
"""The first character and the one behind the last."""

Way = tuple[int, tuple[int, ...]]
"""How much is left out between the letters of a term, and where they stand."""


class Rank(IntEnum):
    """How a text fits, best first."""

    EXACT = 0
    PREFIX = 1
    WORD_START = 2
    SUBSTRING = 3
    OTHER_CASE = 4
    SUBSEQUENCE = 5
    TYPO = 6


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text fits; `loose` counts what is left out of it in between, or the typos."""

    rank: Rank
    spans: tuple[Span, ...]
    loose: int = 0


class Compared(NamedTuple):
    """A text, the same folded, and where the folded characters and their end stand in it."""

    text: str
    folded: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The span of the text that holds these folded characters."""
        return self.places[start], self.places[end]


def compared(text: str) -> Compared:
    """`text`, ready to be compared."""
    return Compared(text, *folded_places(text))


def fit(text: str, query: Query, *, is_loose: bool = False) -> Fit | None:
    """How `text` fits, or None; when `is_loose`, fuzzy terms may leave something out."""
    against = compared(text)
    best: list[Fit] = []
    rank = Rank.SUBSTRING
    for group in query.groups:
        fits = [fit for term in group if (fit := _term_fit(against, term, is_loose))]
        if not fits:
            return None
        best.append(min(fits, key=lambda fit: (fit.rank, fit.loose)))
        rank = best[-1].rank if group == query.first else rank
    if any(fit.rank == Rank.SUBSEQUENCE for fit in best):
        rank = Rank.SUBSEQUENCE
    elif against.folded in query.phrases:
        rank = Rank.EXACT
    spans = sorted(span for fit in best for span in fit.spans)
    return Fit(rank, tuple(spans), sum(fit.loose for fit in best))


def is_word_start(text: str, start: int) -> bool:
    """Whether a word begins at `start`, or something that is no part of a word."""
    return start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())


def _term_fit(against: Compared, term: Term, is_loose: bool) -> Fit | None:
    found = _standing(against, term)
    if term.is_negated:
        return None if found else Fit(Rank.SUBSTRING, ())
    if found is None and is_loose and term.is_fuzzy:
        return _scattered(against, term)
    return found


def _standing(against: Compared, term: Term) -> Fit | None:
    text, sought = against.text if term.is_cased else against.folded, term.sought
    start = _start(text, term.place, sought)
    if start is None:
        return None
    end = start + len(sought)
    rank = Rank.WORD_START if is_word_start(text, start) else Rank.SUBSTRING
    span = (start, end) if term.is_cased else against.span(start, end)
    return Fit(rank if start else Rank.PREFIX, (span,))


def _start(text: str, place: Place, sought: str) -> int | None:
    if place is Place.START:
        return 0 if text.startswith(sought) else None
    if place is Place.END:
        return len(text) - len(sought) if text.endswith(sought) else None
    if place is Place.WHOLE:
        return 0 if text == sought else None
    starts = list(_occurrences(text, sought))
    return next((start for start in starts if is_word_start(text, start)), next(iter(starts), None))


def _occurrences(text: str, sought: str, start: int = 0) -> Iterator[int]:
    while (start := text.find(sought, start)) >= 0:
        yield start
        start += 1


def _scattered(against: Compared, term: Term) -> Fit | None:
    """The term with single letters or words left out, from the start of a word on."""
    text, sought = against.folded, term.sought
    if not can_scatter(term):
        return None
    most = max(2, len(sought) // 3)
    starts = [
        place for place in range(len(text)) if text[place].isalnum() and is_word_start(text, place)
    ]
    ways: list[Way] = [(0, (start,)) for start in starts if text[start] == sought[0]]
    for letter in sought[1:]:
        ways = [way for way in _further(ways, text, letter, starts) if way[0] <= most]
    if not ways:
        return None
    left_out, places = min(ways)
    return Fit(Rank.SUBSEQUENCE, tuple(_joined(against, places)), left_out)


def _further(ways: Sequence[Way], text: str, letter: str, starts: Sequence[int]) -> Iterator[Way]:
    """The ways to have `letter` next: here, behind one letter, or where a word begins."""
    best: dict[int, Way] = {}
    for left_out, places in ways:
        here = places[-1] + 1
        further = [(here, 0), (here + 1, 1)]
        further += [(place, 1 + nth) for nth, place in enumerate(s for s in starts if s > here)]
        for place, more in further:
            if text[place : place + 1] == letter:
                way = (left_out + more, (*places, place))
                best[place] = min(best.get(place, way), way)
    yield from best.values()


def _joined(against: Compared, places: Sequence[int]) -> Iterator[Span]:
    """Spans of the text for single folded characters."""
    start = places[0]
    for place, following in zip(places, [*places[1:], -1], strict=True):
        if following != place + 1:
            yield against.span(start, place + 1)
            start = following
