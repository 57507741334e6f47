"""While a filter is typed its words and their values are offered, also those of the log."""

import pytest
from opened import browse, loaded, opened, text_of
from settle import press, settle, typed
from textual.widgets import Input

from esalog import FILTER_WORDS, Log, parse_filter
from esalog.query import values_of
from esalog_tui.screens.sifting import last_word, quoted
from esalog_tui.widgets.chips import Completions
from esalog_tui.widgets.entries import FilterEntry

OFFERED = [word for word in FILTER_WORDS if word.offered or word.values]


def offers(screen: object) -> list[str]:
    """The words that are offered."""
    assert hasattr(screen, "query_one")
    return [word for word, _, _ in screen.query_one(Completions).words]


@pytest.mark.parametrize("word", OFFERED, ids=lambda word: word.word)
async def test_the_values_of_a_word_are_offered_and_can_be_read(word: object) -> None:
    assert hasattr(word, "word")
    async with opened() as pilot:
        await press(pilot, "ampersand")
        pilot.app.screen.query_one(FilterEntry).insert_text_at_cursor(word.word)
        await settle(pilot)
        found = offers(browse(pilot))
        assert found
        assert all(offer.startswith(word.word) for offer in found)
        for offer in found:
            assert len(parse_filter(offer).parts) == 1


async def test_values_of_the_log_come_with_how_often_they_are_there() -> None:
    [cipher] = [word for word in FILTER_WORDS if word.word == "cipher:"]
    value, count = values_of(loaded().log, cipher)[0]
    async with opened() as pilot:
        await press(pilot, "ampersand")
        await typed(pilot, "cipher:")
        assert f"cipher:{value}" in text_of(pilot)
        assert f"{count:,} records" in text_of(pilot)
        await press(pilot, "tab", "enter")
        assert browse(pilot).sieve.text == f"cipher:{value}"
        assert browse(pilot).main.count > 0


def test_a_value_of_the_log_leaves_as_many_records_as_it_says() -> None:
    for word in FILTER_WORDS:
        for value, count in values_of(loaded().log, word)[:5] if word.offered else ():
            left = sum(
                loaded().select(kind, f"{word.word}'{value}'").count for kind in word.offered
            )
            assert left == count, f"{word.word}{value}"


async def test_a_reason_is_completed_with_its_blanks_in_quotes() -> None:
    async with opened() as pilot:
        await press(pilot, "3", "ampersand")
        await typed(pilot, "tls:failed reason:no")
        reason = offers(browse(pilot))[0]
        assert reason.startswith('reason:"no ')
        await press(pilot, "tab")
        await settle(pilot)
        assert pilot.app.screen.query_one(FilterEntry).value == f"tls:failed {reason}"


@pytest.mark.parametrize("keys", [("ampersand",), ("colon", *"filter ")], ids=["filter", "command"])
async def test_values_that_come_too_late_are_not_offered(keys: tuple[str, ...]) -> None:
    async with opened() as pilot:
        await press(pilot, *("space" if key == " " else key for key in keys))
        entry = pilot.app.focused
        assert isinstance(entry, Input)
        entry.insert_text_at_cursor("cipher:")
        await pilot.press("escape")
        await settle(pilot)
        assert not any(drop.display for drop in browse(pilot).query(Completions))


async def test_more_words_than_are_seen_can_be_reached() -> None:
    async with opened() as pilot:
        await press(pilot, "ampersand", "up")
        drop = browse(pilot).query_one(Completions)
        assert f"1 of {len(FILTER_WORDS)}" in text_of(pilot)
        await press(pilot, "down", *["down"] * (len(FILTER_WORDS) - 2))
        assert drop.chosen == len(FILTER_WORDS) - 1
        assert FILTER_WORDS[-1].word in text_of(pilot, "Completions")


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("", 0), ("fr", 0), ("x fr", 2), ("!fr", 1), ("a|tl", 2), ('reason:"no sh', 0),
        ('subject:"a b" fr', 14), ("subject:it's fr", 13), ("x subject:'a b", 2), ("a ", 2),
    ],
)  # fmt: skip
def test_the_last_word_of_a_filter_is_found(line: str, start: int) -> None:
    assert last_word(line) == start


@pytest.mark.parametrize("value", ["a b", "it's", 'say "x"', "a|b", "/a/", "plain"])
def test_a_value_in_quotes_is_one_value(value: str) -> None:
    assert len(parse_filter(f"subject:{quoted(value)}").parts) == 1


def test_an_empty_log_offers_nothing_of_its_own() -> None:
    with Log() as log:
        for word in FILTER_WORDS:
            if word.offered:
                assert values_of(log, word) == []
