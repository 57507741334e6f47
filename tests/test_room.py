"""A load needs room on the disk: what is missing is told beforehand, and when it is missed."""

import errno
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import duckdb
import pytest

from esalog import room
from esalog.demo import demo_log
from esalog.source import Source


def test_a_load_that_will_not_fit_is_told_beforehand_with_figures() -> None:
    huge = Source("mail.log", "mail.log", lambda: BytesIO(b""))
    huge.size = 10**15
    (note,) = room.shortage([huge], is_full=True)
    assert "about 500,000.0 GB are needed, " in note.message
    assert "TMPDIR can name another" in note.message
    assert not room.shortage([], is_full=True)
    with pytest.raises(OSError, match="No space left"):
        room.check(10**15)


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EIO, "Input/output error"), False),
        (duckdb.IOException('Could not write file "x.wal": No space left on device'), True),
        (duckdb.IOException("Could not read from file"), False),
    ],
)
def test_it_is_known_which_errors_mean_a_full_disk(error: Exception, is_full: bool) -> None:
    assert room.is_full(error) == is_full


def test_where_nothing_more_can_be_written_the_load_ends_with_a_clear_word(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(b"".join(demo_log(lines=60_000)))
    limit = 600_000  # bytes of any one file

    ended = subprocess.run(
        [sys.executable, "-m", "esalog_tui", "export", "messages", str(path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "has no room left: only " in ended.stderr
    assert "fault of esalog" not in ended.stderr
    assert ended.returncode in (1, 2)
