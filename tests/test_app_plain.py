"""With `--ascii` the app draws nothing beyond ASCII, wherever one looks; the log stays as it is."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from opened import MIDDLE, NARROW, WIDE, browse, load_nothing, source_of
from settle import drawn, press, settle, typed, until
from textual.pilot import Pilot

from esalog import Log, Progress
from esalog.demo import demo_log
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.look import ASCII, has_signs
from esalog_tui.opening import load_demo
from esalog_tui.plain import plain
from esalog_tui.views import VIEWS


@cache
def letters() -> bytes:
    """A made-up log without a letter beyond ASCII."""
    return b"".join(line for line in demo_log(lines=4000) if line.isascii())


@pytest.fixture(scope="module")
def log() -> Iterator[Answers]:
    """That log, loaded."""
    with Log() as loaded:
        for _ in loaded.load_source(source_of(letters())):
            pass
        yield Answers(loaded)


def app_over(log: Answers, load: Any = load_nothing) -> EsalogApp:
    return EsalogApp(log, load, load_demo, ASCII)


def strange(pilot: Pilot[Any]) -> str:
    """What stands on the screen beyond ASCII: borders, bars and toasts are on the picture too."""
    seen = drawn(pilot)
    assert len(seen) > 200
    return "".join(sorted({sign for sign in seen if ord(sign) > 127}))


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE], ids=["narrow", "middle", "wide"])
async def test_every_view_is_plain(log: Answers, size: tuple[int, int]) -> None:
    async with app_over(log).run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        for view in VIEWS:
            await press(pilot, view.digit)
            assert strange(pilot) == "", view.name
            await press(pilot, "G", "enter")
            assert strange(pilot) == "", view.name
            await press(pilot, "escape", "escape", "ctrl+o")


POPUPS = {
    "find": ("f", "=exmaple"),
    "help": ("question_mark",),
    "picker": ("e", "I", "M"),
    "filters with names": ("P",),
    "sort": ("s",),
    "columns": ("comma",),
    "palette": ("ctrl+p",),
    "palette hits": ("ctrl+p", "=fail"),
    "palette without hits": ("ctrl+p", "=qqqqqq"),
    "fields": ("p",),
    "fields of a line": ("6", "p"),
    "filter": ("ampersand", "=dir:out", "enter", "ampersand", "=t"),
    "wrong filter": ("ampersand", "=form:ann"),
    "nothing left": ("ampersand", "=from:nobody", "enter"),
    "failures only": ("exclamation_mark",),
    "search": ("slash", "=report"),
    "search of nothing": ("slash", "=qqqqq", "enter", "n"),
    "time line": ("i", "l", "l"),
    "toast": ("equals_sign",),
    "complaint": ("left_square_bracket",),
    "add a file": ("a",),
    "note": ("r",),
    "export": ("X",),
    "marks": ("m", "m", "apostrophe"),
    "zoomed": ("tab", "plus"),
    "command line": ("colon",),
    "command": ("colon", "=sort m"),
    "wrong command": ("colon", "=srot mid", "enter"),
    "wrapped lines": ("6", "ctrl+w"),
    "export of a view": ("x",),
    "follow": ("F",),
    "mouse": ("f2",),
    "sideways": ("6", "l", "l"),
}  # fmt: skip


@pytest.mark.parametrize("keys", POPUPS.values(), ids=POPUPS)
async def test_every_popup_and_toast_is_plain(log: Answers, keys: tuple[str, ...]) -> None:
    async with app_over(log).run_test(size=MIDDLE, notifications=True) as pilot:
        await settle(pilot)
        for key in keys:
            await (typed(pilot, key[1:]) if key.startswith("=") else press(pilot, key))
        assert strange(pilot) == ""


async def test_an_empty_screen_and_a_load_are_plain(log: Answers) -> None:
    async with app_over(log, None).run_test(size=NARROW, notifications=True) as pilot:
        await settle(pilot)
        assert strange(pilot) == ""

    def half(answers: Answers) -> Iterator[Progress]:
        yield Progress(62, 100, answers.line_count, 1.0, True)
        while not is_seen:
            yield Progress(62, 100, answers.line_count, 1.0, True)

    is_seen: list[bool] = []
    async with app_over(log, half).run_test(size=MIDDLE, notifications=True) as pilot:
        await until(pilot, "62 %")
        assert strange(pilot) == ""
        is_seen.append(True)
        await settle(pilot)


async def test_what_is_no_mail_log_is_told_plainly(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(b"\x1b]0;x\x07 nothing known\n" * 40)
    with Log() as empty:
        app = app_over(Answers(empty), lambda log: log.load([str(path), "nowhere.log"]))
        async with app.run_test(size=NARROW, notifications=True) as pilot:
            await settle(pilot)
            assert strange(pilot) == ""
            await press(pilot, "6")
            assert strange(pilot) == ""


async def test_letters_of_the_log_stay() -> None:
    line = "Mon Mar  3 09:13:49 2025 Info: MID 7 Subject 'Größe – 尺寸'\n"
    with Log() as own:
        for _ in own.load_source(source_of(line.encode() * 2)):
            pass
        async with app_over(Answers(own)).run_test(size=MIDDLE, notifications=True) as pilot:
            await settle(pilot)
            assert set("öß尺寸") <= set(strange(pilot))
            assert browse(pilot).main.count


def test_a_plain_sign_is_as_wide_as_what_it_stands_for() -> None:
    assert plain("── a … b ·") == "-- a ~ b -"
    assert plain("🔎") == "/ "
    assert plain("é\u241b") == "é?"


@pytest.mark.parametrize(
    ("encoding", "environment", "has"),
    [
        ("utf-8", {}, True), ("utf-8", {"LANG": "C.UTF-8"}, True), ("utf-8", {"LANG": "C"}, False),
        ("utf-8", {"LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"}, True),
        ("utf-8", {"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, False),
        ("iso8859-1", {"LANG": "de_DE"}, False), ("ascii", {}, False),
    ],
)  # fmt: skip
def test_plain_characters_are_drawn_by_themselves_where_no_others_can_be(
    encoding: str, environment: dict[str, str], has: bool
) -> None:
    assert has_signs(encoding, environment) == has
