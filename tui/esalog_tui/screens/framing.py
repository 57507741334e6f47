"""The rows above the panes: what is open, the views, mail and TLS failures over time."""

from pathlib import PurePath

from textual import on

from esalog import Overview
from esalog_tui import keys, text
from esalog_tui.cells import Manner
from esalog_tui.look import Part
from esalog_tui.screens.stage import Stage
from esalog_tui.views import VIEWS, View
from esalog_tui.widgets.bars import FileRow, Tab, TabRow
from esalog_tui.widgets.overview import OverviewStrip
from esalog_tui.widgets.peek import Peek
from esalog_tui.widgets.table import Table


class Framing(Stage):
    """The part of the screen that tells about the load as a whole."""

    def ask_overview(self) -> None:
        """Ask for counts over time, in as many cells as there is room."""
        if self.is_loading and self.settings.is_frugal:
            return  # it is drawn once, when the load is done
        cells = self._cells
        self.ask("overview", lambda: self.loaded.overview(cells), self._show_overview)

    @property
    def _cells(self) -> int:
        """Slices of time that there is room for."""
        return max(24, min(96, self.app.size.width // 2 - 12))

    @on(OverviewStrip.ZoomWanted)
    def _zoom_wanted(self, event: OverviewStrip.ZoomWanted) -> None:
        whole, cells = self.overview, self._cells
        if whole is not None:
            self.ask("zoom", lambda: self.loaded.zoomed(whole, event.since, event.until, cells),
                     self.query_one(OverviewStrip).show_zoomed)  # fmt: skip

    def _show_overview(self, overview: Overview) -> None:
        self.overview = overview
        self.query_one(OverviewStrip).show(overview)
        manner = Manner(self.look, self.span, has_gateways=self.loaded.has_gateways)
        self.query_one(Peek).has_gateways = manner.has_gateways
        for table in self.query(Table):
            if table.manner != manner:
                table.restyle(manner)
        self.show_tabs()
        self.show_file()

    def action_timeline(self) -> None:
        """To the time line; Enter there filters by a slice of time."""
        if not self.query_one(OverviewStrip).enter():
            self.tell("There is no time line as long as the load goes on or holds no mail.")

    @on(OverviewStrip.Left)
    def _timeline_left(self) -> None:
        self.main.focus()

    def show_tabs(self) -> None:
        """Show the views and how many rows each has."""
        has_notes = self.loaded.problems or any(source.notes for source in self.loaded.sources)
        warn = self.look.marks["fallback"].glyph if has_notes else ""
        tabs = [
            Tab(view.name, self._digit(view), view.title, self.total(view.name),
                is_alarm=view.name == "failures", note=warn if view.name == "sources" else "",
                short=view.short or view.title)
            for view in VIEWS
        ]  # fmt: skip
        self.query_one(TabRow).show(tabs, self.view)

    def _digit(self, view: View) -> str:
        """The key of a view, also while another pane keeps it for itself."""
        given = self.settings.keymap.get(f"move.{view.name}", (view.digit,))
        return keys.name(given[0], is_plain=self.look.is_plain)

    def total(self, view: str) -> int | None:
        """How many rows a view has without a filter, as far as it is known."""
        shown = self.lists.get(view)
        if shown is not None and shown.epoch == self.epoch:
            return shown.selection.total
        totals = (dict(self.overview.totals) if self.overview else {}) | self.few
        return totals.get(view)

    def show_file(self) -> None:
        """Show what is open, and what goes on."""
        sources = self.loaded.sources
        name = PurePath(sources[0].name).name if sources else "…" if self.is_loading else ""
        lines = f"{self.loaded.line_count:,} lines"
        first = min((source.first for source in sources if source.first), default=None)
        last = max((source.last for source in sources if source.last), default=None)
        mark = self.look.marks["failed"]
        state: list[Part] = []
        if self.export is not None:
            rows = f" {text.number(self.export.rows)} rows  "
            state = [(f"{self.look.ring} ", "muted"), ("exporting", "muted"), (rows, "text"),
                     (keys.shown(self, "screen.close"), "key"), (" stop", "muted")]  # fmt: skip
        elif self.is_paused:
            waiting = f": {text.plural(self.waiting_lines, 'new line')}"
            state = [(f"{self.look.ring} ", "muted"), ("paused", "warn"),
                     (waiting if self.waiting_lines else "", "text")]  # fmt: skip
        elif self.is_live:
            state = [(f"{self.look.dot} ", "good"), ("following", "muted")]
        elif self.is_loading:
            state = [(f"{self.look.ring} ", "muted"), ("loading", "muted")]
        elif self.has_class("-refused"):
            state = [(mark.glyph, mark.role), (" not read", "bad")]
        if self.redactor is not None:
            state = [("without people  ", "warn"), *state]
        facts = (lines if sources else "", text.period(first, last))
        short = (facts[0], text.period(first, last, is_short=True))
        self.query_one(FileRow).show(name, max(0, len(sources) - 1), facts, short, state)
