"""The file that the records of a load are in, and its way into the cache and out of it."""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO

import duckdb

from esalog.copies import copy
from esalog.sql import quoted

FILE = "records.duckdb"
"""The file of a load that has just begun."""

_OWN = f"own-{FILE}"
_MEMORY_LIMITS = ("512MB", "1GB", "4GB")
"""What it may take of memory, one after the other, where the one before is too little."""

_UNPACKED = 64 << 20
"""Changes of so many bytes wait to be packed into the file; all of a small load wait for ever."""


class Database:
    """A new database in `folder`, or one that was saved, which is copied before it is written to.

    `connection` is the one that writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / FILE
        self._saved: BinaryIO | None = None
        self._left: list[duckdb.DuckDBPyConnection] = []
        self._limit = 0
        self._limiting = Lock()
        self.connection = self._connected(self._file)

    @property
    def size(self) -> int:
        """Bytes of its file; what was changed last may not be there yet."""
        return self._file.stat().st_size

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one question, for any thread."""
        return _within(self.connection.cursor())

    def allow_more_memory(self) -> bool:
        """Let it take more memory; False when it may take the most already. For any thread."""
        with self._limiting:
            has_more = self._limit + 1 < len(_MEMORY_LIMITS)
            if has_more:
                self._limit_memory(self._limit + 1)
            return has_more

    def allow_most_memory(self) -> None:
        """Let it take as much as it ever may."""
        with self._limiting:
            self._limit_memory(len(_MEMORY_LIMITS) - 1)

    def allow_least_memory(self) -> None:
        """Let it take as little as at first, if no question needs more just now."""
        with self._limiting, suppress(duckdb.OutOfMemoryException):
            self._limit_memory(0)

    def _limit_memory(self, limit: int) -> None:
        self._limit = limit
        self.connection.cursor().execute(f"SET memory_limit = '{_MEMORY_LIMITS[limit]}'")

    def save(self, target: Path, stop: Callable[[], bool]) -> None:
        """Copy everything to a new file. Nobody may write meanwhile.

        Raises `OSError`, also when `stop` says so, and `duckdb.Error`.
        """
        # Without room, writing the file whole would be the end of the load, too.
        if shutil.disk_usage(self._folder).free < 2 * self.size + _UNPACKED:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.connection.execute("CHECKPOINT records")
        with self._file.open("rb") as file:
            copy(file, target, stop)

    def reopen(self, file: Path) -> None:
        """Go over to a file that was saved. Raises `OSError` and `duckdb.Error`."""
        connection = self._connected(file, read_only=True)
        self._saved = file.open("rb")  # it stays readable when another process removes it
        self._change_to(connection)

    def make_own(self) -> bool:
        """Go over to a copy of what was saved; False when there was no need to.

        Raises `OSError` where there is no room.
        """
        if self._saved is None:
            return False
        own = self._folder / _OWN
        own.unlink(missing_ok=True)  # what was copied in part, where there was no room
        copy(self._saved, own, lambda: False)
        self._change_to(self._connected(own))
        self._saved.close()
        self._file, self._saved = own, None
        return True

    def close(self) -> None:
        """Give everything back."""
        for connection in (*self._left, self.connection):
            connection.close()
        if self._saved:
            self._saved.close()

    def _change_to(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Leave the connection, from which somebody may just be getting a cursor."""
        self._left.append(self.connection)
        self.connection = connection

    def _connected(self, file: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(
            config={
                "memory_limit": _MEMORY_LIMITS[self._limit],
                "temp_directory": str(self._folder / "spill"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "checkpoint_threshold": f"{_UNPACKED}B",
            },
        )
        # Nobody opens the file of a process that was killed, so no change need be written twice.
        manner = "READ_ONLY" if read_only else "RECOVERY_MODE 'no_wal_writes'"
        connection.execute(f"ATTACH {quoted(str(file))} AS records ({manner})")
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        return _within(connection)


def _within(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, which now finds the records by their names."""
    return connection.execute("USE records")
