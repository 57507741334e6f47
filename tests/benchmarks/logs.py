"""Made-up logs to measure on, each made once: in sizes, plain and compressed."""

import gzip
import shutil
from pathlib import Path

import zstandard

from esalog.demo import demo_log

HEADER_LINES = 3
"""lnav takes a log that begins with the header for another kind, so all get one without."""


class Logs:
    """Logs in a folder, which may have some of an earlier run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def log(self, lines: int, packing: str = "") -> Path:
        """A log of so many lines; `packing` is "", "gz" or "zst"."""
        path = self._folder / f"{lines}.log"
        if packing:
            path = path.with_suffix(f".log.{packing}")
        if not path.exists():
            making = path.with_suffix(".making")
            self._pack(self.log(lines), making, packing) if packing else _make(making, lines)
            making.rename(path)
        return path

    def _pack(self, plain: Path, path: Path, packing: str) -> None:
        with plain.open("rb") as source:
            if packing == "gz":
                with gzip.open(path, "wb", compresslevel=6) as packed:
                    shutil.copyfileobj(source, packed, 1 << 20)
            else:
                with path.open("wb") as target:
                    zstandard.ZstdCompressor(level=3).copy_stream(source, target)


def _make(path: Path, lines: int) -> None:
    with path.open("wb") as file:
        rest = HEADER_LINES
        for block in demo_log(lines=lines + HEADER_LINES):
            while rest and block:
                _, _, block = block.partition(b"\n")
                rest -= 1
            file.write(block)
