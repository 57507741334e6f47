"""The rows of lists, read by the keys of records."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from esalog.keys import ID_COLUMNS, TABLES, Key, Kind, RecordKind
from esalog.query.sql import statement

Row = dict[str, Any]
Place = tuple[int, int, int]
"""A record within its kind: number of the gateway, id, generation."""

ONE: Mapping[Kind, RecordKind] = {kind: one for one, kind in TABLES.items()}
"""The kind of one record of many."""


def gateway_names(cursor: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """The name of the gateway of each number."""
    return dict(cursor.execute("SELECT number, name FROM gateways").fetchall())


def read_rows(
    cursor: duckdb.DuckDBPyConnection,
    kind: Kind,
    places: Sequence[Place],
    names: Mapping[int, str],
) -> list[Row]:
    """A row for each place, in their order.

    A record that a load has since taken back has a row with its key alone.
    """
    found = {_place(row, kind): row for row in _found(cursor, kind, places)}
    rows = []
    for place in places:
        gateway, number, generation = place
        key = Key(ONE[kind], names.get(gateway, ""), number, generation)
        row = found.get(place, {ID_COLUMNS[kind]: number, "generation": generation})
        rows.append({**row, "key": key, "gateway": key.gateway})
    return rows


def _found(cursor: duckdb.DuckDBPyConnection, kind: Kind, places: Sequence[Place]) -> list[Row]:
    ids = [number for _, number, _ in places]
    cursor.execute(statement(f"rows_of_{kind}"), [ids])
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]


def _place(row: Row, kind: Kind) -> Place:
    return row["gateway"], row[ID_COLUMNS[kind]], row["generation"]
