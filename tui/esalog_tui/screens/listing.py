"""What the lists of the views show: which rows, from where, under which title."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from textual import on

from esalog import Key
from esalog.query import Selection
from esalog_tui import figures, keys, text
from esalog_tui.cells import Row
from esalog_tui.look import Part
from esalog_tui.screens.framing import Framing
from esalog_tui.screens.linking import Linking
from esalog_tui.screens.stage import DIRECTIONS, Shown
from esalog_tui.tallies import talked
from esalog_tui.views import BY_NAME, RECORDS, VIEWS
from esalog_tui.widgets.failure_tree import FailureTree
from esalog_tui.widgets.lines_pane import LinesPane
from esalog_tui.widgets.lists import DomainsList, SourcesList
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.table import Pages, Table


class Listing(Framing, Linking):
    """The part of the screen that asks for rows."""

    def show_view(self, view: str, target: Key | None = None) -> None:
        """Bring a view to the front, the cursor on a record of it."""
        for other in VIEWS:
            self.set_class(other.name == view, f"-{other.name}")
        self.zoom("")
        self.view = view
        self.lines.is_full = view in ("lines", "failures")
        if view != "failures" and self.lines.only is not None:
            self.lines.show(self.loaded.line_count)
        self.main.focus()
        self.show_tabs()
        self.reload_view(target)

    def rows_shown(self) -> None:
        """Take note that the view shows other rows; other parts of the screen add to it."""
        self.show_tabs()

    def reload_view(self, target: Key | None = None) -> None:
        """Ask anew for what the view shows, the cursor on `target` or where it was."""
        if self.view in RECORDS:
            self._select(target)
        elif self.view == "lines":
            self._show_lines()
        elif self.view == "domains":
            self._ask_domains()
        elif self.view == "failures":
            asked = self.directions["failures"], self.sieve.text
            self.ask("groups", lambda: self.loaded.failure_groups(*asked), self._show_failures)
        else:
            self.show_sources()

    def _select(self, target: Key | None) -> None:
        view, sieve, epoch = self.view, self.sieve, self.epoch
        kind = RECORDS[view]
        sort, descending = self.sorts.get(view, ("time", False))
        old = self.lists.get(view)
        if old is not None and target is None and (old.sieve, old.epoch) == (sieve, epoch):
            self.link()
            return
        kept = target or (self.row.get("key") if self.row else None)
        table = self.query_one(f"#{view}", Table)
        is_refreshed = target is None and (old is None or old.sieve == sieve)
        asked_at = table.cursor if is_refreshed else None
        is_end, high = self._is_held_at_end(table), table.high

        def ask() -> Shown:
            selection = self.loaded.select(
                kind, sieve.text, sort, descending, sieve.failures, self.stale("select")
            )
            at = selection.position(kept) if kept else None
            if at is None and kept and target is None and sort == "time" and not is_refreshed:
                at = selection.nearest(kept)
            if at is not None or target is None or sieve.is_open:
                seen = selection.count - 1 if is_end else at or 0
                pages = _read(selection, seen - high, seen + high)
                return Shown(selection, sieve, epoch, at, asked_at=asked_at, pages=pages)
            selection = self.loaded.select(kind, "", sort, descending, False)
            at = selection.position(target)
            pages = _read(selection, (at or 0) - high, (at or 0) + high)
            return Shown(selection, sieve.all_off(), epoch, at, is_opened=True, pages=pages)

        self.ask("select", ask, lambda shown: self._show_selection(view, shown))

    @property
    def grows_at_end(self) -> bool:
        """Whether what is new comes behind the last row of the view."""
        by_time = self.sorts.get(self.view, ("time", False)) == ("time", False)
        return self.view == "lines" or (self.view in RECORDS and by_time)

    def _is_held_at_end(self, pane: Pane) -> bool:
        """Whether the cursor of a pane is to stay on the last row when more come."""
        return self.is_live and self.grows_at_end and pane.is_at_end

    def _show_selection(self, view: str, shown: Shown) -> None:
        self.lists[view] = shown
        if view != self.view:
            return
        if shown.is_opened:
            self.sieve = shown.sieve
            key = keys.shown(self, "look.sieve")
            self.tell(f"The filter hid it, so the filter is off. {key} brings it back.")
        table = self.query_one(f"#{view}", Table)
        cursor = shown.at if shown.at is not None else min(table.cursor, shown.selection.count)
        is_refreshed = shown.asked_at is not None
        if is_refreshed and self._is_held_at_end(table):
            cursor = shown.selection.count - 1
        elif is_refreshed and shown.at is not None:  # the cursor may have moved meanwhile
            cursor += table.cursor - (shown.asked_at or 0)
        self._wanted.pop(view, None)
        table.show(shown.pages, cursor, in_place=is_refreshed)
        self.entitle_list(table, shown.selection)
        self.rows_shown()

    def entitle_list(self, table: Table, selection: Selection) -> None:
        """Say in the rule how many rows there are, and by what they are sorted."""
        view = BY_NAME[self.view]
        rows = view.rows(selection.total)
        title = rows if selection.count == selection.total else f"{selection.count:,} of {rows}"
        title += " so far" if self.is_loading and not self.is_live else ""
        sort, descending = self.sorts.get(self.view, ("time", False))
        names = dict(table.headings())
        name = "time" if sort == "time" else names.get(sort, sort)
        arrow = self.look.down if descending else self.look.up
        table.entitle(title, facts=[(f"by {name} ", "muted"), (arrow, "accent")])

    @on(Table.RowsWanted)
    def _rows_wanted(self, event: Table.RowsWanted) -> None:
        view = event.table.id or ""
        shown = self.lists.get(view)
        if shown is None or event.pages is not event.table.pages:
            return
        wanted = self._wanted.setdefault(view, [])
        wanted += event.wanted
        size, selection = Pages.SIZE, shown.selection

        def ask() -> list[tuple[int, Sequence[Row]]]:
            read: list[tuple[int, Sequence[Row]]] = []
            while pages := wanted[::-1]:
                read += [(page, selection.page(page * size, size)) for page in pages]
                del wanted[: len(pages)]
            return read

        def take(read: list[tuple[int, Sequence[Row]]]) -> None:
            for page, rows in read:
                event.pages.keep(page, rows)
            event.table.filled(event.pages)

        self.ask(f"rows of {view}", ask, take, wants_stale=True)

    def _show_lines(self) -> None:
        """All lines, or those of the records that the filter leaves, or those of failures."""
        total, sieve = self.loaded.line_count, self.sieve

        def take(numbers: Any) -> None:
            if self.view != "lines" or sieve != self.sieve:
                return
            here = self.lines.number(self.lines.cursor) if self.lines.count else 1
            is_end = self._is_held_at_end(self.lines)
            self.lines.show(total, numbers)
            if is_end:
                self.lines.action_bottom()
            elif not self.lines.count or self.lines.number(self.lines.cursor) != here:
                self.lines.go_to(here)
            self.entitle_lines()
            self.link()
            self.rows_shown()

        if sieve.is_open:
            take(None)
        else:
            left = partial(self.loaded.lines_left, sieve.text, failures=sieve.failures)
            self.ask("lines left", left, take)

    @on(LinesPane.LinesWanted)
    def _lines_wanted(self, event: LinesPane.LinesWanted) -> None:
        first, count, only = event.first, event.count, self.lines.only

        def ask() -> Any:
            if only is not None:
                return self.loaded.lines_at(only[first : first + count])
            return self.loaded.lines(first + 1, count)

        def take(lines: Any) -> None:
            if self.lines.only is only:
                self.lines.filled(first, lines)

        self.ask(f"lines {first}", ask, take, wants_stale=True)

    def _ask_domains(self) -> None:
        direction, words = self.directions["domains"], self.sieve.text

        def ask() -> tuple[Sequence[Row], int]:
            found = self.loaded.domains(direction, words)
            return found, len(self.loaded.domains(direction, "") if words else found)

        self.ask("domains", ask, lambda answer: self._show_domains(*answer))

    def _show_domains(self, domains: Sequence[Row], total: int) -> None:
        table = self.query_one(DomainsList)
        rows = [row for row in domains if not self.sieve.failures or _fails(row)]
        sort, descending = self.sorts.get("domains", ("failed", True))
        if "domains" in self.sorts:
            rows = sorted_rows(rows, sort, descending=descending)
        table.show(Pages.of(rows))
        facts = self._direction_facts()
        heading = dict(table.headings())[sort]
        arrow = self.look.down if descending else self.look.up
        facts += [(f"{self.look.between}  by {heading} ", "muted"), (arrow, "accent")]
        self.few["domains"] = total
        table.entitle(self._rows_left(len(rows)), facts=facts)
        self.rows_shown()

    def _direction_facts(self) -> list[Part]:
        chosen = self.directions[self.view]
        return [(f"{name}  ", "key" if name == chosen else "muted") for name in DIRECTIONS]

    def _rows_left(self, count: int) -> str:
        """`3 of 20 domains`, where a filter left some out of so many."""
        total = self.total(self.view)
        rows = BY_NAME[self.view].rows(count if total is None else total)
        return rows if total in (None, count) else f"{text.number(count)} of {rows}"

    def _show_failures(self, groups: Sequence[Row]) -> None:
        tree = self.query_one(FailureTree)
        tree.show_groups(groups)
        failed = sum(group["failed"] for group in groups)
        between: Part = (f"{self.look.between}  by reason, failed ", "muted")
        facts: list[Part] = [*self._direction_facts(), between, (self.look.down, "accent")]
        tree.entitle(self._rows_left(failed), facts=facts)
        self.rows_shown()

    @on(FailureTree.ConnectionsWanted)
    def _connections_wanted(self, event: FailureTree.ConnectionsWanted) -> None:
        branch, asked = event.branch, (self.directions["failures"], self.sieve.text)
        self.ask(
            f"failed {branch}",
            lambda: self.loaded.failed_connections(branch, *asked),
            lambda rows: self.query_one(FailureTree).fill(branch, rows),
        )

    def show_sources(self) -> None:
        """List the files."""
        rows = [
            {
                "name": source.name, "bytes": figures.size(source.size), "lines": source.lines,
                "read": text.short_share(source.bytes_read, source.size or 0),
                "unknown": source.unknown if source.counts.recognised else source.lines,
                "format": f"{source.format} {source.frame}".strip(),
                "gateway": source.gateway if source.counts.recognised else "",
                "period": text.period(source.first, source.last),
                "note": "; ".join(note.removeprefix(f"{source.name}: ") for note in source.notes),
                "first_line": source.first_line,
            }
            for source in self.loaded.sources
        ]  # fmt: skip
        rows += [
            {"name": told.path, "note": f"{told.place} {told.message}".strip(),
             "lines": 0, "unknown": 0, "bytes": self.look.dash}
            for told in (*self.loaded.problems, *self.loaded.notes)
            if told.path not in {source.name for source in self.loaded.sources}
        ]  # fmt: skip
        table = self.query_one(SourcesList)
        table.show(Pages.of(rows))
        kept_at = self.loaded.kept_at
        facts = [(f"from the cache of {figures.moment(kept_at)}", "muted")] if kept_at else []
        table.entitle(BY_NAME["sources"].rows(len(rows)), facts=facts)
        self.rows_shown()


def _read(selection: Selection, first: int, last: int) -> Pages:
    """The pages of a list that have the rows `first` to `last`."""
    pages = Pages(selection.count)
    for page in pages.missing(first, last):
        pages.keep(page, selection.page(page * Pages.SIZE, Pages.SIZE))
    return pages


def _fails(domain: Row) -> bool:
    return bool(domain["failed"] or domain["fallback"])


def sorted_rows(rows: Sequence[Row], sort: str, *, descending: bool) -> list[Row]:
    """Rows of a list of few, sorted by a column; those without a value stand last."""

    def value(row: Row) -> Any:
        if sort == "share":
            return row["success"] / talked(row) if talked(row) else None
        return row.get(sort)

    known = [row for row in rows if value(row) is not None]
    rest = [row for row in rows if value(row) is None]
    return sorted(known, key=value, reverse=descending) + rest
