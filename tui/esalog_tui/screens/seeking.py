"""Looking for things: `/` in this pane, `e` for failures, `f` for anything in the log."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from textual import on
from textual.widgets import Input

from esalog.search import Hit
from esalog_tui import keys, text
from esalog_tui.answers import Stop
from esalog_tui.cells import Row
from esalog_tui.history import Sieve
from esalog_tui.look import Part
from esalog_tui.screens.find import Find, Finder, Found
from esalog_tui.screens.jumping import Jumping
from esalog_tui.screens.remembering import Remembering
from esalog_tui.views import RECORDS
from esalog_tui.widgets.entries import SearchEntry
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.searchbar import SearchTally
from esalog_tui.widgets.table import Table
from esalog_tui.widgets.trace_tree import TraceTree


class Seeking(Jumping, Remembering):
    """The part of the screen that searches."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._searched: Pane | None = None
        self._found: Sequence[int] = ()  # rows of that pane, in order
        self._from = 0

    @property
    def is_searching(self) -> bool:
        """Whether words of a search are being typed."""
        return self.has_class("-searching")

    @property
    def has_search(self) -> bool:
        """Whether hits of a search are marked."""
        return self._searched is not None

    def action_search(self) -> None:
        """Type what to search for in the pane that has the focus."""
        pane = self.focused if isinstance(self.focused, Pane) else self.main
        self.end_search()
        self._searched, self._from = pane, pane.cursor
        self.add_class("-searching")
        entry = self.query_one(SearchEntry)
        entry.value = ""
        self.set_focus(entry)  # at once: the next keys may have come already

    def end_search(self) -> None:
        """Mark no hits any more."""
        self.forget("search")
        if self._searched is not None:
            self._searched.words = ()
            self._searched.remark(())
            self._searched.redraw()
        self._searched, self._found = None, ()
        self.remove_class("-searching")

    def rows_shown(self) -> None:
        """Search anew in other rows."""
        super().rows_shown()
        pane = self._searched
        if pane is not None and pane.id == self.view and pane.words:
            self._search(pane, " ".join(pane.words), is_live=False)

    @on(Input.Changed, "#search")
    def _search_typed(self, event: Input.Changed) -> None:
        if self.is_searching and self._searched is not None:
            self._search(self._searched, event.value, is_live=True)

    @on(Input.Submitted, "#search")
    def _search_entered(self, event: Input.Submitted) -> None:
        pane = self._searched
        self.remove_class("-searching")
        if pane is not None:
            pane.focus()
        if not event.value.strip():
            self.end_search()

    def action_leave_search(self) -> None:
        """Type no more, and go back to where the cursor was."""
        pane, began = self._searched, self._from
        self.end_search()
        if pane is not None:
            pane.cursor = began
            pane.focus()

    def _search(self, pane: Pane, typed: str, *, is_live: bool) -> None:
        words = typed.split()
        pane.words = words
        pane.redraw()
        if not words:
            self._show_found((), is_live=is_live)
            return
        self.ask(
            "search",
            self._matches(pane, words),
            lambda found: self._show_found(found, is_live=is_live),
        )

    def _matches(self, pane: Pane, words: Sequence[str]) -> Callable[[], Any]:
        """The question which rows of a pane hold the words."""
        typed = " ".join(words)
        shown = self.lists.get(pane.id or "")
        if pane is self.lines:
            return self._lines_holding(typed)
        if shown is not None:
            return lambda: shown.selection.matches(typed)
        texts = self._texts(pane)
        folded = [word.casefold() for word in words]
        return lambda: [
            at for at, row in enumerate(texts) if all(word in row.casefold() for word in folded)
        ]

    def _lines_holding(self, typed: str) -> Callable[[], Any]:
        """The question at which places of those shown the lines stand that hold the words."""
        only = self.lines.only

        def ask() -> Any:
            found = self.loaded.lines_matching(typed, self.stale("search"))
            return found - 1 if only is None else np.flatnonzero(np.isin(only, found))

        return ask

    def _texts(self, pane: Pane) -> list[str]:
        if isinstance(pane, TraceTree):
            return ["".join(part for part, _ in drawn.parts) for drawn in pane.drawn]
        rows = pane.pages.rows() if isinstance(pane, Table) else []
        return [" ".join(str(value) for value in row.values()) for row in rows]

    def _show_found(self, found: Sequence[int], *, is_live: bool) -> None:
        self._found = found
        pane = self._searched
        if pane is None:
            return
        if len(found) and is_live:
            at = bisect_left(found, self._from) % len(found)
            pane.cursor = int(found[at])
        self._tell_found()

    def _tell_found(self) -> None:
        count, pane = len(self._found), self._searched
        parts: list[Part] = [("no match", "warn")] if pane and pane.words else []
        if count and pane is not None:
            at = bisect_right(self._found, pane.cursor)
            parts = [(f"{text.number(at)} of {text.plural(count, 'match', 'matches')}", "muted")]
        self.query_one(SearchTally).show(parts)
        if pane is not None:
            words: Part = ("  /" + " ".join(pane.words), "hit")
            pane.remark([words, ("  ", "muted"), *parts] if pane.words else ())

    def action_match(self, step: int) -> None:
        """To the next or previous hit of the search."""
        pane = self._searched
        if pane is None or not len(self._found):
            self.tell(
                f"Nothing is searched for: {keys.shown(self, 'look.search')} searches."
                if pane is None
                else "No match."
            )
            return
        at = next_of(self._found, pane.cursor, step)
        is_round = (at - pane.cursor) * step <= 0
        pane.cursor = at
        pane.focus()
        self._tell_found()
        if is_round:
            self.tell(f"From the {'top' if step > 0 else 'bottom'} again.")

    # Failures and warnings.

    def action_failure(self, step: int) -> None:
        """To the next or previous failure of the list, or of the lines."""
        shown = self.lists.get(self.view)
        if self.focused is self.lines or self.view == "lines":
            self._step_in_lines(self.loaded.failure_lines, step, "failure")
        elif self.view in RECORDS and shown is not None:
            self.step_to(self.main, shown.selection.failures, step, "failure")
        elif self.view == "domains" and self.table is not None:
            rows = self.table.pages.rows()
            failing = [at for at, row in enumerate(rows) if row["failed"] or row["fallback"]]
            self.step_to(self.main, lambda: np.array(failing), step, "failure")
        elif self.view == "failures":
            self.tell("Every row here is of failures.")
        else:
            self.tell("Failures are looked for in lists and lines.")

    def action_warning(self, step: int) -> None:
        """To the next or previous warning: a delay, or mail in clear after TLS failed."""
        shown = self.lists.get(self.view)
        if self.focused is self.lines or self.view == "lines":
            self._step_in_lines(self.loaded.warning_lines, step, "warning")
        elif self.view in RECORDS and shown is not None:
            self.step_to(self.main, shown.selection.warnings, step, "warning")
        else:
            self.tell("Warnings are looked for in lists and lines.")

    def _step_in_lines(self, told: Callable[[], Any], step: int, what: str) -> None:
        """Go to the next or previous of the lines that `told` gives, among those shown."""
        only = self.lines.only

        def ask() -> Any:
            return told() - 1 if only is None else np.flatnonzero(np.isin(only, told()))

        self.step_to(self.lines, ask, step, what)

    def step_to(
        self, pane: Pane, ask: Callable[[], Any], step: int, what: str, hint: str = ""
    ) -> None:
        """Go to the next or previous of the rows that `ask` gives, and say so where none is."""

        def take(found: Any) -> None:
            if not len(found):
                self.tell(f"No {what} here.{hint}")
                return
            at = next_of(found, pane.cursor, step)
            if at == pane.cursor:
                self.tell(f"There is no other {what} here.")
            elif (at - pane.cursor) * step <= 0:
                self.tell(f"From the {'top' if step > 0 else 'bottom'} again.")
            pane.cursor = at

        self.ask("step", ask, take)

    def action_along(self, step: int) -> None:
        """To the next or previous line of the same transaction."""
        tied, here = self.lines.tied, self.lines.number(self.lines.cursor)
        at = bisect_left(tied, here + (step > 0)) - (step < 0)
        if 0 <= at < len(tied):
            self.lines.cursor = self.lines.position(int(tied[at]))
        else:
            way = "next" if step > 0 else "previous"
            self.tell(f"There is no {way} line of it." if len(tied) else "It names no record.")

    # Anything.

    def action_find(self, words: str = "") -> None:
        """Find anything, beginning with some words."""
        finder = Finder(self._find, self._behind, self.loaded.entity_count, self.memory.finds)
        find = Find(self.loaded, self.look, finder, words, self.span)
        self.app.push_screen(find, self.take_found)

    def _find(self, typed: str, stop: Stop) -> Sequence[Hit]:
        return self.loaded.find(typed, stop=stop)

    def _behind(self, hit: Any) -> Sequence[Row]:
        """The newest messages behind a hit."""
        rows: Sequence[Row] = self.loaded.select("messages", hit.filter, "time", True).page(0, 6)
        return rows

    def take_found(self, found: Found | None) -> None:
        """Go to what was found, or filter by it."""
        if found is None:
            return
        if found.typed:
            self.memory.found(found.typed)
            self.remember()
        hit = found.hit
        if found.is_filter:
            self.sift(self.sieve.with_chip(hit.filter))
        elif hit.key is not None:
            self.go(hit.key)
        elif hit.messages == 1:
            self.ask("found", lambda: self._behind(hit), self._take_behind)
        else:
            view = "messages" if hit.messages else "injections"
            self.go_filtered(view, hit.filter, Sieve())

    def _take_behind(self, rows: Sequence[Row]) -> None:
        if rows:
            self.go(rows[0]["key"])
        else:
            self.tell("That message is another one by now: find it again.")


def next_of(found: Sequence[int], at: int, step: int) -> int:
    """The next of sorted numbers after `at`, or before it; round the end."""
    if step > 0:
        return int(found[bisect_right(found, at) % len(found)])
    return int(found[bisect_left(found, at) - 1])
