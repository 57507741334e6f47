"""The pictures in `screenshots/`: drives the app with keys and draws what a terminal shows.

`python tests/scenes.py FOLDER [NAME...]` draws all scenes, or those whose names begin so.
"""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from opened import MIDDLE, NARROW, WIDE, loaded, opened, source_of
from pictures import steady
from settle import press, settle, typed, until
from textual.app import App

from esalog import Log, Progress
from esalog.demo import demo_log
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.look import ASCII, UNICODE, Look
from esalog_tui.opening import load_demo
from esalog_tui.settings import Preset, Settings
from esalog_tui.views import VIEWS

FULL = 20_000
"""Lines of the made-up log, as `esalog --demo` opens it."""

LIGHT, TERMINAL = "textual-light", "ansi-dark"


@dataclass(frozen=True)
class Scene:
    """A picture: size of the terminal, and keys; one that begins with `=` is typed text."""

    name: str
    size: tuple[int, int] = MIDDLE
    keys: tuple[str, ...] = ()
    theme: str = "textual-dark"
    look: Look = UNICODE

    @property
    def file(self) -> str:
        """The name of the picture's file."""
        return f"{self.name}-{self.size[0]}x{self.size[1]}.svg"


def scenes() -> list[Scene]:
    """Every view at three sizes and light, every popup dark and light, and what else is seen."""
    views = {view.name: (view.digit, *TOUR.get(view.name, ())) for view in VIEWS}
    return [
        *(Scene(name, size, views[name]) for name in views for size in (NARROW, MIDDLE, WIDE)),
        *(Scene(f"{name}-light", MIDDLE, keys, LIGHT) for name, keys in views.items()),
        *(Scene(name, MIDDLE, keys) for name, keys in POPUPS.items()),
        *(Scene(f"{name}-light", MIDDLE, keys, LIGHT) for name, keys in POPUPS.items()),
        *(Scene(name, NARROW, POPUPS[name]) for name in ("find", "help", "picker")),
        Scene("trace", NARROW, ("e", "e", "enter")),
        Scene("messages-failures", MIDDLE, ("exclamation_mark", "j")),
        Scene("messages-terminal-colours", MIDDLE, ("e", "e"), TERMINAL),
        Scene("messages-ascii", MIDDLE, ("e", "e"), look=ASCII),
        Scene("find-typo", MIDDLE, ("f", "=lidnqvist")),
        Scene("search", MIDDLE, ("slash", "=report")),
        Scene("time-line", MIDDLE, ("i", *["l"] * 4)),
        Scene("filter", MIDDLE, ("ampersand", "=dir:out", "enter", "ampersand", "=t")),
        Scene("filter-wrong", MIDDLE, ("ampersand", "=form:ann")),
        Scene("command-line", NARROW, ("colon",)),
        Scene("command-wrong", MIDDLE, ("colon", "=sort subjekt")),
        Scene("command-help", MIDDLE, ("colon", "=help", "enter")),
        Scene("lines-wrapped", NARROW, ("6", "g", "ctrl+w")),
        Scene("time-line-zoomed", MIDDLE, ("i", *["l"] * 4, "z")),
        Scene("filter-nothing", MIDDLE, ("ampersand", "=from:nobody", "enter")),
    ]


TOUR = {
    "messages": ("e", "e"),
    "injections": ("e",),
    "deliveries": ("e",),
    "failures": ("l", "j", "j"),
    "lines": ("e",),
}
"""Keys that lead to something worth seeing in a view."""

POPUPS = {
    "find": ("f", "=petrov"),
    "help": ("question_mark",),
    "picker": ("e", "e", "e", "D"),
    "sort": ("4", "s"),
    "columns": ("comma",),
    "commands": ("ctrl+p", "=fail"),
    "command-line": ("colon", "=filter reason:"),
    "fields": ("6", "g", *["j"] * 8, "p"),
    "marks": ("m", "e", "r", "=ask the partner", "enter", "apostrophe"),
    "export": ("x",),
    "add": ("a",),
    "presets": ("P", "j"),
}
"""Keys that lead to each popup."""


PRESETS = (
    Preset("TLS", "failed", "tls:failed"),
    Preset("TLS", "in clear after it failed", "tls:fallback"),
    Preset("TLS", "old versions", "proto:1.0|1.1"),
    Preset("Partners", "delivered", "dir:out status:delivered domain:partner.example"),
    Preset("Partners", "large", "size:>10M"),
)
"""Filters with names, as a config would hold them."""


async def draw(scene: Scene, folder: Path) -> None:
    """Draw one scene."""
    log, settings = loaded(FULL), Settings(presets=PRESETS)
    async with opened(scene.size, log=log, look=scene.look, settings=settings) as pilot:
        pilot.app.theme = scene.theme
        for key in scene.keys:
            await (typed(pilot, key[1:]) if key.startswith("=") else press(pilot, key))
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        write(pilot.app, folder / scene.file)


def write(app: App[Any], path: Path) -> None:
    """Write what the app shows as a picture."""
    path.write_text(steady(app.export_screenshot(title="esalog")), encoding="utf-8")


async def draw_states(folder: Path) -> None:
    """Draw what is seen before, during and without a load."""
    with Log() as log, TemporaryDirectory() as strange:
        async with EsalogApp(Answers(log), None, load_demo, UNICODE).run_test(size=NARROW) as pilot:
            await settle(pilot)
            write(pilot.app, folder / "empty-80x24.svg")
        path = strange_file(Path(strange))
        app = EsalogApp(Answers(log), lambda log: log.load([path]), load_demo, UNICODE)
        async with app.run_test(size=NARROW) as pilot:
            await settle(pilot)
            write(pilot.app, folder / "another-kind-80x24.svg")
    with Log() as log:
        load = Held()
        async with EsalogApp(Answers(log), load, load_demo, UNICODE).run_test(size=MIDDLE) as pilot:
            await until(pilot, "62 %")
            await until(pilot, "messages so far")
            write(pilot.app, folder / "loading-120x36.svg")
            load.go.set()
            await settle(pilot)


STRANGE = b'198.51.100.7 - - [03/Mar/2025:09:13:49 +0000] "GET / HTTP/1.1" 200\n'


def strange_file(folder: Path) -> str:
    """Write a file that is no mail log; its path."""
    path = folder / "access.log"
    path.write_bytes(STRANGE * 500)
    return str(path)


class Held:
    """A load that stands at 62 % until it may go on."""

    def __init__(self, lines: int = FULL) -> None:
        self.go = Event()
        self._lines = lines

    def __call__(self, log: Answers) -> Iterator[Progress]:
        content = b"".join(demo_log(lines=self._lines))
        part = content.index(b"\n", len(content) * 62 // 100) + 1
        for _ in log.load_source(source_of(content[:part])):
            pass
        yield Progress(part, len(content), log.line_count, 0.05, True)
        self.go.wait(20)


def main(folder: str, *names: str) -> None:
    """Draw the scenes whose names begin with one of `names`, or all."""
    path = Path(folder)
    path.mkdir(exist_ok=True)
    for scene in scenes():
        if not names or scene.name.startswith(names):
            asyncio.run(draw(scene, path))
    if not names:
        asyncio.run(draw_states(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
