"""From parts, pieces of text with a role, to the strips that the terminal shows."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from esalog_tui.look import Part
from esalog_tui.safe import pieces
from esalog_tui.text import CUT, fit


class Inks:
    """The styles of roles in one widget, on the background of the role `over` or on its own.

    The roles are component classes of the screen, or of the box of a popup, not of each widget:
    Textual matches every style rule with every component class of every widget anew whenever a
    class of the screen changes.
    """

    def __init__(self, widget: Widget, over: str = "") -> None:
        self._owner = role_owner(widget)
        ground = self._owner.get_component_rich_style(over) if over else None
        self._reversed = ground if ground is not None and ground.reverse else None
        background = ground or widget.rich_style
        self._background = Style(bgcolor=background.bgcolor, underline=background.underline)
        self._styles: dict[str, Style] = {}

    @property
    def is_reversed(self) -> bool:
        """Whether the background is made by exchanging colours, as in terminal themes."""
        return self._reversed is not None

    def of(self, role: str) -> Style:
        """The style of a role; on a reversed row there is but one."""
        style = self._styles.get(role)
        if style is None:
            style = self._styles[role] = self._mixed(role)
        return style

    def _mixed(self, role: str) -> Style:
        if self._reversed is not None:
            return self._reversed
        style = self._owner.get_component_rich_style(role)
        return style if role in GROUNDED else style + self._background


GROUNDED = frozenset({"active-tab", "chip", "banner", "cell"})
"""Roles with a background of their own."""


def role_owner(widget: Widget) -> Widget:
    """The nearest node around a widget that has the roles."""
    for node in widget.ancestors_with_self:
        if isinstance(node, Widget) and "faint" in node.COMPONENT_CLASSES:
            return node
    raise LookupError(f"no roles around {widget}")


class Inked(Widget):
    """A widget that paints parts; it keeps their styles until the style sheet changes."""

    _inks: dict[str, Inks] | None = None

    def ink(self, over: str = "") -> Inks:
        """The styles of roles, on the background of the role `over`."""
        if self._inks is None:
            self._inks = {}
        inks = self._inks.get(over)
        if inks is None:
            inks = self._inks[over] = Inks(self, over)
        return inks

    def notify_style_update(self) -> None:
        """Forget styles that are no longer right."""
        super().notify_style_update()
        self._inks = None

    def paint(self, parts: Iterable[Part], width: int, over: str = "") -> Strip:
        """The parts as a strip of `width` cells, on the background of the role `over`.

        Every text passes `safe` here, so this is the one place where log text becomes drawable.
        """
        inks = self.ink(over)
        segments = [
            Segment(piece, inks.of("faint" if is_strange else role))
            for text, role in parts
            for piece, is_strange in pieces(text)
        ]
        return Strip(segments).adjust_cell_length(width, inks.of("text"))


class Drawn(Inked):
    """A widget of a few fixed rows; `rows` gives their parts, nothing else is needed."""

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The parts of each row, for so many cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One row, as a strip of the full width."""
        width = self.size.width
        rows = self.rows(width)
        return self.paint(rows[y] if y < len(rows) else (), width)


class OneRow(Drawn):
    """A row of words that are exchanged for others."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.parts: Sequence[Part] = ()

    def show(self, parts: Sequence[Part]) -> None:
        """Say something else."""
        self.parts = parts
        self.refresh()

    def rows(self, width: int) -> Sequence[Sequence[Part]]:
        """The one row, cut with `…` where it does not fit."""
        return [cut(self.parts, width)]


def width_of(parts: Iterable[Part]) -> int:
    """Cells that the parts take."""
    return sum(cell_len(text) for text, _ in parts)


def cut(parts: Iterable[Part], width: int) -> list[Part]:
    """The parts, cut with `…` at the end when they do not fit into `width` cells."""
    every = list(parts)
    if width_of(every) <= width:
        return every
    kept: list[Part] = []
    room = width - 1
    for text, role in every:
        taken = cell_len(text)
        if taken >= room:
            kept.append((fit(text + CUT, room + 1), role))
            break
        kept.append((text, role))
        room -= taken
    return kept


def spread(
    left: Sequence[Part], right: Sequence[Part], width: int, fill: Part = (" ", "text")
) -> list[Part]:
    """Left parts, right parts, and between them as much of `fill` as makes `width` cells."""
    room = width - width_of(right)
    if width_of(left) > room:
        left = cut(left, max(0, room - 1))
    return [*left, (fill[0] * max(0, room - width_of(left)), fill[1]), *right]


def cell(parts: Iterable[Part], width: int, *, is_right: bool = False) -> list[Part]:
    """The parts cut or filled to exactly `width` cells."""
    kept = cut(parts, width)
    blanks = (" " * (width - width_of(kept)), "text")
    return [blanks, *kept] if is_right else [*kept, blanks]


def mark_hits(parts: Iterable[Part], words: Sequence[str]) -> list[Part]:
    """The parts with every occurrence of a word, case apart, in the role of a hit."""
    for word in words:
        parts = [piece for part in parts for piece in _split(part, word.casefold())]
    return list(parts)


def _split(part: Part, word: str) -> list[Part]:
    text, role = part
    folded = text.casefold()
    if not word or role == "hit" or len(folded) != len(text):
        return [part]
    found, at, start = [], folded.find(word), 0
    while at >= 0:
        found += [(text[start:at], role), (text[at : at + len(word)], "hit")]
        start = at + len(word)
        at = folded.find(word, start)
    return [*found, (text[start:], role)]


def rule(
    look_rule: str, left: Sequence[Part], right: Sequence[Part], width: int, role: str
) -> list[Part]:
    """The row above a pane: `── title ───── facts ──`."""
    start: list[Part] = [(look_rule * 2 + " ", role), *left, (" ", role)] if left else []
    end: list[Part] = [(" ", role), *right, (" " + look_rule * 2, role)] if right else []
    return spread(start, end, width, (look_rule, role))


def shifted(parts: Sequence[Part], left: int) -> Sequence[Part]:
    """Parts without the first `left` characters."""
    if not left:
        return parts
    kept: list[Part] = []
    for part, role in parts:
        kept.append((part[left:], role))
        left = max(0, left - len(part))
    return kept
