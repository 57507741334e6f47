"""Exports: this view and this trace as files, written behind the screen."""

import re
from collections.abc import Callable
from pathlib import Path

from esalog import Stopped
from esalog.redact import Redactor
from esalog_tui import keys, text
from esalog_tui.exports import Export, complaint
from esalog_tui.paths import is_there, named_path
from esalog_tui.screens.ask import Ask, Doubt
from esalog_tui.screens.framing import Framing
from esalog_tui.views import BY_NAME, RECORDS, many

BETWEEN_TELLS = 0.25
"""Seconds between two repaints of how far an export is."""

_GROUP = ("reason", "domain", "failed", "messages", "last", "last_line", "trend")


class Exporting(Framing):
    """The part of the screen that writes files."""

    def action_redact(self) -> None:
        """Leave people out of what is copied and exported, or let them in again."""
        self.redactor = Redactor() if self.redactor is None else None
        self.show_file()
        if self.redactor is None:
            self.tell("What is copied and exported is as logged again.")
        else:
            self.tell("What is copied and exported names nobody now: local parts, subjects and"
                      " file names are hashes.")  # fmt: skip

    def action_export(self) -> None:
        """Ask for a file to write all rows of this view to."""
        if not self._row_count:
            self.tell("There is nothing here to export.")
            return
        self._ask_path(_free(f"{self._stem}{'.log' if self.view == 'lines' else '.csv'}"))

    def export_to(self, path: str) -> None:
        """Write all rows of this view to a file; what speaks against it is asked first."""
        if self._doubt(path) is None:
            self._export_view(path)
        else:
            self._ask_path(path)

    def action_ticket(self, path: str = "") -> None:
        """Write this trace to a file, as Markdown; ask which, or when there is such a file."""
        trace = self.trace.trace
        if trace is None:
            self.tell("There is no trace here.")
            return

        def write(typed: str | None) -> None:
            if typed:
                self._export(typed, "line", lambda export: export.ticket(trace))

        if path and _exists(path) is None:
            write(path)
            return
        title = f"Export the trace of {trace.title}{self._how}"
        name = "-".join(re.findall(r"\w+", trace.title))
        path = path or _free(f"{name}{self._tail}.md")
        ask = Ask(self.look, title, "write", path, hint="Markdown, for a ticket", check=_exists)
        self.app.push_screen(ask, write)

    def stop_export(self) -> bool:
        """Stop the export that is under way, and leave no file; whether there was one."""
        if self.export is None:
            return False
        self.export.stop.set()
        return True

    @property
    def _how(self) -> str:
        return " without people" if self.redactor else ""

    @property
    def _tail(self) -> str:
        return "-redacted" if self.redactor else ""

    @property
    def _stem(self) -> str:
        name = "tls-failures" if self.view == "failures" else self.view
        return name + self._tail

    def _ask_path(self, path: str) -> None:
        rows = BY_NAME[self.view].rows(self._row_count)
        title = f"Export {rows}{self._how}"
        hint = "the end of the name tells the form: .csv .jsonl .parquet"
        hint += " .log" if self.view == "lines" else ""
        ask = Ask(self.look, title, "write", path, hint=hint, check=self._doubt)
        self.app.push_screen(ask, lambda typed: self._export_view(typed) if typed else None)

    @property
    def _row_count(self) -> int:
        shown = self.lists.get(self.view)
        if self.view == "lines":
            return self.lines.count
        return shown.selection.count if shown else self.few.get(self.view, self.main.count)

    def _doubt(self, path: str) -> Doubt | None:
        wrong = complaint(path, may_be_plain=self.view == "lines")
        return Doubt(wrong, is_final=True) if wrong else _exists(path)

    def _export_view(self, path: str) -> None:
        """Write what the view shows now, whatever it shows later."""
        view, shown, one = self.view, self.lists.get(self.view), BY_NAME[self.view].one
        if view in RECORDS:
            if shown is not None:
                selection = shown.selection
                self._export(path, one, lambda export: export.records(selection))
        elif view == "lines":
            only = self.lines.only
            numbers = range(1, self.lines.total + 1) if only is None else only
            self._export(path, one, lambda export: export.lines(numbers))
        elif view == "failures":
            asked = self.directions["failures"], self.sieve.text
            self._export(path, "group", lambda export: export.table(_GROUP, [
                {**member, "reason": group["reason"]}
                for group in self.loaded.failure_groups(*asked) for member in group["members"]
            ]))  # fmt: skip
        elif self.table is not None and self.table.count:
            rows = self.table.pages.rows()
            self._export(path, one, lambda export: export.table(list(rows[0]), rows))

    def _export(self, path: str, one: str, write: Callable[[Export], None]) -> None:
        if self.export is not None:
            self.tell(f"An export is under way. {keys.shown(self, 'screen.close')} stops it.")
            return
        where = named_path(path).absolute()
        export = self.export = Export(self.loaded.log, where, self.redactor, self.notes)
        tick = self.set_interval(BETWEEN_TELLS, self.show_file)
        self.show_file()

        def ask() -> str:
            export.rows = 0
            try:
                write(export)
            except Stopped:
                return "The export was stopped; no file is left."
            except OSError as error:
                return f"{where}: cannot be written: {error.strerror or error}"
            return ""

        def end() -> None:
            tick.stop()
            self.export = None
            self.show_file()

        def take(problem: str) -> None:
            end()
            written = f"{text.plural(export.rows, one, many(one))}{self._how}"
            self.tell(problem or f"{written} written to {where}", is_bad=bool(problem))

        self.ask("export", ask, take, give_up=end)


def _exists(path: str) -> Doubt | None:
    return Doubt("This file is there already.") if is_there(named_path(path)) else None


def _free(name: str) -> str:
    """The name, with a number when there is a file of that name."""
    path, count = Path(name), 1
    while path.exists():
        count += 1
        path = Path(name).with_stem(f"{Path(name).stem}-{count}")
    return str(path)
