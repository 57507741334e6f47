"""What a field of a row says in its column: pure functions from a row to parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from esalog.decoding import decoded
from esalog.reasons import NOT_LOGGED, OTHER, normalised
from esalog_tui import figures, text
from esalog_tui.look import UNFAILED, Look, Part, tls_cell
from esalog_tui.safe import pieces, safe

Row = Mapping[str, Any]
"""One record as the library gives it: field name to value."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What all cells of a list depend on: the characters, the span of the load, the room."""

    look: Look
    span: timedelta | None = None
    is_brief: bool = False  # the clock alone, whatever the span
    has_words: bool = True  # TLS by glyph and word, not by glyph alone
    has_gateways: bool = False  # records are of several, whose ids may be the same


Cell = Callable[[Row, int, Manner], list[Part]]
"""Draws one field of a row in so many cells."""


def said(value: object, role: str = "text") -> list[Part]:
    """Text of the log as parts; what cannot be seen stands there visible and faint."""
    if value is None:
        return []
    return [(piece, "faint" if is_strange else role) for piece, is_strange in pieces(str(value))]


def field(name: str, role: str = "text") -> Cell:
    """A field as it was logged."""
    return lambda row, width, manner: said(row.get(name), role)


def number(name: str, role: str = "text", missing: str = "?") -> Cell:
    """A count; zero is faint, so that what is not zero stands out."""

    def draw(row: Row, width: int, manner: Manner) -> list[Part]:
        value = row.get(name)
        if value is None:
            return [(missing, "muted")]
        return [(text.number(value), role if value else "faint")]

    return draw


def subject(row: Row, width: int, manner: Manner) -> list[Part]:
    """The subject as a person reads it."""
    return readable(row.get("subject"))


def readable(text: str | None, role: str = "text") -> list[Part]:
    """A subject as a person reads it; as it was logged, the lines and the fields of one have it."""
    return said(text and (decoded("subject", text) or text), role)


def ident(name: str) -> Cell:
    """An id: digits without commas, as they are searched for."""
    return lambda row, width, manner: [(str(row.get(name, "")), "text")]


def gateway(row: Row, width: int, manner: Manner) -> list[Part]:
    """The gateway whose record it is."""
    return said(text.fit(row["key"].gateway, width), "muted")


def at(name: str = "at", *, has_day: bool = False) -> Cell:
    """The time of a row; with `has_day`, the day is told where there is little room, too."""

    def draw(row: Row, width: int, manner: Manner) -> list[Part]:
        span = None if manner.is_brief and not has_day else manner.span
        return [(text.stamp(row.get(name), span), "muted")]

    return draw


def lasted(row: Row, width: int, manner: Manner) -> list[Part]:
    """How long a connection was open; `?` when its beginning or end is not in the log."""
    opened, closed = row.get("opened"), row.get("closed")
    if opened is None or closed is None:
        return [("?", "faint")]
    return [(text.duration((closed - opened).total_seconds()), "muted")]


def octets(row: Row, width: int, manner: Manner) -> list[Part]:
    """The size of a message."""
    value = row.get("size")
    return [(figures.size(value), "muted" if value is not None else "faint")]


def sender(row: Row, width: int, manner: Manner) -> list[Part]:
    """The envelope sender; `<>` for the empty one."""
    value = row.get("sender")
    if value is None:
        return [("?", "faint")]
    return [(text.fit_address(safe(value), width) if value else "<>", "text")]


def receiver(row: Row, width: int, manner: Manner) -> list[Part]:
    """The first recipient and how many more there are."""
    value, more = row.get("to"), (row.get("recipients") or 1) - 1
    if value is None:
        return [("?", "faint")]
    tail = f" +{more}" if more > 0 else ""
    address = text.fit_address(safe(value), width - len(tail))
    return [(address, "text"), (tail, "muted")] if tail else [(address, "text")]


def tls(state: str, protocol: str) -> Cell:
    """A TLS state of a message or delivery."""
    return lambda row, width, manner: tls_cell(
        manner.look, state_of(row, state), row.get(protocol), width
    )


def state_of(row: Row, name: str) -> str | None:
    """A TLS state; one that is mixed is shown as strongly as failed only when TLS failed."""
    state: str | None = row.get(name)
    return UNFAILED if state == "mixed" and row.get("has_failed") is False else state


def injection_tls(row: Row, width: int, manner: Manner) -> list[Part]:
    """The TLS state of an injection; a refused one has none."""
    if _is_refused(row):
        return [("refused", "faint")] if width >= 9 else []
    return tls_cell(manner.look, row.get("tls"), row.get("tls_protocol"), width)


def _is_refused(row: Row) -> bool:
    """Whether an injection was refused before any TLS."""
    return bool(row.get("refused")) and row.get("tls") in (None, "none", "unknown")


def cipher_or_reason(row: Row, width: int, manner: Manner) -> list[Part]:
    """The cipher of a session, or in the colour of the state why there was none."""
    state = row.get("tls")
    if state == "success":
        return said(row.get("tls_cipher"), "muted")
    if _is_refused(row) and not manner.has_words:
        return [("refused", "faint")]
    if state == "unknown" and row.get("error") and row.get("begins_elsewhere"):
        return said(f"no session: {short_reason(row['error'])}", "muted")
    if state == "unknown" and not row.get("refused"):
        begins = (
            "begins in another file" if row.get("begins_elsewhere") else "goes on after the log"
        )
        return [(begins, "muted")]
    return said(short_reason(row.get("tls_reason")), _REASON_ROLES.get(str(state), "muted"))


@cache
def short_reason(reason: str | None) -> str | None:
    """A reason by its name; one that has none as it was logged."""
    name = normalised(reason)
    return reason if name in (OTHER, NOT_LOGGED) else name


_REASON_ROLES = {"failed": "bad", "fallback": "warn"}


def host(name: str) -> Cell:
    """A host name; `unknown` is faint, as nothing is known then."""

    def draw(row: Row, width: int, manner: Manner) -> list[Part]:
        value = row.get(name)
        if value in (None, "unknown", "(unknown)"):
            return [("unknown", "faint")]
        return said(value)

    return draw


def path(row: Row, width: int, manner: Manner) -> list[Part]:
    """The path of a file; its end is what tells it from others."""
    return [(text.fit_path(safe(str(row.get("name"))), width), "text")]


STATUS_WIDTH = 13
"""Cells of the column of what became of a message."""

STATUS_ROLES = {
    "delivered": "muted",
    "bounced": "bad",
    "delayed": "warn",
    "partly delivered": "warn",
    "mixed": "warn",
    "dropped": "text",
    "aborted": "text",
    "quarantined": "text",
}
"""Statuses that are drawn unlike the rest: what failed is red, what needs a look amber."""


def status(row: Row, width: int, manner: Manner) -> list[Part]:
    """What became of a message, in 13 cells: `bounced 5.1.1`, `dropped CASE`, `partly`."""
    value = row.get("status")
    if value is None:
        return []
    role = STATUS_ROLES.get(value, "muted")
    return said(short_status(value, row.get("status_detail")), role)


def short_status(status: str, detail: str | None) -> str:
    """A status with what its detail adds in a word: the code of a bounce, who dropped it."""
    if status == "partly delivered":
        return "partly"
    if not detail:
        return status
    if status in ("bounced", "delayed"):
        code = next((word for word in detail.split() if _is_code(word)), "")
        return f"{status} {code}".rstrip()
    if " by " in detail:
        by_whom = f"{status} {detail.rsplit(' by ', 1)[1].split()[0]}"
        return by_whom if len(by_whom) <= STATUS_WIDTH else status
    return status


def _is_code(word: str) -> bool:
    digits = word.strip("#<>()").split(".")
    return len(digits) == 3 and all(part.isdigit() for part in digits)
