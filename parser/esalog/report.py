"""The summary of a log: its lines, connections, messages and recipients by TLS state."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from esalog.log import Log
from esalog.progress import SourceStatus
from esalog.sql import statement
from esalog.states import STATES

_SECTIONS = ("injections", "deliveries", "received", "delivered")
_TITLES = {
    "injections": "Injection connections",
    "deliveries": "Delivery connections",
    "received": "Messages as received",
    "delivered": "Recipients as delivered",
}
_EXTRA = {"refused": "refused", "not_attempted": "not attempted"}
"""What has no TLS state: a connection that was refused, a recipient that nobody was told of."""


def report(log: Log) -> dict[str, Any]:
    """The summary as JSON values.

    `lines` is how they were understood; each of `injections`, `deliveries`, `received` (messages)
    and `delivered` (recipients) has its `total` and the count of each state; refused connections
    and recipients without an attempt are counted apart. `sources` tells of each file.
    """
    summary: dict[str, Any] = {
        "lines": {
            "read": log.counts.read,
            "recognised": log.counts.recognised,
            "unknown": log.counts.unknown,
            "unframed": log.counts.unframed,
            "joined": log.counts.joined,
        }
    }
    counts = log.cursor().execute(statement("report")).fetchall()
    for section in _SECTIONS:
        states = {state: count for name, state, count in counts if name == section}
        summary[section] = {"total": sum(states.values()), **_all_states(section, states)}
    summary["sources"] = [_of_source(source) for source in log.sources]
    return summary


def _of_source(source: SourceStatus) -> dict[str, Any]:
    return {
        "name": source.name,
        "format": source.format,
        "frame": source.frame,
        "year_told_by": source.year_told_by,
        "lines": source.lines,
        "recognised": source.counts.recognised,
        "unknown": source.unknown,
        "unframed": source.unframed,
        "newest_first": source.is_turned,
        "notes": list(source.notes),
    }


def report_text(log: Log) -> str:
    """The summary as a page of text."""
    summary = report(log)
    lines = summary["lines"]
    paragraphs = [
        _table(
            "Lines",
            [
                ("read", lines["read"]),
                ("recognised", lines["recognised"]),
                ("known frame, unknown text", lines["unknown"]),
                ("without a frame", lines["unframed"]),
            ],
        )
    ]
    if lines["joined"]:
        paragraphs[0] += f"\n  ({lines['joined']:,} without a frame continue the line before them)"
    paragraphs[0] += "".join(_year_notes(summary["sources"]))
    for section in _SECTIONS:
        counts = dict(summary[section])
        total = counts.pop("total")
        rows = [(_word(state), count) for state, count in counts.items() if count]
        paragraphs.append(_table(f"{_TITLES[section]}: {total:,}", rows))
    return "\n\n".join(paragraphs) + "\n"


def _year_notes(sources: list[dict[str, Any]]) -> Iterator[str]:
    """Where the year is from, when stamps leave it out."""
    told = Counter(source["year_told_by"] for source in sources if source["year_told_by"])
    for teller, count in sorted(told.items()):
        files = "the source" if len(sources) == 1 else f"{count:,} of the sources"
        source = f"which is taken from {teller}" if teller != "nothing" else "so they have no time"
        yield f"\n  (the stamps of {files} leave out the year, {source})"


def _all_states(section: str, found: dict[str, int]) -> dict[str, int]:
    extra = {"injections": ["refused"], "delivered": ["not_attempted"]}.get(section, [])
    skipped = {"mixed"} if section == "received" else {"mixed", "internal"}
    names = [state for state in STATES if state not in skipped] + extra
    return {name: found.get(name, 0) for name in names}


def _word(state: str) -> str:
    if state in _EXTRA:
        return f"  {_EXTRA[state]}"
    return f"{STATES[state].glyph} {STATES[state].word}"


def _table(title: str, rows: list[tuple[str, int]]) -> str:
    width = max((len(word) for word, _ in rows), default=0)
    body = "".join(f"\n  {word:<{width}}  {count:>13,}" for word, count in rows)
    return title + body
