"""The shape of a text: what varies from line to line replaced by names in braces.

A shape of known words only holds nothing of the people and machines that a log tells of.
"""

import re
from functools import cache

from esalog.grammar import FORMS
from esalog.grammar.form import Form

_LETTER = r"[^\s<>()\[\],;:'\"]"
_PARTS = {
    "text": (
        r"(?<![A-Za-z0-9])(?:'(?:[^'\\]|\\.|(?<=\w)'(?=\w))*'|\"(?:[^\"\\]|\\.)*\")(?![A-Za-z0-9])"
    ),
    "url": r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://[^\s'\"<>]+",
    "address": rf"(?<!{_LETTER}){_LETTER}*@{_LETTER}*",
    "ip": (
        r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?(?![\w.]*\w)"
        r"|(?<![\w:])(?=[0-9A-Fa-f:]*(?:::|[A-Fa-f]))"
        r"(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])"
    ),
    "host": r"(?<![\w.-])(?:[\w-]+\.)+(?:[^\W\d_][\w-]+)(?![\w-])",
    "hex": r"(?<!\w)(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]{8,}(?!\w)",
    "n": r"\d+",
}
_VARIES = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PARTS.items()))
_IDS = re.compile(r"\b(ICID|MID|DCID|RCID|RID)(:? (?:= )?)\{n\}")
_WORD = re.compile(r"\{[a-z]+\}|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\x20-\x7e]+")
_WORDS = re.compile(r"\{word\}(?:[ ,;_-]*\{word\})+")

_PLAIN_WORDS = frozenset(
    """
a about above after again all already also an and any are as at attempt attempted available be been
before began being below between both but by can cannot change changed client close closed code
complete completed configuration configured connect connected connection connections count could
data day days default detected did different disabled do does done due during each empty enabled
end ended enough error errors exceeded exceeds exist exists expired failed failure false file files
first for found from gateway get given had has have header headers here hour hours if ignored in
information into invalid is it its last less level license limit list loaded log logged long lost
made mail matched maximum message messages minute minutes missing more name new next no none normal
not nothing now number of off old on one only open opened or other out over part parts permanent
policy port possible process processed processing protocol query queue queued reached read reason
received recipient recipients refused rejected released remote removed request required response
restart restarted result retry running same scan scanned scanner scanning second seconds seen send
sender sending sent server service session set size skipped some start started state status still
stop stopped succeeded success successful successfully such system temporary than that the their
then there they this threshold time timed timeout times to too total tried true try type unable
unavailable under unexpected unknown until up update updated upload use used user using valid value
values verdict verification version via waiting was were when which while will with within without
yes yet
""".split()
)
"""Words that any program may log and that tell nothing of anybody."""


def shape(text: str) -> str:
    """The text with numbers, addresses, hosts, and quoted text replaced by `{n}`, `{address}`..."""
    found = _VARIES.sub(_placeholder, text.strip(" \t\r"))
    return _IDS.sub(lambda match: f"{match[1]}{match[2]}{{{match[1].lower()}}}", found)


def anonymous(text: str) -> str:
    """The shape of the text, with `{word}` in place of each word that is not in the vocabulary."""
    return _WORDS.sub("{words}", _WORD.sub(_known_word, shape(text)))


def _placeholder(match: re.Match[str]) -> str:
    name = match.lastgroup
    if name == "text":
        quote = match[0][0]
        return f"{quote}{{text}}{quote}"
    return f"{{{name}}}"


def _known_word(match: re.Match[str]) -> str:
    word = match[0]
    if match.start() == 0:
        word = word[:1].lower() + word[1:]
    known = word.startswith("{") or not vocabulary().isdisjoint((word, match[0]))
    return match[0] if known else "{word}"


@cache
def vocabulary() -> frozenset[str]:
    """Words that tell nothing of anybody: the grammar's, as it spells them, and plain ones."""
    return frozenset({word for form in FORMS for word in _words_of(form)}) | _PLAIN_WORDS


def _words_of(form: Form) -> list[str]:
    heads = [piece.text.decode() for head in form.wordings for piece in head.pieces]
    rest = re.sub(r"\(\?P<\w+>|\[[^\]]*\]|\\.", " ", form.rest)
    return [word for text in (*heads, rest) for word in re.findall(r"[A-Za-z]{2,}", text)]
