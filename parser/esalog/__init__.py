"""esalog: what the mail logs of Cisco's email gateways say about every message and connection."""

from esalog.errors import EsalogError, FilterError, Problem, SourceError, UsageError
from esalog.keys import Key
from esalog.log import Log
from esalog.progress import LineCounts, Progress, SourceStatus
from esalog.states import STATES, TlsState
from esalog.text import (
    LogLine,
    failure_lines,
    lines_matching,
    lines_of,
    read_lines,
    records_at,
    transaction_lines,
)
from esalog.wanted import STATES_ONLY

__all__ = [
    "STATES",
    "STATES_ONLY",
    "EsalogError",
    "FilterError",
    "Key",
    "LineCounts",
    "Log",
    "LogLine",
    "Problem",
    "Progress",
    "SourceError",
    "SourceStatus",
    "TlsState",
    "UsageError",
    "failure_lines",
    "lines_matching",
    "lines_of",
    "read_lines",
    "records_at",
    "transaction_lines",
]
