"""How what happened is written to files: cut, rotated, framed, ordered as a load orders them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from .frames import FRAMES, Frame, bare_frame, file_frame, pushed_frame
from .stage import Happening

UNREAD = ("Info: ICID 4 TLS success", "Info: MID 3 queued for delivery", "DCID 2 close")
"""Lines that a stranger's line break let in: known forms, but without a frame."""


@dataclass(slots=True)
class Machine:
    """A gateway whose lines are to be laid out: its names and what happened there."""

    host: str
    serial: str
    happenings: list[Happening]


@dataclass(slots=True)
class Part:
    """One file to be: lines in order, each a happening or a text that names nothing."""

    name: str
    lines: list[Happening]
    written: bytes = b""
    first: datetime | None = None
    last: datetime | None = None
    is_double: bool = False


@dataclass(slots=True)
class Laid:
    """The files of a play in the order in which they are given, and their lines in the order
    in which a load counts them."""

    parts: list[Part]
    lines: list[Happening] = field(default_factory=list)


def lay_out(dice: Random, machines: list[Machine], began: datetime) -> Laid:
    """Cut, rotate and frame the lines of all machines in one of the styles of real logs."""
    for machine in machines:
        machine.happenings = _cut(dice, machine.happenings)
        for happening in machine.happenings:
            happening.at = began + timedelta(seconds=happening.second)
    parts = _parts(dice, machines)
    parts += _doubles(dice, parts)
    dice.shuffle(parts)
    laid = Laid(parts)
    for part in sorted(parts, key=lambda part: part.first or began):
        if part.is_double:
            continue
        for happening in part.lines:
            laid.lines.append(happening)
            happening.line = len(laid.lines)
    return laid


def _parts(dice: Random, machines: list[Machine]) -> list[Part]:
    alone = len(machines) == 1
    style = dice.choice(("file", "file", "stream", "alone" if alone else "stream"))
    if style == "file":
        parts = [part for machine in machines for part in _in_files(dice, machine, alone)]
    elif style == "alone":
        parts = dice.choice((_pasted, _pushed))(dice, machines[0])
    else:
        parts = _in_streams(dice, machines)
    return parts


def _doubles(dice: Random, parts: list[Part]) -> list[Part]:
    """Now and then a file is given twice, or its beginning is, saved earlier."""
    if not parts or dice.random() < 0.85:
        return []
    part = dice.choice(parts)
    count = dice.choice((0, part.written.count(b"\n") // 2))
    written = b"".join(part.written.splitlines(keepends=True)[:count]) or part.written
    return [Part(f"again-{part.name}", [], written, part.first, part.last, is_double=True)]


def _cut(dice: Random, happenings: list[Happening]) -> list[Happening]:
    """Lose some lines at the head and at the tail."""
    count = len(happenings)
    head = dice.choice((0, dice.randint(0, count // 3)))
    tail = dice.choice((0, 0, dice.randint(0, count // 4)))
    return happenings[head : count - tail]


def _in_files(dice: Random, machine: Machine, alone: bool) -> list[Part]:
    """A machine writes its own files (catalogue A1), a header somewhere in each."""
    headless = alone and dice.random() < 0.2
    if alone and dice.random() < 0.15:
        _set_clock_back(dice, machine.happenings)
        pieces = [machine.happenings]
    else:
        pieces = _rotated(dice, machine.happenings)
    parts = []
    for place, piece in enumerate(filter(None, pieces)):
        lines = list(piece)
        for happening in lines:
            happening.gateway = "" if headless else machine.serial
        if dice.random() < 0.2:
            _let_in(dice, lines)
        if not headless:
            at = dice.choice((0, 0, 0, dice.randint(0, len(lines))))
            lines[at:at] = _header(machine, lines[max(at - 1, 0)])
        parts.append(_written(f"{machine.host}.@{place}.s", lines, file_frame))
    return parts


def _pasted(dice: Random, machine: Machine) -> list[Part]:
    """Lines pasted without their frame (A12): no time, no gateway."""
    for happening in machine.happenings:
        happening.at = None
    return _written_if_any("pasted.txt", machine.happenings, bare_frame)


def _pushed(dice: Random, machine: Machine) -> list[Part]:
    """Lines pushed by syslog without a host (A4): no gateway."""
    for happening in machine.happenings:
        happening.syslog = True
    return _written_if_any("pushed.log", machine.happenings, pushed_frame)


def _written_if_any(name: str, lines: list[Happening], frame: Frame) -> list[Part]:
    return [_written(name, lines, frame)] if lines else []


def _in_streams(dice: Random, machines: list[Machine]) -> list[Part]:
    """All machines speak to one syslog server, which writes one stream."""
    style, frame = dice.choice(tuple(FRAMES.items()))
    lines = []
    for machine in machines:
        for happening in machine.happenings:
            happening.gateway, happening.syslog = machine.host, True
        lines += machine.happenings
    lines.sort(key=lambda happening: happening.second)
    if dice.random() < 0.3:
        lines.sort(key=lambda happening: (happening.second, dice.random()))
    pieces = _rotated(dice, lines, between_seconds=True)
    parts = [
        _written(f"{place}-stream.log", piece, frame)
        for place, piece in enumerate(filter(None, pieces))
    ]
    for part in parts:
        if style == "newest first" and part.first != part.last:
            part.written = b"".join(reversed(part.written.splitlines(keepends=True)))
    return parts


def _rotated(
    dice: Random, lines: list[Happening], between_seconds: bool = False
) -> list[list[Happening]]:
    """Cut into one to four pieces, each of which begins in a later second than the one before."""
    places = sorted({dice.randint(1, max(1, len(lines) - 1)) for _ in range(dice.randint(0, 3))})
    pieces: list[list[Happening]] = []
    begin = 0
    for place in places:
        before = place - 1 if between_seconds else begin
        if place < len(lines) and lines[place].second > lines[before].second:
            pieces.append(lines[begin:place])
            begin = place
    return [*pieces, lines[begin:]]


def _set_clock_back(dice: Random, lines: list[Happening]) -> None:
    """Summer time ends in the middle: the order of lines is the truth, never the clock."""
    for happening in lines[dice.randint(0, len(lines)) :]:
        if happening.at:
            happening.at -= timedelta(hours=1)


def _header(machine: Machine, beside: Happening) -> list[Happening]:
    texts = (
        "Begin Logfile",
        f"Version: 12.5.1-037 SN: {machine.serial}",
        "Time offset from UTC: -14400 seconds",
    )
    return [
        Happening("unnamed", text, beside.second, beside.life, at=beside.at,
                  gateway=machine.serial)
        for text in texts
    ]  # fmt: skip


def _let_in(dice: Random, lines: list[Happening]) -> None:
    """A stranger's text breaks the line: what follows has no frame, and is not read."""
    at = dice.randint(1, len(lines))
    above = lines[at - 1]
    text = dice.choice(UNREAD)
    lines.insert(
        at,
        Happening("unframed", text, above.second, above.life, at=above.at, gateway=above.gateway),
    )


def _written(name: str, lines: list[Happening], frame: Frame) -> Part:
    text = "".join(
        line.text + "\n" if line.what == "unframed" else f"{frame(line)}{line.text}\n"
        for line in lines
    )
    return Part(name, lines, text.encode(), lines[0].at, lines[-1].at)
