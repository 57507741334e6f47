"""The truth about connections, both ways (contract, sections 2 and 3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ..stage import Happening
from .book import Book, Key

Row = dict[str, Any]
OPENINGS = ("opened", "opened_delivery")
ENDINGS = ("closed", "lost", "killed")


def injection_row(book: Book, key: Key) -> Row:
    """One row of `export injections`."""
    lines = book.records[key]
    new = first(lines, "opened")
    rule = first(lines, "hat")
    late = first(lines, "rejected_later")
    logins = [line.facts["auth_user"] for line in lines if line.what == "login"]
    return {
        "gateway": key.gateway,
        "icid": key.id,
        "generation": key.generation,
        "opened": time_of(new),
        "closed": time_of(first(lines, "closed", "killed")),
        **picked(new, "interface", "interface_ip"),
        "remote_ip": told(lines, "remote_ip"),
        **picked(new, "remote_host", "verified"),
        "access_rule": picked(rule, "access_rule")["access_rule"] or ("REJECT" if late else None),
        **picked(rule, "sender_group", "match", "sbrs", "country"),
        "auth_user": logins[-1] if logins else None,
        "tls": connection_tls(lines),
        **picked(first(lines, "tls_success"), "tls_protocol", "tls_cipher"),
        "tls_reason": _reason(lines),
        "lost": first(lines, "lost") is not None,
        "mids": _mids(lines),
        "first_line": lines[0].line,
        "last_line": lines[-1].line,
    }


def delivery_row(book: Book, key: Key) -> Row:
    """One row of `export deliveries`."""
    lines = book.records[key]
    new = first(lines, "opened_delivery")
    success = first(lines, "tls_success")
    errors = [line.facts["error"] for line in lines if line.what == "connection_error"]
    return {
        "gateway": key.gateway,
        "dcid": key.id,
        "generation": key.generation,
        "opened": time_of(new),
        "closed": time_of(first(lines, "closed", "killed")),
        **picked(new, "interface"),
        "remote_ip": told(lines, "remote_ip"),
        "port": told(lines, "port"),
        "tls": connection_tls(lines),
        **picked(success, "tls_protocol", "tls_cipher"),
        "tls_reason": _reason(lines),
        **picked(success, "tls_peer", "tls_domain"),
        "error": errors[-1] if errors else None,
        "mids": _mids(lines),
        "first_line": lines[0].line,
        "last_line": lines[-1].line,
    }


def connection_tls(lines: list[Happening]) -> str:
    """The state of a connection: the first rule that fits."""
    if first(lines, "tls_success"):
        return "success"
    failure = first(lines, "tls_failed")
    is_whole = first(lines, *OPENINGS) is not None
    if failure:
        if any(
            line.what in ("started", "delivery_started", "handed_over") and line.line > failure.line
            for line in lines
        ):
            return "fallback"
        if not is_whole and any(line.mid and line.line < failure.line for line in lines):
            return "unknown"
        return "failed"
    has_proof = any(line.mid or line.what in (*ENDINGS, "connection_error") for line in lines)
    return "none" if is_whole and has_proof else "unknown"


def first(lines: Iterable[Happening], *what: str) -> Happening | None:
    """The first line of one of these sorts."""
    return next((line for line in lines if line.what in what), None)


def time_of(line: Happening | None) -> str | None:
    """When that was, as exported."""
    at: datetime | None = line.at if line else None
    return at.isoformat() if at else None


def picked(line: Happening | None, *names: str) -> Row:
    """Facts of one line, `None` where it has none."""
    return {name: line.facts.get(name) if line else None for name in names}


def told(lines: list[Happening], name: str) -> Any:
    """A fact of the `New` line, else of the first other line that tells it."""
    new = first(lines, *OPENINGS)
    if new and new.facts.get(name) is not None:
        return new.facts[name]
    return next((line.facts[name] for line in lines if line.facts.get(name) is not None), None)


def _reason(lines: list[Happening]) -> str | None:
    reasons = (line.facts.get("tls_reason") for line in lines if line.what == "tls_failed")
    return next((reason for reason in reasons if reason), None)


def _mids(lines: list[Happening]) -> list[int]:
    return list(dict.fromkeys(line.mid for line in lines if line.mid))
