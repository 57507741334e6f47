"""The sieve: failures only, and chips, each with how many rows it leaves by itself."""

from typing import Any

from textual import on

from esalog_tui import keys, text
from esalog_tui.cells import said
from esalog_tui.history import Chip, Sieve
from esalog_tui.screens.choices import Choices
from esalog_tui.screens.listing import Listing
from esalog_tui.screens.picker import Picker
from esalog_tui.views import BY_NAME, RECORDS
from esalog_tui.widgets import notice
from esalog_tui.widgets.chips import FAILURES, LONGEST, Chips
from esalog_tui.widgets.notice import Notice
from esalog_tui.widgets.overview import OverviewStrip


class Sieving(Listing):
    """The part of the screen that leaves rows out."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._counts: dict[tuple[str, str, int], int] = {}
        self._counting: set[tuple[str, str, int]] = set()
        self._switched_off: Sieve | None = None

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
        if not self.sieve.is_open:
            self._switched_off = self.sieve
            self.sift(self.sieve.all_off())
        elif self._switched_off is not None:
            self.sift(self._switched_off)
        elif self.sieve.chips:
            self.sift(self.sieve.all_on())
        else:
            self.tell(f"There is no filter: {keys.shown(self, 'look.filter')} makes one.")

    def show_chips(self) -> None:
        """Show the filter row while there is something in it, and count what is not counted."""
        has_row = bool(self.sieve.chips) or self.sieve.failures or self.is_filtering
        self.set_class(has_row, "-sifted")
        counts: dict[str, int] = {}
        for words in self._parts():
            known = self._counts.get(self._counted(words))
            if known is not None:
                counts[words] = known
            elif self._counted(words) not in self._counting:
                self._count(words)
        self.query_one(Chips).show(self.sieve, counts, is_typing=self.is_filtering)

    def _parts(self) -> list[str]:
        """What leaves out rows of this view, each by itself."""
        if self.view == "sources":
            return []
        is_counted = self.sieve.failures and self.view in (*RECORDS, "lines")
        return [*([FAILURES] if is_counted else []), *(chip.text for chip in self.sieve.chips)]

    def _counted(self, words: str) -> tuple[str, str, int]:
        """What a count is of: rows change with the view, the direction and the load."""
        return f"{self.view} {self.directions.get(self.view, '')}", words, self.epoch

    def _count(self, words: str) -> None:
        counted, view = self._counted(words), self.view
        direction = self.directions.get(view, "both")

        def ask() -> int:
            is_of_failures = words == FAILURES
            asked = "" if is_of_failures else words
            if view == "lines":
                return len(self.loaded.lines_left(asked, failures=is_of_failures))
            if view == "domains":
                return len(self.loaded.domains(direction, asked))
            if view == "failures":
                return sum(row["failed"] for row in self.loaded.failure_groups(direction, asked))
            return self.loaded.select(RECORDS[view], asked, failures=is_of_failures).count

        def take(count: int) -> None:
            self._counting.discard(counted)
            if any(epoch != self.epoch for *_, epoch in self._counts):
                self._counts.clear()  # they are of other rows
            self._counts[counted] = count
            self.show_chips()
            self.show_nothing_left()

        self._counting.add(counted)
        self.ask(f"count {counted}", ask, take, give_up=lambda: self._counting.discard(counted))

    def rows_shown(self) -> None:
        """Show the filter that made the rows, and why nothing is left where there are none."""
        super().rows_shown()
        self.show_chips()
        self.show_nothing_left()

    def show_nothing_left(self) -> None:
        """Where there are no rows, say why: what each chip leaves by itself, or that none are."""
        is_told = any(map(self.has_class, ("-empty", "-refused")))
        is_coming = self.is_loading and self.sieve.is_open
        is_all_gone = not (self.main.count or is_told or is_coming)
        self.set_class(is_all_gone, "-nothing-left")
        if not is_all_gone:
            return
        rows = BY_NAME[self.view].rows(2).split(" ", 1)[1]
        if self.sieve.is_open:
            self.query_one(Notice).show(notice.nothing_here(rows, self.loaded.line_count))
            return
        chips: list[tuple[str, int | None]] = [
            (chip.text, self._counts.get(self._counted(chip.text)))
            for chip in self.sieve.chips
            if chip.is_on
        ]
        if self.sieve.failures:
            chips.insert(0, (FAILURES, self._counts.get(self._counted(FAILURES))))
        self.query_one(Notice).show(notice.nothing_left(chips, rows))

    def action_chips(self) -> None:
        """Choose a filter that is switched off, or on again."""
        chips = self.sieve.chips
        if not chips:
            self.action_sieve()
            return

        def amount(chip: Chip) -> str:
            count = self._counts.get(self._counted(chip.text))
            return "" if count is None else text.number(count)

        choices: Choices = [
            [[("on" if chip.is_on else "off", "muted")], said(text.fit(chip.text, LONGEST)),
             [(amount(chip), "muted")]]
            for chip in chips
        ]  # fmt: skip

        def take(at: int | None) -> None:
            if at is not None:
                self.sift(self.sieve.toggled(chips[at].text))

        self.app.push_screen(Picker(self.look, "Filters", choices, verb="off, on"), take)

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
