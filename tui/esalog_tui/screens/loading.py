"""The load: it runs behind the screen, shows how far it is, and can be stopped at any time."""

from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

from textual import events, message, on
from textual.worker import Worker, get_current_worker

from esalog import Problem, Progress, UsageError
from esalog_tui import figures
from esalog_tui.answers import Load
from esalog_tui.screens.listing import Listing
from esalog_tui.widgets import notice
from esalog_tui.widgets.notice import Notice
from esalog_tui.widgets.overview import OverviewStrip

BETWEEN_TELLS = 0.25
"""Seconds between two repaints of the progress."""

BETWEEN_LISTS = 1.0
"""Seconds between two times that the lists are asked for anew while a load runs."""

LONG = 10.0
"""Seconds of loading after which a single key does not throw the load away."""


class Progressed(message.Message):
    """The load came further."""

    def __init__(self, progress: Progress, *, is_fresh: bool) -> None:
        super().__init__()
        self.progress = progress
        self.is_fresh = is_fresh  # records changed since the last one that was fresh


class Ended(message.Message):
    """The load is over; `share` is how much was read when it was stopped, else None."""

    def __init__(self, share: float | None) -> None:
        super().__init__()
        self.share = share


class Loading(Listing):
    """The part of the screen that loads."""

    _worker: Worker[None] | None = None
    _began = 0.0
    _listed = 0.0
    took = 0.0
    _told: frozenset[Problem] = frozenset()
    _edition = (False, 0)

    def begin(self, load: Load) -> None:
        """Begin to load, behind the screen."""
        if self.has_class("-empty") or self._worker is None:
            self.show_view(self.view)
        self.remove_class("-empty", "-refused")
        self.main.focus()
        self.is_loading = True
        self._began = monotonic()
        self._listed = 0.0
        self._worker = self.run_worker(lambda: self._run(load), thread=True, group="load")
        self.show_file()

    def _run(self, load: Load) -> None:
        worker = get_current_worker()
        progress: Progress | None = None
        told, is_fresh = 0.0, False
        # When nothing can be read, the log's problems say why and the notice tells them.
        with suppress(UsageError):
            for progress in load(self.loaded):
                is_fresh = is_fresh or progress.refreshed
                now = monotonic()
                if progress.waits or now - told >= BETWEEN_TELLS * self.slowness:
                    self.post_message(Progressed(progress, is_fresh=is_fresh))
                    told, is_fresh = now, False
                if worker.is_cancelled:
                    break
        stopped = progress.fraction if progress is not None and worker.is_cancelled else None
        self.post_message(Ended(stopped))
        self.loaded.keep(lambda: worker.is_cancelled)

    @property
    def slowness(self) -> int:
        """How many times longer than usual the screen waits before it shows how far the load is."""
        return 8 if self.settings.is_frugal else 1

    @property
    def is_costly(self) -> bool:
        """Whether quitting would throw away work of more than some seconds."""
        return self.is_loading or self.took > LONG

    def stop(self) -> None:
        """Stop reading; what was read stays, and its records are made, unless stopped once more."""
        if self._worker is None:
            return
        if self._worker.is_cancelled:
            self.loaded.interrupt()
        self._worker.cancel()
        self.query_one(OverviewStrip).show_stopping()

    @on(events.Unmount)
    def _leave(self) -> None:
        """Make no more records: nobody will see them."""
        if self.is_loading:
            self.loaded.interrupt()

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        self.load_progressed(event.progress, is_fresh=event.is_fresh)

    def load_progressed(self, progress: Progress, *, is_fresh: bool) -> None:
        """Show how far the load is, and now and then what is there."""
        for shortage in self._untold(self.loaded.shortages):
            self.tell(str(shortage), is_bad=True)
        strip = self.query_one(OverviewStrip)
        strip.is_newest_only = self.loaded.is_newest_only
        strip.show_progress(None if self.is_live else progress)
        self.show_file()
        now = monotonic()
        is_due = progress.waits or now - self._listed >= BETWEEN_LISTS * self.slowness
        if is_fresh and is_due:
            self._listed = now
            self.show_all()

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        self.load_ended(event.share)

    def load_ended(self, share: float | None) -> None:
        """Show all that was loaded, and what went wrong."""
        self.is_loading = False
        self.took = monotonic() - self._began
        self.query_one(OverviewStrip).show_progress(None, share)
        self.show_all()
        self.ask("orders", self.loaded.sort_beforehand, lambda _: None)
        self._judge()
        if self.has_class("-refused"):
            return
        if self.loaded.kept_at is not None:
            self.tell(f"Opened from the cache of {figures.moment(self.loaded.kept_at)}.")
        self._tell_what_is_wrong()

    def _tell_what_is_wrong(self) -> None:
        """Name the first problem or note that is new, and how many more there are."""
        if new := self._untold([*self.loaded.problems, *self.loaded.notes]):
            also = f", and {len(new) - 1} more: 7 Sources" if len(new) > 1 else ""
            self.tell(f"{new[0]}{also}", is_bad=new[0] in self.loaded.problems)

    def _untold(self, problems: Sequence[Problem]) -> list[Problem]:
        """Those that nobody was told of; they count as told from now on."""
        new = [problem for problem in problems if problem not in self._told]
        self._told |= frozenset(new)
        return new

    def renew_lines(self) -> None:
        """Forget lines that are others now; those of the newest part have other numbers then."""
        before, self._edition = self._edition, self.loaded.edition
        if before == self._edition:
            return
        self.lines.forget()
        if before[0] and not self._edition[0]:
            here, shift = self.lines.cursor + 1, self.loaded.line_count - self.lines.total
            for mark in [mark for mark in self.marks if isinstance(mark, int)]:
                self.marks[mark + shift] = self.marks.pop(mark)
            if self.lines.only is None:
                self.lines.show(self.loaded.line_count)
                self.lines.go_to(here + shift)

    def show_all(self) -> None:
        """Show everything anew, as lines or records have changed."""
        self.epoch += 1
        self.few.clear()
        self.trace_key = self.tied_key = None
        self.renew_lines()
        self.reload_view()
        self.ask_overview()
        self.show_file()

    def _judge(self) -> None:
        """Say so when what was loaded is no mail log, or nothing could be read."""
        counts, problems = self.loaded.counts, self.loaded.problems
        if counts.recognised or (not counts.read and not problems):
            return
        block = notice.nothing_read([(p.path, p.message) for p in problems], self.look)
        if counts.read:
            first = [line.text for line in self.loaded.lines(1, 2)]
            block = notice.stranger(counts.read, TRIED, first, self.look)
        self.add_class("-refused")
        self.query_one(Notice).show(block)
        self.query_one(Notice).focus()
        self.show_file()


TRIED = (
    ("file form", "Mon Mar  3 09:13:49 2025 Info: …", 0),
    ("syslog", "Mar  3 09:13:49 esa1 mail_logs: Info: …", 0),
    ("nested syslog", "<134>Mar  3 … ESA: Mon Mar  3 …", 0),
)
"""Forms of lines that were looked for, as the notice names them."""
