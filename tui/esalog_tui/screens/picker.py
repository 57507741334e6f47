"""The picker: a few records or choices, each with a digit."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from esalog_tui import keys
from esalog_tui.look import Look, Part
from esalog_tui.screens.popup import CLOSE_TOO, Box, Popup
from esalog_tui.widgets.drawing import cell, width_of
from esalog_tui.widgets.pane import Pane


class Choices(Pane, inherit_bindings=False):
    """Rows of parts, drawn in columns, without a rule."""

    HEAD = 0
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "go", key_display="Enter", tooltip="take it", id="picker.take"),
        *keys.MOVE,
    ]

    def __init__(self, look: Look, rows: Sequence[Sequence[Sequence[Part]]]) -> None:
        super().__init__(look, id="choices")
        self.choices = rows
        columns = max((len(row) for row in rows), default=0)
        self._widths = [
            max((width_of(row[at]) for row in rows if at < len(row)), default=0)
            for at in range(columns)
        ]

    @property
    def count(self) -> int:
        """Choices there are."""
        return len(self.choices)

    @property
    def needed(self) -> int:
        """Cells that the widest row takes."""
        return sum(self._widths) + 2 * len(self._widths) + 4

    def row(self, index: int, width: int) -> Sequence[Part]:
        """A digit and the columns of one choice."""
        digit = str(index + 1) if index < 9 else " "
        parts: list[Part] = [(f"{digit}  ", "key")]
        for column, wide in zip(self.choices[index], self._widths, strict=False):
            parts += [*cell(column, wide), ("  ", "text")]
        return parts


class Picker(Popup[int]):
    """Asks which one; the result is its number, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE_TOO,
        *(
            Binding(str(digit), f"take({digit - 1})", show=False, tooltip=f"take number {digit}",
                    id=f"picker.take_{digit}")
            for digit in range(1, 10)
        ),
    ]  # fmt: skip

    def __init__(
        self,
        look: Look,
        title: str,
        rows: Sequence[Sequence[Sequence[Part]]],
        at: int = 0,
        verb: str = "go",
    ) -> None:
        super().__init__()
        self._choices = Choices(look, rows)
        self._title = title
        self._at = at
        self._verb = verb
        self.set_class(look.is_plain, "-ascii")

    def compose(self) -> ComposeResult:
        """One box."""
        with Box() as box:
            yield self._choices
        count = self._choices.count
        digits = f"1 – {min(count, 9)} or " if count > 1 else ""
        box.border_title = self._title
        box.border_subtitle = f"{digits}Enter {self._verb} · {self.hint('popup.close', 'stay')}"
        title = max(cell_len(self._title), cell_len(str(box.border_subtitle)))
        box.styles.width = min(max(self._choices.needed, title + 6) + 3, self.app.size.width - 4)
        self._choices.styles.height = min(count, max(4, self.app.size.height - 8))

    def on_mount(self) -> None:
        """Begin on the choice that is in force."""
        self._choices.resize_rows()
        self._choices.cursor = self._at
        self._choices.focus()

    def on_pane_opened(self) -> None:
        """Take the choice under the cursor."""
        self.dismiss(self._choices.cursor)

    def action_take(self, number: int) -> None:
        """Take a choice by its digit."""
        if number < self._choices.count:
            self.dismiss(number)
