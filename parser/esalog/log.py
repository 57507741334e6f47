"""A loaded log: sources go in, records come out, and every line stays where it was.

One thread loads, by asking a load for more; any thread may ask the log questions meanwhile.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Self

import duckdb
import numpy as np

from esalog.blocks import SIZE
from esalog.errors import Problem, UsageError
from esalog.frames import FILE, LEVEL_ONLY, NONE, OTHER, SYSLOG, SYSLOG_WITHOUT_YEAR
from esalog.gateways import Gateways
from esalog.progress import LineCounts, Progress, SourceStatus
from esalog.reading import Manner, Part, Proof, Reader
from esalog.source import Source
from esalog.sources import gather
from esalog.spool import Spool
from esalog.stamps import DAY, NO_TIME
from esalog.store import Store
from esalog.vector import Places
from esalog.wanted import EVERYTHING, Wanted
from esalog.years import FileYears

FRAME_NAMES = {
    FILE: "file form",
    SYSLOG: "syslog",
    SYSLOG_WITHOUT_YEAR: "syslog without year",
    OTHER: "other",
    LEVEL_ONLY: "no stamp",
}
"""What the kinds of frame are called."""

_GROWTH = 1.5
"""Records are made again when a load has grown by this factor."""

_EPOCH = datetime(1970, 1, 1)


class Log:
    """A log that is loaded bit by bit and can be asked at any time.

    `gateway` names the gateway of lines without identity, `year` is that of the last line of a
    log whose stamps have none. Without `keep_text` the lines themselves cannot be shown;
    what is not `wanted` stays unknown, which saves time when only states are asked for.
    `jobs` threads scan; a block has about `block_size` bytes. `clock` gives seconds, to tell how
    long the load takes. A context manager: it holds a temporary folder.
    """

    def __init__(
        self,
        gateway: str | None = None,
        year: int | None = None,
        *,
        keep_text: bool = True,
        wanted: Wanted = EVERYTHING,
        jobs: int | None = None,
        block_size: int = SIZE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        jobs = jobs or os.cpu_count() or 1
        self._folder = tempfile.TemporaryDirectory(prefix="esalog-")
        folder = Path(self._folder.name)
        self._store = Store(folder, wanted)
        self._spool = Spool(folder)
        self._executor = ThreadPoolExecutor(jobs)
        self._reader = Reader(
            self._executor, jobs=jobs, block_size=block_size, keep_text=keep_text, wanted=wanted
        )
        self._gateways = Gateways(gateway)
        self._year = year
        self._keep_text = keep_text
        self._clock = clock
        self.counts = LineCounts()
        self.sources: list[SourceStatus] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *rest: object) -> None:
        self.close()

    def close(self) -> None:
        """Give everything back; the log cannot be asked any more."""
        self._executor.shutdown()
        self._store.close()
        self._spool.close()
        self._folder.cleanup()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection to the records for one question, for any thread."""
        return self._store.cursor()

    def load(
        self, paths: Sequence[str], *, stdin: BinaryIO | None = None, live: bool = True
    ) -> Iterator[Progress]:
        """Load what `paths` name (`-` is `stdin`), step by step; asking no more stops it.

        What is loaded then stays. With `live`, records are made again and again meanwhile; in any
        case they are complete at the end. Raises `UsageError` when nothing can be read.
        """
        gathered = gather(paths, stdin=stdin)
        self.problems += gathered.problems
        self.notes += gathered.notes
        if not gathered.sources:
            raise UsageError("\n".join(str(problem) for problem in gathered.problems))
        return self._load(gathered.sources, live)

    def load_source(self, source: Source, *, live: bool = True) -> Iterator[Progress]:
        """Load one source, like `load`."""
        return self._load([source], live)

    def _load(self, sources: Sequence[Source], live: bool) -> Iterator[Progress]:
        load = _Load(self._clock(), sources)
        refreshed_lines = 0
        try:
            for source, following in zip(sources, [*sources[1:], None], strict=True):
                for paused in self._load_source(source, self._reader.rest(following)):
                    grown = self.counts.read >= refreshed_lines * _GROWTH or paused
                    refresh = live and grown and self.counts.read > refreshed_lines
                    if refresh:
                        self.refresh()
                        refreshed_lines = self.counts.read
                    yield load.progress(self, self._clock(), refreshed=refresh)
        finally:
            self.refresh()
        yield load.progress(self, self._clock(), refreshed=True)

    @property
    def line_count(self) -> int:
        """How many lines are loaded."""
        return self.counts.read

    def raw_lines(self, first: int, count: int) -> list[bytes]:
        """Up to `count` lines from number `first`, byte for byte, without their newline."""
        return self._spool.lines(first, count)

    def raw_content(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes of the lines from number `first` to `last`, piece by piece, as they were."""
        return self._spool.content(first, last)

    def raw_blocks(self, first: int = 1) -> Iterator[tuple[int, bytes]]:
        """All lines from number `first` on, in blocks that come with the number of their first."""
        return self._spool.blocks(first)

    def refresh(self) -> None:
        """Bring the records up to the lines that are loaded."""
        gateways = self._gateways
        self._store.refresh(self.counts.read, gateways.names(), gateways.meanings())
        for status in self.sources:
            status.gateway = status.gateway or gateways.sole_name()

    def _load_source(self, source: Source, rest: bytes) -> Iterator[bool]:
        """Load one source; gives True when it pauses, else False after each block.

        `rest` may be the other half of its last line.
        """
        source, manner = self._reader.guess(source)
        goes_on = bool(self.sources) and self.sources[-1].goes_on
        while True:
            status = self._begin(source, manner)
            years = _years(source, self._year)
            proof = Proof()
            try:
                for part in self._reader.parts(source, manner, goes_on=goes_on, rest=rest):
                    if part:
                        proof.add(part)
                        self._take(part, status, years)
                        status.goes_on = part.goes_on
                    status.bytes_read = source.read
                    yield part is None
            finally:
                self._end(source, status, years)
            better = proof.corrected(manner)
            if better == manner or source.is_stream:
                return
            self._take_back(status)
            manner = better

    def _begin(self, source: Source, manner: Manner) -> SourceStatus:
        status = SourceStatus(
            source.name,
            source.path,
            source.format,
            source.size,
            self.counts.read + 1,
            is_turned=manner.is_turned,
            is_pasted=manner.is_pasted,
        )
        self.sources.append(status)
        self._gateways.begin_file()
        return status

    def _take(self, part: Part, status: SourceStatus, years: FileYears) -> None:
        found = part.scan
        first_line = self.counts.read + 1
        at = years.times(found.frames.at, found.frames.kind == SYSLOG_WITHOUT_YEAR)
        gateways = self._gateways.of_lines(found)
        self._store.append(part.rows.arrow(first_line, gateways, at))
        if self._keep_text:
            self._spool.append(part.packed, found.count)
        counts = _counts(part)
        self.counts.add(counts)
        status.counts.add(counts)
        _learn(status, part, at)

    def _end(self, source: Source, status: SourceStatus, years: FileYears) -> None:
        """Settle what only the end of a source tells."""
        status.year_told_by = years.told_by
        if shift := years.correction(self._year):
            self._store.move_years(status.first_line, self.counts.read, shift)
            status.first, status.last = (
                moment and moment.replace(year=moment.year + shift)
                for moment in (status.first, status.last)
            )
        status.bytes_read = source.read
        if status.lines and not (status.counts.recognised or status.unknown):
            source.note("is no mail log of these gateways: no line has a known form", "line 1")
        self.problems += source.problems
        status.notes += tuple(str(problem) for problem in source.problems)

    def _take_back(self, status: SourceStatus) -> None:
        """Forget a source that was read in the wrong manner."""
        self.sources.remove(status)
        self.counts.remove(status.counts)
        self._store.forget(self.counts.read)
        self._spool.truncate(self.counts.read)
        self._gateways.forget_file()
        self.problems = [problem for problem in self.problems if str(problem) not in status.notes]


class _Load:
    """What a load is measured by."""

    def __init__(self, began: float, sources: Sequence[Source]) -> None:
        self._began = began
        self._sources = sources

    def progress(self, log: Log, now: float, *, refreshed: bool) -> Progress:
        sizes = [source.size for source in self._sources]
        known = [size for size in sizes if size is not None]
        return Progress(
            sum(status.bytes_read for status in log.sources[-len(sizes) :]),
            sum(known) if len(known) == len(sizes) else None,
            log.counts.read,
            now - self._began,
            refreshed,
        )


def _years(source: Source, last_year: int | None) -> FileYears:
    limit = None if source.modified is None else int(source.modified) + DAY
    first = source.first.year if source.first else None
    return FileYears(last_year or first, limit, is_guessed=last_year is None)


def _counts(part: Part) -> LineCounts:
    found = part.scan
    recognised, framed = int(found.recognised.sum()), int(found.framed.sum())
    bare = int((found.recognised & ~found.framed).sum())
    unknown = framed - (recognised - bare)
    unframed = found.count - recognised - unknown
    return LineCounts(found.count, recognised, unknown, unframed, int(found.joined.sum()))


def _learn(status: SourceStatus, part: Part, at: Places) -> None:
    """Note what the lines look like and when they are from."""
    stamped = at[at != NO_TIME]
    if stamped.size:
        first, last = _moment(stamped.min()), _moment(stamped.max())
        status.first = min(status.first or first, first)
        status.last = max(status.last or last, last)
    kinds = part.scan.frames.kind
    kinds = kinds[kinds != NONE]
    if kinds.size and not status.frame:
        status.frame = FRAME_NAMES[int(np.bincount(kinds).argmax())]


def _moment(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=int(seconds))
