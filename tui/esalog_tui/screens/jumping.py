"""Jumps: from a record to those it belongs to, to its lines, and the way back."""

from collections.abc import Sequence
from typing import Any, Literal

from textual import on

from esalog import Key
from esalog.keys import RecordKind
from esalog.query.failures import KINDS
from esalog.trace import Trace
from esalog_tui.cells import Row
from esalog_tui.history import Place, Sieve
from esalog_tui.safe import safe
from esalog_tui.screens.choices import Choices, record_choice
from esalog_tui.screens.picker import Picker
from esalog_tui.screens.sifting import Sifting, quoted
from esalog_tui.screens.stage import named
from esalog_tui.views import BY_NAME, OF_KIND, RECORDS
from esalog_tui.widgets.failure_tree import WHOLE, FailureTree
from esalog_tui.widgets.pane import Pane

MANY = 200
"""Records that a picker lists at most."""


class Jumping(Sifting):
    """The part of the screen that goes from one record to another."""

    @property
    def origin(self) -> Key | None:
        """The record that a jump starts from: that of the row, node or line under the cursor."""
        if self.focused is self.trace and self.trace.current is not None:
            return self.trace.current.key or self.trace_key
        if self.view == "lines" or self.focused is self.lines:
            return self.trace_key
        return self.row.get("key") if self.row else None

    def action_jump(self, kind: RecordKind | Literal["lines"]) -> None:
        """Go to the injection, message or delivery of what the cursor stands on."""
        key = self.origin
        words = self._words_of_row() if key is None else ""
        if words.endswith(_UNTOLD) and kind in ("message", "lines"):
            self.tell("The log does not tell this domain.")
        elif words:
            self.go_filtered("lines" if kind == "lines" else OF_KIND[kind].name, words)
        elif kind == "lines":
            self._jump_to_lines(key)
        elif key is None:
            self.tell("Nothing here to jump from.")
        elif self._is_node_of(kind, key):
            self.go(key)
        else:
            origin = key
            self.ask(
                "neighbours",
                lambda: self.loaded.neighbours(origin, kind),
                lambda rows: self._offer(origin, kind, rows),
            )

    def _words_of_row(self) -> str:
        """The filter that a domain or a branch of failures is, empty where there is none."""
        row = self.row
        if row is None or self.focused is self.trace:
            return ""
        if self.view == "domains":
            return _of_domain(row["domain"])
        if self.view == "failures":
            reason, domain = row["branch"]
            direction = self.directions["failures"]
            word = "reason:" if direction == "both" else f"reason:{direction}:"
            return f"{word}'{reason}'" + (f" {_of_domain(domain)}" if domain != WHOLE else "")
        return ""

    def _is_node_of(self, kind: RecordKind, key: Key) -> bool:
        """In trace and lines the record under the cursor may itself be of that kind."""
        return key.kind == kind and (self.view == "lines" or OF_KIND[kind].name != self.view)

    def _offer(self, origin: Key, kind: RecordKind, rows: Sequence[Row]) -> None:
        view = OF_KIND[kind]
        if not rows and kind == origin.kind:
            self.tell(f"This is {named(origin)}; no other {view.one} belongs to it.")
        elif not rows:
            self.tell(f"No {view.one} of {named(origin)} in this log.")
        elif len(rows) == 1:
            self.go(rows[0]["key"])
        else:
            title = f"{view.title} of {named(origin)}"
            is_narrow = self.has_class("-narrow")
            choices = [
                record_choice(row, self.look, self.span, is_narrow=is_narrow) for row in rows[:MANY]
            ]
            self.app.push_screen(
                Picker(self.look, title, choices),
                lambda at: self.go(rows[at]["key"]) if at is not None else None,
            )

    def _jump_to_lines(self, key: Key | None) -> None:
        if key is None:
            self.tell("Nothing here to jump from.")
            return

        def take(numbers: Any) -> None:
            if not len(numbers):
                self.tell(f"No line of {named(key)} in this log.")
                return
            self.go_to_line(int(numbers[0]))

        self.ask("lines of", lambda: self.loaded.lines_of(key), take)

    def go(self, key: Key, sieve: Sieve | None = None) -> None:
        """Go to a record, so that one can come back from it."""
        self.history.leave(self.here)
        if sieve is not None:
            self.sieve = sieve
            self.show_chips()
        self.show_view(OF_KIND[key.kind].name, key)

    def go_to_line(self, number: int) -> None:
        """Go to a line of the log, so that one can come back from it."""
        self.history.leave(self.here)
        self.show_view("lines")
        self.lines.go_to(number)

    def go_filtered(self, view: str, words: str, sieve: Sieve | None = None) -> None:
        """Go to a view, with one more chip in this sieve or that of now."""
        self.history.leave(self.here)
        self.sieve = (self.sieve if sieve is None else sieve).with_chip(words)
        self.show_chips()
        self.show_view(view)

    # Enter.

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        pane = event.pane
        if not pane.count:
            self.tell("There is nothing here to open.")
        elif isinstance(pane, FailureTree):
            self._open_failure(pane)
        elif pane is self.trace:
            if self.trace.current is not None and self.trace.current.key is not None:
                self.go(self.trace.current.key)
        elif pane is self.lines or self.view == "messages":
            self._open_trace()
        elif self.view in RECORDS:
            self.action_jump("message")
        elif self.view == "domains" and self.row is not None:
            self._open_domain(self.row)
        elif self.view == "sources" and self.row is not None:
            self._open_source(self.row)

    def _open_trace(self) -> None:
        """To the trace, in a pane of its own where there is none beside the list."""
        if self.trace.trace is None:
            self.tell("This line names no record.")
            return
        if self.view != "messages" or not self.sees(self.trace):
            self.zoom("trace")
        self.trace.focus()

    def open_trace_of(self, key: Key, row: int = 0) -> None:
        """To a row of the trace of a record that one goes to, as soon as it is there."""

        def take(trace: Trace | None) -> None:
            self._show_trace(key, trace)
            self._open_trace()
            self.trace.cursor = row

        self.ask("open trace", lambda: self.loaded.trace(key), take)

    def _open_failure(self, tree: FailureTree) -> None:
        row = tree.current
        if row is None:
            return
        if row["level"] < 2:
            tree.toggle(row)
        elif row.get("key") is not None:
            self.go(row["key"])
        elif not tree.unfold(row):
            self.action_jump("injection" if self.directions["failures"] == "in" else "delivery")

    def _open_domain(self, row: Row) -> None:
        """To the connections of a domain; where both kinds are counted, to those chosen."""
        words, direction = _of_domain(row["domain"]), self.directions["domains"]
        views = [BY_NAME[kind] for kind in KINDS[direction]]
        if len(views) == 1:
            self.go_filtered(views[0].name, words)
            return
        title = f"Connections of {safe(row['domain'] or 'unknown')}"
        choices: Choices = [[[(f"its {view.name}", "text")]] for view in views]
        self.app.push_screen(
            Picker(self.look, title, choices),
            lambda at: self.go_filtered(views[at].name, words) if at is not None else None,
        )

    def _open_source(self, row: Row) -> None:
        if row.get("lines"):
            self.go_to_line(row["first_line"])
        else:
            self.tell("Nothing of this file was read.")

    # The way back.

    def action_back(self) -> None:
        """To where the last jump began; from a trace that was opened, to the row it is of."""
        if self.zoomed == "trace":
            self.zoom("")
            self.main.focus()
            return
        self._return(self.history.back(self.here), "There is no place to go back to.")

    def action_forward(self) -> None:
        """To where one came back from."""
        self._return(self.history.forward(self.here), "There is no place to go forward to.")

    def action_swap(self) -> None:
        """Between the last two places."""
        self._return(self.history.swap(self.here), "There is no other place yet.")

    def _return(self, place: Place | None, without: str) -> None:
        if place is None:
            self.tell(without)
            return
        self.sieve = place.sieve
        self.show_chips()
        self.show_view(place.view, place.key)
        if place.line:
            self.lines.go_to(place.line)
        if place.traced is not None:
            self.open_trace_of(place.traced, place.row)


_UNTOLD = "!domain:"
"""The filter for connections whose domain the log does not tell."""


def _of_domain(domain: str | None) -> str:
    """The filter for the connections of a domain."""
    return f"domain:{quoted(domain)}" if domain else _UNTOLD
