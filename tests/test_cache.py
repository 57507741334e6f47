"""Loads that are kept: the same logs open at once, and as if they had been loaded."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
import zstandard
from limits import files_up_to
from packing import log as made_log
from stories import Story, loaded, records, stories

import esalog
from esalog import STATES_ONLY, Cache, Log, RoomError, report, snapshot
from esalog import cache as caches

SOME = stories()[::16]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache that keeps everything."""
    return Cache(tmp_path / "cache" / "loads", worth=0)


@pytest.fixture
def logs(tmp_path: Path) -> list[Path]:
    """Three logs, of three days."""
    return [written(tmp_path / f"{day}.log", made_log(300, day=day)) for day in (1, 2, 3)]


def written(path: Path, content: bytes) -> Path:
    """A file with this content."""
    path.write_bytes(content)
    return path


def everything(log: Log) -> dict[str, Any]:
    """All that a log can tell about itself."""
    return {
        "records": records(log),
        "counts": log.counts,
        "sources": log.sources,
        "lines": log.raw_lines(1, log.line_count + 1),
        "places": [log.stretch_of(number).place_of(number) for number in range(1, log.line_count)],
        "problems": log.problems,
        "notes": log.notes,
    }


def opened(paths: Sequence[Path], cache: Cache | None, **options: Any) -> dict[str, Any]:
    """What a log tells when it is opened on these files; it is kept."""
    with Log(cache=cache, **options) as log:
        for _ in log.load([str(path) for path in paths]):
            pass
        log.keep()
        return {"is_kept": log.kept_at is not None, **everything(log)}


def is_kept(paths: Sequence[Path], cache: Cache, **options: Any) -> bool:
    """Whether the cache has the load of these files; what it tells is that of a fresh one."""
    told, fresh = opened(paths, cache, **options), opened(paths, None, **options)
    assert told == fresh | {"is_kept": told["is_kept"]}
    return bool(told["is_kept"])


@pytest.mark.parametrize("story", SOME, ids=lambda story: story.name)
def test_a_kept_load_tells_what_a_fresh_one_tells(
    story: Story, tmp_path: Path, cache: Cache
) -> None:
    if "-" in story.contents:
        return  # what comes from a pipe is read once
    with loaded(story, tmp_path) as log:
        first = everything(log)
    paths = [tmp_path / name for name in story.contents]
    options = {name: story.args.get(name) for name in ("gateway", "year")}
    assert not is_kept(paths, cache, **options)
    told = opened(paths, cache, **options)
    assert told == first | {"is_kept": True}


def test_a_report_that_wants_states_only_uses_a_full_load(logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    reports = []
    for one in (cache, None):
        with Log(cache=one, wanted=STATES_ONLY, keep_text=False) as log:
            for _ in log.load([str(path) for path in logs]):
                pass
            assert (log.kept_at is not None) == (one is not None)
            assert not log.keep()
            reports.append(report.report(log))
    assert reports[0] == reports[1]


def test_a_log_is_known_again_by_any_name(
    logs: list[Path], cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(logs, cache)
    moved = [path.rename(path.with_suffix(".old")) for path in logs]
    assert is_kept(moved, cache)
    monkeypatch.chdir(moved[0].parent)
    assert is_kept([Path(path.name) for path in moved], cache)


def _changed(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


CHANGES: dict[str, Callable[[list[Path]], object]] = {
    "the first block": lambda logs: _changed(logs[1], 10),
    "the middle": lambda logs: _changed(logs[1], 9000),
    "the end": lambda logs: _changed(logs[2], -10),
    "cut": lambda logs: os.truncate(logs[2], 9000),
    "emptied": lambda logs: os.truncate(logs[2], 0),
    "replaced": lambda logs: written(logs[0], made_log(300, day=9)),
    "touched": lambda logs: os.utime(logs[0], (1, 1)),
    "one gone": lambda logs: logs.pop(),
    "the first gone": lambda logs: logs.pop(0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_loaded_anew(change: str, logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    CHANGES[change](logs)
    assert not is_kept(logs, cache)
    assert is_kept(logs, cache)


GROWING = [story for story in stories() if not {"-", "1.log.gz"} & set(story.contents)][5::12]


@pytest.mark.parametrize("share", [0.3, 0.8])
@pytest.mark.parametrize("story", GROWING, ids=lambda story: story.name)
def test_a_log_that_grew_is_read_on_and_tells_what_a_fresh_load_tells(
    story: Story, share: float, tmp_path: Path, cache: Cache
) -> None:
    options = {name: story.args.get(name) for name in ("gateway", "year")}
    with loaded(story, tmp_path) as log:
        paths = [Path(status.path) for status in log.sources]
        whole = paths[-1].read_bytes()
    os.truncate(paths[-1], int(len(whole) * share))
    opened(paths, cache, **options)
    with paths[-1].open("ab") as file:
        file.write(whole[int(len(whole) * share) :])
    is_kept(paths, cache, **options)
    assert is_kept(paths, cache, **options)


GROWTH: dict[str, Callable[[list[Path]], object]] = {
    "more lines": lambda logs: _add(logs[2], made_log(200, day=4)),
    "half a line": lambda logs: _add(logs[2], made_log(1, day=4)[:50]),
    "many lines and a half": lambda logs: _add(logs[2], made_log(9000, day=4)[:-30]),
    "another log": lambda logs: logs.append(
        written(logs[0].with_name("4.log"), made_log(9, day=4))
    ),
    "rotation": lambda logs: _rotate(logs, made_log(20, day=4, mid=301)),
}


def _add(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


def _rotate(logs: list[Path], left: bytes) -> None:
    """The last log gets its last lines and another name, and a new one begins."""
    _add(logs[2], left)
    logs[2:] = [logs[2].rename(logs[2].with_suffix(".old")), logs[2]]
    written(logs[3], made_log(30, day=5))


@pytest.mark.parametrize("growth", GROWTH)
def test_growth_is_added_to_what_is_kept(growth: str, logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    GROWTH[growth](logs)
    assert is_kept(logs, cache)
    assert is_kept(logs, cache)
    _add(logs[-1], b"\n" + made_log(20, day=6))
    assert is_kept(logs, cache)


def test_growth_leaves_the_kept_load_as_it_was(logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    [kept] = cache.kept()
    before = {path.name: path.read_bytes() for path in kept.folder.iterdir()}
    _add(logs[2], made_log(200, day=4))
    with Log(cache=cache) as log, Log(cache=cache) as other:
        for _ in log.load([str(path) for path in logs]):
            pass
        assert log.kept_at
        assert {path.name: path.read_bytes() for path in kept.folder.iterdir()} == before
        for _ in other.load([str(path) for path in logs]):
            pass
        assert everything(other) == everything(log)


def test_what_is_kept_is_there_before_growth_is_read(logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    _add(logs[2], made_log(200, day=4, mid=301))
    with Log(cache=cache) as log:
        load = log.load([str(path) for path in logs])
        assert next(load).refreshed
        assert (log.line_count, len(records(log))) == (900, 300)
        for _ in load:
            pass
        assert (log.line_count, len(records(log))) == (1100, 500)


@pytest.mark.parametrize("hosts", [("esa1", "esa1"), ("esa1", "esa2")])
def test_a_source_has_the_gateway_that_all_of_it_names(
    hosts: tuple[str, str], tmp_path: Path, cache: Cache
) -> None:
    lines = [
        f"May  1 00:00:0{at} {host} mail: Info: MID 1 ready\n" for at, host in enumerate(hosts)
    ]
    path = written(tmp_path / "a.log", lines[0].encode())
    assert opened([path], cache)["sources"][0].gateway == "esa1"
    _add(path, lines[1].encode())
    told = opened([path], cache)
    assert told["is_kept"]
    assert told["sources"][0].gateway == ("esa1" if hosts[0] == hosts[1] else "")
    assert told | {"is_kept": False} == opened([path], None)


@pytest.mark.parametrize("place", [0, 1])
def test_growth_of_another_log_than_the_last_loads_anew(
    place: int, logs: list[Path], cache: Cache
) -> None:
    opened(logs, cache)
    _add(logs[place], made_log(3, day=4))
    assert not is_kept(logs, cache)


def test_a_kept_load_can_be_followed(logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    with Log(cache=cache) as log:
        for _ in log.load([str(path) for path in logs]):
            pass
        assert log.kept_at
        _add(logs[2], made_log(20, day=4, mid=301))
        assert log.grow()
        log.refresh()
        told = everything(log)
    assert told | {"is_kept": False} == opened(logs, None)


def test_other_options_make_another_load(logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    choices: tuple[dict[str, str | int], ...] = ({"gateway": "esa9"}, {"year": 2020})
    for options in choices:
        assert not opened(logs, cache, **options)["is_kept"]
    assert is_kept(logs, cache, gateway="esa9")
    assert len(cache.kept()) == 3


def test_only_its_user_can_read_what_is_kept(logs: list[Path], cache: Cache) -> None:
    before = os.umask(0)
    try:
        opened(logs, cache)
    finally:
        os.umask(before)
    [kept] = cache.kept()
    assert _mode(kept.folder) == _mode(kept.folder.parent) == 0o700
    assert {_mode(path) for path in kept.folder.iterdir()} == {0o600}


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_load_that_others_may_look_into_is_not_used(logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    [kept] = cache.kept()
    kept.folder.chmod(0o755)
    assert not is_kept(logs, cache)
    assert len(cache.kept()) == 1


def _garbage(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "garbage": _garbage,
    "nothing": lambda path: path.write_bytes(zstandard.compress(b"")),
}


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *(("records", damage) for damage in DAMAGES),
        *((name, damage) for name in ("lines", "state") for damage in ("gone", "garbage")),
        ("state", "nothing"),
        ("header.json", "cut"),
    ],
)
def test_a_damaged_load_is_removed_and_loaded_anew(
    name: str, damage: str, logs: list[Path], cache: Cache
) -> None:
    opened(logs, cache)
    [kept] = cache.kept()
    DAMAGES[damage](kept.folder / name)
    told = opened(logs, cache)
    assert not told["is_kept"]
    assert len(told["records"]) == 300
    assert [one.folder for one in cache.kept()] != [kept.folder]


HEADERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another version": lambda header: header | {"version": "0"},
    "too much": lambda header: header | {"more": 1},
    "too little": lambda header: {"version": header["version"]},
    "another kind": lambda header: [header],
    "a file elsewhere": lambda header: header | {"files": {"../../1.log": [1, "", ""]}},
}


@pytest.mark.parametrize("change", HEADERS)
def test_a_foreign_load_is_removed_and_loaded_anew(
    change: str, logs: list[Path], cache: Cache
) -> None:
    opened(logs, cache)
    [kept] = cache.kept()
    header = kept.folder / "header.json"
    header.write_text(json.dumps(HEADERS[change](json.loads(header.read_text()))))
    assert not cache.kept()
    assert not kept.folder.exists()


def test_a_state_holds_data_only(tmp_path: Path) -> None:
    harmful = tmp_path / "harmful"
    with pytest.raises(ValueError, match="no state"):
        snapshot.unpacked(snapshot.packed(_Harm(harmful)))
    assert not harmful.exists()


class _Harm:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def test_each_change_of_the_library_is_another_version(tmp_path: Path) -> None:
    library = tmp_path / "esalog"
    shutil.copytree(Path(esalog.__file__).parent, library)
    seen = {caches.digest_of(library)}
    assert seen == {caches.version()}
    for name in ("grammar/tls.py", "correlate/messages.sql", "frames.py"):
        with (library / name).open("a") as file:
            file.write("\n")
        seen.add(caches.digest_of(library))
    assert len(seen) == 4


def test_the_loads_that_were_not_used_for_longest_make_room(
    logs: list[Path], tmp_path: Path, cache: Cache
) -> None:
    for path in logs:
        opened([path], cache)
    sizes = [kept.size for kept in cache.kept()]
    for age, path in enumerate([logs[1], logs[0], logs[2]]):
        [kept] = [one for one in cache.kept() if one.header.paths == (str(path),)]
        os.utime(kept.folder, (10**9 - age, 10**9 - age))
    assert is_kept([logs[2]], cache)
    more = written(tmp_path / "4.log", made_log(300, day=9))
    opened([more], Cache(tmp_path / "cache" / "loads", sum(sizes) + min(sizes) // 2, worth=0))
    kept_logs = [Path(kept.header.paths[0]).name for kept in cache.kept()]
    assert kept_logs == ["4.log", "3.log", "2.log"]


def test_a_load_that_is_larger_than_the_limit_is_not_kept(logs: list[Path], tmp_path: Path) -> None:
    small = Cache(tmp_path / "loads", 1000, worth=0)
    opened(logs, small)
    assert not small.kept()
    assert not is_kept(logs, small)


def test_a_load_that_does_not_fit_leaves_the_one_before(logs: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "loads"
    opened(logs[:1], Cache(folder, worth=0))
    (kept,) = Cache(folder, worth=0).kept()
    opened(logs, Cache(folder, kept.size + 1, worth=0))
    assert [one.folder for one in Cache(folder, worth=0).kept()] == [kept.folder]


def test_growth_of_a_kept_load_that_finds_no_room_is_taken_in_later(
    logs: list[Path], cache: Cache
) -> None:
    opened(logs, cache)
    with Log(cache=cache) as log:
        for _ in log.load([str(path) for path in logs]):
            pass
        _add(logs[-1], made_log(30, day=4))
        with files_up_to(1), pytest.raises(RoomError):
            log.grow()  # no room for a copy of the text
        assert log.grow() is not None
        with files_up_to(1 << 14), pytest.raises(RoomError):
            log.refresh()  # nor for one of the records
        log.refresh()
        told = records(log), log.raw_lines(1, log.line_count)
    with Log() as fresh:
        for _ in fresh.load([str(path) for path in logs]):
            pass
        assert told == (records(fresh), fresh.raw_lines(1, fresh.line_count))


def test_a_short_load_and_one_that_was_stopped_are_not_kept(
    logs: list[Path], tmp_path: Path, cache: Cache
) -> None:
    slow = Cache(tmp_path / "loads", worth=3600)
    opened(logs, slow)
    assert not slow.kept()
    with Log(cache=cache) as log:
        next(log.load([str(path) for path in logs]))
        assert not log.keep()
    assert not cache.kept()


def test_keeping_can_be_stopped_and_leaves_nothing(logs: list[Path], cache: Cache) -> None:
    with Log(cache=cache) as log:
        for _ in log.load([str(path) for path in logs]):
            pass
        assert not log.keep(lambda: True)
        assert not cache.kept()
        assert log.keep()


def test_where_no_cache_can_be_the_log_is_loaded(logs: list[Path], tmp_path: Path) -> None:
    file = written(tmp_path / "file", b"")
    link = tmp_path / "link"
    link.symlink_to(tmp_path, target_is_directory=True)
    for folder in (file, file / "loads", link):
        cache = Cache(folder, worth=0)
        assert len(opened(logs, cache)["records"]) == 300
        assert not cache.kept()
    assert file.read_bytes() == b""


def test_without_room_nothing_is_kept(logs: list[Path], cache: Cache) -> None:
    with Log(cache=cache) as log:
        for _ in log.load([str(path) for path in logs]):
            pass
        assert not log.keep(lambda: True)
        log.cursor().execute("CHECKPOINT")  # what is left to do is to copy
        with files_up_to(1 << 18):
            assert not log.keep()
        assert len(records(log)) == 300
    assert not cache.kept()


def test_what_another_process_left_unfinished_is_removed_when_it_is_gone(
    logs: list[Path], cache: Cache, tmp_path: Path
) -> None:
    opened(logs, cache)
    folder = tmp_path / "cache" / "loads" / "unfinished-1"
    folder.mkdir(0o700)
    with caches.locked(folder):
        assert len(cache.kept()) == 1
        assert folder.exists()
    assert len(cache.kept()) == 1
    assert not folder.exists()


_KEEPING = """
import sys
from pathlib import Path
from esalog import Cache, Log

with Log(cache=Cache(Path(sys.argv[1]), worth=0)) as log:
    for _ in log.load(sys.argv[2:]):
        pass
    sys.stdout.write("loaded\\n")
    sys.stdout.flush()
    sys.stdin.readline()
    log.keep()
"""


def test_two_processes_may_keep_the_same_load_at_once(
    logs: list[Path], tmp_path: Path, cache: Cache
) -> None:
    command = [sys.executable, "-c", _KEEPING, str(tmp_path / "cache" / "loads"), *map(str, logs)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    both = [
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE, env=environment, text=True)
        for _ in range(2)
    ]
    for one in both:
        assert one.stdout
        assert one.stdout.readline() == "loaded\n"
    for one in both:
        assert one.stdin
        one.stdin.write("keep\n")
        one.stdin.flush()
    for one in both:
        one.communicate()
    assert [one.returncode for one in both] == [0, 0]
    assert is_kept(logs, cache)
    names = [path.name for path in (tmp_path / "cache" / "loads").iterdir()]
    assert all(name.startswith("load-") for name in names)


def test_clearing_leaves_what_is_not_its_own(logs: list[Path], cache: Cache) -> None:
    opened(logs, cache)
    other = written(cache.kept()[0].folder.parent / "other", b"")
    cache.clear()
    assert not cache.kept()
    assert other.exists()
