"""The mouse: the app's, or the terminal's, which then selects text by itself.

Textual asks the terminal for the mouse when it begins, and has no public way to give it back. Its
own modes are set and reset here, on the stream that it draws on.
"""

import sys
from typing import Final

_MODES: Final = (1000, 1003, 1015, 1006)
"""Clicks, every move, and the two ways to tell where beyond column 223."""


def switch(is_on: bool) -> None:
    """Tell the terminal whose the mouse is."""
    terminal = sys.__stderr__
    if terminal is not None and terminal.isatty():
        terminal.write("".join(f"\x1b[?{mode}{'h' if is_on else 'l'}" for mode in _MODES))
        terminal.flush()
