"""The row of a search: how many rows hold the words, and which of them the cursor is on."""

from collections.abc import Sequence

from esalog_tui.look import Part
from esalog_tui.widgets.drawing import Drawn


class SearchTally(Drawn):
    """What a search found, beside its input."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: Sequence[Part] = ()

    def show(self, parts: Sequence[Part]) -> None:
        """Say it."""
        self.parts = parts
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The one row."""
        return [self.parts]
