"""From the arguments of a command to the logs that they name, in the order of their lines.

A file is known by its place on the disk, whatever its name; what it is, its content tells.
"""

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import BinaryIO

from esalog import heads
from esalog.codecs import PLAIN
from esalog.doubles import without_doubles
from esalog.errors import Problem
from esalog.source import Identity, Source, reason, status_of
from esalog.years import in_another_year

STANDARD_INPUT = "standard input"
"""What the source is called that is asked for by `-`."""

_NAMED_IN_NOTES = 5


@dataclass
class Gathered:
    """The logs that can be read, in the order of their first stamps.

    `problems` are what could not be read; `notes` are of what need not be: doubles, and files in a
    folder that are no logs. `seen` are all files that were looked at.
    """

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    seen: set[Identity] = field(default_factory=set)


def gather(arguments: Sequence[str], *, stdin: BinaryIO | None = None) -> Gathered:
    """Find the logs that files, folders, patterns, and `-` for `stdin`, name.

    What is wrong with one of them is a problem, not an error; to refuse to go on without any
    source is the caller's part. Raises `SourceError` where there is no room to copy a stream that
    must be compared.
    """
    gathering = _Gathering(stdin)
    for argument in arguments:
        gathering.add(argument)
    singles = without_doubles(gathering.found.sources)
    return Gathered(
        in_order(singles.sources),
        gathering.found.problems + singles.problems,
        gathering.found.notes + singles.notes,
        set(gathering.names),
    )


def in_order(sources: Sequence[Source]) -> list[Source]:
    """By the first stamp, equal ones as given, those without a stamp last."""
    return sorted(sources, key=lambda source: source.first or datetime.max)


def dated(sources: Sequence[Source], year: int) -> list[Source]:
    """In order, when the last line of them all is of a year, for stamps that leave it out.

    How many years lie between two files is as they tell by when they were modified.
    """
    shift = year - max((source.last_year for source in sources if source.last_year), default=year)
    for source in sources:
        if source.last_year is not None:
            source.last_year += shift
            source.first = source.first and in_another_year(source.first, shift)
    return in_order(sources)


class Arrivals:
    """Files that appear where the arguments of a load have named others."""

    def __init__(self) -> None:
        self._arguments: list[str] = []
        self._known: set[Identity] = set()

    def add(self, arguments: Sequence[str], seen: Iterable[Identity]) -> None:
        """Look, too, where these arguments say; the files `seen` are not new."""
        self._arguments += [argument for argument in arguments if argument != "-"]
        self._known.update(seen)

    def know(self, source: Source) -> None:
        """A file is not new any more."""
        if source.identity is not None:
            self._known.add(source.identity)

    def look(self, followed: Mapping[str, Identity]) -> list[Source]:
        """The new logs in the order of their first stamps, apart from those that are `followed`.

        One that is nobody's log or not plain is passed over for good.
        """
        self._known.update(followed.values())
        gathering = _Gathering(None)
        gathering.names = dict.fromkeys(self._known, "")
        for argument in self._arguments:
            gathering.add(argument)
        new = [source for source in gathering.found.sources if source.path not in followed]
        logs = [source for source in new if source.format == PLAIN]
        self._known.update(gathering.names.keys() - {source.identity for source in logs})
        return in_order(logs)


class _Gathering:
    """What the arguments so far have named."""

    def __init__(self, stdin: BinaryIO | None) -> None:
        self.found = Gathered()
        self._stdin = stdin
        self.names: dict[Identity, str] = {}

    def add(self, argument: str) -> None:
        """Take what one argument names."""
        if argument == "-":
            self._add_standard_input()
        elif not os.path.lexists(argument) and any(sign in argument for sign in "*?["):
            self._add_matches(argument)
        else:
            self._add_path(argument)

    def _add_matches(self, pattern: str) -> None:
        matches = sorted(glob.glob(pattern, recursive=True))
        if not matches:
            self._problem(pattern, "matches no file")
        for match in matches:
            self._add_path(match)

    def _add_path(self, name: str) -> None:
        status = self._status(name)
        if status is None:
            return
        if stat.S_ISDIR(status.st_mode):
            self._add_folder(name, status)
        elif not (stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode)):
            self._problem(name, "is a device, not a file")
        elif self._is_new(name, status):
            self._take(_log_at(name, status), is_named=True)

    def _add_standard_input(self) -> None:
        if self._stdin is None or self._stdin.closed:
            self._problem(STANDARD_INPUT, "is closed")
        elif self._stdin.isatty():
            self._problem(STANDARD_INPUT, "is the keyboard: name a file, or pipe a log into it")
        else:
            status = status_of(self._stdin)
            if self._is_new(STANDARD_INPUT, status):
                self._take(_log_from(self._stdin, status), is_named=True)

    def _add_folder(self, folder: str, status: os.stat_result) -> None:
        told = len(self.found.sources) + len(self.found.problems) + len(self.found.notes)
        passed_over = []
        for name in self._files(folder, status):
            file_status = self._status(name)
            if file_status is None or not stat.S_ISREG(file_status.st_mode):
                continue
            if self._is_new(name, file_status) and not self._take(_log_at(name, file_status)):
                passed_over.append(os.path.relpath(name, folder))
        if told == len(self.found.sources) + len(self.found.problems) + len(self.found.notes):
            self._problem(folder, "is a folder without logs")
        elif passed_over:
            self._note(folder, f"passed over, no logs: {_listed(passed_over)}")

    def _files(self, folder: str, status: os.stat_result) -> Iterator[str]:
        """The files of a folder and of the folders in it, sorted, without hidden ones."""
        walked = {_identity(status)}
        for parent, folders, names in os.walk(folder, onerror=self._unlisted, followlinks=True):
            shown = [name for name in sorted(folders) if not name.startswith(".")]
            folders[:] = [name for name in shown if _is_first(os.path.join(parent, name), walked)]
            for name in sorted(names):
                if not name.startswith("."):
                    yield os.path.join(parent, name)

    def _take(self, source: Source, *, is_named: bool = False) -> bool:
        """Keep the source, or say why not; False when it is passed over in silence."""
        if source.strangeness:
            if is_named:
                self._problem(source.name, f"is not a log but {source.strangeness}")
            return is_named
        if not source.head and source.problems:
            self.found.problems.extend(source.problems)
            return True
        if not source.head:
            tell = self._problem if is_named else self._note
            tell(source.name, "is empty")
        self.found.sources.append(source)
        return True

    def _is_new(self, name: str, status: os.stat_result | None) -> bool:
        """Whether the file was not named before; if it was, say so."""
        identity = _identity(status)
        if identity not in self.names:
            self.names[identity] = name
            return True
        before = self.names[identity]
        again = "was named twice" if before == name else f"is the same file as {before}"
        self._note(name, f"{again}: it counts once")
        return False

    def _status(self, name: str) -> os.stat_result | None:
        try:
            return os.stat(name)
        except FileNotFoundError:
            is_link = os.path.islink(name)
            self._problem(name, "is a link to nothing" if is_link else "does not exist")
        except OSError as error:
            self._problem(name, f"cannot be read: {reason(error)}")
        except ValueError:  # a zero byte in the name
            self._problem(name, "is no name of a file")
        return None

    def _unlisted(self, error: OSError) -> None:
        self._problem(str(error.filename), f"cannot be read: {reason(error)}")

    def _problem(self, name: str, message: str) -> None:
        self.found.problems.append(Problem(name, "", message))

    def _note(self, name: str, message: str) -> None:
        self.found.notes.append(Problem(name, "", message))


def log_at(name: str, path: str) -> Source:
    """The file that stands at a path now; one without a head where there is none."""
    try:
        return _log_at(name, os.stat(path))
    except OSError:
        return Source(name, path, partial(_opened, path))


def newest_part(source: Source, size: int) -> Source | None:
    """The last lines of a plain file, of about `size` bytes; None where they are nearly all."""
    is_file = source.identity is not None and not source.is_stream and source.format == PLAIN
    if not is_file or (source.size or 0) < 2 * size:
        return None
    try:
        with source.open() as file:
            place = file.seek(-size, os.SEEK_END)
            beginning = file.read(heads.HEAD)
    except OSError:  # it was moved or cut meanwhile: who loads it all will tell
        return None
    first = beginning.find(b"\n") + 1
    framed = heads.framed_lines(beginning[first:])
    start = place + first + (int(framed[0]) if framed.size else 0)
    name = f"{source.name}, newest {size >> 20} MB"
    return Source(name, source.path, source.open, modified=source.modified, start=start)


def _log_at(name: str, status: os.stat_result) -> Source:
    path = os.path.abspath(name)
    return Source(
        name,
        path,
        partial(_opened, path),
        size=status.st_size if stat.S_ISREG(status.st_mode) else None,
        modified=_modified(status),
        is_stream=stat.S_ISFIFO(status.st_mode),
    )


def _log_from(stdin: BinaryIO, status: os.stat_result | None) -> Source:
    if status is None:
        return Source(STANDARD_INPUT, "-", lambda: stdin, is_stream=True)
    return Source(
        STANDARD_INPUT,
        "-",
        lambda: open(stdin.fileno(), "rb", buffering=0, closefd=False),
        size=status.st_size if stat.S_ISREG(status.st_mode) else None,
        modified=_modified(status),
        is_stream=True,
    )


def _modified(status: os.stat_result) -> float | None:
    """When a file was written; the time of a pipe is only that of the computer's clock."""
    return status.st_mtime if stat.S_ISREG(status.st_mode) else None


def _opened(path: str) -> BinaryIO:
    return open(path, "rb", buffering=0)


def _identity(status: os.stat_result | None) -> Identity:
    return (status.st_dev, status.st_ino) if status else (-1, -1)


def _is_first(folder: str, walked: set[Identity]) -> bool:
    """Whether the folder is met for the first time: links may lead round in a circle."""
    try:
        identity = _identity(os.stat(folder))
    except OSError:
        return False
    is_first = identity not in walked
    walked.add(identity)
    return is_first


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED_IN_NOTES
    return ", ".join(names[:_NAMED_IN_NOTES]) + (f" and {more} more" if more > 0 else "")
