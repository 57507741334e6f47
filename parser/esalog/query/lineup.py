"""All records of a kind as they stand in the log, and the orders that were asked for, remembered.

A list is then a choice of positions; neither a filter nor another order reads the records again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import duckdb
import nanoarrow as na
import numpy as np
import numpy.typing as npt

from esalog.keys import ID_COLUMNS, Kind
from esalog.log import Log
from esalog.query.columns import FAILURES, WARNINGS, Column
from esalog.query.ordering import Places, arranged, by_rank, ranks, text_ranks
from esalog.query.sql import statement
from esalog.query.tells import rows_of

Positions = npt.NDArray[np.int32]

_SPARE = bytes(8)
"""Behind the last text, so that eight bytes can be read from each."""


@dataclass(frozen=True)
class Order:
    """Positions sorted by a column; the last ones, of records without a value, behind `known`."""

    positions: Positions
    known: int

    def turned(self, descending: bool) -> Positions:
        """The positions, the highest first if `descending`; those without a value stand last."""
        if not descending:
            return self.positions
        known, rest = self.positions[: self.known], self.positions[self.known :]
        return np.concatenate((known[::-1], rest[::-1]))


@dataclass(frozen=True)
class Lineup:
    """The records of one kind in the order of their first lines; positions count from 0.

    `columns` are gateway, id, generation, failing and warning; `of_row` gives the position of each
    row of the table. It is as the records were at a `revision`.
    """

    kind: Kind
    revision: int
    columns: Mapping[str, npt.NDArray[Any]]
    of_row: Positions
    orders: dict[str, Order] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.columns["id"])

    def fitting(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """For each position whether it is one of these rows of the table."""
        fits = np.zeros(self.count, bool)
        fits[self.of_row[rows]] = True
        return fits

    def order(self, cursor: duckdb.DuckDBPyConnection, column: Column) -> Order:
        """The order by a column, asked with a cursor that sees this revision."""
        if column.name not in self.orders:
            self.orders[column.name] = self._sorted(cursor, column)
        return self.orders[column.name]

    def _sorted(self, cursor: duckdb.DuckDBPyConnection, column: Column) -> Order:
        answer = cursor.sql(
            statement(
                "sort_keys", kind=self.kind, rows=rows_of(self.kind, column.sql), sort=column.sql
            )
        )
        rows, rank = _ranked(answer)
        places = self.of_row[rows]
        of_place = np.full(self.count, -1, np.int64)
        of_place[places] = rank
        of_place[of_place < 0] = len(rows)  # behind all that have a value
        return Order(by_rank(of_place).astype(np.int32), len(rows))


_lineups: WeakKeyDictionary[Log, dict[Kind, Lineup]] = WeakKeyDictionary()
_reading = Lock()


def lineup(log: Log, cursor: duckdb.DuckDBPyConnection, kind: Kind) -> Lineup:
    """The records of a kind as the cursor sees them."""
    ((revision,),) = cursor.execute(statement("revision")).fetchall()
    with _reading:  # whoever asks meanwhile gets the same one
        known = _lineups.setdefault(log, {})
        found = known.get(kind)
        if found is None or found.revision != revision:
            found = known[kind] = _read(cursor, kind, revision)
    return found


def _read(cursor: duckdb.DuckDBPyConnection, kind: Kind, revision: int) -> Lineup:
    query = statement(
        "lineup",
        kind=kind,
        id=ID_COLUMNS[kind],
        failing=FAILURES[kind],
        warning=WARNINGS[kind],
    )
    columns = cursor.execute(query).fetchnumpy()
    rows = columns.pop("rowid")
    first_line = columns.pop("first_line")
    keys = [first_line, columns["id"], columns["generation"]]
    order = arranged([column.__getitem__ for column in keys], len(rows))
    of_row = np.zeros(rows.max(initial=-1) + 1, np.int32)
    of_row[rows[order]] = np.arange(len(rows))
    sorted_columns = {name: column[order] for name, column in columns.items()}
    return Lineup(kind, revision, sorted_columns, of_row)


def _ranked(answer: duckdb.DuckDBPyRelation) -> tuple[Places, Places]:
    """Rows of a table, and the rank of the value of each."""
    if str(answer.types[1]) != "VARCHAR":
        columns = answer.fetchnumpy()
        return columns["rowid"], ranks(columns["key"])
    chunks = list(na.ArrayStream(answer).iter_chunks())
    texts = [chunk.child(1).buffers for chunk in chunks]
    offsets = [np.asarray(buffers[1]) for buffers in texts]
    sizes = np.concatenate([np.zeros(0, np.int64), *map(np.diff, offsets)])
    content = b"".join([*(buffers[2] for buffers in texts), _SPARE])
    return (
        _column(chunks, 0),
        text_ranks(np.frombuffer(content, np.uint8), np.cumsum(sizes), _column(chunks, 2)),
    )


def _column(chunks: Sequence[na.Array], index: int) -> npt.NDArray[Any]:
    parts = [np.asarray(chunk.child(index).buffers[1]) for chunk in chunks]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
