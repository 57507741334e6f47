"""The filter that is typed, completed, and kept as chips."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from textual import on
from textual.widgets import Input

from esalog import FilterError, FilterWord
from esalog.query import FILTER_WORDS, parse_filter, split_filter
from esalog.query.values import moment_of
from esalog.search.hits import quoted_value
from esalog_tui import text
from esalog_tui.history import Sieve
from esalog_tui.screens.sieving import Sieving
from esalog_tui.screens.typed_line import TypedLine
from esalog_tui.widgets.chips import Completions, FilterNote, Offer
from esalog_tui.widgets.entries import FilterEntry

_CLOCK = re.compile(r"(?P<word>!?(?:since|until):)(?P<clock>\d\d?:\d\d(?::\d\d)?)")


class Sifting(Sieving):
    """The part of the screen in which filters are typed."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._offers: dict[str, Sequence[Offer]] = {}  # values in the log, by the filter word
        self._offered = -1  # the epoch that they are of
        self._typed = TypedLine()

    def action_sieve(self) -> None:
        """All filters off; all that were on, on again."""
        if self.is_filtering:
            self.action_leave_filter()
        super().action_sieve()

    def action_filter(self) -> None:
        """Type a filter."""
        self.add_class("-filtering")
        self._typed.begin()
        self.show_chips()
        entry = self.query_one(FilterEntry)
        entry.value = ""
        self.set_focus(entry)  # at once: the next keys may have come already
        self._complete()

    def action_leave_filter(self) -> None:
        """Type no more."""
        self.remove_class("-filtering", "-mistaken")
        self.query_one(Completions).show((), 0, 0)
        self.show_chips()
        self.main.focus()

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        if self.is_filtering:
            self._check(event.value)
            self._complete()

    def _check(self, typed: str) -> bool:
        error = self._typed.error = filter_error(typed)
        self.set_class(error is not None, "-mistaken")
        if error is not None:
            at = self.query_one(FilterEntry).region.x + error.start
            self.query_one(FilterNote).show(self._typed.complaint(self.look), at)
        return error is None

    def _complete(self) -> None:
        if not self.is_filtering:  # what was asked for came too late
            return
        entry = self.query_one(FilterEntry)
        typed = entry.value[: entry.cursor_position]
        start = last_word(typed)
        words = self.fitting(typed[start:], self._complete)
        self.query_one(Completions).show(words, entry.region.x + start, start)

    def fitting(self, typed: str, again: Callable[[], None]) -> list[Offer]:
        """Words that begin with what is typed; after the colon the values of that word.

        Values that stand in the log are asked for; `again` is called when they are there.
        """
        folded = typed.lower()
        found = max((word for word in FILTER_WORDS if folded.startswith(word.word)),
                    key=lambda word: len(word.word), default=None)  # fmt: skip
        if found is None:
            return [
                (word.word, word.meaning, word.example)
                for word in FILTER_WORDS
                if word.word.startswith(folded)
            ]
        value = folded.removeprefix(found.word).lstrip("\"'")
        own: list[Offer] = [(one, "", "") for one in found.values]
        every = {offer[0].lower(): offer for offer in [*self._in_log(found, again), *own]}
        return [
            (f"{found.word}{quoted(one)}", meaning, example)
            for one, meaning, example in every.values()
            if one.lower().startswith(value) and one.lower() != value
        ]

    def _in_log(self, word: FilterWord, again: Callable[[], None]) -> Sequence[Offer]:
        """The values of a word that stand in the log, as far as they were asked for."""
        if not word.offered:
            return ()
        if self._offered != self.epoch:
            self._offers, self._offered = {}, self.epoch
        known = self._offers.get(word.word)
        if known is None:
            self._offers[word.word] = ()

            def take(found: Sequence[tuple[str, int]]) -> None:
                offers = [(value, text.plural(count, "record"), "") for value, count in found]
                self._offers[word.word] = offers
                again()

            self.ask(f"values of {word.word}", lambda: self.loaded.values_of(word), take)
        return known or ()

    @on(Input.Submitted, "#filter")
    def _filter_entered(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if not self._check(typed):
            return
        self.action_leave_filter()
        if not typed:
            self.sift(Sieve(failures=self.sieve.failures))
            return
        self._typed.remember(typed)
        self.sift(self.sieve.with_chips(map(self._with_day, split_filter(typed))))

    def _with_day(self, words: str) -> str:
        """A time with the day that it is of, where a log is of several."""
        found, seen = _CLOCK.fullmatch(words), self.overview
        if not (found and seen and seen.first and seen.last):
            return words
        moment = moment_of(found["clock"], seen.last)
        if moment is None or seen.first.date() == seen.last.date():
            return words
        return f"{found['word']}{moment:%Y-%m-%d}T{found['clock'].zfill(5)}"

    @on(FilterEntry.Emptied, "#filter")
    def _last_chip_off(self) -> None:
        if self.sieve.chips:
            self.sift(self.sieve.without(self.sieve.chips[-1].text))

    def action_complete(self) -> None:
        """Take the suggestion or the completion that is chosen."""
        self._typed.take(self.query_one(FilterEntry), self.query_one(Completions))

    def action_recall(self, step: int) -> None:
        """Choose another completion; with nothing typed, an earlier filter."""
        self._typed.move(self.query_one(FilterEntry), self.query_one(Completions), step)


def filter_error(typed: str) -> FilterError | None:
    """What is wrong with a filter, if anything."""
    try:
        parse_filter(typed)
    except FilterError as error:
        return error
    return None


def last_word(typed: str) -> int:
    """Where the last word of a filter begins; blanks in quotes are part of a word."""
    start, quote = 0, ""
    for at, letter in enumerate(typed):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and (at == start or typed[at - 1] == ":"):
            quote = letter
        elif letter in " \t|!(":
            start = at + 1
    return start


def quoted(value: str) -> str:
    """A value of a filter, in quotes where it would not be one value without."""
    return quoted_value(value, '"') if re.search(r"[\s|\"'/]", value) else value
