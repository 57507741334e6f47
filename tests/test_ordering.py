"""The order of many values is the one that Python gives them."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from esalog.query.ordering import by_rank, ranks, text_ranks

_TEXTS = st.text(st.sampled_from("ab\0é日"), max_size=20)


def _order_of_texts(texts: Sequence[bytes]) -> list[int]:
    content = np.frombuffer(b"".join(texts) + bytes(8), np.uint8)
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    hashes = np.array([hash(text) for text in texts], np.int64)
    return [int(place) for place in by_rank(text_ranks(content, ends, hashes))]


@given(st.lists(_TEXTS, max_size=60))
def test_texts_are_sorted_by_their_bytes_and_equal_ones_stay_in_order(texts: list[str]) -> None:
    encoded = [text.encode() for text in texts]
    # A text and the same with zeros behind it count as equal where they end together.
    expected = sorted(range(len(texts)), key=lambda place: encoded[place])
    found = [encoded[place] for place in _order_of_texts(encoded)]
    assert [text.rstrip(b"\0") for text in found] == [
        encoded[place].rstrip(b"\0") for place in expected
    ]


@given(st.lists(st.text("abc", max_size=30), max_size=80))
def test_the_order_of_equal_texts_is_that_in_which_they_came(texts: list[str]) -> None:
    encoded = [text.encode() for text in texts]
    assert _order_of_texts(encoded) == sorted(range(len(texts)), key=encoded.__getitem__)


@given(st.lists(st.integers(-(2**62), 2**62), max_size=80))
def test_numbers_are_ranked_by_how_many_different_ones_are_below(numbers: list[int]) -> None:
    below = sorted(set(numbers))
    assert ranks(np.array(numbers, np.int64)).tolist() == [below.index(one) for one in numbers]
