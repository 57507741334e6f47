"""A log whose content is that of another, or the beginning of another, counts once.

Heads are compared first; only logs whose heads agree are read, in any compression.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from esalog.errors import Problem
from esalog.source import Source


@dataclass(frozen=True)
class Singles:
    """The logs that are left, in the order given, what was left out, and what went wrong."""

    sources: list[Source]
    notes: list[Problem]
    problems: list[Problem]


def without_doubles(sources: Sequence[Source]) -> Singles:
    """Keep of logs that begin alike the longest one, of equal ones the first.

    An empty log is nobody's double. A stream is copied where its head is that of another log, as
    comparing reads it; raises `SourceError` where there is no room for that.
    """
    standing = list(sources)
    singles = Singles([], [], [])
    dropped: set[int] = set()
    for one, other in _candidates(standing):
        if dropped & {one, other}:
            continue
        standing[one], standing[other] = (_again(standing[place]) for place in (one, other))
        double = _double(standing, one, other)
        if double is None:
            continue
        dropped.add(double)
        kept = standing[other if double == one else one]
        singles.notes.append(_note(standing[double], kept))
        singles.problems.extend(standing[double].problems)
    singles.sources.extend(source for place, source in enumerate(standing) if place not in dropped)
    for source in singles.sources:
        if not source.is_stream:
            source.read = 0
    return singles


def _candidates(sources: Sequence[Source]) -> Iterator[tuple[int, int]]:
    """Places, in order, of each two logs of which one has a head that begins with the other's."""
    heads = sorted((source.head, place) for place, source in enumerate(sources) if source.head)
    for index, (head, place) in enumerate(heads):
        for longer, other in heads[index + 1 :]:
            if not longer.startswith(head):
                break
            yield min(place, other), max(place, other)


def _again(source: Source) -> Source:
    return source.materialised() if source.is_stream else source


def _double(sources: Sequence[Source], one: int, other: int) -> int | None:
    """Which of the two is the other's beginning, the latter of equal ones; None for neither."""
    left, right = sources[one].chunks(), sources[other].chunks()
    begun, awaited = b"", b""
    while True:
        begun = begun or next(left, b"")
        awaited = awaited or next(right, b"")
        if not awaited:
            return other
        if not begun:
            return one
        common = min(len(begun), len(awaited))
        if begun[:common] != awaited[:common]:
            return None
        begun, awaited = begun[common:], awaited[common:]


def _note(double: Source, kept: Source) -> Problem:
    return Problem(double.name, "", f"counts once: all of it is in {kept.name}")
