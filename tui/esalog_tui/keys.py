"""Keys that more than one pane has: declared once, so footer, help and keymap agree.

The first word of an id is its group in the help. Those with a description stand in the footer.
"""

from dataclasses import replace
from typing import Any, Final

from textual.binding import Binding, BindingsMap, BindingType
from textual.keys import REPLACED_KEYS, Keys
from textual.screen import Screen

from esalog.query.values import nearest

MOVE: Final[list[BindingType]] = [
    Binding("j,down", "cursor(1)", tooltip="line", id="move.down", show=False),
    Binding("k,up", "cursor(-1)", tooltip="line", id="move.up", show=False),
    Binding("ctrl+d", "half(1)", tooltip="half a page", id="move.half_down", show=False),
    Binding("ctrl+u", "half(-1)", tooltip="half a page", id="move.half_up", show=False),
    Binding("space,pagedown,ctrl+f", "page(1)", tooltip="page", id="move.page_down", show=False),
    Binding("b,pageup", "page(-1)", tooltip="page", id="move.page_up", show=False),
    Binding("g,home", "top", tooltip="top, bottom", id="move.top", show=False),
    Binding("G,end", "bottom", tooltip="top, bottom", id="move.bottom", show=False),
    Binding(
        "h,left", "sideways(-1)", tooltip="sideways, fold and unfold", id="move.left", show=False
    ),
    Binding(
        "l,right", "sideways(1)", tooltip="sideways, fold and unfold", id="move.right", show=False
    ),
]
"""How every pane is moved in, as in less and vim."""

SEARCH: Final = Binding(
    "slash",
    "screen.search",
    "search",
    key_display="/",
    tooltip="search in this pane",
    id="look.search",
)
FILTER: Final = Binding(
    "ampersand",
    "screen.filter",
    "filter",
    key_display="&",
    tooltip="filter; !x leaves out, empty clears",
    id="look.filter",
)
FIND: Final = Binding("f", "screen.find", "find", tooltip="find anything, fuzzily", id="look.find")
FAILURES: Final = Binding(
    "exclamation_mark",
    "screen.failures",
    "failures",
    key_display="!",
    tooltip="failures only, on and off",
    id="failures.only",
)
DIRECTION: Final = Binding(
    "t", "screen.direction", "in, out, both", tooltip="out, in, both", id="screen.direction"
)
EXPORT: Final = Binding(
    "x", "screen.export", "export", tooltip="export all rows of this view", id="take.export"
)
FOLLOW: Final = Binding(
    "F", "screen.follow", "follow", tooltip="follow the files, and stop", id="screen.follow"
)
FIELDS: Final = Binding(
    "p", "screen.fields", "whole note", tooltip="all fields of this row or line", id="look.fields"
)
NEXT: Final = Binding(
    "e", "screen.failure(1)", "next failure", tooltip="next, previous failure", id="failures.next"
)
BACK: Final = Binding(
    "left_square_bracket,ctrl+o",
    "screen.back",
    "back",
    key_display="[",
    tooltip="back, forward in the jumps",
    id="jump.back",
)
_WAYS: Final = Binding.Group("back, forward")
BACK_AND_FORWARD: Final[list[BindingType]] = [
    replace(BACK, group=_WAYS),
    Binding("right_square_bracket", "screen.forward", "forward", key_display="]",
            tooltip="back, forward in the jumps", id="jump.forward", group=_WAYS),
]  # fmt: skip
COPY: Final = Binding("c,y", "screen.copy", "copy", tooltip="copy", id="take.copy")
SORT: Final = Binding("s", "screen.sort", "sort", tooltip="sort", id="screen.sort")

_JUMP: Final = Binding.Group("jump")


def jump(letter: str, to: str, word: str = "") -> Binding:
    """The key that jumps to a kind of record; without a word of its own it joins the group."""
    group = None if word else _JUMP
    return Binding(
        letter,
        f"screen.jump('{to}')",
        word or "jump",
        tooltip="its lines in the log" if to == "lines" else "injection, message, delivery of it",
        id=f"jump.{to}",
        group=group,
    )


def hidden(binding: Binding) -> Binding:
    """The same key, not in the footer of this pane."""
    return replace(binding, description="", show=False, group=None)


INJECTION: Final = jump("I", "injection")
MESSAGE: Final = jump("M", "message")
DELIVERY: Final = jump("D", "delivery")
LINES: Final = jump("L", "lines")


_NAMES: Final = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "tab": "Tab",
    "shift+tab": "Shift-Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "exclamation_mark": "!",
    "question_mark": "?",
    "ampersand": "&",
    "slash": "/",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "equals_sign": "=",
    "apostrophe": "'",
}


_WORDS: Final = {"down": "Down", "up": "Up", "left": "Left", "right": "Right"}
"""Names of keys whose signs would be taken for letters when they are drawn plainly."""


def name(key: str, *, is_plain: bool = False) -> str:
    """A key as it is printed on it: `ctrl+t` is `Ctrl-T`; with `is_plain` arrows are words."""
    if key.startswith("ctrl+"):
        return "Ctrl-" + key.removeprefix("ctrl+").upper()
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    names = _NAMES | _WORDS if is_plain else _NAMES
    return names.get(key, key)


def shown(screen: Screen[Any], ident: str) -> str:
    """The first key of an action by the action's id, as keys are given now; else nothing."""
    for key, entry in screen.active_bindings.items():
        if entry.binding.id == ident:
            return entry.binding.key_display or name(key, is_plain=screen.has_class("-ascii"))
    return ""


_TAKEN: Final = {
    "ctrl+i": "Ctrl-I is Tab in a terminal",
    "ctrl+m": "Ctrl-M is Enter in a terminal",
    "ctrl+h": "Ctrl-H is Backspace in a terminal",
    "ctrl+c": "Ctrl-C always copies, or tells how to quit",
    "ctrl+q": "Ctrl-Q always quits",
}
"""Keys that cannot be given to an action, and why."""

_SHOWN: Final = {shown.lower(): key for names in (_NAMES, _WORDS) for key, shown in names.items()}
_KNOWN: Final = {key.value for key in Keys} | _NAMES.keys() | REPLACED_KEYS.keys() | _TAKEN.keys()


def parse(name: str) -> str:
    """The key that is meant by a name: `f`, `/`, `Ctrl-T` and `PgDn` as the help shows them,
    or `ctrl+t` and `pagedown`. Raises `ValueError`, which says why there is no such key.
    """
    name = name.strip() or "space"
    if name.lower() in _SHOWN:
        return _SHOWN[name.lower()]
    if len(name) == 1 and name.isprintable():
        return next(iter(BindingsMap([(name, "", "")]).key_to_bindings))
    key = name.lower().replace("ctrl-", "ctrl+").replace("shift-", "shift+")
    if key in _TAKEN:
        raise ValueError(_TAKEN[key])
    if key not in _KNOWN:
        meant = nearest(key, sorted(_KNOWN))
        raise ValueError(f"there is no key '{name}'" + (f"; did you mean '{meant}'?" * bool(meant)))
    return key
