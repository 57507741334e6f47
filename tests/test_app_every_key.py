"""Every key of every pane and popup, in every state of the log: never a fault, never silence."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from opened import MIDDLE, browse, load_nothing, opened, text_of
from scenes import Held
from settle import quiet, settle, until
from textual.binding import Binding
from textual.dom import DOMNode
from textual.pilot import Pilot
from vast import VastAnswers

from esalog import Log
from esalog_tui import clipboard
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.history import History, Sieve
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo
from esalog_tui.screens.browse import Browse
from esalog_tui.views import BY_NAME
from esalog_tui.widgets.pane import Pane

PLACES: dict[str, tuple[str, ...]] = {
    "Pane": ("1",),
    "Table": ("1",),
    "Browse": ("1",),
    "MessagesList": ("1",),
    "ConnectionsList": ("2",),
    "DomainsList": ("4",),
    "FailureTree": ("5",),
    "LinesPane": ("6",),
    "SourcesList": ("7",),
    "TraceTree": ("1", "enter"),
    "OverviewStrip": ("i",),
    "FilterEntry": ("1", "ampersand"),
    "SearchEntry": ("1", "slash"),
    "CommandEntry": ("1", "colon"),
    "Notice": (),
    "Find": ("f", "a"),
    "Popup": ("question_mark",),
    "Help": ("question_mark",),
    "Fields": ("1", "p"),
    "Picker": ("1", "s"),
    "Choices": ("1", "s"),
}
"""For each class that has keys of its own, the keys that lead to it."""

DEPENDING = [*PLACES][: [*PLACES].index("Popup")]
"""Those whose keys may have to do with the state of the log: the other popups only close."""

AT_AN_END = ("move.", "timeline.", "find.", "filter.", "command.", "screen.close", "popup.")
"""Keys that may do nothing where there is nothing further: the screen shows that it is the end."""


def classes() -> dict[str, type[DOMNode]]:
    """The classes of the app that have keys of their own, by name."""
    found: dict[str, type[DOMNode]] = {}
    left = [DOMNode]
    while left:
        one = left.pop()
        left += one.__subclasses__()
        if one.__module__.startswith("esalog_tui") and one.__dict__.get("BINDINGS"):
            found[one.__name__] = one
    return found


def bindings(name: str, *, is_brief: bool = False) -> Iterator[Binding]:
    """The keys of a class that do not quit; briefly, those that no class before it has as well."""
    known = {"screen.leave", "screen.quit"}
    for other in PLACES if is_brief else ("Pane",):
        if other == name:
            break
        known |= {str(binding.id) for binding in own(other)}
    yield from (binding for binding in own(name) if binding.id not in known)


def own(name: str) -> list[Binding]:
    """The keys of a class, as it declares them."""
    return list(Binding.make_bindings(classes()[name].__dict__["BINDINGS"]))


@asynccontextmanager
async def over(log: Answers, load: Any) -> AsyncIterator[Pilot[Any]]:
    app = EsalogApp(log, load, load_demo, UNICODE)
    async with app.run_test(size=MIDDLE) as pilot:
        await quiet(pilot)
        yield pilot


@asynccontextmanager
async def no_file() -> AsyncIterator[Pilot[Any]]:
    with Log() as log:
        async with over(Answers(log), None) as pilot:
            yield pilot


@asynccontextmanager
async def no_lines() -> AsyncIterator[Pilot[Any]]:
    with Log() as log:
        async with over(Answers(log), load_nothing) as pilot:
            yield pilot


@asynccontextmanager
async def loading() -> AsyncIterator[Pilot[Any]]:
    with Log() as log:
        held = Held(lines=2000)
        async with over(Answers(log), held) as pilot:
            await until(pilot, "messages so far")
            try:
                yield pilot
            finally:
                held.go.set()
                await settle(pilot)


STATES: dict[str, Callable[[], AbstractAsyncContextManager[Pilot[Any]]]] = {
    "loaded": lambda: opened(),
    "no file": no_file,
    "no lines": no_lines,
    "loading": loading,
    "a million rows": lambda: opened(log=VastAnswers()),
}


def seen(pilot: Pilot[Any], told: list[str]) -> tuple[object, ...]:
    """All that a person can see to have changed, also words that stand there but for a moment."""
    app = pilot.app
    panes = [(pane.cursor, pane.scroll_offset) for pane in app.screen.query(Pane)]
    screen = browse(pilot)
    state = screen.zoomed, tuple(screen.directions.values()), len(told)
    return text_of(pilot), panes, app.screen, app.screen.focused, state


async def go_to(pilot: Pilot[Any], name: str) -> None:
    """Stand in the middle of the pane, or in the popup, as if nothing had been pressed before."""
    while not isinstance(pilot.app.screen, Browse):
        pilot.app.pop_screen()
    screen = browse(pilot)
    screen.end_search()
    screen.action_leave_filter()
    screen.sieve, screen.history = Sieve(), History()
    screen.main.cursor = screen.main.count // 2
    is_there = screen.focused is screen.main and PLACES[name] == (BY_NAME[screen.view].digit,)
    for key in () if is_there else PLACES[name]:
        await pilot.press(key)
        await quiet(pilot)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the screen says for a moment; no tool of this machine is called."""
    words: list[str] = []
    notify = EsalogApp.notify

    def noted(app: EsalogApp, message: str, **options: Any) -> None:
        words.append(message)
        notify(app, message, **options)

    monkeypatch.setattr(EsalogApp, "notify", noted)
    monkeypatch.setattr(clipboard, "copy", lambda text: "a clipboard")
    return words


def test_every_class_that_has_keys_has_its_place_here() -> None:
    assert classes().keys() == PLACES.keys()


def test_every_key_can_be_named_in_a_keymap() -> None:
    for name in PLACES:
        for binding in own(name):
            assert binding.id, (name, binding.key)
            assert binding.tooltip, (name, binding.key)


@pytest.mark.parametrize(
    ("state", "name"),
    [
        *(("loaded", name) for name in PLACES),
        *((state, name) for state in STATES if state != "loaded" for name in DEPENDING),
    ],
)
async def test_every_key_does_something_or_says_why_not(
    state: str, name: str, told: list[str]
) -> None:
    silent = []
    async with STATES[state]() as pilot:
        for binding in bindings(name, is_brief=state != "loaded"):
            key = binding.key.split(",")[0]
            await go_to(pilot, name)
            active = pilot.app.screen.active_bindings.get(key)
            if active is None or active.binding.id != binding.id or not active.enabled:
                continue
            before = seen(pilot, told)
            await pilot.press(key)
            await quiet(pilot)
            assert pilot.app.is_running, binding
            assert text_of(pilot).strip(), binding
            if seen(pilot, told) == before and not str(binding.id).startswith(AT_AN_END):
                silent.append(binding.id)
    assert not silent
