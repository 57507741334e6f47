"""Domains: how the connections of each one went, and why TLS failed on them."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from esalog.log import Log
from esalog.query.failures import KINDS, Direction, Failures
from esalog.query.rows import Row
from esalog.query.selection import asked_of
from esalog.query.sql import statement
from esalog.query.tells import DOMAINS, STATES_SHOWN, rows_of

_COUNTS = ("connections", "success", "failed", "fallback", "none", "unknown", "refused")
_WORST_FIRST = ("failed", "fallback", "none", "connections")
_CELLS = 8


def domains(log: Log, direction: Direction = "out", filter_text: str = "") -> list[Row]:
    """A row for each domain that connections out, in or both were for.

    `connections` are all; `success`, `failed`, `fallback`, `none`, `unknown` those in that state
    and `refused` those that were refused; `protocols` counts those in success by version, such as
    "1.0", the `weakest` first; `last_reason` of a failure, `trend` counts failures in 8 slices of
    the time of the load. Sorted by `failed`, then by what else was not encrypted, `fallback` and
    `none`, then `connections`. The domain is None where it is not in the log. Raises `FilterError`.
    """
    rows: dict[str | None, Row] = {}
    with log.cursor() as cursor:
        cursor.begin()
        for kind in KINDS[direction]:
            asked = asked_of(log, cursor, kind, filter_text)
            query = statement(
                "domains",
                rows=rows_of(kind, DOMAINS[kind]),
                domain=DOMAINS[kind],
                state=STATES_SHOWN[kind],
                condition=asked.sql,
            )
            for domain, *values in cursor.execute(query, asked.parameters).fetchall():
                _add(rows.setdefault(domain, _empty(domain)), values)
        failures = Failures(log, cursor, filter_text, direction)
        for (_, domain), found in failures.by_branch(_CELLS).items():
            _blame(rows[domain], found)
    for row in rows.values():
        row["protocols"] = dict(sorted(row["protocols"].items(), key=_strength))
        row["weakest"] = next(iter(row["protocols"]), None)
    return sorted(rows.values(), key=_order)


def _empty(domain: str | None) -> Row:
    return {
        "domain": domain,
        **dict.fromkeys(_COUNTS, 0),
        "protocols": Counter(),
        "last_reason": None,
        "last_line": 0,
        "trend": (0,) * _CELLS,
    }


def _add(row: Row, values: Sequence[Any]) -> None:
    *counts, protocols = values
    for name, count in zip(_COUNTS, counts, strict=True):
        row[name] += count
    for protocol, count in (protocols or {}).items():
        row["protocols"][_version(protocol)] += count


def _blame(row: Row, found: Row) -> None:
    """Take in the failures of one reason."""
    row["trend"] = tuple(map(sum, zip(row["trend"], found["trend"], strict=True)))
    if found["last_line"] > row["last_line"]:
        row["last_line"], row["last_reason"] = found["last_line"], found["reason"]


def _version(protocol: str) -> str:
    """`1.2` for TLSv1.2, `1.0` for TLSv1 and TLSv1/SSLv3; others as logged."""
    found = re.match(r"TLSv(\d)(\.\d)?", protocol)
    return found[1] + (found[2] or ".0") if found else protocol


def _strength(counted: tuple[str, int]) -> tuple[bool, str]:
    """SSL is weaker than any TLS."""
    version, _ = counted
    return not version.startswith("SSL"), version


def _order(row: Row) -> tuple[int | str, ...]:
    return *(-row[name] for name in _WORST_FIRST), row["domain"] or ""
