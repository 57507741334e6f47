"""Whether the recogniser of whole blocks agrees with the plain reader of single lines.

`python tests/agreement.py [LINES] [SEED]` compares both on so many damaged lines.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from reading import EXAMPLES, read

from esalog.grammar import FORMS
from esalog.recognise import ID_NAMES, UNKNOWN, recogniser
from esalog.vector import padded

Told = tuple[str, dict[str, int], str, str]
"""A form's id, the ids of records, the numbers of recipients, the value; empty for no form."""

ANY_BYTES = ("utf-8", "surrogateescape")
NUMBERS = ("0", "007", "9223372036854775807", "9223372036854775808", "1" * 19, "1" * 40, "7x", "-7")
PIECES = (
    " ",
    "  ",
    ":",
    ",",
    "[",
    "]",
    "(",
    ")",
    "'",
    '"',
    "<",
    ">",
    "0",
    "x",
    "é",
    "\x00",
    "\t",
    "\r",
)


def compared(lines: Sequence[str]) -> Iterator[tuple[str, Told, Told]]:
    """Each line with what the recogniser tells of it, and what the plain reader does."""
    return zip(lines, told_at_once(lines), map(told_plainly, lines), strict=True)


def told_plainly(line: str) -> Told:
    """What the plain reader tells of a line."""
    match = read(line)
    if not match:
        return "", {}, "", ""
    numbers = match.numbers()
    ids = {name: int(numbers[name]) for name in ID_NAMES if name in numbers}
    rids = numbers.get("rids", numbers.get("rid", ""))
    return match.form.id, ids, rids, match.value


def told_at_once(lines: Sequence[str]) -> Iterator[Told]:
    """What the recogniser tells of each line of a block."""
    texts = [line.encode(*ANY_BYTES) for line in lines]
    content = b"\n".join(texts)
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    found = recogniser().recognise(padded(content), starts, ends)
    for line, end in enumerate(ends):
        if found.form[line] == UNKNOWN:
            yield "", {}, "", ""
            continue
        ids = {name: int(column[line]) for name, column in found.ids.items() if column[line] >= 0}
        rids = content[found.rids_start[line] : found.rids_end[line]].decode(*ANY_BYTES)
        value = content[found.value_start[line] : end].decode(*ANY_BYTES).strip(" \t\r")
        yield FORMS[found.form[line] - 1].id, ids, rids, value


def damaged(count: int, seed: int, lines: Sequence[str]) -> Iterator[str]:
    """So many lines, each made from some of the given ones by a few faults."""
    dice = random.Random(seed)
    for _ in range(count):
        line = dice.choice(lines)
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            line = dice.choice(_FAULTS)(dice, line, lines)
        yield line.replace("\n", " ")


def _lost(dice: random.Random, line: str, lines: Sequence[str]) -> str:
    at = dice.randrange(len(line) + 1)
    return line[:at] + line[at + dice.choice((1, 1, 2, 5)) :]


def _grown(dice: random.Random, line: str, lines: Sequence[str]) -> str:
    at = dice.randrange(len(line) + 1)
    return line[:at] + dice.choice(PIECES) + line[at:]


def _renumbered(dice: random.Random, line: str, lines: Sequence[str]) -> str:
    words = line.split(" ")
    at = dice.choice([at for at, word in enumerate(words) if word.strip("[],:").isdigit()] or [0])
    return " ".join([*words[:at], dice.choice(NUMBERS), *words[at + 1 :]])


def _spliced(dice: random.Random, line: str, lines: Sequence[str]) -> str:
    other = dice.choice(lines)
    return line[: dice.randrange(len(line) + 1)] + other[dice.randrange(len(other) + 1) :]


def _swapped(dice: random.Random, line: str, lines: Sequence[str]) -> str:
    words = line.split(" ")
    one, other = dice.randrange(len(words)), dice.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _in_other_case(dice: random.Random, line: str, lines: Sequence[str]) -> str:
    at = dice.randrange(len(line) + 1)
    return line[:at] + line[at : at + 3].swapcase() + line[at + 3 :]


_FAULTS: Any = (_lost, _grown, _renumbered, _spliced, _swapped, _in_other_case)


def main(count: int = 100_000, seed: int = 1) -> int:
    """Compare; print each line on which they do not agree. Gives how many there are."""
    lines = list(damaged(count, seed, [line for _, line in EXAMPLES]))
    disagreements = [told for told in compared(lines) if told[1] != told[2]]
    for line, at_once, plainly in disagreements:
        print(repr(line), at_once, plainly, sep="\n  ")
    known = sum(1 for told in told_at_once(lines) if told[0])
    print(f"{count:,} damaged lines, {known:,} with a form: {len(disagreements)} disagreements")
    return len(disagreements)


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
