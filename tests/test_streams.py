"""Standard input and pipes: read once, as they come, in any format."""

import io
import os
import pty
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from packing import PACKERS, log, whole

from esalog.blocks import blocks
from esalog.errors import Problem, SourceError
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


def _piped(content: bytes) -> io.BufferedReader:
    """The reading end of a pipe into which `content` is written by and by."""
    reading, writing = os.pipe()

    def write() -> None:
        with open(writing, "wb") as stream:
            stream.write(content)

    threading.Thread(target=write).start()
    return open(reading, "rb")


@pytest.mark.parametrize("name", PACKERS)
def test_standard_input_is_read_whatever_its_format(name: str) -> None:
    with _piped(PACKERS[name](log(9_000))) as stdin:
        (source,) = gather(["-"], stdin=stdin).sources
        assert (source.path, source.format) == ("-", name)
        assert source.size is None
        assert whole(source) == log(9_000)


def test_standard_input_may_be_any_bytes_at_all() -> None:
    gathered = gather(["-", "-"], stdin=io.BytesIO(log(5)))
    assert [whole(source) for source in gathered.sources] == [log(5)]
    assert "named twice" in str(gathered.notes)


def test_standard_input_from_a_file_knows_its_size(folder: Path) -> None:
    (folder / "a.log").write_bytes(log(5))
    with open("a.log", "rb") as stdin:
        gathered = gather(["-", "a.log"], stdin=stdin)
        assert _names(gathered) == ["standard input"]
        assert gathered.sources[0].size == len(log(5))
        assert whole(gathered.sources[0]) == log(5)


def test_the_keyboard_is_no_log() -> None:
    master, slave = pty.openpty()
    with open(slave, "rb") as stdin:
        assert "is the keyboard" in str(gather(["-"], stdin=stdin).problems)
    os.close(master)
    assert _texts(gather(["-"]).problems) == ["standard input: is closed"]


def test_a_stream_that_is_a_file_too_counts_once(folder: Path) -> None:
    (folder / "a.log").write_bytes(log(9_000))
    with _piped(log(9_000)) as stdin:
        assert _names(gather(["a.log", "-"], stdin=stdin)) == ["a.log"]
    with _piped(log(9_500)) as stdin:
        (source,) = gather(["a.log", "-"], stdin=stdin).sources
        assert source.name == "standard input"
        assert whole(source) == whole(source) == log(9_500)


def test_a_stream_is_read_once(folder: Path) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=(folder / "pipe").write_bytes, args=(log(5),))
    writer.start()
    (source,) = gather(["pipe"]).sources
    assert whole(source) == log(5)
    with pytest.raises(SourceError, match="pipe: can be read only once"):
        source.chunks()
    writer.join()


def test_a_pipe_in_a_folder_is_left_alone(folder: Path) -> None:
    os.mkfifo("pipe")
    assert _texts(gather(["."]).problems) == [".: is a folder without logs"]


def test_a_stream_that_pauses_gives_what_it_has() -> None:
    reading, writing = os.pipe()
    with open(reading, "rb") as stdin, open(writing, "wb", buffering=0) as stream:
        stream.write(log(3) + b"Wed")
        (source,) = gather(["-"], stdin=stdin).sources
        coming = blocks(source)
        assert next(coming) == log(3)
        assert next(coming) == b""
        stream.write(b" at last\n")
        assert next(coming) == b"Wed at last\n"
