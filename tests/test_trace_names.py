"""Which records a text like `mid:26` may mean."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from traced import START, TO_BOB, loaded, tree

import esalog
from esalog.errors import UsageError
from esalog.keys import Key
from esalog.trace import candidates, resolve, title_of, trace

Load = Callable[[str], esalog.Log]


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Loads lines, each a second after the one before it."""
    with ExitStack() as stack:
        yield lambda lines: stack.enter_context(loaded(lines, tmp_path))


def test_an_id_may_mean_several_records_and_each_has_its_own_trace(load: Load) -> None:
    log = load(START + TO_BOB + START.replace("8", "9") + TO_BOB.replace("8", "9"))
    assert resolve(log, "mid:26") == [Key("message", "", 26, 1), Key("message", "", 26, 2)]
    assert resolve(log, " MID 26 ", generation=2) == [Key("message", "", 26, 2)]
    assert resolve(log, "mid:26", gateway="esa9.example") == []
    assert [(one.first_line, str(one.at)) for one in candidates(log, "mid:26")] == [
        (1, "2025-03-05 09:00:00"),
        (3, "2025-03-05 09:00:02"),
    ]
    second = trace(log, Key("message", "", 26, 2))
    assert second.title == title_of(second.key) == "MID 26 (generation 2)"
    assert tree(second, "injection") == ["ICID 9"]


def test_a_number_alone_may_mean_a_record_of_each_kind(load: Load) -> None:
    log = load(START.replace("26", "8") + TO_BOB.replace("26", "8"))
    assert resolve(log, "8") == [Key("injection", "", 8), Key("message", "", 8)]
    assert resolve(log, "26") == []


def test_what_is_not_in_the_log_is_refused(load: Load) -> None:
    log = load(START)
    assert resolve(log, "dcid:1") == resolve(log, f"mid:{2**70}") == []
    with pytest.raises(UsageError, match="MID 27 is not in the log"):
        trace(log, Key("message", "", 27))
    with pytest.raises(UsageError, match="DCID 1 is not in the log"):
        trace(log, Key("delivery", "", 1))
    for text in ("", "26 27", "mid:", "rid:0", "mid:26x"):
        with pytest.raises(UsageError, match="names no record"):
            resolve(log, text)
