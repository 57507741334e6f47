"""Lists of records: filtered, sorted, counted, and where one leads to another."""

from esalog.query.columns import COLUMNS, SORTS, Column
from esalog.query.domains import domains
from esalog.query.failures import failed_connections, failure_groups
from esalog.query.filters import FILTER_WORDS, parse_filter, split_filter
from esalog.query.lines import Stopped
from esalog.query.neighbours import neighbours
from esalog.query.offers import values_of
from esalog.query.overview import Overview, overview, zoomed
from esalog.query.selection import Selection, lines_of_filter, record, select
from esalog.query.words import FilterWord

__all__ = [
    "COLUMNS",
    "FILTER_WORDS",
    "SORTS",
    "Column",
    "FilterWord",
    "Overview",
    "Selection",
    "Stopped",
    "domains",
    "failed_connections",
    "failure_groups",
    "lines_of_filter",
    "neighbours",
    "overview",
    "parse_filter",
    "record",
    "select",
    "split_filter",
    "values_of",
    "zoomed",
]
