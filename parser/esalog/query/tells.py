"""What a connection tells, as SQL over its row: domain, state of TLS, reason, protocol, gateway."""

from collections.abc import Mapping

from esalog.keys import Kind
from esalog.reasons import normalising

INJECTION_STATE = "counted_tls(injections.access_rule, injections.tls)"
"""The TLS state of an injection, `refused` for one that was before any TLS."""

DELIVERY_DOMAIN = "deliveries.domain"
"""The domain that a delivery was for; only `rows_of` who ask for it have it."""

DOMAINS: Mapping[Kind, str] = {"injections": "injections.domain", "deliveries": DELIVERY_DOMAIN}
"""The domain that a connection is told by."""

STATES_SHOWN: Mapping[Kind, str] = {"injections": INJECTION_STATE, "deliveries": "deliveries.tls"}
"""The TLS state of a connection, `refused` for one that was."""

FAILING = ("failed", "fallback")
"""The states of a connection on which TLS failed."""


def _reason(table: Kind) -> str:
    """The normalised reason of a connection on which TLS failed."""
    return f"CASE WHEN {table}.tls IN {FAILING} THEN {normalising(f'{table}.tls_reason')} END"


def gateway(table: Kind) -> str:
    """The name of the gateway of a record."""
    return f"(SELECT name FROM gateways WHERE number = {table}.gateway)"  # noqa: S608 a table of ours


def rows_of(kind: Kind, *asked: str) -> str:
    """The rows of a kind, for pieces of SQL that ask something of them.

    The domain of deliveries is looked up only where it is asked for: for all it takes long.
    """
    if any(DELIVERY_DOMAIN in sql for sql in asked):
        return "told_deliveries AS deliveries"
    return kind


CONNECTIONS: tuple[Kind, ...] = ("injections", "deliveries")

REASONS: Mapping[Kind, str] = {
    "injections": _reason("injections"),
    "deliveries": _reason("deliveries"),
}
"""The normalised reason of a failed connection, null on others."""

REASON_COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    "injections": ("injections.tls_reason", REASONS["injections"]),
    "deliveries": ("deliveries.tls_reason", "deliveries.error", REASONS["deliveries"]),
}

PROTOCOLS: Mapping[Kind, str] = {
    kind: rf"regexp_replace({kind}.tls_protocol, '^TLSv1(/|$)', 'TLSv1.0\1')"
    for kind in CONNECTIONS
}
"""The protocol of a connection, version 1.0 told from all that begin like it."""
