"""What a person has chosen: how the app looks, its keys, columns and filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Preset:
    """A filter with a name, in a group of its like."""

    group: str
    name: str
    filter: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it; the defaults are those of the app. `faults` are wrong settings, in words."""

    theme: str | None = None
    is_ascii: bool = False
    is_frugal: bool = False  # few repaints, for a slow line
    remembers: bool = True  # themes, columns, searches and marks, for the next time
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a view, in order
    keymap: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of an action's id
    presets: tuple[Preset, ...] = ()
    faults: tuple[str, ...] = ()


USUAL: Final = Settings()
"""The app as it is made."""
