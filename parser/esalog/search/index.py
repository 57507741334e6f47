"""The entities of a log that people remember, kept so that each key typed finds them at once."""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any, cast

import duckdb
import nanoarrow as na
import numpy as np
import numpy.typing as npt

from esalog.decoding import decoded, may_be_coded
from esalog.search.conditions import ENTITY, begins, fits
from esalog.search.hits import Entity
from esalog.search.sql import statement
from esalog.search.terms import Query
from esalog.search.words import Flags, Words

Stop = Callable[[], bool]
Spots = npt.NDArray[np.int64]
"""Entities by their place; 0 is the newest."""

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

_SLICE = 1 << 16
"""Candidates that are compared at a time."""


class Index:
    """Addresses, domains, hosts, IPs and subjects as they were when it was made.

    It lives in a database of its own, so that neither a load nor the limit on the memory of the
    log slow it down. Any thread may ask; one question is answered at a time.
    """

    def __init__(self, records: duckdb.DuckDBPyConnection) -> None:
        """Make the index of the records that the connection can see."""
        self._connection = duckdb.connect(config=_CONFIG)
        self._lock = Lock()
        self._copy("found", records.sql(statement("found")))
        self._copy("gateways", records.sql("FROM gateways"))
        self._decode()
        self._connection.execute(statement("entities"))
        self.size: int = self.rows("SELECT count(*) FROM entities")[0][0]
        self.words = Words(self.arrays, self.size)
        self._connection.execute("DROP TABLE postings")

    def _copy(self, table: str, answer: duckdb.DuckDBPyRelation) -> None:
        """Make a table of an answer of the other database."""
        self._connection.register("answer", na.ArrayStream(answer))
        self._connection.execute(f"CREATE TABLE {table} AS FROM answer")
        self._connection.unregister("answer")

    def _decode(self) -> None:
        """Make the table `decoded` from the texts that say something else when decoded."""
        found = [
            (kind, logged, text.encode("utf-8", "replace").decode())
            for kind, logged in self.rows(statement("encoded", is_coded=may_be_coded("text")))
            if (text := decoded(kind, logged))
        ]
        columns = [list(column) for column in zip(*found, strict=True)] or [[], [], []]
        self._connection.execute(
            "CREATE TABLE decoded AS SELECT unnest(?::VARCHAR[]) AS kind,"
            " unnest(?::VARCHAR[]) AS logged, unnest(?::VARCHAR[]) AS text",
            columns,
        )

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of an answer."""
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def arrays(self, sql: str, parameters: Sequence[object]) -> dict[str, Any]:
        """The columns of an answer, by name."""
        with self._lock:
            return dict(self._connection.execute(sql, parameters).fetchnumpy())

    def entities(self, places: Spots) -> Iterator[Entity]:
        """The entities at these places, in any order."""
        rows = self.rows(statement("entity"), [places.tolist()])
        return (Entity(*row) for row in rows)

    def beginnings(self, query: Query, limit: int) -> Spots:
        """Up to `limit` entities that begin with the first term, those that are it first."""
        start, whole = begins(query, ENTITY), fits(query, ENTITY)
        sql = statement("begins", begins=start.sql, fits=whole.sql)
        return self._places(sql, [*start.parameters, *whole.parameters, list(query.phrases), limit])

    def scattered(self, query: Query, limit: int) -> Spots:
        """Up to `limit` entities that may fit when something is left out, the newest first."""
        condition = fits(query, ENTITY, is_loose=True)
        sql = statement("scattered", fits=condition.sql)
        return self._places(sql, [*condition.parameters, limit])

    def checked(self, flags: Flags | None, query: Query, limit: int, stop: Stop) -> Spots:
        """Up to `limit` of the flagged entities, or of all, that fit, the newest first."""
        chosen = np.arange(self.size) if flags is None else np.flatnonzero(flags)
        found: list[Spots] = []
        count = 0
        for start in range(0, len(chosen), _SLICE):
            if stop() or count >= limit:
                break
            found.append(self._fitting(chosen[start : start + _SLICE], query, limit - count))
            count += len(found[-1])
        return np.concatenate([np.zeros(0, np.int64), *found])

    def _fitting(self, chosen: Spots, query: Query, limit: int) -> Spots:
        condition = fits(query, ENTITY)
        sql = statement("checked", fits=condition.sql)
        bounds = (int(chosen[0]), int(chosen[-1]))
        with self._lock:
            self._connection.register("chosen", _table(chosen))
            self._connection.execute(sql, (*bounds, *condition.parameters, limit))
            places = self._connection.fetchnumpy()["place"]
            self._connection.unregister("chosen")
        return cast(Spots, places)

    def _places(self, sql: str, parameters: Sequence[object]) -> Spots:
        return cast(Spots, self.arrays(sql, parameters)["place"])


def _table(places: Spots) -> na.Array:
    column = na.c_array(np.ascontiguousarray(places, np.int32))
    schema = na.struct({"place": na.int32()})
    return na.Array(na.c_array_from_buffers(schema, len(places), [None], children=[column]))
