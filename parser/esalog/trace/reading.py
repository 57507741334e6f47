"""Reads a transaction from a log.

Everything is asked by ids and by the span of lines in which they can stand, so the size of the log
hardly counts.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from esalog.errors import UsageError
from esalog.keys import EVENT_TABLES, ID_COLUMNS, ID_WORDS, TABLES, Key, RecordKind
from esalog.log import Log
from esalog.trace.sql import statement
from esalog.trace.transaction import (
    Attempt,
    Call,
    Connection,
    Family,
    Mail,
    Record,
    Row,
    Step,
    relate,
    root_of,
)

LIMIT = 200
"""So many messages are read of a family or a connection."""

_FAR = 100_000
"""Lines between records that are rather passed over: retries may be hours apart."""

_Side = Literal["injection", "delivery"]
_Connections = Mapping[tuple[int, int], Connection]
"""Connections by id and generation."""


def read_family(log: Log, key: Key) -> Family:
    """Read the family of a message. Raises UsageError when the log does not have it."""
    with _Reader(log, key.gateway) as reader:
        return reader.family(key)


def read_call(log: Log, key: Key) -> Call:
    """Read a connection. Raises UsageError when the log does not have it."""
    with _Reader(log, key.gateway) as reader:
        return reader.call(key)


class _Reader:
    """Reads of one gateway from one state of the records, whatever a load does meanwhile."""

    def __init__(self, log: Log, gateway: str) -> None:
        self._cursor = log.cursor()
        self._gateway = gateway
        self._numbers: list[int] = []

    def __enter__(self) -> "_Reader":
        self._cursor.begin()
        self._numbers = [
            row["number"] for row in self._ask(statement("gateways"), gateway=self._gateway)
        ]
        return self

    def __exit__(self, *rest: object) -> None:
        self._cursor.rollback()
        self._cursor.close()

    def family(self, key: Key) -> Family:
        found: dict[Key, Mail] = {}
        wanted = [mail for mail in self._mails([key.id]) if mail.key == key]
        if not wanted:
            raise _missing(key)
        own = wanted[0]
        while wanted and len(found) < LIMIT:
            wanted = wanted[: LIMIT - len(found)]
            found |= {mail.key: mail for mail in wanted}
            self._share_steps("message", wanted)
            wanted = self._kin(wanted, found)
        relate(found.values())
        self._connect(found.values())
        return Family(own, root_of(own), is_whole=not wanted)

    def call(self, key: Key) -> Call:
        side: _Side = "injection" if key.kind == "injection" else "delivery"
        connection = self._read_connections(side, {key.id}).get((key.id, key.generation))
        if not connection:
            raise _missing(key)
        span = {"first": connection.row["first_line"], "last": connection.row["last_line"]}
        mids = statement("mids_of", id=ID_COLUMNS[TABLES[side]])
        rows = self._ask(mids, gateways=self._numbers, id=key.id, limit=LIMIT, **span)
        lines = {row["mid"]: row["line"] for row in rows}
        mails = [mail for mail in self._mails(lines) if mail.holds(lines[mail.key.id])]
        mails.sort(key=lambda mail: lines[mail.key.id])
        self._share_steps("message", mails)
        if side == "delivery":
            _put_attempts(mails, self._tried(mails), {(key.id, key.generation): connection})
        return Call(connection, mails)

    def _mails(self, mids: Collection[int]) -> list[Mail]:
        return [
            Mail(Key("message", self._gateway, row["mid"], row["generation"]), row)
            for row in self._rows(statement("messages"), ids=mids)
        ]

    def _kin(self, mails: Iterable[Mail], known: Mapping[Key, Mail]) -> list[Mail]:
        """The parents and children that the lines of `mails` name, but for those that are known."""
        named: dict[int, set[int]] = defaultdict(set)
        for step in (step for mail in mails for step in mail.steps):
            if step.other and not _is_held(step.other, step.line, known.values()):
                named[step.other].add(step.line)
        found = (mail for mail in self._mails(named) if mail.key not in known)
        return [mail for mail in found if any(map(mail.holds, named[mail.key.id]))]

    def _connect(self, mails: Collection[Mail]) -> None:
        """Give messages the connections that they came by and left by."""
        came = [mail for mail in mails if mail.row["injection_generation"]]
        injections = self._read_connections("injection", {mail.row["icid"] for mail in came})
        for mail in came:
            mail.injection = injections.get((mail.row["icid"], mail.row["injection_generation"]))
        tried = self._tried(mails)
        handed = (step.dcid for mail in mails for step in mail.steps if _hands_over(step))
        dcids = {row["dcid"] for _, row in tried} | {dcid for dcid in handed if dcid}
        _put_attempts(mails, tried, self._read_connections("delivery", dcids))

    def _tried(self, mails: Iterable[Mail]) -> list[tuple[Mail, Row]]:
        by_id = {(mail.key.id, mail.key.generation): mail for mail in mails}
        rows = self._rows(statement("attempts"), ids={mid for mid, _ in by_id})
        return [
            (by_id[row["mid"], row["generation"]], row)
            for row in rows
            if (row["mid"], row["generation"]) in by_id
        ]

    def _read_connections(self, side: _Side, ids: Collection[int]) -> _Connections:
        column = ID_COLUMNS[TABLES[side]]
        found = [
            Connection(Key(side, self._gateway, row[column], row["generation"]), row)
            for row in self._rows(statement(TABLES[side]), ids=ids)
        ]
        self._share_steps(side, found)
        return {(one.key.id, one.key.generation): one for one in found}

    def _share_steps(self, kind: RecordKind, owners: Iterable[Record]) -> None:
        """Give each record the steps of its lines."""
        table = TABLES[kind]
        steps = statement("steps", id=ID_COLUMNS[table], events=EVENT_TABLES[table])
        for near in _runs(owners):
            by_id: dict[int, list[Record]] = defaultdict(list)
            for owner in near:
                by_id[owner.key.id].append(owner)
            last = max(owner.row["last_line"] for owner in near)
            span = {"first": near[0].row["first_line"], "last": last}
            for row in self._rows(steps, ids=by_id, with_message=kind == "message", **span):
                for owner in by_id[row["id"]]:
                    if owner.holds(row["line"]):
                        owner.steps.append(_step(row))

    def _rows(self, sql: str, ids: Collection[int], **values: object) -> Iterator[Row]:
        """The answer to a query of the gateway for these ids."""
        if not ids:
            return iter(())
        return self._ask(sql, gateways=self._numbers, ids=list(ids), **values)

    def _ask(self, sql: str, **values: object) -> Iterator[Row]:
        answer = self._cursor.execute(sql, values)
        names = [column[0] for column in answer.description or ()]
        for row in answer.fetchall():
            yield dict(zip(names, row, strict=True))


def _is_held(mid: int, line: int, mails: Iterable[Mail]) -> bool:
    """Whether one of the messages is what a line names."""
    return any(mail.key.id == mid and mail.holds(line) for mail in mails)


def _runs(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Records by where their lines stand, parted where many lines lie between."""
    run: list[Record] = []
    end = 0
    for record in sorted(records, key=lambda record: int(record.row["first_line"])):
        if run and record.row["first_line"] > end + _FAR:
            yield run
            run = []
        run.append(record)
        end = max(end, record.row["last_line"])
    if run:
        yield run


def _step(row: Row) -> Step:
    return Step(
        line=row["line"],
        at=row["at"],
        event=row["event"],
        form=row["form"],
        other=row["other"],
        dcid=row["dcid"],
        rids=frozenset(int(rid) for rid in re.findall(r"\d+", row["rids"] or "")),
        value=row["value"],
    )


def _put_attempts(
    mails: Iterable[Mail], tried: Iterable[tuple[Mail, Row]], deliveries: _Connections
) -> None:
    """Give messages what was attempted, and handed over, on these connections."""
    for mail, row in tried:
        if (row["dcid"], row["delivery_generation"]) in deliveries:
            mail.attempts[row["rid"]].append(_attempt(row, deliveries))
    for mail in mails:
        for step in filter(_hands_over, mail.steps):
            for attempt in _handed_over(step, deliveries.values()):
                mail.attempts[attempt.rid].append(attempt)
        for attempts in mail.attempts.values():
            attempts.sort(key=lambda attempt: attempt.line)


def _attempt(row: Row, deliveries: _Connections) -> Attempt:
    connection = deliveries[row["dcid"], row["delivery_generation"]]
    names = ("line", "last_line", "outcome", "done_line")
    return Attempt(row["rid"], connection, *(row[name] for name in names))


def _hands_over(step: Step) -> bool:
    return step.event == "handed_over" and bool(step.dcid)


def _handed_over(step: Step, deliveries: Iterable[Connection]) -> Iterator[Attempt]:
    for connection in deliveries:
        if connection.key.id == step.dcid and connection.holds(step.line):
            for rid in sorted(step.rids):
                yield Attempt(rid, connection, step.line, step.line, "handed_over")


def _missing(key: Key) -> UsageError:
    return UsageError(f"{ID_WORDS[key.kind]} {key.id} is not in the log")
