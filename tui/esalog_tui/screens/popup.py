"""What all popups share: a box over the dimmed screen, its keys in the lower border."""

from typing import ClassVar, Final, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from esalog_tui import keys
from esalog_tui.look import ROLES

Result = TypeVar("Result")


CLOSE_TOO: Final = Binding(
    "q,backspace", "close", show=False, tooltip="close", id="popup.close_too"
)
"""For popups in which nothing is typed."""


class Box(Vertical):
    """The box of a popup."""

    COMPONENT_CLASSES = ROLES


class Popup(ModalScreen[Result]):
    """A box in the middle; Esc closes it without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", key_display="Esc", tooltip="close", id="popup.close"),
    ]

    def hint(self, ident: str, word: str) -> str:
        """A key and what it does, for the lower border."""
        return f"{keys.shown(self, ident)} {word}"

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)
