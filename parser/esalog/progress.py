"""How far a load is, and what it has read."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """A load so far: stored bytes read (of `bytes_total`, None where nobody knows), and lines.

    `seconds` have passed since it began; `refreshed` tells that the records have changed since the
    progress before; `waits` tells of a stream that it has nothing more to give for now.
    """

    bytes_read: int
    bytes_total: int | None
    lines: int
    seconds: float
    refreshed: bool
    waits: bool = False

    @property
    def fraction(self) -> float | None:
        """How much is read, from 0 to 1."""
        if self.bytes_total is None:
            return None
        return min(1.0, self.bytes_read / self.bytes_total) if self.bytes_total else 1.0

    @property
    def rate(self) -> float:
        """Lines a second."""
        return self.lines / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at this rate."""
        fraction = self.fraction
        return self.seconds * (1 - fraction) / fraction if fraction else None


@dataclass
class LineCounts:
    """Lines by how far they were understood: `read == recognised + unknown + unframed`.

    `joined` of the unframed ones continue the line before them.
    """

    read: int = 0
    recognised: int = 0
    unknown: int = 0
    unframed: int = 0
    joined: int = 0

    def add(self, other: "LineCounts") -> None:
        """Count the lines of `other` too."""
        self.read += other.read
        self.recognised += other.recognised
        self.unknown += other.unknown
        self.unframed += other.unframed
        self.joined += other.joined

    def remove(self, other: "LineCounts") -> None:
        """Take the lines of `other` away again."""
        self.read -= other.read
        self.recognised -= other.recognised
        self.unknown -= other.unknown
        self.unframed -= other.unframed
        self.joined -= other.joined


@dataclass
class SourceStatus:
    """What is known of one source: how much is read, what its lines are like, what went wrong.

    `bytes_read` and `size` are bytes as stored; `first_line` is the number of its first line in
    the load; `frame` says what its lines look like; `first` and `last` are times of its lines.
    One that stood newest first is turned; pasted text has no frames. `year_told_by` says what the
    year was taken from of stamps that leave it out: "the time of the file", "--year" or "nothing";
    it is empty when there are none.
    """

    name: str
    path: str
    format: str
    size: int | None
    first_line: int
    bytes_read: int = 0
    frame: str = ""
    gateway: str = ""
    is_turned: bool = False
    is_pasted: bool = False
    year_told_by: str = ""
    first: datetime | None = None
    last: datetime | None = None
    counts: LineCounts = field(default_factory=LineCounts)
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines."""
        return self.counts.read

    @property
    def unknown(self) -> int:
        """How many lines have a frame but no known form."""
        return self.counts.unknown

    @property
    def unframed(self) -> int:
        """How many lines have no frame."""
        return self.counts.unframed


@dataclass(slots=True)
class Stretch:
    """Lines of a load that follow one another in one source.

    `first_line` is the number of the first one in the load, `first_in_file` that in the file
    itself; both count from 1. A file that grew while lines of others came has several. The last
    line of one that `goes_on` is a half, whose `is_rest` is the first line of the next stretch.
    """

    source: SourceStatus
    first_line: int
    first_in_file: int = 1
    lines: int = 0
    goes_on: bool = False
    is_rest: bool = False

    @property
    def last_line(self) -> int:
        """The number of the last line in the load."""
        return self.first_line + self.lines - 1

    def place_of(self, number: int) -> int:
        """The number in the file itself of a line, by its number in the load."""
        offset = number - self.first_line
        return self.source.lines - offset if self.source.is_turned else self.first_in_file + offset
