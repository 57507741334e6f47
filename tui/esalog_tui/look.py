"""What things look like, apart from colour: the marks of TLS, the lines of trees, the bars.

Colours are not here: a part of a row names its role, and the style sheet gives the role a colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from esalog import STATES

Part = tuple[str, str]
"""A piece of text and the role it is drawn in."""

ROLES: Final = set[str](
    {
        "text",
        "strong",  # bold text
        "muted",  # second-rank text
        "faint",  # zeros and hints: nothing that is needed
        "accent",  # can be pressed, can be jumped to
        "key",  # the same in bold
        "good",
        "bad",
        "bad-strong",
        "warn",
        "warn-strong",
        "hit",  # what a search found
        "heading",
        "title",
        "title-focus",
        "rule",
        "rule-focus",
        "cursor",
        "cursor-blur",
        "active-tab",
        "chip",
        "chip-off",
        "banner",
        "graph",
        "graph-bad",
        "track",
        "cell",  # of the time line, under its cursor
    }
)
"""Component classes of every widget that draws; `app.tcss` has their colours."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one TLS state is drawn: its glyph, its short word in a cell, its words in a sentence."""

    glyph: str
    short: str
    words: str
    role: str
    word_role: str


@dataclass(frozen=True, slots=True)
class Look:
    """The set of characters the app draws with; `ASCII` needs none beyond ASCII."""

    marks: dict[str, Mark]
    rule: str = "─"
    cursor: str = "▌"
    tied: str = "│"
    marked: str = "◆"
    branch: str = "├─ "
    last: str = "└─ "
    trunk: str = "│  "
    opened: str = "▾"
    closed: str = "▸"
    up: str = "▲"
    down: str = "▼"
    bar: str = "━"
    track: str = "━"
    dot: str = "●"
    ring: str = "◌"
    between: str = "·"
    to: str = "→"
    dash: str = "–"
    sparks: str = " ▁▂▃▄▅▆▇"

    @property
    def is_plain(self) -> bool:
        """Whether nothing beyond ASCII is drawn."""
        return self.rule.isascii()

    def mark(self, state: str | None) -> Mark:
        """The mark of a TLS state; of none, when nothing was attempted, a blank one."""
        return self.marks.get(state or "", _NOTHING)

    def spark(self, value: int, most: int) -> str:
        """The bar of one cell of a sparkline; whatever is not zero can be seen."""
        if value <= 0 or most <= 0:
            return self.sparks[0]
        return self.sparks[max(1, round(value / most * (len(self.sparks) - 1)))]


UNFAILED = "mixed unfailed"
"""The mark of a message whose recipients differ, while TLS failed for none."""

_NOTHING = Mark("", "", "", "muted", "muted")


def _marks(glyphs: dict[str, str]) -> dict[str, Mark]:
    table = {
        "success": ("", "TLS", "good", "muted"),
        "failed": ("failed", "TLS failed", "bad-strong", "bad-strong"),
        "fallback": ("clear", "in clear", "warn", "warn"),
        "none": ("no TLS", "no TLS", "muted", "muted"),
        "unknown": ("unknown", "unknown", "muted", "muted"),
        "internal": ("", "made here", "muted", "muted"),
        "mixed": ("mixed", "mixed", "bad-strong", "bad-strong"),
    }
    marks = {state: Mark(glyphs[state], *row) for state, row in table.items()}
    return marks | {UNFAILED: replace(marks["mixed"], role="warn", word_role="warn")}


UNICODE: Final = Look(_marks({name: state.glyph for name, state in STATES.items()}))
ASCII: Final = Look(
    _marks({name: state.ascii for name, state in STATES.items()}),
    rule="-",
    cursor=">",
    tied="|",
    marked="*",
    branch="|- ",
    last="`- ",
    trunk="|  ",
    opened="v",
    closed=">",
    up="^",
    down="v",
    bar="=",
    track="-",
    dot="*",
    ring="o",
    between="-",
    to="->",
    dash="-",
    sparks=" .,:;+x#",
)


def has_signs(encoding: str, environment: Mapping[str, str]) -> bool:
    """Whether a terminal is said to show the signs of `UNICODE`.

    Where the locale is C, Python writes UTF-8 all the same; nobody said that it will be read so.
    """
    named = (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    if next(filter(None, named), "") in ("C", "POSIX"):
        return False
    try:
        "✔─▁".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def version(protocol: str | None) -> str:
    """The version of a protocol as logged: `1.2` of `TLSv1.2`, `1.0` of `TLSv1`; `SSLv3` stays."""
    number = (protocol or "").removeprefix("TLSv").removeprefix("TLS")
    return "1.0" if number == "1" else number


def tls_cell(look: Look, state: str | None, protocol: str | None, width: int) -> list[Part]:
    """A TLS state in a column: glyph and word, or the glyph alone, centred, below 9 cells."""
    mark = look.mark(state)
    if not mark.glyph:
        return []
    if width < 9:
        return [(" " + mark.glyph, mark.role)]
    word = (version(protocol) or "TLS") if state == "success" else mark.short
    return [(mark.glyph, mark.role), (" " + word, mark.word_role)] if word else [mark_only(mark)]


def tls_words(look: Look, state: str | None, protocol: str | None) -> list[Part]:
    """A TLS state in words, for the trace and the peek: `✔ TLS 1.3`, `✘ TLS failed`."""
    mark = look.mark(state)
    if not mark.glyph:
        return []
    words = mark.words
    if state == "success" and version(protocol):
        words += " " + version(protocol)
    role = mark.word_role if state != "success" else "text"
    return [(mark.glyph, mark.role), (" " + words, role)]


def mark_only(mark: Mark) -> Part:
    """The glyph of a mark, to stand alone."""
    return (mark.glyph, mark.role)
