"""A ticket: one transaction as Markdown, its trace and its lines, to be sent to somebody."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esalog_tui.library import Trace


def markdown(trace: "Trace", rows: Sequence[str], lines: Sequence[str]) -> str:
    """The title, what the trace says in words, the trace as drawn, the lines as logged."""
    parts = [f"# {trace.title}", "", trace.facts, ""]
    parts += [f"* {verdict}" for verdict in trace.verdicts]
    parts += ["", *fenced(rows), "", *fenced(lines), ""]
    return "\n".join(parts)


def fenced(rows: Sequence[str]) -> list[str]:
    """A block of code that no row can end: its fence is longer than any run of backticks."""
    fence = "```"
    while any(fence in row for row in rows):
        fence += "`"
    return [fence, *rows, fence]
