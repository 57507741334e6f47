"""Made-up logs as bytes, and every way to store them."""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from datetime import datetime, timedelta

import zstandard

from esalog.source import Source

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
"""How content is stored in each format."""

COMPRESSIONS = tuple(name for name in PACKERS if name != "plain")


def log(count: int, *, day: int = 1, mid: int = 1) -> bytes:
    """So many lines in file form, one a second, from that day of May 2024 on."""
    begin = datetime(2024, 5, day)
    return b"".join(
        f"{begin + timedelta(seconds=number):%a %b %e %H:%M:%S %Y} "
        f"Info: MID {mid + number} queued for delivery\n".encode()
        for number in range(count)
    )


def stored(content: bytes, *, name: str = "made.log") -> Source:
    """A source that holds these bytes."""
    return Source(name, f"/{name}", lambda: io.BytesIO(content))


def streamed(content: bytes) -> Source:
    """A stream of these bytes."""
    return Source("a stream", "-", lambda: io.BytesIO(content), is_stream=True)


def whole(source: Source) -> bytes:
    """All plain bytes of a source."""
    return b"".join(source.chunks())
