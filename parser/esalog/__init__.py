"""esalog: what the mail logs of Cisco's email gateways say about every message and connection."""

from esalog.cache import Cache
from esalog.errors import EsalogError, FilterError, Problem, RoomError, SourceError, UsageError
from esalog.keys import Key
from esalog.log import Log
from esalog.progress import LineCounts, Progress, SourceStatus
from esalog.query import (
    FILTER_WORDS,
    SORTS,
    FilterWord,
    Overview,
    Selection,
    Stopped,
    domains,
    failed_connections,
    failure_groups,
    lines_of_filter,
    neighbours,
    overview,
    parse_filter,
    record,
    select,
    split_filter,
)
from esalog.search import Finder, Hit, find
from esalog.states import STATES, TlsState
from esalog.text import (
    LogLine,
    failure_lines,
    lines_matching,
    lines_of,
    read_lines,
    records_at,
    transaction_lines,
    warning_lines,
)
from esalog.wanted import STATES_ONLY

__all__ = [
    "FILTER_WORDS",
    "SORTS",
    "STATES",
    "STATES_ONLY",
    "Cache",
    "EsalogError",
    "FilterError",
    "FilterWord",
    "Finder",
    "Hit",
    "Key",
    "LineCounts",
    "Log",
    "LogLine",
    "Overview",
    "Problem",
    "Progress",
    "RoomError",
    "Selection",
    "SourceError",
    "SourceStatus",
    "Stopped",
    "TlsState",
    "UsageError",
    "domains",
    "failed_connections",
    "failure_groups",
    "failure_lines",
    "find",
    "lines_matching",
    "lines_of",
    "lines_of_filter",
    "neighbours",
    "overview",
    "parse_filter",
    "read_lines",
    "record",
    "records_at",
    "select",
    "split_filter",
    "transaction_lines",
    "warning_lines",
]
