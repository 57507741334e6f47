"""Linked panes: what the cursor stands on fills the trace, the lines and the peek."""

from typing import Any

import numpy as np
from textual import on
from textual.timer import Timer

from esalog import Key
from esalog.trace import Trace
from esalog_tui import text
from esalog_tui.cells import Row
from esalog_tui.look import Part
from esalog_tui.screens.stage import Stage, named
from esalog_tui.views import RECORDS
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.peek import Peek

REST = 0.15
"""Seconds that the cursor must rest on a row, over a slow line, before the other panes follow: more
than between two repeats of a key that is held, less than between two keys."""


class Linking(Stage):
    """The part of the screen that follows the cursor."""

    _tied_in = ""  # the view in which lines were tied last
    _resting: Timer | None = None

    @on(Pane.Moved)
    def _moved(self, event: Pane.Moved) -> None:
        if event.pane is self.main:
            self._follow()
        elif event.pane is self.trace and self.trace.current and self.trace.current.lines:
            self.lines.go_to(self.trace.current.lines[0])

    def _follow(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        if self.settings.is_frugal:
            self._resting = self.set_timer(REST, self.link)
        else:
            self.link()

    def link(self) -> None:
        """Let the other panes show what belongs to the row under the cursor."""
        if self.view == "lines":
            self._link_line()
        elif self.view == "failures":
            self._link_failure()
        elif self.view in RECORDS and self.row is not None:
            self._link_record(self.row)
        elif self.view == "sources":
            self.query_one(Peek).show(self.row, None)

    def _link_record(self, row: Row) -> None:
        key = row["key"]
        is_known = key == self.trace_key
        if self.view == "messages":
            self.query_one(Peek).show(row, self.trace.trace if is_known else None)
        if is_known:
            self._tie()
        else:
            self.ask("trace", lambda: self.loaded.trace(key), lambda t: self._show_trace(key, t))

    def _show_trace(self, key: Key, trace: Trace | None) -> None:
        self.trace_key = key if trace else None  # one that is not there yet is asked for again
        if trace is None or trace != self.trace.trace:
            self.trace.show(trace)
        if self.view == "messages" and self.row is not None:
            self.query_one(Peek).show(self.row, trace)
        self._tie()

    def _tie(self) -> None:
        """Let the lines of the transaction stand out, where lines are seen at all."""
        key = self.trace_key
        if key is None or key == self.tied_key or not self.sees(self.lines):
            return

        def take(numbers: Any) -> None:
            self.tied_key = key
            is_same = np.array_equal(numbers, self.lines.tied) and self._tied_in == self.view
            self._tied_in = self.view
            self.lines.tie(numbers)
            if self.view in RECORDS:
                if self.lines.total != self.loaded.line_count:
                    self.lines.show(self.loaded.line_count)
                if len(numbers) and not is_same:
                    self.lines.go_to(int(numbers[0]))
            self.entitle_lines()

        self.ask("tied", lambda: self.loaded.transaction_lines(key), take)

    def sees(self, pane: Pane) -> bool:
        """Whether a pane that has its place below a list is seen."""
        return bool(self.query_one("#below").display and pane.display)

    def _link_line(self) -> None:
        number = self.lines.number(self.lines.cursor) if self.lines.count else 0
        known = self.trace_key
        self.entitle_lines()

        def ask() -> Any:
            keys = self.loaded.records_at(number) if number else []
            if not keys:
                return None
            mail = next((key for key in keys if key.kind == "message"), keys[0])
            if mail == known:
                return mail, None, None
            return mail, self.loaded.trace(mail), self.loaded.record(mail)

        def take(answer: Any) -> None:
            if answer is None:
                self.lines.tie(())
                self.trace_key = self.tied_key = None
                self.trace.show(None)
                self.query_one(Peek).show(None, None)
                self.entitle_lines()
            elif answer[0] == known:
                self._tie()
            else:
                key, trace, row = answer
                self._show_trace(key, trace)
                self.query_one(Peek).show(row, trace)

        self.ask("trace", ask, take)

    def _link_failure(self) -> None:
        key = self.row.get("key") if self.row else None
        if key is None:
            self.lines.show(self.loaded.line_count, ())
            hint = "of the connection under the cursor"
            self.lines.entitle("Lines", facts=[(hint, "faint")])
            return

        def take(numbers: Any) -> None:
            self.tied_key = None
            self.lines.tie(numbers)
            self.lines.show(self.loaded.line_count, numbers)
            facts: list[Part] = [(text.plural(len(numbers), "line"), "muted")]
            self.lines.entitle(f"Lines of {named(key)}", facts=facts)

        self.ask("lines of", lambda: self.loaded.lines_of(key), take)

    def entitle_lines(self) -> None:
        """Say in the rule of the lines where the cursor is, and how many are of it."""
        line = self.lines.current
        place: list[Part] = []
        title = "Lines"
        if self.lines.only is not None and self.view == "lines":
            title = f"{self.lines.count:,} of {text.plural(self.loaded.line_count, 'line')}"
        if line is not None:
            place = [(f"  {line.source}:{text.number(line.number_in_file)}", "muted")]
        facts: list[Part] = []
        if len(self.lines.tied):
            count = text.plural(len(self.lines.tied), "line")
            facts = [(f"{self.look.tied} ", "accent"), (f"this transaction, {count}", "muted")]
        self.lines.entitle(title, *place, facts=facts)
