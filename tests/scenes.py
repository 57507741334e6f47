"""The pictures in `screenshots/`: drives the app with keys and draws what a terminal shows.

`python tests/scenes.py FOLDER [NAME...]` draws all scenes, or those whose names begin so.
"""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from opened import MIDDLE, NARROW, WIDE, loaded, opened
from pictures import steady
from settle import press, typed

from esalog_tui.look import ASCII, UNICODE, Look
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
    """Every view at three sizes, every popup, light and dark."""
    return [
        *(
            Scene(view.name, size, (view.digit, *TOUR.get(view.name, ())))
            for view in VIEWS
            for size in (NARROW, MIDDLE, WIDE)
        ),
        Scene("trace", NARROW, ("e", "e", "enter")),
        Scene("messages-failures", MIDDLE, ("exclamation_mark", "j"), LIGHT),
        Scene("failures-light", MIDDLE, ("5", *TOUR["failures"]), LIGHT),
        Scene("messages-terminal-colours", MIDDLE, ("e", "e"), TERMINAL),
        Scene("messages-ascii", MIDDLE, ("e", "e"), look=ASCII),
        Scene("find", MIDDLE, ("f", "=petrov")),
        Scene("find", NARROW, ("f", "=petrov")),
        Scene("find-typo", MIDDLE, ("f", "=lidnqvist")),
        Scene("help", MIDDLE, ("question_mark",)),
        Scene("help", NARROW, ("question_mark",)),
        Scene("help-light", MIDDLE, ("question_mark",), LIGHT),
        Scene("picker", NARROW, ("e", "e", "e", "D")),
        Scene("sort", MIDDLE, ("s",)),
        Scene("columns", MIDDLE, ("comma",)),
        Scene("commands", MIDDLE, ("ctrl+p", "=fail")),
        Scene("fields", MIDDLE, ("6", "g", "j", "p")),
        Scene("search", MIDDLE, ("slash", "=report")),
        Scene("time-line", MIDDLE, ("i", *["l"] * 4)),
        Scene("filter", MIDDLE, ("ampersand", "=dir:out", "enter", "ampersand", "=t")),
        Scene("filter-wrong", MIDDLE, ("ampersand", "=form:ann")),
        Scene("filter-nothing", MIDDLE, ("ampersand", "=from:nobody", "enter")),
    ]


TOUR = {
    "messages": ("e", "e"),
    "injections": ("e",),
    "deliveries": ("e",),
    "failures": ("j", "enter", "j"),
    "lines": ("e",),
}
"""Keys that lead to something worth seeing in a view."""


async def draw(scene: Scene, folder: Path) -> None:
    """Draw one scene."""
    async with opened(scene.size, look=scene.look, log=loaded(FULL)) as pilot:
        pilot.app.theme = scene.theme
        for key in scene.keys:
            await (typed(pilot, key[1:]) if key.startswith("=") else press(pilot, key))
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        picture = pilot.app.export_screenshot(title="esalog")
    (folder / scene.file).write_text(steady(picture), encoding="utf-8")


def main(folder: str, *names: str) -> None:
    """Draw the scenes whose names begin with one of `names`, or all."""
    path = Path(folder)
    path.mkdir(exist_ok=True)
    for scene in scenes():
        if not names or scene.name.startswith(names):
            asyncio.run(draw(scene, path))


if __name__ == "__main__":
    main(*sys.argv[1:])
