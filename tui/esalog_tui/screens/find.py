"""Find anything: typed letters, the entities of the log that fit, what stands behind the hit."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from esalog import Key
from esalog.search import LIMIT, Hit
from esalog_tui import columns, text
from esalog_tui.answers import Answers, Stop
from esalog_tui.cells import Manner, Row, said
from esalog_tui.look import Look, Part
from esalog_tui.screens.asking import Asking
from esalog_tui.screens.popup import Box, Popup
from esalog_tui.widgets.drawing import Drawn, OneRow, cell, rule
from esalog_tui.widgets.entries import Entry
from esalog_tui.widgets.pane import Pane

HITS = 10
PREVIEW = 6
_TAIL = 48
"""Cells of a hit after its text: reason, score, messages, connections."""

_SHORT_TAIL = 27
"""Where there is little room: reason and messages."""


@dataclass(frozen=True, slots=True)
class Finder:
    """The questions that the popup asks, each called in a thread."""

    find: Callable[[str, Stop], Sequence[Hit]]
    behind: Callable[[Hit], Sequence[Row]]
    entities: Callable[[], int]
    earlier: Sequence[str] = ()  # what was searched for before, the newest last


@dataclass(frozen=True, slots=True)
class Found:
    """What the person took, whether to go there or to filter by it, and what was typed."""

    hit: Hit
    is_filter: bool = False
    typed: str = ""


class Hits(Pane, can_focus=False):
    """What was found; the input keeps the focus, so the cursor is always drawn at full."""

    HEAD = 0

    def __init__(self, look: Look) -> None:
        super().__init__(look, id="hits")
        self.hits: Sequence[Hit] = ()
        self._alike: Collection[tuple[str, str]] = ()

    @property
    def count(self) -> int:
        """Hits there are."""
        return len(self.hits)

    @property
    def current(self) -> Hit | None:
        """The hit under the cursor."""
        return self.hits[self.cursor] if self.cursor < len(self.hits) else None

    @property
    def is_active(self) -> bool:
        """Drawn as if it had the focus."""
        return True

    def show(self, hits: Sequence[Hit]) -> None:
        """Show other hits, the first one chosen."""
        self.hits = hits
        names = Counter((hit.kind, hit.text) for hit in hits)
        self._alike = {name for name, count in names.items() if count > 1}
        self.set_reactive(Pane.cursor, 0)
        self.resize_rows()
        self.scroll_rows(0)
        self.post_message(self.Moved(self))

    def row(self, index: int, width: int) -> Sequence[Part]:
        """Kind, text with what fits marked, why it fits, what stands behind it."""
        hit = self.hits[index]
        told = marked(hit)
        if hit.key and (hit.kind, hit.text) in self._alike:
            told += said(f"  {_apart(hit.kind, hit.key)}", "muted")
        is_wide = width >= 90
        room = width - 10 - (_TAIL if is_wide else _SHORT_TAIL)
        role = "warn" if hit.reason.startswith("~") else "muted"
        tail: list[Part] = [
            *cell([(hit.reason, role)], 14 if is_wide else 12),
            *(cell([(str(hit.score), "faint")], 4, is_right=True) if is_wide else ()),
            *cell(_amount(hit.messages, "message"), 16 if is_wide else 13, is_right=True),
            *(cell(_amount(hit.connections, "conn."), 12, is_right=True) if is_wide else ()),
        ]
        return [*cell([(hit.kind, "muted")], 10), *cell(told, room), ("  ", "text"), *tail]


def _apart(kind: str, key: Key) -> str:
    """What tells a record from others that are found by the same text."""
    words = (
        f"MID {key.id}" if kind == "msg-id" else "",
        key.gateway,
        f"(generation {key.generation})" if key.generation > 1 else "",
    )
    return " ".join(filter(None, words))


def _amount(count: int, one: str) -> list[Part]:
    many = one if one.endswith(".") else ""
    return [(text.number(count), "text" if count else "faint"),
            (f" {one if count == 1 else many or one + 's'}", "muted")]  # fmt: skip


def marked(hit: Hit) -> list[Part]:
    """The text of a hit, what fits in bold and underlined."""
    parts: list[Part] = []
    at = 0
    for start, end in sorted(hit.spans):
        if start >= at:
            parts += [*said(hit.text[at:start]), *said(hit.text[start:end], "hit")]
            at = end
    return [*parts, *said(hit.text[at:])]


class Preview(Drawn):
    """The messages behind the current hit."""

    def __init__(self, look: Look, span: timedelta | None) -> None:
        super().__init__()
        self.look = look
        self.span = span
        self.hit: Hit | None = None
        self.mails: Sequence[Row] = ()

    def show(self, hit: Hit | None, mails: Sequence[Row]) -> None:
        """Show them."""
        self.hit, self.mails = hit, mails
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """A rule with the hit, and a row a message."""
        if self.hit is None:
            return ()
        facts: list[Part] = [(f"{text.plural(self.hit.messages, 'message')}", "muted")]
        head = rule(self.look.rule, said(self.hit.text, "title"), facts, width, "rule")
        manner = Manner(self.look, self.span, has_words=False)
        widest = max((len(str(row.get("mid", ""))) for row in self.mails), default=6)
        fitted = columns.fitted(columns.messages(manner, widest)[:-2], width - 2)
        return [head, *([(" ", "text"), *_cells(fitted, row, manner)] for row in self.mails)]


def _cells(fitted: Sequence[columns.Column], row: Row, manner: Manner) -> list[Part]:
    parts: list[Part] = []
    for column in fitted:
        drawn = column.cell(row, column.least, replace(manner, is_brief=False))
        parts += [*cell(drawn, column.least, is_right=column.is_right), (" " * column.gap, "text")]
    return parts


class Find(Popup[Found], Asking):
    """The popup. The result is a hit to go to, or to filter by."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False, tooltip="next hit", id="find.next"),
        Binding("up", "move(-1)", show=False, tooltip="hit before, earlier searches",
                id="find.previous"),
        Binding("pagedown", "move(10)", show=False, tooltip="page down", id="find.page_down"),
        Binding("pageup", "move(-10)", show=False, tooltip="page up", id="find.page_up"),
        Binding("tab", "take(True)", priority=True, show=False, tooltip="filter by it",
                id="find.filter"),
    ]  # fmt: skip

    def __init__(
        self,
        loaded: Answers,
        look: Look,
        finder: Finder,
        words: str = "",
        span: timedelta | None = None,
    ) -> None:
        super().__init__()
        self.loaded = loaded
        self._words = words
        self._finder = finder
        self._span = span
        self._look = look
        self._entities = 0
        self._is_answered = False  # what is typed was looked for
        self.set_class(look.is_plain, "-ascii")

    def compose(self) -> ComposeResult:
        """Input, count, hits, preview."""
        with Box() as box:
            yield Entry(self._words, hint="part of an address, subject, host or id")
            yield OneRow()
            yield Hits(self._look)
            yield Preview(self._look, self._span)
        box.border_title = "Find anything"
        keys = [self.hint("find.filter", "filter by it"), self.hint("popup.close", "close")]
        if self._finder.earlier:
            keys.insert(1, self.hint("find.previous", "earlier"))
        box.border_subtitle = " · ".join(("Enter open", *keys))

    def on_mount(self) -> None:
        """Fit the height of the screen, and count what can be found."""
        room = self.app.size.height - 8
        self.query_one(Preview).display = room > HITS + PREVIEW + 2
        self.query_one(Hits).styles.height = min(HITS, max(3, room - 3))
        self.query_one(Preview).styles.height = PREVIEW + 1
        self.query_one(Input).focus()
        self.ask("entities", self._finder.entities, self._count)

    def _count(self, entities: int) -> None:
        self._entities = entities
        self._tell()

    def _tell(self) -> None:
        typed = self.query_one(Input).value
        hits = self.query_one(Hits).count
        of = f"{text.number(self._entities)} names, addresses, hosts and ids"
        least = "first " if hits == LIMIT else ""
        words = f"{least}{text.number(hits)} of {of}" if typed else of
        role = "muted"
        if typed and not hits and self._is_answered:
            words, role = f"Nothing like it among {of}.", "warn"
        elif typed and not hits:
            words = f"searching {of} …"
        self.query_one(OneRow).show([(words if self._entities else "", role)])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        typed = event.value
        self._is_answered = False
        if not self.query_one(Hits).count:
            self._tell()
        self.ask(
            "find",
            lambda: self._finder.find(typed, self.stale("find")) if typed.strip() else [],
            self._show,
        )

    def _show(self, hits: Sequence[Hit]) -> None:
        self._is_answered = True
        self.query_one(Hits).show(hits)
        self._tell()

    @on(Pane.Moved)
    def _moved(self) -> None:
        hit = self.query_one(Hits).current
        if hit is None:
            self.forget("behind")
            self.query_one(Preview).show(None, ())
        else:
            taken = hit
            show = self.query_one(Preview).show
            self.ask("behind", lambda: self._finder.behind(taken), lambda mails: show(taken, mails))

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_take(False)

    def action_move(self, rows: int) -> None:
        """Choose another hit; above the first one stand earlier searches."""
        hits = self.query_one(Hits)
        if rows < 0 and not hits.cursor:
            self._recall()
        else:
            hits.cursor += rows

    def _recall(self) -> None:
        """Type what was searched for before, at first that of the last time."""
        entry, earlier = self.query_one(Input), self._finder.earlier
        at = earlier.index(entry.value) if entry.value in earlier else len(earlier)
        is_own = bool(entry.value) and at == len(earlier)  # typed just now, not to be lost
        if at and not is_own:
            entry.value = earlier[at - 1]
            entry.cursor_position = len(entry.value)

    def action_take(self, is_filter: bool) -> None:
        """Take the hit, to go to it or to filter by it."""
        hit = self.query_one(Hits).current
        if hit is not None:
            self.dismiss(Found(hit, is_filter, self.query_one(Input).value.strip()))
