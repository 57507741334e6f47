"""What is odd in a log, though nothing of it is lost, is told once, with its place."""

from pathlib import Path

import pytest

from esalog import Cache, Log

START = "Mon Mar  3 09:{minute:02}:00 2025 Info: New SMTP ICID {icid} interface Data 1 (192.0.2.1)"


def line(icid: int, minute: int) -> bytes:
    return f"{START} address 198.51.100.7 reverse dns host unknown verified no\n".format(
        minute=minute, icid=icid
    ).encode()


BEGIN = line(1, 7) + line(2, 8) + line(3, 9) + line(4, 10)


def notes(path: Path, **options: object) -> list[str]:
    with Log(**options) as log:  # type: ignore[arg-type]
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
