"""The lines of a whole transaction: a message with its family and its connections.

Each step knows the lines between which its answer stands, so the size of the log hardly counts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from esalog.keys import Key
from esalog.log import Log
from esalog.sql import statement

Lines = npt.NDArray[np.int64]
Columns = Mapping[str, npt.NDArray[Any]]
"""Columns of an answer by name; records have `id`, `first_line` and `last_line`."""


def lines_of_mail(log: Log, key: Key) -> Lines:
    """The numbers of the lines of a message, its family, and the connections of these, in order.

    Lines of other messages on the same connections are left out.
    """
    with log.cursor() as cursor:
        cursor.begin()  # all is asked of one state of the records
        kin = cursor.execute(statement("kin"), [key.id, key.generation, key.gateway]).fetchnumpy()
        named = _naming(cursor, "mid", kin, key.gateway)
        came = {"id": kin["icid"], "first_line": kin["came_first"], "last_line": kin["came_last"]}
        is_known = ~np.ma.getmaskarray(kin["icid"])
        came = {name: column[is_known] for name, column in came.items()}
        left = _left_by(cursor, named, key.gateway)
        lines = [named["line"]]
        for column, records in (("icid", came), ("dcid", left)):
            found = _naming(cursor, column, records, key.gateway)
            lines.append(found["line"][found["mid"] == 0])
    return np.unique(np.concatenate(lines)).astype(np.int64)


def _left_by(cursor: duckdb.DuckDBPyConnection, named: Columns, gateway: str) -> Columns:
    """The deliveries that lines name."""
    tried = named["dcid"] > 0
    dcids, lines = named["dcid"][tried], named["line"][tried]
    asked = {"ids": np.unique(dcids).tolist(), "gateway": gateway}
    found = cursor.execute(statement("spans_of_deliveries"), asked).fetchnumpy()
    holds = [bool(_held(dcids, lines, *record).any()) for record in _records(found)]
    return {name: column[np.array(holds, bool)] for name, column in found.items()}


def _naming(
    cursor: duckdb.DuckDBPyConnection, column: str, records: Columns, gateway: str
) -> Columns:
    """The lines that name records by the ids in a column, without those of other generations."""
    asked = {
        "ids": np.unique(records["id"]).tolist(),
        "gateway": gateway,
        "first": int(min(records["first_line"], default=0)),
        "last": int(max(records["last_line"], default=0)),
    }
    found = cursor.execute(statement("lines_naming", id=column), asked).fetchnumpy()
    held = np.zeros(len(found["id"]), bool)
    for record in _records(records):
        held |= _held(found["id"], found["line"], *record)
    return {name: values[held] for name, values in found.items()}


def _records(records: Columns) -> Iterator[tuple[int, int, int]]:
    return zip(records["id"], records["first_line"], records["last_line"], strict=True)


def _held(
    ids: npt.NDArray[Any], lines: npt.NDArray[Any], id: int, first: int, last: int
) -> npt.NDArray[np.bool_]:
    held: npt.NDArray[np.bool_] = (ids == id) & (lines >= first) & (lines <= last)
    return held
