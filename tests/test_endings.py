"""The way out: what is said and left behind by a program that a signal ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

LOG = b"Tue Mar 10 09:00:00 2026 Info: MID %d queued for delivery\n"

IN_A_QUERY = """
import os, signal, threading
import duckdb
from esalog_tui.running import failing_clearly

database = duckdb.connect()
database.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
database.execute("SET progress_bar_time = 0")

def interrupt():
    while database.query_progress() <= 0:
        pass
    os.kill(os.getpid(), signal.SIGINT)

@failing_clearly
def command():
    threading.Thread(target=interrupt).start()
    database.execute("SELECT max(range) FROM range(100_000_000) WHERE hash(range) = 0")

command()
"""


def test_ctrl_c_in_the_middle_of_a_query_is_no_fault_of_the_program() -> None:
    ended = subprocess.run([sys.executable, "-c", IN_A_QUERY], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log whose export no pipe can hold."""
    path = tmp_path / "mail.current"
    path.write_bytes(b"".join(LOG % mid for mid in range(1, 3000)))
    return path


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A temporary folder that nobody else uses."""
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


@contextmanager
def exporting(log: Path, room: Path, *before: str) -> Iterator["subprocess.Popen[bytes]"]:
    """An export that waits for somebody to read on."""
    with subprocess.Popen(
        [*before, sys.executable, "-m", "esalog_tui", "export", "messages", log],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(room)},
    ) as export:
        assert export.stdout
        export.stdout.readline()
        yield export


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_command_quietly_and_leaves_no_folder(
    number: signal.Signals, log: Path, room: Path
) -> None:
    with exporting(log, room) as export:
        assert len(list(room.iterdir())) == 1
        export.send_signal(number)
        _, told = export.communicate()
    assert (export.returncode, told) == (128 + number, b"")
    assert not list(room.iterdir())


def test_a_command_outlives_its_terminal_where_somebody_wants_that(log: Path, room: Path) -> None:
    with exporting(log, room, "nohup") as export:
        export.send_signal(signal.SIGHUP)
        written, _ = export.communicate()
    assert export.returncode == 0
    assert b'"mid":2999,' in written


def test_what_a_killed_process_leaves_is_removed_by_the_next_one_and_nothing_else(
    log: Path, room: Path
) -> None:
    other = room / "esalog-load-LINK"
    other.symlink_to(log.parent)
    with exporting(log, room) as killed:
        left = next(room.glob("esalog-load-[!L]*"))
        with exporting(log, room) as alive:
            killed.kill()
            killed.communicate()
            assert left.exists()
            with exporting(log, room) as third:
                assert not left.exists()
                assert len(list(room.iterdir())) == 3  # the link, and two that are in use
                third.communicate()
            alive.communicate()
    assert list(room.iterdir()) == [other]
