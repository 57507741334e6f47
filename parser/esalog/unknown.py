"""What stays dark in a log: lines of a known frame whose text has no known form, by their shape."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from esalog.log import Log
from esalog.rescan import rescan
from esalog.shapes import anonymous, shape


@dataclass(slots=True)
class Group:
    """Lines of one shape: how many, and the first of them.

    `example` is its text behind the level, `number` counts from 1 over the load,
    `number_in_file` in the source called `source`.
    """

    shape: str
    count: int
    example: str
    number: int
    source: str
    number_in_file: int


def unknown(log: Log, *, anonymized: bool = False) -> list[Group]:
    """The groups of unknown lines, the largest first.

    When `anonymized`, shapes hold no word that could be of a person or a machine; examples and
    names of sources are left out.
    """
    groups: dict[str, Group] = {}
    for number, text in _unknown_lines(log):
        found = anonymous(text) if anonymized else shape(text)
        if group := groups.get(found):
            group.count += 1
        else:
            groups[found] = _group(log, found, "" if anonymized else text, number)
    if anonymized:
        for group in groups.values():
            group.source = ""
    return sorted(groups.values(), key=lambda group: (-group.count, group.number))


def _group(log: Log, found: str, text: str, number: int) -> Group:
    stretch = log.stretch_of(number)
    return Group(found, 1, text, number, stretch.source.name, stretch.place_of(number))


def _unknown_lines(log: Log) -> Iterator[tuple[int, str]]:
    """Every line that has a frame and no form, with its text; wrapped lines are whole."""
    for numbers, unpack in log.raw_pieces():
        first = numbers.start
        found = rescan(log, first, unpack())
        for line in np.flatnonzero(found.framed & ~found.recognised):
            start, end = found.frames.text_start[line], found.text_end[line]
            text = found.block[start:end].tobytes().decode("utf-8", "backslashreplace")
            yield first + int(line), text
