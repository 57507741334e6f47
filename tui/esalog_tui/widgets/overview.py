"""The overview: mail and TLS failures over time, and the shares in and out.

While a load runs, its bar stands in the same rows, so nothing moves when it ends.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from textual import message
from textual.binding import Binding, BindingType

from esalog import Overview, Progress
from esalog_tui import keys, text
from esalog_tui.look import Look, Part
from esalog_tui.widgets.drawing import Drawn, spread, width_of

_STATES = ("success", "failed", "fallback", "none", "unknown")


class OverviewStrip(Drawn):
    """Two rows, or one on a low screen; with the focus, a cursor to choose a slice of time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "move(1)", "later", tooltip="later", id="timeline.later"),
        Binding("left,h", "move(-1)", "earlier", tooltip="earlier", id="timeline.earlier"),
        Binding("enter", "choose", "only this time", key_display="Enter",
                tooltip="filter by this time", id="timeline.choose"),
        Binding("escape,i", "leave", "leave", key_display="Esc", tooltip="leave the time line",
                id="timeline.leave"),
    ]  # fmt: skip

    class Chosen(message.Message):
        """A slice of time was chosen."""

        def __init__(self, since: datetime, until: datetime) -> None:
            super().__init__()
            self.since, self.until = since, until

    class Left(message.Message):
        """The time line was left."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.cell = 0
        self.overview: Overview | None = None
        self.progress: Progress | None = None
        self.stopped_at: float | None = None

    def show(self, overview: Overview | None) -> None:
        """Show counts of the load."""
        self.overview = overview
        self.refresh()

    def show_progress(self, progress: Progress | None, stopped_at: float | None = None) -> None:
        """Show how far the load is; None when it is over, with the share read if it was stopped."""
        self.progress, self.stopped_at = progress, stopped_at
        self.refresh()

    # As a time line.

    def enter(self) -> None:
        """Take the focus, where there is a time line."""
        if self.overview is not None and self.overview.mail and self.progress is None:
            self.can_focus = True
            self.cell = min(self.cell, len(self.overview.mail) - 1)
            self.focus()

    def on_blur(self) -> None:
        """Be no stop on the way of Tab."""
        self.can_focus = False
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def action_move(self, step: int) -> None:
        """Move the cursor in time."""
        cells = len(self.overview.mail) if self.overview else 1
        self.cell = max(0, min(cells - 1, self.cell + step))
        self.refresh()

    def action_leave(self) -> None:
        """Give the focus back."""
        self.post_message(self.Left())

    def action_choose(self) -> None:
        """Choose the time under the cursor."""
        since = self._since()
        if since is not None and self.overview is not None:
            until = since + timedelta(seconds=self.overview.seconds_per_cell - 1)
            self.post_message(self.Chosen(since, until))

    def _since(self) -> datetime | None:
        overview = self.overview
        if overview is None or overview.first is None:
            return None
        return overview.first + timedelta(seconds=overview.seconds_per_cell * self.cell)

    def _slice(self) -> list[Part]:
        """What the cell under the cursor holds, in words."""
        overview, since = self.overview, self._since()
        if overview is None or since is None:
            return []
        until = since + timedelta(seconds=overview.seconds_per_cell)
        bad = self.look.marks["failed"]
        return [
            (f"{since:%a %H:%M} {self.look.dash} {until:%H:%M}", "title"),
            (f"   {text.plural(overview.mail[self.cell], 'message')}   ", "text"),
            (f"{bad.glyph} {text.number(overview.failures[self.cell])} ", "bad"),
        ]

    def _graph(self, values: Sequence[int], role: str) -> list[Part]:
        """A sparkline; with the focus, its cell under the cursor stands out."""
        graph = _sparks(self.look, values)
        if not self.has_focus:
            return [(graph, role)]
        at = self.cell
        return [(graph[:at], role), (graph[at : at + 1], "cell"), (graph[at + 1 :], role)]

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

    def _loading(self, progress: Progress, width: int) -> list[list[Part]]:
        look = self.look
        words: list[Part] = []
        dot: Part = (f"  {look.between}  ", "faint")
        if progress.fraction is not None:
            words += [(f"  {int(progress.fraction * 100)} %", "text"), dot]
        words += [(f"{text.number(round(progress.rate))} lines/s", "muted")]
        if progress.seconds_left is not None:
            words += [dot, (f"{text.duration(progress.seconds_left)} left", "muted")]
        stop = keys.shown(self.screen, "screen.close")
        right: list[Part] = [(stop, "key"), (" stop, keep these ", "muted")]
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
        failed = look.marks["failed"].glyph
        upper: list[Part] = [(" mail  ", "muted"), *self._graph(overview.mail, "graph")]
        lower: list[Part] = [
            (f" {failed} TLS ", "muted"), *self._graph(overview.failures, "graph-bad")
        ]  # fmt: skip
        if width >= 150:
            lower.append(("  " + self._scale(), "faint"))
        if self.has_focus:
            return [spread(upper, self._slice(), width), lower]
        return [
            spread(upper, [("in  ", "muted"), *shares[0], (" ", "text")], width),
            spread(lower, [("out ", "muted"), *shares[1], (" ", "text")], width),
        ]

    def _one_row(self, width: int) -> list[Part]:
        overview = self.overview
        assert overview is not None  # noqa: S101  # told apart by `rows`
        first, last = overview.first, overview.last
        names = "%a" if first and last and first.date() != last.date() else "%H:%M"
        if self.has_focus:
            graph_of_all = self._graph(overview.mail, "graph")
            return spread([(" ", "text"), *graph_of_all, ("  ", "text")], self._slice(), width)
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
