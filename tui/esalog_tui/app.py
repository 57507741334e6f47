"""The terminal app: opens a log, shows it in one screen, and closes it again."""

from typing import Any, ClassVar

from textual.app import App

from esalog_tui.look import Look
from esalog_tui.screens.browse import Browse
from esalog_tui.screens.commands import Actions, Entities
from esalog_tui.screens.loading import Load


class EsalogApp(App[int]):
    """One log, one screen."""

    TITLE = "esalog"
    CSS_PATH: ClassVar = ["app.tcss", "screens/browse.tcss", "screens/popup.tcss",
                          "screens/find.tcss"]  # fmt: skip

    COMMANDS: ClassVar = {Actions, Entities}

    def __init__(self, log: Any, load: Load | None, demo: Load, look: Look, language: Any) -> None:
        super().__init__()
        self.animation_level = "none"
        self._opened = log
        self._load, self._demo = load, demo
        self._look, self._language = look, language

    def on_mount(self) -> None:
        """Show the log."""
        self.push_screen(Browse(self._opened, self._look, self._language, self._load, self._demo))
