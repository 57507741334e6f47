"""What commands do that no key does: to a place that is named, bounds of time, and the like."""

import re
from datetime import datetime
from typing import Any

from esalog import FilterError, Key
from esalog.query import split_filter
from esalog.query.values import moment_of, nearest
from esalog_tui import keys, text
from esalog_tui.history import Sieve, bound
from esalog_tui.paths import named_path
from esalog_tui.screens.arranging import Arranging
from esalog_tui.screens.choices import record_choice
from esalog_tui.screens.explaining import Explaining
from esalog_tui.screens.exporting import Exporting
from esalog_tui.screens.following import Following
from esalog_tui.screens.marking import Marking
from esalog_tui.screens.picker import Picker
from esalog_tui.screens.presets import Presetting
from esalog_tui.screens.stage import named
from esalog_tui.screens.taking import Taking
from esalog_tui.views import RECORDS
from esalog_tui.widgets.pane import Pane

_ID = re.compile(r"(mid|icid|dcid)[:\s]\s*\d+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_LINE = re.compile(r"\d[\d,]*")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")


class Obeying(Presetting, Marking, Taking, Exporting, Arranging, Explaining, Following):
    """The part of the screen that does what a command says."""

    commanded: Pane | None = None  # what had the focus before a command was typed

    def go_to_place(self, place: str) -> None:
        """Go to a record, a share of the list, a line, or a time. Raises `FilterError`.

        The number of no line may be the id of a record.
        """
        if _ID.fullmatch(place):
            self.open_record(place, is_trace=False)
        elif share := _SHARE.fullmatch(place):
            pane = self.commanded or self.main
            pane.cursor = round(min(float(share[1]), 100) / 100 * max(0, pane.count - 1))
        elif _LINE.fullmatch(place):
            number, count = int(place.replace(",", "")), self.loaded.line_count
            if 1 <= number <= count:
                self.go_to_line(number)
            else:
                words = f"There is no line {text.number(number)}: the log has {text.number(count)}."
                self.open_record(str(number), is_trace=False, instead_of=words)
        else:
            self._go_to_time(place)

    def _go_to_time(self, place: str) -> None:
        moment = moment_of(place, self._day(place))
        if moment is None:
            self.tell("There is no time in this log yet.")
            return
        shown = self.lists.get(self.view)
        if self.view in RECORDS and shown is not None and shown.selection.sort == "time":
            selection, table = shown.selection, self.main
            self.ask("moment", lambda: selection.position_at(moment),
                     lambda at: setattr(table, "cursor", at))  # fmt: skip
        else:
            self.ask("moment", lambda: self.loaded.line_at(moment), self.go_to_line)

    def _day(self, place: str) -> datetime | None:
        """What a time is told from: the end of the log, or the day that the cursor stands on."""
        last = self.overview.last if self.overview else None
        if place.startswith("-") or place[-1:] in "smhdw":
            return last
        line = self.lines.current if self.view == "lines" else None
        at = line.at if line else self.row.get("at") if self.row else None
        return at or last

    def open_record(self, ident: str, *, is_trace: bool = True, instead_of: str = "") -> None:
        """Go to a record by its id, to its trace if asked so. Raises `FilterError`.

        `instead_of` says what is not there that may have been meant.
        """
        if not (_ID.fullmatch(ident) or _NUMBER.fullmatch(ident)):
            raise FilterError(f"'{ident}' is no id, as mid:500187", 0, len(ident))

        def go(key: Key) -> None:
            self.go(key)
            if is_trace:
                self.open_trace_of(key)

        def take(rows: list[Any]) -> None:
            if not rows:
                self.tell(instead_of or f"{ident} is not in this log.")
            elif len(rows) == 1:
                go(rows[0]["key"])
                if instead_of:
                    self.tell(f"{instead_of} This is {named(rows[0]['key'])}.")
            else:
                is_narrow = self.has_class("-narrow")
                choices = [record_choice(row, self.look, self.span, is_narrow=is_narrow)
                           for row in rows]  # fmt: skip
                self.app.push_screen(
                    Picker(self.look, f"Records that are {ident}", choices),
                    lambda at: go(rows[at]["key"]) if at is not None else None,
                )

        self.ask("named", lambda: self.loaded.named(ident), take)

    def bound(self, word: str, time: str) -> None:
        """Bound what is listed in time, or take the bound away. Raises `FilterError`."""
        sieve = self.sieve
        for chip in sieve.chips:
            if chip.text.startswith(word):
                sieve = sieve.without(chip.text)
        if time:
            moment_of(time, None)
            sieve = sieve.with_chip(bound(word, time))
        self.sift(sieve)

    def filter_by(self, words: str) -> None:
        """Filter by these words and nothing else."""
        self.sift(Sieve().with_chips(split_filter(words)))

    def use_named(self, name: str) -> None:
        """Filter by the preset of a name."""
        if not name:
            self.action_presets()
        for preset in self.settings.presets:
            if preset.name.lower() == name.lower():
                self.use_preset(preset)

    def sort_as(self, words: str) -> None:
        """Sort by a column, `up` or `down`; without a name, ask. Raises `FilterError`."""
        name, _, way = words.partition(" ")
        if not name:
            self.action_sort()
            return
        names = [sort for sort, _ in self.table.headings()] if self.table else []
        if name.lower() not in names:
            raise FilterError(f"unknown column '{name}'", 0, len(name), nearest(name, names))
        self.sort_by(name.lower(), {"up": False, "down": True}.get(way.strip().lower()))

    def show_columns(self, names: list[str]) -> None:
        """Show these columns, or ask which."""
        if names and self.table is not None:
            self.table.choose([name.lower() for name in names])
            self.columns_changed(self.view, self.table.shown)
        else:
            self.action_columns()

    def use_theme(self, name: str) -> None:
        """Take other colours, or ask which."""
        if name:
            self.app.theme = name.lower()
        else:
            self.app.action_change_theme()

    def open_file(self, path: str) -> None:
        """Load one more file."""
        if self.is_loading:
            key = keys.shown(self, "screen.close")
            self.tell(f"Wait until this load is done, or stop it with {key}.")
        elif path:
            where = str(named_path(path))
            self.begin(lambda log: log.load([where]))
