"""A load that begins before the screens: its steps wait for them, and it ends when it is left."""

from collections.abc import Iterator
from contextlib import suppress
from threading import Event

import pytest

from esalog import Progress, UsageError
from esalog_tui.opening import Ahead


def step(lines: int) -> Progress:
    return Progress(lines, 100, lines, 1.0, False)


def test_steps_wait_for_who_asks_later() -> None:
    is_over = Event()

    def load() -> Iterator[Progress]:
        yield step(1)
        yield step(2)
        is_over.set()

    ahead = Ahead(load)
    assert is_over.wait(10)
    assert [progress.lines for progress in ahead] == [1, 2]


def test_the_error_of_a_load_is_that_of_who_waits_for_it() -> None:
    def load() -> Iterator[Progress]:
        yield step(1)
        raise UsageError("no such file")

    steps = iter(Ahead(load))
    assert next(steps).lines == 1
    with pytest.raises(UsageError, match="no such file"):
        next(steps)


def test_an_error_before_the_first_step_comes_out_too() -> None:
    def load() -> Iterator[Progress]:
        raise UsageError("nothing there")

    with pytest.raises(UsageError, match="nothing there"):
        list(Ahead(load))


@pytest.mark.parametrize("asks", [True, False])
def test_a_load_that_is_left_is_closed_before_anything_else_is(asks: bool) -> None:
    was_closed = False

    def load() -> Iterator[Progress]:
        nonlocal was_closed
        try:
            while True:
                yield step(1)
        finally:
            was_closed = True

    with Ahead(load) as ahead, suppress(StopIteration):
        if asks:
            next(iter(ahead))
    assert was_closed
