"""The command line: `:` and a command, completed while it is typed, told when it is wrong."""

import re
from typing import Any

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from esalog import FilterError
from esalog_tui import keys, text
from esalog_tui.cells import said
from esalog_tui.look import Part
from esalog_tui.screens.command_table import COMMANDS, Command, meant
from esalog_tui.screens.explaining import Fields
from esalog_tui.screens.obeying import Obeying
from esalog_tui.screens.typed_line import TypedLine
from esalog_tui.widgets.chips import Completions
from esalog_tui.widgets.drawing import OneRow
from esalog_tui.widgets.entries import CommandEntry
from esalog_tui.widgets.pane import Pane

_PLACE = re.compile(r"-?\d.*|(?:mid|icid|dcid):.*", re.IGNORECASE)
"""What can only be a place to go to, so that `goto` need not be typed."""


class Commanding(Obeying):
    """The part of the screen that takes commands."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._commands = TypedLine()
        self._left: Widget | None = None  # what had the focus, and gets it back

    @property
    def is_commanding(self) -> bool:
        """Whether a command is being typed."""
        return self.has_class("-commanding")

    def action_command(self) -> None:
        """Type a command."""
        self._left = self.focused
        self.commanded = self.focused if isinstance(self.focused, Pane) else None
        self._commands.earlier = self.memory.commands
        self._commands.begin()
        self._type_command("")

    def _type_command(self, typed: str, error: FilterError | None = None) -> None:
        """Let a command be typed, or the rest of one, or one that is wrong be mended."""
        self.add_class("-commanding")
        entry = self.query_one(CommandEntry)
        with self.prevent(Input.Changed):
            entry.value = typed
        entry.cursor_position = len(typed)
        self.set_focus(entry)  # at once: the next keys may have come already
        self._commands.error = error
        self.call_later(self.complete_command)  # when the keys are those of the input

    @on(CommandEntry.Emptied, "#command")
    def action_leave_command(self) -> None:
        """Type no more."""
        self.remove_class("-commanding")
        self.query_one("#command-words", Completions).show((), 0, 0)
        (self._left or self.main).focus()

    @on(Input.Changed, "#command")
    def _command_typed(self, event: Input.Changed) -> None:
        if self.is_commanding:
            self._commands.error = self._error(event.value, is_done=False)
            self.complete_command()

    def _error(self, typed: str, *, is_done: bool) -> FilterError | None:
        """What is wrong with a command, as far as it is typed or as a whole."""
        name, blank, rest = typed.partition(" ")
        if _PLACE.fullmatch(typed):
            return None
        try:
            command = meant(name)
        except FilterError as error:
            is_begun = any(command.name.startswith(name.lower()) for command in COMMANDS)
            return error if is_done or blank or not is_begun else None
        found = command.error(self, rest, is_done=is_done)
        return _shifted(found, len(name) + 1) if found else None

    def complete_command(self) -> None:
        """Offer what may come next, and say what the command is or what is wrong with it."""
        if not self.is_commanding:  # what was asked for came too late
            return
        entry, drop = self.query_one(CommandEntry), self.query_one("#command-words", Completions)
        typed = entry.value[: entry.cursor_position]
        name, blank, rest = typed.partition(" ")
        if blank:
            command = self._meant(name)
            words = command.fitting(self, rest) if command else []
            start = len(name) + 1 + (command.start(rest) if command else 0)
        else:
            command, start = self._meant(name), 0
            words = [
                (one.name, f"{one.takes}  {one.sentence}".strip(), "")
                for one in COMMANDS
                if one.name.startswith(name.lower()) and one.name != name.lower()
            ]
        drop.show(words, entry.region.x + start, start)
        self._tell_command(command)

    @staticmethod
    def _meant(name: str) -> Command | None:
        try:
            return meant("goto" if _PLACE.fullmatch(name) else name)
        except FilterError:
            return None

    def _tell_command(self, command: Command | None) -> None:
        parts = self._commands.complaint(self.look)
        if not parts and command is not None:
            parts = [(command.name, "key"), (f" {command.takes}".rstrip(), "text"),
                     (f"   {command.sentence}", "muted")]  # fmt: skip
        elif not parts:
            complete, leave = (
                keys.shown(self, f"command.{name}") for name in ("complete", "leave")
            )
            parts = [(complete, "key"), (" complete  ", "muted"), ("Enter", "key"),
                     (" alone: all commands by their words  ", "muted"), (leave, "key"),
                     (" leave", "muted")]  # fmt: skip
        self.query_one("#command-note", OneRow).show(parts)

    def action_complete_command(self) -> None:
        """Take what was meant, or the completion that is chosen."""
        entry = self.query_one(CommandEntry)
        self._commands.take(entry, self.query_one("#command-words", Completions))

    def action_recall_command(self, step: int) -> None:
        """Choose another completion; with nothing typed, an earlier command."""
        entry = self.query_one(CommandEntry)
        self._commands.move(entry, self.query_one("#command-words", Completions), step)

    @on(Input.Submitted, "#command")
    def _command_entered(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if not typed:
            self.action_leave_command()
            self.app.action_command_palette()
            return
        if _PLACE.fullmatch(typed):
            typed = f"goto {typed}"
        self._commands.error = self._error(typed, is_done=True)
        if self._commands.error is None:
            self.memory.commanded(typed)
            self.remember()
            self.action_leave_command()
            self.call_later(self._obey, typed)  # when the pane has the focus again
        else:
            self._tell_command(None)

    def _obey(self, typed: str) -> None:
        name, _, rest = typed.partition(" ")
        command = meant(name)
        if command.needs_log and self.has_class("-empty"):
            self.tell("No log is open.")
            return
        try:
            command.run(self, rest.strip())
        except FilterError as error:
            self._type_command(typed, _shifted(error, len(name) + 1))

    def list_commands(self) -> None:
        """All commands, what they take and do."""
        longest = max(len(f"{one.name} {one.takes}") for one in COMMANDS)
        rows: list[list[Part]] = [
            [(f" {one.name}", "key"),
             *said(text.pad(f" {one.takes}", longest + 2 - len(one.name)), "text"),
             (one.sentence, "muted")]
            for one in COMMANDS
        ]  # fmt: skip
        self.app.push_screen(Fields(self.look, "Commands", rows))


def _shifted(error: FilterError, by: int) -> FilterError:
    return FilterError(error.message, error.start + by, error.end + by, error.suggestion)
