"""The truth about messages and their families (contract, sections 2 to 4)."""

from typing import Any

from ..stage import Happening
from .book import Book, Key
from .connections import OPENINGS, first, picked, time_of
from .families import children_of, parent_of, whole_endings
from .recipients import Recipient, recipients_of

Row = dict[str, Any]
BECAME = ("split", "rewritten", "reinjected")
"""Relations of children that a message went on as."""

SENDER_LINES = ("sender", "enveloped", "ready", "bounced")
HELD = ("quarantined", "handed_over", "stored")
WHOLE = ("dropped", "bounced", "aborted")


def message_row(book: Book, key: Key) -> Row:
    """One row of `export messages`."""
    lines = book.records[key]
    parent, relation = parent_of(book, key)
    recipients = recipients_of(book, key)
    status, detail = _status(book, key, recipients)
    return {
        "gateway": key.gateway,
        "mid": key.id,
        "generation": key.generation,
        "icid": _icid(lines),
        "sender": _inherited(book, key, _sender),
        "subject": _inherited(book, key, _subject),
        **picked(first(lines, "message_id"), "message_id"),
        **picked(first(lines, "ready"), "size"),
        **picked(first(lines, "policy"), "policy"),
        "started": time_of(first(lines, "started")),
        "finished": time_of(first(lines, "finished")),
        "status": status,
        "status_detail": detail,
        "tls_received": tls_received(book, key),
        "tls_delivered": _tls_delivered(book, key),
        "parent": parent.id if parent else None,
        "relation": relation,
        "children": [child.id for child, _ in children_of(book, key)],
        "recipients": [recipient.row() for recipient in recipients],
        "verdicts": _verdicts(lines),
        "attachments": [line.facts["attachment"] for line in lines if line.what == "attachment"],
        "first_line": lines[0].line,
        "last_line": lines[-1].line,
    }


def tls_received(book: Book, key: Key) -> str:
    """How the message was received."""
    lines = book.records[key]
    begin = first(lines, "started") or lines[0]
    naming = next((line for line in lines if line.icid is not None), None)
    parent, relation = parent_of(book, key)
    if naming and naming.icid:
        if first(lines, "tls_read"):
            return "success"
        connection = book.records[book.owner(naming, "injection", naming.icid)]
        before = [line for line in connection if line.line < begin.line]
        if first(before, "tls_success"):
            return "success"
        if first(before, "tls_failed"):
            return "fallback"
        return "none" if first(connection, *OPENINGS) else "unknown"
    if naming or parent:
        if parent is None or relation == "bounce":
            return "internal"
        return tls_received(book, parent)
    return "unknown"


def _icid(lines: list[Happening]) -> int | None:
    return next((line.icid for line in lines if line.icid is not None), None)


def _inherited(book: Book, key: Key, own: Any) -> Any:
    """A field of the message; a rewritten one takes what it lacks from its parent."""
    value = own(book.records[key])
    if value is None:
        parent, relation = parent_of(book, key)
        if parent and relation == "rewritten":
            return _inherited(book, parent, own)
    return value


def _sender(lines: list[Happening]) -> str | None:
    for what in SENDER_LINES:
        for line in lines:
            if line.what == what and "sender" in line.facts:
                return str(line.facts["sender"])
    return None


def _subject(lines: list[Happening]) -> str | None:
    subject: str | None = picked(first(lines, "subject"), "subject")["subject"]
    return subject


def _verdicts(lines: list[Happening]) -> list[Row]:
    last = {line.facts["engine"]: line for line in lines if line.what == "verdict"}
    return [
        {"engine": engine, "verdict": line.facts["verdict"]}
        for engine, line in sorted(last.items(), key=lambda item: item[1].line)
    ]


def _tls_delivered(book: Book, key: Key) -> str | None:
    states = {recipient.tls for each in _line_of(book, key) for recipient in each} - {None}
    return None if not states else states.pop() if len(states) == 1 else "mixed"


def _line_of(book: Book, key: Key) -> list[list[Recipient]]:
    """The recipients of the message and of all that it went on as."""
    found = [recipients_of(book, key)]
    for child, relation in children_of(book, key):
        if relation in BECAME:
            found += _line_of(book, child)
    return found


def _status(book: Book, key: Key, recipients: list[Recipient]) -> tuple[str, str | None]:
    lines = book.records[key]
    started = first(lines, "started")
    if started and started.icid and not first(lines, "ready", "queued", "finished", "aborted"):
        return "receiving", None
    for manner in WHOLE:
        if manner in whole_endings(lines):
            return manner, _detail(lines)
    quarantine = _quarantine(lines)
    states = {recipient.status for recipient in recipients}
    if len(states) == 1 and states != {"unknown"}:
        state = states.pop()
        return state, quarantine if state == "quarantined" else None
    if "delivered" in states:
        return "partly delivered", None
    if len(states) > 1:
        return "mixed", None
    return _without_recipients(book, key, quarantine)


def _detail(lines: list[Happening]) -> str | None:
    details = [line.facts["detail"] for line in lines if line.what == "aborted"]
    return details[0] if details else None


def _quarantine(lines: list[Happening]) -> str | None:
    names = [line.facts.get("quarantine") for line in lines if line.what in HELD]
    return next((name for name in reversed(names) if name), None)


def _without_recipients(book: Book, key: Key, quarantine: str | None) -> tuple[str, str | None]:
    lines = book.records[key]
    relations = [relation for _, relation in children_of(book, key)]
    for relation in ("rewritten", "split"):
        if relation in relations:
            return relation, None
    if first(lines, "finished"):
        return "finished", None
    if _in_quarantine(lines):
        return "quarantined", quarantine
    return ("queued" if first(lines, "queued") else "unknown"), None


def _in_quarantine(lines: list[Happening]) -> bool:
    came = [line.line for line in lines if line.what in HELD]
    left = [line.line for line in lines if line.what == "released"]
    return bool(came) and not (left and left[-1] > came[-1])
