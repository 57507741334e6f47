"""Making records of events: of all of them, or of those that new lines touch.

Connections come first. A message is made anew when its own lines are new, or when what it takes
from a connection has changed: some connections carry a hundred thousand messages.
"""

import duckdb

from esalog import correlate
from esalog.facts import step_facts
from esalog.keys import ID_COLUMNS, Kind
from esalog.wanted import Wanted

MOST_LINES_AT_ONCE = 18_000_000
"""Records of so many new lines are made at once: the memory of a step grows with its lines."""

_MOST_LINES_ANEW = 20_000_000
"""Of so many lines all records may be made anew, where a part of them was made before."""

_LITTLE = 100_000
"""Of so many new lines the steps read tables, which are planned faster, instead of views."""

_STAGES: tuple[tuple[str, tuple[Kind, ...], tuple[correlate.Step, ...]], ...] = (
    ("connections", ("injections", "deliveries"), correlate.CONNECTION_STEPS),
    ("messages", ("messages",), correlate.MESSAGE_STEPS),
)
"""What is made first and what then: its kinds of records, and the steps that make them."""

_ALL = "facts WHERE {id} > 0"
"""The lines that the steps read when all records are made."""

_TOUCHED = """(
    SELECT * FROM facts
    WHERE line > getvariable('seen_line') AND {id} > getvariable('last_{id}')
    UNION ALL
    FROM known_{id}
)"""
"""Those of records that new lines touch. Most have ids that were not there before, which need not
be looked up."""

_KNOWN = """SELECT * FROM facts SEMI JOIN touched_{table} USING (gateway, {id})
WHERE line >= getvariable('lowest_line') AND {id} <= getvariable('last_{id}')"""
"""The lines of touched records that were there before: looked up once for all steps."""


class Making:
    """One making, of as much as is `wanted`, in the transaction of `connection`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> None:
        self._connection = connection
        self._wanted = wanted
        self._passing: list[str] = []

    def make(self, seen_line: int, last_line: int) -> None:
        """Bring the records from what they were at `seen_line` up to `last_line`.

        All are made anew where most lines are new: that is cheaper than to look for each.
        """
        is_mostly_new = 2 * seen_line <= last_line
        is_whole = not seen_line or (is_mostly_new and last_line <= _MOST_LINES_ANEW)
        is_little = last_line - seen_line <= _LITTLE
        self._connection.execute("SET VARIABLE seen_line = ?", [seen_line])
        if is_whole:
            correlate.run(self._connection, "everything")
        for stage, kinds, steps in _STAGES:
            if not is_whole:
                correlate.run(self._connection, f"touched_{stage}")
            self._name_lines(kinds, is_whole=is_whole, is_little=is_little)
            for step in steps:
                if step.name not in self._wanted.spared_steps:
                    self._take(step)

    def clear(self) -> None:
        """Give back the room of what only the steps have read."""
        for passing in self._passing:
            self._connection.execute(f"DROP {passing}")

    def _name_lines(self, kinds: tuple[Kind, ...], *, is_whole: bool, is_little: bool) -> None:
        """Make what the steps of these kinds of records read of lines."""
        lines = {}
        for table in kinds:
            id = ID_COLUMNS[table]
            lines[id] = (_ALL if is_whole else _TOUCHED).format(id=id)
            if not is_whole:
                self._make_passing("TABLE", f"known_{id}", _KNOWN.format(table=table, id=id))
        for name, query in step_facts(lines, self._wanted.fields):
            self._make_passing("TABLE" if is_little else "VIEW", name, query)

    def _take(self, step: correlate.Step) -> None:
        query = correlate.sql(step.name)
        if step.makes in correlate.KEPT:
            self._connection.execute(f"INSERT INTO {step.makes}\n{query}")
        else:
            kind = "VIEW" if step.makes in correlate.READ_ONCE else "TABLE"
            self._make_passing(kind, step.makes, query)

    def _make_passing(self, kind: str, name: str, query: str) -> None:
        """Make a table or a view that is there until `clear`."""
        self._connection.execute(f"CREATE TEMP {kind} {name} AS\n{query}")
        self._passing.append(f"{kind} {name}")
