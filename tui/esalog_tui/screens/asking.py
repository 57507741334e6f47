"""Asking the library without making anybody wait: workers ask and post, handlers own the state."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from textual import message
from textual.screen import Screen

from esalog import EsalogError, Stopped
from esalog_tui.answers import Answers
from esalog_tui.safe import safe

Answer = TypeVar("Answer")


def _nothing() -> None:
    """What is done for nobody."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the library is asked in a thread, and who takes the answer."""

    topic: str
    ask: Callable[[], Any]
    take: Callable[[Any], None]
    wants_stale: bool = False
    give_up: Callable[[], None] = _nothing


class Answered(message.Message):
    """A worker has an answer, or knows why there is none."""

    def __init__(self, question: Question, answer: Any, fault: str) -> None:
        super().__init__()
        self.question = question
        self.answer = answer
        self.fault = fault


class Asking(Screen[Any]):
    """A screen that asks. At most one question of a topic is under way; of those that come
    meanwhile only the newest is asked, and an answer that is no longer wanted is dropped."""

    loaded: Answers
    """What is asked."""

    def __init__(
        self, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._under_way: dict[str, Question] = {}
        self._next: dict[str, Question] = {}

    def ask(
        self,
        topic: str,
        ask: Callable[[], Answer],
        take: Callable[[Answer], None],
        *,
        wants_stale: bool = False,
        give_up: Callable[[], None] = _nothing,
    ) -> None:
        """Call `ask` in a thread, again if memory was short, and `take` its answer on this screen.

        With `wants_stale` the answer is taken even when a newer question was asked meanwhile.
        Where there can be no answer that is told, and `give_up` is called.
        """
        question = Question(topic, ask, take, wants_stale, give_up)
        if topic in self._under_way:
            self._next[topic] = question
        else:
            self._start(question)

    @property
    def is_waiting(self) -> bool:
        """Whether a question is under way."""
        return bool(self._under_way)

    def forget(self, topic: str) -> None:
        """Want no answer to what was asked on a topic."""
        self._next.pop(topic, None)
        if topic in self._under_way:
            self._next[topic] = Question(topic, _nothing, lambda _: None)

    def tell(self, words: str, *, is_bad: bool = False) -> None:
        """Say something in a corner of the screen, for a moment."""
        self.notify(
            safe(words), markup=False, timeout=4, severity="error" if is_bad else "information"
        )

    def _start(self, question: Question) -> None:
        self._under_way[question.topic] = question
        self.run_worker(
            partial(self._answer, question), thread=True, group=question.topic, exit_on_error=True
        )

    def stale(self, topic: str) -> Callable[[], bool]:
        """Tells a question, while it is under way, that a newer one of its topic waits."""
        return lambda: topic in self._next

    def _answer(self, question: Question) -> None:
        answer, fault = None, ""
        try:
            answer = self.loaded.answer(question.ask)
        except Stopped:
            pass  # a newer question waits, and nobody takes this answer
        except EsalogError as error:
            fault = str(error)
        self.post_message(Answered(question, answer, fault))

    def on_answered(self, event: Answered) -> None:
        """Let the answer be taken, unless a newer question makes it stale."""
        question = event.question
        del self._under_way[question.topic]
        newer = self._next.pop(question.topic, None)
        if newer is not None:
            self._start(newer)
        if event.fault:
            self.tell(event.fault, is_bad=True)
            question.give_up()
        elif newer is None or question.wants_stale:
            question.take(event.answer)
