"""A screenful of words where there is nothing to list: no log yet, or one of another kind."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from esalog_tui import keys
from esalog_tui.cells import said
from esalog_tui.look import Look, Part
from esalog_tui.safe import safe
from esalog_tui.text import fit, number, pad
from esalog_tui.widgets.drawing import Drawn, width_of

_CHIP = 40
"""Cells of a chip's words."""

ACTION = "action"
"""Role of a part that names an action by its id: its key stands there."""


class Notice(Drawn, can_focus=True):
    """A block of rows in the middle of the pane."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("6", "screen.plain", "lines", tooltip="read it as plain lines", id="lines.plain"),
        Binding("a", "screen.add", "add a file", tooltip="add a file", id="screen.add"),
        Binding("d", "screen.demo", "demo", tooltip="a made-up log", id="screen.demo"),
        Binding("ctrl+p", "app.command_palette", "commands", tooltip="all commands",
                id="screen.palette"),
        Binding("q", "screen.leave", "quit", tooltip="quit", id="screen.leave"),
    ]  # fmt: skip

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.block: Sequence[Sequence[Part]] = ()

    def show(self, block: Sequence[Sequence[Part]]) -> None:
        """Show these rows."""
        self.block = block
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The rows, with blank ones above and blanks before them."""
        above = max(0, (self.size.height - len(self.block)) // 2 - 1)
        widest = max((width_of(row) for row in self.block), default=0)
        before: Part = (" " * max(1, (width - widest) // 2), "text")
        return [*([()] * above), *([before, *map(self._keyed, row)] for row in self.block)]

    def plain(self) -> list[str]:
        """The rows as text."""
        return ["".join(self._keyed(part)[0] for part in row) for row in self.block]

    def _keyed(self, part: Part) -> Part:
        """A part as it is drawn: where an action is named, its key."""
        named, role = part
        return (keys.shown(self.screen, named), "key") if role == ACTION else part


def empty(width: int) -> list[list[Part]]:
    """What the app is, three commands, two keys."""
    commands = (
        ("esalog mail.current", "one log"),
        ("esalog /logs/*.s mail.current", "many, also compressed"),
        ("ssh gateway … | esalog -", "from a pipe"),
    )
    return [
        [("Where did this mail go, and was it encrypted?", "strong")],
        [],
        [("esalog reads the mail logs of Cisco email gateways and shows every", "muted")],
        [("message, connection and TLS result, with the raw lines behind them.", "muted")],
        [],
        *([(command.ljust(32), "accent"), (meaning, "muted")] for command, meaning in commands),
        [],
        [("screen.add", ACTION), ("  add a file      ", "muted"),
         ("screen.demo", ACTION), ("  look at a made-up log", "muted")],
    ]  # fmt: skip


def nothing_read(problems: Sequence[tuple[str, str]], look: Look) -> list[list[Part]]:
    """Nothing could be read: each file and what was wrong with it."""
    mark = look.marks["failed"]
    rows: list[list[Part]] = [
        [(mark.glyph, mark.role), (" Nothing could be read.", "strong")],
        [],
    ]
    for path, reason in problems[:6]:
        rows.append([*said(path, "text"), (": ", "muted"), *said(reason, "muted")])
    if len(problems) > 6:
        rows.append([(f"and {number(len(problems) - 6)} more, see 7 Sources", "muted")])
    return [*rows, [], _keys()]


def stranger(
    lines: int, tried: Sequence[tuple[str, str, int]], begins: Sequence[str], look: Look
) -> list[list[Part]]:
    """The file is no mail log: what was tried, and its first lines."""
    mark = look.marks["failed"]
    title = " This does not look like a mail log of a Cisco gateway."
    rows: list[list[Part]] = [
        [(mark.glyph, mark.role), (title, "strong")],
        [],
        [(f"0 of {number(lines)} lines were understood. Tried:", "muted")],
    ]
    for name, example, count in tried:
        rows.append([(f"  {name:<16}", "text"), (f"{example:<44}", "muted"),
                     (f"{number(count):>6} lines", "faint")])  # fmt: skip
    rows += [[], [("The file begins:", "muted")]]
    for line in begins[:2]:
        rows.append([(f"  {look.tied} ", "faint"), *said(fit(safe(line), 64), "muted")])
    return [*rows, [], _keys(("lines.plain", "read it as plain lines"))]


def nothing_left(chips: Sequence[tuple[str, int | None]], rows_called: str) -> list[list[Part]]:
    """A filter left nothing: how many rows each chip alone would leave."""
    rows: list[list[Part]] = [[(f"No {rows_called} left.", "strong")], []]
    for chip, count in chips:
        amount = "" if count is None else f"leaves {number(count)} by itself"
        rows.append([*said(pad(fit(chip, _CHIP), _CHIP + 2), "text"), (amount, "muted")])
    off: list[Part] = [("look.sieve", ACTION), ("  all filters off     ", "muted")]
    return [*rows, [], [*off, ("look.chips", ACTION), ("  one of them", "muted")]]


def nothing_here(rows_called: str, lines: int) -> list[list[Part]]:
    """A log without such rows."""
    where = "in this log" if lines else "yet: the log has no lines"
    return [[(f"No {rows_called} {where}.", "strong")]]


def _keys(*more: tuple[str, str]) -> list[Part]:
    pairs = [*more, ("screen.add", "add another file"), ("screen.leave", "quit")]
    return [part for named, word in pairs for part in ((named, ACTION), (f"  {word}    ", "muted"))]
