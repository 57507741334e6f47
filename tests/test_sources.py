"""From arguments to logs: what is found, what is told, once and in order."""

import errno
import io
import itertools
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from packing import COMPRESSIONS, PACKERS, log, whole

from esalog.errors import Problem
from esalog.source import Source
from esalog.sources import Gathered, gather


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where names may be short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _names(gathered: Gathered) -> list[str]:
    return [source.name for source in gathered.sources]


def _texts(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def test_a_folder_gives_its_logs_without_hidden_files(folder: Path) -> None:
    (folder / "logs/old").mkdir(parents=True)
    (folder / "logs/.trash").mkdir()
    for number, name in enumerate(["logs/b.log", "logs/a.log", "logs/old/c.log"], 1):
        (folder / name).write_bytes(log(5, day=number))
    (folder / "logs/.hidden").write_bytes(log(5, day=9))
    (folder / "logs/.trash/d.log").write_bytes(log(5, day=9))
    (folder / "logs/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    gathered = gather(["logs"])
    assert _names(gathered) == ["logs/b.log", "logs/a.log", "logs/old/c.log"]
    assert gathered.sources[0].path == str(folder / "logs/b.log")
    assert gathered.problems == []
    assert _texts(gathered.notes) == ["logs: passed over, no logs: picture.png"]


def test_a_pattern_that_no_shell_expanded_is_expanded(folder: Path) -> None:
    (folder / "a.log").write_bytes(log(5, day=2))
    (folder / "b.log").write_bytes(log(5, day=1))
    assert _names(gather(["*.log"])) == ["b.log", "a.log"]
    assert _texts(gather(["*.gz"]).problems) == ["*.gz: matches no file"]


def test_what_cannot_be_read_is_one_line_each(folder: Path) -> None:
    (folder / "good.log").write_bytes(log(5))
    (folder / "empty.log").touch()
    (folder / "notes").mkdir()
    (folder / "notes/x.bin").write_bytes(b"\0\1\2\3" * 99)
    (folder / "mail.zip").write_bytes(b"PK\x03\x04")
    (folder / "broken.gz").write_bytes(PACKERS["gzip"](log(5))[:6])
    (folder / "circle").symlink_to("circle")
    (folder / "dangling").symlink_to("nothing")
    names = ["absent.log", "empty.log", "good.log", "notes", "notes/x.bin", "mail.zip"]
    gathered = gather([*names, "broken.gz", "circle", "dangling", "/dev/null"])
    assert _names(gathered) == ["good.log", "empty.log"]
    assert _texts(gathered.problems) == [
        "absent.log: does not exist",
        "empty.log: is empty",
        "notes: is a folder without logs",
        "mail.zip: is not a log but a zip archive: unpack it first",
        "broken.gz: byte 6 of the compressed file: ends too early: the file is cut off",
        "circle: cannot be read: Too many levels of symbolic links",
        "dangling: is a link to nothing",
        "/dev/null: is a device, not a file",
    ]


def test_a_binary_file_is_refused_by_name(folder: Path) -> None:
    (folder / "x.bin").write_bytes(b"\0\1\2\3" * 99)
    assert _texts(gather(["x.bin"]).problems) == ["x.bin: is not a log but binary"]


def test_a_log_with_zeros_in_it_is_a_log(folder: Path) -> None:
    (folder / "crashed.log").write_bytes(log(3) + bytes(600) + log(3))
    assert _names(gather(["crashed.log"])) == ["crashed.log"]


def test_a_log_behind_a_hole_is_a_log_and_a_hole_alone_is_none(folder: Path) -> None:
    (folder / "cut.log").write_bytes(bytes(200_000) + log(3, day=7))
    (folder / "zeros.bin").write_bytes(bytes(200_000))
    gathered = gather(["cut.log", "zeros.bin"])
    assert [source.first for source in gathered.sources] == [datetime(2024, 5, 7)]
    assert not gathered.sources[0].is_pasted
    assert _texts(gathered.problems) == ["zeros.bin: is not a log but binary"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file_is_told_and_the_rest_is_read(folder: Path) -> None:
    (folder / "a.log").write_bytes(log(5))
    (folder / "b.log").touch(mode=0o000)
    gathered = gather(["."])
    assert _names(gathered) == ["./a.log"]
    assert _texts(gathered.problems) == ["./b.log: cannot be read: Permission denied"]


def test_an_empty_log_in_a_folder_is_no_problem(folder: Path) -> None:
    (folder / "mail.current").touch()
    (folder / "mail.old").write_bytes(log(5))
    gathered = gather([str(folder)])
    assert len(gathered.sources) == 2
    assert gathered.problems == []
    assert "is empty" in str(gathered.notes)


def test_folders_that_link_in_a_circle_are_walked_once(folder: Path) -> None:
    (folder / "logs").mkdir()
    (folder / "logs/a.log").write_bytes(log(5))
    (folder / "logs/again").symlink_to(folder / "logs")
    assert _names(gather(["logs"])) == ["logs/a.log"]


def test_the_same_file_under_any_name_counts_once(folder: Path) -> None:
    (folder / "a.log").write_bytes(log(5))
    (folder / "current").symlink_to("a.log")
    (folder / "hard").hardlink_to(folder / "a.log")
    gathered = gather(["a.log", "a.log", "./a.log", "current", "hard"])
    assert _names(gathered) == ["a.log"]
    assert gathered.problems == []
    assert _texts(gathered.notes)[0] == "a.log: was named twice: it counts once"
    assert len(gathered.notes) == 4


def test_a_line_break_in_a_name_breaks_no_message() -> None:
    assert _texts(gather(["a\nb\x1bc"]).problems) == ["a\\nb\\x1bc: does not exist"]
    assert _texts(gather(["a\0b"]).problems) == ["a\\x00b: is no name of a file"]


def test_rotated_logs_come_in_order_however_they_are_named(folder: Path) -> None:
    for day, name in enumerate(["gzip", "plain", "xz"], 1):
        (folder / name).write_bytes(PACKERS[name](log(50, day=day)))
    (folder / "unstamped").write_bytes(b"Info: MID 5 queued for delivery\n")
    for arguments in itertools.permutations(["gzip", "plain", "xz", "unstamped"]):
        assert _names(gather(arguments)) == ["gzip", "plain", "xz", "unstamped"]


def test_equal_stamps_and_none_keep_the_order_given(folder: Path) -> None:
    for name in "ab":
        (folder / name).write_bytes(log(5, mid=ord(name)))
    for name in "cd":
        (folder / name).write_bytes(f"Info: MID {ord(name)} queued for delivery\n".encode())
    assert _names(gather(["d", "b", "c", "a"])) == ["b", "a", "d", "c"]


@pytest.mark.parametrize("name", PACKERS)
def test_a_copy_in_any_compression_counts_once(folder: Path, name: str) -> None:
    content = log(30_000)
    (folder / "a").write_bytes(content)
    (folder / "b").write_bytes(PACKERS[name](content))
    for arguments in ["ab", "ba"]:
        gathered = gather(list(arguments))
        assert _names(gathered) == [arguments[0]]
        assert _texts(gathered.notes) == [
            f"{arguments[1]}: counts once: all of it is in {arguments[0]}"
        ]
        assert gathered.sources[0].read == 0


def test_of_a_log_and_its_beginnings_the_longest_stays(folder: Path) -> None:
    content = log(30_000)
    (folder / "short").write_bytes(content[:100])
    (folder / "middle").write_bytes(content[:500_000])
    (folder / "long").write_bytes(content)
    (folder / "other").write_bytes(content[:500_000] + log(1, day=3))
    for arguments in itertools.permutations(["short", "middle", "long", "other"]):
        gathered = gather(arguments)
        assert sorted(_names(gathered)) == ["long", "other"]
        assert gathered.problems == []
        assert len(gathered.notes) == 2


def test_empty_logs_are_nobodys_doubles(folder: Path) -> None:
    for name, content in {"a": b"", "b": b"", "c": log(5)}.items():
        (folder / name).write_bytes(content)
    assert len(gather(["."]).sources) == 3


def test_the_damage_of_a_double_is_told(folder: Path) -> None:
    (folder / "whole.log").write_bytes(log(9_000))
    (folder / "cut.gz").write_bytes(PACKERS["gzip"](log(9_000))[:-99])
    gathered = gather(["cut.gz", "whole.log"])
    assert _names(gathered) == ["whole.log"]
    assert "cut off" in str(gathered.problems)


def test_a_log_that_grows_is_read_to_where_it_ended(folder: Path) -> None:
    path = folder / "a.log"
    path.write_bytes(log(9_000))
    (source,) = gather(["a.log"]).sources
    chunks = source.chunks(1000)
    first = next(chunks)
    with path.open("ab") as growing:
        growing.write(log(5, day=2))
    assert first + b"".join(chunks) == log(9_000)
    assert whole(source) == log(9_000) + log(5, day=2)
    assert source.read == source.size == path.stat().st_size


def test_a_log_that_shrinks_keeps_what_was_read(folder: Path) -> None:
    path = folder / "a.log"
    path.write_bytes(log(9_000))
    (source,) = gather(["a.log"]).sources
    chunks = source.chunks(1000)
    first = next(chunks)
    os.truncate(path, 5)
    assert first + b"".join(chunks) == log(9_000)[:1000]
    assert _texts(source.problems) == ["a.log: byte 1000: became shorter while it was read"]


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_a_log_that_vanished_is_told(folder: Path, name: str) -> None:
    (folder / "a.log").write_bytes(PACKERS[name](log(5)))
    (source,) = gather(["a.log"]).sources
    (folder / "a.log").unlink()
    assert whole(source) == b""
    assert _texts(source.problems) == ["a.log: cannot be read: No such file or directory"]


class _BadDisk(io.BytesIO):
    """A file of which only the first 5,000 bytes can be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= 5_000:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


def test_a_disk_that_fails_keeps_what_was_read() -> None:
    source = Source("a.log", "/a.log", lambda: _BadDisk(log(9_000)))
    assert b"".join(source.chunks(1_000)) == log(9_000)[:5_000]
    assert _texts(source.problems) == ["a.log: byte 5000: cannot be read: Input/output error"]
