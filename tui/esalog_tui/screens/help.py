"""The help: made from the bindings of the pane that has the focus, so it cannot be wrong."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType

from esalog_tui import keys
from esalog_tui.look import Look, Part
from esalog_tui.screens.popup import CLOSE_TOO, Box, Popup
from esalog_tui.text import pad
from esalog_tui.widgets.drawing import cell, cut
from esalog_tui.widgets.pane import Pane

GROUPS: Final = {
    "jump": "Jump",
    "look": "Look for",
    "failures": "Failures",
    "move": "Move",
    "take": "Take away",
    "screen": "Screen",
}
"""First word of a binding's id, and the heading of its group."""

JOINED: Final = dict.fromkeys(("list", "trace", "lines"), "jump") | {"timeline": "move"}
"""Groups that have no heading of their own."""

_LEFT: Final = ("jump", "look", "failures")
_MARKS: Final = ("success", "fallback", "failed", "none", "mixed", "unknown", "internal")
_MEANINGS: Final = {
    "success": "TLS",
    "fallback": "in clear after TLS failed",
    "failed": "failed",
    "none": "no TLS",
    "mixed": "mixed",
    "unknown": "not in this log",
    "internal": "made here",
}

KEYS_WIDTH: Final = 14

_FRAMEWORK: Final = {
    "app.focus_next": ("move", "next, previous pane"),
    "app.focus_previous": ("move", "next, previous pane"),
    "screen.copy_text": ("take", "copy what is selected"),
    "command_palette": ("screen", "all commands"),
    "quit": ("screen", "back, then quit; quit at once"),
}
"""Actions that Textual binds itself: their group, and what they do."""

Entry = tuple[str, str]
"""The keys of an action, and what it does."""


def grouped(
    active: Mapping[str, ActiveBinding], *, is_plain: bool = False
) -> dict[str, list[Entry]]:
    """The bindings that are active, by group; those with the same tooltip share an entry."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for key, entry in active.items():
        binding = entry.binding
        group, tooltip = (binding.id or "").partition(".")[0], binding.tooltip
        if binding.id is None:
            group, tooltip = _FRAMEWORK.get(binding.action, ("", ""))
        if not (group and tooltip) or key.startswith("super+"):
            continue
        group = JOINED.get(group, group)
        actions = found.setdefault(group, {}).setdefault(tooltip, {})
        actions.setdefault(binding.action, []).append(keys.name(key, is_plain=is_plain))
    return {
        group: [(_names(list(actions.values())), tooltip) for tooltip, actions in entries.items()]
        for group in GROUPS
        if (entries := found.get(group))
    }


def _names(actions: Sequence[Sequence[str]]) -> str:
    """The first key of each action, then the others as far as they fit."""
    names = " ".join(action[0] for action in actions)
    if len(actions) > 4:
        return f"{actions[0][0]} … {actions[-1][0]}"
    for others in (action[1:] for action in actions):
        for other in others:
            if len(names) + len(other) + 1 < KEYS_WIDTH:
                names += f" {other}"
    return names


def blocks(groups: Mapping[str, Sequence[Entry]], names: Iterable[str]) -> list[list[Part]]:
    """Rows of several groups, one below the other."""
    rows: list[list[Part]] = []
    for group in names:
        if group not in groups:
            continue
        rows.append([(GROUPS[group], "heading")])
        rows += [
            [("  ", "text"), (pad(key, KEYS_WIDTH), "key"), (tooltip, "text")]
            for key, tooltip in groups[group]
        ]
        rows.append([])
    return rows


def legend(look: Look) -> list[list[Part]]:
    """The marks of TLS, two in a row."""
    rows: list[list[Part]] = [[("TLS marks", "heading")]]
    for at in range(0, len(_MARKS), 2):
        row: list[Part] = [("  ", "text")]
        for state in _MARKS[at : at + 2]:
            mark = look.marks[state]
            row += [(mark.glyph, mark.role), (pad(f" {_MEANINGS[state]}", 13), "text")]
        rows.append(row)
    return rows


class HelpRows(Pane):
    """Rows that are only read."""

    HEAD = 0
    HAS_CURSOR = False

    def __init__(self, look: Look, rows: Sequence[Sequence[Part]]) -> None:
        super().__init__(look, id="help-rows")
        self.told = rows
        self._room = 4
        self._subtitle = ""

    @property
    def count(self) -> int:
        """Rows of the help."""
        return len(self.told)

    @property
    def needed(self) -> int:
        """Rows of the screen that all of them take."""
        return self.count

    def row(self, index: int, width: int) -> Sequence[Part]:
        """One row."""
        return self.told[index]

    def fill(self, room: int) -> None:
        """Be as high as the rows are, as far as there is room, and take the keys."""
        self._room = max(4, room)
        if isinstance(self.parent, Box):
            self._subtitle = str(self.parent.border_subtitle)
        self.fit()
        self.resize_rows()
        self.focus()

    def fit(self) -> None:
        """Be as high as the rows are, and say so where there are more."""
        self.styles.height = min(self.needed, self._room)
        more = f"{keys.shown(self.screen, 'move.down')} more, " if self.needed > self._room else ""
        if isinstance(self.parent, Box):
            self.parent.border_subtitle = more + self._subtitle

    def action_cursor(self, rows: int) -> None:
        """Scroll, as nothing is chosen here."""
        self.scroll_rows(int(self.scroll_offset.y) + rows)


class Help(Popup[None]):
    """All keys of a pane by purpose, and what the marks mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE_TOO,
        Binding("question_mark,f1", "close", show=False, tooltip="close", id="screen.help"),
    ]

    def __init__(self, look: Look, name: str, active: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._groups = grouped(active, is_plain=look.is_plain)
        self.set_class(look.is_plain, "-ascii")

    def compose(self) -> ComposeResult:
        """One box; two columns where they fit."""
        left = blocks(self._groups, _LEFT)
        right = blocks(self._groups, [group for group in GROUPS if group not in _LEFT])[:-1]
        left += legend(self._look)
        rows = self._beside(left, right) if self.app.size.width >= 100 else [*left, [], *right]
        with Box() as box:
            yield HelpRows(self._look, rows)
        box.border_title = f"Keys in {self._name}"
        box.border_subtitle = self.hint("popup.close", "close")

    def _beside(self, left: list[list[Part]], right: list[list[Part]]) -> list[list[Part]]:
        whole = min(112, self.app.size.width - 8)
        wide = whole // 2
        rows = max(len(left), len(right))
        left += [[]] * (rows - len(left))
        right += [[]] * (rows - len(right))
        return [[*cell(a, wide), *cut(b, whole - wide)] for a, b in zip(left, right, strict=True)]

    def on_mount(self) -> None:
        """Make the box as high as its rows."""
        self.query_one(HelpRows).fill(self.app.size.height - 6)
