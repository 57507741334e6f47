"""What can go wrong and be acted on: every error is typed, and names the file and the place."""

from dataclasses import dataclass


class EsalogError(Exception):
    """Anything this library refuses to do; its text is for a person, a line for each problem."""


class UsageError(EsalogError):
    """What was asked makes no sense, or nothing that was named can be read."""


class RoomError(EsalogError):
    """What was asked takes more memory, or more room on the disk, than there is."""


class SourceError(EsalogError):
    """A source that cannot be used at all; `place` is as in `Problem`."""

    def __init__(self, path: str, message: str, place: str = "") -> None:
        super().__init__(path, message, place)
        self.path = path
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return _line(self.path, self.place, self.message)


class FilterError(EsalogError):
    """A filter that cannot be read; `start` to `end` are the characters of it that are at fault.

    `suggestion` is what may have been meant, or empty.
    """

    def __init__(self, message: str, start: int, end: int, suggestion: str = "") -> None:
        super().__init__(message, start, end, suggestion)
        self.message = message
        self.start = start
        self.end = end
        self.suggestion = suggestion

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, while the rest was.

    `path` is the source as it was named; `place` is like `line 12` or
    `byte 40960 of the compressed file`, or empty.
    """

    path: str
    place: str
    message: str

    def __str__(self) -> str:
        return _line(self.path, self.place, self.message)


def visible(text: str) -> str:
    """The text with escapes in place of all characters that do not print, like `\\x1b`.

    What others wrote, as file names with line breaks and escape bytes, is harmless then.
    """
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def _line(*parts: str) -> str:
    return ": ".join(visible(part) for part in parts if part)
