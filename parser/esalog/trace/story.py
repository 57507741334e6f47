"""What a trace is, and how a record is traced or named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from esalog.errors import UsageError
from esalog.grammar.form import MAX_ID
from esalog.keys import ID_COLUMNS, ID_WORDS, TABLES, Key, RecordKind
from esalog.log import Log
from esalog.trace.reading import read_call, read_family
from esalog.trace.sql import statement
from esalog.trace.transaction import Call, Family
from esalog.trace.tree import TraceNode, call_nodes, family_nodes
from esalog.trace.verdicts import Verdict, call_verdict, heirs, mail_verdicts, served

_KINDS: dict[str, RecordKind] = {word.lower(): kind for kind, word in ID_WORDS.items()}
_NAMED = re.compile(r"\s*(?:(icid|mid|dcid)[:\s]\s*)?([0-9]+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trace:
    """The story of one record.

    `title` names it, `facts` count what hangs on it. `verdicts` are sentences, for each direction
    one for all that went alike; `proofs` are, for each of them, the numbers of the lines that prove
    it. `nodes` are the tree from top to bottom.
    """

    key: Key
    title: str
    facts: str
    verdicts: tuple[str, ...]
    proofs: tuple[tuple[int, ...], ...]
    nodes: tuple[TraceNode, ...]

    @property
    def proof(self) -> tuple[int, ...]:
        """The lines that prove the verdicts, in order, each once."""
        return tuple(sorted({line for lines in self.proofs for line in lines}))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a text may mean: with the number and time of its first line."""

    key: Key
    first_line: int
    at: datetime | None


def trace(log: Log, key: Key) -> Trace:
    """The trace of a record. Raises UsageError when the log does not have it."""
    if key.kind == "message":
        family = read_family(log, key)
        verdicts = mail_verdicts(family.own)
        return _trace(key, _family_facts(family), verdicts, family_nodes(family))
    call = read_call(log, key)
    return _trace(key, _call_facts(call), [call_verdict(call)], call_nodes(call))


def resolve(
    log: Log, text: str, gateway: str | None = None, generation: int | None = None
) -> list[Key]:
    """The records that `mid:N`, `icid:N` or `dcid:N` can mean, in the order of their first lines.

    A number alone can mean each of the three. Several gateways may use an id, and an id may begin
    anew (generations): all are given unless `gateway` and `generation` tell. Raises UsageError for
    a text that names no record.
    """
    return [candidate.key for candidate in candidates(log, text, gateway, generation)]


def candidates(
    log: Log, text: str, gateway: str | None = None, generation: int | None = None
) -> list[Candidate]:
    """The records of `resolve`, each with what tells it from the others."""
    named = _NAMED.fullmatch(text)
    if not named:
        raise UsageError(f"{text!r} names no record: write mid:N, icid:N or dcid:N")
    number = int(named[2])
    if number > MAX_ID:
        return []
    kinds = [_KINDS[named[1].lower()]] if named[1] else _KINDS.values()
    found = (one for kind in kinds for one in _named(log, kind, number, gateway, generation))
    return sorted(found, key=lambda candidate: candidate.first_line)


def _named(
    log: Log, kind: RecordKind, number: int, gateway: str | None, generation: int | None
) -> list[Candidate]:
    table = TABLES[kind]
    answer = log.cursor().execute(
        statement("named", table=table, id=ID_COLUMNS[table]),
        {"id": number, "gateway": gateway, "generation": generation},
    )
    return [Candidate(Key(kind, *row[:3]), *row[3:]) for row in answer.fetchall()]


def title_of(key: Key) -> str:
    """A record by its id as logged, with what tells it from others of the same id."""
    generation = f" (generation {key.generation})" if key.generation > 1 else ""
    return f"{ID_WORDS[key.kind]} {key.id}{generation}"


def _trace(key: Key, facts: str, verdicts: Iterable[Verdict], nodes: Iterable[TraceNode]) -> Trace:
    texts, proofs = zip(*verdicts, strict=True)
    return Trace(key, title_of(key), facts, texts, proofs, tuple(nodes))


def _family_facts(family: Family) -> str:
    line = [family.own, *heirs(family.own)]
    recipients = sum(1 for _ in served(family.own))
    attempts = [one for mail in line for tried in mail.attempts.values() for one in tried]
    connections = len({attempt.connection.key for attempt in attempts})
    return f"{_count(recipients, 'recipient')} · {_count(connections, 'connection')}"


def _call_facts(call: Call) -> str:
    return _count(call.connection.row["messages"], "message")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
