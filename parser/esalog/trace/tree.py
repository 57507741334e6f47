"""The tree of a trace: ICID, MID, RID, attempts, and the messages that a message became."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from esalog.keys import ID_WORDS, Key
from esalog.reasons import explained
from esalog.trace.transaction import Attempt, Call, Connection, Family, Mail, Row, Step
from esalog.trace.verdicts import ENDED, ends, received, refusal, settling, why_unknown

SHOWN = 200
"""So many recipients of a message are shown."""

NodeKind = Literal["injection", "delivery", "message", "recipient", "attempt", "note"]

_FAILING = frozenset({"failed", "fallback"})
_OUTCOMES = {
    None: "no outcome",
    "done": "delivered",
    "bounced": "bounced",
    "double_bounced": "bounced",
    "delayed": "delayed",
    "possible": "unknown",
    "handed_over": "quarantined",
}
"""What became of an attempt, by the event that ended it."""

_RELATIONS = {
    "split": "split from",
    "rewritten": "rewritten from",
    "generated": "made from",
    "bounce": "bounce of",
    "reinjected": "reinjected from",
}
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class TraceNode:
    """One step of a trace: an injection, delivery, message, recipient, attempt, or a note.

    A node is under the nearest one above it with a smaller `depth`. `text` begins with the id as
    logged; its parts stand two blanks apart. `tls` is a state (of an injected message: as
    received), `size` is in bytes, `lines` are the numbers of the lines that tell of it.
    """

    depth: int
    kind: NodeKind
    key: Key | None
    at: datetime | None
    text: str
    tls: str | None = None
    protocol: str | None = None
    status: str | None = None
    reason: str | None = None
    size: int | None = None
    lines: tuple[int, ...] = ()


def family_nodes(family: Family) -> Iterator[TraceNode]:
    """The tree of a message's family, from the ancestor that was received."""
    yield from _Tree().mail(family.root, 0)
    if not family.is_whole:
        yield _note(0, "more messages of this family are left out")


def call_nodes(call: Call) -> Iterator[TraceNode]:
    """A connection with its messages; of a delivery, with the recipients that it was to serve."""
    connection = call.connection
    yield from _connection(connection, 0)
    for mail in call.mails:
        if connection.key.kind == "injection":
            yield _message(mail, 1, tls=mail.row["tls_received"])
            yield _note(2, _BETWEEN.join(_sender(mail) + _addressees(mail)))
        else:
            yield _message(mail, 1)
            for attempts in mail.attempts.values():
                tried = [one for one in attempts if one.connection.key == connection.key]
                yield from (_served(mail, attempt, 2) for attempt in tried)
    if left := connection.row["messages"] - len(call.mails):
        yield _note(1, f"{left:,} more messages")


class _Tree:
    """Builds the nodes of a family; each message once, though a damaged log may close a circle."""

    def __init__(self) -> None:
        self._told: set[Key] = set()

    def mail(self, mail: Mail, depth: int) -> Iterator[TraceNode]:
        self._told.add(mail.key)
        if mail.injection:
            yield from _connection(mail.injection, depth, [mail])
            depth += 1
        yield _message(mail, depth)
        for text in _mail_notes(mail):
            yield _note(depth + 1, text)
        recipients = mail.row["recipients"]
        for recipient in recipients[:SHOWN]:
            yield from self._recipient(mail, recipient, depth + 1)
        if len(recipients) > SHOWN:
            yield _note(depth + 1, f"{len(recipients) - SHOWN:,} more recipients")
        for child in mail.children:
            if child.key not in self._told:
                yield from self.mail(child, depth + 1)

    def _recipient(self, mail: Mail, recipient: Row, depth: int) -> Iterator[TraceNode]:
        rid = recipient["rid"]
        attempts, steps = mail.attempts[rid], mail.steps_of[rid]
        yield TraceNode(
            depth, "recipient", None, _at(mail, _last_line(mail, recipient, steps)),
            _text(f"RID {rid}", recipient["address"]),
            recipient["tls"], recipient["tls_protocol"], recipient["status"],
            lines=tuple(step.line for step in steps),
        )  # fmt: skip
        for place, attempt in enumerate(attempts):
            end = attempts[place + 1].line if place + 1 < len(attempts) else None
            yield self._attempt(mail, attempt, depth + 1)
            yield from _attempt_notes(mail, attempt, place, len(attempts), end, depth + 1)
        if not attempts and (response := _last_response(steps)):
            yield _note(depth + 1, response)

    def _attempt(self, mail: Mail, attempt: Attempt, depth: int) -> TraceNode:
        connection = attempt.connection
        is_known = connection.key in self._told
        self._told.add(connection.key)
        peer = " the same connection" if is_known else _to_peer(connection.row)
        return TraceNode(
            depth, "attempt", connection.key, _at(mail, attempt.line),
            f"DCID {connection.key.id}{peer}", attempt.tls,
            connection.row["tls_protocol"] if attempt.tls == "success" else None,
            _OUTCOMES[attempt.outcome],
            _reason(connection.row) if attempt.tls in _FAILING else None,
            lines=_attempt_lines(mail, attempt),
        )  # fmt: skip


def _connection(
    connection: Connection, depth: int, mails: Sequence[Mail] = ()
) -> Iterator[TraceNode]:
    """A connection that stands by itself, with what is told of it."""
    row, key = connection.row, connection.key
    is_refused = refusal(row)
    mailed = [mail.row["status"] for mail in mails]
    status = "refused" if is_refused else _RECEIVED.get(mailed[0], "received") if mailed else None
    peer = _peer(row) if key.kind == "delivery" else row["remote_ip"]
    yield TraceNode(
        depth, key.kind, key, row["stamp"],
        _text(f"{ID_WORDS[key.kind]} {key.id}", row.get("remote_host"), peer),
        None if is_refused and row["tls"] in ("none", "unknown") else row["tls"],
        row["tls_protocol"] if row["tls"] == "success" else None,
        status, _reason(row) if row["tls"] in _FAILING else None,
        lines=tuple(step.line for step in connection.steps),
    )  # fmt: skip
    if text := _BETWEEN.join(_connection_facts(connection)):
        yield _note(depth + 1, text)
    if row["tls"] == "unknown" and not is_refused:
        yield _note(depth + 1, why_unknown(connection))


_RECEIVED = {"receiving": "receiving", "aborted": "aborted"}
"""What is said of the connection of a message that did not come in whole."""


def _connection_facts(connection: Connection) -> Iterator[str]:
    row = connection.row
    if row.get("access_rule"):
        yield row["access_rule"]
    if row.get("sender_group"):
        yield f"group {row['sender_group']}"
    if row.get("auth_user"):
        yield f"user {row['auth_user']}"
    if row["tls"] == "success" and row["tls_cipher"]:
        yield row["tls_cipher"]
    if row.get("tls_peer"):
        yield f"CN {row['tls_peer']}"
    if row.get("error"):
        yield row["error"]
    if row.get("lost"):
        yield "lost"


def _message(mail: Mail, depth: int, tls: str | None = None) -> TraceNode:
    return TraceNode(
        depth, "message", mail.key, mail.row["stamp"],
        _text(f"MID {mail.key.id}", mail.row["subject"]),
        tls, mail.row["received_protocol"] if tls == "success" else None,
        mail.row["status"], size=mail.row["size"],
        lines=tuple(step.line for step in mail.steps if not step.rids),
    )  # fmt: skip


def _mail_notes(mail: Mail) -> Iterator[str]:
    """Where a message came from, and what was found in it."""
    row = mail.row
    if not (mail.injection or mail.parent):
        yield received(mail).text
    if mail.parent:
        yield f"{_RELATIONS[row['relation']]} MID {mail.parent.key.id}"
    found = [f"{engine} {verdict}" for engine, verdict in mail.verdicts.items()]
    policy = [f"policy {row['policy']}"] if row["policy"] else []
    if told := _sender(mail) + policy + found:
        yield _BETWEEN.join(told)
    if row["status_detail"]:
        yield f"{row['status']}: {row['status_detail']}"


def _attempt_notes(
    mail: Mail, attempt: Attempt, place: int, count: int, end: int | None, depth: int
) -> Iterator[TraceNode]:
    """Which attempt it was, and what the other side said; `end` is where the next one begins."""
    row = attempt.connection.row
    if attempt.tls == "unknown":
        yield _note(depth, why_unknown(attempt.connection))
    outcome = _OUTCOMES[attempt.outcome]
    which = [f"attempt {place + 1} of {count}", outcome] if count > 1 else []
    if count == 1 and outcome != "delivered":
        which = ["1 attempt"]
    said = [
        step.text("response")
        for step in mail.steps_of[attempt.rid]
        if step.line >= attempt.line and (end is None or step.line < end)
    ]
    error = row["error"] if outcome != "delivered" else None
    told = [*which, *filter(None, said[-1:]), *filter(None, [error])]
    if told:
        yield _note(depth, _BETWEEN.join(told))


def _last_response(steps: Sequence[Step]) -> str | None:
    """What a server answered last in these lines of a recipient."""
    return next((said for step in reversed(steps) if (said := step.text("response"))), None)


def _attempt_lines(mail: Mail, attempt: Attempt) -> tuple[int, ...]:
    """The lines of an attempt: those that began its connection, its own, and the answer to it."""
    connection = attempt.connection.lines("opened", "tls_success", "tls_failed", "connection_error")
    own = [
        step.line
        for step in mail.steps_of[attempt.rid]
        if attempt.line <= step.line <= attempt.last_line
        and step.dcid in (None, attempt.connection.key.id)
    ]
    return tuple(sorted({*connection, *own}))


def _last_line(mail: Mail, recipient: Row, steps: Sequence[Step]) -> int | None:
    """The line that made a recipient what it is; `steps` are those of its own lines."""
    if recipient["status"] in ENDED:
        return max(ends(mail, recipient["rid"]))
    if settled := settling(mail, recipient):
        return settled.done_line or settled.last_line
    return steps[-1].line if steps else None


def _served(mail: Mail, attempt: Attempt, depth: int) -> TraceNode:
    """A recipient as one connection served it."""
    address = next(
        (row["address"] for row in mail.row["recipients"] if row["rid"] == attempt.rid), None
    )
    return TraceNode(
        depth, "recipient", None, _at(mail, attempt.last_line),
        _text(f"RID {attempt.rid}", address), status=_OUTCOMES[attempt.outcome],
        lines=_attempt_lines(mail, attempt),
    )  # fmt: skip


def _at(mail: Mail, line: int | None) -> datetime | None:
    return next((step.at for step in mail.steps if step.line == line), None)


def _sender(mail: Mail) -> list[str]:
    sender = mail.row["sender"]
    return [f"from {sender or '<>'}"] if sender is not None else []


def _addressees(mail: Mail) -> list[str]:
    named = [row["address"] or f"RID {row['rid']}" for row in mail.row["recipients"]]
    more = f" +{len(named) - 1}" if len(named) > 1 else ""
    return [f"to {named[0]}{more}"] if named else []


def _to_peer(row: Row) -> str:
    peer = _peer(row)
    return f" → {peer}" if peer else ""


def _peer(row: Row) -> str | None:
    """The address and port of the other side of a delivery."""
    address: str | None = row["remote_ip"]
    if not (address and row["port"]):
        return address
    return f"[{address}]:{row['port']}" if ":" in address else f"{address}:{row['port']}"


def _reason(row: Row) -> str:
    return explained(row["tls_reason"])


def _text(*parts: str | None) -> str:
    return "  ".join(part for part in parts if part)


def _note(depth: int, text: str) -> TraceNode:
    return TraceNode(depth, "note", None, None, text)
