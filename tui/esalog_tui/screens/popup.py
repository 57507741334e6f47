"""What all popups share: a box over the dimmed screen, its keys in the lower border."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Popup(ModalScreen[Result]):
    """A box in the middle; Esc closes it without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", key_display="Esc", tooltip="close", id="popup.close"),
    ]

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)
