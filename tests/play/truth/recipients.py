"""The truth about recipients: attempts, how they came out, and over what (section 2 and 3)."""

from dataclasses import dataclass, field
from typing import Any

from ..stage import Happening
from .book import Book, Key
from .connections import OPENINGS, connection_tls, first, picked
from .families import children_of, parent_of, whole_endings

OUTCOMES = ("done", "bounced", "delayed", "possible")


@dataclass(slots=True)
class Attempt:
    """One try to deliver to a recipient over a connection."""

    connection: Key
    outcome: str | None = None


@dataclass(slots=True)
class Recipient:
    """A recipient of a message, and all that is told of it."""

    rid: int
    address: str | None = None
    status: str = "unknown"
    tls: str | None = None
    dcid: int | None = None
    protocol: str | None = None
    cipher: str | None = None
    attempts: list[Attempt] = field(default_factory=list)
    response: str | None = None
    last_outcome: Happening | None = None

    def row(self) -> dict[str, Any]:
        """The recipient as exported."""
        return {
            "rid": self.rid,
            "address": self.address,
            "status": self.status,
            "tls": self.tls,
            "dcid": self.dcid,
            "tls_protocol": self.protocol,
            "tls_cipher": self.cipher,
            "attempts": len(self.attempts),
            "response": self.response,
        }


def recipients_of(book: Book, key: Key) -> list[Recipient]:
    """The recipients of a message by RID."""
    lines = book.records[key]
    addresses = addresses_of(book, key)
    rids = set(addresses) | {rid for line in lines for rid in line.rids}
    recipients = []
    for rid in sorted(rids):
        recipient = Recipient(rid, addresses.get(rid))
        _follow(book, recipient, [line for line in lines if rid in line.rids or not line.rids])
        recipient.status = _status(book, key, recipient)
        _settle(book, recipient)
        recipients.append(recipient)
    return recipients


def addresses_of(book: Book, key: Key) -> dict[int, str]:
    """Addresses by RID; a rewritten message takes those it has not from its parent."""
    lines = book.records[key]
    addresses: dict[int, str] = {}
    parent, relation = parent_of(book, key)
    if parent and relation == "rewritten":
        addresses |= addresses_of(book, parent)
    for what in ("bounced", "recipient"):
        told = [line for line in lines if line.what == what and line.facts.get("address")]
        addresses |= {line.rids[0]: line.facts["address"] for line in reversed(told)}
    return addresses


def _follow(book: Book, recipient: Recipient, lines: list[Happening]) -> None:
    """Go through the lines of one recipient, and note attempts and answers."""
    attempts = recipient.attempts
    for line in lines:
        if line.what in ("response", "bounced", "delayed", "double_bounced"):
            recipient.response = line.facts["response"]
        if line.what == "double_bounced":
            recipient.last_outcome = line
            still_open = [attempt for attempt in attempts if attempt.outcome is None]
            if still_open:
                still_open[-1].outcome = "bounced"
        if line.what in OUTCOMES:
            recipient.last_outcome = line
        if not line.dcid or line.what not in ("delivery_started", *OUTCOMES):
            continue
        connection = book.owner(line, "delivery", line.dcid)
        if line.what == "delivery_started":
            attempts.append(Attempt(connection))
            continue
        started = [x for x in attempts if x.connection == connection and x.outcome is None]
        if not started:
            attempts.append(Attempt(connection))
            started = attempts[-1:]
        started[-1].outcome = line.what


def _status(book: Book, key: Key, recipient: Recipient) -> str:
    lines = book.records[key]
    whole = whole_endings(lines)
    own = [line for line in lines if recipient.rid in line.rids]
    last = recipient.last_outcome.what if recipient.last_outcome else ""
    if first(own, "done"):
        return "delivered"
    if last in ("bounced", "double_bounced") or "bounced" in whole:
        return "bounced"
    if "dropped" in whole or first(own, "deleted"):
        return "dropped"
    if "aborted" in whole:
        return "aborted"
    if _is_held(lines, recipient.rid):
        return "quarantined"
    children = children_of(book, key)
    if any(relation == "rewritten" for _, relation in children):
        return "rewritten"
    if recipient.address and any(
        recipient.address.lower() in {a.lower() for a in addresses_of(book, child).values()}
        for child, relation in children
        if relation == "split"
    ):
        return "split"
    if recipient.attempts:
        outcome = recipient.attempts[-1].outcome
        return {"delayed": "delayed", "possible": "unknown"}.get(outcome or "", "sending")
    return "queued" if first(lines, "queued") else "unknown"


def _is_held(lines: list[Happening], rid: int) -> bool:
    came = [
        line.line
        for line in lines
        if line.what == "quarantined"
        or (line.what in ("handed_over", "stored") and rid in line.rids)
    ]
    left = [line.line for line in lines if line.what == "released"]
    return bool(came) and not (left and left[-1] > came[-1])


def _settle(book: Book, recipient: Recipient) -> None:
    """Find the attempt that settled the recipient, and over what it went."""
    last = recipient.last_outcome
    if not recipient.attempts or (last and last.what == "bounced" and last.dcid == 0):
        return
    done = [attempt for attempt in recipient.attempts if attempt.outcome == "done"]
    key = (done or recipient.attempts[-1:])[0].connection
    lines = book.records[key]
    state = connection_tls(lines)
    if recipient.status == "delivered" and state == "failed":
        state = "none" if first(lines, *OPENINGS) else "unknown"
    recipient.tls, recipient.dcid = state, key.id
    session = picked(first(lines, "tls_success"), "tls_protocol", "tls_cipher")
    recipient.protocol, recipient.cipher = session["tls_protocol"], session["tls_cipher"]
