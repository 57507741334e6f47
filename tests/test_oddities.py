"""What is odd in a log, though nothing of it is lost, is told once, with its place."""

from pathlib import Path

import pytest

from esalog import Cache, Log
from esalog.blocks import SIZE

START = "Mon Mar  3 09:{minute:02}:00 2025 Info: New SMTP ICID {icid} interface Data 1 (192.0.2.1)"


def line(icid: int, minute: int) -> bytes:
    return f"{START} address 198.51.100.7 reverse dns host unknown verified no\n".format(
        minute=minute, icid=icid
    ).encode()


BEGIN = line(1, 7) + line(2, 8) + line(3, 9) + line(4, 10)


STRANGE = b"Mon Mar  3 09:01:00 2025 Info: MID 5 Subject '\xe9t\xe9'\n"


def notes(path: Path, block_size: int = SIZE) -> list[str]:
    with Log(block_size=block_size) as log:
        for _ in log.load([str(path)], live=False):
            pass
        told = [str(note).removeprefix(f"{path}: ") for note in log.notes]
        assert [note.removeprefix(f"{path}: ") for note in log.sources[0].notes] == told
        assert not log.problems
        return told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BEGIN + line(5, 11), []),
        (BEGIN + line(5, 9), ["line 5: the time goes back by 60 s"]),
        (
            BEGIN + line(5, 5) + line(6, 50) + line(7, 1) + line(8, 58),
            ["line 5: the time goes back by 300 s"],
        ),
        (
            line(1, 10) + b"Mon Mar  3 09:11:00 2025 Info: MID 5 Subject '\xe9t\xe9'\n" * 2,
            ["line 2: holds bytes that are no UTF-8, kept as they are"],
        ),
        ("Mon Mar  3 09:11:00 2025 Info: MID 5 Subject 'été'\n".encode(), []),
    ],
)
@pytest.mark.parametrize("block_size", [64, 1 << 20])
def test_it_is_told_once(content: bytes, told: list[str], block_size: int, tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(content)
    assert notes(path, block_size=block_size) == told


def test_of_a_log_that_stood_newest_first_no_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(b"".join(reversed(BEGIN.splitlines(keepends=True))) + STRANGE)
    assert notes(path) == ["holds bytes that are no UTF-8, kept as they are"]


def test_a_letter_that_is_cut_by_a_rotation_is_whole(tmp_path: Path) -> None:
    line = "Mon Mar  3 09:11:00 2025 Info: MID 5 Subject 'café'\n".encode()
    at = line.index(b"\xa9")
    (tmp_path / "mail.1").write_bytes(BEGIN + line[:at])
    (tmp_path / "mail.2").write_bytes(line[at:] + line)
    with Log() as log:
        for _ in log.load([str(tmp_path / "mail.1"), str(tmp_path / "mail.2")], live=False):
            pass
        assert not log.notes


def test_a_letter_that_is_still_to_be_written_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    line = "Mon Mar  3 09:11:00 2025 Info: MID 5 Subject 'café'\n".encode()
    at = line.index(b"\xa9")
    path.write_bytes(BEGIN + line[:at])
    with Log() as log:
        for _ in log.load([str(path)], live=False):
            pass
        with path.open("ab") as file:
            file.write(line[at:])
        while log.grow():
            pass
        log.refresh()
        assert log.raw_lines(5, 1) == [line.rstrip(b"\n")]
        assert not log.notes


def test_a_kept_load_tells_it_by_the_name_that_the_file_has_now(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(BEGIN + line(5, 9))
    cache = Cache(tmp_path / "cache", limit=1 << 30, worth=0.0)
    for _ in range(2):
        with Log(cache=cache) as log:
            for _ in log.load([str(path)], live=False):
                pass
            assert [note.path for note in log.notes] == [str(path)]
            assert log.sources[0].notes == (f"{path}: line 5: the time goes back by 60 s",)
            log.keep()
        path = path.rename(tmp_path / "other.log")


def test_a_kept_load_tells_it_too(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(BEGIN + line(5, 9))
    cache = Cache(tmp_path / "cache", limit=1 << 30, worth=0.0)
    for is_kept in (False, True):
        with Log(cache=cache) as log:
            for _ in log.load([str(path)], live=False):
                pass
            assert (log.kept_at is not None) == is_kept
            assert [note.place for note in log.notes] == ["line 5"]
            log.keep()
