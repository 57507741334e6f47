"""What leaves the app as a file: lists, lines and tickets, with their people or without."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, TextIO

from esalog import Key, Log, Selection, Stopped, export, read_lines
from esalog.errors import UsageError
from esalog.keys import ID_COLUMNS, TABLES
from esalog.redact import Redactor, without_people
from esalog.trace import Trace, as_markdown

Row = Mapping[str, Any]

LINE_FIELDS = ("number", "source", "number_in_file", "at", "level", "text", "note")
PLAIN = (".log", ".txt")
"""How the name of a file ends that holds lines as they were logged."""

_CHUNK = 4096


@dataclass
class Export:
    """One export under way. `redactor` is None where people stay; `notes` are those of marks.

    `rows` are counted while they are written. Once `stop` is set it ends by `Stopped`, and no file
    is left. All methods raise `OSError` when the file cannot be written.
    """

    log: Log
    path: Path
    redactor: Redactor | None = None
    notes: Mapping[Key | int, str] = field(default_factory=dict)
    rows: int = 0
    stop: Event = field(default_factory=Event)

    def records(self, selection: Selection) -> None:
        """The records of a list, in its order, with the fields that `esalog export` gives."""
        kind = selection.kind
        one = next(one for one, many in TABLES.items() if many == kind)
        notes = {(key.gateway, key.id, key.generation): note
                 for key, note in self.notes.items()
                 if note and isinstance(key, Key) and key.kind == one}  # fmt: skip

        def change(record: dict[str, Any]) -> dict[str, Any]:
            self._count()
            place = (record["gateway"], record[ID_COLUMNS[kind]], record["generation"])
            written = self.redactor.record(record) if self.redactor else record
            return written | {"note": notes.get(place)} if notes else written

        part = export.Part(selection.listed, change, ("note",) if notes else ())
        form = export.form_of(self.path)
        with export.private_file(self.path) as path:
            if form == "parquet":
                export.write_parquet(self.log, kind, path, part)
            elif form == "csv":
                self._text(path, lambda file: export.write_csv(self.log, kind, file, part))
            else:
                lines = export.json_lines(self.log, kind, part)
                self._text(path, lambda file: file.writelines(f"{line}\n" for line in lines))

    def table(self, names: Sequence[str], rows: Iterable[Row]) -> None:
        """Rows with these fields."""
        form = export.form_of(self.path)
        chosen = self._counted({name: row.get(name) for name in names} for row in rows)
        with export.private_file(self.path) as path:
            if form == "parquet":
                export.write_rows_as_parquet(chosen, path)
            elif form == "csv":
                self._text(path, lambda file: export.write_table(names, chosen, file))
            else:
                lines = export.rows_as_json(chosen)
                self._text(path, lambda file: file.writelines(f"{line}\n" for line in lines))

    def lines(self, numbers: Sequence[int]) -> None:
        """Lines by their numbers: as logged when the name ends so, else with where they stand."""
        if self.path.suffix.lower() not in PLAIN:
            names = LINE_FIELDS if self.notes else LINE_FIELDS[:-1]
            self.table(names, self._lines(numbers))
            return
        with export.private_file(self.path) as path, path.open("wb") as file:
            for octets in self._raw(numbers):
                self._count()
                file.write(octets + b"\n")

    def ticket(self, trace: Trace) -> None:
        """A trace as Markdown, and the note on its record."""
        how: dict[str, Any] = {}
        if self.redactor is not None:
            trace, how = without_people(self.log, trace, self.redactor)
        content = as_markdown(self.log, trace, note=self.notes.get(trace.key, ""), **how)
        self.rows = content.count("\n")
        with export.private_file(self.path) as path:
            self._text(path, lambda file: file.write(content))

    def _raw(self, numbers: Sequence[int]) -> Iterator[bytes]:
        """Lines byte for byte, or without people."""
        redactor = self.redactor
        for first, count in _runs(numbers):
            if redactor is None:
                yield from self.log.raw_lines(first, count)
            else:
                yield from (text.encode() for text in redactor.lines(self.log, first, count))

    def _lines(self, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Lines with where they stand."""
        for first, count in _runs(numbers):
            lines = read_lines(self.log, first, count)
            texts: Iterable[str] = (line.text for line in lines)
            if self.redactor is not None:
                texts = self.redactor.lines(self.log, first, count)
            for line, text in zip(lines, texts, strict=True):
                yield {
                    "number": line.number, "source": line.source,
                    "number_in_file": line.number_in_file, "at": line.at,
                    "level": line.level, "text": text, "note": self.notes.get(line.number),
                }  # fmt: skip

    def _counted(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            self._count()
            yield row

    def _count(self) -> None:
        if self.stop.is_set():
            raise Stopped("the export was stopped")
        self.rows += 1

    @staticmethod
    def _text(path: Path, write: Callable[[TextIO], object]) -> None:
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            write(file)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as runs of neighbours, not too long: the first one, and how many."""
    first = count = 0
    for number in map(int, numbers):
        if number != first + count or count == _CHUNK:
            if count:
                yield first, count
            first, count = number, 0
        count += 1
    if count:
        yield first, count


def complaint(path: str, *, may_be_plain: bool = False) -> str:
    """What is wrong with a name for an export; nothing when it is fine."""
    name = Path(path)
    if may_be_plain and name.suffix.lower() in PLAIN:
        return ""
    try:
        export.form_of(name)
    except UsageError as error:
        return str(error)
    return ""
