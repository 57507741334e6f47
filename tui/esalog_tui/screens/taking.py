"""Taking away: what the pane shows, on the clipboard or printed on the plain screen."""

import os
import sys
import termios
import tty
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TypeGuard

from textual.actions import SkipAction
from textual.app import SuspendNotSupported

from esalog import Key
from esalog.redact import Redactor
from esalog_tui.cells import Row
from esalog_tui.plain import plain
from esalog_tui.safe import safe
from esalog_tui.screens.stage import Stage
from esalog_tui.views import OF_KIND
from esalog_tui.widgets.notice import Notice
from esalog_tui.widgets.selecting import MOST
from esalog_tui.widgets.table import Table


class Taking(Stage):
    """The part of the screen that copies and prints."""

    def action_copy(self) -> None:
        """Copy the row, the whole trace, or the lines of the transaction."""
        if self.focused is self.trace:
            self._trace_of_it(self._copy)
        elif self.focused is self.lines:
            if self._line_marks:
                self._marked_lines()
            else:
                self._lines_of_it(self._copy)
        elif isinstance(self.main, Table):
            self._rows_of(self.main, self._copy)

    def _rows_of(self, table: Table, take: Callable[[Sequence[str]], None]) -> None:
        """Give the marked records that are in the list, with their notes, or the row of the cursor.

        Columns are parted by tabs, and nothing is cut.
        """
        names = table.shown
        shown = self.lists.get(self.view)
        marked = [
            key for key in self.marks
            if _is_of(key, self.view) and shown and shown.selection.position(key) is not None
        ]  # fmt: skip
        here, redactor, notes = table.current, self.redactor, self.notes

        def ask() -> list[str]:
            found: list[Row] = [row for key in marked if (row := self.loaded.record(key))]
            rows = sorted(found, key=itemgetter("first_line")) or ([here] if here else [])
            if redactor is not None:
                rows = [redactor.row(row) for row in rows]
            return [
                "\t".join(
                    [*(_plain(row.get(name)) for name in names), notes.get(row.get("key", 0), "")]
                ).rstrip()
                for row in rows
            ]

        self.ask("taken", ask, take)

    @property
    def _line_marks(self) -> list[int]:
        return sorted(mark for mark in self.marks if isinstance(mark, int))

    def _marked_lines(self) -> None:
        """Copy all marked lines, a note behind its line."""
        marks, redactor, notes = self._line_marks, self.redactor, self.notes

        def ask() -> list[str]:
            texts = zip(marks, self._texts_of(marks, None, redactor), strict=True)
            return [f"{text}\t{notes.get(number, '')}".rstrip() for number, text in texts]

        self.ask("taken", ask, self._copy)

    def _lines_of_it(self, take: Callable[[Sequence[str]], None]) -> None:
        """Give the lines of the transaction, or the line under the cursor where there is none."""
        key, only = self.trace_key, self.lines.only
        here, redactor = self.lines.current, self.redactor

        def ask() -> list[str]:
            numbers: Sequence[int]
            if self.view == "failures" and only is not None:
                numbers = only
            elif key is not None:
                numbers = self.loaded.transaction_lines(key).tolist()
            else:
                numbers = [here.number] if here else []
            return self._texts_of(numbers[:MOST], key, redactor)

        self.ask("taken", ask, take)

    def action_copy_line(self) -> None:
        """Copy the line under the cursor alone."""
        here, key, redactor = self.lines.current, self.trace_key, self.redactor
        numbers = [here.number] if here else []
        self.ask("taken", lambda: self._texts_of(numbers, key, redactor), self._copy)

    def _texts_of(
        self, numbers: Sequence[int], key: Key | None, redactor: Redactor | None
    ) -> list[str]:
        """The texts of lines, perhaps of the transaction of a record, as they may be taken away."""
        if redactor is None:
            return [line.text for line in self.loaded.lines_at(numbers)]
        return self.loaded.lines_without_people(redactor, numbers, key)

    def _trace_of_it(self, take: Callable[[Sequence[str]], None]) -> None:
        """Give the whole trace as text."""
        trace, redactor = self.trace.trace, self.redactor
        if redactor is None or trace is None:
            take(self.trace.plain())
            return
        self.ask(
            "taken",
            lambda: self.loaded.without_people(redactor, trace),
            lambda changed: take(self.trace.plain(changed)),
        )

    def _copy(self, rows: Sequence[str]) -> None:
        if not rows:
            self.tell("Nothing to copy here.")
            return
        self.app.copy_to_clipboard("\n".join(rows))

    def action_copy_text(self) -> None:
        """Copy what is selected with the mouse; else the key is the app's, which tells of it."""
        selected, redactor, trace = self.get_selected_text(), self.redactor, self.trace.trace
        if not selected:
            raise SkipAction
        if redactor is None:
            self.app.copy_to_clipboard(selected)
            return
        self.ask(
            "taken",
            lambda: self.loaded.text_without_people(redactor, selected, trace),
            self.app.copy_to_clipboard,
        )

    def action_print(self) -> None:
        """Print the pane plainly on the normal screen, where any terminal can copy it."""
        main, redactor = self.main, self.redactor
        if isinstance(self.focused, Notice):
            rows = self.focused.plain()
            self._print(rows if redactor is None else [redactor.free(row) for row in rows])
        elif self.focused is self.trace:
            self._trace_of_it(self._print)
        elif self.focused is self.lines or not isinstance(main, Table):
            self._lines_of_it(self._print)
        else:
            self._rows_in_sight(main)

    def _rows_in_sight(self, table: Table) -> None:
        """Print a list as it is seen."""
        rows, redactor = table.seen, self.redactor

        def ask() -> Sequence[Row]:
            return rows if redactor is None else [redactor.row(row) for row in rows]

        self.ask("taken", ask, lambda changed: self._print(table.plain(changed)))

    def _print(self, rows: Sequence[str]) -> None:
        if not any(rows):
            self.tell("There is nothing here to print.")
            return
        try:
            with self.app.suspend():
                printed = "\n".join(safe(row, limit=len(row)) for row in rows)
                print(plain(printed) if self.look.is_plain else printed)
                print()
                _wait_for_key(_RETURNS)
                print("\r" + " " * len(_RETURNS), end="\r", flush=True)
        except SuspendNotSupported:
            self.tell("This terminal has no plain screen to print on.", is_bad=True)
        self.app.refresh(repaint=True, layout=True)


_RETURNS = "-- any key returns --"


def _is_of(mark: Key | int, view: str) -> TypeGuard[Key]:
    """Whether a mark is one of a record that a view lists."""
    return not isinstance(mark, int) and OF_KIND[mark.kind].name == view


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _wait_for_key(asked: str) -> None:
    """Ask for a key, and wait until one is pressed; of those pressed before none counts."""
    keyboard = sys.__stdin__.fileno() if sys.__stdin__ else 0
    before = termios.tcgetattr(keyboard)
    try:
        tty.setcbreak(keyboard)
        print(asked, end="", flush=True)
        os.read(keyboard, 16)
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
