"""Selecting with the mouse: what is drawn can be marked, and what is marked is what is copied."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.strip import Strip

from esalog_tui.widgets.drawing import Drawn, Inked

MOST = 20_000
"""Rows that are taken away at once, at most."""


class Selecting(Inked):
    """A widget of rows, known by their numbers; character 0 of a row is its edge."""

    def row_text(self, number: int) -> str:
        """A row as it is drawn."""
        raise NotImplementedError

    @property
    def rows_in_sight(self) -> range:
        """The numbers of the rows that are seen."""
        raise NotImplementedError

    def selectable(self, strip: Strip, number: int, start: int = 0) -> Strip:
        """A row, or what of it begins at the character `start`, what is selected turned round."""
        selection = self.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is not None:
            end = len(strip.text) if span[1] < 0 else span[1] - start
            strip = Strip(_turned(strip, span[0] - start, end), strip.cell_length)
        # Where a character stands is only asked for under the mouse.
        return strip.apply_offsets(start, number) if self.app.mouse_over is self else strip

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text; beyond this widget as far as it is seen."""
        seen = self.rows_in_sight
        first = seen.start if selection.start is None else selection.start.y
        last = seen.stop - 1 if selection.end is None else selection.end.y
        texts = []
        for number in range(first, min(last, first + MOST) + 1):
            start, end = selection.get_span(number) or (0, -1)
            text = self.row_text(number)
            texts.append(text[max(start, 1) : len(text) if end < 0 else end].rstrip())
        return "\n".join(texts), "\n"


class SelectingDrawn(Selecting, Drawn):
    """A widget of a few fixed rows that can be selected."""

    def render_line(self, y: int) -> Strip:
        """One row."""
        return self.selectable(super().render_line(y), y)

    def row_text(self, number: int) -> str:
        """A row as it is drawn."""
        return super().render_line(number).text

    @property
    def rows_in_sight(self) -> range:
        """All of them."""
        return range(self.size.height)


def _turned(strip: Iterable[Segment], start: int, end: int) -> list[Segment]:
    """The pieces of a row, foreground and background exchanged from one character to another."""
    pieces: list[Segment] = []
    at = 0
    for text, style, _ in strip:
        low, high = (max(0, min(len(text), place - at)) for place in (start, end))
        plain = style or Style.null()
        pieces += [Segment(text[:low], plain)] if low else []
        if low < high:
            pieces.append(Segment(text[low:high], plain + Style(reverse=not plain.reverse)))
        pieces += [Segment(text[max(low, high) :], plain)] if max(low, high) < len(text) else []
        at += len(text)
    return pieces
