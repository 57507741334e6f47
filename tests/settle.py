"""Waiting for an app under test: until nothing is asked, loaded or left to be drawn."""

import re
from html import unescape
from typing import Any

from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Static

from esalog_tui.screens.asking import Asking
from esalog_tui.screens.stage import Stage


def is_settled(pilot: Pilot[Any]) -> bool:
    """Whether no screen waits for an answer and no load runs."""
    return not any(
        (isinstance(screen, Asking) and screen.is_waiting)
        or (isinstance(screen, Stage) and screen.is_loading)
        for screen in pilot.app.screen_stack
    )


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until the app shows what the last key asked for.

    An answer may be followed by another question, so it must be quiet twice in a row.
    """
    quiet = 0
    while quiet < 2 and pilot.app.is_running:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        quiet = quiet + 1 if is_settled(pilot) else 0


async def quiet(pilot: Pilot[Any]) -> None:
    """Wait until no screen waits for an answer, whether a load goes on or not."""
    calm = 0
    while calm < 2 and pilot.app.is_running:
        others = [worker for worker in pilot.app.workers if worker.group != "load"]
        if others:  # none would mean all
            await pilot.app.workers.wait_for_complete(others)
        await pilot.pause()
        asking = [screen for screen in pilot.app.screen_stack if isinstance(screen, Asking)]
        calm = 0 if any(screen.is_waiting for screen in asking) else calm + 1


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each when the one before has had its effect."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type a text, and wait once at its end."""
    names = {" ": "space", ":": "colon", ".": "full_stop", "@": "at", "-": "minus", "|": "bar"}
    for letter in text:
        await pilot.press(names.get(letter, letter))
    await settle(pilot)


async def until(pilot: Pilot[Any], words: str) -> None:
    """Wait until the screen says so, while a load goes on."""
    for _ in range(400):
        if words in text_of(pilot):
            return
        await pilot.pause()
    raise AssertionError(f"{words!r} not in\n{text_of(pilot)}")


def text_of(pilot: Pilot[Any], selector: str = "*") -> str:
    """What the widgets of the front screen say, from top to bottom."""
    rows: list[tuple[int, int, str]] = []
    for widget in pilot.app.screen.query(selector):
        is_leaf = not widget.displayed_children
        if is_leaf and widget.display and widget.size and widget.is_on_screen:
            strips = widget.render_lines(Region(0, 0, *widget.size))
            left, top = widget.region.offset
            rows += [(top + y, left, strip.text.rstrip()) for y, strip in enumerate(strips)]
    return "\n".join(text for _, _, text in sorted(rows))


def toasts(pilot: Pilot[Any]) -> list[str]:
    """What the toasts say, the oldest first."""
    found = pilot.app.screen.query("Toast").results(Static)
    return [str(toast.render()) for toast in found]


def drawn(pilot: Pilot[Any]) -> str:
    """All that the terminal shows, borders, bars and toasts too, without the ends of rows."""
    picture = pilot.app.export_screenshot(title="esalog")
    return unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))).replace("\xa0", " ")
