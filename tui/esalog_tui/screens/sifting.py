"""The sieve: failures only, and the filter that is typed, completed, kept as chips."""

import re
from typing import Any

from textual import on
from textual.widgets import Input

from esalog import FilterError
from esalog.query import FILTER_WORDS, parse_filter, split_filter
from esalog_tui.history import Sieve
from esalog_tui.look import Part
from esalog_tui.screens.listing import Listing
from esalog_tui.screens.stage import Shown
from esalog_tui.views import BY_NAME, RECORDS
from esalog_tui.widgets import notice
from esalog_tui.widgets.chips import Chips, Completions, FilterNote
from esalog_tui.widgets.entries import FilterEntry
from esalog_tui.widgets.notice import Notice
from esalog_tui.widgets.overview import OverviewStrip

SHOWN = 7
"""Completions that drop down at most."""

_LAST_WORD = re.compile(r"!?([^\s|(]*)$")


class Sifting(Listing):
    """The part of the screen that leaves things out."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._counts: dict[tuple[str, str, int], int] = {}
        self._typed: list[str] = []  # earlier filters, the newest last
        self._earlier = 0
        self._recalled = ""
        self._switched_off: Sieve | None = None
        self._error: FilterError | None = None

    @property
    def is_filtering(self) -> bool:
        """Whether a filter is being typed."""
        return self.has_class("-filtering")

    def sift(self, sieve: Sieve) -> None:
        """Use another sieve."""
        if sieve == self.sieve:
            self.show_chips()
            return
        self.sieve = sieve
        self.show_chips()
        self.reload_view()

    def action_failures(self) -> None:
        """Only failures, or everything again."""
        self.sift(Sieve(self.sieve.chips, not self.sieve.failures))

    def action_sieve(self) -> None:
        """All filters off; all that were on, on again."""
        if self.is_filtering:
            self.action_leave_filter()
        if not self.sieve.is_open:
            self._switched_off = self.sieve
            self.sift(self.sieve.all_off())
        elif self._switched_off is not None:
            self.sift(self._switched_off)
        elif self.sieve.chips:
            self.sift(self.sieve.all_on())

    def show_chips(self) -> None:
        """Show the filter row while there is something in it, and count what is not counted."""
        has_row = bool(self.sieve.chips) or self.sieve.failures or self.is_filtering
        self.set_class(has_row, "-sifted")
        view = self.view if self.view in RECORDS else "messages"
        counts: dict[str, int] = {}
        for chip in self.sieve.chips:
            known = self._counts.get((view, chip.text, self.epoch))
            if known is None:
                self._count(view, chip.text)
            else:
                counts[chip.text] = known
        self.query_one(Chips).show(self.sieve, counts, is_typing=self.is_filtering)

    def _count(self, view: str, words: str) -> None:
        epoch = self.epoch

        def take(count: int) -> None:
            self._counts[view, words, epoch] = count
            self.show_chips()
            if self.has_class("-nothing-left"):
                self.show_nothing_left(0)

        self.ask(f"count {words}", lambda: self.loaded.select(RECORDS[view], words).count, take)

    def list_shown(self, shown: Shown) -> None:
        """Show the filter that made the list, and why nothing is left where it is empty."""
        super().list_shown(shown)
        self.show_chips()
        self.show_nothing_left(shown.selection.count)

    def show_nothing_left(self, count: int) -> None:
        """Where the filter left nothing, say what each chip leaves by itself."""
        is_all_gone = not count and not self.sieve.is_open
        self.set_class(is_all_gone, "-nothing-left")
        if not is_all_gone:
            return
        chips: list[tuple[str, int | None]] = [
            (chip.text, self._counts.get((self.view, chip.text, self.epoch)))
            for chip in self.sieve.chips
            if chip.is_on
        ]
        if self.sieve.failures:
            chips.insert(0, ("failures only", None))
        rows = BY_NAME[self.view].rows(2).split(" ", 1)[1]
        self.query_one(Notice).show(notice.nothing_left(chips, rows))

    @on(Chips.Clicked)
    def _chip_clicked(self, event: Chips.Clicked) -> None:
        if event.text:
            self.sift(self.sieve.toggled(event.text))
        else:
            self.action_failures()

    @on(OverviewStrip.Chosen)
    def _slice_chosen(self, event: OverviewStrip.Chosen) -> None:
        self.main.focus()
        since, until = (f"{at:%Y-%m-%dT%H:%M:%S}" for at in (event.since, event.until))
        self.sift(self.sieve.with_chip(f"since:{since}").with_chip(f"until:{until}"))

    # Typing.

    def action_filter(self) -> None:
        """Type a filter."""
        self.add_class("-filtering")
        self._earlier = len(self._typed)
        self.show_chips()
        entry = self.query_one(FilterEntry)
        entry.value = ""
        entry.focus()
        self._complete()

    def action_leave_filter(self) -> None:
        """Type no more."""
        self.remove_class("-filtering", "-mistaken")
        self.query_one(Completions).show((), 0)
        self.show_chips()
        self.main.focus()

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        if self.is_filtering:
            self._check(event.value)
            self._complete()

    def _check(self, typed: str) -> bool:
        self._error = None
        try:
            parse_filter(typed)
        except FilterError as error:
            self._error = error
        self.set_class(self._error is not None, "-mistaken")
        if self._error is not None:
            mark = self.look.marks["failed"]
            parts: list[Part] = [(mark.glyph, mark.role), (f" {self._error.message}", "bad")]
            if self._error.suggestion:
                parts += [
                    ("   did you mean ", "muted"), (self._error.suggestion, "key"),
                    ("  Tab", "key"), (" takes it", "muted"),
                ]  # fmt: skip
            at = self.query_one(FilterEntry).region.x + self._error.start
            self.query_one(FilterNote).show(parts, at)
        return self._error is None

    def _complete(self) -> None:
        entry = self.query_one(FilterEntry)
        typed = entry.value[: entry.cursor_position]
        found = _LAST_WORD.search(typed)
        word = found.group(1) if found else ""
        words = self._fitting(word.lower())
        x = entry.region.x + len(typed) - len(word)
        self.query_one(Completions).show(words[:SHOWN], x)

    def _fitting(self, word: str) -> list[tuple[str, str, str]]:
        """Words that begin with what is typed; after the colon the values of that word."""
        name, colon, value = word.partition(":")
        entries = FILTER_WORDS
        if not colon:
            return [
                (entry.word, entry.meaning, entry.example)
                for entry in entries
                if entry.word.startswith(name)
            ]
        return [
            (f"{name}:{one}", "", "")
            for entry in entries
            if entry.word == f"{name}:"
            for one in entry.values
            if one.startswith(value) and one != value
        ]

    @on(Input.Submitted, "#filter")
    def _filter_entered(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if not self._check(typed):
            return
        self.action_leave_filter()
        if not typed:
            self.sift(Sieve(failures=self.sieve.failures))
            return
        self._typed.append(typed)
        sieve = self.sieve
        for term in split_filter(typed):
            sieve = sieve.with_chip(term)
        self.sift(sieve)

    @on(FilterEntry.Emptied)
    def _last_chip_off(self) -> None:
        if self.sieve.chips:
            self.sift(self.sieve.without(self.sieve.chips[-1].text))

    def action_complete(self) -> None:
        """Take the suggestion or the completion that is chosen."""
        self._take_completion(self.query_one(FilterEntry), self.query_one(Completions))

    def action_recall(self, step: int) -> None:
        """Choose another completion; with nothing typed, an earlier filter."""
        entry, drop = self.query_one(FilterEntry), self.query_one(Completions)
        is_recalled = bool(self._typed) and entry.value == self._recalled
        if drop.words and not is_recalled and (entry.value or step > 0):
            drop.choose(step)
        else:
            self._recall(entry, step)

    def _take_completion(self, entry: FilterEntry, drop: Completions) -> None:
        error = self._error
        if error is not None and error.suggestion:
            entry.value = entry.value[: error.start] + error.suggestion + entry.value[error.end :]
            entry.cursor_position = error.start + len(error.suggestion)
        elif drop.words:
            word = drop.words[drop.chosen][0]
            typed = entry.value[: entry.cursor_position]
            found = _LAST_WORD.search(typed)
            start = found.start(1) if found else len(typed)
            rest = entry.value[entry.cursor_position :]
            entry.value = typed[:start] + word + rest
            entry.cursor_position = start + len(word)

    def _recall(self, entry: FilterEntry, step: int) -> None:
        """An earlier filter, as a shell recalls commands."""
        self._earlier = max(0, min(len(self._typed), self._earlier + step))
        at_end = self._earlier == len(self._typed)
        self._recalled = entry.value = "" if at_end else self._typed[self._earlier]
        entry.cursor_position = len(entry.value)
