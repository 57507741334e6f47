"""Which gateway wrote each line (the contract, section 1).

A line tells its gateway by its syslog host; else the serial number of the last header above it in
its file does; above the first header, that one; else the host of the line before it. What only a
later line tells is settled later: such lines get a number of their own that is given a meaning.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from esalog.frames import Frames
from esalog.grammar import BY_ID, FORMS
from esalog.scan import Scan
from esalog.vector import Places, words

Codes = npt.NDArray[np.uint32]

NOBODY = 0
"""The number of lines without any identity."""

_HEADER = BY_ID["A10b"]
_HEADER_NUMBER = FORMS.index(_HEADER) + 1


@dataclass
class FileGateways:
    """What is known within one file: its header's gateway, and the numbers still to be settled.

    `told` are the gateways that it names.
    """

    header: int | None = None
    first_header: int | None = None
    host: int = NOBODY
    waiting: dict[int, int] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)


class Gateways:
    """Gives a number to each gateway of a load; `given` is for lines without identity."""

    def __init__(self, given: str | None = None) -> None:
        self.given = given
        self._names: list[str | None] = [""]
        self._numbers: dict[str, int] = {"": NOBODY}
        self._files: list[FileGateways] = []

    def begin_file(self) -> FileGateways:
        """What is known within one more file."""
        self._files.append(FileGateways())
        return self._files[-1]

    def forget_file(self, file: FileGateways) -> None:
        """Take back what a file has told, and the names that no other file tells."""
        self._files = [other for other in self._files if other is not file]
        told = {number for other in self._files for number in other.told}
        for name, number in list(self._numbers.items()):
            if number in file.told - told:
                del self._numbers[name]

    def sole_name(self) -> str:
        """The name of the one gateway that is known, empty when there is none or several."""
        known = [name for name in self._numbers if name]
        return known[0] if len(known) == 1 else ""

    def of_lines(self, scan: Scan, file: FileGateways) -> Codes:
        """The number of the gateway of each line of the file's next block."""
        hosts = self._hosts(scan)
        headers = self._headers(scan)
        file.told.update(
            (np.flatnonzero(np.bincount(hosts)[1:]) + 1).tolist(), dict(headers).values()
        )
        codes = np.zeros(scan.count, np.uint32)
        known = np.flatnonzero(hosts)
        bounds = [0, *(line for line, _ in headers), scan.count]
        for (start, end), header in zip(
            pairwise(bounds),
            [file.header, *(number for _, number in headers)],
            strict=True,
        ):
            if header is not None:
                file.header = header
                file.first_header = header if file.first_header is None else file.first_header
                codes[start:end] = header
            else:
                self._wait(file, codes, known[(known >= start) & (known < end)], hosts, start, end)
        if known.size:
            file.host = int(hosts[known[-1]])
        return np.where(hosts > 0, hosts, codes)

    def meanings(self) -> dict[int, int]:
        """For each number that stands for another, the one that is meant, by what is known now."""
        meant = {
            waiting: fallback if file.first_header is None else file.first_header
            for file in self._files
            for waiting, fallback in file.waiting.items()
        }
        nobody = self._nobody()
        meant = {number: nobody if to == NOBODY else to for number, to in meant.items()}
        return meant | ({NOBODY: nobody} if nobody != NOBODY else {})

    def names(self) -> list[tuple[int, str]]:
        """Every number with the name of the gateway that it means."""
        meant = self.meanings()
        return [
            (number, self._names[meant.get(number, number)] or "")
            for number in range(len(self._names))
        ]

    def _nobody(self) -> int:
        if self.given is not None:
            return self._number(self.given)
        return self._numbers[self.sole_name()]

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self._names)
            self._names.append(name)
        return self._numbers[name]

    def _wait(
        self,
        file: FileGateways,
        codes: Codes,
        known: Places,
        hosts: Codes,
        start: int,
        end: int,
    ) -> None:
        """Lines above the first header: their number is settled when the file is known.

        Those of syslog name their host, so only the lines between them wait.
        """
        bounds = np.concatenate(([start], known, [end]))
        has_others = np.diff(bounds) > 1
        has_others[0] = bounds[1] > start
        for place in np.flatnonzero(has_others):
            host = int(hosts[bounds[place]]) if place else file.host
            codes[bounds[place] : bounds[place + 1]] = self._waiting(file, host)

    def _waiting(self, file: FileGateways, host: int) -> int:
        for number, fallback in file.waiting.items():
            if fallback == host:
                return number
        self._names.append(None)
        number = len(self._names) - 1
        file.waiting[number] = host
        return number

    def _headers(self, scan: Scan) -> list[tuple[int, int]]:
        found = []
        for line in np.flatnonzero(scan.found.form == _HEADER_NUMBER):
            start, end = scan.frames.text_start[line], scan.text_end[line]
            match = _HEADER.match(scan.block[start:end].tobytes().decode("utf-8", "replace"))
            if match and (serial := match.fields().get("serial")):
                found.append((int(line), self._number(serial)))
        return found

    def _hosts(self, scan: Scan) -> Codes:
        """The number of the syslog host of each line, `NOBODY` without one."""
        frames = scan.frames
        hosts = np.zeros(scan.count, np.uint32)
        lines = np.flatnonzero(frames.host_end > frames.host_start)
        if not lines.size:
            return hosts
        fresh = _changes(scan, frames, lines)
        numbers = np.array([self._host_number(scan, line) for line in lines[fresh]], np.uint32)
        hosts[lines] = numbers[np.cumsum(fresh) - 1]
        return hosts

    def _host_number(self, scan: Scan, line: int) -> int:
        start, end = scan.frames.host_start[line], scan.frames.host_end[line]
        return self._number(scan.block[start:end].tobytes().decode("utf-8", "backslashreplace"))


def _changes(scan: Scan, frames: Frames, lines: Places) -> npt.NDArray[np.bool_]:
    """Which lines have another host than the hosted line before them, as far as can be told fast.

    Hosts of more than 16 bytes are all told one by one.
    """
    start, length = frames.host_start[lines], (frames.host_end - frames.host_start)[lines]
    loaded = words(scan.block)
    fresh = np.ones(len(lines), bool)
    same = (length[1:] == length[:-1]) & (length[1:] <= 16)
    for offset in (0, 8):
        kept = np.clip(length - offset, 0, 8).astype(np.uint64)
        mask = np.where(kept > 0, ~np.uint64(0) >> (np.uint64(64) - 8 * np.maximum(kept, 1)), 0)
        part = loaded[start + offset] & mask.astype(np.uint64)
        same &= part[1:] == part[:-1]
    fresh[1:] = ~same
    return fresh
