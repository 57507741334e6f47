"""Following a log: what is written to its files, and to new ones, is taken in step by step.

Only whole lines are taken. A line that turns out to go on, or that had been read before it was
whole, is taken back and read again, as long as it is the last one of the load.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from esalog.blocks import LONGEST, SIZE, last_start
from esalog.codecs import PLAIN
from esalog.errors import Problem
from esalog.growth import GrowingFile
from esalog.intake import Intake, Reading, counts_of
from esalog.reading import Manner, Reader
from esalog.source import Identity, Source
from esalog.sources import Arrivals, log_at
from esalog.stamps import DAY
from esalog.years import FileYears

_REACH = 1 << 16
"""So many bytes before its growth a file is searched for the line that may go on."""

_YOUNG = 1 << 20
"""A file of up to so many bytes may be read again from its start, when it was taken for another
kind."""


@dataclass
class _Followed:
    """A file that is followed, and the reading that its lines belong to."""

    file: GrowingFile
    reading: Reading

    def whole_lines(self) -> bytes:
        """The new lines as far as they are whole, a block of them at most."""
        content = self.file.read(SIZE)
        if len(content) < SIZE:
            return content[: content.rfind(b"\n") + 1]
        if cut := last_start(content, self.reading.manner.is_pasted):
            return content[:cut]
        content = self.file.read(LONGEST)
        return content if len(content) == LONGEST else content[: content.rfind(b"\n") + 1]


class Following:
    """The files of a load that may grow, and the places where new ones may appear.

    `notes` tell what became of the files.
    """

    def __init__(self, intake: Intake, reader: Reader, notes: list[Problem]) -> None:
        self._intake = intake
        self._reader = reader
        self._notes = notes
        self._followed: list[_Followed] = []
        self._heads: list[bytes] = []
        self._arrivals = Arrivals()

    def add(self, reading: Reading) -> None:
        """Follow a source that was read, if it is a file that can be."""
        source = reading.source
        self._heads.append(source.head)
        if source.identity is not None and not source.is_stream and source.format == PLAIN:
            file = GrowingFile(source.path, source.identity, reading.place)
            self._followed.append(_Followed(file, reading))

    def drop(self, reading: Reading) -> None:
        """Follow a source no more."""
        self._followed = [one for one in self._followed if one.reading is not reading]

    def await_files(self, arguments: Sequence[str], seen: Iterable[Identity]) -> None:
        """Take in, too, what will appear where `arguments` have named the files `seen`."""
        self._arrivals.add(arguments, seen)

    def close(self) -> None:
        """Hold on to no file."""
        for followed in self._followed:
            followed.file.close()

    @property
    def files(self) -> int:
        """How many files are followed."""
        return len(self._followed)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many bytes of all files are read, and how many there are."""
        files = [followed.file for followed in self._followed]
        return sum(file.place for file in files), sum(file.size for file in files)

    def step(self) -> bool:
        """Take in what is new, a block of each file at most; whether there was anything.

        What is left in files that were moved away comes before what is in new ones.
        """
        if any([self._grow(followed) for followed in list(self._followed)]):
            return True
        arrived = [self._arrive(source) for source in self._arrivals.look(self._files())]
        replaced = [one for one in self._followed if one.file.is_replaced]
        return any([*arrived, *(self._succeed(followed) for followed in replaced)])

    def catch_up(self) -> Iterator[tuple[int, int]]:
        """Take in all that is new, lines that have no end yet, too; gives `sizes` step by step."""
        while self.step():
            yield self.sizes
        for followed in self._followed:
            if followed.file.look() and (left := followed.file.read(LONGEST)):
                self._take(followed, left)

    def _files(self) -> dict[str, Identity]:
        return {one.file.path: one.file.identity for one in self._followed}

    # One file.

    def _grow(self, followed: _Followed) -> bool:
        """Take in the new whole lines of a file."""
        if not followed.file.look() or not (content := followed.whole_lines()):
            return False
        must_turn = followed.reading.manner.is_turned or not followed.reading.status.lines
        if must_turn and not self._begin_again(followed):
            self.drop(followed.reading)
            self._note(followed, "stands newest first: it is not followed")
            return False
        self._take(followed, followed.whole_lines() if must_turn else content)
        better = followed.reading.proof.corrected(followed.reading.manner)
        if better != followed.reading.manner and self._begin_again(followed, better):
            self._take(followed, followed.whole_lines())
        return True

    def _take(self, followed: _Followed, content: bytes, rest: bytes = b"") -> None:
        """Take in the content behind the place, with what it goes on from."""
        file, again = followed.file, self._going_on(followed, content)
        if b" SN: " in again and self._begin_again(followed):  # it may have named a wrong gateway
            again, content = b"", file.read(file.size) if rest else followed.whole_lines()
        reading = followed.reading
        if again:
            counts = counts_of(self._reader.scan(again, reading.manner))
            self._intake.take_back_lines(reading, counts, len(again))
        goes_on = self._intake.goes_on and not reading.place
        part = self._reader.part(again + content, reading.manner, goes_on, rest)
        self._intake.take(part, reading)
        file.take(content)
        self._settle(followed)

    def _going_on(self, followed: _Followed, content: bytes) -> bytes:
        """The last line that was taken, with what continues it, when the content does so, too."""
        before = followed.file.before(_REACH)
        manner = followed.reading.manner
        if before.endswith(b"\n") and self._is_framed(content, manner):
            return b""
        again = before[last_start(before, manner.is_pasted) :]
        lines = again.count(b"\n") + (not again.endswith(b"\n"))
        return again if again and self._intake.is_last(followed.reading, lines) else b""

    def _is_framed(self, content: bytes, manner: Manner) -> bool:
        first = content[: content.find(b"\n") + 1] or content
        return bool(self._reader.scan(first, manner).framed.all())

    def _settle(self, followed: _Followed) -> None:
        """Note what the growth tells of the file as a whole."""
        file, reading = followed.file, followed.reading
        reading.status.bytes_read, reading.status.size = file.place, file.size
        if file.modified is not None:
            reading.years.limit = int(file.modified) + DAY
        if reading.years.is_guessed:
            self._intake.move_years(reading, None)

    def _begin_again(self, followed: _Followed, manner: Manner | None = None) -> bool:
        """Read a young file from its start, in the manner of its beginning unless one is given.

        Gives False where that cannot be: then nothing has changed.
        """
        file, reading = followed.file, followed.reading
        lines = reading.status.lines
        if lines and (file.size > _YOUNG or not self._intake.is_last(reading, lines)):
            return False
        self._intake.take_back(reading)
        file.begin_again()
        source = log_at(reading.source.name, file.path)
        guessed = self._reader.guess(source)[1]
        followed.reading = self._intake.begin(source, manner or guessed)
        return True

    # Other files.

    def _succeed(self, followed: _Followed) -> bool:
        """Go over to the log that stands at the path now, when it has a whole line."""
        file, old = followed.file, followed.reading
        source = log_at(old.source.name, file.path)
        if not _is_begun(source):
            return False
        left, rest = file.read(SIZE), self._reader.rest(source)
        if left or (rest and not file.before(1).endswith(b"\n")):
            self._take(followed, left, rest)
        file.close()
        self.drop(followed.reading)
        self._note(followed, "was rotated: the new file is followed")
        return self._begin(source, old.years)

    def _arrive(self, source: Source) -> bool:
        """Take in a new file, unless it is a copy of one that is read."""
        if not _is_begun(source):
            return False
        if any(_begin_alike(source.head, head) for head in self._heads):
            return False
        self._arrivals.know(source)
        self._notes.append(Problem(source.name, "", "is new: it is followed"))
        return self._begin(source, None)

    def _begin(self, source: Source, years: FileYears | None) -> bool:
        """Take in the beginning of a file that nothing was read of."""
        reading = self._intake.begin(source, self._reader.guess(source)[1])
        if years and not years.is_guessed:  # who gave the year gave that of a line before
            reading.years = replace(years, limit=reading.years.limit, latest={})
        self.add(reading)
        return self._grow(self._followed[-1])

    def _note(self, followed: _Followed, message: str) -> None:
        self._notes.append(Problem(followed.reading.source.name, "", message))


def _is_begun(source: Source) -> bool:
    """Whether a log has a first line, and is one that can be followed."""
    is_log = source.format == PLAIN and source.identity is not None and not source.strangeness
    return is_log and b"\n" in source.head


def _begin_alike(one: bytes, other: bytes) -> bool:
    shorter = min(len(one), len(other))
    return shorter > 0 and one[:shorter] == other[:shorter]
