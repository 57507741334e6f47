"""Waiting for an app under test: until nothing is asked, loaded or left to be drawn."""

from typing import Any

from textual.pilot import Pilot

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
