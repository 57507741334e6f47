"""How a load gets into the cache, and how another one goes on from it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import duckdb

from esalog.cache import Cache, Header, Kept, Options
from esalog.fingerprint import Fingerprint, fingerprint
from esalog.intake import Intake, Reading, State
from esalog.snapshot import packed, unpacked
from esalog.source import Source

_RECORDS, _LINES, _STATE = "records", "lines", "state"


class Keeping:
    """The part of a log that knows the cache; `options` change the records beside the sources.

    Only a load that `is_full` is kept, and reads on where another ended; any may be opened from
    one that holds all of its sources. `took` are the seconds of a load that is complete;
    `has_grown` tells that there is more now in the last source that was taken over.
    """

    def __init__(self, cache: Cache, options: Options, intake: Intake, *, is_full: bool) -> None:
        self._cache = cache
        self._options = options
        self._intake = intake
        self._is_full = is_full
        self._sources: Sequence[Source] = ()
        self._prints: list[Fingerprint | None] = []
        self._problems_before = 0
        self._kept: Kept | None = None
        self._has_more = True
        self.has_grown = False
        self.took: float | None = None

    @property
    def opened_at(self) -> float | None:
        """When the load was made that this one goes on from, in seconds since 1970."""
        return self._kept.made if self._kept else None

    def holds(self, sources: Sequence[Source]) -> bool:
        """Whether `reopen` will go on from a kept load of these sources."""
        return self._cache.find(sources, self._options, may_grow=self._is_full) is not None

    def reopen(self, sources: Sequence[Source]) -> list[Reading]:
        """Take over a kept load of these sources, or of the first of them: their readings."""
        self._sources = sources
        self._problems_before = len(self._intake.problems)
        kept = self._cache.find(sources, self._options, may_grow=self._is_full)
        state = self._state(kept) if kept else None
        if not (kept and state):
            self._prints = [fingerprint(source) for source in sources]
            return []
        prints = kept.header.prints
        self._prints = [*prints, *map(fingerprint, sources[len(prints) :])]
        self._kept = kept
        self.has_grown = sources[len(prints) - 1].size != prints[-1].size
        self._has_more = self.has_grown or len(prints) < len(sources)
        return self._intake.resume(state, sources)

    def _state(self, kept: Kept) -> State | None:
        """What a kept load knows; one that is damaged is removed."""
        try:
            records, pieces, state = unpacked((kept.folder / _STATE).read_bytes())
            self._intake.store.reopen(kept.folder / _RECORDS, records)
            self._intake.spool.reopen(kept.folder / _LINES, pieces)
        except (OSError, ValueError, duckdb.Error):
            self._cache.remove(kept)
            return None
        known: State = state
        return known

    def keep(self, lock: Lock, stop: Callable[[], bool]) -> bool:
        """Keep the load; False when it is not worth it, or cannot be.

        Nothing is taken in by who has to hold the `lock` for it.
        """
        is_worth = self.took is not None and self.took >= self._cache.worth
        if not (is_worth and self._is_full and self._has_more):
            return False
        store, spool = self._intake.store, self._intake.spool

        def fill(folder: Path) -> Header:
            with lock:
                if stop():
                    raise InterruptedError("stopped")
                state = self._intake.state(self._problems_before)
                header = self._header(state)
                try:
                    records = store.save(folder / _RECORDS, stop)
                except duckdb.Error as error:
                    raise OSError(str(error)) from error
                pieces = spool.save(folder / _LINES, stop)
                (folder / _STATE).write_bytes(packed((records, pieces, state)))
            return header

        return self._cache.keep(store.size + spool.size, fill)

    def _header(self, state: State) -> Header:
        counts, *_, readings = state
        statuses = [status for _, status, *_ in readings]
        prints = self._final_prints([status.bytes_read for status in statuses])
        if not len(prints) == len(self._sources) == len(statuses):
            raise OSError("the logs have changed")
        is_told = statuses[-1].year_told_by == "--year"  # it is that of the last line there is
        is_plain = not (statuses[-1].is_turned or statuses[-1].is_pasted or is_told)
        last = b"".join(self._intake.spool.content(counts.read, counts.read))
        return Header(
            tuple(source.path for source in self._sources),
            tuple(prints),
            self._options,
            can_grow=is_plain,
            ends_line=last.endswith(b"\n"),
        )

    def _final_prints(self, read: Sequence[int]) -> list[Fingerprint]:
        """Those of what was read, as far as no source has changed meanwhile but by growing."""
        found = []
        for source, before, size in zip(self._sources, self._prints, read, strict=False):
            now = before
            if before and before.size != size:
                now = fingerprint(source, size) if before.is_beginning_of(source) else None
            if now:
                found.append(now)
        return found
