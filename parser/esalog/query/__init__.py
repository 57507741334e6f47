"""Lists of records: filtered, sorted, counted, and where one leads to another."""

from esalog.query.columns import COLUMNS, SORTS, Column
from esalog.query.filters import FILTER_WORDS, parse_filter, split_filter
from esalog.query.neighbours import neighbours
from esalog.query.selection import Selection, record, select
from esalog.query.words import FilterWord

__all__ = [
    "COLUMNS",
    "FILTER_WORDS",
    "SORTS",
    "Column",
    "FilterWord",
    "Selection",
    "neighbours",
    "parse_filter",
    "record",
    "select",
    "split_filter",
]
