"""Makes text of a log drawable: the only door between what strangers wrote and the terminal.

Whatever could move the cursor, recolour the screen or hide what follows is replaced by something
visible; what is stored, copied or exported stays as it came.
"""

import re
from collections.abc import Iterator

LONGEST = 4096
"""Characters of one text that are drawn; the rest is counted (`…+n`)."""

TAB = 8


def _named(code: int) -> str:
    return f"<{code:04X}>"


_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_BYTES = {code: f"\\x{code - 0xDC00:02X}" for code in range(0xDC80, 0xDD00)}
"""Bytes that are no UTF-8 come as lone surrogates (PEP 383)."""

_UNSEEN = (
    (0x80, 0x9F),  # C1: CSI, OSC and their like in one character
    (0xAD, 0xAD),  # soft hyphen
    (0x61C, 0x61C),  # Arabic letter mark
    (0x180E, 0x180E),
    (0x200B, 0x200F),  # zero width, direction marks
    (0x2028, 0x202E),  # line ends, direction embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, direction isolates
    (0xD800, 0xDFFF),  # lone surrogates
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),  # tags
)
_DRAWN: dict[int, str] = (
    {code: _named(code) for first, last in _UNSEEN for code in range(first, last + 1)}
    | _BYTES
    | _CONTROLS
)
_STRANGE = re.compile(
    "[\x00-\x1f\x7f" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSEEN) + "]+"
)


def safe(text: str, limit: int = LONGEST) -> str:
    """The text as it may be drawn: one line, nothing a terminal obeys, at most `limit` long."""
    return "".join(piece for piece, _ in pieces(text, limit))


def pieces(text: str, limit: int = LONGEST) -> Iterator[tuple[str, bool]]:
    """The drawable text in pieces `(text, is_strange)`; a strange one stands for what is unseen.

    A text longer than `limit` characters ends with a strange `…+n`, n being those not drawn.
    """
    left_out = len(text) - limit
    if left_out > 0:
        text = text[:limit]
    if "\t" in text:
        text = text.expandtabs(TAB)
    at = 0
    for found in _STRANGE.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], False
        yield found.group().translate(_DRAWN), True
        at = found.end()
    if at < len(text):
        yield text[at:], False
    if left_out > 0:
        yield f"…+{left_out}", True
