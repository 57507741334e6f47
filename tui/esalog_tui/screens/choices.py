"""How records stand in a list to choose from."""

from datetime import timedelta

from esalog import Key
from esalog_tui import cells, text
from esalog_tui.cells import Manner, Row, said
from esalog_tui.look import Look, Part, tls_cell
from esalog_tui.screens.stage import named

Columns = list[list[Part]]
"""The columns of one choice."""

Choices = list[Columns]


def record_choice(row: Row, look: Look, span: timedelta | None, *, is_narrow: bool) -> Columns:
    """A record by its id, its peer or people, TLS, what became of it, and its time."""
    manner = Manner(look, span)
    key: Key = row["key"]
    time = [(text.stamp(row.get("at"), None if is_narrow else span), "muted")]
    room = 18 if is_narrow else 34
    ident: list[Part] = [(named(key), "accent")]
    if key.kind == "message":
        who = said(text.fit_address(str(row.get("to") or row.get("sender") or ""), room))
        delivered = cells.state_of(row, "tls_delivered")
        state = tls_cell(look, delivered, row.get("delivered_protocol"), 9)
        out: list[Part] = [("out ", "muted"), *state] if state else []
        return [ident, who, out, cells.status(row, 13, manner), time]
    peer = row.get("remote_host") if key.kind == "injection" else row.get("domain")
    state = tls_cell(look, row.get("tls"), row.get("tls_protocol"), 9)
    amount: list[Part] = [(text.plural(row.get("messages") or 0, "message"), "muted")]
    who = said(text.fit(str(peer or row.get("remote_ip") or ""), room))
    return [ident, who, state, amount, time]
