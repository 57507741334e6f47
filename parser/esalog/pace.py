"""How far a load is, and when its records are made anew: the more lines, the less often."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from esalog.making import MOST_LINES_AT_ONCE
from esalog.progress import LineCounts, Progress, SourceStatus
from esalog.source import Source

_GROWTH = 4
"""Records are made again when a load has grown by this factor."""

_LEAST_WAIT = 0.3
_SHARE = 4
"""Those of a stream, which may have no end, are also made again after so many seconds, and after so
many times as long as it took."""


class Pace:
    """Remembers when records were made, of how many lines, and how long that took."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lines = 0
        self._ended = clock()
        self._took = 0.0

    def is_due(self, lines: int, *, live: bool, is_stream: bool, pauses: bool) -> bool:
        """Whether it is time again, with so many lines; `live` if somebody looks meanwhile."""
        if lines - self._lines >= MOST_LINES_AT_ONCE:
            return True
        if not live or lines <= self._lines:
            return False
        waited = self._clock() - self._ended
        is_time = is_stream and waited >= max(_LEAST_WAIT, _SHARE * self._took)
        return pauses or is_time or lines >= self._lines * _GROWTH

    @contextmanager
    def making(self, lines: int) -> Iterator[None]:
        """The time in which the records of so many lines are made."""
        began = self._clock()
        yield
        self._lines, self._ended = lines, self._clock()
        self._took = self._ended - began


class Measure:
    """What a load is measured by; `statuses` and `counts` are those of the log, as it is loaded."""

    def __init__(
        self,
        clock: Callable[[], float],
        sources: Sequence[Source],
        statuses: Sequence[SourceStatus],
        counts: LineCounts,
    ) -> None:
        self._clock = clock
        self._sources = sources
        self._statuses = statuses
        self._counts = counts
        self.began = clock()

    def progress(self, *, refreshed: bool, waits: bool = False) -> Progress:
        """How far the load is."""
        sizes = [source.size for source in self._sources]
        known = [size for size in sizes if size is not None]
        read = self._statuses[len(self._statuses) - len(sizes) :]
        return Progress(
            sum(status.bytes_read for status in read),
            sum(known) if len(known) == len(sizes) else None,
            self._counts.read,
            self._clock() - self.began,
            refreshed,
            waits,
        )
