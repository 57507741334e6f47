"""The cache as a person meets it: in commands, in the app, and by `esalog cache`."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from opened import MIDDLE, text_of
from packing import log as made_log
from settle import settle
from textual.pilot import Pilot

from esalog import Cache, Log, Progress
from esalog_tui import caching
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.cli import main
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo

LOG = b"".join(
    [
        *made_log(20).splitlines(keepends=True)[:19],
        b"Wed May  1 00:00:30 2024 Info: MID 7 Subject 'hello'\n",
    ]
)


def run(*arguments: str | Path) -> Result:
    """Run the command with these arguments."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log, and a folder for the user's cache."""
    monkeypatch.setenv(caching.FOLDER, str(tmp_path / "cache"))
    monkeypatch.setenv(caching.MOST, "10M")
    path = tmp_path / "mail.current"
    path.write_bytes(LOG)
    return path


def keep(path: Path) -> Cache:
    """Keep the load of a log in the user's cache, as if it had not been used for years."""
    cache = Cache(caching.place(), worth=0)
    with Log(cache=cache) as log:
        for _ in log.load([str(path)]):
            pass
        assert log.keep()
    for kept in cache.kept():
        os.utime(kept.folder, (1, 1))
    return cache


COMMANDS = ("report", "export messages", "trace mid:7", "lines 1-3", "unknown")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_reads_what_is_kept_unless_told_not_to(command: str, log: Path) -> None:
    fresh = run(*command.split(), log)
    cache = keep(log)
    anew = run(*command.split(), "--no-cache", log)
    assert [kept.used for kept in cache.kept()] == [1]
    told = run(*command.split(), log)
    assert [kept.used for kept in cache.kept()] != [1]
    assert fresh.exit_code == anew.exit_code == told.exit_code == 0
    assert fresh.output == anew.output == told.output


@pytest.mark.parametrize("limit", ["0", "0 GB"])
def test_a_limit_of_nothing_is_no_cache(
    limit: str, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = keep(log)
    monkeypatch.setenv(caching.MOST, limit)
    assert run("report", log).exit_code == 0
    assert [kept.used for kept in cache.kept()] == [1]


def test_the_config_can_switch_the_cache_off(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = keep(log)
    config = tmp_path / "config.toml"
    config.write_text("cache = false\n")
    monkeypatch.setenv("ESALOG_CONFIG", str(config))
    assert run("report", log).exit_code == 0
    assert run("open", log).exit_code == 0
    assert [kept.used for kept in cache.kept()] == [1]


def test_a_limit_that_is_no_size_is_refused(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(caching.MOST, "much")
    result = run("report", log)
    assert result.exit_code == 2
    assert "ESALOG_CACHE_LIMIT is a size like 500M or 2G, not 'much'" in result.output


@pytest.mark.parametrize(
    ("text", "size"), [("", 2 << 30), ("7", 7), ("500M", 500 * 10**6), ("2 gb", 2 * 10**9)]
)
def test_limits_are_sizes(text: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(caching.MOST, text)
    assert caching.limit() == size


def test_what_is_kept_is_listed_and_removed(log: Path) -> None:
    nothing = run("cache").output
    assert nothing.startswith("Nothing is kept, of at most 10 MB in ")
    assert not log.with_name("cache").exists()
    cache = keep(log)
    told = run("cache").output.splitlines()
    assert told[0].endswith(f"  {log}")
    assert " MB  " in told[0]
    assert told[1].startswith("1 load, ")
    assert str(caching.place()) in told[1]
    assert run("cache", "--clear").output.startswith("Removed 1 load, ")
    assert not cache.kept()
    assert run("cache", "--clear").output == "Nothing was kept.\n"


def test_names_that_a_terminal_would_obey_are_shown_as_signs(log: Path) -> None:
    keep(log.rename(log.with_name("evil\x1b[2J\n.log")))
    listed = run("cache").output
    assert "\\x1b[2J\\n.log" in listed
    assert "\x1b" not in listed


@asynccontextmanager
async def app_on(log: Path, cache: Cache) -> AsyncIterator[Pilot[int]]:
    """The app, which has loaded a log with a cache."""

    def load(answers: Answers) -> Iterator[Progress]:
        return answers.load([str(log)])

    with Log(cache=cache) as opened:
        app = EsalogApp(Answers(opened), load, load_demo, UNICODE)
        async with app.run_test(size=MIDDLE) as pilot:
            await settle(pilot)
            yield pilot


async def test_the_app_says_that_it_opened_a_kept_load(log: Path) -> None:
    cache = keep(log)
    async with app_on(log, cache) as pilot:
        await pilot.press("7")
        await settle(pilot)
        assert "from the cache of " in text_of(pilot)


async def test_the_app_keeps_what_it_has_loaded(log: Path) -> None:
    cache = Cache(caching.place(), worth=0)
    async with app_on(log, cache) as pilot:
        assert "from the cache" not in text_of(pilot)
    assert len(cache.kept()) == 1
