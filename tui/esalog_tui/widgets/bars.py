"""The rows that frame the panes: file row, tab row, key row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, message
from textual.dom import DOMNode
from textual.screen import Screen

from esalog_tui import keys
from esalog_tui.cells import said
from esalog_tui.look import Look, Part
from esalog_tui.text import number
from esalog_tui.widgets.drawing import Drawn, spread, width_of


class FileRow(Drawn):
    """What is open, how much of it, from when to when; at the right what goes on."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._name, self._more = "", 0
        self._facts: tuple[str, str] = ("", "")
        self._short_facts: tuple[str, str] = ("", "")
        self._state: Sequence[Part] = ()

    def show(
        self,
        name: str,
        more: int,
        facts: tuple[str, str],
        short_facts: tuple[str, str],
        state: Sequence[Part],
    ) -> None:
        """Show a file's name, how many more there are, facts in full and in short, the state."""
        self._name, self._more, self._state = name, more, state
        self._facts, self._short_facts = facts, short_facts
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The one row; in short below 100 cells."""
        is_short = width < 100
        dot = f" {self.look.between} " if is_short else f"  {self.look.between}  "
        parts: list[Part] = [(" esalog  ", "key"), *said(self._name or "no log open", "text")]
        if self._more:
            files = "" if is_short else " file" + ("s" if self._more > 1 else "")
            parts.append((f" +{self._more}{files}", "muted"))
        for fact in self._short_facts if is_short else self._facts:
            if fact:
                parts += [(dot, "faint"), *said(fact, "muted")]
        return [spread(parts, [*self._state, (" ", "text")], width)]


@dataclass(frozen=True, slots=True)
class Tab:
    """One view in the tab row: its digit, its name, how many rows it has, a warning's glyph.

    `short` is its title where there is little room.
    """

    name: str
    digit: str
    title: str
    count: int | None = None
    is_alarm: bool = False
    note: str = ""
    short: str = ""


class TabRow(Drawn):
    """The views, each with its digit; the last one stands at the right end."""

    class Chosen(message.Message):
        """A tab was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        super().__init__()
        self.tabs: Sequence[Tab] = ()
        self.active = ""

    def show(self, tabs: Sequence[Tab], active: str) -> None:
        """Show tabs, one of them active."""
        self.tabs, self.active = tabs, active
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The one row: counts of all views where there is room, else of the active one."""
        if not self.tabs:
            return [()]
        return [spread(*self._parts(self._level(width)), width)]

    def _level(self, width: int) -> int:
        """How much is said of each tab, for all to fit."""
        for level in (2, 1):
            left, right = self._parts(level)
            if width_of(left) + width_of(right) <= width:
                return level
        return 0

    def _parts(self, level: int) -> tuple[list[Part], list[Part]]:
        left: list[Part] = []
        for tab in self.tabs[:-1]:
            left += self._tab(tab, level)
            left.append((" " if level else "", "text"))
        return left, self._tab(self.tabs[-1], level)

    def _tab(self, tab: Tab, level: int) -> list[Part]:
        is_active = tab.name == self.active
        has_count = tab.count is not None and (
            level == 2 or (level and (is_active or tab.is_alarm))
        )
        count = f" {number(tab.count or 0)}" if has_count else ""
        title = tab.title if level else tab.short
        if is_active:
            note = f"{tab.note} " if tab.note else ""
            return [(f" {tab.digit} {title}{count} {note}", "active-tab")]
        role = "bad" if tab.is_alarm and tab.count else "faint"
        warning: list[Part] = [(f" {tab.note}", "warn")] if tab.note else []
        name: list[Part] = [(f" {tab.digit} ", "key"), (title, "muted"), (count, role)]
        behind = " " if level or tab is self.tabs[-1] else ""  # so that all fit into 80 cells
        return [*name, *warning, (behind, "text")]

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked tab."""
        for begin, end, tab in self._spans(self.size.width):
            if begin <= event.x < end:
                self.post_message(self.Chosen(tab.name))
                return

    def _spans(self, width: int) -> Iterator[tuple[int, int, Tab]]:
        """From and to which cell each tab is drawn; the last one, which is never cut, first."""
        level, at = self._level(width), 0
        if not self.tabs:
            return
        last = self.tabs[-1]
        yield width - width_of(self._tab(last, level)), width, last
        for tab in self.tabs[:-1]:
            end = at + width_of(self._tab(tab, level))
            yield at, end, tab
            at = end + (1 if level else 0)


Hit = tuple[int, int, str, DOMNode]
"""From and to which cell, what is done there, and whose action that is."""


class KeyRow(Drawn):
    """The keys of the focused pane, from its bindings; `? all keys` always stays."""

    _hits: list[Hit]

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The one row: whole entries as far as they fit."""
        right: list[Part] = [
            (keys.shown(self.screen, "screen.help"), "key"),
            (" all keys ", "muted"),
        ]
        self._hits = [(width - width_of(right), width, "screen.help", self.screen)]
        room = width - width_of(right) - 2
        gap: Part = ("  " if width < 100 else "   ", "text")
        left: list[Part] = []
        for shown in self._entries():
            before = [*left, gap if left else (" ", "text")]
            keyed: Part = (" ".join(key for key, *_ in shown.keys), "key")
            longer = [*before, keyed, (f" {shown.word}", "muted")]
            if width_of(longer) > room:
                break
            left = longer
            self._hits += shown.hits(width_of(before), width_of(longer))
        return [spread(left, right, width)]

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does that was clicked, or its word."""
        for begin, end, action, namespace in self._hits:
            if begin <= event.x < end:
                await self.app.run_action(action, namespace)
                return

    def _entries(self) -> list["Shown"]:
        entries: list[Shown] = []
        seen: set[str] = set()
        is_plain = self.screen.has_class("-ascii")
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            shown = binding.key_display or keys.name(binding.key, is_plain=is_plain)
            key = shown, binding.action, active.node
            word = binding.group.description if binding.group else binding.description
            if entries and binding.group is not None and entries[-1].group == binding.group:
                entries[-1].keys.append(key)
            else:
                entries.append(Shown([key], word, binding.group))
        return entries


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of the key row: keys with their actions and whose these are, and their word."""

    keys: list[tuple[str, str, DOMNode]]
    word: str
    group: object

    def hits(self, begin: int, end: int) -> list["Hit"]:
        """Which cells of it, from `begin` to `end`, do what; the word goes with the last key."""
        found: list[Hit] = []
        for key, action, namespace in self.keys:
            found.append((begin, begin + cell_len(key), action, namespace))
            begin += cell_len(key) + 1
        return [*found[:-1], (found[-1][0], end, *found[-1][2:])]
