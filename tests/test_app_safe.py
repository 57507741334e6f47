"""What strangers wrote is drawn, never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esalog_tui.safe import LONGEST, pieces, safe

PAYLOADS = {
    "title": "\x1b]0;owned\x07",
    "clear": "\x1b[2J\x1b[H",
    "eight-bit csi": "\x9b31m",
    "eight-bit osc": "\x9d52;c;b3duZWQ=\x9c",
    "link": "\x1b]8;;http://example.com\x1b\\here\x1b]8;;\x1b\\",
    "report": "\x1b[6n",
    "carriage return": "good\rbad",
    "backspace": "good\b\b\b\bbad",
    "override": "invoice \u202egnp.exe",
    "isolate": "\u2066x\u2069",
    "zero width": "pay\u200bpal",
    "line ends": "a\u2028b\u2029c\nd\x0be\x0cf\x85g",
    "delete": "\x7f",
    "lone surrogate": "\udc80\ud800",
    "tags": "\U000e0041",
}


def is_drawable(text: str) -> bool:
    return all(
        unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in text
    )


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nothing_a_terminal_obeys_is_left(payload: str) -> None:
    assert is_drawable(safe(f"before {payload} after"))
    assert safe(payload).isprintable()


@given(st.text())
def test_any_text_becomes_drawable_and_stays_so(text: str) -> None:
    drawn = safe(text)
    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in drawn)
    assert safe(drawn, limit=len(drawn)) == drawn
    drawn.encode()


def test_what_is_unseen_stands_there_and_is_told_apart() -> None:
    assert list(pieces("a\x1b[b\u202e")) == [
        ("a", False), ("␛", True), ("[b", False), ("<202E>", True),
    ]  # fmt: skip
    assert safe("\udce4\x85") == r"\xE4<0085>"


def test_plain_text_is_left_alone() -> None:
    text = "Re: Prüfung 週報 [EXTERNAL] [/b] £5 ✔"
    assert list(pieces(text)) == [(text, False)]


def test_tabs_become_blanks_and_long_texts_are_cut_and_counted() -> None:
    assert safe("a\tb") == "a       b"
    assert safe("x" * (LONGEST + 5)) == "x" * LONGEST + "…+5"
