"""Frames: every style is read, whatever stands around it, and read as plain expressions do."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pytest
from framing import Frame, frame
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from esalog.frames import NONE, SYSLOG_WITHOUT_YEAR, Frames, read_frames
from esalog.stamps import NO_TIME
from esalog.vector import padded

TEXT = "MID 7 queued for delivery"
MARCH_5 = datetime(2026, 3, 5, 8, 2, 9)
WITHOUT_YEAR = MARCH_5.replace(year=2000)
EPOCH = datetime(1970, 1, 1)

SPELLINGS = {
    # what stands before the text: its time, its host
    "Thu Mar  5 08:02:09 2026 Info: ": (MARCH_5, ""),
    "Thu Mar 5 08:02:09 2026 Info: ": (MARCH_5, ""),
    "Mon Mar 05 08:02:09 2026 Critical: ": (MARCH_5, ""),
    "\ufeffThu Mar  5 08:02:09 2026 Warning: ": (MARCH_5, ""),
    "\t Thu Mar  5 08:02:09 2026 Debug: ": (MARCH_5, ""),
    "\0\0\0Thu Mar  5 08:02:09 2026 Trace: ": (MARCH_5, ""),
    "\0" * 5000 + "Thu Mar  5 08:02:09 2026 Alert: ": (MARCH_5, ""),
    "u Mar  5 08:02:09 2026 Info: ": (MARCH_5, ""),
    " Mar 5 08:02:09 2026 Info: ": (MARCH_5, ""),
    "<166>Mar  5 08:02:09 mail_logs: Info: ": (WITHOUT_YEAR, ""),
    "<166>Mar 5 08:02:09 mail_logs: Info: ": (WITHOUT_YEAR, ""),
    "<94>Mar  5 08:02:09 gw.example mail_logs: Info: ": (WITHOUT_YEAR, "gw.example"),
    "Mar  5 08:02:09 gw.example smail[12]: Info: ": (WITHOUT_YEAR, "gw.example"),
    "Mar  5 08:02:09 192.0.2.5 ours: Info: ": (WITHOUT_YEAR, "192.0.2.5"),
    "Mar  5 08:02:09 2026 gw.example syslog_mail: Info: ": (MARCH_5, "gw.example"),
    "<111>Mar  5 09:00:00 relay ESA: Thu Mar  5 08:02:09 2026 Info: ": (MARCH_5, "relay"),
    "<111>Mar 5 09:00:00 ESA: Thu Mar  5 08:02:09 2026 Info: ": (MARCH_5, ""),
    "<111>Mar  5 09:00:00 relay ESA: Mar  5 08:02:09 gw mail_logs: Info: ": (WITHOUT_YEAR, "gw"),
    "<111>Mar  5 09:00:00 relay ESA: Mar  5 08:02:09 mail_logs: Info: ": (WITHOUT_YEAR, "relay"),
    "<111>Mar  5 09:00:00 relay ESA: <22>Mar 5 08:02:09 2026 gw a: Info: ": (MARCH_5, "gw"),
    "Mar  5 09:00:00 192.0.2.9 Mar  5 08:02:09 gw mail_logs: Info: ": (WITHOUT_YEAR, "gw"),
    "2026 Mar  5 08:02:09 gw mail [info] mail_logs:nopid Info: ": (MARCH_5, "gw"),
    "2026-03-05T08:02:09Z gw mail_logs: Info: ": (MARCH_5, "gw"),
    "2026-03-05T08:02:09.123456+01:00 gw mail_logs: Info: ": (MARCH_5, "gw"),
    "2026-03-05 08:02:09,123 Info: ": (MARCH_5, ""),
    "<22>1 2026-03-05T08:02:09Z gw mail_logs - - - Info: ": (MARCH_5, "gw"),
    "1772697729 gw mail_logs: Info: ": (MARCH_5, "gw"),
    "1772697729.250 Info: ": (MARCH_5, ""),
    "1772700000 relay <166>Mar  5 08:02:09 mail_logs: Info: ": (MARCH_5, "relay"),
    "2027-01-01T00:00:01Z relay Dec 31 23:59:58 gw ours: Info: ": (
        datetime(2026, 12, 31, 23, 59, 58),
        "gw",
    ),
}

FOREIGN = [
    "Thu Mar  5 08:02:09 2026 info: MID 7 queued for delivery",
    "Mar  5 08:02:09 gw postfix/smtpd[7]: connect from mail.example.com[198.51.100.7]",
    "Mar  5 08:02:09 gw last message repeated 2 times",
    "Mar  5 08:02:09 gw sshd[7]: error: Info: ICID 5 TLS success",
    "Thu Mar  5 08:02:09 2026 Error: something of another log",
    "<22>1 2026-03-05T08:02:09Z gw cron 7 - - Info of another kind",
]
NO_FRAMES = [
    "",
    "\0" * 300,
    "Info: MID 7 queued for delivery",
    "Thu Mar 32 08:02:09 2026 Info: MID 7 queued for delivery",
    "Sun Feb 29 08:02:09 2026 Info: MID 7 queued for delivery",
    "Thu Mar  5 25:02:09 2026 Info: MID 7 queued for delivery",
    "Mar  5 08:02:09",
    "1772697729 bytes from <ann@example.com>",
    "\ufeff",
]


def frames_of(lines: Sequence[str]) -> tuple[Frames, list[Frame | None]]:
    """The frames of lines, and the same told as the plain reader tells them."""
    texts = [line.encode() for line in lines]
    content = b"".join(text + b"\n" for text in texts)
    block = padded(content)
    newlines = [place for place, byte in enumerate(content) if byte == 10]
    starts = [0, *(place + 1 for place in newlines[:-1])]
    frames = read_frames(block, np.array(starts, np.int64), np.array(newlines, np.int64))
    return frames, [_told(frames, index, content, end) for index, end in enumerate(newlines)]


def _told(frames: Frames, index: int, content: bytes, end: int) -> Frame | None:
    if frames.kind[index] == NONE:
        assert frames.at[index] == NO_TIME
        assert frames.host_start[index] == frames.host_end[index]
        return None
    at = int(frames.at[index])
    return Frame(
        None if at == NO_TIME else EPOCH + timedelta(seconds=at),
        bool(frames.kind[index] != SYSLOG_WITHOUT_YEAR),
        content[frames.host_start[index] : frames.host_end[index]].decode(),
        content[frames.text_start[index] : end].decode(),
    )


@pytest.mark.parametrize(
    ("spelling", "told"), SPELLINGS.items(), ids=lambda value: str(value)[-60:]
)
def test_every_spelling_of_a_frame_is_read(spelling: str, told: tuple[datetime, str]) -> None:
    at, host = told
    _, (found,) = frames_of([spelling + TEXT])
    assert found == Frame(at, at != WITHOUT_YEAR, host, TEXT)
    assert frame(spelling + TEXT) == found


@pytest.mark.parametrize("line", FOREIGN)
def test_a_line_of_another_log_has_no_frame_and_continues_nothing(line: str) -> None:
    frames, told = frames_of([line])
    assert told == [None]
    assert frames.foreign.tolist() == [True]
    assert frame(line) is None


@pytest.mark.parametrize("line", NO_FRAMES)
def test_what_is_no_frame_is_not_read(line: str) -> None:
    frames, told = frames_of([line])
    assert told == [None]
    assert frames.foreign.tolist() == [False]
    assert frame(line) is None


def test_a_wide_stretch_of_blanks_is_passed_at_once() -> None:
    lines = [" " * 300_000 + "Thu Mar  5 08:02:09 2026 Info: x", "\0" * 300_000]
    assert [found and found.text for found in frames_of(lines * 5)[1]] == ["x", None] * 5


def parts(*texts: str) -> SearchStrategy[str]:
    return some.sampled_from(texts)


DAYS = some.builds(
    "{} {} {}".format,
    parts("Jan", "Feb", "Mar", "Dec", "mar"),
    parts(" 1", "5", "05", "29", "31", " 7", "  7", "32", ""),
    parts("00:00:00", "23:59:60", "08:02:09", "24:00:00", "8:02:09", "08:02:09.5"),
)
STAMPS = some.one_of(
    DAYS,
    some.builds("{} {}".format, DAYS, parts("2026", "1989", "2024", "202", "20261")),
    some.builds("{} {}".format, parts("Thu", "i", "", "Thur", "2026"), DAYS),
    some.builds("{} {} 2026".format, parts("Thu", "i", "", "Thur", "2026"), DAYS),
    parts(
        *("2026-03-05T08:02:09Z", "2026-03-05 08:02:09,5", "2026-02-30T08:02:09", "2026-13-05T"),
        *("1772697729", "1772697729.25", "177269772", "17726977290", "2026 Mar  5 08:02:09"),
    ),
)
PRIORITIES = parts("", "", "<166>", "<22>1 ", "<>", "<166> ")
HOSTS = parts("", "", "gw ", "192.0.2.5 ", "gw.example x ", "gw: ", "Mar ", "<1> ", "2026 ")
TAGS = parts("", "mail_logs: ", "ESA: ", "mail [info] x:nopid ", "x - - - ", "a:b ", ": ", "Info: ")
LEVELS = parts("Info: ", "Info:", "Critical: ", "info: ", "", "Trace: ", "Info: Debug: ")
BEGINNINGS = parts("", "", "", " ", "\t", "\0", "\0\0 ", "\ufeff", "\0\ufeff ", "\r")
RELAYS = some.builds("{}{} {}{}".format, PRIORITIES, STAMPS, HOSTS, TAGS)
LINES = some.builds(
    "{}{}{}{} {}{}{}{}".format,
    *(BEGINNINGS, parts("", "") | RELAYS, PRIORITIES, STAMPS, HOSTS, TAGS, LEVELS),
    parts("MID 7 close", "x: y", "", " ", "Mar  5 08:02:09 gw a: Info: x"),
)


@some.composite
def damaged(draw: some.DrawFn) -> str:
    """A line that lost a letter, or got one."""
    line = draw(LINES)
    place = draw(some.integers(0, len(line)))
    if draw(some.booleans()):
        return line[:place] + line[place + 1 :]
    return line[:place] + draw(some.sampled_from(" :<>0aM-\0")) + line[place:]


@settings(max_examples=60, deadline=None)
@given(some.lists(LINES | damaged(), min_size=1, max_size=40))
def test_a_block_of_frames_is_read_as_plain_expressions_read_each_line(lines: list[str]) -> None:
    frames, told = frames_of(lines)
    assert told == [frame(line) for line in lines]
    assert not (frames.foreign & (frames.kind != NONE)).any()
