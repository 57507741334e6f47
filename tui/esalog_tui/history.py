"""Where the person was: the chips that were on, the places jumped to, the way back."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce

from esalog import Key


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the filter that can be switched off without being forgotten."""

    text: str
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is left out: chips, and whether only failures are shown."""

    chips: tuple[Chip, ...] = ()
    failures: bool = False

    @property
    def text(self) -> str:
        """The filter of the chips that are on, in the words of the library."""
        return " ".join(chip.text for chip in self.chips if chip.is_on)

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return not self.failures and not self.text

    def with_chip(self, text: str) -> "Sieve":
        """The sieve with one more chip; one that is there already is switched on."""
        chips = tuple(chip for chip in self.chips if chip.text != text)
        return replace(self, chips=(*chips, Chip(text)))

    def with_chips(self, texts: Iterable[str]) -> "Sieve":
        """The sieve with more chips."""
        return reduce(Sieve.with_chip, texts, self)

    def without(self, text: str) -> "Sieve":
        """The sieve without a chip."""
        return replace(self, chips=tuple(chip for chip in self.chips if chip.text != text))

    def toggled(self, text: str) -> "Sieve":
        """The sieve with one chip switched."""
        chips = tuple(
            replace(chip, is_on=not chip.is_on) if chip.text == text else chip
            for chip in self.chips
        )
        return replace(self, chips=chips)

    def all_off(self) -> "Sieve":
        """The sieve with everything off, nothing forgotten."""
        return Sieve(tuple(replace(chip, is_on=False) for chip in self.chips))

    def all_on(self) -> "Sieve":
        """The sieve with every chip on."""
        return Sieve(tuple(replace(chip, is_on=True) for chip in self.chips))


def bound(word: str, time: str) -> str:
    """The chip that bounds a list in time; `word` is `since:` or `until:`."""
    return f'{word}"{time}"' if " " in time else f"{word}{time}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can come back to: a view, the record or line under the cursor, the sieve; where the
    trace was looked at, its record and the row of it.
    """

    view: str
    key: Key | None = None
    line: int = 0  # number of the line, in the view of lines
    sieve: Sieve = field(default_factory=Sieve)
    traced: Key | None = None
    row: int = 0


class History:
    """The places of jumps, as a browser keeps them; going elsewhere drops what lay ahead."""

    LONGEST = 200

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is no way back."""
        return not self._behind

    def leave(self, here: Place) -> None:
        """A jump begins at `here`."""
        self._behind.append(here)
        del self._behind[: -self.LONGEST]
        self._ahead.clear()

    def back(self, here: Place) -> Place | None:
        """The place before, None at the first one."""
        if not self._behind:
            return None
        self._ahead.append(here)
        return self._behind.pop()

    def forward(self, here: Place) -> Place | None:
        """The place that was left by going back, None when there is none."""
        if not self._ahead:
            return None
        self._behind.append(here)
        return self._ahead.pop()

    def swap(self, here: Place) -> Place | None:
        """The last place, `here` becoming the last one instead; else the place that was left."""
        if not self._behind:
            return self.forward(here)
        there = self._behind.pop()
        self._behind.append(here)
        return there
