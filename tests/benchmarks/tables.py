"""Tables of measurements: printed as they come, and kept as Markdown or JSON to quote from."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

Cell = str | float | None
"""A number is printed with as many digits as are worth reading; None is what was not measured."""


@dataclass
class Table:
    """Rows below headings; the first column names what is measured. Notes stand below."""

    title: str
    headings: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """Add a row."""
        self.rows.append(cells)

    def plain(self) -> str:
        """For a terminal: columns aligned, numbers to the right."""
        lines = [list(self.headings), *([shown(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        body = [_aligned(line, widths) for line in lines]
        return "\n".join(["", self.title, *body, *(f"  {note}" for note in self.notes)])

    def markdown(self) -> str:
        """The same as Markdown."""
        lines = [[shown(cell) for cell in row] for row in self.rows]
        rule = ["---", *("---:" for _ in self.headings[1:])]
        body = [f"| {' | '.join(line)} |" for line in [list(self.headings), rule, *lines]]
        notes = [line for note in self.notes for line in ("", note)]
        return "\n".join([f"### {self.title}", "", *body, *notes, ""])


@dataclass
class Report:
    """All tables of one run, each printed as soon as it is complete."""

    tables: list[Table] = field(default_factory=list)

    def add(self, table: Table) -> None:
        """Take a table that is complete."""
        self.tables.append(table)
        print(table.plain(), flush=True)

    def write(self, path: Path) -> None:
        """Write everything, as JSON or as Markdown by the name of the file."""
        if path.suffix == ".json":
            text = json.dumps([asdict(table) for table in self.tables], indent=1)
        else:
            text = "\n".join(table.markdown() for table in self.tables)
        path.write_text(text, encoding="utf-8")


def shown(cell: Cell) -> str:
    """A cell as text: three digits that count, and no more after the point than two."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    places = 0 if abs(cell) >= 100 or cell == int(cell) else 1 if abs(cell) >= 10 else 2
    return f"{cell:,.{places}f}"


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(line, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]
    return "  " + "  ".join(cells).rstrip()
