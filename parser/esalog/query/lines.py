"""Which lines hold a value, remembered, and of whose transactions they are."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from weakref import WeakKeyDictionary

import duckdb
import numpy as np
import numpy.typing as npt

from esalog.errors import EsalogError
from esalog.keys import Kind
from esalog.log import Log
from esalog.query.conditions import VIA, Condition, any_of
from esalog.query.sql import statement
from esalog.query.values import Value
from esalog.recognise import recogniser
from esalog.scan import scan
from esalog.searching import each_block, lines_holding

Lines = npt.NDArray[np.int64]

_KEPT = 12
"""Values whose lines are remembered for each log."""


@dataclass
class _Memory:
    """What was found in one log, as far as it was read."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: dict[tuple[str, str], "_Found"] = field(default_factory=dict)

    def keep(self, asked: tuple[str, str], found: "_Found") -> None:
        """Remember what was found, and forget what was not asked for longest."""
        self.found[asked] = found
        if len(self.found) > _KEPT:
            del self.found[next(iter(self.found))]


@dataclass
class _Found:
    """The lines that hold a value, up to line `last` of sources that were read in `manners`.

    `takings_back` is how often lines had been taken back until then.
    """

    takings_back: int
    manners: tuple[tuple[int, bool, bool], ...]
    last: int
    lines: list[Lines]


_memories: WeakKeyDictionary[Log, _Memory] = WeakKeyDictionary()


class Stopped(EsalogError):
    """A search that was stopped; what it has found is remembered for the next one."""


def lines_with(log: Log, value: Value, stop: Callable[[], bool] = lambda: False) -> Lines:
    """The numbers of the lines that hold a value, in order; one that another continues for both.

    Raises `Stopped` as soon as `stop` says so.
    """
    memory = _memories.setdefault(log, _Memory())
    manners = tuple(
        (status.first_line, status.is_turned, status.is_pasted) for status in log.sources
    )
    with memory.lock, log.cursor() as cursor:
        found = memory.found.pop((value.text, value.manner), None)
        known = found and (found.takings_back, found.manners)
        if found is None or known != (log.takings_back, manners[: len(found.manners)]):
            found = _Found(log.takings_back, manners, 0, [])
        found.manners = manners
        memory.keep((value.text, value.manner), found)
        look = partial(_held, cursor, value, has_joined=bool(log.counts.joined))
        for numbers, lines in each_block(log, look, found.last + 1):
            found.lines.append(numbers.start + lines)
            found.last = numbers.stop - 1
            if stop():
                raise Stopped("the search was stopped")
        found.lines = [np.unique(np.concatenate([np.zeros(0, np.int64), *found.lines]))]
        return found.lines[0]


def _held(
    cursor: duckdb.DuckDBPyConnection, value: Value, content: bytes, *, has_joined: bool
) -> Lines:
    """The lines of a block, counted from 0, that hold a value."""
    if value.manner == "regex":
        lines = _fitting(cursor, content, value)
    else:
        lines = lines_holding(
            content, value.text, is_folded=value.is_folded, is_whole=value.manner == "exact"
        )
    return _heads(content, lines) if has_joined and lines.size else lines


def _heads(content: bytes, lines: Lines) -> Lines:
    """For lines of a block those that they continue, or themselves."""
    found = scan(content, recogniser())
    heads = lines.copy()
    for place in np.flatnonzero(found.joined[lines]):
        heads[place] = found.head(int(lines[place]))
    return heads


def _fitting(cursor: duckdb.DuckDBPyConnection, content: bytes, value: Value) -> Lines:
    """The lines of a block, counted from 0, that a regular expression has a match in."""
    pattern = f"(?i){value.text}" if value.is_folded else value.text
    text = content.decode("utf-8", "backslashreplace")
    with cursor.cursor() as own:  # one for each thread
        found = own.execute(statement("fitting"), [text, pattern]).fetchnumpy()["nth"]
    return np.asarray(found, np.int64)


class Holders:
    """For one question, the records of whose transactions a line holds a value."""

    def __init__(
        self, log: Log, cursor: duckdb.DuckDBPyConnection, stop: Callable[[], bool]
    ) -> None:
        self._log = log
        self._cursor = cursor
        self._stop = stop
        self._names: dict[Value, str] = {}

    def held(self, value: Value, kind: Kind) -> Condition:
        """The condition on records of a kind; a message's transaction is its whole family's."""
        name = self._names.get(value) or self._ask(value)
        if kind == "messages":
            return Condition(_of_family(f"{name}_messages"))
        own = " AND ".join(
            f"own.{column} = {kind}.{column}"
            for column in ("gateway", "icid" if kind == "injections" else "dcid", "generation")
        )
        return any_of(
            (
                Condition(f"EXISTS (FROM {name}_{kind} AS own WHERE {own})"),
                Condition(_of_family(f"{name}_mail")).within(*VIA[kind, "messages"]),
            )
        )

    def _ask(self, value: Value) -> str:
        name = f"held_{len(self._names)}"
        self._names[value] = name
        self._cursor.register(name, {"line": lines_with(self._log, value, self._stop)})
        for step in _steps(name):
            self._cursor.execute(step)
        return name


def _of_family(table: str) -> str:
    return (
        f"EXISTS (FROM {table} AS family WHERE family.gateway = messages.gateway"
        " AND family.root_mid = messages.root_mid"
        " AND family.root_generation = messages.root_generation)"
    )


def _steps(name: str) -> Iterator[str]:
    yield from statement("held", name=name).split(";\n")
