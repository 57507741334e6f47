"""What is found in the records themselves: ids by their number, and Message-IDs.

Both are about as many as there are records, so no copy is kept of all that is told of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from esalog.keys import RecordKind
from esalog.log import Log
from esalog.search.conditions import Condition
from esalog.search.hits import Entity
from esalog.search.matching import Fit, Rank, fit
from esalog.search.message_ids import MessageIds
from esalog.search.sql import statement
from esalog.search.terms import LONGEST_ID, Query, TypedId

_BEGINNINGS = 5
"""The newest ids of each kind that begin with the digits."""

_LOOKED_AT = 200
"""Messages whose Message-ID fits that are ranked; machines write these ids, people paste them."""


class Ids(NamedTuple):
    """Where the ids of a kind are, and SQL for what stands behind a record of it."""

    record: RecordKind
    table: str
    column: str
    messages: str
    connections: str


IDS = (
    Ids("message", "messages", "mid", "1", "(coalesce(icid, 0) > 0)::BIGINT + len(sent_by)"),
    Ids("injection", "injections", "icid", "len(mids)", "1"),
    Ids("delivery", "deliveries", "dcid", "len(mids)", "1"),
)


def ids(log: Log, typed: TypedId) -> Iterator[tuple[Entity, Fit]]:
    """Records whose id is the typed number or begins with it."""
    for one in IDS:
        if typed.column in ("", one.column):
            yield from _ids(log, one, typed.number)


def _ids(log: Log, one: Ids, number: int) -> Iterator[tuple[Entity, Fit]]:
    condition = _begins(one.column, number)
    sql = statement("ids", fits=condition.sql, **one._asdict())
    for row in rows(log, sql, [*condition.parameters, number, number, _BEGINNINGS]):
        entity = Entity(*row)
        rank = Rank.EXACT if entity.id == number else Rank.PREFIX
        yield entity, Fit(rank, ((0, len(str(number))),))


def _begins(column: str, number: int) -> Condition:
    """That an id is a number or begins with its digits."""
    powers = [10**more for more in range(LONGEST_ID + 1 - len(str(number)))] if number else [1]
    tests = " OR ".join(f"{column} BETWEEN ? AND ?" for _ in powers)
    bounds = [(number * power, number * power + power - 1) for power in powers]
    return Condition(f"({tests})", tuple(bound for pair in bounds for bound in pair))


def message_ids(log: Log, known: MessageIds, query: Query) -> Iterator[tuple[Entity, Fit]]:
    """Message-IDs that fit, the newest first."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    if mids := known.mids(query, _LOOKED_AT):
        for row in rows(log, statement("message_ids"), [mids]):
            found.setdefault(row[0], []).append(row)
    for text, messages in found.items():
        if how := fit(text, query):
            yield _message_id(text, messages), how


def _message_id(text: str, messages: Sequence[tuple[Any, ...]]) -> Entity:
    connections = {one for message in messages for one in message[-1] if one is not None}
    _, newest, *identity, _ = messages[0]
    record = ("message", *identity) if len(messages) == 1 else ()
    return Entity("msg-id", text, None, newest, len(messages), len(connections), *record)


def rows(log: Log, sql: str, parameters: Iterable[object] = ()) -> list[tuple[Any, ...]]:
    """The rows of an answer, from a cursor of its own."""
    with log.cursor() as cursor:
        return cursor.execute(sql, list(parameters)).fetchall()
