"""The stage: rows that frame, panes that list, and what each of them shows at the moment."""

from dataclasses import dataclass, field
from datetime import timedelta

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from esalog import Key, Overview
from esalog.keys import ID_WORDS
from esalog.query import Selection
from esalog.query.failures import KINDS, Direction
from esalog.redact import Redactor
from esalog_tui.answers import Answers
from esalog_tui.cells import Row
from esalog_tui.exports import Export
from esalog_tui.history import History, Place, Sieve
from esalog_tui.look import ROLES, Look
from esalog_tui.memory import Memory
from esalog_tui.screens.asking import Asking
from esalog_tui.settings import Settings
from esalog_tui.widgets.bars import FileRow, KeyRow, TabRow
from esalog_tui.widgets.chips import Chips, Completions, FilterNote
from esalog_tui.widgets.drawing import OneRow
from esalog_tui.widgets.entries import CommandEntry, FilterEntry, SearchEntry
from esalog_tui.widgets.failure_tree import FailureTree
from esalog_tui.widgets.lines_pane import LinesPane
from esalog_tui.widgets.lists import (
    DomainsList,
    MessagesList,
    SourcesList,
    deliveries_list,
    injections_list,
)
from esalog_tui.widgets.notice import Notice
from esalog_tui.widgets.overview import OverviewStrip
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.peek import Peek
from esalog_tui.widgets.searchbar import SearchTally
from esalog_tui.widgets.table import Pages, Table
from esalog_tui.widgets.trace_tree import TraceTree

DIRECTIONS: tuple[Direction, ...] = tuple(KINDS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A selection, what it was made by, and where its cursor is to stand."""

    selection: Selection
    sieve: Sieve
    epoch: int
    at: int | None
    is_opened: bool = False  # the filter was taken off, as it hid the target
    asked_at: int | None = None  # where the cursor stood, when it is to stay on its row
    pages: Pages = field(default_factory=lambda: Pages(0))  # those around the cursor


class Stage(Asking):
    """All panes, and the questions that fill them."""

    COMPONENT_CLASSES = ROLES

    def __init__(self, log: Answers, look: Look, settings: Settings, memory: Memory) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middle"), (150, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-least"), (8, "-little"), (12, "-low"), (30, "-high")]
        self.loaded = log
        self.look = look
        self.settings = settings
        self.memory = memory
        self.view = "messages"
        self.sieve = Sieve()
        self.sorts: dict[str, tuple[str, bool]] = {}
        self.directions: dict[str, Direction] = {"domains": "out", "failures": "both"}
        self.history = History()
        self.few: dict[str, int] = {}  # rows of the views that are lists of few
        self.lists: dict[str, Shown] = {}
        self.epoch = 0
        self.overview: Overview | None = None
        self.trace_key: Key | None = None
        self.tied_key: Key | None = None  # whose lines stand out
        self.marks: dict[Key | int, str] = {}  # records and numbers of lines, with notes on them
        self.redactor: Redactor | None = None  # while what is taken away names nobody
        self.export: Export | None = None  # the one that is under way
        self.is_loading = False
        self.is_live = False  # new lines come in: a cursor on the last row stays there
        self.is_paused = False  # they do, but the cursor stands elsewhere
        self.waiting_lines = 0  # that have come since then
        self._wanted: dict[str, list[int]] = {}
        self.set_class(look.is_plain, "-ascii")

    def compose(self) -> ComposeResult:
        """Rows and panes, top to bottom."""
        look = self.look
        yield FileRow(look)
        yield TabRow()
        yield OverviewStrip(look)
        with Horizontal(id="filter-row"):
            yield Chips(look)
            yield FilterEntry()
        yield FilterNote()
        with Vertical(id="stage"):
            yield MessagesList(look)
            yield injections_list(look)
            yield deliveries_list(look)
            yield DomainsList(look)
            yield FailureTree(look, id="failures")
            yield SourcesList(look)
            yield Notice(id="notice")
            with Horizontal(id="below"):
                yield TraceTree(look, id="trace")
                yield LinesPane(look, id="lines")
            yield Peek(look, id="peek")
        with Horizontal(id="search-row"):
            yield Static("/", id="search-mark", markup=False)
            yield SearchEntry()
            yield SearchTally()
        yield OneRow(id="command-note")
        with Horizontal(id="command-row"):
            yield Static(":", id="command-mark", markup=False)
            yield CommandEntry()
        yield KeyRow()
        yield Completions(look)
        yield Completions(look, id="command-words")

    # The panes, by name.

    @property
    def trace(self) -> TraceTree:
        """The pane of the trace."""
        return self.query_one(TraceTree)

    @property
    def lines(self) -> LinesPane:
        """The pane of the lines."""
        return self.query_one(LinesPane)

    @property
    def main(self) -> Pane:
        """The pane that the view is about."""
        return self.query_one(f"#{self.view}", Pane)

    @property
    def table(self) -> Table | None:
        """The list of the view, where it has one."""
        main = self.main
        return main if isinstance(main, Table) else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor of the list."""
        return self.table.current if self.table else None

    @property
    def here(self) -> Place:
        """Where the person is, to come back to."""
        key = self.row.get("key") if self.row else None
        line = self.lines.number(self.lines.cursor) if self.lines.count else 0
        traced = self.trace_key if self.focused is self.trace else None
        row = self.trace.cursor if traced else 0
        return Place(self.view, key, line if self.view == "lines" else 0, self.sieve, traced, row)

    def zoom(self, pane: str) -> None:
        """Let one pane, by its id, have all the room; "" gives each its own again."""
        for name in ("main", "trace", "lines"):
            self.set_class(name == pane, f"-zoom-{name}")

    @property
    def zoomed(self) -> str:
        """The pane that has all the room."""
        names = ("main", "trace", "lines")
        return next((name for name in names if self.has_class(f"-zoom-{name}")), "")

    @property
    def span(self) -> timedelta | None:
        """How long a time the load covers."""
        overview = self.overview
        if overview is None or overview.first is None or overview.last is None:
            return None
        return overview.last - overview.first

    @property
    def notes(self) -> dict[Key | int, str]:
        """The marks with their notes, as they may be taken away."""
        redactor = self.redactor
        if redactor is None:
            return dict(self.marks)
        return {mark: redactor.free(note) for mark, note in self.marks.items()}

    def marks_changed(self) -> None:
        """Take note that a mark was set or taken away, or a note written."""


def named(key: Key) -> str:
    """A record as it is named in the log: `DCID 61022`."""
    return f"{ID_WORDS[key.kind]} {key.id}"
