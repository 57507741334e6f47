"""The inputs of the screen; keys that are not typing are bindings, as the key row shows."""

from typing import ClassVar

from textual import message
from textual.binding import Binding, BindingType
from textual.widgets import Input

_EARLIER = Binding.Group("earlier")


class Entry(Input):
    """An input of one row, in which nothing blinks: a screen at rest sends nothing."""

    def __init__(self, value: str = "", *, hint: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=hint, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False


class ErasableEntry(Entry):
    """An input in which Backspace does something where nothing is left to delete."""

    class Emptied(message.Message):
        """Backspace where nothing is left to delete."""

        def __init__(self, entry: "ErasableEntry") -> None:
            super().__init__()
            self.entry = entry

        @property
        def control(self) -> "ErasableEntry":
            """The input, for handlers that are of one only."""
            return self.entry

    def action_delete_left(self) -> None:
        """Delete a character, or say that there is none."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.Emptied(self))


class FilterEntry(ErasableEntry):
    """Where a filter is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "screen.complete", "complete", tooltip="complete the word",
                id="filter.complete"),
        Binding("enter", "submit", "apply", tooltip="apply the filter", id="filter.apply"),
        Binding("escape", "screen.leave_filter", "leave", tooltip="leave the filter as it was",
                id="filter.leave"),
        Binding("ctrl+t", "screen.sieve", "all off", tooltip="all filters off",
                id="filter.sieve"),
        Binding("up", "screen.recall(-1)", "earlier", tooltip="earlier filters",
                id="filter.earlier", group=_EARLIER),
        Binding("down", "screen.recall(1)", "later", tooltip="earlier filters",
                id="filter.later", group=_EARLIER),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="filter")


class SearchEntry(Entry):
    """Where the words of a search are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.leave_search", "leave", tooltip="leave the search",
                id="search.leave"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="search")


class CommandEntry(ErasableEntry):
    """Where a command is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "screen.complete_command", "complete", tooltip="complete the word",
                id="command.complete"),
        Binding("escape", "screen.leave_command", "leave", tooltip="leave the command line",
                id="command.leave"),
        Binding("up", "screen.recall_command(-1)", "earlier", tooltip="earlier commands",
                id="command.earlier", group=_EARLIER),
        Binding("down", "screen.recall_command(1)", "later", tooltip="earlier commands",
                id="command.later", group=_EARLIER),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="command")
