"""Compression: told by content, streamed, and read up to where it is damaged."""

import gzip
import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from packing import COMPRESSIONS, PACKERS, log, stored, streamed, whole

from esalog import codecs

LOG = log(4_000)


def _read(name: str, compressed: bytes, *cuts: int) -> tuple[bytes, codecs.Damage | None]:
    """What comes of compressed bytes that arrive in the pieces between the cuts."""
    places = sorted({0, len(compressed), *(cut % len(compressed) for cut in cuts)})
    pieces = [compressed[start:end] for start, end in pairwise(places)]
    chunks = []
    try:
        for chunk in codecs.decompressed(name, pieces, 1 << 16):
            chunks.append(chunk)
    except codecs.Damage as damage:
        return b"".join(chunks), damage
    return b"".join(chunks), None


@pytest.mark.parametrize("name", PACKERS)
def test_the_content_tells_the_format(name: str) -> None:
    source = stored(PACKERS[name](LOG), name="mail.txt")
    assert source.format == name
    assert whole(source) == LOG
    assert source.problems == []


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_members_follow_each_other_with_zeros_between(name: str) -> None:
    pack = PACKERS[name]
    packed = pack(LOG[:999]) + pack(LOG[999:]) + bytes(512) + pack(b"tail\n") + bytes(7)
    assert _read(name, packed) == (LOG + b"tail\n", None)


@given(name=some.sampled_from(COMPRESSIONS), cuts=some.lists(some.integers(0, 1 << 20)))
def test_pieces_of_any_size_give_the_same(name: str, cuts: list[int]) -> None:
    packed = PACKERS[name](LOG[:3000]) + PACKERS[name](LOG[3000:6000])
    assert _read(name, packed, *cuts) == (LOG[:6000], None)


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_a_file_that_is_cut_off_gives_its_beginning(name: str) -> None:
    first, second = PACKERS[name](LOG), PACKERS[name](log(50_000))
    packed = first + second[: len(second) * 9 // 10]
    source = stored(packed)
    read = whole(source)
    assert (LOG + log(50_000)).startswith(read)
    assert len(read) >= len(LOG)
    (problem,) = source.problems
    assert str(problem) == (
        f"made.log: byte {len(packed)} of the compressed file: ends too early: the file is cut off"
    )


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_damage_is_told_with_its_place_and_what_stands_before_it_is_read(name: str) -> None:
    packed = PACKERS[name](LOG)
    middle = len(packed) // 2
    damaged = packed + packed[:middle] + bytes(200) + packed[middle + 200 :]
    read, damage = _read(name, damaged)
    assert read.startswith(LOG)
    assert damage is not None
    assert damage.position < len(damaged)
    assert "damaged" in str(damage)


def test_a_wrong_checksum_loses_no_line() -> None:
    packed = bytearray(gzip.compress(LOG))
    packed[-6] ^= 1
    read, damage = _read("gzip", bytes(packed))
    assert read == LOG
    assert damage is not None


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_what_follows_the_last_member_is_told(name: str) -> None:
    packed = PACKERS[name](LOG)
    read, damage = _read(name, packed + b"not compressed")
    assert read == LOG
    assert damage is not None
    assert damage.position == len(packed)


def test_zstd_frames_to_be_skipped_are_skipped() -> None:
    skipped = struct.pack("<II", 0x184D2A50, 4) + b"note"
    source = stored(skipped + PACKERS["zstd"](LOG))
    assert source.format == "zstd"
    assert whole(source) == LOG


@pytest.mark.parametrize("name", PACKERS)
def test_a_stream_may_be_compressed(name: str) -> None:
    assert whole(streamed(PACKERS[name](LOG))) == LOG


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_chunks_stay_small_however_well_they_were_compressed(name: str) -> None:
    packed = PACKERS[name](b"\n" * (1 << 24))
    sizes = [len(chunk) for chunk in codecs.decompressed(name, [packed], 1 << 20)]
    assert sum(sizes) == 1 << 24
    assert name == "zstd" or max(sizes) < 1 << 21


@given(some.binary())
def test_any_bytes_are_read_without_an_error(content: bytes) -> None:
    source = stored(content)
    read = whole(source)
    assert read == content or source.format != "plain"
