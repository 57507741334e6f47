"""Loads that are kept in a folder, so that the same logs open at once the next time.

A kept load is a folder of its own: files, and a header that says of which logs they are. It gets
its name when it is whole, so nobody ever opens half of one. What cannot be used is removed and is
never an error: the logs are still there. Only the user can read it.
"""

import errno
import fcntl
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import duckdb

from esalog.fingerprint import Fingerprint, ends, ends_line
from esalog.source import Source

LIMIT = 2 << 30
"""Bytes of all kept loads together."""

WORTH = 2.0
"""Seconds that a load must have taken to be kept."""

_KEPT, _UNFINISHED = "load-", "unfinished-"
_HEADER = "header.json"

Options = Mapping[str, str | int | None]
"""What changes the records of a load, beside its logs."""

Fill = Callable[[Path], "Header"]


@dataclass(frozen=True)
class Header:
    """Of which logs a load is, by which version of the library.

    The last of its logs may be read on where it `can_grow`, and others may come behind where it
    `ends_line`. `files` has for each file of the load its size in bytes and the digests of its two
    ends.
    """

    paths: tuple[str, ...]
    prints: tuple[Fingerprint, ...]
    options: Options
    can_grow: bool
    ends_line: bool
    files: Mapping[str, list[int | str]] = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True)
class Kept:
    """A kept load; `made` and `used` are seconds since 1970, `size` is in bytes."""

    folder: Path
    header: Header
    made: float
    used: float
    size: int


class Cache:
    """The kept loads in `folder`, of at most `limit` bytes; the least used ones make room.

    A load that took less than `worth` seconds is not kept.
    """

    def __init__(self, folder: Path, limit: int = LIMIT, worth: float = WORTH) -> None:
        self._folder = folder
        self._limit = limit
        self.worth = worth

    def kept(self) -> list[Kept]:
        """Every load that is kept, the last used one first; what is none is removed."""
        if not is_own(self._folder):
            return []
        found = []
        for folder in self._folders():
            if folder.name.startswith(_KEPT) and (kept := _read(folder)):
                found.append(kept)
            elif folder.name.startswith(_KEPT) or _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
        return sorted(found, key=lambda kept: kept.used, reverse=True)

    def _folders(self) -> Sequence[Path]:
        try:
            return list(self._folder.iterdir())
        except OSError:
            return ()

    def find(self, sources: Sequence[Source], options: Options, *, may_grow: bool) -> Kept | None:
        """The load of these logs as they are, which counts as used now; None when there is none.

        With `may_grow` it may hold only the first of them, and the last of those in part.
        """
        fitting = [
            kept
            for kept in self.kept()
            if kept.header.options == options and _holds(kept.header, sources, may_grow)
        ]
        best = max(fitting, key=_extent, default=None)
        if best:
            with suppress(OSError):
                os.utime(best.folder)
        return best

    def keep(self, size: int, fill: Fill) -> bool:
        """Keep the load whose files, of about `size` bytes, `fill` puts into a folder.

        It gives the header, and the load takes the place of one of the same logs. False when it
        raises `OSError`, or there is no room.
        """
        if size > self._limit or not self._is_ready(size):
            return False
        try:
            folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._folder))
        except OSError:
            return False
        try:
            with locked(folder):
                header = fill(folder)
                size = _write(folder, header)
                self._make_room(size, header)
                folder.rename(self._folder / folder.name.replace(_UNFINISHED, _KEPT))
        except OSError:
            return False
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # there is none when all went well
        return True

    def remove(self, kept: Kept) -> None:
        """Keep it no longer."""
        shutil.rmtree(kept.folder, ignore_errors=True)

    def clear(self) -> None:
        """Keep nothing any more."""
        for kept in self.kept():
            self.remove(kept)

    def _is_ready(self, size: int) -> bool:
        """Whether there is a private folder, with ample room for so many bytes."""
        try:
            self._folder.mkdir(0o700, parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            return is_own(self._folder) and shutil.disk_usage(self._folder).free > 2 * size
        except OSError:
            return False

    def _make_room(self, size: int, header: Header) -> None:
        """Remove what the new load makes useless, then what was not used for longest.

        Raises `OSError`, before anything is removed, when that would not do.
        """
        if size > self._limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        self._replace(header)
        kept = self.kept()
        total = size + sum(one.size for one in kept)
        while kept and total > self._limit:
            total -= kept[-1].size
            self.remove(kept.pop())

    def _replace(self, header: Header) -> None:
        """Remove what the new load makes useless: the same logs as they were before."""
        for kept in self.kept():
            old = kept.header
            if old.options == header.options and old.paths == header.paths[: len(old.paths)]:
                self.remove(kept)


@cache
def version() -> str:
    """What changes with the library, so that no load outlives a change of what made it."""
    return digest_of(Path(__file__).parent)


def digest_of(library: Path) -> str:
    """A digest of all the text of a library, and of the version of the database."""
    digest = blake2b(duckdb.__version__.encode(), digest_size=16)
    for path in sorted([*library.rglob("*.py"), *library.rglob("*.sql")]):
        digest.update(path.relative_to(library).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _holds(header: Header, sources: Sequence[Source], may_grow: bool) -> bool:
    """Whether the logs are those of a load, or, with `may_grow`, those and more."""
    more = len(sources) - len(header.prints)
    if more < 0 or (more and not may_grow):
        return False
    *whole, (last, source) = zip(header.prints, sources, strict=False)
    if last.is_of(source):
        has_end = header.ends_line
    elif may_grow and header.can_grow and last.is_beginning_of(source):
        has_end = ends_line(source)
    else:
        return False
    return (has_end or not more) and all(one.is_of(source) for one, source in whole)


def _extent(kept: Kept) -> tuple[int, int]:
    """How much of a set a load holds."""
    return len(kept.header.prints), kept.header.prints[-1].size


def _read(folder: Path) -> Kept | None:
    """The load in a folder, or None when it is not whole, or another version's."""
    try:
        header = _header(json.loads((folder / _HEADER).read_bytes()))
        files = {name: _described(folder / name) for name in header.files}
        made, used = (folder / _HEADER).stat().st_mtime, folder.stat().st_mtime
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_whole = files == header.files and header.version == version() and _is_private(folder)
    size = sum(int(size) for size, *_ in files.values())
    return Kept(folder, header, made, used, size) if is_whole else None


def _described(file: Path) -> list[int | str]:
    return [file.lstat().st_size, *ends(file)]


def _header(told: Mapping[str, Any]) -> Header:
    prints = tuple(Fingerprint(**one) for one in told["prints"])
    if not prints:
        raise ValueError("it is of no log")
    return Header(**{**told, "paths": tuple(told["paths"]), "prints": prints})


def _write(folder: Path, header: Header) -> int:
    """Put the header beside its files, and everything on the disk; gives the bytes of the files."""
    files = {path.name: _described(path) for path in folder.iterdir()}
    told = asdict(replace(header, files=files, version=version()))
    (folder / _HEADER).write_text(json.dumps(told), "ascii")
    for path in (*folder.iterdir(), folder):
        path.chmod(0o700 if path is folder else 0o600)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return sum(int(size) for size, *_ in files.values())


def is_own(folder: Path) -> bool:
    """Whether it is a folder of this user, and no link to one."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()


def _is_private(folder: Path) -> bool:
    """Whether nobody else may look into a folder of this user."""
    return is_own(folder) and not folder.lstat().st_mode & 0o077


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Show to others that a folder is worked on, until this ends or the process does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems know no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_abandoned(folder: Path) -> bool:
    """Whether nobody works on an unfinished load any more."""
    return folder.name.startswith(_UNFINISHED) and is_left(folder)


def is_left(folder: Path) -> bool:
    """Whether nobody has it locked any more; False where that cannot be told."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
