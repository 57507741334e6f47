"""Asks for one line of text: a path, a note."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from esalog_tui.cells import said
from esalog_tui.look import Look, Part
from esalog_tui.screens.popup import Box, Popup
from esalog_tui.widgets.drawing import OneRow
from esalog_tui.widgets.entries import Entry


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against a text; a second Enter takes it all the same, unless this is final."""

    words: str
    is_final: bool = False


class Ask(Popup[str]):
    """The result is what was typed, without blanks around it; nothing when it was left by Esc."""

    def __init__(
        self,
        look: Look,
        title: str,
        verb: str,
        text: str = "",
        *,
        hint: str = "",
        check: Callable[[str], Doubt | None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._look, self._title, self._verb, self._text = look, title, verb, text
        self._hint, self._check = hint, check
        self._doubted = ""
        self.set_class(look.is_plain, "-ascii")

    def compose(self) -> ComposeResult:
        """One box: the line, and a hint or what speaks against it."""
        with Box() as box:
            yield Entry(self._text)
            yield OneRow()
        box.border_title = self._title
        box.border_subtitle = f"Enter {self._verb} · {self.hint('popup.close', 'close')}"
        box.styles.width = 76

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self._typed()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._doubted = ""
        self.query_one(OneRow).show([(self._hint, "muted")])

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        doubt = self._check(typed) if typed else None
        if doubt is None or (self._doubted == typed and not doubt.is_final):
            self.dismiss(typed)
            return
        self._doubted = typed
        again: list[Part] = [("   Enter", "key"), (f" {self._verb} all the same", "muted")]
        said_of_it = said(doubt.words, "bad" if doubt.is_final else "warn")
        self.query_one(OneRow).show(said_of_it + ([] if doubt.is_final else again))
