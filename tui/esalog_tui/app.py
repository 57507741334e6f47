"""The terminal app: one log, shown in one screen."""

import os
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from textual import events
from textual.filter import LineFilter
from textual.theme import Theme
from textual.widgets import Input, Static

from esalog_tui.answers import Answers, Load
from esalog_tui.colours import state_variables
from esalog_tui.copying import Copying
from esalog_tui.look import Look
from esalog_tui.memory import Memory
from esalog_tui.plain import Plain
from esalog_tui.safe import safe
from esalog_tui.screens.browse import Browse
from esalog_tui.screens.commands import Actions, Entities, Presets
from esalog_tui.settings import USUAL, Settings

_PLAIN = Plain()

FAULTS: Final = 4
"""Faults of the settings that are told on the screen at most."""


class EsalogApp(Copying):
    """One log, one screen."""

    TITLE = "esalog"
    CSS_PATH: ClassVar = [
        "app.tcss",
        "screens/browse.tcss",
        "screens/popup.tcss",
        "screens/find.tcss",
        "screens/palette.tcss",
    ]
    COMMANDS: ClassVar = {Actions, Presets, Entities}

    def __init__(
        self,
        log: Answers,
        load: Load | None,
        demo: Load,
        look: Look,
        settings: Settings = USUAL,
        memory: Memory | None = None,
        *,
        follows: bool = False,
    ) -> None:
        # Without colours, what tells things apart is what terminal themes have: dim and reverse.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self._opened = log
        self._load, self._demo = load, demo
        self._look = look
        self._settings = settings
        self._memory = memory or Memory()
        self._follows = follows
        self._stands = self._is_left = False

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, and colours of states that can be read on it."""
        variables = super().get_css_variables()
        return variables | state_variables(variables)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every row before the terminal gets it."""
        filters = super().get_line_filters()
        return [*filters, _PLAIN] if self._look.is_plain else filters

    def on_mount(self) -> None:
        """Show the log, and what is wrong with the settings."""
        settings = self._settings
        self.set_keymap({ident: ",".join(keys) for ident, keys in settings.keymap.items()})
        memory = self._memory
        theme = settings.theme or memory.theme
        if theme in self.available_themes:
            self.theme = theme
        self._theme = self.theme
        self.theme_changed_signal.subscribe(self, self._theme_changed)
        log = self._opened
        screen = Browse(log, self._load, self._demo, self._look, settings, memory)
        screen.follows_load = self._follows
        self.push_screen(screen)
        screen.call_after_refresh(self._screen_stands)
        faults = [fault.short for fault in settings.faults]
        if faults := [*faults, *filter(None, [memory.note])]:
            self.notify(_told(faults), markup=False, timeout=15, severity="error")

    def on_key(self, event: events.Key) -> None:
        """Give an input the letters that came before it had the focus, as they do over a slow line.

        An input lets none of its own come here.
        """
        if isinstance(self.focused, Input) and event.is_printable:
            event.prevent_default().stop()
            self.focused.post_message(events.Key(event.key, event.character))

    def notify(self, message: str, **options: Any) -> None:
        """Say something for a moment, unless just that stands on the screen already."""
        toasts = self.screen.query("Toast").results(Static)
        if message not in (str(toast.render()) for toast in toasts):
            super().notify(message, **options)

    def leave(self) -> None:
        """End, as soon as the screen stands: one that is left half made misses its parts."""
        self._is_left = True
        if self._stands:
            self.exit()

    def _screen_stands(self) -> None:
        self._stands = True
        if self._is_left:
            self.exit()

    def _theme_changed(self, theme: Theme) -> None:
        """Remember the theme that was chosen, and none that was only told for this time."""
        if theme.name != self._theme:
            self._theme = self._memory.theme = theme.name
            for screen in self.screen_stack:
                if isinstance(screen, Browse):
                    screen.remember()


def _told(faults: Sequence[str]) -> str:
    """The first few faults, and how many more there are."""
    more = len(faults) - FAULTS
    tail = [f"and {more} more: esalog config names all"] if more > 0 else []
    return "\n".join([*(safe(fault) for fault in faults[:FAULTS]), *tail])
