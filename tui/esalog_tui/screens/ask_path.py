"""Asks for a path: of one more log, or of a file to write."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from esalog_tui.look import Look
from esalog_tui.screens.popup import Box, Popup


class AskPath(Popup[str]):
    """The result is a path as it was typed, or nothing."""

    def __init__(self, look: Look, title: str, verb: str, path: str = "") -> None:
        super().__init__()
        self._title, self._verb, self._path = title, verb, path
        self.set_class(look.rule == "-", "-ascii")

    def compose(self) -> ComposeResult:
        """One box with one line."""
        with Box() as box:
            yield Input(self._path, placeholder="file, folder or pattern", compact=True)
        box.border_title = self._title
        box.border_subtitle = f"Enter {self._verb} · Esc close"
        box.styles.width = 70

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
