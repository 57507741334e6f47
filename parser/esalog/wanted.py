"""How much of a log is wanted: all that records hold, or only what TLS states hang on."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from esalog.facts import EVENT_NAMES
from esalog.grammar import FORMS
from esalog.grammar.form import FIELDS
from esalog.vector import Flags, Places


@dataclass(frozen=True)
class Wanted:
    """What is taken from lines: the values of `fields`, and the rows that `events` ask for.

    Of the other rows with the same ids the first one in a block is enough, and none that is idle
    unless `has_idle`. `spared_steps` of the correlation are not run.
    """

    fields: Collection[str]
    events: Collection[str]
    spared_steps: Collection[str] = ()
    has_idle: bool = True

    def has_value(self) -> Flags:
        """By form number: whether a wanted field stands in its lines' values."""
        return np.array([False, *(form.has_value_for(self.fields) for form in FORMS)])

    def keeps_all(self) -> Flags:
        """By event number: whether each of its rows is wanted."""
        return np.array([name in self.events for name in EVENT_NAMES])


EVERYTHING = Wanted(FIELDS, EVENT_NAMES)

STATES_ONLY = Wanted(
    ("access_rule", "external"),
    (
        "opened hat rejected_later closed lost killed tls_success tls_failed started tls_read "
        "recipient queued finished split rewritten generated bounce reinjected gave_split "
        "gave_rewritten gave_generated gave_bounce gave_reinjected delivery_started handed_over "
        "done response bounced delayed pending double_bounced possible deleted connection_error"
    ).split(),
    ("roots", "descents", "sendings", "tried", "delivery_domains", "gatherings", "messages"),
    has_idle=False,
)
"""Enough to know every record and its TLS states, but neither its texts nor its last line."""

_BUCKETS = 1 << 18
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


def first_of_each(columns: Collection[Places]) -> Flags:
    """Which rows are the first with their values, or may be: some later ones may pass, too."""
    mixed = np.zeros(len(next(iter(columns))), np.uint64)
    for column, factor in zip(columns, _FACTORS, strict=False):
        mixed ^= column.astype(np.uint64) * np.uint64(factor)
    bucket = (mixed >> np.uint64(46)).astype(np.int64)
    first = np.empty(_BUCKETS, np.int64)
    rows = np.arange(len(bucket))
    first[bucket[::-1]] = rows[::-1]
    leader = first[bucket]
    passes: Flags = (leader == rows) | (mixed[leader] != mixed)
    return passes
