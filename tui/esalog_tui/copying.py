"""The part of the app that copies, and that lends the mouse to the terminal."""

from functools import partial
from typing import Any

from textual import message, on
from textual.app import App

from esalog_tui import clipboard, keys, mouse, text
from esalog_tui.safe import safe


class Tried(message.Message):
    """Copying was tried; `way` is the one that took the text."""

    def __init__(self, way: str, copied: str) -> None:
        super().__init__()
        self.way, self.copied = way, copied


class Copying(App[int]):
    """Copies by the first way that works, and says which."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.has_mouse = True

    def on_mount(self) -> None:
        """Leave the mouse to the terminal also when the app comes back from behind it."""
        self.app_resume_signal.subscribe(self, self._resumed)

    def _resumed(self, app: App[Any]) -> None:
        if not self.has_mouse:
            mouse.switch(False)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text; which way it went is told as soon as it is known."""
        self.run_worker(partial(self._try, text), thread=True, group="copy")

    def _try(self, copied: str) -> None:
        self.post_message(Tried(clipboard.copy(copied), copied))

    @on(Tried)
    def _tried(self, event: Tried) -> None:
        if event.way == clipboard.TERMINAL:
            super().copy_to_clipboard(event.copied.encode("utf-8", "replace").decode("utf-8"))
        rows = text.plural(event.copied.count("\n") + 1, "line")
        words = f"{rows} copied by {event.way}."
        if not event.way:
            key = keys.shown(self.screen, "take.print")
            words = f"Too long for the terminal's clipboard. {key} prints it."
        self._tell(words, is_bad=not event.way)

    def action_help_quit(self) -> None:
        """Tell what Ctrl-C is for, where nothing is selected."""
        self._tell("Ctrl-Q quits. Ctrl-C copies what the mouse has selected.")

    def action_mouse(self) -> None:
        """Let the terminal have the mouse, to select as it does elsewhere, or take it back."""
        self.has_mouse = not self.has_mouse
        mouse.switch(self.has_mouse)
        key = keys.shown(self.screen, "screen.mouse")
        lent = f"The mouse is the terminal's: it selects as usual. {key} takes it back."
        self._tell("The mouse is esalog's again." if self.has_mouse else lent)

    def _tell(self, words: str, *, is_bad: bool = False) -> None:
        self.notify(
            safe(words), markup=False, timeout=4, severity="error" if is_bad else "information"
        )
