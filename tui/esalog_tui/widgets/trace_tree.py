"""The trace: ICID, MID, RID and DCID of one transaction as a tree, with times and outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from esalog.trace import Trace, TraceNode
from esalog_tui import keys, text
from esalog_tui.cells import STATUS_ROLES, readable, said
from esalog_tui.look import Look, Part, tls_words
from esalog_tui.safe import safe
from esalog_tui.widgets.drawing import cell, mark_hits, width_of
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.wrapping import Rows, Wrapping, wrapped

TLS_WIDTH = 12
STATUS_WIDTH = 9
"""Cells of a status at the least; a longer one of a trace widens the column."""

GAP = 2
LEAST = 12
"""Cells of the text of a row at the least, for it to be wrapped."""

_UNDER = ("note", "attempt")
"""Kinds of nodes that stand under another without a branch of their own."""

_GOOD = "delivered"


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One row as it is drawn: its time, the lines of the tree, its parts, the node it is of.

    The row of a stem (ICID, MID, RID) tells the outcome, too.
    """

    node: TraceNode
    at: datetime | None
    tree: str
    parts: Sequence[Part]
    is_stem: bool
    under: str  # the lines of the tree below it


class TraceTree(Wrapping):
    """The tree of one transaction; long rows are shown whole, unless that is switched off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "go there", key_display="Enter",
                tooltip="go to the record of this row", id="trace.open"),
        keys.INJECTION, keys.MESSAGE, keys.DELIVERY, keys.LINES,
        *keys.BACK_AND_FORWARD,
        Binding("c,y", "screen.copy", "copy trace", tooltip="copy the whole trace",
                id="take.copy"),
        Binding("X", "screen.ticket", "export", tooltip="export this trace as Markdown",
                id="take.ticket"),
        Binding("tab", "app.focus_next", "next pane", tooltip="next pane", id="move.pane"),
        keys.hidden(keys.SEARCH), keys.hidden(keys.FILTER), keys.hidden(keys.FIND),
        keys.hidden(keys.FAILURES),
        *keys.MOVE,
    ]  # fmt: skip

    def __init__(self, look: Look, *, id: str) -> None:
        super().__init__(look, id=id)
        self.trace: Trace | None = None
        self.drawn: list[TraceRow] = []
        self._began: datetime | None = None
        self._time_width = 0
        self._status_width = STATUS_WIDTH
        self.is_wrapped = True

    @property
    def count(self) -> int:
        """Rows of the tree."""
        return len(self.drawn)

    @property
    def current(self) -> TraceNode | None:
        """The node of the row under the cursor."""
        return self.drawn[self.cursor].node if self.cursor < len(self.drawn) else None

    def show(self, trace: Trace | None) -> None:
        """Show another transaction, from its top."""
        self.trace = trace
        self.left = 0
        self.drawn = trace_rows(trace.nodes, self.look) if trace else []
        times = [node.at for node in trace.nodes if node.at] if trace else []
        self._began = min(times, default=None)
        self._time_width = 8 + max((len(self._since(at)) for at in times), default=0)
        statuses = [len(node.status) for node in trace.nodes if node.status] if trace else []
        self._status_width = max([STATUS_WIDTH, *statuses])
        title = f"Trace of {trace.title}" if trace else "Trace"
        day = [text.day(self._began)] if self._began else []
        told = [*day, trace.facts] if trace else []
        facts = said(f" {self.look.between} ".join(told), "muted")
        self.entitle(title, facts=facts)
        self.set_reactive(Pane.cursor, 0)
        self.resize_rows()
        self.scroll_rows(0)

    def row(self, index: int, width: int) -> Sequence[Part]:
        """One row: time, time since the beginning, tree, and at the right TLS and status."""
        drawn = self.drawn[index]
        node = drawn.node
        left: list[Part] = [*self._times(drawn), (drawn.tree, "muted")]
        if not drawn.is_stem:
            return cell([*left, *drawn.parts], width)
        right = _outcome(node, self.look, self._status_width)
        room = width - width_of(right) - 1
        told = drawn.parts
        if node.kind == "recipient":
            told = _fitted(node.text, room - width_of(left))
        return [*cell([*left, *told], room), (" ", "text"), *right]

    def broken(self, index: int, width: int) -> Rows:
        """One row, its text on as many rows of the screen as it takes, TLS and status apart."""
        drawn = self.drawn[index]
        right = _outcome(drawn.node, self.look, self._status_width) if drawn.is_stem else []
        room = width - width_of(right) - len(right[:1])
        indent = self._time_width + GAP + cell_len(drawn.under)
        if room < indent + LEAST:
            return [(0, mark_hits(self.row(index, width), self.words))]
        left = [*self._times(drawn), (drawn.tree, "muted")]
        rows = wrapped(mark_hits([*left, *drawn.parts], self.words), room, indent)
        under: Part = (" " * (self._time_width + GAP) + drawn.under, "muted")
        rest = [(start, [under, *parts[1:]]) for start, parts in rows[1:]]
        return [(0, [*cell(rows[0][1], room), (" ", "text"), *right]), *rest]

    def row_text(self, number: int) -> str:
        """A row as it is drawn; a wrapped one whole."""
        is_broken = self.is_wrapped and number < self.count and len(self._rows_of(number)) > 1
        return " " + self._plain(self.drawn[number]) if is_broken else Pane.row_text(self, number)

    def action_sideways(self, direction: int) -> None:
        """Shift rows that are cut."""
        if not self.is_wrapped:
            super().action_sideways(direction)

    def _times(self, drawn: TraceRow) -> list[Part]:
        if drawn.at is None:
            return [(" " * (self._time_width + GAP), "text")]
        since = text.pad(self._since(drawn.at), self._time_width - 8 + GAP)
        return [(text.clock(drawn.at), "muted"), (since, "faint")]

    def _since(self, at: datetime) -> str:
        """How long after the beginning, with the blanks before it."""
        seconds = (at - self._began).total_seconds() if self._began else 0
        return f"  +{text.duration(seconds)}" if seconds else ""

    def plain(self, changed: Trace | None = None) -> list[str]:
        """The whole trace, or one that says the same in other words, as text; nothing is cut."""
        rows = self.drawn if changed is None else trace_rows(changed.nodes, self.look)
        return [self._plain(drawn) for drawn in rows]

    def _plain(self, drawn: TraceRow) -> str:
        left = [*self._times(drawn), (drawn.tree, ""), *drawn.parts]
        right = _outcome(drawn.node, self.look, self._status_width) if drawn.is_stem else []
        tail = "  " + "".join(part for part, _ in right).strip() if right else ""
        return ("".join(part for part, _ in left) + tail).rstrip()


def trace_rows(nodes: Sequence[TraceNode], look: Look) -> list[TraceRow]:
    """The rows of a tree. Stems (ICID, MID, RID) branch; what is told of a stem stands under it, an
    attempt with its time where that is another.
    """
    rows: list[TraceRow] = []
    stem_at, under = -1, ""
    for at, node in enumerate(nodes):
        if node.kind not in _UNDER:
            stem_at, under = at, _tree(nodes, at, look, is_under=True)
            tree = _tree(nodes, at, look)
            rows.append(TraceRow(node, node.at, tree, _told(node), True, under))
        elif stem_at >= 0:
            own_time = node.at if node.at != nodes[stem_at].at else None
            rows.append(TraceRow(node, own_time, under, _told(node), False, under))
        if node.reason:
            rows.append(TraceRow(node, None, under, _why(node), False, under))
    return rows


def _tree(nodes: Sequence[TraceNode], at: int, look: Look, *, is_under: bool = False) -> str:
    blank = " " * cell_len(look.trunk)
    stem = nodes[at]
    trunks = "".join(
        look.trunk if _goes_on(nodes, at, depth) else blank for depth in range(1, stem.depth)
    )
    if is_under:
        own = (look.trunk if _goes_on(nodes, at, stem.depth) else blank) if stem.depth else ""
        return trunks + own + (look.trunk if _has_branches(nodes, at) else "")
    if not stem.depth:
        return ""
    return trunks + (look.branch if _goes_on(nodes, at, stem.depth) else look.last)


def _goes_on(nodes: Sequence[TraceNode], at: int, depth: int) -> bool:
    """Whether another stem of this depth follows under the same parent."""
    for node in nodes[at + 1 :]:
        if node.kind not in _UNDER and node.depth <= depth:
            return node.depth == depth
    return False


def _has_branches(nodes: Sequence[TraceNode], at: int) -> bool:
    for node in nodes[at + 1 :]:
        if node.kind not in _UNDER:
            return node.depth > nodes[at].depth
    return False


def _told(node: TraceNode) -> list[Part]:
    """The text of a node; what can be jumped to, its id in front, is in the accent."""
    if node.key is None:
        return said(node.text, "muted" if node.kind in _UNDER else "text")
    words = node.text.split(" ", 2)
    ident, rest = " ".join(words[:2]), "".join(f" {word}" for word in words[2:])
    role = "text" if node.kind not in _UNDER else "muted"
    told = readable(rest, role) if node.kind == "message" else said(rest, role)
    return [*said(ident, "accent"), *told]


def _why(node: TraceNode) -> list[Part]:
    reason, colon, rest = (node.reason or "").partition(":")
    role = "warn" if node.tls == "fallback" else "bad"
    return [*said(reason, role), *said(colon + rest, "muted")]


def _fitted(told: str, room: int) -> list[Part]:
    """A recipient, its address cut so that the domain stays."""
    ident, gap, address = told.partition("  ")
    cut = text.fit_address(safe(address), room - cell_len(ident + gap))
    return [(ident + gap, "text"), (cut, "text")]


def _outcome(node: TraceNode, look: Look, status_width: int) -> list[Part]:
    if node.kind == "message" and node.size is not None and not node.tls:
        size = f"{text.number(node.size)} B"
        return [(size, "muted")]
    status = node.status or ""
    role = "good" if status == _GOOD else STATUS_ROLES.get(status, "muted")
    words = tls_words(look, node.tls, node.protocol)
    return [*cell(words, TLS_WIDTH), ("  ", "text"), *cell([(status, role)], status_width)]
