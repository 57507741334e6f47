"""esalog: what the mail logs of Cisco's email gateways say about every message and connection."""

from esalog.errors import EsalogError, FilterError, Problem, SourceError, UsageError
from esalog.log import Log
from esalog.progress import LineCounts, Progress, SourceStatus

__all__ = [
    "EsalogError",
    "FilterError",
    "LineCounts",
    "Log",
    "Problem",
    "Progress",
    "SourceError",
    "SourceStatus",
    "UsageError",
]
