"""Arranging: what a list is sorted by, and which columns it shows."""

from textual import on

from esalog_tui.look import Part
from esalog_tui.screens.picker import Picker
from esalog_tui.screens.remembering import Remembering
from esalog_tui.views import RECORDS
from esalog_tui.widgets.table import Table


class Arranging(Remembering):
    """The part of the screen that sorts and chooses columns."""

    def action_sort(self) -> None:
        """Choose what the list is sorted by."""
        table = self.table
        if table is None or not (self.view in RECORDS or self.view == "domains"):
            self.tell("This view has an order of its own.")
            return
        headings = table.headings()
        sort, descending = self.sorts.get(self.view, self._first_sort)
        rows: list[list[list[Part]]] = []
        at = 0
        for index, (name, heading) in enumerate(headings):
            is_now = name == sort
            at = index if is_now else at
            arrow = (self.look.down if descending else self.look.up) if is_now else " "
            rows.append([[(heading, "text")], [(arrow, "accent")]])
        self.app.push_screen(
            Picker(self.look, "Sort by", rows, at, verb="sort, again: turn round"),
            lambda chosen: self.sort_by(headings[chosen][0]) if chosen is not None else None,
        )

    def action_columns(self, at: int = 0) -> None:
        """Choose which columns are shown; the list stays open until it is closed."""
        table = self.table
        if table is None:
            self.tell("This view has no columns.")
            return
        names = table.column_names()
        rows: list[list[list[Part]]] = [
            [[("+" if name in table.shown else "-", "key"), (f" {heading}", "text")]]
            for name, heading in names
        ]

        def toggle(chosen: int | None) -> None:
            if chosen is not None:
                table.toggle_column(names[chosen][0])
                self.columns_changed(self.view, table.shown)
                self.action_columns(chosen)

        self.app.push_screen(Picker(self.look, "Columns", rows, at, verb="show, hide"), toggle)

    @on(Table.HeadingClicked)
    def _heading_clicked(self, event: Table.HeadingClicked) -> None:
        if self.view in RECORDS or self.view == "domains":
            self.sort_by(event.sort)

    @property
    def _first_sort(self) -> tuple[str, bool]:
        """How a view is sorted as long as nobody has chosen."""
        return ("failed", True) if self.view == "domains" else ("time", False)

    def sort_by(self, sort: str, descending: bool | None = None) -> None:
        """Sort by a column, up or down; by the one that is in force, turned round."""
        now, was_descending = self.sorts.get(self.view, self._first_sort)
        if descending is None:
            descending = not was_descending if sort == now else False
        self.sorts[self.view] = (sort, descending)
        self.lists.pop(self.view, None)
        self.reload_view()
