"""What is remembered from one session to the next, in a file that only its owner can read.

Nothing in it hides anything: no filter, no sort. Logs are known by a hash of how they begin.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Final, get_args

from platformdirs import user_state_path

from esalog import Key
from esalog.keys import RecordKind

VERSION: Final = 1

MOST_TYPED: Final = 50
"""Earlier searches that are kept, and as many earlier commands."""

MOST_LOGS: Final = 100
"""Logs whose marks are kept; those marked last."""

BEGINNING: Final = 16
"""Lines that tell one log from another."""

Marks = dict[Key | int, str]
"""What is marked, a record or the number of a line, with the note on it or nothing."""


def place() -> Path:
    """Where the file is."""
    return user_state_path("esalog", appauthor=False) / "state.json"


def identity(lines: Sequence[str]) -> str:
    """What a log is known by: its first `BEGINNING` lines, of which only a hash is kept."""
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(slots=True)
class Memory:
    """What is remembered; without a path for this session only. `note` tells what went wrong."""

    path: Path | None = None
    theme: str | None = None
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of a view, in order
    layout: dict[str, bool] = field(default_factory=dict)  # what is switched on or off
    finds: list[str] = field(default_factory=list)  # the newest last
    marks: dict[str, Marks] = field(default_factory=dict)  # of a log by its identity
    commands: list[str] = field(default_factory=list)  # the newest last
    note: str = ""
    own: set[str] = field(default_factory=set)  # logs whose marks changed in this session

    def found(self, typed: str) -> None:
        """Remember what was searched for."""
        self.finds = _with_newest(self.finds, typed)

    def commanded(self, typed: str) -> None:
        """Remember a command."""
        self.commands = _with_newest(self.commands, typed)

    def marked(self, log: str, marks: Mapping[Key | int, str]) -> None:
        """Remember the marks of a log."""
        self.marks.pop(log, None)
        self.marks[log] = dict(marks)
        self.own.add(log)

    def save(self) -> None:
        """Write the file. The marks of logs that another session remembered meanwhile stay.

        When it cannot be written, `note` says why.
        """
        if self.path is None:
            return
        marks = recall(self.path).marks
        marks = marks | {log: own for log, own in self.marks.items() if log in self.own}
        logs = [log for log, marked in marks.items() if marked][-MOST_LOGS:]
        content = {
            "version": VERSION,
            "theme": self.theme,
            "columns": self.columns,
            "layout": self.layout,
            "finds": self.finds,
            "commands": self.commands,
            "marks": {log: [_stored(*entry) for entry in marks[log].items()] for log in logs},
        }
        try:
            _replace(self.path, json.dumps(content, indent=1))
        except OSError as error:
            self.note = f"{self.path}: {error.strerror or error}"


def recall(path: Path) -> Memory:
    """What a file remembers; one that is damaged is passed over, and `note` says so."""
    try:
        content = json.loads(path.read_bytes())
        return _understood(path, content)
    except FileNotFoundError:
        return Memory(path)
    except OSError as error:
        return Memory(path, note=f"{path}: {error.strerror or error}")
    except (ValueError, RecursionError):
        return Memory(path, note=f"{path} is damaged: nothing of the last session is remembered")


def _understood(path: Path, content: Any) -> Memory:
    """The content of a file. Raises `ValueError` when it is not what `save` writes."""
    _expect(isinstance(content, dict) and content.get("version") == VERSION)
    theme = content.get("theme")
    _expect(theme is None or isinstance(theme, str))
    columns = _table(content, "columns", lambda names: tuple(_texts(names)))
    layout = _table(content, "layout", _switch)
    marks = _table(content, "marks", _marks)
    finds, commands = (_texts(content.get(name, [])) for name in ("finds", "commands"))
    return Memory(path, theme, columns, layout, finds, marks, commands)


def _with_newest(lines: Sequence[str], line: str) -> list[str]:
    return [*(one for one in lines if one != line), line][-MOST_TYPED:]


def _expect(is_right: bool) -> None:
    if not is_right:
        raise ValueError


def _table(content: Any, name: str, read: Callable[[Any], Any]) -> dict[str, Any]:
    table = content.get(name, {})
    _expect(isinstance(table, dict))
    return {key: read(value) for key, value in table.items()}


def _texts(value: Any) -> list[str]:
    _expect(isinstance(value, list) and all(isinstance(text, str) for text in value))
    return list(value)


def _switch(value: Any) -> bool:
    _expect(isinstance(value, bool))
    return bool(value)


def _marks(value: Any) -> Marks:
    marks: Marks = {}
    _expect(isinstance(value, list))
    for entry in value:
        match entry:
            case [int(line), str(note)]:
                marks[line] = note
            case [kind, str(gateway), int(number), int(generation), str(note)]:
                _expect(kind in get_args(RecordKind))
                marks[Key(kind, gateway, number, generation)] = note
            case _:
                raise ValueError
    return marks


def _stored(mark: Key | int, note: str) -> list[Any]:
    if isinstance(mark, int):
        return [int(mark), note]
    return [mark.kind, mark.gateway, int(mark.id), int(mark.generation), note]


def _replace(path: Path, text: str) -> None:
    """Write a file that only its owner can read, at once in whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
