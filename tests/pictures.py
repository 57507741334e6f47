"""From the picture that Textual exports to one that every renderer draws alike."""

import re
from html import escape, unescape

_TEXT = re.compile(
    r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" '
    r'clip-path="([^"]*)">([^<]*)</text>'
)
_WORD = re.compile(r"[^\xa0 ]+(?:[\xa0 ][^\xa0 ]+)*")
CELL = 12.2
"""Width of a cell in the exported picture."""


def steady(picture: str) -> str:
    """The picture with every word at its own place.

    Some renderers drop the blanks that a piece of text begins with, or stretch it: then the
    columns slide. Here no piece begins with a blank and none is stretched.
    """
    from rich.cells import cell_len

    def words(found: re.Match[str]) -> str:
        css, x, y, clip, text = found.groups()
        text = unescape(text)
        pieces = []
        for word in re.finditer(r"[^\xa0 ]+", text):
            at = float(x) + cell_len(text[: word.start()]) * CELL
            shown = escape(word.group(), quote=False)
            pieces.append(
                f'<text class="{css}" x="{at:.1f}" y="{y}" clip-path="{clip}">{shown}</text>'
            )
        return "".join(pieces)

    return _TEXT.sub(words, picture)
