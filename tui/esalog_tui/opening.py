"""Opening a log in the app: the load begins first, and the screens are imported beside it."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import deepcopy
from queue import SimpleQueue
from threading import Event
from typing import BinaryIO, Final

from esalog import Cache, Log, Progress
from esalog.demo import demo_source
from esalog_tui import endings
from esalog_tui.answers import Answers
from esalog_tui.importing import importing
from esalog_tui.look import ASCII, UNICODE
from esalog_tui.memory import Memory, place, recall
from esalog_tui.settings import USUAL, Settings

LARGE: Final = 256 << 20
"""Bytes of logs from which on their newest lines come first, unless that is not wanted."""

SWITCH: Final = 0.0001
"""Seconds that a thread may keep another waiting: the load asks for its turn after each call of the
database, the screen for each key, and the usual 5 ms make both slow while the other is at work."""


class Ahead:
    """A load that has begun; who iterates over it, once, gets its steps as they come.

    It is stopped, and has ended, when the iteration or the context is left.
    """

    def __init__(self, load: Callable[[], Iterator[Progress]]) -> None:
        self._told: SimpleQueue[Progress | None] = SimpleQueue()
        self._is_left = Event()
        self._executor = ThreadPoolExecutor(1, "load")
        self._work = self._executor.submit(self._run, load)

    def _run(self, load: Callable[[], Iterator[Progress]]) -> None:
        try:
            for step in load():
                self._told.put(step)
                if self._is_left.is_set():
                    break
        finally:
            self._told.put(None)

    def __iter__(self) -> Iterator[Progress]:
        with self:
            while (step := self._told.get()) is not None:
                yield step
            self._work.result()  # or the error that the load ended by

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_: object) -> None:
        self._is_left.set()
        self._executor.shutdown()


def load_demo(log: Answers) -> Iterator[Progress]:
    """Load the made-up log."""
    return log.load_source(demo_source())


def run(
    paths: Sequence[str],
    *,
    demo: bool = False,
    gateway: str | None = None,
    year: int | None = None,
    cache: Cache | None = None,
    follows: bool = False,
    newest_first: bool | None = None,
    settings: Settings = USUAL,
    stdin: BinaryIO | None = None,
) -> int:
    """Open the app on what `paths` name (`-` is `stdin`), on the made-up log, or on nothing.

    With `follows` files are followed once they are loaded. The newest lines come first with
    `newest_first`, or when nothing is said of large logs. What is in the `cache` is not loaded
    again. Standard input must be the keyboard. Gives the exit code: 1 when something could not be
    read, 2 when nothing could, that of a signal which ended it.
    """

    def load() -> Iterator[Progress]:
        if demo:
            return load_demo(answers)
        if newest_first is False:
            return answers.load(paths, stdin=stdin)
        return answers.load_newest_first(paths, 0 if newest_first else LARGE, stdin=stdin)

    sys.setswitchinterval(SWITCH)
    with ExitStack() as opened:

        def make_log() -> Log:
            return opened.enter_context(Log(gateway, year, cache=cache))

        log = make_log()
        answers = Answers(log, make_log)
        ahead = opened.enter_context(Ahead(load)) if demo or paths else None
        _show(answers, ahead, settings, follows=follows)
        is_all_lost = bool(log.problems) and not log.counts.read
        return endings.code(2 if is_all_lost else 1 if log.problems else 0)


def _show(answers: Answers, ahead: Ahead | None, settings: Settings, *, follows: bool) -> None:
    with endings.ending_by(lambda: None), importing():  # which would make another error of it
        from esalog_tui.app import EsalogApp
    if endings.has_come():
        return

    look = ASCII if settings.is_ascii else UNICODE
    memory = recall(place()) if settings.remembers else Memory()
    before = deepcopy(memory)
    load = None if ahead is None else lambda _: iter(ahead)
    app = EsalogApp(answers, load, load_demo, look, settings, memory, follows=follows)
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        with endings.ending_by(
            lambda: loop.call_soon_threadsafe(app.leave)
        ):  # which wakes the loop
            app.run(loop=loop)
    if memory != before:  # the last change may not have been written behind the screen
        memory.save()
