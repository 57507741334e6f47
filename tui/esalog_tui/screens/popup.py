"""What all popups share: a box over the dimmed screen, its keys in the lower border."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from esalog_tui.look import ROLES

Result = TypeVar("Result")


class Box(Vertical):
    """The box of a popup."""

    COMPONENT_CLASSES = ROLES


class Popup(ModalScreen[Result]):
    """A box in the middle; Esc closes it without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", key_display="Esc", tooltip="close", id="popup.close"),
    ]

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)
