"""How mail travelled, in one sentence for each direction, and the lines that prove it.

The sentences say what the log says: a session that was established, that failed, or that nobody
saw. Whether a certificate was checked is not in the log, so no sentence tells it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from esalog.trace.transaction import Attempt, Call, Connection, Mail, Row

BEGINS_BEFORE = "its connection begins before the log"
"""Why a state is unknown, when the log does not hold the beginning of the connection."""

_HEIRS = frozenset({"split", "rewritten", "reinjected"})
"""Relations by which a message goes on as another (the contract, section 2)."""

_NOT_YET = frozenset({"delayed", "sending", "queued", "receiving"})
_WHOLE = frozenset({"dropped", "bounced", "aborted"})
ENDED = _WHOLE | {"quarantined"}
"""States of a message that no attempt tells, or not alone: `ends` gives the lines that do."""
_ENDS = frozenset(
    {"bounced", "double_bounced", "deleted", "handed_over", "quarantined", "quarantine_deleted"}
    | {"aborted", "disposed", "delayed"}
)
_SHOWN = 3
"""So many addresses are named in a sentence."""


class Verdict(NamedTuple):
    """A sentence, and the numbers of the lines that prove it."""

    text: str
    lines: tuple[int, ...]


def mail_verdicts(mail: Mail) -> Iterator[Verdict]:
    """How a message was received, then how it was delivered: alike recipients share a sentence."""
    yield received(mail)
    yield from _delivered(mail)


def received(mail: Mail) -> Verdict:
    """How a message came in."""
    state = mail.row["tls_received"]
    carrier = mail.carrier
    links = _links(mail, carrier)
    if state == "internal":
        return _verdict(f"made by the appliance{_origin(carrier)}", links + _made(carrier))
    begun = "received" if carrier.row["status"] not in ("receiving", "aborted") else "begun"
    as_whom = "" if carrier is mail else f" as MID {carrier.key.id}"
    how = _how_received(state, mail.row["received_protocol"], carrier)
    return _verdict(f"{begun}{as_whom}{how}", links + _reception(state, carrier))


def call_verdict(call: Call) -> Verdict:
    """How a connection fared."""
    connection, row = call.connection, call.connection.row
    reason = _because(row["tls_reason"])
    texts = {
        "success": f"TLS was established{_with(row['tls_protocol'])}",
        "failed": f"TLS failed and nothing was sent afterwards{reason}",
        "fallback": f"TLS failed, then mail was sent in clear{reason}",
        "none": "never used TLS",
    }
    if refusal(row):
        texts["none"] = f"refused ({row['access_rule']}) before any mail"
    text = texts.get(row["tls"]) or f"not known whether it used TLS: {why_unknown(connection)}"
    return _verdict(text, _tls_lines(row["tls"], connection) + _first_mail(call))


def refusal(row: Row) -> bool:
    """Whether an injection was refused before any mail, so that its TLS says nothing."""
    return bool(row.get("refused")) and not row["messages"]


def why_unknown(connection: Connection | None) -> str:
    """Why the log cannot tell the state of a connection."""
    if not connection:
        return "the log does not tell its connection"
    if connection.row.get("error") and not connection.row["has_opened"]:
        return f"no session was opened: {connection.row['error']}"
    if not connection.row["has_opened"]:
        return BEGINS_BEFORE
    return "the log does not hold the rest of its connection"


def settling(mail: Mail, recipient: Row) -> Attempt | None:
    """The attempt that settled a recipient: on the connection that its record names."""
    wanted = recipient["dcid"], recipient["delivery_generation"]
    tried = [
        attempt
        for attempt in mail.attempts[recipient["rid"]]
        if attempt.is_delivery
        and (attempt.connection.key.id, attempt.connection.key.generation) == wanted
    ]
    done = [attempt for attempt in tried if attempt.done_line]
    return next(iter(done), tried[-1] if tried else None)


def heirs(mail: Mail) -> Iterator[Mail]:
    """The messages by which a message goes on, to any depth: split, rewritten, reinjected."""
    passed, waiting = {mail.key}, [mail]
    while waiting:
        for child in waiting.pop(0).children:
            if child.row["relation"] in _HEIRS and child.key not in passed:
                passed.add(child.key)
                waiting.append(child)
                yield child


def _delivered(mail: Mail) -> Iterator[Verdict]:
    """The ways in which recipients were served, each with its recipients and its proof."""
    ways: dict[tuple[str, str, str], tuple[list[str], set[int]]] = defaultdict(lambda: ([], set()))
    for owner, recipient in served(mail):
        before, after, lines = _how_delivered(owner, recipient)
        as_whom = "" if owner is mail else f" as MID {owner.key.id}"
        names, proof = ways[before, as_whom, after]
        names.append(recipient["address"] or f"RID {recipient['rid']}")
        proof.update(lines, _links(owner, mail))
    for (before, as_whom, after), (names, proof) in ways.items():
        yield _verdict(f"{before} {_listed(names)}{as_whom}{after}", proof)
    if not ways:
        yield _verdict(_whole_fate(mail), ends(mail, None))


def served(mail: Mail) -> Iterator[tuple[Mail, Row]]:
    """The recipients of a message and of its heirs, each with its own message.

    Whom only an heir was sent to stands only there.
    """
    line = [mail, *heirs(mail)]
    for place, owner in enumerate(line):
        later = {_folded(row) for heir in line[place + 1 :] for row in heir.row["recipients"]}
        later.discard(None)
        for recipient in owner.row["recipients"]:
            if recipient["attempts"] or _folded(recipient) not in later:
                yield owner, recipient


def _how_delivered(mail: Mail, recipient: Row) -> tuple[str, str, list[int]]:
    """What is said before and after the recipient's name, and what proves it."""
    status, state = recipient["status"], recipient["tls"]
    attempt = settling(mail, recipient)
    reason = _because(recipient["tls_reason"])
    unknown = why_unknown(attempt.connection if attempt else None)
    ways = {
        "success": f" over {recipient['tls_protocol'] or 'TLS'}",
        "fallback": f" in clear after TLS failed{reason}",
        "none": " without TLS",
        "unknown": f", not known whether over TLS: {unknown}",
        "failed": f", TLS failed{reason}",
    }
    way = ways.get(state, "")
    lines = _proof(mail, recipient["rid"], attempt, state)
    if status == "delivered":
        return "delivered to", way, lines
    if status == "unknown":
        return "not known whether delivered to", f": tried{way}" if way else "", lines
    yet = " yet" if status in _NOT_YET else ""
    tried = f": {way.lstrip(', ')}" if state == "failed" else f": tried{way}" if way else ""
    return "not delivered to", f"{yet}{_fate(mail.row, status)}{tried}", lines


def _fate(row: Row, status: str) -> str:
    detail = row["status_detail"] if status == row["status"] in ENDED else None
    return f" ({status}: {detail})" if detail else f" ({status})"


def _whole_fate(mail: Mail) -> str:
    """What became of a message of which the log names no recipient."""
    status = mail.row["status"]
    if status == "unknown":
        return "what became of it is not in the log"
    if status == "finished":
        return "finished, but to whom it went is not in the log"
    if status in ("rewritten", "split"):
        names = [f"MID {heir.key.id}" for heir in heirs(mail)]
        return f"went on{f' as {_listed(names)}' if names else ''} ({status})"
    yet = " yet" if status in _NOT_YET else ""
    return f"not delivered{yet}{_fate(mail.row, status)}"


def _proof(mail: Mail, rid: int, attempt: Attempt | None, state: str | None) -> list[int]:
    if not attempt or not state:
        return ends(mail, rid)
    own = [attempt.line, attempt.done_line or attempt.last_line]
    return own + _tls_lines(state, attempt.connection, before=attempt.line)


def ends(mail: Mail, rid: int | None) -> list[int]:
    """The lines that tell the fate of a message, or of a recipient, without an attempt."""
    about = [step for step in mail.steps if not step.rids or rid in step.rids]
    for events in (_ENDS, ("finished",), ("queued",)):
        if found := [step.line for step in about if step.event in events]:
            return found
    return [mail.row["first_line"]]


def _how_received(state: str, protocol: str | None, carrier: Mail) -> str:
    if state == "success":
        return f" over {protocol or 'TLS'}"
    if state == "fallback":
        return f" in clear after TLS failed{_because(_failure(carrier))}"
    if state == "none":
        return " without TLS"
    return f", not known whether over TLS: {why_unknown(carrier.injection)}"


def _failure(carrier: Mail) -> str | None:
    """The reason of the first failure before the message began that tells one."""
    steps = carrier.injection.steps if carrier.injection else []
    told = (
        step.text("tls_reason")
        for step in steps
        if step.event == "tls_failed" and step.line < carrier.began
    )
    return next(filter(None, told), None)


def _reception(state: str, carrier: Mail) -> list[int]:
    lines = [carrier.began]
    if carrier.injection:
        lines += _tls_lines(state, carrier.injection, before=carrier.began)
    if state != "success":
        return lines
    earlier = [line for line in lines if line <= carrier.began]
    return earlier + carrier.lines("tls_read")[:1]


def _tls_lines(state: str, connection: Connection, before: int | None = None) -> list[int]:
    """The lines of a connection that prove its state; failures count that stand `before`."""
    if state == "success":
        return connection.lines("tls_success")[:1]
    if state == "none":
        return connection.lines("opened")[:1]
    failures = connection.lines("tls_failed")
    earlier = [line for line in failures if before is None or line < before]
    return earlier or failures


def _first_mail(call: Call) -> list[int]:
    """The line that shows that mail went without TLS, where the state says so."""
    connection = call.connection
    if connection.row["tls"] not in ("fallback", "none"):
        return []
    after = min(connection.lines("tls_failed", "opened"), default=0)
    starts = [line for mail in call.mails for line in mail.lines("started")]
    if connection.key.kind == "delivery":
        attempts = (one for mail in call.mails for tried in mail.attempts.values() for one in tried)
        starts = [one.line for one in attempts if one.connection.key == connection.key]
    return sorted(line for line in starts if line > after)[:1]


def _origin(carrier: Mail) -> str:
    if carrier.row["relation"] == "bounce" and carrier.parent:
        return f" as a bounce of MID {carrier.parent.key.id}"
    return ", never received by SMTP"


def _made(carrier: Mail) -> list[int]:
    return [carrier.began, *([carrier.link] if carrier.link else [])]


def _links(mail: Mail, ancestor: Mail) -> list[int]:
    """The lines that tell how a message came from an ancestor, step by step."""
    lines: list[int] = []
    passed = set()
    while mail is not ancestor and mail.parent and mail.link and mail.key not in passed:
        passed.add(mail.key)
        lines.append(mail.link)
        mail = mail.parent
    return lines


def _listed(names: Sequence[str]) -> str:
    if len(names) > _SHOWN:
        return f"{', '.join(names[: _SHOWN - 1])} and {len(names) - _SHOWN + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _folded(recipient: Row) -> str | None:
    address: str | None = recipient["address"]
    return address.casefold() if address else None


def _because(reason: str | None) -> str:
    return f": {reason}" if reason else ""


def _with(protocol: str | None) -> str:
    return f" with {protocol}" if protocol else ""


def _verdict(text: str, lines: Iterable[int]) -> Verdict:
    return Verdict(text, tuple(sorted(set(lines))))
