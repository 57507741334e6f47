"""What an administrator wants to know, in how few keys: typed names and numbers do not count."""

from collections.abc import Iterator

import pytest
from opened import LINES, opened
from tasks import TASKS, Keys, Task, asked

from esalog_tui import clipboard
from esalog_tui.answers import Answers


@pytest.fixture(scope="module")
def log() -> Iterator[Answers]:
    """The made-up log, beside a file of another kind."""
    with asked(LINES) as answers:
        yield answers


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.question)
async def test_a_screen_answers_in_so_many_keys(
    task: Task, log: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "copy", lambda text: "a clipboard")
    async with opened(log=log, toasts=True) as pilot:
        keys = Keys(pilot)
        assert await task.ask(keys, log)
        assert keys.count <= task.most
