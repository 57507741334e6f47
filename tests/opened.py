"""The app under test: a log that is loaded, the keys pressed, the text on the screen."""

import atexit
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from io import BytesIO
from typing import Any

from settle import settle, text_of
from textual.pilot import Pilot

from esalog import Key, Log, Progress
from esalog.demo import demo_log
from esalog.keys import RecordKind
from esalog.source import Source
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.look import UNICODE, Look
from esalog_tui.opening import load_demo
from esalog_tui.screens.browse import Browse
from esalog_tui.settings import USUAL, Settings

__all__ = [
    "MIDDLE", "NARROW", "WIDE", "browse", "load_nothing", "loaded", "mail_with", "opened",
    "source_of", "stand_on", "text_of",
]  # fmt: skip

WIDE, MIDDLE, NARROW = (160, 50), (120, 36), (80, 24)
LINES = 8000


@cache
def loaded(lines: int = LINES) -> Answers:
    """A made-up log that is loaded already; tests only ask it."""
    content = b"".join(demo_log(lines=lines))
    log = Log()
    atexit.register(log.close)
    for _ in log.load_source(source_of(content)):
        pass
    return Answers(log)


def source_of(content: bytes, name: str = "made-up log") -> Source:
    """A log of these bytes."""
    return Source(name, name, lambda: BytesIO(content))


def load_nothing(log: Answers) -> Iterator[Progress]:
    """The load of a log that is loaded already."""
    yield Progress(1, 1, log.line_count, 1.0, True)


@asynccontextmanager
async def opened(
    size: tuple[int, int] = MIDDLE,
    *,
    log: Answers | None = None,
    look: Look = UNICODE,
    toasts: bool = False,
    settings: Settings = USUAL,
) -> AsyncIterator[Pilot[Any]]:
    """The app over a loaded log, the made-up one unless another is given; settled."""
    app = EsalogApp(log or loaded(), load_nothing, load_demo, look, settings)
    async with app.run_test(size=size, notifications=toasts) as pilot:
        await settle(pilot)
        yield pilot


def browse(pilot: Pilot[Any]) -> Browse:
    """The screen of the log, whatever lies over it."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, Browse))


async def stand_on(pilot: Pilot[Any], key: Key) -> None:
    """Put the cursor of the list on a record."""
    screen = browse(pilot)
    position = screen.lists[screen.view].selection.position(key)
    assert position is not None
    screen.main.cursor = position
    await settle(pilot)


def mail_with(log: Answers, kind: RecordKind, count: int = 1) -> Key:
    """The first message that has at least so many connections of a kind."""
    for row in log.select("messages").page(0, 400):
        if len(log.neighbours(row["key"], kind)) >= count:
            key: Key = row["key"]
            return key
    raise LookupError(f"no message has {count} of {kind}")
