"""A search of the text finds the lines that a plain one finds, whatever the bytes are."""

from hypothesis import given
from hypothesis import strategies as st

from esalog.searching import lines_holding

_LINES = st.lists(st.text("abAB .é\r", max_size=12), max_size=12)
_NEEDLE = st.text("abAB .é", min_size=1, max_size=4)


@given(_LINES, _NEEDLE)
def test_the_lines_that_hold_a_text_are_found(lines: list[str], needle: str) -> None:
    found = lines_holding("\n".join(lines).encode(), needle, is_folded=False)
    assert found.tolist() == [nth for nth, line in enumerate(lines) if needle in line]


@given(_LINES, _NEEDLE)
def test_small_letters_are_found_in_any_case(lines: list[str], needle: str) -> None:
    needle = needle.lower()
    found = lines_holding("\n".join(lines).encode(), needle, is_folded=True)
    assert found.tolist() == [nth for nth, line in enumerate(lines) if needle in line.lower()]


def test_a_text_across_the_slices_of_a_block_is_found() -> None:
    block = b"x" * ((1 << 19) - 3) + b"needle\n" + b"x" * (1 << 19) + b"\nneedle"
    assert lines_holding(block, "needle", is_folded=True).tolist() == [0, 2]
