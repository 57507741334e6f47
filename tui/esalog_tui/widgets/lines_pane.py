"""The raw lines: all of the log, or those of one record; those of the transaction stand out."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import ClassVar

import numpy as np
from textual import message
from textual.binding import Binding, BindingType

from esalog import LogLine
from esalog_tui import keys, text
from esalog_tui.cells import said
from esalog_tui.look import Look, Part
from esalog_tui.widgets.drawing import cut, shifted
from esalog_tui.widgets.pane import SHIFT
from esalog_tui.widgets.wrapping import Wrapping

CHUNK = 256
KEPT = 32

_IDS = ("icid", "mid", "dcid")
_SPANS = {
    "icid": "accent",
    "mid": "accent",
    "dcid": "accent",
    "success": "good",
    "failed": "bad-strong",
    "subject": "strong",
}


_ALONG = Binding.Group("next, previous line of it")


class LinesPane(Wrapping):
    """Rows are lines: position 0 is line 1, or with `only` the first of those."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "screen.along(1)", "next", tooltip="next, previous line of the transaction",
                id="jump.next_line", group=_ALONG),
        Binding("O", "screen.along(-1)", "previous",
                tooltip="next, previous line of the transaction",
                id="jump.previous_line", group=_ALONG),
        Binding("enter", "open", "its trace", key_display="Enter",
                tooltip="the trace of the record on this line", id="lines.open"),
        keys.INJECTION, keys.MESSAGE, keys.DELIVERY,
        keys.NEXT, keys.SEARCH, keys.FILTER, keys.FOLLOW,
        Binding("c", "screen.copy", "copy its lines", tooltip="copy the lines of the transaction",
                id="take.copy"),
        Binding("y", "screen.copy_line", "this one", tooltip="copy this line", id="take.line"),
        keys.FIND, keys.FAILURES, keys.BACK,
        *keys.MOVE,
    ]  # fmt: skip

    class LinesWanted(message.Message):
        """Lines came into sight that are not read: positions `first` to `first + count`."""

        def __init__(self, pane: "LinesPane", first: int, count: int) -> None:
            super().__init__()
            self.pane = pane
            self.first = first
            self.count = count

    def __init__(self, look: Look, *, id: str) -> None:
        super().__init__(look, id=id)
        self.total = 0
        self.only: Sequence[int] | None = None
        self.tied: Sequence[int] = ()
        self.is_full = False  # number, stamp and level as logged, or the clock alone
        self._chunks: dict[int, Sequence[LogLine]] = {}
        self._asked: set[int] = set()
        self._left = 0

    @property
    def count(self) -> int:
        """Lines that can be scrolled to."""
        return self.total if self.only is None else len(self.only)

    @property
    def current(self) -> LogLine | None:
        """The line under the cursor, when it is read."""
        return self.line(self.cursor)

    def number(self, position: int) -> int:
        """The number of the line at a position, counted from 1 over the load."""
        return position + 1 if self.only is None else int(self.only[position])

    def position(self, number: int) -> int:
        """The position of a line, or where it would be."""
        return number - 1 if self.only is None else bisect_left(self.only, number)

    def line(self, position: int) -> LogLine | None:
        """The line at a position, when it is read."""
        chunk = self._chunks.get(position // CHUNK)
        at = position % CHUNK
        return chunk[at] if chunk is not None and at < len(chunk) else None

    def show(self, total: int, only: Sequence[int] | None = None) -> None:
        """Show all lines of a log that has so many, or only some.

        Lines that were read stay, where there are only more of the same.
        """
        count = self.count
        if not _goes_on(self.only, only) or total < self.total:
            self.forget()
        self.total, self.only = total, only
        if count < self.count:
            self._asked.discard((count - 1) // CHUNK)  # what was the end goes on
        self.resize_rows()
        self.want()

    def forget(self) -> None:
        """Let go of what was read, as more has come."""
        self._chunks.clear()
        self._asked.clear()

    def tie(self, numbers: Sequence[int]) -> None:
        """Let these lines, in order, be the current transaction."""
        self.tied = numbers
        self.redraw()

    def mark_of(self, index: int) -> Hashable:
        """The number of a line."""
        return self.number(index)

    def is_tied(self, index: int) -> bool:
        """Whether a line belongs to the current transaction."""
        number = self.number(index)
        at = bisect_left(self.tied, number)
        return at < len(self.tied) and self.tied[at] == number

    def go_to(self, number: int) -> None:
        """Put the cursor on a line, a third of the pane above it."""
        self.cursor = self.position(number)
        self.scroll_rows(self.cursor - self.high // 3)
        if self.is_wrapped:
            self.show_cursor()
        self.want()

    def want(self) -> None:
        """Ask for the lines in sight."""
        first = int(self.scroll_offset.y)
        low = max(0, first - self.high) // CHUNK
        high = max(0, min(first + 2 * self.high, self.count - 1)) // CHUNK
        if not self.count:
            return
        for chunk in range(low, high + 1):
            if chunk not in self._asked:
                self._asked.add(chunk)
                start = chunk * CHUNK
                wanted = min(CHUNK, self.count - start)
                self.post_message(self.LinesWanted(self, start, wanted))

    def filled(self, first: int, lines: Sequence[LogLine]) -> None:
        """Take lines that were read."""
        self._chunks[first // CHUNK] = lines
        while len(self._chunks) > KEPT:
            oldest = next(iter(self._chunks))
            del self._chunks[oldest]
            self._asked.discard(oldest)
        self.redraw()
        if self.is_wrapped:
            self._fit_rows()
            self.show_cursor()
        if first <= self.cursor < first + len(lines):
            self.post_message(self.Moved(self))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what comes into sight."""
        super().watch_scroll_y(old_value, new_value)
        self.want()

    def on_resize(self) -> None:
        """Ask for what a larger pane shows."""
        super().on_resize()
        self.want()

    def action_sideways(self, direction: int) -> None:
        """Shift long lines."""
        if self.is_wrapped:
            return
        self._left = max(0, self._left + direction * SHIFT)
        self.redraw()

    def whole(self, index: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """What stands before the text of a line, and its text.

        What is not of the transaction is muted, while there is one.
        """
        line = self.line(index)
        if line is None:
            return (), ()
        is_strong = not len(self.tied) or self.is_tied(index)
        parts = line_parts(line, is_strong=is_strong)
        if not self.is_full:
            return [(text.pad(text.clock(line.at), 8) + " ", "muted")], parts
        digits = max(7, len(text.number(self.count)))
        number = text.pad(text.number(line.number), digits, is_right=True)
        return [(number + "  ", "faint")], [*_head(line), *parts]

    def row(self, index: int, width: int) -> Sequence[Part]:
        """One line, cut."""
        before, parts = self.whole(index)
        return cut([*before, *shifted(parts, self._left)], width)


def _goes_on(before: Sequence[int] | None, now: Sequence[int] | None) -> bool:
    """Whether the same lines are shown, perhaps with more behind them."""
    if before is None or now is None:
        return before is now
    return before is now or bool(np.array_equal(before, now[: len(before)]))


def line_parts(line: LogLine, *, is_strong: bool = True) -> list[Part]:
    """The text after the level, its ids and results coloured when the line is strong."""
    plain = "text" if is_strong else "muted"
    parts: list[Part] = []
    at = line.head
    for start, end, kind in line.spans if is_strong else ():
        name = f"{kind.upper()} "
        if kind in _IDS and line.text.endswith(name, at, start):
            start -= len(name)  # the number is what counts, its name belongs to it
        if start < at:
            continue
        parts += said(line.text[at:start], plain)
        parts += said(line.text[start:end], _SPANS.get(kind, plain))
        at = end
    return [*parts, *said(line.text[at:], plain)]


def _head(line: LogLine) -> list[Part]:
    """Stamp and level as they were logged; a warning's level is amber."""
    head = line.text[: line.head]
    level = line.level
    if not level or level not in head:
        return said(head, "muted")
    at = head.rindex(level)
    role = "faint" if level in ("Info", "Debug", "Trace") else "warn"
    return [*said(head[:at], "muted"), *said(head[at:], role)]
