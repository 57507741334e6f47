"""The trace of one record: where its mail came from and went, step by step, and what proves it.

A message is shown with its whole family: the connection that brought it, its recipients, each
attempt to deliver, and the messages that it became. A connection is shown with its messages.
"""

from esalog.trace.formats import as_json, as_markdown, as_text
from esalog.trace.story import Candidate, Trace, candidates, resolve, title_of, trace
from esalog.trace.tree import TraceNode

__all__ = [
    "Candidate",
    "Trace",
    "TraceNode",
    "as_json",
    "as_markdown",
    "as_text",
    "candidates",
    "resolve",
    "title_of",
    "trace",
]
