"""What a person has chosen: how the app looks, its keys, columns and filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Preset:
    """A filter with a name, in a group of its like."""

    group: str
    name: str
    filter: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file: where, from line 1 on or 0 for the whole of it, and in words."""

    path: Path
    line: int
    words: str

    def __str__(self) -> str:
        return self._told(str(self.path))

    @property
    def short(self) -> str:
        """The same without the folder."""
        return self._told(self.path.name)

    def _told(self, file: str) -> str:
        return f"{file}:{self.line}: {self.words}" if self.line else f"{file}: {self.words}"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it; the defaults are those of the app. `faults` are the settings that are wrong."""

    theme: str | None = None
    is_ascii: bool = False
    is_frugal: bool = False  # few repaints, for a slow line
    remembers: bool = True  # themes, columns, searches, commands, marks, for the next time
    caches: bool = True  # loads that took long, so that the same logs open at once
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a view, in order
    keymap: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of an action's id
    presets: tuple[Preset, ...] = ()
    filters: tuple[str, ...] = ()  # that the app begins with; of the command line alone
    faults: tuple[Fault, ...] = ()


USUAL: Final = Settings()
"""The app as it is made."""
