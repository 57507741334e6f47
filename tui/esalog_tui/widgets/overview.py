"""The overview: mail and TLS failures over time, and the shares in and out.

While a load runs, its bar stands in the same rows, so nothing moves when it ends.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from esalog_tui import text
from esalog_tui.look import Look, Part
from esalog_tui.widgets.drawing import Drawn, spread, width_of

if TYPE_CHECKING:
    from esalog_tui.library import Overview, Progress

_STATES = ("success", "failed", "fallback", "none", "unknown")


class OverviewStrip(Drawn):
    """Two rows, or one on a low screen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.overview: Overview | None = None
        self.progress: Progress | None = None
        self.stopped_at: float | None = None

    def show(self, overview: "Overview | None") -> None:
        """Show counts of the load."""
        self.overview = overview
        self.refresh()

    def show_progress(self, progress: "Progress | None", stopped_at: float | None = None) -> None:
        """Show how far the load is; None when it is over, with the share read if it was stopped."""
        self.progress, self.stopped_at = progress, stopped_at
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The rows for the height there is."""
        is_low = self.size.height < 2
        if self.progress is not None:
            return self._loading(self.progress, width)
        if self.stopped_at is not None:
            return self._stopped(self.stopped_at, width)
        if self.overview is None:
            return ()
        return [self._one_row(width)] if is_low else self._two_rows(width)

    def _loading(self, progress: "Progress", width: int) -> list[list[Part]]:
        look = self.look
        words: list[Part] = []
        dot: Part = (f"  {look.between}  ", "faint")
        if progress.fraction is not None:
            words += [(f"  {int(progress.fraction * 100)} %", "text"), dot]
        words += [(f"{text.number(round(progress.rate))} lines/s", "muted")]
        if progress.seconds_left is not None:
            words += [dot, (f"{text.duration(progress.seconds_left)} left", "muted")]
        right: list[Part] = [("Esc", "key"), (" stop, keep these ", "muted")]
        room = max(8, min(48, width - width_of(words) - width_of(right) - 4))
        done = round((progress.fraction or 0) * room)
        bar: list[Part] = [(" ", "text"), (look.bar * done, "graph"),
                           (look.track * (room - done), "track")]  # fmt: skip
        banner: list[Part] = [
            (" ", "text"), (" partial ", "banner"),
            ("  Counts grow until the load is done. Everything below works already.", "muted"),
        ]  # fmt: skip
        return [spread([*bar, *words], right, width), banner]

    def _stopped(self, share: float, width: int) -> list[list[Part]]:
        percent = f"{int(share * 100)} % loaded: counts are partial."
        banner: list[Part] = [(" ", "text"), (" partial ", "banner"), (f"  {percent}", "text")]
        return [banner]

    def _two_rows(self, width: int) -> list[list[Part]]:
        overview = self.overview
        assert overview is not None  # noqa: S101  # told apart by `rows`
        look = self.look
        states = _STATES if width >= 150 else _STATES[:-1]
        shares = _shares(look, (overview.received, overview.delivered), states)
        mail = _sparks(look, overview.mail)
        failures = _sparks(look, overview.failures)
        failed = look.marks["failed"].glyph
        upper: list[Part] = [(" mail  ", "muted"), (mail, "graph")]
        lower: list[Part] = [(f" {failed} TLS ", "muted"), (failures, "graph-bad")]
        if width >= 150:
            lower.append(("  " + self._scale(), "faint"))
        return [
            spread(upper, [("in  ", "muted"), *shares[0], (" ", "text")], width),
            spread(lower, [("out ", "muted"), *shares[1], (" ", "text")], width),
        ]

    def _one_row(self, width: int) -> list[Part]:
        overview = self.overview
        assert overview is not None  # noqa: S101  # told apart by `rows`
        first, last = overview.first, overview.last
        names = "%a" if first and last and first.date() != last.date() else "%H:%M"
        graph = _sparks(self.look, overview.mail)
        room = 26 if width < 100 else 60
        left: list[Part] = [
            (f" {first:{names}} " if first else " ", "faint"), (_thinned(graph, room), "graph"),
            (f" {last:{names}}" if last else "", "faint"),
        ]  # fmt: skip
        right: list[Part] = []
        for word, counts in (("in ", overview.received), ("   out ", overview.delivered)):
            whole = sum(counts.values())
            good, bad = self.look.marks["success"], self.look.marks["failed"]
            failed = counts.get("failed", 0)
            right += [
                (word, "muted"), (good.glyph, good.role),
                (f" {text.short_share(counts.get('success', 0), whole)}", "text"),
                (f"  {bad.glyph} {text.number(failed)}", "bad-strong" if failed else "faint"),
            ]  # fmt: skip
        return spread(left, [*right, (" ", "text")], width)

    def _scale(self) -> str:
        overview = self.overview
        if overview is None or overview.first is None or overview.last is None:
            return ""
        cell = text.duration(overview.seconds_per_cell).replace(" 00 m", "").replace(" 00 s", "")
        if overview.first.date() == overview.last.date():
            return f"{cell} per cell"
        return f"{overview.first:%a} {self.look.dash} {overview.last:%a}, {cell} per cell"


def _sparks(look: Look, values: Sequence[int]) -> str:
    most = max(values, default=0)
    return "".join(look.spark(value, most) for value in values)


def _thinned(graph: str, room: int) -> str:
    if len(graph) <= room:
        return graph
    step = len(graph) / room
    return "".join(max(graph[int(at * step) : int((at + 1) * step)]) for at in range(room))


def _shares(
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
