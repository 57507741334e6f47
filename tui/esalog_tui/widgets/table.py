"""A list of records: headings, columns that fit the width, rows read page by page as needed."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, message
from textual.binding import Binding, BindingType

from esalog_tui import columns, keys
from esalog_tui.cells import Manner, Row
from esalog_tui.columns import Column
from esalog_tui.look import Look, Part
from esalog_tui.text import pad
from esalog_tui.widgets.drawing import cell
from esalog_tui.widgets.pane import Pane

WORDY = 110
"""Cells from which on TLS has a word beside its glyph."""

NARROW = 100
"""Cells below which a time is the clock alone."""


class Pages:
    """The rows of a list as far as they are read, in pages; the oldest pages are let go."""

    SIZE = 128
    KEPT = 64

    def __init__(self, count: int) -> None:
        self.count = count
        self._pages: dict[int, Sequence[Row]] = {}
        self._asked: set[int] = set()

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Pages":
        """Rows that are all there already."""
        pages = cls(len(rows))
        for start in range(0, len(rows), cls.SIZE):
            pages._pages[start // cls.SIZE] = rows[start : start + cls.SIZE]
        pages._asked = set(pages._pages)
        return pages

    def row(self, index: int) -> Row | None:
        """A row, or None while it is not read."""
        page = self._pages.get(index // self.SIZE)
        at = index % self.SIZE
        return page[at] if page is not None and at < len(page) else None

    def missing(self, first: int, last: int) -> list[int]:
        """Pages of rows `first` to `last` nobody has asked for; they count as asked for now."""
        low, high = max(0, first) // self.SIZE, max(0, min(last, self.count - 1)) // self.SIZE
        wanted = [page for page in range(low, high + 1) if page not in self._asked]
        self._asked.update(wanted)
        return wanted if self.count else []

    def keep(self, page: int, rows: Sequence[Row]) -> None:
        """Take a page that was read."""
        self._pages[page] = rows
        while len(self._pages) > self.KEPT:
            oldest = next(iter(self._pages))
            del self._pages[oldest]
            self._asked.discard(oldest)

    def rows(self) -> list[Row]:
        """The rows that are there, to measure them."""
        return [row for page in self._pages.values() for row in page]


class Table(Pane):
    """A list of records of one kind."""

    HEAD = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="Enter", tooltip="open", id="list.open"),
        *keys.MOVE,
    ]

    class RowsWanted(message.Message):
        """Rows came into sight that are not read."""

        def __init__(self, table: "Table", pages: Pages, wanted: list[int]) -> None:
            super().__init__()
            self.table = table
            self.pages = pages
            self.wanted = wanted

    class HeadingClicked(message.Message):
        """A heading was clicked: the list is to be sorted by it."""

        def __init__(self, table: "Table", sort: str) -> None:
            super().__init__()
            self.table = table
            self.sort = sort

    def __init__(
        self,
        look: Look,
        columns: Callable[[Manner, int], list[Column]],
        ident: str = "",
        *,
        id: str,
    ) -> None:
        super().__init__(look, id=id)
        self.manner = Manner(look)
        self.pages = Pages(0)
        self._columns = columns
        self._ident = ident
        self._id_width = 0
        self.chosen: Sequence[str] = ()  # names of columns, in order; else all of them
        self._stay = 2 if ident else 1  # columns that are never moved out of sight
        self._aside = 0  # columns behind those that are out of sight at the left
        self._is_all = True  # the last column is in sight
        self._layout: tuple[int, Manner, list[Column]] = (0, self.manner, [])

    @property
    def count(self) -> int:
        """Rows of the list."""
        return self.pages.count

    @property
    def current(self) -> Row | None:
        """The row under the cursor, when it is there."""
        return self.pages.row(self.cursor)

    def mark_of(self, index: int) -> Hashable:
        """The key of the record in a row."""
        row = self.pages.row(index)
        return row.get("key") if row is not None else None

    def show(self, pages: Pages, cursor: int | None = None, *, in_place: bool = False) -> None:
        """Show another list of rows, the cursor on one of them.

        The row under the cursor stays where it is seen, when the list is the same one `in_place`.
        """
        first = int(self.scroll_offset.y) + (cursor or 0) - self.cursor
        self.pages = pages
        self.resize_rows()
        if cursor is not None:
            if in_place:
                self.scroll_rows(first)
            self.cursor = cursor
            self.show_cursor(is_middle=True)
        self._measure()
        self.want()
        self.redraw()
        self.post_message(self.Moved(self))

    def filled(self, pages: Pages) -> None:
        """Draw rows that were read; those of a list that is no longer shown are nobody's."""
        if pages is not self.pages:
            return
        self._measure()
        self.redraw()
        self.post_message(self.Moved(self))

    def restyle(self, manner: Manner) -> None:
        """Draw in another manner, such as times of a longer span."""
        self.manner = replace(manner, look=self.look)
        self._layout = (0, self.manner, [])
        self.redraw()

    def want(self) -> None:
        """Ask for the rows in sight, and those a page before and after."""
        first = int(self.scroll_offset.y)
        wanted = self.pages.missing(first - self.high, first + 2 * self.high)
        if wanted:
            self.post_message(self.RowsWanted(self, self.pages, wanted))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what comes into sight."""
        super().watch_scroll_y(old_value, new_value)
        self.want()

    def on_resize(self) -> None:
        """Ask for what a larger pane shows."""
        super().on_resize()
        self.want()

    def _measure(self) -> None:
        if not self._ident:
            return
        longest = max((len(str(row.get(self._ident, ""))) for row in self.pages.rows()), default=0)
        if longest > self._id_width:
            self._id_width = longest
            self._layout = (0, self.manner, [])

    def laid_out(self, width: int) -> tuple[Manner, list[Column]]:
        """The columns for so many cells, and the manner they are drawn in."""
        if self._layout[0] != width:
            manner = replace(self.manner, is_brief=width < NARROW - 2, has_words=width >= WORDY - 2)
            every = self._columns(manner, self._id_width)
            by_name = {column.name: column for column in every}
            seen = [by_name[name] for name in self.shown]
            fitted = columns.fitted(seen[: self._stay] + seen[self._stay + self._aside :], width)
            self._is_all = fitted[-1].name == seen[-1].name
            self._layout = (width, manner, fitted)
        return self._layout[1:]

    def action_sideways(self, direction: int) -> None:
        """Bring columns into sight that have no room, those at the left out of it."""
        if direction < 0 or not self._is_all:
            self._aside = max(0, self._aside + direction)
            self._layout = (0, self.manner, [])
            self.redraw()

    def heading(self, width: int) -> Sequence[Part]:
        """The headings, each over its column."""
        return [
            part
            for column in self.laid_out(width)[1]
            for part in (
                (pad(column.heading, column.least, is_right=column.is_right), "heading"),
                (" " * column.gap, "text"),
            )
        ]

    def row(self, index: int, width: int) -> Sequence[Part]:
        """The cells of one row; nothing while it is not read."""
        values = self.pages.row(index)
        if values is None:
            return ()
        return self.cells(values, width)

    def cells(self, row: Mapping[str, object], width: int) -> list[Part]:
        """The cells of a record."""
        parts: list[Part] = []
        manner, fitted = self.laid_out(width)
        for column in fitted:
            drawn = column.cell(row, column.least, manner)
            parts += cell(drawn, column.least, is_right=column.is_right)
            parts.append((" " * column.gap, "text"))
        return parts

    @property
    def seen(self) -> list[Row]:
        """The rows in sight, as far as they are read."""
        return [row for at in self.rows_in_sight if (row := self.pages.row(at)) is not None]

    def plain(self, rows: Sequence[Row]) -> list[str]:
        """Title, headings and these rows, as they are drawn."""
        width = self.wide - 1
        drawn = [self.title_parts, self.heading(width), *(self.cells(row, width) for row in rows)]
        return ["".join(part for part, _ in parts).rstrip() for parts in drawn]

    def head_clicked(self, event: events.Click) -> None:
        """Sort by the clicked heading."""
        fitted = self.laid_out(self.wide - 1)[1]
        at = _column_at(event.x - 1, [(column.least, column.gap) for column in fitted])
        if event.y == 1 and at is not None and (sort := fitted[at].sort_name):
            self.post_message(self.HeadingClicked(self, sort))

    def column_names(self) -> list[tuple[str, str]]:
        """Every column that there can be: its name and its heading."""
        every = self._columns(self.manner, self._id_width)
        return [(column.name, column.title) for column in every]

    @property
    def shown(self) -> list[str]:
        """The names of the columns that are shown where they fit, in their order."""
        known = [name for name, _ in self.column_names()]
        return [name for name in self.chosen if name in known] or known

    def toggle_column(self, name: str) -> None:
        """Show a column or leave it out; the last one stays."""
        usual = [name for name, _ in self.column_names()]
        chosen = [other for other in self.shown if other != name]
        if len(chosen) == len(self.shown):
            is_usual = chosen == [other for other in usual if other in chosen]
            chosen.append(name)
            chosen = sorted(chosen, key=usual.index) if is_usual else chosen
        self.choose(chosen or [name])

    def choose(self, names: Sequence[str]) -> None:
        """Show these columns, in this order; those that are none are passed over."""
        every = self._columns(replace(self.manner, has_gateways=True), self._id_width)
        known = {column.name for column in every}
        self.chosen = [name for name in names if name in known]
        self._layout = (0, self.manner, [])
        self.redraw()

    def headings(self) -> list[tuple[str, str]]:
        """What the list can be sorted by: name of the sort and its heading."""
        every = self._columns(self.manner, self._id_width)
        return [(sort, column.title) for column in every if (sort := column.sort_name)]


def _column_at(x: int, widths: Sequence[tuple[int, int]]) -> int | None:
    """Which column (its width, the gap after it) holds the cell x, of a row that begins at 0."""
    for index, (width, gap) in enumerate(widths):
        if x < width:
            return index
        x -= width + gap
    return None
