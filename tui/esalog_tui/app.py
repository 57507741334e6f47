"""The terminal app: opens a log, shows it in one screen, and closes it again."""

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from copy import deepcopy
from io import BytesIO
from typing import BinaryIO, ClassVar, Final

from textual.filter import LineFilter
from textual.theme import Theme

import esalog
from esalog.demo import demo_log
from esalog.source import Source
from esalog_tui.answers import Answers
from esalog_tui.colours import state_variables
from esalog_tui.copying import Copying
from esalog_tui.look import ASCII, UNICODE, Look
from esalog_tui.memory import Memory, place, recall
from esalog_tui.plain import Plain
from esalog_tui.safe import safe
from esalog_tui.screens.browse import Browse
from esalog_tui.screens.commands import Actions, Entities, Presets
from esalog_tui.screens.loading import Load
from esalog_tui.settings import USUAL, Settings

_PLAIN = Plain()

LARGE: Final = 256 << 20
"""Bytes of logs from which on their newest lines come first, unless that is not wanted."""

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
        faults = [fault.short for fault in settings.faults]
        if faults := [*faults, *filter(None, [memory.note])]:
            self.notify(_told(faults), markup=False, timeout=15, severity="error")

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


def load_demo(log: Answers) -> Iterator[esalog.Progress]:
    """Load the made-up log."""
    source = Source("made-up log", "made-up log", lambda: BytesIO(b"".join(demo_log())))
    return log.load_source(source)


def run(
    paths: Sequence[str],
    *,
    demo: bool = False,
    gateway: str | None = None,
    year: int | None = None,
    cache: esalog.Cache | None = None,
    follows: bool = False,
    newest_first: bool | None = None,
    settings: Settings = USUAL,
    stdin: BinaryIO | None = None,
) -> int:
    """Open the app on what `paths` name (`-` is `stdin`), on the made-up log, or on nothing.

    With `follows` files are followed once they are loaded. The newest lines come first with
    `newest_first`, or when nothing is said of large logs. What is in the `cache` is not loaded
    again. Standard input must be the keyboard. Gives the exit code: 1 when something could not be
    read, 2 when nothing could.
    """

    def load_paths(log: Answers) -> Iterator[esalog.Progress]:
        if newest_first is False:
            return log.load(paths, stdin=stdin)
        return log.load_newest_first(paths, 0 if newest_first else LARGE, stdin=stdin)

    load: Load | None = load_demo if demo else load_paths if paths else None
    gc.freeze()  # what is imported stays; looking through it for waste would stop the screen
    with ExitStack() as opened:

        def make_log() -> esalog.Log:
            return opened.enter_context(esalog.Log(gateway, year, cache=cache))

        log = make_log()
        look = ASCII if settings.is_ascii else UNICODE
        memory = recall(place()) if settings.remembers else Memory()
        before = deepcopy(memory)
        answers = Answers(log, make_log)
        app = EsalogApp(answers, load, load_demo, look, settings, memory, follows=follows)
        app.run()
        if memory != before:  # the last change may not have been written behind the screen
            memory.save()
        is_all_lost = bool(log.problems) and not log.counts.read
        return 2 if is_all_lost else 1 if log.problems else 0
