"""Explaining: where the cursor is, and all that is known of what it stands on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from esalog import Key, LogLine
from esalog.explain import LineFields
from esalog_tui import text
from esalog_tui.cells import Row, said
from esalog_tui.look import Look, Part
from esalog_tui.screens.help import HelpRows
from esalog_tui.screens.jumping import Jumping
from esalog_tui.screens.popup import CLOSE_TOO, Box, Popup
from esalog_tui.screens.stage import named
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.wrapping import Wrapping

_NAME_WIDTH = 20


class FieldRows(Wrapping, HelpRows):
    """Rows to be read, none of them cut; with records among them, a cursor that chooses one."""

    is_wrapped = True

    def __init__(self, look: Look, rows: Sequence[Sequence[Part]], keys: Mapping[int, Key]) -> None:
        super().__init__(look, rows)
        self.HAS_CURSOR = bool(keys)
        self.keys = keys

    def whole(self, index: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """A name and its value, or words without a name."""
        row = self.told[index]
        is_field = len(row) > 1 and len(row[0][0]) == _NAME_WIDTH
        return (row[:1], row[1:]) if is_field else ((), row)

    @property
    def needed(self) -> int:
        """Rows of the screen that all of them take."""
        return sum(len(self._rows_of(index)) for index in range(self.count))

    def on_resize(self) -> None:
        """Wrap anew, which may take another height."""
        super().on_resize()
        self.fit()

    def action_cursor(self, rows: int) -> None:
        """Choose another row, or scroll where nothing can be chosen."""
        if self.keys:
            self.cursor += rows
        else:
            super().action_cursor(rows)


class Fields(Popup[Key]):
    """Names and values, one a row; the result is the record of a row that has one (`keys`)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE_TOO,
        Binding("p", "close", show=False, tooltip="close", id="look.fields"),
        Binding("enter", "go", show=False, tooltip="go to the record", id="fields.go"),
    ]

    def __init__(
        self,
        look: Look,
        title: str,
        rows: Sequence[Sequence[Part]],
        keys: Mapping[int, Key] | None = None,
    ) -> None:
        super().__init__()
        self._look, self._title, self._rows, self._keys = look, title, rows, keys or {}
        self.set_class(look.is_plain, "-ascii")

    def compose(self) -> ComposeResult:
        """One box."""
        with Box() as box:
            yield FieldRows(self._look, self._rows, self._keys)
        box.border_title = self._title
        way = f"{self.hint('fields.go', 'go to the record')} {self._look.between} "
        box.border_subtitle = (way if self._keys else "") + self.hint("popup.close", "close")

    def on_mount(self) -> None:
        """Make the box as high as its rows."""
        rows = self.query_one(FieldRows)
        rows.fill(self.app.size.height - 6)
        rows.cursor = next(iter(self._keys), 0)

    def action_go(self) -> None:
        """Go to the record of the row, where it has one; else close."""
        self.dismiss(self._keys.get(self.query_one(FieldRows).cursor))


class Explaining(Jumping):
    """The part of the screen that explains."""

    def action_where(self) -> None:
        """Say where the cursor is: row, and where in which file, at what time."""
        pane = self.lines if self.focused is self.lines else self.main
        if not pane.count:
            self.tell("There is nothing here yet.")
            return
        row = f"{text.number(pane.cursor + 1)} of {text.number(pane.count)}"
        row += f", {text.short_share(pane.cursor + 1, pane.count)}"
        number, dot = self._line_here(pane), f" {self.look.between} "
        if number is None:
            self.tell(row)
            return
        self.ask(
            "where",
            lambda: self.loaded.lines(number, 1),
            lambda lines: self.tell(dot.join([row, *map(self._where, lines)])),
        )

    def _line_here(self, pane: Pane) -> int | None:
        """The number of the line under the cursor, or of the first one of the record."""
        if pane is self.lines:
            return self.lines.number(self.lines.cursor)
        return self.row.get("first_line") if self.row else None

    def _where(self, line: LogLine) -> str:
        own = [source for source in self.loaded.sources if source.name == line.source]
        share = text.share(line.number_in_file, own[0].lines) if own else ""
        at = f"{line.at:%a %d %b %Y %H:%M:%S}" if line.at else "no time"
        place = f"{line.source} line {text.number(line.number_in_file)}"
        return f" {self.look.between} ".join(filter(None, (place, share, at)))

    def action_fields(self) -> None:
        """All fields of the record or the line under the cursor."""
        line = self.lines.current
        if (self.view == "lines" or self.focused is self.lines) and line is not None:
            number = line.number
            self.ask(
                "fields",
                lambda: self.loaded.fields(number),
                lambda told: self._show_fields(
                    f"Line {text.number(number)}", list(_line_rows(line, told)), told.records
                ),
            )
        elif self.row is not None and self.row.get("key") is not None:
            self._show_fields(named(self.row["key"]), list(self._record_rows(self.row)))
        elif self.row is not None and self.view == "sources":
            self._show_fields(str(self.row["name"]), list(self._record_rows(self.row)))
        else:
            self.tell("No record here.")

    def _show_fields(
        self, title: str, rows: list[Sequence[Part]], records: Sequence[Key] = ()
    ) -> None:
        keys = {len(rows) + at: key for at, key in enumerate(records)}
        rows += [[*_field("" if at else "record", ""), (named(key), "accent")]
                 for at, key in enumerate(records)]  # fmt: skip

        def take(key: Key | None) -> None:
            if key is not None:
                self.go(key)

        self.app.push_screen(Fields(self.look, title, rows, keys), take)

    def _record_rows(self, row: Row) -> Iterator[list[Part]]:
        for name, value in row.items():
            if name != "key":
                yield _field(name, value)
            readable = self.loaded.readable(name, value) if isinstance(value, str) else None
            if readable is not None:
                yield _field("", readable)


def _line_rows(line: LogLine, told: LineFields) -> Iterator[list[Part]]:
    yield _field("file", f"{line.source}:{line.number_in_file}")
    yield _field("time", line.at)
    yield _field("level", line.level)
    yield _field("form", f"{told.form_id}: {told.meaning}" if told.form_id else "unknown")
    for field in told.fields:
        yield _field(field.name, field.raw)
        if field.decoded is not None:
            yield _field("", field.decoded)
    yield []
    yield said(told.text, "muted")
    yield []


def _field(name: str, value: object) -> list[Part]:
    shown = "–" if value is None else str(value)
    if isinstance(value, datetime):
        shown = value.isoformat(" ")
    role = "faint" if value is None else "text"
    return [(text.pad(name, _NAME_WIDTH), "muted"), *said(shown, role)]
