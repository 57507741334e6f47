"""The lines of a loaded log as they were, and which of them belong to what."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
import numpy.typing as npt

from esalog.frames import LEVELS, NONE
from esalog.grammar import FORMS
from esalog.grammar.form import Form, Match
from esalog.keys import EVENT_TABLES, ID_COLUMNS, TABLES, Key
from esalog.log import Log
from esalog.progress import Stretch
from esalog.recognise import UNKNOWN, recogniser
from esalog.scan import Scan, scan
from esalog.searching import each_block, lines_holding
from esalog.sql import statement
from esalog.stamps import NO_TIME, moment_of
from esalog.transactions import lines_of_mail

Lines = npt.NDArray[np.int64]

_WITHOUT_STAMP = 32
"""Lines one after the other among which one is expected to have a stamp."""
_ID_KINDS = {"icid": "icid", "mid": "mid", "other": "mid", "dcid": "dcid"}
_RESULTS = {"tls_success": ("TLS success", "success"), "tls_failed": ("TLS failed", "failed")}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line: `text` as logged (bytes that are no UTF-8 as `\\xNN`), in which `head` is where the
    text after `Level: ` begins, 0 without a frame.

    `number` counts from 1 over the load, `number_in_file` in its source. `spans` are (start, end,
    kind) in `text`, of kinds icid, mid, dcid, success, failed, subject.
    """

    number: int
    text: str
    head: int
    at: datetime | None
    level: str | None
    source: str
    number_in_file: int
    form_id: str | None
    spans: tuple[tuple[int, int, str], ...]


def read_lines(log: Log, first: int, count: int) -> list[LogLine]:
    """Up to `count` lines from number `first` on."""
    found: list[LogLine] = []
    for stretch in log.stretches_of(first, count):
        start = max(first, stretch.first_line)
        raw = log.raw_lines(start, min(first + count - 1, stretch.last_line) - start + 1)
        found += _read(raw, start, stretch)
    return found


def lines_of(log: Log, key: Key) -> Lines:
    """The numbers of the lines that name a record, in order."""
    table = TABLES[key.kind]
    query = statement(
        "lines_of_record", table=table, id=ID_COLUMNS[table], events=EVENT_TABLES[table]
    )
    return _numbers(log, query, [key.id, key.generation, key.gateway])


def records_at(log: Log, number: int) -> list[Key]:
    """The records that a line names: messages first, of two the one that the line makes."""
    rows = log.cursor().execute(statement("records_of_line"), [number]).fetchall()
    return [Key(*row) for row in rows]


def transaction_lines(log: Log, key: Key) -> Lines:
    """The numbers of the lines of a record and of all that it hangs together with.

    For a message: its family, the connection that it came by and those that it left by, without
    the other messages of these connections.
    """
    if key.kind != "message":
        return lines_of(log, key)
    return lines_of_mail(log, key)


def line_at(log: Log, moment: datetime) -> int:
    """The number of the first line that is from a time or later; the last line when none is.

    Lines are taken to be in the order of time, which those of one gateway are but for a step.
    """
    low, high = 1, max(log.line_count, 1)
    while low < high:
        middle = (low + high) // 2
        seen = (line.at for line in read_lines(log, middle, _WITHOUT_STAMP) if line.at)
        if next(seen, datetime.max) < moment:
            low = middle + 1
        else:
            high = middle
    return low


def failure_lines(log: Log) -> Lines:
    """The numbers of the lines that tell of a failure: of TLS, or of a delivery for good."""
    return _numbers(log, statement("failure_lines"), [])


def warning_lines(log: Log) -> Lines:
    """The numbers of the lines that tell of a delay."""
    return _numbers(log, statement("warning_lines"), [])


def lines_matching(
    log: Log, words: str, *, stop: Callable[[], bool] = lambda: False
) -> Iterator[Lines]:
    """The numbers of the lines that hold all of the words, block by block, until `stop` says so.

    A word in small letters is found in any case.
    """
    for numbers, lines in each_block(log, partial(_holding_all, words.split())):
        if stop():
            return
        yield numbers.start + lines


def _holding_all(words: Sequence[str], _: int, content: bytes) -> Lines:
    """The lines of a block that hold all words; the longest is most likely to be in none."""
    found: Lines | None = None
    for word in sorted(words, key=len, reverse=True):
        lines = lines_holding(content, word, is_folded=word == word.lower())
        found = lines if found is None else np.intersect1d(found, lines)
        if not found.size:
            break
    return np.zeros(0, np.int64) if found is None else found


def _numbers(log: Log, query: str, values: list[object]) -> Lines:
    found: Lines = log.cursor().execute(query, values).fetchnumpy()["line"]
    return found


def _read(raw: list[bytes], first: int, stretch: Stretch) -> list[LogLine]:
    content = b"".join(line + b"\n" for line in raw)
    found = scan(content, recogniser(), pasted=stretch.source.is_pasted)
    return [_line(found, index, first + index, text, stretch) for index, text in enumerate(raw)]


def _line(found: Scan, index: int, number: int, raw: bytes, stretch: Stretch) -> LogLine:
    text = raw.removesuffix(b"\r").decode("utf-8", "backslashreplace")
    framed = found.frames.kind[index] != NONE
    head = found.own_start[index] - found.start[index] if framed else 0
    head = len(raw[:head].decode("utf-8", "backslashreplace"))
    form = FORMS[found.found.form[index] - 1] if found.found.form[index] != UNKNOWN else None
    at = int(found.frames.at[index])
    return LogLine(
        number,
        text,
        head,
        None if at == NO_TIME else moment_of(at),
        next((level for level in LEVELS if text[:head].endswith(f"{level}: ")), None),
        stretch.source.name,
        stretch.place_of(number),
        form.id if form else None,
        tuple(_spans(form, text, head)),
    )


def _spans(form: Form | None, text: str, head: int) -> Iterator[tuple[int, int, str]]:
    match = form.match(text[head:]) if form else None
    if not (form and match):
        return
    for name, (start, end) in sorted(match.spans().items(), key=lambda item: item[1]):
        kind = _ID_KINDS.get(name, "subject" if name == "subject" else "")
        if kind:
            yield head + start, head + end, kind
    if form.event in _RESULTS:
        yield _result(form, match, text, head)


def _result(form: Form, match: Match, text: str, head: int) -> tuple[int, int, str]:
    """The words that tell how TLS went: `TLS success`, or all that is said of a failure."""
    words, kind = _RESULTS[form.event]
    start = text.find(words, head)
    if start >= 0:
        return start, start + len(words), kind
    start = min(text.find(word, head) for word in ("TLS", "STARTTLS") if word in text[head:])
    return start, len(text.rstrip()), kind
