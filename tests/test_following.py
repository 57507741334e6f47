"""A log that grows while it is read gives what the whole of it gives."""

import itertools
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import files_up_to
from stories import Record, Story, records, stories

from esalog import Log, RoomError, read_lines
from esalog.growth import GrowingFile
from esalog.sources import gather, newest_part

SINGLE = [story for story in stories() if not story.is_folder]
HEADER = (
    b"Mon Mar  3 09:00:00 2025 Info: Version: 15.0.0-104 SN: 420D4FEA709365BFB3E3-0AF2EE5E700E\n"
)


def line(minute: int, text: str) -> bytes:
    return f"Mon Mar  3 09:{minute:02}:00 2025 Info: {text}\n".encode()


PARTS = [
    HEADER + line(1, "New SMTP ICID 5 interface Data 1 (192.0.2.9) address 192.0.2.7 reverse dns "
                     "host mail.example.com verified yes") + line(2, "ICID 5 TLS success protocol "
                                                                      "TLSv1.2 cipher AES256"),
    line(3, "Start MID 9 ICID 5") + line(4, "MID 9 ICID 5 From: <ann@example.com>"),
    line(5, "MID 9 ICID 5 RID 0 To: <bob@example.net>") + line(6, "MID 9 Subject 'One\n two'"),
    line(7, "MID 9 queued for delivery") + line(8, "ICID 5 close"),
]  # fmt: skip
"""A message's way, in parts that no part tells by itself."""


@pytest.fixture
def log() -> Iterator[Log]:
    """A log that nothing is loaded into yet."""
    with Log() as empty:
        yield empty


def load(log: Log, *paths: Path) -> None:
    for _ in log.load([str(path) for path in paths]):
        pass


def grown(log: Log) -> None:
    """Follow until there is nothing new."""
    while log.grow():
        pass
    log.refresh()


def texts(log: Log) -> list[bytes]:
    return log.raw_lines(1, log.line_count)


def of_whole(contents: Sequence[bytes], story: Story | None = None) -> tuple[object, ...]:
    """What files of these contents give, loaded at once."""
    args = story.args if story else {}
    with TemporaryDirectory() as folder, Log(args.get("gateway"), args.get("year")) as log:
        paths = [Path(folder) / f"{number}.log" for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        load(log, *paths)
        return told(log)


def told(log: Log) -> tuple[list[Record], list[bytes], object, list[tuple[str | None, int]]]:
    """Records, lines, counts, and where each line stands."""
    places = [(line.form_id, line.number_in_file) for line in read_lines(log, 1, log.line_count)]
    return records(log), texts(log), log.counts, places


def append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


@settings(max_examples=40)
@given(st.data())
def test_a_log_that_grows_at_any_byte_gives_the_records_of_the_whole(data: st.DataObject) -> None:
    story = data.draw(st.sampled_from(SINGLE))
    content = story.contents["1.log"].removesuffix(b"\n") + b"\n"
    cuts = data.draw(st.lists(st.integers(1, len(content)), min_size=1, max_size=4).map(sorted))
    args = story.args
    with TemporaryDirectory() as folder, Log(args.get("gateway"), args.get("year")) as log:
        path = Path(folder) / "mail.log"
        path.write_bytes(content[: cuts[0]])
        load(log, path)
        for start, end in zip(cuts, [*cuts[1:], len(content)], strict=True):
            append(path, content[start:end])
            grown(log)
        assert told(log) == of_whole([content], story)


def test_an_unfinished_line_waits_for_its_end(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(PARTS[0])
    load(log, path)
    append(path, PARTS[1][:30])
    assert log.grow() is None
    append(path, PARTS[1][30:])
    assert log.grow() is not None
    assert log.grow() is None
    log.refresh()
    assert told(log) == of_whole([PARTS[0] + PARTS[1]])


def test_a_log_that_was_empty_or_not_there_is_followed_from_its_first_line(
    log: Log, tmp_path: Path
) -> None:
    path = tmp_path / "mail.log"
    path.touch()
    load(log, path)
    path.write_bytes(PARTS[0][:100])
    assert log.grow() is None or log.line_count
    append(path, PARTS[0][100:] + PARTS[1])
    grown(log)
    assert told(log) == of_whole([PARTS[0] + PARTS[1]])


def rename(path: Path) -> None:
    path.rename(path.with_name("mail.log.1"))


def rename_and_make(path: Path) -> None:
    rename(path)
    path.touch()


def copy_and_cut(path: Path) -> None:
    shutil.copyfile(path, path.with_name("mail.log.1"))
    os.truncate(path, 0)


ROTATIONS = (rename, rename_and_make, copy_and_cut)


@pytest.mark.parametrize("rotate", ROTATIONS)
@pytest.mark.parametrize(("is_folder", "cut"), [(False, 0), (False, 70), (True, 70)])
@pytest.mark.parametrize("looks_between", [False, True])
def test_a_rotation_loses_no_line_and_doubles_none(
    rotate: object, is_folder: bool, cut: int, looks_between: bool, log: Log, tmp_path: Path
) -> None:
    assert callable(rotate)
    path = tmp_path / "mail.log"
    path.write_bytes(PARTS[0])
    load(log, tmp_path if is_folder else path)
    append(path, PARTS[1])
    grown(log)
    append(path, PARTS[2] + PARTS[3][:cut])
    if looks_between:
        grown(log)
    rotate(path)
    if looks_between:
        grown(log)
    append(path, PARTS[3][cut:])
    grown(log)
    append(path, line(9, "MID 9 ready 4711 bytes from <ann@example.com>"))
    grown(log)
    new = PARTS[3][cut:] + line(9, "MID 9 ready 4711 bytes from <ann@example.com>")
    assert told(log) == of_whole([PARTS[0] + PARTS[1] + PARTS[2] + PARTS[3][:cut], new])
    assert [source.name for source in log.sources] == [str(path)] * 2
    assert [str(note) for note in log.notes] == [f"{path}: was rotated: the new file is followed"]


def test_a_file_that_is_cut_while_it_is_read_is_found_in_its_copy(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(PARTS[0])
    status = path.stat()
    file = GrowingFile(str(path), (status.st_dev, status.st_ino), 0)
    assert file.look()
    read = file.read(1 << 20)
    append(path, PARTS[1])
    copy_and_cut(path)
    file.take(read)
    assert file.look()
    assert file.read(1 << 20) == PARTS[1]
    file.close()


def test_a_writer_that_goes_on_in_the_file_that_was_moved_is_heard(
    log: Log, tmp_path: Path
) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(PARTS[0])
    load(log, path)
    with path.open("ab") as writer:
        rename_and_make(path)
        grown(log)
        writer.write(PARTS[1])
    grown(log)
    path.write_bytes(PARTS[2])
    grown(log)
    assert told(log) == of_whole([PARTS[0] + PARTS[1], PARTS[2]])


def test_a_file_that_goes_and_comes_back_is_read_on(log: Log, tmp_path: Path) -> None:
    path, away = tmp_path / "mail.log", tmp_path / "away" / "mail.log"
    away.parent.mkdir()
    path.write_bytes(PARTS[0])
    load(log, path)
    path.rename(away)
    grown(log)
    append(away, PARTS[1])
    away.rename(path)
    grown(log)
    assert told(log) == of_whole([PARTS[0] + PARTS[1]])


def test_a_file_that_is_replaced_by_a_longer_copy_is_read_on(log: Log, tmp_path: Path) -> None:
    path, other = tmp_path / "mail.log", tmp_path / "other"
    path.write_bytes(PARTS[0])
    load(log, path)
    other.write_bytes(PARTS[0] + PARTS[1])
    other.replace(path)
    grown(log)
    assert told(log) == of_whole([PARTS[0] + PARTS[1]])
    assert not log.notes


def test_a_file_that_is_written_anew_is_another_log(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(PARTS[0] + PARTS[1])
    load(log, path)
    path.write_bytes(PARTS[2] + PARTS[3] * 9)
    grown(log)
    assert told(log) == of_whole([PARTS[0] + PARTS[1], PARTS[2] + PARTS[3] * 9])


def test_new_files_of_a_folder_are_taken_in_and_copies_are_not(log: Log, tmp_path: Path) -> None:
    one, two = tmp_path / "1.log", tmp_path / "2.log"
    one.write_bytes(PARTS[0])
    load(log, tmp_path)
    shutil.copyfile(one, tmp_path / "copy.log")
    two.write_bytes(PARTS[1])
    (tmp_path / "picture").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    grown(log)
    append(two, PARTS[2])
    grown(log)
    assert told(log) == of_whole([PARTS[0], PARTS[1] + PARTS[2]])
    assert [str(note) for note in log.notes] == [f"{two}: is new: it is followed"]


def test_files_that_grow_by_turns_keep_the_places_of_their_lines(log: Log, tmp_path: Path) -> None:
    one, two = tmp_path / "1.log", tmp_path / "2.log"
    lines = [line(minute, f"ICID {minute} close") for minute in range(8)]
    one.write_bytes(lines[0])
    two.write_bytes(lines[1])
    load(log, one, two)
    for number in range(2, 8, 2):
        append(one, lines[number])
        append(two, lines[number + 1])
        grown(log)
    assert texts(log) == [text.removesuffix(b"\n") for text in lines]
    found = read_lines(log, 1, 100)
    assert [line.number_in_file for line in found] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [line.source for line in found] == [str(one), str(two)] * 4


def test_the_newest_lines_are_a_log_of_their_own_that_knows_nothing_of_those_before(
    log: Log, tmp_path: Path
) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(b"".join(PARTS))
    (source,) = gather([str(path)]).sources
    assert newest_part(source, source.size or 0) is None
    newest = newest_part(source, len(PARTS[3]) + 10)
    assert newest is not None
    for _ in log.load_source(newest):
        pass
    assert texts(log) == PARTS[3].splitlines()
    (message,) = (row for row in records(log) if row["kind"] == "message")
    assert message["tls_received"] == "unknown"
    append(path, line(9, "MID 9 ready 4711 bytes from <ann@example.com>"))
    grown(log)
    assert log.line_count == 3


def test_growth_that_finds_no_room_is_taken_in_later(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(PARTS[0])
    load(log, path)
    for part in PARTS[1:]:
        append(path, part)
        with files_up_to(1), pytest.raises(RoomError, match="has no room left"):
            log.grow()
    grown(log)
    assert told(log) == of_whole([b"".join(PARTS)])


def test_nothing_new_is_nothing(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(b"".join(PARTS))
    load(log, path)
    assert log.followed == 1
    assert log.grow() is None


def test_records_that_are_interrupted_are_as_before_and_come_with_the_next_refresh(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(PARTS[0])
    with Log() as log:
        load(log, path)
        before = records(log)
        append(path, PARTS[1])
        assert log.grow()
        is_over = threading.Event()

        def interrupt() -> None:
            while not is_over.is_set():
                log.interrupt()

        interrupting = threading.Thread(target=interrupt)
        interrupting.start()
        with pytest.raises(duckdb.InterruptException):
            log.refresh()
        is_over.set()
        interrupting.join()
        assert records(log) == before
        log.refresh()
        assert told(log) == of_whole([PARTS[0] + PARTS[1]])


def test_a_pipe_that_is_written_to_slowly_gives_its_lines_one_by_one() -> None:
    ticks = itertools.count()
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb", buffering=0) as feed:
        feed.write(PARTS[0] + PARTS[1])
        with Log(clock=lambda: float(next(ticks))) as log:
            coming = log.load(["-"], stdin=stdin)
            next(coming)
            assert log.line_count == 4
            feed.write(PARTS[3])
            while log.line_count < 6:
                next(coming)
            feed.close()
            assert [progress.lines for progress in coming][-1] == 7
