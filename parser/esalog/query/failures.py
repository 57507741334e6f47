"""Connections on which TLS failed, grouped by the reason and the domain.

`failed` counts connections that failed, whether nothing or mail in clear came afterwards.
"""

from collections.abc import Mapping
from typing import Any, Literal

import duckdb

from esalog.keys import ID_COLUMNS, Kind
from esalog.log import Log
from esalog.query.columns import FAILURES
from esalog.query.rows import Row, gateway_names, read_rows
from esalog.query.selection import asked_of
from esalog.query.sql import statement
from esalog.query.tells import DOMAINS, REASONS, rows_of

_CELLS = 12
Direction = Literal["out", "in", "both"]

KINDS: Mapping[Direction, tuple[Kind, ...]] = {
    "out": ("deliveries",),
    "in": ("injections",),
    "both": ("deliveries", "injections"),
}
"""The connections of a direction."""

Branch = tuple[str, str | None]
"""A reason and a domain, None where it is not in the log."""


class Failures:
    """The failed connections of some kinds that fit a filter, for one question."""

    def __init__(
        self,
        log: Log,
        cursor: duckdb.DuckDBPyConnection,
        filter_text: str,
        direction: Direction,
    ) -> None:
        self._cursor = cursor
        parts = []
        parameters: list[object] = []
        for kind in KINDS[direction]:
            asked = asked_of(log, cursor, kind, filter_text)
            parameters += asked.parameters
            parts.append(
                statement(
                    "failing",
                    kind=kind,
                    rows=rows_of(kind, DOMAINS[kind]),
                    id=ID_COLUMNS[kind],
                    domain=DOMAINS[kind],
                    reason=REASONS[kind],
                    failure=FAILURES[kind],
                    condition=asked.sql,
                )
            )
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE failing AS " + " UNION ALL ".join(parts), parameters
        )

    def by_branch(self, cells: int) -> dict[Branch, Row]:
        """The row of each reason and domain, its `trend` over so many slices of time."""
        found: dict[Branch, Row] = {}
        self._cursor.execute(statement("failures_by_cell"), {"cells": cells})
        for reason, domain, cell, failed, last, last_line in self._cursor.fetchall():
            row = found.setdefault((reason, domain), _branch(reason, domain, cells))
            _grow(row, failed, last, last_line)
            if cell is not None:
                row["trend"][cell] += failed
        return found

    def messages(self) -> dict[Branch | str, int]:
        """How many messages were hit, by reason and domain, and by reason alone."""
        self._cursor.execute(statement("messages_hit"))
        return {
            reason if is_whole else (reason, domain): count
            for reason, domain, is_whole, count in self._cursor.fetchall()
        }

    def connections(self, reason: str, domain: str | None, limit: int) -> list[Row]:
        """The rows of the connections of one branch, the newest first."""
        self._cursor.execute(statement("failed_connections"), [reason, domain or None, limit])
        found = self._cursor.fetchall()
        names = gateway_names(self._cursor)
        rows: dict[tuple[Any, ...], Row] = {}
        for kind in KINDS["both"]:
            places = [place[1:] for place in found if place[0] == kind]
            read = read_rows(self._cursor, kind, places, names)
            rows |= {(kind, *place): row for place, row in zip(places, read, strict=True)}
        return [rows[place] for place in found]


def failure_groups(log: Log, filter_text: str = "", direction: Direction = "both") -> list[Row]:
    """Failed connections by their normalised reason, the most frequent first.

    Each has `reason`, `failed`, the number of its `domains`, of `messages` that were tried or came
    on its connections, a `trend` in 12 slices of the time of the load, the `last` time, and
    `members`: the same for each domain. Raises `FilterError`.
    """
    with log.cursor() as cursor:
        cursor.begin()
        failures = Failures(log, cursor, filter_text, direction)
        branches = failures.by_branch(_CELLS)
        messages = failures.messages()
    groups: dict[str, Row] = {}
    for (reason, domain), member in branches.items():
        member["messages"] = messages.get((reason, domain), 0)
        group = groups.setdefault(reason, {**_branch(reason, None, _CELLS), "members": []})
        group["members"].append(member)
        _grow(group, member["failed"], member["last"], member["last_line"])
        group["trend"] = [sum(pair) for pair in zip(group["trend"], member["trend"], strict=True)]
    for reason, group in groups.items():
        group["messages"] = messages.get(reason, 0)
        group["domains"] = len(group["members"])
        group["members"].sort(key=_order)
    return sorted(groups.values(), key=_order)


def failed_connections(
    log: Log,
    reason: str,
    domain: str | None,
    limit: int = 200,
    filter_text: str = "",
    direction: Direction = "both",
) -> list[Row]:
    """The rows of the failed connections of one reason and domain, the newest first.

    Raises `FilterError`.
    """
    with log.cursor() as cursor:
        cursor.begin()
        failures = Failures(log, cursor, filter_text, direction)
        return failures.connections(reason, domain, limit)


def _branch(reason: str, domain: str | None, cells: int) -> Row:
    return {
        "reason": reason,
        "domain": domain,
        "failed": 0,
        "messages": 0,
        "trend": [0] * cells,
        "last": None,
        "last_line": 0,
    }


def _grow(row: Row, failed: int, last: Any, last_line: int) -> None:
    row["failed"] += failed
    row["last_line"] = max(row["last_line"], last_line)
    row["last"] = max(filter(None, (row["last"], last)), default=None)


def _order(row: Row) -> tuple[int, str, str]:
    return -int(row["failed"]), row["reason"], row["domain"] or ""
