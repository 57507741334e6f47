"""The screen of a loaded log: its keys, what is open, and how it is left again."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from esalog_tui import keys
from esalog_tui.answers import Answers, Load
from esalog_tui.history import Sieve
from esalog_tui.look import Look
from esalog_tui.memory import Memory
from esalog_tui.screens.ask import Ask
from esalog_tui.screens.commanding import Commanding
from esalog_tui.screens.help import Help
from esalog_tui.screens.stage import DIRECTIONS
from esalog_tui.settings import Settings
from esalog_tui.views import BY_NAME, VIEWS
from esalog_tui.widgets import notice
from esalog_tui.widgets.bars import TabRow
from esalog_tui.widgets.notice import Notice
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.table import Table


def _key(key: str, action: str, tooltip: str, id: str) -> Binding:
    return Binding(key, action, tooltip=tooltip, id=id, show=False)


class Browse(Commanding):
    """Everything about one log."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("right_square_bracket", "forward", "back, forward in the jumps", "jump.forward"),
        _key("minus", "swap", "between the last two places", "jump.swap"),
        _key("n", "match(1)", "next, previous match", "look.next"),
        _key("N", "match(-1)", "next, previous match", "look.previous"),
        keys.hidden(keys.NEXT),
        _key("E", "failure(-1)", "next, previous failure", "failures.previous"),
        _key("w", "warning(1)", "next, previous warning", "failures.next_warning"),
        _key("W", "warning(-1)", "next, previous warning", "failures.previous_warning"),
        _key("P", "presets", "filters with names, from the config", "look.presets"),
        _key("T", "chips", "one filter off, on again", "look.chips"),
        _key("ctrl+t", "sieve", "all filters off, on again", "look.sieve"),
        _key("ctrl+w", "wrap", "wrap long lines, or cut them", "screen.wrap"),
        _key("plus", "zoom", "enlarge the pane, and back", "screen.zoom"),
        _key("m", "mark", "mark, unmark", "take.mark"),
        _key("r", "note", "note on this row: marks it too", "take.note"),
        _key("u", "marked(1)", "next, previous mark", "jump.next_mark"),
        _key("U", "marked(-1)", "next, previous mark", "jump.previous_mark"),
        _key("apostrophe", "marks", "list of marks", "jump.marks"),
        _key("comma", "columns", "columns, shown and hidden", "screen.columns"),
        keys.hidden(keys.FOLLOW),
        _key("equals_sign", "where", "where am I: row, file, line", "screen.where"),
        keys.hidden(keys.FIELDS),
        _key("i", "timeline", "time line: arrows move, Enter filters", "look.timeline"),
        keys.hidden(keys.EXPORT),
        _key("R", "redact", "leave people out of what is taken away", "take.redact"),
        _key("X", "ticket", "export this trace as Markdown", "take.ticket"),
        _key("ctrl+l", "print", "print it on the plain screen", "take.print"),
        _key("a", "add", "add a file", "screen.add"),
        _key("f2", "app.mouse", "mouse: here or the terminal's", "screen.mouse"),
        _key("question_mark,f1", "help", "all keys", "screen.help"),
        _key("colon", "command", "command line; empty: all commands", "screen.command"),
        _key("ctrl+p", "app.command_palette", "all commands", "screen.palette"),
        _key("escape", "close", "close, or back; Esc stops what runs", "screen.close"),
        _key("backspace", "retreat", "close, or back; Esc stops what runs", "screen.retreat"),
        _key("q", "leave", "back, then quit; quit at once", "screen.leave"),
        _key("Q", "app.quit", "back, then quit; quit at once", "screen.quit"),
        *(
            _key(view.digit, f"view('{view.name}')", "the views", f"move.{view.name}")
            for view in VIEWS
        ),
    ]  # fmt: skip

    def __init__(
        self,
        log: Answers,
        load: Load | None,
        demo: Load,
        look: Look,
        settings: Settings,
        memory: Memory,
    ) -> None:
        super().__init__(log, look, settings, memory)
        self._load = load
        self._demo = demo
        self._is_warned = False
        self.sieve = Sieve().with_chips(settings.filters)

    def on_mount(self) -> None:
        """Begin to load, or say what this is."""
        self.lines.wrap(self.memory.layout.get("wrap", False))
        self.trace.wrap(self.memory.layout.get("wrap_trace", True))
        if self._load is None:
            self._show_empty()
        else:
            self.begin(self._load)

    def on_resize(self) -> None:
        """Let the overview have as many cells as there is room."""
        if self.overview is not None:
            self.ask_overview()
            self.call_after_refresh(self.link)

    def compose(self) -> ComposeResult:
        """All panes, each knowing what is marked, and its columns."""
        columns = {**self.memory.columns, **self.settings.columns}
        for widget in super().compose():
            if isinstance(widget, Pane):
                widget.marks = self.marks
                widget.leaps = self.settings.is_frugal
            if isinstance(widget, Table):
                widget.choose(columns.get(widget.id or "", ()))
            yield widget

    def _show_empty(self) -> None:
        self.add_class("-empty")
        block = notice.empty(self.app.size.width)
        self.query_one(Notice).show(block)
        self.query_one(Notice).focus()
        self.show_file()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys are those of a screen with nothing to list."""
        if action == "demo":
            return self.has_class("-empty")
        if action == "plain":
            return self.has_class("-refused") and self.loaded.line_count > 0
        return True

    def action_demo(self) -> None:
        """Look at the made-up log."""
        self.begin(self._demo)

    def action_plain(self) -> None:
        """Read as plain lines what was not understood."""
        self.action_view("lines")

    def action_view(self, view: str) -> None:
        """Bring a view to the front."""
        if self.has_class("-empty"):
            add, demo = (keys.shown(self, f"screen.{name}") for name in ("add", "demo"))
            self.tell(f"No log is open: {add} adds a file, {demo} shows a made-up one.")
            return
        self.remove_class("-refused")
        self.show_view(view)

    @on(TabRow.Chosen)
    def _tab_chosen(self, event: TabRow.Chosen) -> None:
        self.action_view(event.view)

    def action_help(self) -> None:
        """All keys of the focused pane."""
        self.app.push_screen(Help(self.look, BY_NAME[self.view].title, self.active_bindings))

    def action_zoom(self) -> None:
        """Enlarge the pane that has the focus; again: back."""
        pane = "trace" if self.focused is self.trace else "main"
        pane = "lines" if self.focused is self.lines and self.view != "lines" else pane
        self.zoom("" if self.zoomed == pane else pane)

    def action_wrap(self) -> None:
        """Show long lines whole, on several rows, or cut; those of the trace where it has the
        focus, or where no lines are seen.
        """
        sees_trace = self.sees(self.trace)
        is_of_trace = sees_trace and (self.focused is self.trace or not self.sees(self.lines))
        pane, name = (self.trace, "wrap_trace") if is_of_trace else (self.lines, "wrap")
        if not self.sees(pane):
            self.tell("Lines and traces can be wrapped, lists cannot.")
            return
        pane.wrap(not pane.is_wrapped)
        self.layout_changed(name, pane.is_wrapped)
        what = "Long rows of the trace" if is_of_trace else "Long lines"
        self.tell(f"{what} are {'wrapped' if pane.is_wrapped else 'cut'}.")

    def action_direction(self) -> None:
        """Domains and failures of mail that went out, came in, or both."""
        at = DIRECTIONS.index(self.directions[self.view])
        self.directions[self.view] = DIRECTIONS[(at + 1) % len(DIRECTIONS)]
        self.reload_view()

    # Adding a file.

    def action_add(self) -> None:
        """Ask for one more file."""
        if self.is_loading:
            key = keys.shown(self, "screen.close")
            self.tell(f"Wait until this load is done, or stop it with {key}.")
            return
        self.app.push_screen(
            Ask(self.look, "Add a file", "load", hint="file, folder or pattern"), self._add
        )

    def _add(self, path: str | None) -> None:
        if path:
            self.begin(lambda log: log.load([path]))

    # Closing and leaving.

    def close_something(self) -> bool:
        """Close what lies over the view; whether there was anything."""
        if self.selections:
            self.clear_selection()
        elif self.zoomed:
            self.zoom("")
            self.main.focus()
        elif self.focused is not self.main and not isinstance(self.focused, Notice):
            self.main.focus()
        elif self.has_search:
            self.end_search()
        else:
            return False
        return True

    def action_close(self) -> None:
        """Close what lies over the view; else stop an export, the load, or following."""
        if self.close_something() or self.stop_export():
            return
        if self.is_loading:
            self.stop()
        elif self.is_following:
            self.stop_following()

    def action_retreat(self) -> None:
        """Close what lies over the view; else go back."""
        if not self.close_something():
            self.action_back()

    def action_leave(self) -> None:
        """Close, go back, and in the end quit; twice when a long load would be lost."""
        if self.close_something():
            return
        if not self.history.is_empty:
            self.action_back()
        elif self.is_costly and not self._is_warned:
            self._is_warned = True
            key = keys.shown(self, "screen.leave")
            self.tell(f"{key} again quits; what was loaded is then gone.")
        else:
            self.app.exit()
