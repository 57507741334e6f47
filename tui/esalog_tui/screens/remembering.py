"""Remembering: marks, columns, searches and commands are kept for the next session."""

from collections.abc import Sequence
from copy import deepcopy

from esalog import LogLine
from esalog_tui.memory import BEGINNING, identity
from esalog_tui.screens.listing import Listing
from esalog_tui.widgets.pane import Pane


class Remembering(Listing):
    """The part of the screen that brings back what the last session left, and keeps it."""

    _log = ""  # by what the log is known, once it has begun

    def rows_shown(self) -> None:
        """Bring back the marks of this log, as soon as it is known which one it is."""
        super().rows_shown()
        has_begun = self.loaded.line_count >= BEGINNING or not self.is_loading
        if not self._log and self.loaded.line_count and has_begun:
            self.ask("identity", lambda: self.loaded.lines(1, BEGINNING), self._know)

    def _know(self, lines: list[LogLine]) -> None:
        if self._log:
            return
        self._log = identity([line.text for line in lines])
        own = dict(self.marks)
        self.marks.update(self.memory.marks.get(self._log, {}) | own)
        if own:
            self.marks_changed()
        for pane in self.query(Pane):
            pane.redraw()

    def marks_changed(self) -> None:
        """Keep the marks."""
        super().marks_changed()
        if self._log:
            self.memory.marked(self._log, self.marks)
            self.remember()

    def columns_changed(self, view: str, names: Sequence[str]) -> None:
        """Keep the columns of a view."""
        self.memory.columns[view] = tuple(names)
        self.remember()

    def layout_changed(self, name: str, is_on: bool) -> None:
        """Keep a switch of the layout."""
        self.memory.layout[name] = is_on
        self.remember()

    def remember(self) -> None:
        """Write what is remembered, behind the screen."""
        snapshot = deepcopy(self.memory)
        self.ask("memory", snapshot.save, lambda _: self._complain(snapshot.note))

    def _complain(self, note: str) -> None:
        """Say once that nothing can be kept."""
        if note and note != self.memory.note:
            self.memory.note = note
            self.tell(note, is_bad=True)
