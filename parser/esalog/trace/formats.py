"""A trace to be read, sent or worked with: as plain text, as Markdown, as JSON.

Text and Markdown show characters that would not print as escapes, so that nothing that a stranger
wrote into a log can act on a terminal or a page; JSON has every text as it came, in ASCII.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from esalog.errors import visible
from esalog.keys import Key
from esalog.log import Log
from esalog.states import STATES
from esalog.trace.story import Trace
from esalog.trace.tree import TraceNode

LineText = Callable[[int], str]
"""Gives the text of a line by its number."""

_STAMP_WIDTH = 19
_SINCE_WIDTH = 12
_INDENT = "  "


def as_text(
    log: Log, trace: Trace, *, ascii_only: bool = False, line_text: LineText | None = None
) -> str:
    """The verdicts, the tree with times and line numbers, and the lines that prove it, as logged.

    `ascii_only` draws the marks of TLS states as plain characters. `line_text` gives the lines, if
    not as logged.
    """
    parts = [
        f"{_title(trace)} · {trace.facts}\n",
        *(f"{text}\n" for text in _verdict_lines(trace)),
        "\n",
    ]
    parts += (f"{row}\n" for row in _tree(trace.nodes, ascii_only))
    if proof := list(_proof_lines(log, trace, line_text)):
        parts += ["\nThe lines that prove it\n", *(f"{row}\n" for row in proof)]
    return "".join(parts)


def as_markdown(
    log: Log,
    trace: Trace,
    *,
    ascii_only: bool = False,
    line_text: LineText | None = None,
    note: str = "",
) -> str:
    """The same as a ticket, with a note; what strangers wrote stands in code, only text there."""
    parts = [f"# {_title(trace, _code)}", "", trace.facts, ""]
    if note:
        parts += [f"Note: {_code(visible(note))}", ""]
    for text, lines in zip(trace.verdicts, trace.proofs, strict=True):
        parts.append(f"* {_code(visible(text))} ({_named_lines(lines)})")
    parts += ["", *_fenced(list(_tree(trace.nodes, ascii_only)))]
    if proof := list(_proof_lines(log, trace, line_text)):
        parts += ["", "## The lines that prove it", "", *_fenced(proof)]
    return "".join(f"{part}\n" for part in parts)


def as_json(log: Log, trace: Trace, *, line_text: LineText | None = None) -> str:
    """The trace as one JSON object; times are `2014-11-19T09:16:46`, what is missing is null.

    `record` (kind, gateway, id, generation), `title`, `facts`, `verdicts` (text, lines), `nodes`
    (depth, kind, record or null, at, text, tls, protocol, status, reason, size, lines), and
    `proof`: the lines that prove the verdicts (number, source, number_in_file, text).
    """
    verdicts = zip(trace.verdicts, trace.proofs, strict=True)
    value = {
        "record": _record(trace.key),
        "title": trace.title,
        "facts": trace.facts,
        "verdicts": [{"text": text, "lines": lines} for text, lines in verdicts],
        "nodes": [_node(node) for node in trace.nodes],
        "proof": [
            {"number": number, **_place(log, number), "text": text}
            for number, text in _proof(log, trace, line_text)
        ],
    }
    return json.dumps(value, indent=2)


def _title(trace: Trace, shown: Callable[[str], str] = str) -> str:
    """What is traced, and on which gateway, if that is known; its name as it is `shown`."""
    gateway = visible(trace.key.gateway)
    return f"{trace.title} on {shown(gateway)}" if gateway else trace.title


def _verdict_lines(trace: Trace) -> Iterator[str]:
    for text, lines in zip(trace.verdicts, trace.proofs, strict=True):
        yield f"  {visible(text)}  [{_numbers(lines)}]"


def _tree(nodes: Sequence[TraceNode], ascii_only: bool) -> Iterator[str]:
    """One row a node: its time, how long after the first, what it tells, and its line numbers."""
    began = min((node.at for node in nodes if node.at), default=None)
    for node in nodes:
        yield " ".join((_times(node.at, began), _told(node, ascii_only))).rstrip()
        if node.reason:
            indent = " " * (_STAMP_WIDTH + _SINCE_WIDTH + 2) + _INDENT * (node.depth + 1)
            yield indent + visible(node.reason)


def _times(at: datetime | None, began: datetime | None) -> str:
    if at is None or began is None:
        return " " * (_STAMP_WIDTH + _SINCE_WIDTH + 1)
    since = _since((at - began).total_seconds())
    return f"{at.isoformat(' '):<{_STAMP_WIDTH}} {since:<{_SINCE_WIDTH}}"


def _since(seconds: float) -> str:
    """`+9 s`, `+1 m 04 s`, `+2 h 05 m`, `+3 d 07 h`; nothing for no time."""
    whole = round(seconds)
    if whole < 60:
        return f"+{whole} s" if whole else ""
    if whole < 3600:
        return f"+{whole // 60} m {whole % 60:02} s"
    if whole < 86400:
        return f"+{whole // 3600} h {whole % 3600 // 60:02} m"
    return f"+{whole // 86400} d {whole % 86400 // 3600:02} h"


def _told(node: TraceNode, ascii_only: bool) -> str:
    size = f"{node.size:,} B" if node.size is not None else ""
    lines = f"[{_numbers(node.lines)}]" if node.lines else ""
    parts = (node.text, size, _state(node, ascii_only), node.status or "", lines)
    return _INDENT * node.depth + visible("  ".join(part for part in parts if part))


def _state(node: TraceNode, ascii_only: bool) -> str:
    if not node.tls:
        return ""
    state = STATES[node.tls]
    word = node.protocol or state.word if node.tls == "success" else state.word
    return f"{state.ascii if ascii_only else state.glyph} {word}"


def _proof(log: Log, trace: Trace, line_text: LineText | None) -> Iterator[tuple[int, str]]:
    for number in trace.proof:
        if line_text is not None:
            yield number, line_text(number)
            continue
        for line in log.raw_lines(number, 1):
            yield number, line.removesuffix(b"\r").decode("utf-8", "backslashreplace")


def _place(log: Log, number: int) -> dict[str, Any]:
    """Where a line stands in its source."""
    stretch = log.stretch_of(number)
    return {"source": stretch.source.name, "number_in_file": stretch.place_of(number)}


def _proof_lines(log: Log, trace: Trace, line_text: LineText | None) -> Iterator[str]:
    width = len(str(max(trace.proof, default=0)))
    for number, text in _proof(log, trace, line_text):
        yield f"{number:>{width}}  {visible(text)}"


def _numbers(lines: Sequence[int]) -> str:
    """Line numbers, runs of them as `3-7`."""
    if not lines:
        return ""
    breaks = [place + 1 for place, (one, next_) in enumerate(pairwise(lines)) if next_ != one + 1]
    runs = [lines[start:end] for start, end in pairwise((0, *breaks, len(lines)))]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _named_lines(lines: Sequence[int]) -> str:
    return f"line{'' if len(lines) == 1 else 's'} {_numbers(lines)}"


def _fenced(rows: Sequence[str]) -> list[str]:
    """A block of code that no row can end: its fence is longer than any run of backticks in it."""
    fence = "`" * max(3, _longest_run(rows) + 1)
    return [fence, *rows, fence]


def _code(text: str) -> str:
    """A span of code that nothing in it can end."""
    run = _longest_run([text])
    return f"`{text}`" if not run else f"{'`' * (run + 1)} {text} {'`' * (run + 1)}"


def _longest_run(rows: Iterable[str]) -> int:
    return max((len(run) for row in rows for run in re.findall("`+", row)), default=0)


def _record(key: Key | None) -> dict[str, Any] | None:
    if key is None:
        return None
    return {
        "kind": key.kind,
        "gateway": key.gateway,
        "id": key.id,
        "generation": key.generation,
    }


def _node(node: TraceNode) -> dict[str, Any]:
    return {
        "depth": node.depth,
        "kind": node.kind,
        "record": _record(node.key),
        "at": node.at.isoformat() if node.at else None,
        "text": node.text,
        "tls": node.tls,
        "protocol": node.protocol,
        "status": node.status,
        "reason": node.reason,
        "size": node.size,
        "lines": node.lines,
    }
