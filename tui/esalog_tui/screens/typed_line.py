"""A line that is typed: its words are completed, wrong ones replaced, earlier lines recalled."""

from textual.widgets import Input

from esalog import FilterError
from esalog_tui.look import Look, Part
from esalog_tui.widgets.chips import Completions


class TypedLine:
    """What was typed into one input so far, and what is wrong with what stands there now."""

    def __init__(self) -> None:
        self.earlier: list[str] = []  # the newest last
        self.error: FilterError | None = None
        self._at = 0
        self._recalled = ""

    def begin(self) -> None:
        """Type anew."""
        self._at, self._recalled, self.error = len(self.earlier), "", None

    def remember(self, typed: str) -> None:
        """Keep a line to be recalled, as the newest one."""
        self.earlier = [*(line for line in self.earlier if line != typed), typed]

    def move(self, entry: Input, drop: Completions, step: int) -> None:
        """Choose another completion; with nothing typed, an earlier line, as a shell does."""
        is_recalled = bool(self._recalled) and entry.value == self._recalled
        if drop.words and not is_recalled and (entry.value or step > 0):
            drop.choose(step)
            return
        self._at = max(0, min(len(self.earlier), self._at + step))
        at_end = self._at == len(self.earlier)
        self._recalled = entry.value = "" if at_end else self.earlier[self._at]
        entry.cursor_position = len(entry.value)

    def take(self, entry: Input, drop: Completions) -> None:
        """Take what was meant in place of what is wrong, or the completion that is chosen."""
        error = self.error
        if error is not None and error.suggestion:
            start, end, word = error.start, error.end, error.suggestion
        elif drop.words:
            start, end, word = drop.start, entry.cursor_position, drop.words[drop.chosen][0]
        else:
            return
        entry.value = entry.value[:start] + word + entry.value[end:]
        entry.cursor_position = start + len(word)

    def complaint(self, look: Look) -> list[Part]:
        """What is wrong, and what may have been meant."""
        if self.error is None:
            return []
        mark = look.marks["failed"]
        parts: list[Part] = [(mark.glyph, mark.role), (f" {self.error.message}", "bad")]
        if self.error.suggestion:
            parts += [
                ("   did you mean ", "muted"), (self.error.suggestion, "key"),
                ("  Tab", "key"), (" takes it", "muted"),
            ]  # fmt: skip
        return parts
