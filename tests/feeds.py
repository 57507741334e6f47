"""The bytes of one log, brought in other ways: in blocks, compressed, piped, rotated."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from stories import Story

Files = dict[str, bytes]

_STAMP = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} [A-Z][a-z]+: ")
_LINE = re.compile(rb"[^\n]*\n|[^\n]+$")
_PART = 3


@dataclass(frozen=True)
class Feed:
    """A way to bring a story: other files of the same content, and the bytes of a block."""

    name: str
    files: Callable[[Story], Files]
    block_size: int | None = None

    def fits(self, story: Story) -> bool:
        """Whether the files then still are the same log."""
        return bool(self.files(story))


def as_it_is(story: Story) -> Files:
    """The files of the story."""
    return story.contents


def compressed(story: Story) -> Files:
    """Every file by itself in gzip; none of a pipe, which has no time that tells a year."""
    if "-" in story.contents:
        return {}
    return {f"{name}.gz": gzip.compress(content) for name, content in story.contents.items()}


def piped(story: Story) -> Files:
    """On standard input, which has no time that could tell a year."""
    contents = list(story.contents.values())
    return {"-": contents[0]} if len(contents) == 1 and _STAMP.match(contents[0]) else {}


def rotated(story: Story) -> Files:
    """Files of three framed lines; none where the stamps do not rise, or gateways change."""
    contents = list(story.contents.values())
    lines = _LINE.findall(contents[0])
    starts = [number for number, line in enumerate(lines) if _STAMP.match(line)]
    stamps = [lines[number][:24] for number in starts]
    rise = all(one < following for one, following in pairwise(stamps))
    if len(contents) > 1 or len(starts) <= _PART or not rise or contents[0].count(b" SN: ") > 1:
        return {}
    edges = [0, *starts[_PART::_PART], len(lines)]
    return {f"{first}.log": b"".join(lines[first:behind]) for first, behind in pairwise(edges)}


def rotated_last_first(story: Story) -> Files:
    """The same, given in the wrong order."""
    return dict(reversed(rotated(story).items()))


FEEDS = (
    Feed("line-by-line", as_it_is, block_size=1),
    Feed("rotated", rotated),
    Feed("in-odd-blocks", as_it_is, block_size=331),
    Feed("compressed", compressed),
    Feed("piped", piped),
    Feed("rotated-last-first", rotated_last_first),
)
"""No block is smaller than a line: blocks of one byte are lines."""
