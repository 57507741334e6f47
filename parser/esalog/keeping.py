"""How a load gets into the cache, and how another one goes on from it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from esalog.cache import Cache, Header, Kept, Options
from esalog.fingerprint import Fingerprint, fingerprint
from esalog.intake import State
from esalog.snapshot import packed, unpacked
from esalog.source import Source
from esalog.spool import Spool
from esalog.store import Store

_RECORDS, _LINES, _STATE = "records", "lines", "state"


class Keeping:
    """The part of a log that knows the cache; `options` change the records beside the sources.

    `opened_at` is when the load was made that this one goes on from, in seconds since 1970;
    `has_grown` tells that there is more now in the last of its sources.
    """

    def __init__(self, cache: Cache, options: Options, store: Store, spool: Spool) -> None:
        self._cache = cache
        self._options = options
        self._store = store
        self._spool = spool
        self._sources: Sequence[Source] = ()
        self._prints: list[Fingerprint | None] = []
        self._kept: Kept | None = None
        self.has_grown = False

    @property
    def opened_at(self) -> float | None:
        """When the load was made that this one goes on from, in seconds since 1970."""
        return self._kept.made if self._kept else None

    def reopen(self, sources: Sequence[Source], *, may_grow: bool) -> State | None:
        """Go on from a kept load of these sources, or, when it `may_grow`, of the first of them.

        Gives its state, or None when there is none.
        """
        self._sources = sources
        kept = self._cache.find(sources, self._options, may_grow=may_grow)
        state = kept and self._state(kept)
        prints = kept.header.prints if kept and state else ()
        self._prints = [*prints, *map(fingerprint, sources[len(prints) :])]
        if not (kept and state):
            return None
        self._kept = kept
        self.has_grown = sources[len(prints) - 1].size != prints[-1].size
        return state

    def _state(self, kept: Kept) -> State | None:
        """What a kept load knows; one that is damaged is removed."""
        try:
            records, pieces, state = unpacked((kept.folder / _STATE).read_bytes())
            self._store.reopen(kept.folder / _RECORDS, records)
            self._spool.reopen(kept.folder / _LINES, pieces)
        except (OSError, ValueError, duckdb.Error):
            self._cache.remove(kept)
            return None
        known: State = state
        return known

    def keep(
        self, state: State, read: Sequence[int], seconds: float, stop: Callable[[], bool]
    ) -> bool:
        """Keep a load that took some seconds; False when it is not worth it, or cannot be.

        `read` are the bytes that were read of each source. Nothing may be loaded meanwhile.
        """
        prints = tuple(self._final_prints(read))
        is_same = self._kept is not None and self._kept.header.prints == prints
        if seconds < self._cache.worth or is_same or len(prints) < len(self._sources):
            return False

        def fill(folder: Path) -> None:
            try:
                records = self._store.save(folder / _RECORDS, stop)
            except duckdb.Error as error:
                raise OSError(str(error)) from error
            pieces = self._spool.save(folder / _LINES, stop)
            (folder / _STATE).write_bytes(packed((records, pieces, state)))

        paths = tuple(source.path for source in self._sources)
        counts, *_, readings = state
        manner, status, *_ = readings[-1]
        is_told = status.year_told_by == "--year"  # it is that of the last line there is
        header = Header(
            paths,
            prints,
            self._options,
            can_grow=not (manner.is_turned or manner.is_pasted or is_told),
            ends_line=b"".join(self._spool.content(counts.read, counts.read)).endswith(b"\n"),
        )
        return self._cache.keep(header, self._store.size + self._spool.size, fill)

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
