"""The filter row: chips with their counts, and while one types the input with its completions."""

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from textual import events, message

from esalog_tui import keys
from esalog_tui.cells import said
from esalog_tui.history import Sieve
from esalog_tui.look import Look, Part
from esalog_tui.safe import safe
from esalog_tui.text import fit, number, pad
from esalog_tui.widgets.drawing import Drawn, spread, width_of

FAILURES = "failures only"

LONGEST = 40
"""Cells of a chip's words; a longer one is cut."""


class Chips(Drawn):
    """`filter  dir:out 412   tls:failed 96   & add          Ctrl-T all off`."""

    class Clicked(message.Message):
        """A chip was clicked."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.sieve = Sieve()
        self.counts: Mapping[str, int] = {}
        self.is_typing = False

    def show(self, sieve: Sieve, counts: Mapping[str, int], *, is_typing: bool = False) -> None:
        """Show the chips of a sieve, with how many rows each one alone leaves."""
        self.sieve, self.counts, self.is_typing = sieve, counts, is_typing
        self.styles.width = width_of(self._chips()) if is_typing else "1fr"
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The one row."""
        if self.is_typing:
            return [self._chips()]
        add: list[Part] = [(keys.shown(self.screen, "look.filter"), "key"), (" add", "muted")]
        word = " all on " if self.sieve.is_open else " all off "
        off: list[Part] = [(keys.shown(self.screen, "look.sieve"), "key"), (word, "muted")]
        return [spread([*self._chips(), *add], off, width)]

    def _chips(self) -> list[Part]:
        parts: list[Part] = [(" filter ", "muted")]
        if self.sieve.failures:
            parts += [(f" ! {FAILURES}{self._amount(FAILURES)} ", "chip"), ("  ", "text")]
        for chip in self.sieve.chips:
            amount = self._amount(chip.text)
            if chip.is_on:
                parts += [
                    (" ", "chip"),
                    *said(fit(chip.text, LONGEST), "chip"),
                    (f"{amount} ", "chip"),
                ]
            else:
                parts += [
                    (" ", "text"),
                    *said(fit(chip.text, LONGEST), "chip-off"),
                    (f"{amount} ", "faint"),
                ]
            parts.append(("  ", "text"))
        return parts

    def _amount(self, words: str) -> str:
        count = self.counts.get(words)
        return "" if count is None else f" {number(count)}"

    def on_click(self, event: events.Click) -> None:
        """Tell which chip was clicked."""
        at = 0
        for text, _ in self._chips():
            if at <= event.x < at + cell_len(text):
                chip = next((c.text for c in self.sieve.chips if fit(c.text, LONGEST) == text), "")
                if chip or FAILURES in text:
                    self.post_message(self.Clicked(chip))
            at += cell_len(text)


class FilterNote(Drawn):
    """The row under the input: what is wrong with the filter, before Enter."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: Sequence[Part] = ()
        self.indent = 0

    def show(self, parts: Sequence[Part], indent: int) -> None:
        """Show a note under the place it is about."""
        self.parts, self.indent = parts, indent
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The one row: the note at the left, the two keys at the right."""
        apply, leave = (keys.shown(self.screen, f"filter.{name}") for name in ("apply", "leave"))
        right: list[Part] = [(apply, "key"), (" apply   ", "muted"), (leave, "key"),
                             (" leave ", "muted")]  # fmt: skip
        if width_of(right) + width_of(self.parts) + 3 > width:
            right = []
        room = width - width_of(right) - width_of(self.parts) - 1
        indent = max(1, min(self.indent, room))
        return [spread([(" " * indent, "text"), *self.parts], right, width)]


Offer = tuple[str, str, str]
"""A word that can be taken, what it means, and an example."""


class Completions(Drawn):
    """Words that fit what is typed, dropped down under the input; one of them is chosen."""

    LEAST, WIDTH = 60, 110
    MOST = 7
    """Words that are seen at once; more where the screen has many rows."""

    def __init__(self, look: Look, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self.words: Sequence[Offer] = ()
        self.chosen = 0
        self.start = 0
        self.most = self.MOST

    def show(self, words: Sequence[Offer], x: int, start: int) -> None:
        """Show words, from column x; they take the place of what is typed from `start` on."""
        self.words, self.chosen, self.start = words, 0, start
        self.display = bool(words)
        self.most = max(self.MOST, self.app.size.height // 2)
        self.styles.height = max(1, min(len(words), self.most + 1))
        wide = sum(_widest(column) for column in zip(*words, strict=True)) + 6
        width = min(max(wide, self.LEAST), self.WIDTH, self.app.size.width - 2)
        self.styles.width = width
        self.styles.offset = (max(0, min(x, self.app.size.width - width - 1)), 0)
        self.refresh()

    def choose(self, step: int) -> None:
        """Choose the next or previous word."""
        if self.words:
            self.chosen = (self.chosen + step) % len(self.words)
            self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """A row a word; when there are more than are seen, a last row says so."""
        count = len(self.words)
        seen = count if count <= self.most + 1 else self.most
        first = max(0, min(self.chosen - seen // 2, count - seen))
        shown = self.words[first : first + seen]
        longest = min(60, _widest([word for word, _, _ in shown]))
        behind = _widest([example for _, _, example in shown])
        room = max(20, width - longest - behind - 6)
        rows = [
            self._row(first + at, pad(fit(safe(word), 60), longest + 2), meaning, example, room)
            for at, (word, meaning, example) in enumerate(shown)
        ]
        if seen < count:
            rows.append([(f"  {number(self.chosen + 1)} of {number(count)}", "faint")])
        return rows

    def _row(self, at: int, word: str, meaning: str, example: str, room: int) -> list[Part]:
        is_chosen = at == self.chosen
        return [
            (self.look.cursor if is_chosen else " ", "accent"),
            (word, "key" if is_chosen else "accent"),
            *said(pad(fit(meaning, room), room + 2), "muted"),
            *said(example, "text"),
        ]


def _widest(texts: Iterable[str]) -> int:
    return max((cell_len(safe(text)) for text in texts), default=0)
