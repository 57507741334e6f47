"""Asks for one more file."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from esalog_tui.look import Look
from esalog_tui.screens.popup import Box, Popup


class AddFile(Popup[str]):
    """The result is a path as it was typed, or nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.set_class(look.rule == "-", "-ascii")

    def compose(self) -> ComposeResult:
        """One box with one line."""
        with Box() as box:
            yield Input(placeholder="file, folder or pattern", compact=True)
        box.border_title = "Add a file"
        box.border_subtitle = "Enter load · Esc close"
        box.styles.width = 70

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
