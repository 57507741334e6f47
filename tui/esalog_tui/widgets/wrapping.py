"""A pane whose long rows can be shown whole: one row of it then takes several of the screen.

Scrolling and the cursor go by rows of the pane, so nothing depends on how many there are.
"""

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, get_character_cell_size
from textual.geometry import Size
from textual.strip import Strip

from esalog_tui.look import Part
from esalog_tui.widgets.drawing import mark_hits, width_of
from esalog_tui.widgets.pane import KEPT, Pane

NEAR = 24
"""Characters by which a row may be shorter so that it ends with a word."""

Rows = list[tuple[int, list[Part]]]
"""The rows of the screen that a row takes: each with the number of its first character."""


class Wrapping(Pane):
    """Subclasses give each row as what stands before its text, and the text."""

    is_wrapped = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows: dict[int, Rows] = {}

    def whole(self, index: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """What stands before the text of a row, and the text, uncut."""
        raise NotImplementedError

    def wrap(self, is_wrapped: bool) -> None:
        """Show long rows whole, or cut."""
        self.is_wrapped = is_wrapped
        self._fit_rows()
        self.redraw()
        self.show_cursor()

    def _rows_of(self, index: int) -> Rows:
        rows = self._rows.get(index)
        if rows is None:
            if len(self._rows) > KEPT:
                self._rows.clear()
            rows = self._rows[index] = self.broken(index, max(8, self.wide - 1))
        return rows

    def broken(self, index: int, width: int) -> Rows:
        """A row in rows of the screen; those behind the first begin under its text."""
        before, text = self.whole(index)
        indent = width_of(before)
        parts = mark_hits([*before, *text], self.words)
        return wrapped(parts, width, indent if indent * 2 < width else 2)

    def _seen(self) -> list[tuple[int, int]]:
        """For each row of the screen the row that stands there, and which part of it."""
        seen: list[tuple[int, int]] = []
        index, high = int(self.scroll_offset.y), self.high
        while len(seen) < high and index < self.count:
            seen += [(index, nth) for nth in range(len(self._rows_of(index)))]
            index += 1
        return seen[:high]

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        if not self.is_wrapped or y < self.HEAD:
            return super().render_line(y)
        seen, width = self._seen(), self.wide
        if y - self.HEAD >= len(seen):
            return self.paint((), width)
        index, nth = seen[y - self.HEAD]
        start, parts = self._rows_of(index)[nth]
        over = self.over(index)
        strip = self.paint([(self.edge(index, over), "accent"), *parts], width, over)
        indent = width_of(parts[:1]) if nth else 0
        return self.selectable(strip, index, start - indent)

    def row_text(self, number: int) -> str:
        """A row as it is drawn; a wrapped one whole."""
        if not self.is_wrapped:
            return super().row_text(number)
        return " " + "".join(text for part in self.whole(number) for text, _ in part)

    def resize_rows(self) -> None:
        """Take note that the number of rows is another one."""
        self._rows.clear()
        super().resize_rows()

    def redraw(self) -> None:
        """Draw all rows anew."""
        self._rows.clear()
        super().redraw()

    def redraw_row(self, index: int) -> None:
        """Paint one row again, wherever it is seen."""
        if self.is_wrapped:
            self.refresh()
        else:
            super().redraw_row(index)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._rows.clear()

    @property
    def in_sight(self) -> int:
        """Rows that are seen as a whole, at least one."""
        if not self.is_wrapped:
            return super().in_sight
        seen = self._seen()
        return max(1, len({index for index, _ in seen}) - 1)

    def index_at(self, y: int) -> int | None:
        """The row at a row of the screen."""
        if not self.is_wrapped:
            return super().index_at(y)
        seen = self._seen()
        return seen[y - self.HEAD][0] if 0 <= y - self.HEAD < len(seen) else None

    def show_cursor(self, *, is_middle: bool = False) -> None:
        """Scroll so that the whole row under the cursor is seen."""
        if not self.is_wrapped or not self.count:
            super().show_cursor(is_middle=is_middle)
            return
        first, top = int(self.scroll_offset.y), self._top(self.cursor)
        if not top <= first <= self.cursor:
            self.scroll_rows(min(self.cursor, max(first, top)))

    def _top(self, last: int) -> int:
        """The first of the rows that are seen whole above a row that is seen last."""
        top, used = last, len(self._rows_of(last))
        while top and (used := used + len(self._rows_of(top - 1))) <= self.high:
            top -= 1
        return top

    def _fit_rows(self) -> None:
        super()._fit_rows()
        if self.is_wrapped and self.count:  # so that the last row is seen whole at the end
            high = self._top(self.count - 1) + self.HEAD + self.high
            self.virtual_size = Size(0, max(high, self.size.height))


def wrapped(parts: Sequence[Part], width: int, indent: int) -> Rows:
    """Parts in rows of `width` cells, all but the first begun with blanks.

    A row ends at a blank where there is one near its end.
    """
    rows: Rows = []
    row: list[Part] = []
    start = at = 0
    room = width
    for text, role in parts:
        while text:
            head = _fitting(text, room)
            if len(head) < len(text):
                soft = head.rfind(" ") + 1
                head = head[:soft] if soft and len(head) - soft < NEAR else head
            if not head and room == width - indent * bool(rows):
                head = text[0]
            row.append((head, role))
            room -= cell_len(head)
            at += len(head)
            text = text[len(head) :]
            if text:
                rows.append((start, row))
                row, room, start = [(" " * indent, "text")], width - indent, at
    return [*rows, (start, row)]


def _fitting(text: str, room: int) -> str:
    """As much of the beginning as fits into so many cells."""
    if text.isascii():
        return text[: max(0, room)]
    for place, letter in enumerate(text):
        room -= get_character_cell_size(letter)
        if room < 0:
            return text[:place]
    return text
