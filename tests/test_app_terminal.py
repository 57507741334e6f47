"""What only a real terminal shows: the bytes that reach it, a resize, a pipe, the way out."""

import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest
from test_app_safe import PAYLOADS

APP = [sys.executable, "-m", "esalog_tui"]
PATIENCE = 20.0
RETURNS = "-- any key returns --"

LINES = (
    "New SMTP ICID 5 interface Data 1 (192.0.2.9) address 192.0.2.7 reverse dns host "
    "mail.example.com verified yes",
    "ICID 5 TLS failed: {payload}",
    "Start MID 9 ICID 5",
    "MID 9 ICID 5 From: <ann@example.com>",
    "MID 9 ICID 5 RID 0 To: <bob{payload}@example.net>",
    "MID 9 Subject '{payload} [/b] [red]'",
    "MID 9 queued for delivery",
)


class Terminal:
    """The app in a pseudo-terminal, and every byte that it wrote."""

    def __init__(self, child: "pexpect.spawn[bytes]") -> None:
        self.child = child
        self.written = b""

    def until(self, words: str) -> None:
        """Read until the app has written these words, or fail."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in self.written:
            assert time.monotonic() < end, f"{words!r} did not come"
            self._read(0.2)

    def press(self, keys: str, words: str) -> None:
        """Press keys, and read until words are written that were not there before."""
        before, self.written = self.written, b""
        self.child.send(keys)
        self.until(words)
        self.written = before + self.written

    def end(self) -> int | None:
        """Read to the end of the app; its exit code."""
        end = time.monotonic() + PATIENCE
        while self.child.isalive():
            assert time.monotonic() < end, "the app did not end"
            self._read(0.2)
        self.child.close()
        status: int | None = self.child.exitstatus
        return status

    def _read(self, seconds: float) -> None:
        if select.select([self.child.child_fd], [], [], seconds)[0]:
            try:
                self.written += os.read(self.child.child_fd, 1 << 16)
            except OSError:  # Linux says so when the other end is closed
                return


Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the app in a terminal of 120×36, and ends what is left of it."""
    children: list[pexpect.spawn[bytes]] = []

    def begin(command: list[str]) -> Terminal:
        # Sizes that the test runner was told would outweigh those of this terminal.
        kept = {name: os.environ[name] for name in os.environ.keys() - {"COLUMNS", "LINES"}}
        environment = kept | {
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0], command[1:], dimensions=(36, 120), env=environment, timeout=PATIENCE
        )
        child.delaybeforesend = None
        children.append(child)
        return Terminal(child)

    yield begin
    for child in children:
        child.close(force=True)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log whose free texts hold everything that a terminal could obey."""
    payload = "".join(PAYLOADS.values()).replace("\n", "").encode("utf-8", "surrogatepass")
    path = tmp_path / "mail.current"
    path.write_bytes(
        b"".join(
            b"Mon Mar  3 09:13:53 2025 Info: "
            + line.encode().replace(b"{payload}", payload)
            + b"\n"
            for line in LINES
        )
    )
    return path


def test_nothing_of_a_log_reaches_the_terminal_as_it_is(start: Start, log: Path) -> None:
    terminal = start([*APP, str(log)])
    terminal.until("1 message")
    for view, words in zip("2356147", ("injection", "deliver", "failed", "Lines", "message",
                                       "domain", "file"), strict=True):  # fmt: skip
        terminal.press(view, words)
    terminal.press("6", "Lines")
    terminal.press("p", "Line ")
    terminal.press("q", "Lines")
    terminal.press("f", "Find anything")
    terminal.child.sendcontrol("q")
    assert terminal.end() == 0
    for payload in PAYLOADS.values():
        octets = payload.encode("utf-8", "surrogatepass")
        if len(octets) > 3:  # one control alone is also a word of the app's own language
            assert octets not in terminal.written, payload
    for letter in "\u202e\u2066\u200b\u2028\x9b\x9d\x85":
        assert letter.encode() not in terminal.written, letter
    assert "␛".encode() in terminal.written


def test_the_terminal_is_given_back_as_it_was(start: Start, log: Path) -> None:
    terminal = start([*APP, str(log)])
    terminal.until("1 message")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.written
    assert b"\x1b[?25h" in terminal.written


def test_a_list_is_printed_as_it_is_seen_and_only_that_stays(start: Start) -> None:
    terminal = start([*APP, "--demo"])
    terminal.until("✘ TLS")  # it is loaded
    for view, title, heading in (("4", "domains", "DOMAIN"), ("5", "failed connections", "REASON")):
        terminal.press(view, title)
        terminal.press("\x0c", RETURNS)
        rows = terminal.written.rpartition(b"\x1b[?1049l")[2].decode().split("\r\n")
        [at] = [at for at, row in enumerate(rows) if title in row]
        assert heading in rows[at + 1]
        assert "example" in rows[at + 3]
        terminal.press(" ", "\r" + " " * len(RETURNS) + "\r")
    terminal.child.send("Q")
    assert terminal.end() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_so_it_is_by_a_signal_which_leaves_nothing_behind(
    start: Start, log: Path, tmp_path: Path, number: signal.Signals
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    terminal = start(["/usr/bin/env", f"TMPDIR={room}", *APP, str(log)])
    terminal.until("1 message")
    assert list(room.iterdir())
    terminal.child.kill(number)
    assert terminal.end() == 128 + number
    assert b"\x1b[?1049l" in terminal.written
    assert b"\x1b[?25h" in terminal.written
    assert not list(room.iterdir())


def test_a_resize_is_followed(start: Start, log: Path) -> None:
    terminal = start([*APP, str(log)])
    terminal.until("Trace of MID 9")
    terminal.written = b""
    terminal.child.setwinsize(24, 80)
    terminal.until("nothing was sent")  # the peek, which only a narrow screen has
    terminal.written = b""
    terminal.child.setwinsize(50, 160)
    terminal.until("SIZE")  # the column that only a wide screen has


def test_a_log_from_a_pipe_leaves_the_keyboard_to_the_person(start: Start, log: Path) -> None:
    app = " ".join(APP)
    terminal = start(["/bin/sh", "-c", f"cat '{log}' | {app} -"])
    terminal.until("1 message")
    terminal.press("2", "1 injection")
    terminal.child.send("Q")
    assert terminal.end() == 0


def test_a_file_that_is_not_there_is_told_and_the_exit_code_says_so(
    start: Start, tmp_path: Path
) -> None:
    terminal = start([*APP, str(tmp_path / "gone")])
    terminal.until("Nothing could be read.")
    terminal.child.send("q")
    assert terminal.end() == 2


def test_a_size_in_the_environment_does_not_outweigh_that_of_the_terminal(
    start: Start, log: Path
) -> None:
    terminal = start(["/usr/bin/env", "COLUMNS=60", "LINES=15", *APP, str(log)])
    terminal.until("1 message")
    terminal.until("\x1b[36;1H")


def test_no_color_is_meant(start: Start, log: Path) -> None:
    terminal = start(["/usr/bin/env", "NO_COLOR=1", *APP, str(log)])
    terminal.until("1 message")
    terminal.child.send("q")
    assert terminal.end() == 0
    styles = set(re.findall(rb"\x1b\[([\d;]*)m", terminal.written))
    told = {part for style in styles for part in style.split(b";")}
    assert {b"2", b"7"} <= told  # dim and reverse tell apart what colours would
    assert not [style for style in styles if re.search(rb"\b[34][0-8]\b|\b9[0-7]\b", style)]


@pytest.mark.parametrize("given", ["TERM=dumb", "TERM="])
def test_a_terminal_that_can_draw_nothing_gets_the_report(
    start: Start, log: Path, given: str
) -> None:
    terminal = start(["/usr/bin/env", given, *APP, str(log)])
    assert terminal.end() == 0
    assert f"no screen can be drawn where TERM is '{given[5:]}'".encode() in terminal.written
    assert b"recognised" in terminal.written
    assert b"\x1b" not in terminal.written


def test_a_locale_without_signs_gets_plain_characters_unless_told_otherwise(
    start: Start, log: Path
) -> None:
    for more, is_plain in ([], True), (["--no-ascii"], False):
        terminal = start(["/usr/bin/env", "LC_ALL=C", *APP, *more, str(log)])
        terminal.until("1 message")
        terminal.child.send("q")
        assert terminal.end() == 0
        assert ("─".encode() not in terminal.written) == is_plain


@pytest.mark.parametrize("theme", ["textual-light", "no such theme"])
def test_the_environment_chooses_the_theme(start: Start, log: Path, theme: str) -> None:
    terminal = start(
        ["/usr/bin/env", f"TEXTUAL_THEME={theme}", "COLORTERM=truecolor", *APP, str(log)]
    )
    terminal.until("1 message")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert (b"48;2;224;224;224" in terminal.written) == (theme == "textual-light")


LIGHT = b"48;2;224;224;224"
"""The page of textual-light."""


def test_the_config_is_used_and_the_command_line_goes_before_it(
    start: Start, log: Path, tmp_path: Path
) -> None:
    config = tmp_path / "own.toml"
    config.write_text("theme = 'textual-light'\nascii = true\nthem = 1\n[keys]\nlook.find = 's'\n")
    app = ["/usr/bin/env", "COLORTERM=truecolor", *APP, "--config", str(config)]
    terminal = start([*app, str(log)])
    terminal.until("1 message")
    terminal.until("own.toml:3: there is no setting 'them'")
    terminal.until("own.toml:5: the key s is that of")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert LIGHT in terminal.written
    assert "─".encode() not in terminal.written
    terminal = start([*app, "--no-ascii", "--theme", "textual-dark", str(log)])
    terminal.until("1 message")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert LIGHT not in terminal.written
    assert "─".encode() in terminal.written


def test_a_mark_is_there_again_the_next_time(start: Start, log: Path, tmp_path: Path) -> None:
    kept = tmp_path / "state" / "esalog" / "state.json"
    terminal = start([*APP, str(log)])
    terminal.until("1 message")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert not kept.exists()  # nothing was worth to be remembered
    terminal = start([*APP, str(log)])
    terminal.until("1 message")
    terminal.press("6", "MID 9 queued for delivery")
    terminal.press("m", "◆")
    terminal.child.send("Q")
    assert terminal.end() == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    terminal = start([*APP, str(log)])
    terminal.until("1 message")
    terminal.press("6", "◆")  # marks are there when it is known which log this is
    terminal.press("'", "line 1")
