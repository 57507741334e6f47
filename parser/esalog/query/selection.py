"""A list of records: filtered and sorted once, into positions; rows are read page by page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from esalog.errors import UsageError
from esalog.keys import ID_COLUMNS, Key, Kind
from esalog.log import Log
from esalog.query.columns import COLUMNS, SHOWN
from esalog.query.conditions import ALWAYS, Condition, all_of, any_of, on
from esalog.query.decoded import register_decoded
from esalog.query.filters import Surroundings, condition, parse_filter
from esalog.query.lines import Holders
from esalog.query.lineup import Lineup, lineup
from esalog.query.lineup import Positions as Chosen
from esalog.query.rows import ONE, Place, Row, gateway_names, read_rows
from esalog.query.sql import statement
from esalog.query.tells import rows_of
from esalog.query.values import Value, text

Positions = npt.NDArray[np.int64]


class Selection:
    """Records of one kind that fit a filter, in an order; positions count from 0.

    `count` of the `total` records of that kind are in it. It stays as it was asked for while a
    load goes on; its rows are those of now.
    """

    def __init__(
        self,
        log: Log,
        lineup: Lineup,
        chosen: Chosen,
        names: Mapping[int, str],
        *,
        sort: str,
        filter_text: str,
    ) -> None:
        self.kind = lineup.kind
        self.sort = sort
        self.filter = filter_text
        self.total = lineup.count
        self.count = len(chosen)
        self._log = log
        self._lineup = lineup
        self._chosen = chosen
        self._names = names

    def page(self, start: int, count: int) -> list[Row]:
        """The rows from a position on, each with its `key`."""
        places = self._places(start, count)
        with self._log.cursor() as cursor:
            return read_rows(cursor, self.kind, places, self._names)

    def key(self, position: int) -> Key:
        """The record at a position. Raises IndexError."""
        gateway, number, generation = self._places(position, 1)[0]
        return Key(ONE[self.kind], self._names.get(gateway, ""), number, generation)

    def position(self, key: Key) -> int | None:
        """Where a record stands, or None."""
        positions = np.flatnonzero(np.isin(self._chosen, self._in_log(key)))
        return int(positions[0]) if positions.size else None

    def nearest(self, key: Key) -> int | None:
        """Where the record of the list stands that is nearest to one in the log; None without."""
        found = self._in_log(key)
        if not (found.size and self.count):
            return None
        return int(np.abs(self._chosen.astype(np.int64) - found[0]).argmin())

    def _in_log(self, key: Key) -> Positions:
        """Where a record stands among all of its kind, if it is one of these."""
        if key.kind != ONE[self.kind]:
            return np.zeros(0, np.int64)
        numbers = [number for number, name in self._names.items() if name == key.gateway]
        columns = self._lineup.columns
        return np.flatnonzero(
            (columns["id"] == key.id)
            & (columns["generation"] == key.generation)
            & np.isin(columns["gateway"], numbers)
        )

    def position_at(self, moment: datetime) -> int:
        """Where, in a list that is sorted by time, the first record of a time or later stands.

        In one that is turned round, the last record before that time. The end when there is none.
        """
        ends = [row["at"] for at in {0, self.count - 1} for row in self.page(max(at, 0), 1)]
        is_turned = len(ends) == 2 and None not in ends and ends[0] > ends[1]
        low, high = 0, max(self.count - 1, 0)
        while low < high:
            middle = (low + high) // 2
            at = self.page(middle, 1)[0].get("at")
            is_before = at is not None and (at >= moment if is_turned else at < moment)
            low, high = (middle + 1, high) if is_before else (low, middle)
        return low

    @property
    def listed(self) -> dict[str, npt.NDArray[Any]]:
        """The records in their order, as columns of a table.

        `gateway` (its number), `id`, `generation`, `position`.
        """
        listed = {name: self._column(name) for name in ("gateway", "id", "generation")}
        return {**listed, "position": np.arange(self.count)}

    def matches(self, words: str) -> Positions:
        """The positions of the rows that show all of the words, in order."""
        checks = [partial(_holds, word) for word in words.split()]
        shown = SHOWN[self.kind]
        asked = all_of(any_of(on(column, check) for column in shown) for check in checks)
        query = statement(
            "matches",
            kind=self.kind,
            rows=rows_of(self.kind, asked.sql),
            id=ID_COLUMNS[self.kind],
            condition=asked.sql,
        )
        with self._log.cursor() as cursor:
            cursor.begin()  # all is asked of one state of the records
            register_decoded(self._log, cursor, asked)
            cursor.register("listed", self.listed)
            found = cursor.execute(query, asked.parameters).fetchnumpy()["position"]
        return np.asarray(found, np.int64)

    def failures(self) -> Positions:
        """The positions of the records on which TLS failed, and of bounced messages."""
        return np.flatnonzero(self._column("failing"))

    def warnings(self) -> Positions:
        """The positions of the records that are worth a look, as delayed ones."""
        return np.flatnonzero(self._column("warning"))

    def _column(self, name: str, start: int = 0, end: int | None = None) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = self._lineup.columns[name][self._chosen[start:end]]
        return found

    def _places(self, start: int, count: int) -> list[Place]:
        columns = [
            self._column(name, start, start + count).tolist()
            for name in ("gateway", "id", "generation")
        ]
        return list(zip(*columns, strict=True))


def _holds(word: str, column: str) -> Condition:
    return text(Value(word, "part", 0, 0))(column, None)


def select(
    log: Log,
    kind: Kind,
    filter_text: str = "",
    sort: str = "time",
    descending: bool = False,
    failures: bool = False,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Selection:
    """The records of a kind that fit a filter, sorted by a column; with `failures`, only those.

    Raises `FilterError` when the filter cannot be read, `UsageError` for an unknown column, and
    `Stopped` when `stop` says so while lines are searched, which takes longest.
    """
    column = next((column for column in COLUMNS[kind] if column.name == sort), None)
    if column is None:
        raise UsageError(f"{kind} cannot be sorted by '{sort}'")
    with log.cursor() as cursor:
        cursor.begin()
        asked = asked_of(log, cursor, kind, filter_text, stop)
        everything = lineup(log, cursor, kind)
        chosen = everything.order(cursor, column).turned(descending)
        if asked != ALWAYS:
            query = statement(
                "fitting_rows", kind=kind, rows=rows_of(kind, asked.sql), condition=asked.sql
            )
            rows = cursor.execute(query, asked.parameters).fetchnumpy()["rowid"]
            chosen = chosen[everything.fitting(rows)[chosen]]
        if failures:
            chosen = chosen[everything.columns["failing"][chosen]]
        names = gateway_names(cursor)
    return Selection(log, everything, chosen, names, sort=sort, filter_text=filter_text)


def record(log: Log, key: Key) -> Row | None:
    """The row of one record, as a selection has it, or None when the log does not hold it."""
    kind: Kind = next(kind for kind, one in ONE.items() if one == key.kind)
    with log.cursor() as cursor:
        cursor.begin()
        names = gateway_names(cursor)
        numbers = [number for number, name in names.items() if name == key.gateway]
        places = [(number, key.id, key.generation) for number in numbers]
        rows = read_rows(cursor, kind, places, names)
    return next((row for row in rows if "first_line" in row), None)


def lines_of_filter(log: Log, filter_text: str) -> Positions:
    """The numbers of the lines of all records that fit a filter, in order. Raises `FilterError`."""
    found = [np.zeros(0, np.int64)]
    with log.cursor() as cursor:
        cursor.begin()
        for kind, number in ID_COLUMNS.items():
            asked = asked_of(log, cursor, kind, filter_text)
            query = statement(
                "lines_left",
                kind=kind,
                rows=rows_of(kind, asked.sql),
                id=number,
                condition=asked.sql,
            )
            found.append(cursor.execute(query, asked.parameters).fetchnumpy()["line"])
    return np.unique(np.concatenate(found)).astype(np.int64)


def asked_of(
    log: Log,
    cursor: duckdb.DuckDBPyConnection,
    kind: Kind,
    filter_text: str,
    stop: Callable[[], bool] = lambda: False,
) -> Condition:
    """What a filter asks of records of a kind, to be asked with this cursor.

    Raises `FilterError`.
    """
    moments = [status.last for status in log.sources if status.last]
    around = Surroundings(max(moments, default=None), Holders(log, cursor, stop).held)
    asked = condition(parse_filter(filter_text), kind, around)
    register_decoded(log, cursor, asked)
    return asked
