"""Asks for one line of text: a path, a note."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from esalog_tui.look import Look, Part
from esalog_tui.screens.popup import Box, Popup
from esalog_tui.widgets.drawing import OneRow


class Ask(Popup[str]):
    """The result is what was typed, without blanks around it; nothing when it was left by Esc.

    `doubt` says what speaks against a text: it is shown, and only a second Enter takes the text.
    """

    def __init__(
        self,
        look: Look,
        title: str,
        verb: str,
        text: str = "",
        *,
        hint: str = "",
        doubt: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__()
        self._look, self._title, self._verb, self._text = look, title, verb, text
        self._hint, self._doubt = hint, doubt
        self._doubted = ""
        self.set_class(look.is_plain, "-ascii")

    def compose(self) -> ComposeResult:
        """One box: the line, and what speaks against it."""
        with Box() as box:
            yield Input(self._text, placeholder=self._hint, compact=True, select_on_focus=False)
            yield OneRow()
        box.border_title = self._title
        box.border_subtitle = f"Enter {self._verb} · {self.hint('popup.close', 'close')}"
        box.styles.width = 76

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._doubted = ""
        self.query_one(OneRow).show(())

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        doubt = self._doubt(typed) if typed else ""
        if doubt and self._doubted != typed:
            self._doubted = typed
            again: list[Part] = [("   Enter", "key"), (f" {self._verb} all the same", "muted")]
            self.query_one(OneRow).show([(doubt, "warn"), *again])
        else:
            self.dismiss(typed)
