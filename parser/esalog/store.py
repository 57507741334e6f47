"""The embedded database of a load, a file: events go in batch by batch, records are made from them.

One connection writes; every question has a cursor of its own and sees the last complete refresh.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock, RLock
from typing import Any

import duckdb

from esalog import correlate
from esalog.batch import Batch, joined
from esalog.database import Database
from esalog.facts import EVENT_NAMES, base_views, meant_gateways
from esalog.making import Making
from esalog.stamps import LEAP_YEAR, NO_TIME
from esalog.wanted import EVERYTHING, Wanted

_ROWS_AT_ONCE = 2 * 122_880
"""So many rows are stored at once: whole groups of the database, which it packs as they come.
What does not fill one waits unpacked, and is packed again."""

_TEXT_AT_ONCE = 1 << 28
"""Or rows with so many bytes of text; an Arrow array counts them by 32 bits."""

_TABLES = ("decisive_events", "idle_events")
_RESUMED = ("_seen_line", "_meanings", "_named", "_may_be_shuffled")


class Store:
    """Events and records of one load, in a database that `folder` gives room to.

    Records hold as much as is `wanted`. Rows may be appended while the records are refreshed; who
    changes more than that waits.
    """

    def __init__(self, folder: Path, wanted: Wanted = EVERYTHING) -> None:
        self._wanted = wanted
        self._database = Database(folder)
        self._waiting: dict[str, list[Batch]] = {table: [] for table in _TABLES}
        self._lock = RLock()
        self._seen_line = 0
        self._meanings: Mapping[int, int] | None = None
        self._named = 0
        self._may_be_shuffled = False
        self._begin()

    def append(self, decisive: Batch, idle: Batch) -> None:
        """Take a batch of event rows, as `EventRows.batches` gives them.

        They are taken even where it raises, as some have to be stored and there is no room.
        """
        is_shuffled = self._may_be_shuffled or decisive.may_be_shuffled or idle.may_be_shuffled
        self._waiting["decisive_events"].append(decisive)
        if is_shuffled or self._wanted.has_idle:
            self._waiting["decisive_events" if is_shuffled else "idle_events"].append(idle)
        if is_shuffled and not self._may_be_shuffled:
            self._wake_idle()
        for table in _TABLES:
            self._flush_groups(table)

    def _flush_groups(self, table: str) -> None:
        """Store as many of the rows that wait as fill groups, or all where they hold much text."""
        waiting = self._waiting[table]
        if sum(batch.size for batch in waiting) > _TEXT_AT_ONCE:
            self._flush(table)
        elif (count := sum(map(len, waiting))) >= _ROWS_AT_ONCE:
            self._flush(table, min(count % _ROWS_AT_ONCE, len(waiting[-1])))

    def _wake_idle(self) -> None:
        """From now on a line may begin a record before others: no row is idle any more."""
        with self._lock:
            self.flush()
            self._make_own()
            with self._begun():
                correlate.run(self._connection, "wake_idle")
            self._may_be_shuffled = True

    def flush(self) -> None:
        """Store the rows that wait."""
        for table in _TABLES:
            self._flush(table)

    def _flush(self, table: str, left: int = 0) -> None:
        """Store the rows that wait, but for so many of the last batch."""
        with self._lock:
            waiting = self._waiting[table]
            if not any(map(len, waiting)):
                return
            self._make_own()
            *whole, last = waiting
            stored = len(last) - left
            rows = joined([*whole, last.part(0, stored)])
            self._connection.register("batch", rows.arrow())
            self._connection.execute(correlate.sql(f"append_{table}"))
            self._connection.unregister("batch")
            waiting[:] = [last.part(stored, len(last))] if left else []

    def forget(self, line: int) -> None:
        """Take away the events behind `line`."""
        with self._lock:
            self._take_away(line)
            self._start_anew()

    def take_back(self, line: int) -> None:
        """Take away the last events, those behind `line`; only what they named is made anew."""
        with self._lock:
            self._take_away(line)
            self._seen_line = min(self._seen_line, line)

    def _take_away(self, line: int) -> None:
        self.flush()
        self._make_own()
        self._connection.execute("SET VARIABLE kept_line = ?", [line])
        with self._begun():
            correlate.run(self._connection, "take_back")

    def move_years(self, first: int, last: int, years: int, year: int) -> None:
        """Move times whose stamps leave out the year by so many years, on lines `first` to `last`.

        `year` is what was taken for that of the first one.
        """
        moved = {"first": first, "last": last, "years": years, "year": year - LEAP_YEAR}
        with self._lock:
            self.flush()
            self._make_own()
            self._connection.execute(correlate.sql("move_years"), moved)
            self._start_anew()

    def refresh(
        self, last_line: int, names: Sequence[tuple[int, str]], meanings: Mapping[int, int]
    ) -> None:
        """Bring the records up to `last_line`, without rows that still wait for `flush`."""
        with self._lock:
            if (last_line, meanings) == (self._seen_line, self._meanings):
                return
            self._make_own()
            if self._means_else(meanings):
                self._start_anew()
            try:
                self._refresh_with_room(last_line, names, meanings)
            except duckdb.Error:
                self._start_anew()  # what gateways mean is undone with the rest
                raise
            self._seen_line = last_line

    def _refresh_with_room(
        self, last_line: int, names: Sequence[tuple[int, str]], meanings: Mapping[int, int]
    ) -> None:
        """Make the records, with more memory where what a step groups cannot leave it."""
        while True:
            try:
                return self._refresh(last_line, names, meanings)
            except duckdb.OutOfMemoryException:
                self._start_anew()
                if not self._database.allow_more_memory():
                    raise

    def _refresh(
        self, last_line: int, names: Sequence[tuple[int, str]], meanings: Mapping[int, int]
    ) -> None:
        with self._begun():
            if self._meanings != meanings:
                self._connection.execute(meant_gateways(meanings))
                self._meanings, self._named = dict(meanings), len(names)
            making = Making(self._connection, self._wanted)
            making.make(self._seen_line, last_line)
            making.clear()
            self._name_gateways(names)
            self._connection.execute(
                "UPDATE revision SET number = number + 1, line = ?", [last_line]
            )

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one question, for any thread."""
        return self._database.cursor()

    def allow_more_memory(self) -> bool:
        """Let it take more memory; False when it may take the most already. For any thread."""
        return self._database.allow_more_memory()

    def allow_most_memory(self) -> None:
        """Let it take as much memory as it ever may."""
        self._database.allow_most_memory()

    def allow_least_memory(self) -> None:
        """Let it take as little memory as at first."""
        self._database.allow_least_memory()

    def interrupt(self) -> None:
        """Let a refresh that is under way raise `duckdb.InterruptException`; for any thread."""
        self._transaction.interrupt()

    def close(self) -> None:
        """Give everything back."""
        self._database.close()

    @property
    def size(self) -> int:
        """Bytes of its file; what was changed last may not be there yet."""
        return self._database.size

    def save(self, target: Path, stop: Callable[[], bool]) -> dict[str, Any]:
        """Copy everything to a new file; gives what `reopen` needs. Nothing is written meanwhile.

        Raises `OSError`, also when `stop` says so, and `duckdb.Error`.
        """
        with self._lock:
            self.flush()
            self._database.save(target, stop)
            return {name: getattr(self, name) for name in _RESUMED}

    def reopen(self, file: Path, state: Mapping[str, Any]) -> None:
        """Go on from what was saved. Raises `OSError` and `duckdb.Error`."""
        self._database.reopen(file)
        for name in _RESUMED:
            setattr(self, name, state[name])
        self._prepare()

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return self._database.connection

    def _means_else(self, meanings: Mapping[int, int]) -> bool:
        """Whether a number that was there before means another gateway than it did."""
        known = self._meanings or {}
        return any(known.get(code, code) != meanings.get(code, code) for code in range(self._named))

    def _start_anew(self) -> None:
        self._seen_line = 0
        self._meanings = None

    def _begin(self) -> None:
        labels = ", ".join(f"'{name}'" for name in EVENT_NAMES)
        with self._begun():
            self._connection.execute(f"CREATE TYPE event AS ENUM ({labels})")
            correlate.run(self._connection, "schema")
            correlate.run(self._connection, "macros")
            self._connection.execute(meant_gateways({}))
            self._make_views()
        self._prepare()

    def _make_own(self) -> None:
        """Before writing: leave a file that was saved to others."""
        if self._database.make_own():
            self._prepare()

    def _prepare(self) -> None:
        """Make what lasts only as long as the connection."""
        self._connection.execute("SET VARIABLE no_time = ?", [NO_TIME])
        self._connection.execute("SET VARIABLE sender = ?", [EVENT_NAMES.index("sender")])

    def _make_views(self) -> None:
        for view in base_views():
            self._connection.execute(view)
        for step in correlate.ASKED:
            self._connection.execute(f"CREATE VIEW {step.makes} AS\n{correlate.sql(step.name)}")

    def _name_gateways(self, names: Sequence[tuple[int, str]]) -> None:
        self._connection.execute("DELETE FROM gateways")
        numbers, named = [number for number, _ in names], [name for _, name in names]
        insert = "INSERT INTO gateways SELECT unnest(?::UINTEGER[]), unnest(?::VARCHAR[])"
        self._connection.execute(insert, [numbers, named])

    def _begun(self) -> "_Transaction":
        self._transaction = _Transaction(self._connection)
        return self._transaction


class _Transaction:
    """All that is done in it, or nothing. Only the work is interrupted, neither begin nor end:
    a transaction that could not be undone would refuse all that come after it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._lock = Lock()
        self._is_at_work = False

    def __enter__(self) -> None:
        self._connection.begin()
        self._is_at_work = True

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        with self._lock:
            self._is_at_work = False
        if kind is None:
            self._connection.commit()
        else:
            self._connection.rollback()

    def interrupt(self) -> None:
        """Let what runs in it raise `duckdb.InterruptException`; for any thread."""
        with self._lock:
            if self._is_at_work:
                self._connection.interrupt()
