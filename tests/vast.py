"""A log of a million records of each kind and a million lines: the made-up one, over and over."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from opened import loaded

from esalog import Key, LogLine, Selection
from esalog.keys import Kind
from esalog_tui.answers import Answers, Lines, never

MILLION = 1_000_000


class VastSelection(Selection):
    """A list that goes round and round in a small one."""

    def __init__(self, small: Selection) -> None:
        vars(self).update(vars(small))
        self.small = small
        self.count = self.total = MILLION

    def page(self, start: int, count: int) -> list[Any]:
        """The rows of the small list, from the place that is meant."""
        places = range(start, min(start + count, MILLION))
        rows = self.small.page(0, self.small.count)
        return [rows[place % self.small.count] for place in places]

    def failures(self) -> Any:
        """The failures of every round."""
        return self._rounds(self.small.failures())

    def warnings(self) -> Any:
        """The warnings of every round."""
        return self._rounds(self.small.warnings())

    def matches(self, words: str) -> Any:
        """The hits of every round."""
        return self._rounds(self.small.matches(words))

    def _rounds(self, found: Any) -> Any:
        starts = np.arange(0, MILLION, self.small.count)[:, None]
        every = (starts + found[None, :]).ravel()
        return every[every < MILLION]


class VastAnswers(Answers):
    """The small log, asked as if it were a vast one."""

    def __init__(self) -> None:
        self.small = loaded()
        super().__init__(self.small.log)

    def select(
        self,
        kind: Kind,
        filter_text: str = "",
        sort: str = "time",
        descending: bool = False,
        failures: bool = False,
        stop: Callable[[], bool] = never,
    ) -> Selection:
        """A list of a million, unless it is filtered."""
        small = self.small.select(kind, filter_text, sort, descending, failures, stop)
        return small if filter_text or failures else VastSelection(small)

    @property
    def line_count(self) -> int:
        """A million."""
        return MILLION

    def lines(self, first: int, count: int) -> list[LogLine]:
        """Lines of the small log, from the place that is meant."""
        at = (first - 1) % self.small.line_count
        return self.small.lines(at + 1, min(count, MILLION - first + 1))

    def failure_lines(self) -> Lines:
        """The failures of every round."""
        return _rounds(self.small.failure_lines(), self.small.line_count)

    def warning_lines(self) -> Lines:
        """The delays of every round."""
        return _rounds(self.small.warning_lines(), self.small.line_count)

    def records_at(self, number: int) -> list[Key]:
        """What the line of the small log names."""
        return self.small.records_at((number - 1) % self.small.line_count + 1)


def _rounds(found: Sequence[int] | Lines, size: int) -> Lines:
    starts = np.arange(0, MILLION, size)[:, None]
    every = (starts + np.asarray(found, np.int64)[None, :]).ravel()
    return every[every <= MILLION]
