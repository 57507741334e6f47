"""The config file: read as far as it is right; all that is wrong is named with its line."""

import os
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from platformdirs import user_config_path

from esalog import FilterError
from esalog.query import parse_filter
from esalog.query.values import nearest
from esalog_tui.settings import Fault, Preset, Settings

VARIABLE: Final = "ESALOG_CONFIG"
"""In the environment: another file."""


def place() -> Path:
    """Where the file is looked for, unless another is named."""
    return user_config_path("esalog", appauthor=False) / "config.toml"


def chosen_place() -> Path:
    """Where it is when no option names another."""
    return Path(os.environ.get(VARIABLE) or place())


SWITCHES: Final = {
    "ascii": "Draw with plain characters only.",
    "low-bandwidth": "Repaint less, for a slow line: panes follow once the cursor rests.",
    "remember": "Keep theme, columns, searches, commands, marks and notes for the next time.",
    "cache": "Keep what took long to load, so that the same logs open at once the next time.",
}
"""Settings that are true or false, and what they do."""

TABLES: Final = ("columns", "keys", "filters")

Path_ = tuple[str, ...]
"""Where a setting stands: the names of its tables, then its own."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a config can name: themes, the columns of each view, actions, keys.

    `conflicts` tells, for a keymap, which actions would then share a key: id and words for each.
    `key` gives the key that a name means; it raises `ValueError` when there is none.
    """

    themes: Sequence[str]
    columns: Mapping[str, Sequence[str]]
    actions: Collection[str]
    key: Callable[[str], str]
    conflicts: Callable[[Mapping[str, tuple[str, ...]]], Sequence[tuple[str, str]]]


def is_frugal(path: Path) -> bool:
    """Whether a file asks for few repaints: needed before anything that draws is loaded."""
    return _switch(path, "low-bandwidth", default=False)


def caches(path: Path) -> bool:
    """Whether a file lets loads be kept: commands without a screen ask for no more."""
    return _switch(path, "cache", default=True)


def _switch(path: Path, name: str, *, default: bool) -> bool:
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8")).get(name)
    except (OSError, ValueError):
        return default
    return value if isinstance(value, bool) else default


def read(path: Path, known: Known) -> Settings:
    """The settings of a file, those that are wrong left out and named in `faults`."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return Settings(faults=(Fault(path, 0, error.strerror or str(error)),))
    except UnicodeDecodeError as error:
        return Settings(faults=(Fault(path, 0, f"is no UTF-8, at byte {error.start}"),))
    return _Reading(path, text, known).settings()


class _Reading:
    """One file, what was found in it, and what is wrong with it."""

    def __init__(self, path: Path, text: str, known: Known) -> None:
        self._path, self._known = path, known
        self._faults: list[tuple[int, str]] = []
        self._content, text = self._parsed(text)
        self._places = dict(places(text))
        self._lines = text.splitlines()

    def settings(self) -> Settings:
        """What is right, and in the order of the lines what is not."""
        content = self._content
        names = ["theme", *SWITCHES, *TABLES]
        for name in [name for name in content if name not in names]:
            self._fault((name,), f"there is no setting '{name}'", nearest(name, names))
        keymap = dict(self._keymap())
        for ident, words in self._known.conflicts(keymap):
            self._fault(self._place_of(ident), words)
        return Settings(
            theme=self._theme(),
            is_ascii=self._switch("ascii", default=False),
            is_frugal=self._switch("low-bandwidth", default=False),
            remembers=self._switch("remember", default=True),
            caches=self._switch("cache", default=True),
            columns=dict(self._columns()),
            keymap=keymap,
            presets=tuple(self._presets()),
            faults=tuple(Fault(self._path, line, words) for line, words in sorted(self._faults)),
        )

    def _parsed(self, text: str) -> tuple[dict[str, Any], str]:
        """The content without the lines that are no TOML, and the text that it was read from."""
        lines = text.splitlines()
        while True:
            try:
                return tomllib.loads("\n".join(lines)), "\n".join(lines)
            except tomllib.TOMLDecodeError as error:
                words, at = _syntax(error)
                self._faults.append((at or len(lines), words))
                if not at or len(self._faults) >= MOST_BROKEN:
                    return {}, text
                lines[at - 1] = ""

    def _fault(self, place: Path_, words: str, meant: str = "", item: str = "") -> None:
        """Name what is wrong at a place; `item` is the one of a list of values."""
        line = self._places.get(place) or self._places.get(place[:-1]) or 1
        if item:
            quoted = (f'"{item}"', f"'{item}'")
            for at in range(line, len(self._lines) + 1):
                if any(word in self._lines[at - 1] for word in quoted):
                    line = at
                    break
        self._faults.append((line, f"{words}; did you mean '{meant}'?" if meant else words))

    def _theme(self) -> str | None:
        theme = self._content.get("theme")
        if theme is None or theme in self._known.themes:
            return theme
        self._fault(
            ("theme",), f"there is no theme '{theme}'", nearest(str(theme), self._known.themes)
        )
        return None

    def _switch(self, name: str, *, default: bool) -> bool:
        value = self._content.get(name, default)
        if isinstance(value, bool):
            return value
        self._fault((name,), f"'{name}' is either true or false")
        return default

    def _table(self, name: str) -> dict[str, Any]:
        table = self._content.get(name, {})
        if isinstance(table, dict):
            return table
        self._fault((name,), f"'{name}' is a table: [{name}]")
        return {}

    def _columns(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for view, names in self._table("columns").items():
            place, known = ("columns", view), self._known.columns
            if view not in known:
                words = f"there is no view '{view}' with columns"
                self._fault(place, words, nearest(view, [*known]))
            elif (texts := _texts(names)) is None:
                self._fault(place, "columns are a list of names in quotes")
            else:
                for name in texts:
                    if name not in known[view]:
                        words = f"there is no column '{name}' in {view}"
                        self._fault(place, words, nearest(name, known[view]), name)
                right = tuple(dict.fromkeys(name for name in texts if name in known[view]))
                if right:
                    yield view, right

    def _keymap(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for place, value in flat(self._table("keys")):
            ident = ".".join(place)
            at = ("keys", *place)
            if ident not in self._known.actions:
                meant = nearest(ident, [*self._known.actions])
                self._fault(at, f"there is no action '{ident}'", meant)
            elif not (texts := _texts(value)):
                self._fault(at, f"'{ident}' needs a key, or a list of keys, in quotes")
            else:
                right = tuple(self._keys(at, texts))
                if right:
                    yield ident, right

    def _keys(self, at: Path_, names: Sequence[str]) -> Iterator[str]:
        for name in names:
            try:
                yield self._known.key(name)
            except ValueError as error:
                self._fault(at, str(error), item=name)

    def _place_of(self, ident: str) -> Path_:
        for place in (("keys", ident), ("keys", *ident.split("."))):
            if place in self._places:
                return place
        return ("keys",)

    def _presets(self) -> Iterator[Preset]:
        for place, value in flat(self._table("filters")):
            name = place[-1]
            if not isinstance(value, str):
                self._fault(("filters", *place), f"the filter '{name}' is a text in quotes")
                continue
            try:
                parse_filter(value)
            except FilterError as error:
                words = f"the filter '{name}': {error.message}"
                self._fault(("filters", *place), words, error.suggestion)
            else:
                yield Preset(" ".join(place[:-1]), name, value)


MOST_BROKEN: Final = 5
"""Lines without sense after which the rest of a file is not looked at."""


def _syntax(error: tomllib.TOMLDecodeError) -> tuple[str, int]:
    """What is wrong with the syntax, and in which line; 0 when it is missed at the end."""
    words, _, place = str(error).partition(" (at ")
    found = re.match(r"line (\d+)", place)
    return words[:1].lower() + words[1:], int(found.group(1)) if found else 0


def flat(table: Mapping[str, Any]) -> Iterator[tuple[Path_, Any]]:
    """The values of a table and of the tables in it, each with its names from there on."""
    for name, value in table.items():
        if isinstance(value, dict):
            for place, inner in flat(value):
                yield (name, *place), inner
        else:
            yield (name,), value


def _texts(value: Any) -> list[str] | None:
    """A list of texts, also of a single one; None when it is something else."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return None
    return texts


_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w.\- ]|"[^"]*"|'[^']*')+?)\s*=""")


def places(text: str) -> Iterator[tuple[Path_, int]]:
    """Where each table and each setting of a text stands: its names and the line, from 1.

    The parser of the standard library does not tell.
    """
    table: Path_ = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _names(header.group(1))
            yield table, number
        elif found := _KEY.match(line):
            yield (*table, *_names(found.group(1))), number


def _names(dotted: str) -> Path_:
    """The names of a dotted key, as TOML understands it."""
    try:
        value: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return (dotted,)
    names: list[str] = []
    while isinstance(value, dict):
        name, value = next(iter(value.items()))
        names.append(name)
    return tuple(names)
