"""What a logged text says to a person: escapes, encoded words and names of foreign domains.

It is shown beside what was logged, never in its place; what is wrongly encoded stays as it is.
"""

import base64
import codecs
import quopri
import re
from collections.abc import Callable

_ESCAPE = re.compile(
    r"(?P<fold>\\r\\n(?:\\t|[ \t])+)"
    r"|(?P<bytes>(?:\\x[0-9a-fA-F]{2})+)"
    r"|\\u(?P<short>[0-9a-fA-F]{4})|\\U(?P<long>[0-9a-fA-F]{8})"
    r"|\\(?P<quoted>['\"\\])"
)
_WORD = r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?="
_ENCODED_WORD = re.compile(_WORD)
_ENCODED_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD})*")
_HEX_BYTES = re.compile(r"(?:=[0-9A-F]{2})+")
_FOREIGN_LABEL = re.compile(r"(?<![\w-])xn--([a-z0-9-]{1,59})(?![\w-])", re.IGNORECASE)
_CHARSET = re.compile(r"ascii|utf|iso|cp|koi8|gb|big5|euc|shift|hz|johab|mac|tis|ptcp|kz")
"""How the names of codecs for text of people begin; others, as of escapes, are never meant."""


def may_be_coded(column: str) -> str:
    """SQL that is true of every text in a column for which `decoded` may give another."""
    signs = (f"contains(lower({column}), '{sign}')" for sign in ("=?", "\\", "xn--"))
    return f"({' OR '.join(signs)})"


def decoded(name: str, text: str) -> str | None:
    """The text of the field called `name` as a person reads it, None when it says that itself."""
    steps: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
        (_ESCAPE, _unescaped),
        (_ENCODED_WORDS, _read_words),
        (_FOREIGN_LABEL, _read_label),
    ]
    if name == "attachment":
        steps.append((_HEX_BYTES, _read_hex_bytes))
    found = text
    for pattern, read in steps:
        found = pattern.sub(read, found)
    return None if found == text else found


def _unescaped(match: re.Match[str]) -> str:
    """What Python's way to write a text stands for; a folded header goes on after one blank."""
    if match["fold"]:
        return " "
    if match["bytes"]:
        return _text(bytes.fromhex(match["bytes"].replace("\\x", "")), match[0])
    if digits := match["short"] or match["long"]:
        number = int(digits, 16)
        letter = chr(number) if number <= 0x10FFFF else ""
        return letter if letter.isprintable() and letter else match[0]
    return match["quoted"]


def _read_words(match: re.Match[str]) -> str:
    """Encoded words (RFC 2047); a letter may be cut in two by the end of one."""
    pieces: list[tuple[str, bytes]] = []
    try:
        for charset, way, text in _ENCODED_WORD.findall(match[0]):
            content = _content(way, text)
            if pieces and pieces[-1][0] == charset.lower():
                content = pieces.pop()[1] + content
            pieces.append((charset.lower(), content))
        return "".join(_in_charset(charset, content) for charset, content in pieces)
    except (LookupError, ValueError):
        return match[0]


def _content(way: str, text: str) -> bytes:
    if way in "qQ":
        return quopri.decodestring(text.encode(), header=True)
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def _in_charset(name: str, content: bytes) -> str:
    codec = codecs.lookup(name)
    if not _CHARSET.match(codec.name):
        raise LookupError(name)
    return content.decode(codec.name)


def _read_label(match: re.Match[str]) -> str:
    """One label of an internationalised domain name (RFC 3492)."""
    try:
        label = match[1].lower().encode().decode("punycode")
        is_right = label.encode("punycode").decode().lower() == match[1].lower()
    except ValueError:
        return match[0]
    return label if is_right and label.isprintable() else match[0]


def _read_hex_bytes(match: re.Match[str]) -> str:
    """Bytes in file names as `=D1=82` (F11)."""
    return _text(bytes.fromhex(match[0].replace("=", "")), match[0])


def _text(content: bytes, otherwise: str) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return otherwise
    return text if text.isprintable() else otherwise
