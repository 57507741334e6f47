"""Following: the screen looks for new lines again and again, and shows them where it stands."""

from pathlib import PurePath

from textual import on
from textual.timer import Timer

from esalog import Progress
from esalog_tui.answers import Load
from esalog_tui.screens.loading import Loading
from esalog_tui.widgets.overview import OverviewStrip
from esalog_tui.widgets.pane import Pane

BETWEEN_LOOKS = 0.1
"""Seconds between two looks for new lines."""

BEHIND = 1 << 20
"""With so many bytes still to read the screen shows how far it is, and no records yet."""


class Following(Loading):
    """The part of the screen that takes in what is written to the files.

    Lines are shown as soon as they are read, and their records when these are made. A cursor that
    stands on the last row stays on the last row; elsewhere it pauses, and new lines wait below.
    """

    follows_load = False  # the files are followed as soon as they are loaded
    _timer: Timer | None = None
    _is_looking = False
    _is_refreshing = False
    _is_stale = False  # lines have come whose records are not made yet
    _next_load: Load | None = None
    _seen_lines = 0  # how many there were when the cursor stood on the last row
    _told_notes = 0

    @property
    def is_following(self) -> bool:
        """Whether the files are looked at again and again."""
        return self._timer is not None

    def action_follow(self) -> None:
        """Follow the files, or stop that; while a load runs, follow when it is done."""
        if self.is_following:
            self.stop_following()
        elif self.is_live:
            self._go_to_end()
        elif self.is_loading:
            self.follows_load = not self.follows_load
            way = "will" if self.follows_load else "will not"
            self.tell(f"The files {way} be followed when the load is done.")
            self.show_file()
        else:
            self.follow()

    def follow(self) -> None:
        """Follow the files from now on, at the last row."""
        if not self.loaded.followed:
            self.tell("Nothing to follow: no file here can grow.")
            return
        self.follows_load = False
        self.is_live = True
        self._told_notes = len(self.loaded.notes)
        self._seen_lines = self.loaded.line_count
        self._timer = self.set_interval(BETWEEN_LOOKS * self.slowness, self.look_for_lines)
        self._go_to_end()
        self.show_file()
        self.look_for_lines()

    def stop_following(self) -> None:
        """Look at the files no more; what was read stays."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.is_live = False
        self.show_file()

    def begin(self, load: Load) -> None:
        """Begin to load; what is being read of the files is taken in before."""
        if self.is_following:
            self.follows_load = True
            self.stop_following()
        if self._is_looking or self._is_refreshing:
            self._next_load = load
        else:
            super().begin(load)

    def look_for_lines(self) -> None:
        """Ask what is new, unless that is being asked."""
        if not self._is_looking and self.is_following:
            self._is_looking = True
            self.ask("growth", self.loaded.grow, self._take_growth, give_up=self._rest)

    def _take_growth(self, progress: Progress | None) -> None:
        """Show new lines at once, and ask for the records of them."""
        self._is_looking = False
        is_behind = progress is not None and self._is_behind(progress) and self.is_following
        strip = self.query_one(OverviewStrip)
        strip.show_progress(progress if is_behind else None, strip.stopped_at)
        if progress is not None:
            self._is_stale = True
            self._show_lines_so_far()
        if is_behind:
            self.look_for_lines()
        elif self._is_stale and not self._is_refreshing:
            self._is_stale, self._is_refreshing = False, True
            self.ask("records", self.loaded.refresh, self._take_records, give_up=self._rest)
        else:
            self._rested()

    def _show_lines_so_far(self) -> None:
        self.renew_lines()
        if self.view == "lines":
            self.reload_view()
        self._tell_notes()
        self.show_file()

    def _take_records(self, _: None) -> None:
        self._is_refreshing = False
        if self.has_class("-refused") and self.loaded.counts.recognised:
            self.remove_class("-refused")
            self.show_view(self.view)
        self.show_all()
        self._rested()

    def _rest(self) -> None:
        """Try again at the next look."""
        self._is_looking = self._is_refreshing = False
        self._rested()

    def _rested(self) -> None:
        """Begin what had to wait until nothing is asked."""
        if self._next_load is not None and not (self._is_looking or self._is_refreshing):
            load, self._next_load = self._next_load, None
            super().begin(load)

    def _is_behind(self, progress: Progress) -> bool:
        total = progress.bytes_total or 0
        return total - progress.bytes_read > BEHIND

    def _tell_notes(self) -> None:
        """Say in one sentence what became of the files."""
        notes = self.loaded.notes
        new, self._told_notes = notes[self._told_notes :], len(notes)
        if new:
            more = f", and {len(new) - 1} more: 7 Sources" if len(new) > 1 else ""
            self.tell(f"{PurePath(new[0].path).name} {new[0].message}{more}")

    # Standing at the end.

    def _go_to_end(self) -> None:
        if self.grows_at_end:
            self.main.action_bottom()

    def show_file(self) -> None:
        """Show what is open, and whether new lines come in or wait."""
        self.is_paused = self.is_live and self.grows_at_end and not self.main.is_at_end
        if not self.is_paused:
            self._seen_lines = self.loaded.line_count
        self.waiting_lines = self.loaded.line_count - self._seen_lines
        super().show_file()

    @on(Pane.Moved)
    def _moved_while_live(self, event: Pane.Moved) -> None:
        if self.is_live and event.pane is self.main:
            self.show_file()

    # A load that has been waited for, and a pipe, which goes on as long as it is written to.

    def load_progressed(self, progress: Progress, *, is_fresh: bool) -> None:
        """A pipe that has given all it had is followed from then on."""
        if progress.waits and not self.is_live:
            self.is_live = is_fresh = True
            self._go_to_end()
        super().load_progressed(progress, is_fresh=is_fresh)

    def load_ended(self, share: float | None) -> None:
        """Follow what was loaded, if that is wanted."""
        self.is_live = False
        super().load_ended(share)
        is_strange = self.has_class("-refused") and self.loaded.line_count > 0
        if self.follows_load and share is None and not is_strange:
            self.follow()
