"""Text without case and accents, as it is compared; the index folds in the same way in SQL."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache


def folded(text: str) -> str:
    """The text in small letters without accents."""
    return text.lower() if text.isascii() else folded_places(text)[0]


def folded_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters and its end the index in `text`."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    parts = [_letter(letter) for letter in text]
    places = [index for index, part in enumerate(parts) for _ in part]
    return "".join(parts), [*places, len(text)]


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    bare = (part for part in unicodedata.normalize("NFD", letter.lower()) if not _is_accent(part))
    return unicodedata.normalize("NFC", "".join(bare))


def _is_accent(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"
