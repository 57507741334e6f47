"""Compressed bytes become plain ones: which compression it is, the content tells, never the name.

Everything streams: a few hundred kilobytes are held, whatever the size of the file, or some
megabytes where zstd packs the same byte again and again.
"""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import zstandard

from esalog.errors import EsalogError

PLAIN = "plain"
"""The format of what is not compressed."""

MAGIC = {
    "gzip": re.compile(rb"\x1f\x8b\x08"),
    "bzip2": re.compile(rb"BZh[1-9]"),
    "xz": re.compile(rb"\xfd7zXZ\x00"),
    "zstd": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),  # the second is skippable
}
"""How the content of each compressed format begins."""

MAGIC_SIZE = 6
"""So many bytes tell the format."""

_OUTPUT = 1 << 16
"""Bytes that a decompressor gives at once: as much may be lost where a file is damaged."""


class Damage(EsalogError):
    """Compressed bytes that cannot be read on; `position` counts them from the file's start."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


def told(beginning: bytes) -> str:
    """The format of a file that begins with these bytes: a key of `MAGIC`, or `PLAIN`."""
    return next((name for name, magic in MAGIC.items() if magic.match(beginning)), PLAIN)


def decompressed(name: str, pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The plain bytes of a file of format `name`, in chunks of about `size` bytes.

    Plain pieces are passed on as they come. An empty piece says that a stream pauses: what was
    read so far follows at once, as a chunk that may be empty. Raises `Damage` after everything
    that could be read.
    """
    if name == PLAIN:
        yield from pieces
        return
    collected: list[bytes] = []
    damage: Damage | None = None
    try:
        for text in _texts(name, pieces):
            collected.append(text)
            if not text or sum(map(len, collected)) >= size:
                yield b"".join(collected)
                collected.clear()
    except Damage as found:
        damage = found
    if collected:
        yield b"".join(collected)
    if damage:
        raise damage


def _texts(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The plain bytes of all members, none of them empty, but an empty one for each pause."""
    members = _Members(name)
    for piece in pieces:
        if not piece:
            yield b""
        for start in range(0, len(piece), members.codec.step):
            yield from members.texts(piece[start : start + members.codec.step])
    members.end()


class _Members:
    """The streams of one compressed file, one after the other, and the zeros that may pad them."""

    def __init__(self, name: str) -> None:
        self.codec = _CODECS[name]
        self._magic = MAGIC[name]
        self._member: Any = None
        self._between = b""
        self._position = 0

    def texts(self, step: bytes) -> Iterator[bytes]:
        """The plain bytes of the next step of compressed ones; may raise `Damage`."""
        self._position += len(step)
        rest = step
        while rest:
            if self._member is None:
                rest = self._begin(rest)
                continue
            try:
                yield from self.codec.texts(self._member, rest)
            except _FAILURES as error:
                start = self._position - len(rest)
                raise Damage(start, f"is damaged from about here on ({error})") from error
            rest = b""
            if self._member.eof:
                rest, self._member = self._member.unused_data, None

    def end(self) -> None:
        """Raises `Damage` unless the last member is whole and nothing follows it."""
        if self._member is not None:
            raise Damage(self._position, "ends too early: the file is cut off")
        if self._between:
            raise self._garbage(len(self._between))

    def _begin(self, rest: bytes) -> bytes:
        """Pass padding over and begin the next member; gives the bytes that are its."""
        rest = (self._between + rest).lstrip(b"\0")
        self._between = b""
        if len(rest) < MAGIC_SIZE:
            self._between = rest
            return b""
        if not self._magic.match(rest):
            raise self._garbage(len(rest))
        self._member = self.codec.begin()
        return rest

    def _garbage(self, length: int) -> Damage:
        return Damage(self._position - length, "what follows the compressed log was not read")


def _inflated(member: Any, step: bytes) -> Iterator[bytes]:
    """Feed a gzip member; where it breaks, every byte before the break is given."""
    before = member.copy()
    given = 0
    try:
        for text in _some_inflated(member, step):
            given += len(text)
            yield text
    except zlib.error:
        for place in range(len(step)):
            for text in _some_inflated(before, step[place : place + 1]):
                if len(text) > given:
                    yield text[given:]
                given = max(0, given - len(text))


def _some_inflated(member: Any, step: bytes) -> Iterator[bytes]:
    while True:
        text: bytes = member.decompress(step, _OUTPUT)
        if text:
            yield text
        step = member.unconsumed_tail
        if member.eof or (not step and len(text) < _OUTPUT):
            return


def _buffered(member: bz2.BZ2Decompressor | lzma.LZMADecompressor, step: bytes) -> Iterator[bytes]:
    """Feed a bzip2 or xz member; it keeps what it cannot use yet."""
    while True:
        text = member.decompress(step, _OUTPUT)
        if text:
            yield text
        if member.eof or member.needs_input:
            return
        step = b""


def _unbounded(member: Any, step: bytes) -> Iterator[bytes]:
    """Feed a zstd member, which gives all of a step at once."""
    text: bytes = member.decompress(step)
    if text:
        yield text


_FAILURES = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


@dataclass(frozen=True)
class _Codec:
    """How a member begins, how it is fed, and with how many bytes at once."""

    begin: Callable[[], Any]
    texts: Callable[[Any, bytes], Iterator[bytes]]
    step: int


_CODECS = {
    "gzip": _Codec(lambda: zlib.decompressobj(zlib.MAX_WBITS | 16), _inflated, 1 << 16),
    "bzip2": _Codec(bz2.BZ2Decompressor, _buffered, 1 << 16),
    "xz": _Codec(lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ), _buffered, 1 << 16),
    "zstd": _Codec(lambda: zstandard.ZstdDecompressor().decompressobj(), _unbounded, 1 << 10),
}
