"""What subjects in code say, for conditions on the text that a person reads."""

from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

import duckdb
import numpy as np

from esalog.decoding import decoded, may_be_coded
from esalog.log import Log
from esalog.query.conditions import ELSEWHERE, Condition
from esalog.query.sql import statement


@dataclass
class _Memory:
    """Subjects that may say something else, each with what it says, of a state of the records."""

    lock: Lock = field(default_factory=Lock)
    revision: int = -1
    texts: dict[str, str] = field(default_factory=dict)


_memories: WeakKeyDictionary[Log, _Memory] = WeakKeyDictionary()


def register_decoded(log: Log, cursor: duckdb.DuckDBPyConnection, asked: Condition) -> None:
    """Let the cursor see the table `decoded`, if a condition asks of it: `subject` and `text`."""
    if ELSEWHERE["decoded.text"][0] not in asked.sql:
        return
    memory = _memories.setdefault(log, _Memory())
    ((revision,),) = cursor.execute(statement("revision")).fetchall()
    with memory.lock:
        if memory.revision != revision:
            query = statement("in_code", is_coded=may_be_coded("subject"))
            subjects = [subject for (subject,) in cursor.execute(query).fetchall()]
            known = memory.texts
            memory.texts = {subject: known.get(subject) or _said(subject) for subject in subjects}
            memory.revision = revision
        texts = memory.texts
    pairs = np.array([*texts.items()], object).reshape(-1, 2)
    cursor.register("decoded", {"subject": pairs[:, 0], "text": pairs[:, 1]})


def _said(subject: str) -> str:
    """What a subject says; what is no text in UTF-8 cannot be asked for."""
    return (decoded("subject", subject) or subject).encode("utf-8", "replace").decode()
