"""Taking in what was read: lines get their numbers, events go to the store, text to the spool."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from esalog.errors import Problem
from esalog.frames import FILE, LEVEL_ONLY, NONE, OTHER, SYSLOG, SYSLOG_WITHOUT_YEAR
from esalog.gateways import FileGateways, Gateways
from esalog.oddities import Oddities
from esalog.progress import LineCounts, SourceStatus, Stretch
from esalog.reading import Manner, Part, Proof
from esalog.scan import Scan
from esalog.source import Source
from esalog.spool import Spool
from esalog.stamps import DAY, NO_TIME, moment_of
from esalog.store import Store
from esalog.vector import Places
from esalog.years import FileYears, in_another_year

FRAME_NAMES = {
    FILE: "file form",
    SYSLOG: "syslog",
    SYSLOG_WITHOUT_YEAR: "syslog without year",
    OTHER: "other",
    LEVEL_ONLY: "no stamp",
}
"""What the kinds of frame are called."""

State = tuple[
    LineCounts,
    list[Stretch],
    list[Problem],
    list[Problem],
    Gateways,
    list[tuple[Manner, SourceStatus, FileYears, FileGateways, Proof, int, Oddities]],
]
"""What is known of a load beside its events and its text."""


@dataclass
class Reading:
    """A source as far as it was taken in, and what its further lines need.

    `place` counts the plain bytes that were taken.
    """

    source: Source
    manner: Manner
    status: SourceStatus
    years: FileYears
    gateways: FileGateways
    proof: Proof = field(default_factory=Proof)
    place: int = 0
    oddities: Oddities = field(default_factory=Oddities)


class Intake:
    """The lines of a load so far: how many, of which sources, and what went wrong.

    `year` is that of the last line, if somebody told it, for sources whose stamps have none.
    `takings_back` counts how often lines were taken back to be read again.
    """

    def __init__(
        self, store: Store, spool: Spool, gateways: Gateways, year: int | None, *, keeps_text: bool
    ) -> None:
        self.store = store
        self.spool = spool
        self.gateways = gateways
        self._readings: list[Reading] = []
        self._year = year
        self._keeps_text = keeps_text
        self.counts = LineCounts()
        self.sources: list[SourceStatus] = []
        self.stretches: list[Stretch] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.takings_back = 0

    def state(self, problems_before: int) -> State:
        """What `resume` needs, without the problems of the time before the load."""
        readings = [
            (one.manner, one.status, one.years, one.gateways, one.proof, one.place, one.oddities)
            for one in self._readings
        ]
        problems = self.problems[problems_before:]
        told = {note for one in self._readings for note in one.status.notes}
        notes = [note for note in self.notes if str(note) in told]
        return self.counts, self.stretches, problems, notes, self.gateways, readings

    def resume(self, state: State, sources: Sequence[Source]) -> list[Reading]:
        """Go on from where another load was with these sources; nothing was taken in before."""
        counts, stretches, problems, notes, self.gateways, readings = state
        self._readings = [
            Reading(source, *reading) for source, reading in zip(sources, readings, strict=False)
        ]
        for reading in self._readings:
            status, source = reading.status, reading.source
            notes = [_renamed(note, status.name, source.name) for note in notes]
            problems = [_renamed(one, status.name, source.name) for one in problems]
            status.notes = tuple(
                source.name + told.removeprefix(status.name)
                if told.startswith(status.name)
                else told
                for told in status.notes
            )
            status.name, status.path = source.name, source.path
        self.counts.add(counts)
        self.sources += [reading.status for reading in self._readings]
        self.stretches += stretches
        self.problems += problems
        self.notes += notes
        return self._readings

    @property
    def goes_on(self) -> bool:
        """Whether the next line is the rest of the last one."""
        return bool(self.stretches) and self.stretches[-1].goes_on

    def begin(self, source: Source, manner: Manner) -> Reading:
        """Take in a source from here on."""
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
        years = _years(source, self._last_year_of(source))
        file = self.gateways.begin_file()
        reading = Reading(source, manner, status, years, file, place=source.start)
        self._readings.append(reading)
        return reading

    def take(self, part: Part, reading: Reading) -> None:
        """Take in the next part of a source: where it raises `OSError`, all of it or nothing."""
        found = part.scan
        first_line = self.counts.read + 1
        at = reading.years.times(found.frames.at, found.frames.kind == SYSLOG_WITHOUT_YEAR)
        gateways = self.gateways.of_lines(found, reading.gateways)
        if self._keeps_text:
            self.spool.append(part.packed, found.count)
        try:
            self.store.append(*part.rows.batches(first_line, gateways, at))
        finally:  # it has them, even if it finds no room to store what waits
            self._count(part, reading, at)

    def _count(self, part: Part, reading: Reading, at: Places) -> None:
        found, status = part.scan, reading.status
        stretch = self._stretch(status)
        stretch.lines += found.count
        stretch.goes_on = part.goes_on
        self._note(reading, reading.oddities.add(part.undecodable, at))
        counts = counts_of(found)
        self.counts.add(counts)
        status.counts.add(counts)
        reading.proof.add(part)
        reading.place += part.size
        _learn(status, part, at)

    def _stretch(self, status: SourceStatus) -> Stretch:
        """The stretch that the next lines of a source belong to."""
        if not self.stretches or self.stretches[-1].source is not status:
            is_rest = self.goes_on
            self.stretches.append(
                Stretch(status, self.counts.read + 1, status.lines + 1, is_rest=is_rest)
            )
        return self.stretches[-1]

    def _last_year_of(self, source: Source) -> int | None:
        """The year of the last line of a source, if somebody told that of a load."""
        return self._year and (source.last_year or self._year)

    def _note(self, reading: Reading, told: Iterable[tuple[int, str]]) -> None:
        """Take note of what is odd in the next lines of a source, though nothing is lost.

        Of one that is read from its end nobody knows yet which line of the file it is.
        """
        first = reading.status.lines + 1
        notes = [
            Problem(
                reading.source.name,
                "" if reading.manner.is_turned else f"line {first + at}",
                message,
            )
            for at, message in told
        ]
        self.notes += notes
        reading.status.notes += tuple(map(str, notes))

    def end(self, reading: Reading) -> None:
        """Settle what only the end of a source tells."""
        source, status = reading.source, reading.status
        self.move_years(reading, self._last_year_of(source))
        status.bytes_read = source.read
        if status.lines and not (status.counts.recognised or status.unknown):
            source.note("is no mail log of these gateways: no line has a known form", "line 1")
        self.problems += source.problems
        status.notes += tuple(str(problem) for problem in source.problems)

    def move_years(self, reading: Reading, last_year: int | None) -> None:
        """Move the years that stamps leave out, when the lines so far show that they are wrong."""
        status, years = reading.status, reading.years
        status.year_told_by = years.told_by
        shift = years.correction(last_year)
        if not shift or years.year is None:
            return
        for stretch in self.stretches:
            if stretch.source is status:
                self.store.move_years(stretch.first_line, stretch.last_line, shift, years.year)
        years.year += shift
        status.first = status.first and in_another_year(status.first, shift)
        status.last = status.last and in_another_year(status.last, shift)

    def name_gateways(self) -> None:
        """Note for each source which gateway wrote it, when that is known to be one."""
        names, sole = dict(self.gateways.names()), self.gateways.sole_name()
        for reading in list(self._readings):
            told = {names[number] for number in reading.gateways.told} or {sole}
            reading.status.gateway = told.pop() if len(told) == 1 else ""

    def is_last(self, reading: Reading, lines: int) -> bool:
        """Whether the last lines of all, so many, are of this source."""
        last = self.stretches[-1] if self.stretches else None
        return last is not None and last.source is reading.status and last.lines >= lines

    def take_back_lines(self, reading: Reading, counts: LineCounts, size: int) -> None:
        """Take back the last lines, which are of this source and have so many plain bytes."""
        self.counts.remove(counts)
        reading.status.counts.remove(counts)
        reading.place -= size
        self.stretches[-1].lines -= counts.read
        self.store.take_back(self.counts.read)
        self.spool.truncate(self.counts.read)
        self.takings_back += 1

    def take_back(self, reading: Reading) -> None:
        """Forget a source, the last one, that was read in the wrong manner."""
        status = reading.status
        self.sources.remove(status)
        self._readings.remove(reading)
        self.stretches[:] = [stretch for stretch in self.stretches if stretch.source is not status]
        if status.lines:
            self.counts.remove(status.counts)
            self.store.forget(self.counts.read)
            self.spool.truncate(self.counts.read)
        self.gateways.forget_file(reading.gateways)
        for told in (self.problems, self.notes):
            told[:] = [problem for problem in told if str(problem) not in status.notes]
        self.takings_back += 1

    def stretch_of(self, number: int) -> Stretch:
        """Where a line comes from. Raises `IndexError` for no such line."""
        at = bisect_right(self.stretches, number, key=lambda stretch: stretch.first_line) - 1
        if at < 0 or number > self.stretches[at].last_line:
            raise IndexError(f"no line {number}")
        return self.stretches[at]

    def stretches_of(self, first: int, count: int) -> Iterator[Stretch]:
        """Where up to `count` lines from number `first` on come from, in order."""
        at = bisect_right(self.stretches, first, key=lambda stretch: stretch.first_line) - 1
        for stretch in self.stretches[max(0, at) :]:
            if stretch.first_line >= first + count:
                return
            if stretch.last_line >= first:
                yield stretch


def counts_of(found: Scan) -> LineCounts:
    """The lines of a scan by how far they were understood."""
    recognised, framed = int(found.recognised.sum()), int(found.framed.sum())
    bare = int((found.recognised & ~found.framed).sum())
    unknown = framed - (recognised - bare)
    unframed = found.count - recognised - unknown
    return LineCounts(found.count, recognised, unknown, unframed, int(found.joined.sum()))


def _renamed(problem: Problem, before: str, name: str) -> Problem:
    """A problem of a file that is called otherwise now."""
    return replace(problem, path=name) if problem.path == before else problem


def _years(source: Source, last_year: int | None) -> FileYears:
    limit = None if source.modified is None else int(source.modified) + DAY
    first = source.first.year if source.first else last_year
    return FileYears(first, limit, is_guessed=last_year is None)


def _learn(status: SourceStatus, part: Part, at: Places) -> None:
    """Note what the lines look like and when they are from."""
    stamped = at[at != NO_TIME]
    if stamped.size:
        first, last = moment_of(int(stamped.min())), moment_of(int(stamped.max()))
        status.first = min(status.first or first, first)
        status.last = max(status.last or last, last)
    if status.frame in ("", FRAME_NAMES[OTHER]):
        kinds = part.scan.frames.kind
        usual = kinds[(kinds != NONE) & (kinds != OTHER)]
        told = usual if usual.size else kinds[kinds != NONE]
        status.frame = FRAME_NAMES[int(told[0])] if told.size else status.frame
