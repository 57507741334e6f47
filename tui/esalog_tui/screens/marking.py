"""Marks: rows and lines to come back to, to copy together, to list."""

from collections.abc import Sequence
from typing import Any

from esalog import Key
from esalog_tui import text
from esalog_tui.cells import said
from esalog_tui.look import Part
from esalog_tui.screens.jumping import Jumping
from esalog_tui.screens.picker import Picker
from esalog_tui.screens.seeking import next_of
from esalog_tui.screens.stage import named
from esalog_tui.views import OF_KIND, RECORDS
from esalog_tui.widgets.pane import Pane


class Marking(Jumping):
    """The part of the screen that knows what is marked."""

    def action_mark(self) -> None:
        """Mark the row or line under the cursor, or take its mark away."""
        pane = self._marked_pane
        mark = self._mark_at(pane)
        if mark is None:
            self.tell("Records and lines can be marked.")
            return
        self.marks.symmetric_difference_update({mark})
        pane.redraw()
        if pane.cursor < pane.count - 1:
            pane.cursor += 1

    @property
    def _marked_pane(self) -> Pane:
        return self.lines if self.focused is self.lines else self.main

    def _mark_at(self, pane: Pane) -> Key | int | None:
        if pane is self.lines:
            return self.lines.number(self.lines.cursor) if self.lines.count else None
        return self.row.get("key") if self.row else None

    def action_marked(self, step: int) -> None:
        """To the next or previous mark of this list."""
        pane, shown = self._marked_pane, self.lists.get(self.view)
        marks = list(self.marks)

        def ask() -> Sequence[int]:
            if pane is self.lines:
                return sorted(self.lines.position(mark) for mark in marks if isinstance(mark, int))
            if shown is None or self.view not in RECORDS:
                return []
            kind = next(kind for kind, view in OF_KIND.items() if view.name == self.view)
            of_kind = [mark for mark in marks if not isinstance(mark, int) and mark.kind == kind]
            places = (shown.selection.position(mark) for mark in of_kind)
            return sorted(place for place in places if place is not None)

        def take(found: Sequence[int]) -> None:
            if not found:
                self.tell("Nothing is marked here: m marks.")
            else:
                pane.cursor = next_of(found, pane.cursor, step)

        self.ask("marks", ask, take)

    def action_marks(self) -> None:
        """List what is marked, to go there."""
        marks = sorted(self.marks, key=lambda mark: (isinstance(mark, int), str(mark)))
        if not marks:
            self.tell("Nothing is marked: m marks.")
            return
        rows: list[list[list[Part]]] = [[said(_name(mark), "accent")] for mark in marks]

        def go(at: int | None) -> None:
            if at is None:
                return
            mark: Any = marks[at]
            if isinstance(mark, int):
                self.go_to_line(mark)
            else:
                self.go(mark)

        self.app.push_screen(Picker(self.look, "Marks", rows), go)


def _name(mark: Key | int) -> str:
    return f"line {text.number(mark)}" if isinstance(mark, int) else named(mark)
