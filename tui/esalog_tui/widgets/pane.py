"""A pane: a rule with a title, perhaps a heading, and rows of which only the visible are drawn."""

from collections.abc import Container, Hashable, Sequence
from typing import ClassVar

from textual import events, message
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from esalog_tui import keys
from esalog_tui.look import Look, Part
from esalog_tui.widgets.drawing import mark_hits, rule, shifted
from esalog_tui.widgets.selecting import Selecting


class Pane(ScrollView, Selecting, can_focus=True, inherit_bindings=False):
    """Rows under a rule; the cursor is a row number. Subclasses give the rows their parts."""

    BINDINGS: ClassVar[list[BindingType]] = keys.MOVE

    HEAD = 1
    """Rows above the scrolled ones: the rule, and a heading where there is one."""

    HAS_CURSOR = True
    """Whether one row is the current one."""

    cursor: var[int] = var(0, init=False)  # of itself it repaints nothing: two rows are enough

    class Moved(message.Message):
        """The cursor of a pane stands on another row."""

        def __init__(self, pane: "Pane") -> None:
            super().__init__()
            self.pane = pane

    class Opened(Moved):
        """Enter or a double click on a row."""

    def __init__(self, look: Look, *, id: str) -> None:
        super().__init__(id=id)
        self.look = look
        self.title_parts: Sequence[Part] = ()
        self.facts: Sequence[Part] = ()
        self.remarks: Sequence[Part] = ()
        self.words: Sequence[str] = ()  # what a search looks for
        self._strips: dict[tuple[int, int, str], Strip] = {}  # rows as they were drawn
        self.left = 0  # cells that rows are shifted by
        self.marks: Container[object] = ()  # of the whole screen
        self.leaps = False  # whether to scroll by half a page at once, which repaints less

    # What subclasses say.

    @property
    def count(self) -> int:
        """Number of rows that scroll."""
        return 0

    def heading(self, width: int) -> Sequence[Part]:
        """The parts of the row under the rule, when HEAD is 2."""
        return ()

    def row(self, index: int, width: int) -> Sequence[Part]:
        """The parts of one row."""
        raise NotImplementedError

    def is_tied(self, index: int) -> bool:
        """Whether a row belongs to what the other panes show: a line before it says so."""
        return False

    def mark_of(self, index: int) -> Hashable:
        """What a mark on a row is kept by; None when it cannot be marked."""
        return None

    @property
    def is_active(self) -> bool:
        """Whether keys go here, so that rule and cursor are drawn in the accent."""
        return self.has_focus

    # Drawing.

    @property
    def wide(self) -> int:
        """Cells of a row, without the scroll bar, which stands on the right edge."""
        return self.scrollable_content_region.width

    @property
    def high(self) -> int:
        """Scrolled rows that are visible."""
        return max(1, self.scrollable_content_region.height - self.HEAD)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.wide
        if y == 0 and self.HEAD:
            return self._rule(width)
        if y < self.HEAD:
            return self.paint([(" ", "text"), *self.heading(width - 1)], width)
        index = int(self.scroll_offset.y) + y - self.HEAD
        if index >= self.count:
            return self.paint((), width)
        over = self.over(index)
        strip = self._strips.get((index, width, over))
        if strip is None:
            if len(self._strips) > KEPT:
                self._strips.clear()
            strip = self._strips[index, width, over] = self._drawn(index, width, over)
        return self.selectable(strip, index)

    def over(self, index: int) -> str:
        """The role of the background of a row."""
        if not self.HAS_CURSOR or index != self.cursor:
            return ""
        return "cursor" if self.is_active else "cursor-blur"

    def edge(self, index: int, over: str) -> str:
        """What stands before a row: that it is the current one, marked, or tied."""
        if self.mark_of(index) in self.marks:
            return self.look.marked
        if over == "cursor":
            return " " if self.ink(over).is_reversed else self.look.cursor
        return self.look.tied if self.is_tied(index) else " "

    def _drawn(self, index: int, width: int, over: str) -> Strip:
        parts = shifted(self.row(index, width - 1 + self.left), self.left)
        parts = mark_hits(parts, self.words)
        return self.paint([(self.edge(index, over), "accent"), *parts], width, over)

    def row_text(self, number: int) -> str:
        """A row as it is drawn."""
        return self._drawn(number, self.wide, "").text if number < self.count else ""

    @property
    def rows_in_sight(self) -> range:
        """The rows that are seen."""
        first = int(self.scroll_offset.y)
        return range(first, min(self.count, first + self.high))

    def redraw(self) -> None:
        """Draw all rows anew, as what they say has changed."""
        self._strips.clear()
        self.refresh()

    def redraw_row(self, index: int) -> None:
        """Paint one row again, where it is seen."""
        y = index - int(self.scroll_offset.y) + self.HEAD
        self.refresh(Region(0, y, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Draw all rows anew in other styles."""
        super().notify_style_update()
        self._strips.clear()

    def _rule(self, width: int) -> Strip:
        role = "rule-focus" if self.is_active else "rule"
        title = "title-focus" if self.is_active else "title"
        left = [(text, role_ or title) for text, role_ in self.title_parts]
        left += self.remarks
        return self.paint(rule(self.look.rule, left, self.facts, width, role), width)

    def entitle(self, title: str, *more: Part, facts: Sequence[Part] = ()) -> None:
        """Say in the rule what the pane shows, at the left, and facts about it at the right."""
        self.title_parts = [(title, ""), *more]
        self.facts = facts
        self.refresh(Region(0, 0, self.size.width, 1))

    def remark(self, remarks: Sequence[Part]) -> None:
        """Say something beside the title, such as what is searched for."""
        self.remarks = remarks
        self.refresh(Region(0, 0, self.size.width, 1))

    def resize_rows(self) -> None:
        """Take note that the number of rows is another one."""
        self._fit_rows()
        self.cursor = min(self.cursor, max(0, self.count - 1))
        if self.text_selection:  # its rows are other ones now
            self.screen.clear_selection()
        self.redraw()

    def _fit_rows(self) -> None:
        # Never less than is seen: another size means another layout of the whole screen.
        self.virtual_size = Size(0, max(self.count + self.HEAD, self.size.height))

    # Moving.

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Scroll so that the cursor is seen, and tell that it moved."""
        self.show_cursor()
        self.redraw_row(old)
        self.redraw_row(new)
        self.post_message(self.Moved(self))

    def show_cursor(self, *, is_middle: bool = False) -> None:
        """Scroll so that the cursor is seen; in the middle when it would be far away."""
        first, high = int(self.scroll_offset.y), self.high
        if first <= self.cursor < first + high:
            return
        if is_middle or self.leaps or not first - high <= self.cursor < first + 2 * high:
            self.scroll_rows(self.cursor - high // 2)
        elif self.cursor < first:
            self.scroll_rows(self.cursor)
        else:
            self.scroll_rows(self.cursor - high + 1)

    def scroll_rows(self, first: int) -> None:
        """Let a row be the first one seen."""
        self.scroll_to(y=max(0, first), animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor seen when the pane changes its size."""
        self._fit_rows()
        self.show_cursor()

    def on_focus(self) -> None:
        """Draw the pane as the one that keys go to."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the pane as one that keys do not go to."""
        self.refresh()

    def action_cursor(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.cursor += rows

    def action_half(self, direction: int) -> None:
        """Move by half a page."""
        self._leap(direction * max(1, self.in_sight // 2))

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self._leap(direction * self.in_sight)

    @property
    def in_sight(self) -> int:
        """Rows by which a page moves."""
        return self.high

    def _leap(self, rows: int) -> None:
        first = int(self.scroll_offset.y)
        self.scroll_rows(first + rows)
        self.cursor += rows

    def action_top(self) -> None:
        """Move to the first row."""
        self.cursor = 0

    def action_bottom(self) -> None:
        """Move to the last row."""
        self.cursor = self.count - 1

    @property
    def is_at_end(self) -> bool:
        """Whether the cursor stands on the last row."""
        return self.cursor >= self.count - 1

    def action_sideways(self, direction: int) -> None:
        """Shift rows that are longer than the pane is wide."""
        self.left = max(0, self.left + direction * SHIFT)
        self.redraw()

    def action_open(self) -> None:
        """Open what the cursor stands on."""
        self.post_message(self.Opened(self))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked row; a second click opens it."""
        event.prevent_default()  # else a second click selected all rows
        if self.text_selection is not None:  # the end of selecting
            return
        if event.y < self.HEAD:
            self.head_clicked(event)
            return
        index = self.index_at(event.y)
        if index is not None:
            self.cursor = index
            if event.chain == 2:
                self.action_open()

    def index_at(self, y: int) -> int | None:
        """The row at a row of the screen, if there is one."""
        index = int(self.scroll_offset.y) + y - self.HEAD
        return index if index < self.count else None

    def head_clicked(self, event: events.Click) -> None:
        """Act on a click on the rule or the heading."""


KEPT, SHIFT = 400, 20
"""Drawn rows that are kept at most; cells that rows are shifted by at once."""
