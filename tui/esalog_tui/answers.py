"""What the app asks of a loaded log: every question of every screen, in one place.

The questions are functions of the library; here they get the log. Each may be asked in any thread.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt

import esalog
from esalog import FilterWord, Key, Log, LogLine, Overview, Progress, Selection, UsageError
from esalog.decoding import decoded
from esalog.explain import LineFields, fields
from esalog.keys import Kind, RecordKind
from esalog.newest import load_newest
from esalog.query import values_of, zoomed
from esalog.query.failures import Branch, Direction
from esalog.redact import Redactor, people_of
from esalog.room import Shortage
from esalog.search import Finder, Hit
from esalog.source import Source
from esalog.sources import gather
from esalog.text import line_at
from esalog.trace import Trace, candidates, trace

Lines = npt.NDArray[np.int64]
Row = dict[str, Any]
Answer = TypeVar("Answer")
Stop = Callable[[], bool]
"""Asked now and then by a long search: whether nobody waits for it any more."""


def never() -> bool:
    """Let a search go on to its end."""
    return False


class Answers:
    """A log, and all that is asked of it.

    While the `whole` is being read, `log`, which is what is asked, may be one of its newest lines;
    `make_log` makes it.
    """

    def __init__(self, log: Log, make_log: Callable[[], Log] = Log) -> None:
        self.log = self.whole = log
        self._make_log = make_log
        self._finder = Finder(log)

    # The load.

    def load(self, paths: Sequence[str], **options: Any) -> Iterator[Progress]:
        """Load what paths name, step by step."""
        return self.whole.load(paths, **options)

    def load_newest_first(
        self, paths: Sequence[str], least: int, stdin: BinaryIO | None = None
    ) -> Iterator[Progress]:
        """Load what paths name; of `least` bytes and more the newest lines can be asked first.

        When it is stopped, these are all there is.
        """
        gathered = gather(paths, stdin=stdin)
        is_kept = self.whole.is_kept(gathered.sources)
        newest = None if is_kept else load_newest(self._make_log, gathered.sources, least)
        if newest is None:
            yield from self.load(paths, gathered=gathered)
            return
        self._ask(newest)
        yield Progress(0, None, self.line_count, 0.0, True)
        progress = None
        # Held here, the load is told that it is stopped before it is left; else it made records.
        load = self.load(paths, live=False, gathered=gathered)
        try:
            for progress in load:
                yield replace(progress, refreshed=False)
        except GeneratorExit:
            self.whole.interrupt()  # nobody will see its records
            raise
        self._ask(self.whole)
        if progress:
            yield progress

    def _ask(self, log: Log) -> None:
        self.log, self._finder = log, Finder(log)

    def answer(self, ask: Callable[[], Answer]) -> Answer:
        """What a question gives, with as much memory as it takes. Raises `RoomError`."""
        return self.log.answer(ask)

    @property
    def is_newest_only(self) -> bool:
        """Whether only the newest lines can be asked."""
        return self.log is not self.whole

    def load_source(self, source: Source) -> Iterator[Progress]:
        """Load one source, step by step."""
        return self.log.load_source(source)

    def keep(self, stop: Stop) -> bool:
        """Keep the load in the cache, if that is worth it."""
        return self.whole.keep(stop)

    @property
    def kept_at(self) -> float | None:
        """When the load was kept that was opened, in seconds since 1970; None for a new one."""
        return self.whole.kept_at

    def grow(self) -> Progress | None:
        """Take in what was written to the files since; None when that is nothing."""
        return self.log.grow()

    def interrupt(self) -> None:
        """Let records that are being made be as they were."""
        self.whole.interrupt()

    def refresh(self) -> None:
        """Bring the records up to the lines."""
        self.log.refresh()

    @property
    def followed(self) -> int:
        """How many files can be followed."""
        return self.log.followed

    @property
    def edition(self) -> tuple[bool, int]:
        """What changes when lines that were there are others now."""
        return self.is_newest_only, self.log.takings_back

    @property
    def has_gateways(self) -> bool:
        """Whether the records are of several gateways."""
        return len(self.log.gateway_names) > 1

    @property
    def shortages(self) -> Sequence[esalog.Problem]:
        """Warnings that there may be too little room for a load."""
        return [note for note in self.whole.notes if isinstance(note, Shortage)]

    @property
    def notes(self) -> Sequence[esalog.Problem]:
        """What became of the files."""
        return self.log.notes

    @property
    def sources(self) -> Sequence[esalog.SourceStatus]:
        """The files, as far as they are read."""
        return self.log.sources

    @property
    def problems(self) -> Sequence[esalog.Problem]:
        """What could not be read."""
        return self.whole.problems

    @property
    def counts(self) -> esalog.LineCounts:
        """Lines by how far they were understood."""
        return self.log.counts

    # Lists.

    def select(
        self,
        kind: Kind,
        filter_text: str = "",
        sort: str = "time",
        descending: bool = False,
        failures: bool = False,
        stop: Stop = never,
    ) -> Selection:
        """A list of records, filtered and sorted. Raises `Stopped` when `stop` says so."""
        return esalog.select(self.log, kind, filter_text, sort, descending, failures, stop=stop)

    def sort_beforehand(self) -> None:
        """Sort messages by every column: the library keeps the orders, and nobody waits later."""
        for sort, _ in esalog.SORTS["messages"]:
            self.select("messages", sort=sort)

    def neighbours(self, key: Key, kind: RecordKind) -> list[Row]:
        """The records of a kind that belong to a record."""
        return esalog.neighbours(self.log, key, kind)

    def record(self, key: Key) -> Row | None:
        """The row of one record."""
        return esalog.record(self.log, key)

    def overview(self, cells: int) -> Overview:
        """Counts over time and by state."""
        return esalog.overview(self.log, cells)

    def zoomed(self, whole: Overview, since: datetime, until: datetime, cells: int) -> Overview:
        """Counts between two times."""
        return zoomed(self.log, whole, since, until, cells)

    def domains(self, direction: Direction, filter_text: str) -> list[Row]:
        """Domains with how their connections went."""
        return esalog.domains(self.log, direction, filter_text)

    def failure_groups(self, direction: Direction, filter_text: str) -> list[Row]:
        """Failures by reason and domain."""
        return esalog.failure_groups(self.log, filter_text, direction)

    def failed_connections(
        self, branch: Branch, direction: Direction, filter_text: str
    ) -> list[Row]:
        """The newest connections of one reason and domain."""
        return esalog.failed_connections(
            self.log, *branch, filter_text=filter_text, direction=direction
        )

    def values_of(self, word: FilterWord) -> list[tuple[str, int]]:
        """The values of a filter word that stand in the log, with how many records have each."""
        return values_of(self.log, word)

    # One record.

    def named(self, ident: str) -> list[Row]:
        """The rows of the records that `mid:N`, `icid:N` or `dcid:N` can mean."""
        keys = [candidate.key for candidate in candidates(self.log, ident)]
        return [row for key in keys if (row := self.record(key)) is not None]

    def trace(self, key: Key) -> Trace | None:
        """The story of a record; None when a load that goes on has taken it back."""
        try:
            return trace(self.log, key)
        except UsageError:
            return None

    # Lines.

    @property
    def line_count(self) -> int:
        """Lines that are loaded."""
        return self.log.line_count

    def lines(self, first: int, count: int) -> list[LogLine]:
        """Lines one after the other, from number `first` on."""
        return esalog.read_lines(self.log, first, count)

    def lines_at(self, numbers: Sequence[int]) -> list[LogLine]:
        """Lines here and there; neighbours are read together."""
        found: list[LogLine] = []
        for _, run in groupby(enumerate(numbers), key=lambda item: int(item[1]) - item[0]):
            group = [int(number) for _, number in run]
            found += self.lines(group[0], len(group))
        return found

    def lines_of(self, key: Key) -> Lines:
        """Numbers of the lines that name a record."""
        return esalog.lines_of(self.log, key)

    def transaction_lines(self, key: Key) -> Lines:
        """Numbers of the lines of a record and of what hangs together with it."""
        return esalog.transaction_lines(self.log, key)

    def lines_left(self, filter_text: str, *, failures: bool) -> Lines:
        """Numbers of the lines that a filter leaves; with `failures`, that tell of one."""
        told = self.failure_lines() if failures else None
        if told is not None and not filter_text:
            return told
        left = esalog.lines_of_filter(self.log, filter_text)
        return left if told is None else np.intersect1d(left, told, assume_unique=True)

    def line_at(self, moment: datetime) -> int:
        """The number of the first line of a time or later."""
        return line_at(self.log, moment)

    def failure_lines(self) -> Lines:
        """Numbers of the lines that tell of a failure."""
        return esalog.failure_lines(self.log)

    def warning_lines(self) -> Lines:
        """Numbers of the lines that tell of a delay."""
        return esalog.warning_lines(self.log)

    def lines_matching(self, words: str, stop: Stop = never) -> Lines:
        """Numbers of the lines that hold all words, as far as `stop` lets it look."""
        parts = [np.empty(0, np.int64), *esalog.lines_matching(self.log, words, stop=stop)]
        return np.concatenate(parts)

    def records_at(self, number: int) -> list[Key]:
        """The records that a line names."""
        return esalog.records_at(self.log, number)

    def fields(self, number: int) -> LineFields:
        """What a line says."""
        return fields(self.log, number)

    # Without people.

    def lines_without_people(
        self, redactor: Redactor, numbers: Sequence[int], key: Key | None
    ) -> list[str]:
        """The texts of lines, perhaps of the transaction of a record, that name nobody."""
        story = self.trace(key) if key is not None else None
        about = people_of(self.log, story) if story is not None else ()
        found: list[str] = []
        for _, run in groupby(enumerate(numbers), key=lambda item: int(item[1]) - item[0]):
            group = [int(number) for _, number in run]
            found += redactor.lines(self.log, group[0], len(group), about)
        return found

    def text_without_people(self, redactor: Redactor, said: str, trace: Trace | None) -> str:
        """Free text, perhaps about a trace, that names nobody."""
        return redactor.free(said, people_of(self.log, trace) if trace is not None else ())

    def without_people(self, redactor: Redactor, trace: Trace) -> Trace:
        """A trace that names nobody."""
        return redactor.trace(trace, people_of(self.log, trace))

    def readable(self, name: str, logged: str) -> str | None:
        """What a field that was logged in code says to a person; None when it says that itself."""
        return decoded(name, logged)

    # Anything.

    def find(self, text: str, limit: int = 200, stop: Stop = never) -> list[Hit]:
        """Entities that fit what was typed, best first, as far as `stop` lets it look."""
        return self._finder.find(text, limit, stop)

    def entity_count(self) -> int:
        """How many entities there are; also brings the index up to the records."""
        self._finder.refresh()
        return self._finder.count


Load = Callable[[Answers], Iterator[Progress]]
"""Loads something into the log given, yielding how far it is."""
