"""Finds anything of a log by a few letters, while they are typed."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock
from typing import Self

from esalog.log import Log
from esalog.search.hits import Entity, Hit, hit, order
from esalog.search.index import Index, Spots, Stop
from esalog.search.matching import Fit, Rank, fit
from esalog.search.message_ids import MessageIds
from esalog.search.records import ids, message_ids, rows
from esalog.search.sql import statement
from esalog.search.terms import Query, can_scatter, parse, typed_id
from esalog.search.typos import Typos
from esalog.search.words import is_told

LIMIT = 200
"""Hits that are enough for a list that is read on a screen."""

FEW = 10
"""With fewer hits, and none exact, what was typed may have letters missing, or wrong."""

_SCATTERED = 2000
"""Entities with the letters of the terms in order that are looked at."""

Found = Iterator[tuple[Entity, Fit]]


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Kept:
    """An index, and what the log was like when it was made."""

    extent: object
    index: Index
    message_ids: MessageIds
    typos: Typos


class Finder:
    """Answers of one log to what is typed, key by key, from any thread.

    It keeps an index of the entities, made by the first question. `refresh` makes it anew when
    the log has grown; until that has happened, questions are answered from the old one.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._lock = Lock()
        self._kept: _Kept | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *rest: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the index back; another question makes it anew."""
        self._kept = None

    def refresh(self) -> bool:
        """Bring the index up to the records of the log; False when it was."""
        with self._lock:
            extent = rows(self._log, statement("extent"))
            if self._kept and self._kept.extent == extent:
                return False
            self._kept = self._made(extent)
            return True

    @property
    def count(self) -> int:
        """How many entities there are, ids and Message-IDs with them."""
        [(numbers,)] = rows(self._log, statement("numbers"))
        return int(numbers) + self._current().index.size

    def find(self, text: str, limit: int = LIMIT, stop: Stop = _never) -> list[Hit]:
        """The best `limit` hits for what was typed, best first.

        `stop` is asked now and then; once it says True, what was found so far is given.
        """
        lists = deque(self.search(text, limit, stop), maxlen=1)
        return lists[0] if lists else []

    def search(self, text: str, limit: int = LIMIT, stop: Stop = _never) -> Iterator[list[Hit]]:
        """Better and better lists of hits, each complete by itself; the last is what `find` gives.

        The first one comes after a few milliseconds.
        """
        query = parse(text)
        if not query.groups:
            return
        best = _Best(limit)
        for found in self._steps(text, query, best, stop):
            if stop():
                return
            if best.add(found):
                yield best.hits()

    def _steps(self, text: str, query: Query, best: "_Best", stop: Stop) -> Iterator[Found]:
        """What fits, step by step; each step only when better ones have left room for it."""
        kept = self._current()
        index = kept.index
        if typed := typed_id(text):
            yield ids(self._log, typed)
        yield _fitting(index, index.beginnings(query, best.limit), query)
        for at_word_start in (True, False):
            if best.room and (query.first or not at_word_start):
                yield _holding(index, query, best, stop, at_word_start=at_word_start)
        if best.room and query.may_be_message_id:
            yield message_ids(self._log, kept.message_ids, query)
        if best.count < FEW and not best.is_exact:
            yield from _loose_steps(index, kept.typos, query, best, stop)

    def _current(self) -> _Kept:
        """What is kept, also while something newer is being made."""
        kept = self._kept
        while kept is None:
            self.refresh()
            kept = self._kept
        return kept

    def _made(self, extent: object) -> _Kept:
        with self._log.cursor() as records:
            index = Index(records)
            known = MessageIds(records)
        return _Kept(extent, index, known, Typos(index))


class _Best:
    """The best hits so far, each entity once."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._found: dict[object, tuple[Entity, Fit]] = {}

    @property
    def count(self) -> int:
        return len(self._found)

    @property
    def is_exact(self) -> bool:
        """Whether something is just what was typed."""
        return any(how.rank is Rank.EXACT for _, how in self._found.values())

    @property
    def room(self) -> int:
        return self.limit - self.count

    def add(self, found: Found) -> bool:
        """Take what fits; False when nothing of it is new or better."""
        is_new = False
        for entity, how in found:
            name = (entity.kind, entity.logged or entity.text, entity.key)
            old = self._found.get(name)
            if old is None or order(entity, how) < order(*old):
                self._found[name] = (entity, how)
                is_new = True
        best = sorted(self._found.items(), key=lambda item: order(*item[1]))[: self.limit]
        self._found = dict(best)
        return is_new

    def hits(self) -> list[Hit]:
        return [hit(entity, how) for entity, how in self._found.values()]


def _holding(
    index: Index, query: Query, best: _Best, stop: Stop, *, at_word_start: bool = False
) -> Found:
    """Entities that hold all terms; with `at_word_start`, the first where a word begins."""
    flags = index.words.candidates(query, at_word_start=at_word_start)
    # Those that were found before are among them.
    wanted = best.limit + best.count
    if flags is not None and is_told(query):
        places = flags.nonzero()[0][:wanted]
    else:
        places = index.checked(flags, query, wanted, stop)
    return _fitting(index, places, query)


def _loose_steps(
    index: Index, typos: Typos, query: Query, best: _Best, stop: Stop
) -> Iterator[Found]:
    """What nearly fits, step by step."""
    uncased = query.in_any_case
    if uncased != query:
        found = _holding(index, uncased, best, stop)
        yield ((entity, replace(how, rank=Rank.OTHER_CASE)) for entity, how in found)
    if any(can_scatter(term) for group in query.groups for term in group):
        yield _fitting(index, index.scattered(query, _SCATTERED), query, is_loose=True)
    if best.room:
        places, respelling = typos.find(query, best.limit, stop)
        fits = ((entity, respelling.fit(entity.text)) for entity in index.entities(places))
        yield ((entity, how) for entity, how in fits if how)


def _fitting(index: Index, places: Spots, query: Query, *, is_loose: bool = False) -> Found:
    for entity in index.entities(places):
        if how := fit(entity.text, query, is_loose=is_loose):
            yield entity, how


def find(log: Log, text: str, limit: int = LIMIT) -> list[Hit]:
    """The best `limit` hits in `log` for what was typed; for more questions, keep a `Finder`."""
    with Finder(log) as finder:
        return finder.find(text, limit)
