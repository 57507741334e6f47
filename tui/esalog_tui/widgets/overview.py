"""The overview: mail and TLS failures over time, and the shares in and out.

While a load runs, its bar stands in the same rows, so nothing moves when it ends.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from textual import message
from textual.binding import Binding, BindingType

from esalog import Overview, Progress
from esalog_tui import keys, text
from esalog_tui.look import Look, Part
from esalog_tui.widgets.drawing import Drawn, spread, width_of
from esalog_tui.widgets.graphs import bytes_read, shares, short, sparks, thinned

_ZOOM = Binding.Group("zoom in, out")

CLOSEST = 10
"""Seconds that are seen at least."""

CLOSER = 4
"""How many times shorter the time is that is seen after zooming in."""

_TOO_SOON = 0.7
"""Seconds in which the rate of a load tells nothing yet of the time that is left."""

_GROWING = "  Counts grow until the load is done. Everything below works already."
_NEWEST = "  These are the newest lines. The rest is being read, and comes when it is whole."


class OverviewStrip(Drawn):
    """Two rows, or one on a low screen; with the focus, a cursor to choose a slice of time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "move(1)", "later", tooltip="later", id="timeline.later"),
        Binding("left,h", "move(-1)", "earlier", tooltip="earlier", id="timeline.earlier"),
        Binding("enter", "choose", "only this time", key_display="Enter",
                tooltip="filter by this time", id="timeline.choose"),
        Binding("z", "zoom(1)", "zoom in", tooltip="zoom in, out", id="timeline.zoom_in",
                group=_ZOOM),
        Binding("Z", "zoom(-1)", "zoom out", tooltip="zoom in, out", id="timeline.zoom_out",
                group=_ZOOM),
        Binding("escape,i", "leave", "leave", key_display="Esc", tooltip="leave the time line",
                id="timeline.leave"),
    ]  # fmt: skip

    class Chosen(message.Message):
        """A slice of time was chosen."""

        def __init__(self, since: datetime, until: datetime) -> None:
            super().__init__()
            self.since, self.until = since, until

    class ZoomWanted(message.Message):
        """Finer counts between two times are wanted."""

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
        self.zoomed: Overview | None = None  # a part of the time, while the strip has the focus
        self.progress: Progress | None = None
        self.stopped_at: float | None = None
        self.is_stopping = False
        self.is_newest_only = False

    def show(self, overview: Overview | None) -> None:
        """Show counts of the load."""
        self.overview = overview
        self.refresh()

    def show_progress(self, progress: Progress | None, stopped_at: float | None = None) -> None:
        """Show how far the load is; None when it is over, with the share read if it was stopped."""
        self.progress, self.stopped_at = progress, stopped_at
        self.is_stopping = self.is_stopping and progress is not None
        self.refresh()

    def show_stopping(self) -> None:
        """Show that no more is read, while the records are made."""
        self.is_stopping = True
        self.refresh()

    # As a time line.

    @property
    def seen(self) -> Overview | None:
        """The counts that are drawn."""
        return self.zoomed or self.overview

    def enter(self) -> bool:
        """Take the focus, where there is a time line; whether there is one."""
        if self.overview is None or not self.overview.mail or self.progress is not None:
            return False
        self.can_focus = True
        self.cell = min(self.cell, len(self.overview.mail) - 1)
        self.focus()
        return True

    def on_blur(self) -> None:
        """Be no stop on the way of Tab, and show the whole time again."""
        self.can_focus = False
        self._see(None)

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def action_move(self, step: int) -> None:
        """Move the cursor in time."""
        cells = len(self.seen.mail) if self.seen else 1
        self.cell = max(0, min(cells - 1, self.cell + step))
        self.refresh()

    def action_zoom(self, direction: int) -> None:
        """Look closer at the time around the cursor, or from farther away."""
        whole, seen, since = self.overview, self.seen, self._since()
        if whole is None or seen is None or since is None or not whole.first or not whole.last:
            return
        length = timedelta(seconds=seen.seconds_per_cell * len(seen.mail))
        length = length / CLOSER if direction > 0 else length * CLOSER
        if length >= whole.last - whole.first:
            self._see(None)
            return
        middle = since + timedelta(seconds=seen.seconds_per_cell / 2)
        begin = min(max(middle - length / 2, whole.first), whole.last - length)
        if length >= timedelta(seconds=CLOSEST):
            self.post_message(self.ZoomWanted(begin, begin + length))

    def show_zoomed(self, zoomed: Overview) -> None:
        """Show a part of the time, if the strip still has the focus."""
        if self.has_focus:
            self._see(zoomed)

    def _see(self, zoomed: Overview | None) -> None:
        """Draw other counts, the cursor on the same time."""
        since = self._since()
        self.zoomed = zoomed
        seen = self.seen
        if since is not None and seen is not None and seen.first is not None:
            place = int((since - seen.first).total_seconds() // seen.seconds_per_cell)
            self.cell = max(0, min(len(seen.mail) - 1, place))
        self.refresh()

    def action_leave(self) -> None:
        """Give the focus back."""
        self.post_message(self.Left())

    def action_choose(self) -> None:
        """Choose the time under the cursor."""
        since = self._since()
        if since is not None and self.seen is not None:
            until = since + timedelta(seconds=self.seen.seconds_per_cell - 1)
            self.post_message(self.Chosen(since, until))

    def _since(self) -> datetime | None:
        seen = self.seen
        if seen is None or seen.first is None:
            return None
        return seen.first + timedelta(seconds=seen.seconds_per_cell * self.cell)

    def _slice(self) -> list[Part]:
        """What the cell under the cursor holds, in words."""
        seen, since = self.seen, self._since()
        if seen is None or since is None:
            return []
        until = since + timedelta(seconds=seen.seconds_per_cell)
        clock = "%H:%M" if seen.seconds_per_cell % 60 == 0 else "%H:%M:%S"
        bad = self.look.marks["failed"]
        return [
            (f"{since:%a {clock}} {self.look.dash} {until:{clock}}", "title"),
            (f"   {text.plural(seen.mail[self.cell], 'message')}   ", "text"),
            (f"{bad.glyph} TLS {text.number(seen.failures[self.cell])} ", "bad"),
        ]

    def _graph(self, values: Sequence[int], role: str) -> list[Part]:
        """A sparkline; with the focus, its cell under the cursor stands out."""
        graph = sparks(self.look, values)
        if not self.has_focus:
            return [(graph, role)]
        at = self.cell
        return [(graph[:at], role), (graph[at : at + 1], "cell"), (graph[at + 1 :], role)]

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The rows for the height there is."""
        is_low = self.size.height < 2
        if self.progress is not None:
            return self._loading(self.progress, width)
        told = [] if self.stopped_at is None or self.has_focus else [self._stopped(self.stopped_at)]
        if self.overview is None or (told and is_low):
            return told
        if told:
            return [*told, self._one_row(width)]
        return [self._one_row(width)] if is_low else self._two_rows(width)

    def _loading(self, progress: Progress, width: int) -> list[list[Part]]:
        look = self.look
        stop = keys.shown(self.screen, "screen.close")
        if self.is_stopping:
            told = "  Stopped. The records of what was read are being made."
            left: list[Part] = [(" ", "text"), (" partial ", "banner"), (told, "text")]
            return [spread(left, [(stop, "key"), (" leave that too ", "muted")], width)]
        words: list[Part] = []
        dot: Part = (f"  {look.between}  ", "faint")
        if progress.fraction is not None:
            words += [(f"  {int(progress.fraction * 100)} %", "text"), dot]
        if width >= 110:
            words += [(bytes_read(progress), "muted"), dot]
        words += [(f"{text.number(round(progress.rate))} lines/s", "muted")]
        if progress.seconds_left is not None and progress.seconds > _TOO_SOON:
            words += [dot, (f"{text.duration(progress.seconds_left)} left", "muted")]
        right: list[Part] = [(stop, "key"), (" stop, keep these ", "muted")]
        room = max(8, min(48, width - width_of(words) - width_of(right) - 4))
        done = round((progress.fraction or 0) * room)
        bar: list[Part] = [(" ", "text"), (look.bar * done, "graph"),
                           (look.track * (room - done), "track")]  # fmt: skip
        banner: list[Part] = [
            (" ", "text"), (" partial ", "banner"),
            (_NEWEST if self.is_newest_only else _GROWING, "muted"),
        ]  # fmt: skip
        return [spread([*bar, *words], right, width), banner]

    def _stopped(self, share: float) -> list[Part]:
        percent = f"{int(share * 100)} % loaded: counts are partial."
        if self.is_newest_only:
            percent = "Only the newest lines are loaded: counts are of these."
        return [(" ", "text"), (" partial ", "banner"), (f"  {percent}", "text")]

    def _two_rows(self, width: int) -> list[list[Part]]:
        overview = self.seen
        assert overview is not None  # noqa: S101  # told apart by `rows`
        look = self.look
        states = [state for state in overview.received if width >= 150 or state != "unknown"]
        columns = shares(look, (overview.received, overview.delivered), states)
        failed = look.marks["failed"].glyph
        upper: list[Part] = [(" mail  ", "muted"), *self._graph(overview.mail, "graph")]
        lower: list[Part] = [
            (f" {failed} TLS ", "muted"), *self._graph(overview.failures, "graph-bad")
        ]  # fmt: skip
        if self.has_focus:
            scale: list[Part] = [(f"{self._scale()} ", "muted")]
            return [spread(upper, self._slice(), width), spread(lower, scale, width)]
        if width >= 150:
            lower.append(("  " + self._scale(), "faint"))
        return [
            spread(upper, [("in  ", "muted"), *columns[0], (" ", "text")], width),
            spread(lower, [("out ", "muted"), *columns[1], (" ", "text")], width),
        ]

    def _one_row(self, width: int) -> list[Part]:
        overview = self.seen
        assert overview is not None  # noqa: S101  # told apart by `rows`
        first, last = overview.first, overview.last
        names = "%a" if first and last and first.date() != last.date() else "%H:%M"
        if self.has_focus:
            graph_of_all = self._graph(overview.mail, "graph")
            cell: Part = (f" {short(overview.seconds_per_cell)} ", "muted")
            return spread([(" ", "text"), *graph_of_all, cell], self._slice(), width)
        graph = sparks(self.look, overview.mail)
        room = 26 if width < 100 else 60
        left: list[Part] = [
            (f" {first:{names}} " if first else " ", "faint"), (thinned(graph, room), "graph"),
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
        """The time that is seen, and what one cell of it stands for."""
        seen = self.seen
        if seen is None or seen.first is None or seen.last is None:
            return ""
        cell, dash = f"{short(seen.seconds_per_cell)} per cell", self.look.dash
        if self.has_focus:
            return f"{text.period(seen.first, seen.last)}, {cell}"
        if seen.first.date() == seen.last.date():
            return cell
        return f"{seen.first:%a} {dash} {seen.last:%a}, {cell}"
