"""Gateways at play: made-up logs whose truth is known from the play, not read from the lines.

`play(seed)` gives the files of a log and the rows that an export of them must give. Any seed is
another log: several gateways, resets, cuts, rotations, and every order of lines that can happen.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from .calls import call, refuse
from .families import announce
from .fates import settle
from .layout import Laid, Machine, lay_out
from .stage import Ids, Stage
from .truth import is_mixed, tell_truth

__all__ = ["Play", "play"]

BEGINNINGS = (datetime(2024, 3, 5, 8, 0), datetime(2023, 12, 31, 23, 50), datetime(2024, 2, 29))
TRIES = 200


@dataclass(frozen=True)
class Play:
    """A made-up log and what is true of it.

    `files` are in the order in which they are to be given; `modified` is when each was last
    written to; `truth` has the rows of each kind of record, in the order of an export.
    """

    files: dict[str, bytes]
    modified: dict[str, datetime]
    truth: dict[str, list[dict[str, Any]]]

    def save(self, folder: Path) -> list[Path]:
        """Write the files with their times; return their paths in the order to be given."""
        paths = []
        for name, written in self.files.items():
            path = folder / name
            path.write_bytes(written)
            seconds = self.modified[name].replace(tzinfo=UTC).timestamp()
            os.utime(path, (seconds, seconds))
            paths.append(path)
        return paths


def play(seed: int) -> Play:
    """Play the gateways of one seed; the same seed always gives the same log."""
    for attempt in range(TRIES):
        dice = Random(f"{seed}/{attempt}")
        laid = _laid_out(dice)
        # A cut can leave so little of an earlier life that nobody can tell it from the next.
        if laid.lines and not is_mixed(laid.lines):
            return _told(dice, laid)
    raise ValueError(f"seed {seed}: no play without mixed lives in {TRIES} tries")


def _laid_out(dice: Random) -> Laid:
    count = dice.choice((1, 1, 2, 3))
    machines = [
        Machine(f"mx{number}.example.com", f"42{number:02d}AA-BB{number}", _performed(dice))
        for number in range(1, count + 1)
    ]
    return lay_out(dice, machines, dice.choice(BEGINNINGS))


def _performed(dice: Random) -> "list[Any]":
    start = dice.choice((1, 40, 2_106_327_026, 5_000_000_000))
    stage = Stage(dice, Ids(start + 7, start, start + 3))
    for life in range(dice.choice((1, 1, 2, 3))):
        if life:
            stage.reset()
        for _ in range(dice.randint(2, 14)):
            stage.start(_arrival(stage), dice.uniform(0, 120))
        stage.play(stage.now + dice.choice((60, 400, 1500)))
    return stage.happenings


def _arrival(stage: Stage) -> Any:
    way = stage.number(0, 11)
    if way == 0:
        return announce(stage, settle)
    return refuse(stage) if way == 1 else call(stage)


def _told(dice: Random, laid: Laid) -> Play:
    modified = {
        part.name: (part.last or BEGINNINGS[0]) + timedelta(minutes=dice.randint(0, 300))
        for part in laid.parts
    }
    files = {part.name: part.written for part in laid.parts}
    return Play(files, modified, tell_truth(laid.lines))
