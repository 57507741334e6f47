"""The words of the filter language: one entry each, which is its test, its help and its completion.

A word speaks of columns of some kinds of records. On records of another kind it asks for those that
belong to such a record: a message to its connections, a connection to its messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esalog.keys import Kind
from esalog.query import values
from esalog.query.tells import (
    CONNECTIONS,
    DELIVERY_DOMAIN,
    DOMAINS,
    INJECTION_STATE,
    PROTOCOLS,
    REASON_COLUMNS,
    REASONS,
    gateway,
)
from esalog.query.values import Reader
from esalog.states import STATES


@dataclass(frozen=True, slots=True)
class FilterWord:
    """A word with its colon, what it asks for, an example, and the values to offer for it.

    `offered` are the columns of which the values that stand in a log are offered as well.
    """

    word: str
    meaning: str
    example: str
    read: Reader
    columns: Mapping[Kind, tuple[str, ...]]
    values: tuple[str, ...] = ()
    offered: Mapping[Kind, str] = field(default_factory=dict)


_STATUSES = (
    "delivered",
    "partly delivered",
    "bounced",
    "dropped",
    "aborted",
    "quarantined",
    "delayed",
    "queued",
    "sending",
    "receiving",
    "rewritten",
    "split",
    "finished",
    "mixed",
    "unknown",
)
_KINDS: tuple[Kind, ...] = ("messages", "injections", "deliveries")

_STATES = (*STATES, "refused")
_STATE_NAMES = {
    **{name: (name,) for name in _STATES},
    **{
        str(shown).lower(): (name,)
        for name, state in STATES.items()
        for shown in (state.glyph, state.ascii, state.word)
    },
    "clear": ("fallback",),
    "no": ("none",),
}
_state = values.choice(_STATE_NAMES, (*_STATES, "clear"))
_OFFERED = (
    "success",
    "failed",
    "clear",
    "fallback",
    "none",
    "unknown",
    "internal",
    "mixed",
    "refused",
)

WORDS = (
    FilterWord(
        "from:",
        "the sender",
        "from:ann@example.com",
        values.text,
        {"messages": ("messages.sender",)},
    ),
    FilterWord(
        "to:",
        "one of the recipients",
        "to:@example.net",
        values.text,
        {"messages": ("messages.addresses",)},
    ),
    FilterWord(
        "subject:",
        "the subject",
        'subject:"late invoice"',
        values.text,
        {"messages": ("messages.subject", "decoded.text")},
    ),
    FilterWord(
        "ip:",
        "the address of the other host, or its beginning",
        "ip:192.0.2.",
        values.beginning,
        {"injections": ("injections.remote_ip",), "deliveries": ("deliveries.remote_ip",)},
    ),
    FilterWord(
        "host:",
        "the name of the other host, or in its certificate",
        "host:mail.example.com",
        values.text,
        {"injections": ("injections.remote_host",), "deliveries": ("deliveries.tls_peer",)},
        offered={"injections": "injections.remote_host", "deliveries": "deliveries.tls_peer"},
    ),
    FilterWord(
        "domain:",
        "the domain of sender, recipient or connection; with a dot before it those below too",
        "domain:.example.org",
        values.domain,
        {
            "messages": ("messages.sender", "messages.addresses"),
            "injections": ("'@' || injections.domain",),
            "deliveries": (f"'@' || {DELIVERY_DOMAIN}",),
        },
        offered=DOMAINS,
    ),
    FilterWord(
        "dir:",
        "mail in or out",
        "dir:out",
        values.choice({"in": ("in",), "out": ("out",)}, ("in", "out")),
        {
            "messages": ("messages.direction",),
            "injections": (
                "CASE WHEN injections.access_rule IS NOT NULL"
                " THEN if(injections.access_rule = 'RELAY', 'out', 'in') END",
            ),
        },
        ("in", "out"),
    ),
    FilterWord(
        "tls:",
        "how TLS went, received or delivered",
        "tls:failed",
        _state,
        {
            "messages": ("messages.tls_received", "messages.tls_delivered", "mixed"),
            "injections": (INJECTION_STATE,),
            "deliveries": ("deliveries.tls",),
        },
        (*_OFFERED, *(f"{side}:{state}" for side in ("in", "out") for state in _OFFERED)),
    ),
    FilterWord(
        "tls:in:",
        "how TLS went when received",
        "tls:in:none",
        _state,
        {"messages": ("messages.tls_received",), "injections": (INJECTION_STATE,)},
        _OFFERED,
    ),
    FilterWord(
        "tls:out:",
        "how TLS went when delivered, to one recipient at least",
        "tls:out:failed",
        _state,
        {"messages": ("messages.tls_delivered", "mixed"), "deliveries": ("deliveries.tls",)},
        _OFFERED,
    ),
    FilterWord(
        "proto:",
        "the protocol of the session",
        "proto:1.0",
        values.text,
        {kind: (column,) for kind, column in PROTOCOLS.items()},
        ("1.0", "1.1", "1.2", "1.3"),
        offered=PROTOCOLS,
    ),
    FilterWord(
        "cipher:",
        "the cipher of the session",
        "cipher:cbc",
        values.text,
        {"injections": ("injections.tls_cipher",), "deliveries": ("deliveries.tls_cipher",)},
        offered={kind: f"{kind}.tls_cipher" for kind in CONNECTIONS},
    ),
    FilterWord(
        "group:",
        "the sender group of the injection",
        "group:RELAYLIST",
        values.text,
        {"injections": ("injections.sender_group",)},
        offered={"injections": "injections.sender_group"},
    ),
    FilterWord(
        "policy:",
        "what was done with the injection: ACCEPT, RELAY, REJECT",
        "policy:reject",
        values.text,
        {"injections": ("injections.access_rule",)},
        offered={"injections": "injections.access_rule"},
    ),
    FilterWord(
        "reason:",
        "why TLS or the connection failed, as logged or as grouped",
        'reason:"no shared cipher"',
        values.text,
        REASON_COLUMNS,
        offered=REASONS,
    ),
    FilterWord(
        "reason:in:",
        "why it failed when mail was received",
        'reason:in:"no shared cipher"',
        values.text,
        {"injections": REASON_COLUMNS["injections"]},
        offered={"injections": REASONS["injections"]},
    ),
    FilterWord(
        "reason:out:",
        "why it failed when mail was delivered",
        'reason:out:"no shared cipher"',
        values.text,
        {"deliveries": REASON_COLUMNS["deliveries"]},
        offered={"deliveries": REASONS["deliveries"]},
    ),
    FilterWord(
        "status:",
        "what became of the message",
        "status:bounced",
        values.choice({name: (name,) for name in _STATUSES}, _STATUSES),
        {"messages": ("messages.status",)},
        _STATUSES,
    ),
    FilterWord(
        "icid:",
        "the number of an injection",
        "icid:48211",
        values.number,
        {
            "messages": ("messages.icid", "messages.origin_icid"),
            "injections": ("injections.icid",),
        },
    ),
    FilterWord(
        "mid:",
        "the number of a message",
        "mid:500187",
        values.number,
        {"messages": ("messages.mid",)},
    ),
    FilterWord(
        "dcid:",
        "the number of a delivery",
        "dcid:61020",
        values.number,
        {"deliveries": ("deliveries.dcid",)},
    ),
    FilterWord(
        "since:",
        "from this time on; 3h is from the end of the log",
        "since:09:15",
        values.since,
        {kind: (f"{kind}.stamp",) for kind in _KINDS},
    ),
    FilterWord(
        "until:",
        "up to this second, minute or day",
        "until:2025-03-03",
        values.until,
        {kind: (f"{kind}.stamp",) for kind in _KINDS},
    ),
    FilterWord(
        "size:",
        "bytes of the message",
        "size:>1M",
        values.size,
        {"messages": ("messages.size",)},
    ),
    FilterWord(
        "gateway:",
        "the name of the gateway",
        "gateway:esa1",
        values.text,
        {kind: (gateway(kind),) for kind in _KINDS},
        offered={"messages": gateway("messages")},
    ),
)
"""Every word, in the order in which they are offered."""

BY_NAME: Mapping[str, FilterWord] = {word.word: word for word in WORDS}
