"""A loaded log: sources go in, records come out, and every line stays where it was.

One thread loads, by asking a load for more; any thread may ask the log questions meanwhile.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import BinaryIO, Self, TypeVar

import duckdb

from esalog import room
from esalog.blocks import SIZE
from esalog.cache import Cache
from esalog.errors import Problem, SourceError, UsageError
from esalog.following import Following
from esalog.gateways import Gateways
from esalog.intake import Intake
from esalog.keeping import Keeping
from esalog.pace import Measure, Pace
from esalog.progress import Progress, Stretch
from esalog.reading import Reader
from esalog.scratch import Scratch
from esalog.source import Source
from esalog.sources import Gathered, dated, gather
from esalog.spool import Spool
from esalog.store import Store
from esalog.wanted import EVERYTHING, Wanted

Answer = TypeVar("Answer")


class Log:
    """A log that is loaded bit by bit and can be asked at any time.

    `gateway` names the gateway of lines without identity, `year` is that of the last line, for
    stamps that have none. Without `keep_text` the lines themselves cannot be shown;
    what is not `wanted` stays unknown, which saves time when only states are asked for.
    `jobs` threads scan; a block has about `block_size` bytes. `clock` gives seconds, to tell how
    long the load takes. What the `cache` holds is not loaded again. A context manager: it holds a
    temporary folder.
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
        cache: Cache | None = None,
    ) -> None:
        jobs = jobs or os.cpu_count() or 1
        self._scratch = Scratch()
        self._store = Store(self._scratch.path, wanted)
        self._spool = Spool(self._scratch.path)
        self._executor = ThreadPoolExecutor(jobs)
        self._reader = Reader(
            self._executor,
            jobs=jobs,
            block_size=block_size,
            keep_text=keep_text,
            wanted=wanted,
            clock=clock,
        )
        self._intake = Intake(
            self._store, self._spool, Gateways(gateway), year, keeps_text=keep_text
        )
        self._clock = clock
        self._is_full = full = keep_text and wanted == EVERYTHING
        self._year = year
        told = {"gateway": gateway, "year": year}
        self._keeping = Keeping(cache, told, self._intake, is_full=full) if cache else None
        self.counts = self._intake.counts
        self.sources = self._intake.sources
        self.problems = self._intake.problems
        self.notes = self._intake.notes
        self._taking = Lock()
        self._is_stopped = False
        self._following = Following(self._intake, self._reader, self.notes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *rest: object) -> None:
        self.close()

    def close(self) -> None:
        """Give everything back; the log cannot be asked any more."""
        self._leave_cache()
        with self._taking:
            self._following.close()
            self._executor.shutdown()
            self._store.close()
            self._spool.close()
            self._scratch.close()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection to the records for one question, for any thread."""
        return self._store.cursor()

    def answer(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, asked again where a load under way left too little memory for it.

        Raises `RoomError` where there is not enough memory, or no room on the disk.
        """
        with room.asking():
            while True:
                try:
                    return ask()
                except duckdb.OutOfMemoryException:
                    if not self._store.allow_more_memory():
                        raise

    def load(
        self,
        paths: Sequence[str],
        *,
        stdin: BinaryIO | None = None,
        live: bool = True,
        gathered: Gathered | None = None,
    ) -> Iterator[Progress]:
        """Load what `paths` name (`-` is `stdin`), step by step; asking no more stops it.

        Whoever has `gathered` them gives that, too: what comes from a pipe comes only once.
        What is loaded then stays. With `live`, records are made again and again meanwhile; in any
        case they are complete at the end. Raises `UsageError` when nothing can be read.
        """
        gathered = gathered or gather(paths, stdin=stdin)
        self.problems += gathered.problems
        self.notes += gathered.notes
        if not gathered.sources:
            raise UsageError("\n".join(str(problem) for problem in gathered.problems))
        self._following.await_files(paths, gathered.seen)
        if self._year is not None:
            gathered.sources = dated(gathered.sources, self._year)
        sources = self._without_kept(gathered.sources)
        self.notes += room.shortage(sources, is_full=self._is_full)
        return self._load(sources, live)

    def load_source(self, source: Source, *, live: bool = True) -> Iterator[Progress]:
        """Load one source, like `load`."""
        self._leave_cache()
        return self._load([source], live)

    def keep(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Keep the load in the cache, if it is complete and took long enough to be worth it.

        Growth waits meanwhile. False when it is not kept, as when `stop` says so.
        """
        if not (keeping := self._keeping):
            return False
        return keeping.keep(self._taking, lambda: stop() or keeping is not self._keeping)

    def is_kept(self, sources: Sequence[Source]) -> bool:
        """Whether the cache holds these sources, but perhaps for growth."""
        return self._keeping is not None and self._keeping.holds(sources)

    @property
    def kept_at(self) -> float | None:
        """When the load was kept that this one was opened from, in seconds since 1970."""
        return self._keeping.opened_at if self._keeping else None

    def _without_kept(self, sources: Sequence[Source]) -> Sequence[Source]:
        """Take over what a kept load holds of the sources; gives those that are left to read."""
        if self.sources:
            self._leave_cache()
        for reading in self._keeping.reopen(sources) if self._keeping else ():
            self._following.add(reading)
        return sources[len(self.sources) :] if self._keeping else sources

    def _leave_cache(self) -> None:
        """Be a load that cannot be kept, once nobody keeps the one before any more."""
        self._keeping = None
        with self._taking:
            pass  # nobody keeps it any more

    def _load(self, sources: Sequence[Source], live: bool) -> Iterator[Progress]:
        load = Measure(self._clock, sources, self.sources, self.counts)
        self._is_stopped = False
        self._store.allow_least_memory()
        try:
            yield from self._catch_up(load)
            yield from self._load_all(sources, load, live)
        except (OSError, duckdb.Error) as error:
            self._end_by(error)
            return
        except (KeyboardInterrupt, RuntimeError):  # which the database makes of the first
            self._is_stopped = True  # nobody will see its records
            raise
        finally:
            self._refresh_at_end()
        end = load.progress(refreshed=True)
        if self._keeping and not self._is_stopped:
            self._keeping.took = end.seconds
        yield end

    def _load_all(self, sources: Sequence[Source], load: Measure, live: bool) -> Iterator[Progress]:
        pace = Pace(self._clock)
        for source, following in zip(sources, [*sources[1:], None], strict=False):
            steps = self._load_source(source, self._reader.rest(following))
            for paused in self._as_far_as_possible(steps):
                lines = self.counts.read
                if refreshed := pace.is_due(
                    lines, live=live, is_stream=source.is_stream, pauses=paused
                ):
                    with pace.making(lines):
                        self._refresh()
                yield load.progress(refreshed=refreshed, waits=paused)
                room.check(self._store.size + self._spool.size)

    def _as_far_as_possible(self, steps: Iterator[bool]) -> Iterator[bool]:
        """The steps of loading a source; one that cannot be used is a problem and no error."""
        try:
            yield from steps
        except SourceError as error:
            self.problems.append(Problem(error.path, error.place, error.message))

    def interrupt(self) -> None:
        """End a load, and let records that are being made be as they were; for any thread."""
        self._is_stopped = True
        self._store.interrupt()

    def _refresh_at_end(self) -> None:
        if self._is_stopped:
            return
        try:
            self._refresh()
            self._store.allow_most_memory()  # nothing is loaded whose memory would grow
        except (OSError, duckdb.Error) as error:
            self._end_by(error)

    def _end_by(self, error: OSError | duckdb.Error) -> None:
        """Let a load end by an error, if it is one that may come: what was made before stays."""
        if isinstance(error, duckdb.InterruptException):
            return
        if not room.is_short(error):
            raise error
        problem = room.ended(self.counts.read, error)
        self.problems += {problem}.difference(self.problems)
        if isinstance(error, duckdb.FatalException):
            raise UsageError(str(problem)) from error

    def _catch_up(self, load: Measure) -> Iterator[Progress]:
        """Show a kept load, and take in what was written to its last file since."""
        if self.kept_at:
            yield load.progress(refreshed=True)
        if self._keeping and self._keeping.has_grown:
            for read, size in self._following.catch_up():
                yield Progress(read, size, self.counts.read, self._clock() - load.began, False)

    def grow(self) -> Progress | None:
        """Take in what was written to the files since they were read; None when that is nothing.

        Rotated files are followed, and new ones where `paths` of a load named others. A step takes
        in a block of each file at most; only `refresh` makes the records, and it may do so at the
        same time. Not while a load is under way. Raises `RoomError` where there is no room for it,
        `UsageError` where a file cannot be read on: then nothing of that step was taken, or all.
        """
        with room.growing(), self._taking:
            if not self._following.step():
                return None
        read, size = self._following.sizes
        return Progress(read, size, self.counts.read, 0.0, refreshed=False)

    @property
    def followed(self) -> int:
        """How many files can be followed."""
        return self._following.files

    @property
    def line_count(self) -> int:
        """How many lines are loaded."""
        return self.counts.read

    @property
    def gateway_names(self) -> set[str]:
        """The gateways that are known by name."""
        return {name for _, name in self._intake.gateways.names() if name}

    @property
    def takings_back(self) -> int:
        """How often the last lines were taken back, to be read again with what came behind them."""
        return self._intake.takings_back

    def stretch_of(self, number: int) -> Stretch:
        """Where a line comes from. Raises `IndexError` for no such line."""
        return self._intake.stretch_of(number)

    def stretches_of(self, first: int, count: int) -> Iterator[Stretch]:
        """Where up to `count` lines from number `first` on come from, in order."""
        return self._intake.stretches_of(first, count)

    def raw_lines(self, first: int, count: int) -> list[bytes]:
        """Up to `count` lines from number `first`, byte for byte, without their newline."""
        return self._spool.lines(first, count)

    def raw_content(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes of the lines from number `first` to `last`, piece by piece, as they were."""
        return self._spool.content(first, last)

    def raw_pieces(self, first: int = 1) -> Iterator[tuple[range, Callable[[], bytes]]]:
        """The lines from `first` on in blocks: numbers, and what unpacks each, in any thread."""
        return self._spool.pieces(first)

    def refresh(self) -> None:
        """Bring the records up to the lines that are loaded; any thread may, one at a time.

        Raises `RoomError` where there is no room for it: then they are as they were.
        """
        with room.growing():
            self._refresh()

    def _refresh(self) -> None:
        gateways = self._intake.gateways
        with self._taking:
            self._store.flush()
            lines, names, meanings = self.counts.read, gateways.names(), gateways.meanings()
        self._store.refresh(lines, names, meanings)
        self._intake.name_gateways()

    def _load_source(self, source: Source, rest: bytes) -> Iterator[bool]:
        """Load one source; gives True when it pauses, else False after each block.

        `rest` may be the other half of its last line.
        """
        source, manner = self._reader.guess(source)
        goes_on = self._intake.goes_on
        while True:
            reading = self._intake.begin(source, manner)
            try:
                for part in self._reader.parts(source, manner, goes_on=goes_on, rest=rest):
                    if part:
                        self._intake.take(part, reading)
                    reading.status.bytes_read = source.read
                    yield part is None
            finally:
                self._intake.end(reading)
                self._following.add(reading)
            better = reading.proof.corrected(manner)
            if better == manner or source.is_stream:
                return
            self._following.drop(reading)
            self._intake.take_back(reading)
            manner = better
