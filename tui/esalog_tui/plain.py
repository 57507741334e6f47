"""Plain characters: what a terminal without any beyond ASCII shows in place of the app's signs.

It is done to what is painted, whoever painted it, so no border, bar or popup can be forgotten.
Letters of the log that are not ASCII stay as they are.
"""

from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS: Final = {
    "~": "…",
    "-": "·–—─━┄╌═╍▔▀",
    "_": "▁▂▃▄",
    "=": "▅▆▇",
    "|": "│┃║╏▌▐▍▎▏▊▋▉▕",
    "+": "╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝┏┓┗┛▗▖▝▘▛▜▙▟",
    "#": "█",
    "^": "↑▲",
    "v": "↓▼▾",
    ">": "→▸",
    "<": "←",
    "*": "•●◆",
    "o": "◌○",
    " ": "\xa0",
    "?": "".join(chr(0x2400 + code) for code in (*range(0x20), 0x21)),
    "/ ": "🔎",
}
"""A plain character, and the signs as wide as it that it stands for; all control pictures share
one, as there is none for each."""

_PLAIN: Final = str.maketrans({sign: plain for plain, signs in _SIGNS.items() for sign in signs})


def plain(text: str) -> str:
    """The text with the app's signs replaced by plain ones, as wide as it was."""
    return text if text.isascii() else text.translate(_PLAIN)


class Plain(LineFilter):
    """Lets nothing pass that `plain` replaces."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a row in plain characters."""
        return [
            segment if segment.text.isascii() else Segment(plain(segment.text), *segment[1:])
            for segment in segments
        ]
