"""The commands of the command line: one entry each, which is its completion, its help and its deed.

A command takes what is typed behind its name. It raises `FilterError` when that makes no sense; the
places in it count from the beginning of what is behind the name.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from esalog import FilterError
from esalog.query.values import nearest
from esalog_tui.paths import named_path
from esalog_tui.screens.sifting import filter_error, last_word
from esalog_tui.views import BY_NAME
from esalog_tui.widgets.chips import Offer

if TYPE_CHECKING:
    from esalog_tui.screens.commanding import Commanding

Run = Callable[["Commanding", str], object]
Offers = Callable[["Commanding", str], Iterable[Offer]]


@dataclass(frozen=True, slots=True)
class Command:
    """A name, what it takes, a sentence, what it does, and what it offers while one types.

    With `what` its words must be among those that are offered, and that is what they are called.
    With `is_whole` all that is behind the name is one word, as a path with blanks. Without
    `needs_log` it makes sense where no log is open, too.
    """

    name: str
    takes: str
    sentence: str
    run: Run
    offers: Offers = lambda screen, rest: ()
    what: str = ""
    is_whole: bool = False
    needs_log: bool = True

    def start(self, rest: str) -> int:
        """Where the word begins that is being typed behind the name."""
        if self.is_whole:
            return 0
        return last_word(rest) if self.name == "filter" else rest.rfind(" ") + 1

    def fitting(self, screen: "Commanding", rest: str) -> list[Offer]:
        """What is offered for the word that is being typed."""
        typed = rest[self.start(rest) :].lower()
        return [
            offer
            for offer in self.offers(screen, rest)
            if offer[0].lower().startswith(typed) and offer[0].lower() != typed
        ]

    def error(self, screen: "Commanding", rest: str, *, is_done: bool) -> FilterError | None:
        """What is wrong with what stands behind the name; words still typed may be incomplete."""
        if is_done and not rest and self.takes and not self.takes.startswith("["):
            return FilterError(f"{self.name} needs {self.takes}", 0, 0)
        if self.name == "filter":
            return filter_error(rest)
        ends = [found.span() for found in re.finditer(r"\S+", rest)] if self.what else []
        for start, end in [(0, len(rest))] if self.is_whole and ends else ends:
            word = rest[start:end].lower()
            names = [name.lower() for name, _, _ in self.offers(screen, rest[:end])]
            is_typed = end == len(rest) and not is_done
            if word not in names and not (is_typed and any(one.startswith(word) for one in names)):
                words = f"unknown {self.what} '{rest[start:end]}'"
                return FilterError(words, start, end, nearest(word, names))
        return None


def _does(action: str) -> Run:
    """Do what a key does."""
    return lambda screen, rest: screen.call_later(screen.run_action, action)


_TIMES: Final = (
    ("-1h", "an hour before the end of the log", ""),
    ("-3h", "", ""),
    ("-1d", "a day before the end", ""),
    ("-1w", "a week before the end", ""),
    ("10:15", "on the last day", ""),
    ("2025-03-03", "a day", ""),
    ("2025-03-03T10:15", "a minute", ""),
)


def _places(screen: "Commanding", rest: str) -> Iterable[Offer]:
    yield from (
        ("10:15", "a time of the day of the cursor", ""),
        ("2025-03-03T10:15", "a time", ""),
        ("-3h", "a time before the end of the log", ""),
        ("500", "a line by its number", ""),
        ("50%", "a share of this list", ""),
    )
    yield from _ids(screen, rest)


def _ids(screen: "Commanding", rest: str) -> Iterable[Offer]:
    return (
        ("mid:", "a message", "mid:500187"),
        ("icid:", "an injection", "icid:48211"),
        ("dcid:", "a delivery", "dcid:61020"),
    )


def _filters(screen: "Commanding", rest: str) -> Iterable[Offer]:
    return screen.fitting(rest[last_word(rest) :], screen.complete_command)


def _sorts(screen: "Commanding", rest: str) -> Sequence[Offer]:
    if " " in rest.lstrip():
        return (("up", "smallest first", ""), ("down", "largest first", ""))
    table = screen.table
    return [(name, heading.lower(), "") for name, heading in table.headings()] if table else ()


def _columns(screen: "Commanding", rest: str) -> Sequence[Offer]:
    table = screen.table
    return [(name, heading.lower(), "") for name, heading in table.column_names()] if table else ()


def _views(screen: "Commanding", rest: str) -> Sequence[Offer]:
    return [(view.name, view.title, f"key {view.digit}") for view in BY_NAME.values()]


def _themes(screen: "Commanding", rest: str) -> Sequence[Offer]:
    return [(name, "now" if name == screen.app.theme else "", "")
            for name in sorted(screen.app.available_themes)]  # fmt: skip


def _presets(screen: "Commanding", rest: str) -> Sequence[Offer]:
    return [(preset.name, preset.filter, preset.group) for preset in screen.settings.presets]


def _names(screen: "Commanding", rest: str) -> Sequence[Offer]:
    return [(command.name, command.sentence, "") for command in COMMANDS]


PATHS: Final = 50
"""Files that are offered at most."""


def _files(screen: "Commanding", rest: str) -> Sequence[Offer]:
    """Files and folders whose names begin with what is typed."""
    typed = named_path(rest)
    folder, begins = (typed, "") if rest.endswith("/") else (typed.parent, typed.name)
    kept = rest[: rest.rfind("/") + 1]
    try:
        names = sorted(path.name for path in folder.iterdir() if path.name.startswith(begins))
    except OSError:
        return ()
    seen = [name for name in names if begins or not name.startswith(".")][:PATHS]
    return [(f"{kept}{name}{'/' * (folder / name).is_dir()}", "", "") for name in seen]


COMMANDS: Final = (
    Command("goto", "TIME | LINE | % | ID", "go to a time, a line, a share or a record",
            lambda screen, rest: screen.go_to_place(rest), _places),
    Command("since", "[TIME]", "only from this time on; without one, from the beginning",
            lambda screen, rest: screen.bound("since:", rest), lambda screen, rest: _TIMES),
    Command("until", "[TIME]", "only up to this time; without one, to the end",
            lambda screen, rest: screen.bound("until:", rest), lambda screen, rest: _TIMES),
    Command("filter", "[WORDS]", "only what fits, and nothing else; without words, everything",
            lambda screen, rest: screen.filter_by(rest), _filters),
    Command("clear", "", "all filters off, and on again", _does("sieve")),
    Command("failures", "", "only failures, on and off", _does("failures")),
    Command("preset", "[NAME]", "filter by a filter that has a name",
            lambda screen, rest: screen.use_named(rest), _presets, "preset", is_whole=True),
    Command("sort", "[COLUMN [up|down]]", "sort the list; the same column again: turned round",
            lambda screen, rest: screen.sort_as(rest), _sorts, "column"),
    Command("columns", "[COLUMN ...]", "show these columns; without names: choose",
            lambda screen, rest: screen.show_columns(rest.split()), _columns, "column"),
    Command("view", "NAME", "another view",
            lambda screen, rest: _does(f"view('{rest.lower()}')")(screen, rest), _views, "view",
            is_whole=True),
    Command("find", "[WORDS]", "find anything, typing errors included",
            lambda screen, rest: screen.action_find(rest)),
    Command("trace", "ID", "the trace of a record",
            lambda screen, rest: screen.open_record(rest), _ids),
    Command("open", "FILE", "load one more file, folder or pattern",
            lambda screen, rest: screen.open_file(rest), _files, is_whole=True,
            needs_log=False),
    Command("follow", "", "show what is written to the files, or stop that", _does("follow")),
    Command("export", "[FILE]", "all rows of this view into a file",
            lambda screen, rest: screen.export_to(rest) if rest else screen.action_export(),
            _files, is_whole=True),
    Command("ticket", "[FILE]", "this trace into a file, as Markdown",
            lambda screen, rest: screen.action_ticket(rest), _files, is_whole=True),
    Command("redact", "", "leave people out of what is copied and exported", _does("redact")),
    Command("copy", "", "copy what the pane shows, or what is marked", _does("copy")),
    Command("print", "", "print it on the plain screen", _does("print")),
    Command("note", "[WORDS]", "a note on this row",
            lambda screen, rest: screen.action_note(rest)),
    Command("marks", "", "list of marks and notes", _does("marks")),
    Command("wrap", "", "wrap long lines, or cut them", _does("wrap")),
    Command("where", "", "where am I", _does("where")),
    Command("mouse", "", "the mouse for esalog, or for the terminal to select with",
            _does("app.mouse"), needs_log=False),
    Command("theme", "[NAME]", "other colours",
            lambda screen, rest: screen.use_theme(rest), _themes, "theme", is_whole=True,
            needs_log=False),
    Command("help", "", "all commands", lambda screen, rest: screen.list_commands(),
            needs_log=False),
    Command("keys", "", "all keys", _does("help"), needs_log=False),
    Command("quit", "", "quit", _does("app.quit"), needs_log=False),
)  # fmt: skip
"""All commands, in the order in which they are offered."""

BY_COMMAND: Final = {command.name: command for command in COMMANDS}


def meant(name: str) -> Command:
    """The command of a name or of the beginning of only one. Raises `FilterError`."""
    begun = [command for command in COMMANDS if command.name.startswith(name.lower())]
    if name.lower() in BY_COMMAND:
        return BY_COMMAND[name.lower()]
    if len(begun) == 1 and name:
        return begun[0]
    if begun:
        several = ", ".join(command.name for command in begun[:4])
        raise FilterError(f"'{name}' can be {several}", 0, len(name))
    near = nearest(name.lower(), list(BY_COMMAND))
    raise FilterError(f"unknown command '{name}'", 0, len(name), near)
