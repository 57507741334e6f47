"""The peek: the current row in four rows, where there is no room for its trace."""

from collections import Counter
from collections.abc import Iterable, Sequence

from esalog.reasons import explained
from esalog.trace import Trace
from esalog_tui import cells, text
from esalog_tui.cells import Row, said
from esalog_tui.look import UNFAILED, Look, Part, tls_words
from esalog_tui.safe import safe
from esalog_tui.widgets.drawing import cut, rule
from esalog_tui.widgets.selecting import SelectingDrawn
from esalog_tui.widgets.wrapping import wrapped

NAME = 30
"""Cells of the reason on the way in; every name that we know has room."""


class Peek(SelectingDrawn):
    """A rule, the subject, from whom to whom, and TLS in words."""

    def __init__(self, look: Look, *, id: str) -> None:
        super().__init__(id=id)
        self.look = look
        self.record: Row | None = None
        self.trace: Trace | None = None
        self.has_gateways = False  # a record is told by its gateway, too

    def show(self, record: Row | None, trace: Trace | None) -> None:
        """Show a message or connection and, once it is known, its trace."""
        self.record, self.trace = record, trace
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The four rows."""
        row = self.record
        if row is None:
            return [rule(self.look.rule, [], [], width, "rule")]
        if "mid" in row:
            name, facts, *rows = self._message(row)
        elif "note" in row:
            name, facts, *rows = self._source(row, width)
        else:
            name, facts, *rows = self._connection(row)
        return [
            rule(self.look.rule, [(name, "title")], [(facts, "muted")], width, "rule"),
            *(cut([(" ", "text"), *parts], width) for parts in rows),
        ]

    def _message(self, mail: Row) -> tuple[str, str, *tuple[list[Part], ...]]:
        day = f"{text.day(mail['at'])} {self.look.between} " if mail.get("at") else ""
        facts = day + text.plural(mail.get("recipients") or 0, "recipient")
        if mail.get("size") is not None:
            facts += f" {self.look.between} {text.number(mail['size'])} B"
        subject = cells.readable(mail.get("subject"), "strong") or [_NO_SUBJECT]
        name = f"MID {mail['mid']}"
        if self.has_gateways:
            name += f" {self.look.between} {safe(mail['key'].gateway)}"
        return name, facts, subject, self._who(mail), self._tls(mail)

    def _source(self, row: Row, width: int) -> tuple[str, str, *tuple[list[Part], ...]]:
        """What a list of files has no room for."""
        facts = self._joined(row.get(name) for name in ("format", "gateway", "period"))
        note = wrapped(said(row["note"], "warn"), width - 2, 0)
        return (
            row["name"],
            text.plural(row["lines"], "line"),
            facts,
            *(parts for _, parts in note[:2]),
        )

    def _connection(self, row: Row) -> tuple[str, str, *tuple[list[Part], ...]]:
        is_in = "icid" in row
        name = f"ICID {row['icid']}" if is_in else f"DCID {row['dcid']}"
        facts = text.plural(row.get("messages") or 0, "message")
        peer = row.get("remote_host") if is_in else row.get("domain")
        who = [*said(peer or "unknown", "strong"), ("  ", "text"), *said(row.get("remote_ip"))]
        policy = (
            [row.get("access_rule"), row.get("sender_group")] if is_in else [row.get("tls_peer")]
        )
        words = tls_words(self.look, row.get("tls"), row.get("tls_protocol"))
        if row.get("tls") is None:
            words = [("refused" if row.get("refused") else "", "muted")]
        why = row.get("tls_cipher") or (row.get("tls_reason") and explained(row["tls_reason"]))
        role = {"failed": "bad", "fallback": "warn"}.get(str(row.get("tls")), "muted")
        return name, facts, who, self._joined(policy), [*words, ("  ", "text"), *said(why, role)]

    def _joined(self, values: Iterable[str | None]) -> list[Part]:
        """Values, as far as there are any, with a dot between them."""
        between: Part = (f" {self.look.between} ", "muted")
        return [part for value in values if value for part in (*said(value, "muted"), between)][:-1]

    def _who(self, mail: Row) -> list[Part]:
        more = (mail.get("recipients") or 1) - 1
        sender, to = mail.get("sender"), mail.get("to")
        parts = said(sender if sender else ("<>" if sender == "" else self.look.dash))
        parts += [(f" {self.look.to} ", "muted"), *said(to or self.look.dash)]
        return [*parts, (f" and {text.number(more)} more", "muted")] if more > 0 else parts

    def _tls(self, mail: Row) -> list[Part]:
        received = tls_words(self.look, mail.get("tls_received"), mail.get("received_protocol"))
        state = mail.get("tls_delivered")
        out = tls_words(self.look, state, mail.get("delivered_protocol"))
        why = self._reason(str(mail.get("tls_received")), is_in=True)
        parts: list[Part] = [("in ", "muted"), *received, *why, ("   out ", "muted")]
        if state == "mixed" and self.trace is not None:
            parts += mixed_words(self.trace, self.look)
        elif out:
            parts += [*out, *self._reason(str(state))]
        else:
            parts.append(("nothing was sent", "muted"))
        status = cells.short_status(mail.get("status") or "", mail.get("status_detail"))
        return [*parts, ("   ", "text"), (status, cells.STATUS_ROLES.get(status, "muted"))]

    def _reason(self, state: str, *, is_in: bool = False) -> list[Part]:
        """Why TLS failed on the way out, the last time; on the way in its name alone, as the way
        out stands behind it.
        """
        role = {"failed": "bad", "fallback": "warn"}.get(state)
        nodes = self.trace.nodes if self.trace and role else ()
        reasons = [n.reason for n in nodes if n.reason and (n.kind == "injection") == is_in]
        if role is None or not reasons:
            return []
        why = text.fit(safe(short(reasons[-1])), NAME) if is_in else reasons[-1]
        return [(": ", role), *said(why, role)]


_NO_SUBJECT: Part = ("no subject in this log", "faint")


def short(reason: str) -> str:
    """The name of a reason, without the words of the log behind it."""
    return reason.partition(":")[0]


def mixed_words(trace: Trace, look: Look) -> list[Part]:
    """`◐ 2 of 3 over TLS, 1 failed: certificate verify failed`."""
    of_recipients = [node for node in trace.nodes if node.kind == "recipient"]
    states = Counter(node.tls for node in of_recipients if node.tls)
    mark = look.marks["mixed" if states["failed"] else UNFAILED]
    parts: list[Part] = [
        (mark.glyph, mark.role),
        (f" {states['success']} of {sum(states.values())} over TLS", "text"),
    ]
    for state in ("failed", "fallback", "none", "unknown"):
        if states[state]:
            role = look.marks[state].word_role.removesuffix("-strong")
            word = "failed" if state == "failed" else look.marks[state].words
            parts.append((f", {states[state]} {word}", role))
    reasons = [node.reason for node in trace.nodes if node.reason and node.kind != "injection"]
    if reasons:
        parts += [(": ", "bad"), *said(short(reasons[0]), "bad")]
    return parts
