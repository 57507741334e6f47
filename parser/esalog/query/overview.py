"""The load at a glance: mail and failures over time, and how TLS went in and out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from esalog.log import Log
from esalog.query.columns import FAILURES
from esalog.query.sql import statement
from esalog.query.tells import STATES_SHOWN
from esalog.stamps import moment_of, seconds_of

_FINE_STEPS = (1, 2, 5, 10, 15, 30)
_STEPS = (60, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)
_STATES = ("success", "failed", "fallback", "none", "unknown")


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of a load.

    `mail` (messages) and `failures` (connections on which TLS failed) have one count for each
    `seconds_per_cell` from `first`, where the first of them begins; `last` is when the last
    record is from. `received` and `delivered` count connections by TLS state, success first and
    unknown last, without those that were refused. `totals`: messages, injections, deliveries,
    domains (of deliveries), failures, refused.
    """

    first: datetime | None
    last: datetime | None
    seconds_per_cell: int
    mail: tuple[int, ...]
    failures: tuple[int, ...]
    received: Mapping[str, int]
    delivered: Mapping[str, int]
    totals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Records by kind, connections by kind and state, messages and failures by slice of time."""

    totals: Counter[str]
    states: Mapping[str, Counter[str]]
    mail: Counter[int]
    failures: Counter[int]


def overview(log: Log, cells: int = 48) -> Overview:
    """Counts of the load over at most `cells` slices of time."""
    with log.cursor() as cursor:
        cursor.begin()
        first, last = cursor.execute(statement("span")).fetchall()[0]
        step = _step(first, last, cells)
        query = statement(
            "overview",
            injection_state=STATES_SHOWN["injections"],
            injection_failure=FAILURES["injections"],
            delivery_failure=FAILURES["deliveries"],
        )
        counts = _counted(cursor.execute(query, {"step": step}).fetchall())
        ((domain_count,),) = cursor.execute(statement("count_domains")).fetchall()
    begin = seconds_of(first) // step if first else 0
    slices = range(begin, seconds_of(last) // step + 1 if last else 0)
    came, went = counts.states["injections"], counts.states["deliveries"]
    return Overview(
        first=moment_of(begin * step) if first else None,
        last=last,
        seconds_per_cell=step,
        mail=tuple(counts.mail[cell] for cell in slices),
        failures=tuple(counts.failures[cell] for cell in slices),
        received={state: came[state] for state in _STATES},
        delivered={state: went[state] for state in _STATES},
        totals={**counts.totals, "domains": domain_count, "refused": came["refused"]},
    )


def _counted(rows: Iterable[tuple[Any, ...]]) -> _Counts:
    """The sums of rows that each give kind, state, whether TLS failed, slice and count."""
    totals = Counter({"messages": 0, "injections": 0, "deliveries": 0, "failures": 0})
    states: dict[str, Counter[str]] = {"injections": Counter(), "deliveries": Counter()}
    mail: Counter[int] = Counter()
    failures: Counter[int] = Counter()
    for kind, state, is_failure, cell, count in rows:
        totals[kind] += count
        totals["failures"] += count * is_failure
        if kind == "messages":
            mail[cell] += count
        else:
            states[kind][state] += count
            failures[cell] += count * is_failure
    return _Counts(totals, states, mail, failures)


def zoomed(log: Log, whole: Overview, since: datetime, until: datetime, cells: int) -> Overview:
    """The same load between two times: `mail` and `failures` in at most `cells` finer slices.

    `first` and `last` are when the first slice begins and the last one ends; what counts the
    whole load stays.
    """
    steps = _FINE_STEPS + _STEPS
    step = next(
        (one for one in steps if seconds_of(until) // one - seconds_of(since) // one < cells),
        steps[-1],
    )
    begin, end = seconds_of(since) // step, seconds_of(until) // step
    with log.cursor() as cursor:
        query = statement(
            "slices",
            injection_failure=FAILURES["injections"],
            delivery_failure=FAILURES["deliveries"],
        )
        first, last = moment_of(begin * step), moment_of((end + 1) * step)
        counts = cursor.execute(query, {"step": step, "since": first, "until": last}).fetchall()
    mail = {cell: count for cell, count, _ in counts}
    failures = {cell: count for cell, _, count in counts}
    slices = range(begin, end + 1)
    return replace(
        whole,
        first=first,
        last=last,
        seconds_per_cell=step,
        mail=tuple(mail.get(cell, 0) for cell in slices),
        failures=tuple(failures.get(cell, 0) for cell in slices),
    )


def _step(first: datetime | None, last: datetime | None, cells: int) -> int:
    """The shortest round step in seconds with which the time fits into the cells."""
    if first is None or last is None:
        return _STEPS[0]
    begin, end = seconds_of(first), seconds_of(last)
    weeks = ((end - begin) // (cells - 1) // _STEPS[-1] + 1) * _STEPS[-1] if cells > 1 else end + 1
    return next((step for step in _STEPS if end // step - begin // step < cells), weeks)
