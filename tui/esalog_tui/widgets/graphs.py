"""Pieces of the overview: sparklines, shares by state, lengths of time."""

from collections.abc import Mapping, Sequence

from esalog import Progress
from esalog_tui import figures, text
from esalog_tui.look import Look, Part


def short(seconds: int) -> str:
    """`5 m`, `2 h`."""
    return text.duration(seconds).replace(" 00 m", "").replace(" 00 s", "").replace(" 00 h", "")


def sparks(look: Look, values: Sequence[int]) -> str:
    """A bar of one cell for each value."""
    most = max(values, default=0)
    return "".join(look.spark(value, most) for value in values)


def thinned(graph: str, room: int) -> str:
    """A sparkline in fewer cells, the highest bar for each."""
    if len(graph) <= room:
        return graph
    step = len(graph) / room
    return "".join(max(graph[int(at * step) : int((at + 1) * step)]) for at in range(room))


def shares(
    look: Look, counts: Sequence[Mapping[str, int]], states: Sequence[str]
) -> list[list[Part]]:
    """The columns of shares of two rows, so that they stand one above the other."""
    rows: list[list[Part]] = [[] for _ in counts]
    for at, state in enumerate(states):
        values = [_value(state, row) for row in counts]
        wide = max(len(value) for value in values)
        mark = look.marks[state]
        for row, count, value in zip(rows, counts, values, strict=True):
            amount = count.get(state, 0)
            is_loud = state in ("failed", "fallback") and amount
            role = mark.role if is_loud else "text" if state == "success" else "muted"
            shown = text.pad(value, wide, is_right=state in ("success", "none"))
            gap = "   " if at < len(states) - 1 else ""
            row += [(mark.glyph, mark.role if amount else "faint"),
                    (f" {shown}", role if amount else "faint"), (gap, "text")]  # fmt: skip
    return rows


def _value(state: str, counts: Mapping[str, int]) -> str:
    amount, whole = counts.get(state, 0), sum(counts.values())
    if state == "success":
        return text.share(amount, whole)
    if state == "none":
        return text.short_share(amount, whole)
    return text.number(amount)


def bytes_read(progress: Progress) -> str:
    """`577 MB of 930 MB`, as they are stored."""
    read = figures.size(progress.bytes_read)
    whole = progress.bytes_total
    return read if whole is None else f"{read} of {figures.size(whole)}"
