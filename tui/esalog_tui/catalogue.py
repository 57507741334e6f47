"""Everything that a config can name: actions with their keys and places, columns, themes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.theme import BUILTIN_THEMES

from esalog_tui import columns, keys
from esalog_tui.cells import Manner
from esalog_tui.config import Known
from esalog_tui.look import UNICODE
from esalog_tui.screens.ask import Ask
from esalog_tui.screens.browse import Browse
from esalog_tui.screens.explaining import FieldRows, Fields
from esalog_tui.screens.find import Find
from esalog_tui.screens.help import Help, HelpRows
from esalog_tui.screens.picker import Choices, Picker
from esalog_tui.widgets.entries import CommandEntry, FilterEntry, SearchEntry
from esalog_tui.widgets.failure_tree import FailureTree
from esalog_tui.widgets.lines_pane import LinesPane
from esalog_tui.widgets.lists import ConnectionsList, DomainsList, MessagesList, SourcesList
from esalog_tui.widgets.notice import Notice
from esalog_tui.widgets.overview import OverviewStrip
from esalog_tui.widgets.trace_tree import TraceTree

PLACES: Final[Mapping[str, tuple[type[DOMNode], ...]]] = {
    "messages": (MessagesList, Browse),
    "connections": (ConnectionsList, Browse),
    "domains": (DomainsList, Browse),
    "failures": (FailureTree, Browse),
    "sources": (SourcesList, Browse),
    "trace": (TraceTree, Browse),
    "lines": (LinesPane, Browse),
    "time line": (OverviewStrip, Browse),
    "empty screen": (Notice, Browse),
    "filter": (FilterEntry, Browse),
    "search": (SearchEntry, Browse),
    "command line": (CommandEntry, Browse),
    "find": (Find,),
    "picker": (Choices, Picker),
    "help": (HelpRows, Help),
    "fields": (FieldRows, Fields),
    "question": (Ask,),
}
"""Where keys are pressed, and what takes them there, the innermost first."""

_IN_BROWSE: Final = tuple(place for place, nodes in PLACES.items() if Browse in nodes)
_PANES: Final = _IN_BROWSE[:7]
"""The places where one reads."""
_TYPING: Final = {"filter", "search", "command line", "find", "question"}
"""The places where letters are typed, and so start nothing."""

COLUMNS: Final = {
    make.__name__: tuple(column.name for column in make(Manner(UNICODE, has_gateways=True), 6))
    for make in (
        columns.messages, columns.injections, columns.deliveries, columns.domains,
        columns.failures, columns.sources,
    )
}  # fmt: skip
"""The columns of each view that has some, in their order."""

Keymap = Mapping[str, tuple[str, ...]]
"""The keys of actions, by their ids."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does: its id, its keys, what it does, the places where it does it."""

    ident: str
    keys: tuple[str, ...]
    words: str
    places: tuple[str, ...]

    @property
    def where(self) -> str:
        """The places in words."""
        for all_of, words in ((_IN_BROWSE, "everywhere"), (_PANES, "every pane")):
            if self.places[: len(all_of)] == all_of:
                return ", ".join((words, *self.places[len(all_of) :]))
        return ", ".join(self.places)


@cache
def actions() -> Mapping[str, Action]:
    """All actions by their ids, with the keys that the app itself gives them."""
    found: dict[str, list[tuple[Binding, str]]] = {}
    for place, nodes in PLACES.items():
        for binding in _bindings(nodes):
            found.setdefault(binding.id or "", []).append((binding, place))
    return {
        ident: Action(
            ident,
            tuple(dict.fromkeys(binding.key for binding, _ in uses)),
            [binding.tooltip for binding, place in uses if place == uses[0][1]][-1],
            tuple(dict.fromkeys(place for _, place in uses)),
        )
        for ident, uses in sorted(found.items())
    }


def _bindings(nodes: Sequence[type[DOMNode]]) -> Iterator[Binding]:
    """The bindings with an id of nodes, one for each key."""
    for node in nodes:
        for base in node.__mro__:
            declared = vars(base).get("BINDINGS", ())
            for bindings in BindingsMap(declared).key_to_bindings.values():
                yield from (binding for binding in bindings if binding.id)


def shared(keymap: Keymap) -> Iterator[tuple[str, str, str, str]]:
    """Two actions that one key would start in one place: key, both ids, the place.

    Those that share one as the app is made do so on purpose: where one stands, the other rests.
    """
    meant = _sharing({}).keys()
    for (place, one, other), key in sorted(_sharing(keymap).items()):
        if (place, one, other) not in meant:
            yield key, one, other, place


def _types(key: str) -> bool:
    """Whether a key types a letter where letters are typed."""
    return (key_to_character(key) or "\0").isprintable()


def _sharing(keymap: Keymap) -> dict[tuple[str, str, str], str]:
    pairs = {}
    for place in PLACES:
        by_key: dict[str, set[str]] = {}
        for action in actions().values():
            if place in action.places:
                for key in keymap.get(action.ident, action.keys):
                    if not (place in _TYPING and _types(key)):
                        by_key.setdefault(key, set()).add(action.ident)
        for key, idents in by_key.items():
            for one, other in combinations(sorted(idents), 2):
                pairs[place, one, other] = key
    return pairs


def conflicts(keymap: Keymap) -> list[tuple[str, str]]:
    """The keys that two actions share, and those that can only be typed: the id to blame, and what
    is wrong in words.
    """
    return [*_shared_in_words(keymap), *_only_typed(keymap)]


def _only_typed(keymap: Keymap) -> Iterator[tuple[str, str]]:
    everywhere = {binding.id for binding in _bindings((Browse,))}
    for ident, given in keymap.items():
        typing = [place for place in actions()[ident].places if place in _TYPING]
        if typing and ident not in everywhere and all(map(_types, given)):
            yield ident, f"'{ident}' needs a key that types nothing ({_many(typing)})"


def _shared_in_words(keymap: Keymap) -> list[tuple[str, str]]:
    told: dict[tuple[str, str, str], list[str]] = {}
    for key, one, other, place in shared(keymap):
        told.setdefault((key, one, other), []).append(place)
    return [
        (
            one if one in keymap else other,
            f"the key {keys.name(key)} is that of '{one}' and of '{other}' ({_many(where)})",
        )
        for (key, one, other), where in told.items()
    ]


def _many(places: Sequence[str]) -> str:
    return ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")


KNOWN: Final = Known(tuple(BUILTIN_THEMES), COLUMNS, actions(), keys.parse, conflicts)
"""What the config may name."""
