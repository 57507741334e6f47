"""Time from a key to the hits of Find, on the entities of made-up records.

Types what a person would, and tells for each kind of question how long the first and the last list
of hits took, the processor time of all cores, and how often what was meant is among the hits. The
same questions go to `fzf --filter` and `rg`, which read the same texts from a file and are started
anew each time.
"""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.records import made, percentile
from benchmarks.tables import Cell, Report, Table

import esalog
from esalog.search import Finder

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PEERS: dict[str, Callable[[str, Path], Sequence[str]]] = {
    "fzf": lambda typed, texts: ("fzf", "--filter", typed),
    "rg": lambda typed, texts: (
        "rg",
        "--count",
        "--smart-case",
        "--fixed-strings",
        typed,
        str(texts),
    ),
}
"""Commands that look for what was typed; fzf reads the texts from its input."""


@dataclass(frozen=True)
class Question:
    """What is typed, and what the text that is meant has in it, or an empty text."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Answer:
    """Milliseconds to the first and to the last list, and of processors; whether it was found."""

    first: float
    last: float
    cpu: float
    found: bool


def keys(texts: Sequence[str], chance: random.Random) -> Iterator[Question]:
    """The first letters of a text in small letters, one more with each key."""
    for text in chance.sample(texts, len(texts) // 8):
        for end in range(1, 9):
            yield Question(text[:end].lower(), "")


def wholes(texts: Sequence[str], _: random.Random) -> Iterator[Question]:
    """Whole texts."""
    return (Question(text.replace(" ", r"\ "), text) for text in texts)


def words(texts: Sequence[str], chance: random.Random) -> Iterator[Question]:
    """The beginning of a word inside."""
    for text in texts:
        yield Question(chance.choice(_words(text))[:5], "")


def parts(texts: Sequence[str], chance: random.Random) -> Iterator[Question]:
    """Five characters from anywhere."""
    for text in texts:
        start = chance.randrange(max(1, len(text) - 5))
        yield Question(text[start : start + 5].replace(" ", r"\ "), "")


def pairs(texts: Sequence[str], chance: random.Random) -> Iterator[Question]:
    """Two words of one text, in any order."""
    for text in texts:
        yield Question(" ".join(chance.sample(_words(text) * 2, 2)), "")


def typos(texts: Sequence[str], chance: random.Random) -> Iterator[Question]:
    """Two words of which one has a typo."""
    for text in texts:
        first, *rest = sorted(_words(text), key=len, reverse=True)
        yield Question(" ".join([_mistyped(first, chance), *rest[:1]]), first)


def nothing(texts: Sequence[str], chance: random.Random) -> Iterator[Question]:
    """What no entity has."""
    for _ in texts:
        yield Question("".join(chance.choices("qxyzw", k=7)), "")


QUESTIONS = (keys, wholes, words, parts, pairs, typos, nothing)


def _words(text: str) -> list[str]:
    found = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return [word for word in found if word.isalpha() and len(word) > 4] or ["example"]


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    letter = chance.choice(LETTERS)
    return chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
    )


def written(log: esalog.Log, path: Path, texts: int) -> list[str]:
    """Write the distinct texts of the log to a file; some of them by chance."""
    sql = """SELECT DISTINCT sender AS text FROM messages
        UNION SELECT address FROM recipients
        UNION SELECT split_part(sender, '@', 2) FROM messages
        UNION SELECT subject FROM messages
        UNION SELECT message_id FROM messages
        UNION SELECT remote_host FROM injections
        UNION SELECT remote_ip FROM injections"""
    with log.cursor() as cursor:
        cursor.execute(f"COPY ({sql}) TO '{path}' (FORMAT csv, HEADER false, QUOTE '')")
        cursor.execute(
            "(SELECT DISTINCT sender FROM messages ORDER BY hash(sender) LIMIT $texts) UNION ALL"
            " (SELECT DISTINCT subject FROM messages ORDER BY hash(subject) LIMIT $texts)",
            {"texts": texts},
        )
        return sorted(text for (text,) in cursor.fetchall())


def asked(finder: Finder, question: Question) -> Answer:
    """Ask one question."""
    began, cpu = time.perf_counter(), time.process_time()
    lists = []
    marks = []
    for hits in finder.search(question.typed):
        lists.append(hits)
        marks.append(time.perf_counter())
    end = time.perf_counter()
    meant = question.meant.lower()
    found = any(meant in hit.text.lower() for hit in lists[-1]) if lists else False
    used = time.process_time() - cpu
    first = marks[0] if marks else end
    return Answer((first - began) * 1000, (end - began) * 1000, used * 1000, found)


def peer(name: str, question: Question, texts: Path) -> float:
    """Milliseconds that another program takes, started anew."""
    began = time.perf_counter()
    with texts.open("rb") as file:
        subprocess.run(
            PEERS[name](question.typed, texts), stdin=file, stdout=subprocess.DEVNULL, check=False
        )
    return (time.perf_counter() - began) * 1000


def measure(messages: int, report: Report, *, texts: int = 100) -> None:
    """A table of all kinds of questions on so many messages, each about some of the texts."""
    with tempfile.TemporaryDirectory() as name, made(messages) as log, Finder(log) as finder:
        path = Path(name) / "texts"
        chosen = written(log, path, texts)
        began, cpu = time.perf_counter(), time.process_time()
        finder.refresh()
        table = Table(
            f"Find in {messages:,} messages ({finder.count:,} entities), milliseconds a key",
            ["", "first p50", "p95", "last p50", "p95", "processors p50", "p95", "found", *PEERS,
             "p95 below"],
        )  # fmt: skip
        table.notes.append(
            f"The index was made in {time.perf_counter() - began:.1f} s,"
            f" {time.process_time() - cpu:.1f} s of processors."
        )
        for kind in QUESTIONS:
            questions = list(kind(chosen, random.Random(7)))
            answers = [asked(finder, question) for question in questions]
            few = questions[:: max(1, len(questions) // 5)]
            peers = [
                percentile([peer(name, question, path) for question in few], 0.5)
                if shutil.which(name)
                else None
                for name in PEERS
            ]
            below = "150" if kind in (typos, nothing) else "50"
            table.add(kind.__name__, *_cells(questions, answers), *peers, below)
        for name in PEERS:
            if not shutil.which(name):
                table.notes.append(f"{name} was skipped: it is not installed.")
    report.add(table)


def _cells(questions: Sequence[Question], answers: Sequence[Answer]) -> Iterator[Cell]:
    for times in (
        [answer.first for answer in answers],
        [answer.last for answer in answers],
        [answer.cpu for answer in answers],
    ):
        yield percentile(times, 0.5)
        yield percentile(times, 0.95)
    pairs = zip(questions, answers, strict=True)
    meant = [answer.found for question, answer in pairs if question.meant]
    yield f"{sum(meant) / len(meant):.0%}" if meant else ""
