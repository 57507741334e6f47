"""Time from a key to the hits of Find, on the entities of made-up records.

`python tests/benchmarks/find.py [--messages 100000,1000000]` makes records of so many messages,
types what a person would, and prints for each kind of question how long the first and the last
list of hits took, the processor time of all cores, and how often what was meant is among the hits.
The same questions go to `fzf --filter` and `rg`, which read the same texts from a file and are
started anew each time; what is not installed is said to be skipped.
"""

import argparse
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import esalog
from esalog.search import Finder

RECORDS = Path(__file__).with_suffix(".sql")
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


def made(log: esalog.Log, messages: int) -> None:
    """Fill the tables of a log."""
    with log.cursor() as cursor:
        cursor.execute("SET VARIABLE mails = ?", [messages])
        cursor.execute(RECORDS.read_text("utf-8"))


def written(log: esalog.Log, path: Path) -> list[str]:
    """Write the distinct texts of the log to a file; some of them by chance."""
    sql = """SELECT DISTINCT sender AS text FROM messages
        UNION SELECT addresses.address
            FROM (SELECT unnest(recipients) AS addresses FROM messages)
        UNION SELECT split_part(sender, '@', 2) FROM messages
        UNION SELECT subject FROM messages
        UNION SELECT message_id FROM messages
        UNION SELECT remote_host FROM injections
        UNION SELECT remote_ip FROM injections"""
    with log.cursor() as cursor:
        cursor.execute(f"COPY ({sql}) TO '{path}' (FORMAT csv, HEADER false, QUOTE '')")
        cursor.execute(
            "(SELECT DISTINCT sender FROM messages USING SAMPLE 100 ROWS (reservoir, 1))"
            " UNION ALL"
            " (SELECT DISTINCT subject FROM messages USING SAMPLE 100 ROWS (reservoir, 2))"
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


def measure(messages: int, folder: Path) -> None:
    """Make records, ask, and print."""
    with esalog.Log() as log, Finder(log) as finder:
        made(log, messages)
        texts = folder / "texts"
        chosen = written(log, texts)
        began, cpu = time.perf_counter(), time.process_time()
        finder.refresh()
        print(
            f"\n{messages:,} messages, {finder.count:,} entities: index made in"
            f" {time.perf_counter() - began:.1f} s (processors {time.process_time() - cpu:.1f} s)"
        )
        print(f"  {'':<10}{'first p50':>11}{'p95':>7}{'last p50':>10}{'p95':>7}", end="")
        print(f"{'cpu p50':>9}{'p95':>7}{'found':>8}   peers, p50")
        for kind in QUESTIONS:
            questions = list(kind(chosen, random.Random(7)))
            answers = [asked(finder, question) for question in questions]
            few = questions[:: len(questions) // 5]
            others = {
                name: [peer(name, question, texts) for question in few]
                for name in PEERS
                if shutil.which(name)
            }
            print(_row(kind.__name__, questions, answers, others))


def _row(
    name: str,
    questions: Sequence[Question],
    answers: Sequence[Answer],
    others: dict[str, list[float]],
) -> str:
    meant = [
        answer.found for question, answer in zip(questions, answers, strict=True) if question.meant
    ]
    found = f"{sum(meant) / len(meant):.0%}" if meant else ""
    cells = [
        *_percentiles([answer.first for answer in answers]),
        *_percentiles([answer.last for answer in answers]),
        *_percentiles([answer.cpu for answer in answers]),
    ]
    widths = (11, 7, 10, 7, 9, 7)
    numbers = "".join(f"{cell:>{width}.0f}" for cell, width in zip(cells, widths, strict=True))
    peers = "  ".join(f"{name} {_percentiles(times)[0]:,.0f} ms" for name, times in others.items())
    return f"  {name:<10}{numbers}{found:>8}   {peers}"


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", default="100000,1000000", help="sizes, commas between them")
    sizes = [int(size) for size in parser.parse_args().messages.split(",")]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    print(f"{os.cpu_count()} cores, load {load:.1f}; milliseconds, cpu is that of all cores")
    for name in PEERS:
        if not shutil.which(name):
            print(f"{name} is not installed: skipped")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
