"""The columns of each kind of record: one entry is its heading, its sort and its filter word.

What is missing stands last, whichever way a list is sorted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from esalog.keys import Kind
from esalog.query.tells import DELIVERY_DOMAIN, FAILING, INJECTION_STATE


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `sql` gives what it is sorted by, `word` the filter word that asks for it."""

    name: str
    heading: str
    sql: str
    word: str = ""


_SEVERITY = "['failed', 'mixed', 'fallback', 'none', 'unknown', 'success', 'internal', 'refused']"


def _severity(state: str) -> str:
    """The state of TLS by how much it is worth a look."""
    return f"list_position({_SEVERITY}, {state})"


def _text(column: str) -> str:
    return f"lower({column})"


def _duration(table: Kind) -> str:
    return f"date_diff('second', {table}.opened, {table}.closed)"


COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    "messages": (
        Column("time", "TIME", "messages.stamp", "since:"),
        Column("mid", "MID", "messages.mid", "mid:"),
        Column("sender", "FROM", _text("messages.sender"), "from:"),
        Column("to", "TO", _text("messages.addresses"), "to:"),
        Column("tls_received", "IN TLS", _severity("messages.tls_received"), "tls:in:"),
        Column("tls_delivered", "OUT TLS", _severity("messages.tls_delivered"), "tls:out:"),
        Column("status", "STATUS", "messages.status", "status:"),
        Column("subject", "SUBJECT", _text("messages.subject"), "subject:"),
        Column("size", "SIZE", "messages.size", "size:"),
    ),
    "injections": (
        Column("time", "TIME", "injections.stamp", "since:"),
        Column("icid", "ICID", "injections.icid", "icid:"),
        Column("remote_host", "HOST", _text("injections.remote_host"), "host:"),
        Column("remote_ip", "ADDRESS", "injections.remote_ip", "ip:"),
        Column("access_rule", "POLICY", "injections.access_rule", "policy:"),
        Column("sender_group", "SENDER GROUP", _text("injections.sender_group"), "group:"),
        Column("tls", "TLS", _severity(INJECTION_STATE), "tls:"),
        Column(
            "tls_cipher",
            "CIPHER OR REASON",
            "coalesce(injections.tls_cipher, injections.tls_reason)",
            "cipher:",
        ),
        Column("messages", "MSGS", "len(injections.mids)"),
        Column("open", "TIME OPEN", _duration("injections")),
    ),
    "deliveries": (
        Column("time", "TIME", "deliveries.stamp", "since:"),
        Column("dcid", "DCID", "deliveries.dcid", "dcid:"),
        Column("domain", "DOMAIN", DELIVERY_DOMAIN, "domain:"),
        Column("remote_ip", "ADDRESS", "deliveries.remote_ip", "ip:"),
        Column("port", "PORT", "deliveries.port"),
        Column("tls", "TLS", _severity("deliveries.tls"), "tls:"),
        Column(
            "tls_cipher",
            "CIPHER OR REASON",
            "coalesce(deliveries.tls_cipher, deliveries.tls_reason)",
            "cipher:",
        ),
        Column("messages", "MSGS", "len(deliveries.mids)"),
        Column("open", "TIME OPEN", _duration("deliveries")),
    ),
}
"""Every column that a list can be sorted by, in the order of the list."""

SORTS: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    kind: tuple((column.name, column.heading) for column in columns)
    for kind, columns in COLUMNS.items()
}
"""The names to sort by, with what they are called."""

SHOWN: Mapping[Kind, tuple[str, ...]] = {
    "messages": (
        "messages.mid::VARCHAR",
        "messages.sender",
        "messages.addresses",
        "messages.status",
        "messages.status_detail",
        "messages.subject",
        "decoded.text",
    ),
    "injections": (
        "injections.icid::VARCHAR",
        "injections.remote_host",
        "injections.remote_ip",
        "injections.access_rule",
        "injections.sender_group",
        "injections.tls_protocol",
        "injections.tls_cipher",
        "injections.tls_reason",
    ),
    "deliveries": (
        "deliveries.dcid::VARCHAR",
        DELIVERY_DOMAIN,
        "deliveries.remote_ip",
        "deliveries.tls_protocol",
        "deliveries.tls_cipher",
        "deliveries.tls_reason",
    ),
}
"""The texts that are shown of a record in its list, to search in."""

FAILURES: Mapping[Kind, str] = {
    "messages": f"coalesce(messages.tls_received IN {FAILING}"
    f" OR messages.tls_delivered IN {FAILING} OR messages.status = 'bounced'"
    f" OR list_has_any(messages.mixed_states, {[*FAILING]}), false)",
    "injections": f"injections.tls IN {FAILING}",
    "deliveries": f"deliveries.tls IN {FAILING}",
}
"""Whether a record tells of a failure: of TLS, or of a delivery for good."""

WARNINGS: Mapping[Kind, str] = {
    "messages": "coalesce(messages.tls_received = 'fallback'"
    " OR messages.tls_delivered IN ('fallback', 'mixed')"
    " OR messages.status IN ('delayed', 'mixed', 'partly delivered'), false)",
    "injections": "injections.tls = 'fallback'",
    "deliveries": "deliveries.tls = 'fallback' OR deliveries.error IS NOT NULL",
}
"""Whether a record is worth a look: delayed, in clear after TLS failed, of two minds."""
