"""Blocks of whole lines: exact, from either end, with wrapped lines whole."""

import gzip
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as some
from packing import PACKERS, log, stored, streamed

from esalog.blocks import blocks, reversed_blocks

WRAPPED = (
    b"Wed May  1 00:00:00 2024 Info: New SMTP ICID 7 interface Management\n"
    b"(192.0.2.1) address 198.51.100.7 reverse dns host unknown\n"
    b"verified no\n"
)
PASTED = b"Info: New SMTP ICID 7 interface Management\n  (192.0.2.1) address 198.51.100.7\n"

lines = some.lists(
    some.one_of(
        some.binary(max_size=40),
        some.sampled_from([WRAPPED, PASTED, b"\n", b"Info: Begin Logfile\n", log(2), b"\r\n"]),
    )
)
sizes = some.integers(1, 400)


@given(lines.map(b"".join), sizes, sizes)
def test_blocks_join_to_the_content(content: bytes, size: int, first: int) -> None:
    content = b"#" + content
    given_blocks = list(blocks(stored(content), size, first=first))
    assert b"".join(given_blocks) == content
    assert all(block.endswith(b"\n") for block in given_blocks[:-1])


@given(lines.map(b"".join), sizes)
def test_reversed_blocks_join_backwards_to_the_content(content: bytes, size: int) -> None:
    content = b"#" + content
    turned = list(reversed_blocks(stored(content), size))
    assert b"".join(reversed(turned)) == content
    assert all(block.endswith(b"\n") for block in turned[1:])


def _assert_whole(given_blocks: Iterable[bytes], wrapped: bytes) -> None:
    given_blocks = list(given_blocks)
    assert len(given_blocks) > 2
    for block in given_blocks:
        assert block == wrapped * (len(block) // len(wrapped))


@pytest.mark.parametrize("wrapped", [WRAPPED, PASTED])
@pytest.mark.parametrize("size", [13, 33, 150, 1000])
def test_a_wrapped_line_is_never_cut(wrapped: bytes, size: int) -> None:
    source = stored(wrapped * 40)
    _assert_whole(blocks(source, size, first=size), wrapped)
    _assert_whole(reversed_blocks(source, size), wrapped)


def test_a_bare_level_begins_no_block_in_a_file_with_frames() -> None:
    framed = WRAPPED + PASTED
    _assert_whole(blocks(stored(framed * 40), 100, first=100), framed)


def test_the_first_block_is_small() -> None:
    sizes = [len(block) for block in blocks(stored(log(40_000)))]
    assert sizes[0] <= 1 << 18
    assert len(sizes) == 2


@pytest.mark.parametrize("name", PACKERS)
def test_every_format_is_read_backwards(name: str) -> None:
    content = log(5_000)
    source = stored(PACKERS[name](content))
    turned = list(reversed_blocks(source, 1 << 16))
    assert b"".join(reversed(turned)) == content
    assert len(turned) > 3


def test_a_stream_is_read_backwards() -> None:
    assert b"".join(reversed(list(reversed_blocks(streamed(log(99)), 1000)))) == log(99)


def test_reading_a_damaged_log_backwards_tells_the_damage() -> None:
    source = stored(gzip.compress(log(999))[:-20])
    turned = list(reversed_blocks(source))
    assert log(999).startswith(b"".join(turned))
    assert "cut off" in str(source.problems)


def test_a_line_without_end_is_cut_and_told() -> None:
    source = stored(b"x" * 5_000)
    given_blocks = list(blocks(source, 100, first=100, longest=2_000))
    assert b"".join(given_blocks) == b"x" * 5_000
    assert max(map(len, given_blocks)) == 2_000
    assert [problem.place for problem in source.problems] == ["byte 2000", "byte 4000"]


def test_a_line_without_end_is_cut_backwards_too() -> None:
    source = stored(b"x" * 5_000)
    turned = list(reversed_blocks(source, 1_000, longest=2_000))
    assert b"".join(turned) == b"x" * 5_000
    assert [problem.place for problem in source.problems] == ["byte 3000", "byte 1000"]


def test_an_empty_log_has_no_block() -> None:
    assert list(blocks(stored(b""))) == []
    assert list(reversed_blocks(stored(b""))) == []
