"""Reading one source: its blocks are scanned by several threads and taken in order.

What only the whole source tells (that it stands newest first, that it is pasted text) is guessed
from its beginning and proved at its end; a wrong guess is taken back.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from esalog.blocks import FIRST, blocks, reversed_blocks
from esalog.events import EventRows, event_rows
from esalog.frames import LEVEL_ONLY, NONE, OTHER
from esalog.oddities import first_undecodable
from esalog.order import Steps, steps, turned
from esalog.recognise import recogniser
from esalog.scan import Scan, scan
from esalog.source import Source
from esalog.spool import pack
from esalog.wanted import Wanted


@dataclass(frozen=True)
class Manner:
    """How a source is read: as pasted text, turned round."""

    is_pasted: bool
    is_turned: bool


@dataclass
class Part:
    """A block that was scanned, with its event rows and, when text is kept, its packed bytes.

    `size` counts its plain bytes; `goes_on` says that its last line has been read with the first
    one of the next source; `undecodable` is the first line that is no UTF-8, -1 for none.
    """

    scan: Scan
    rows: EventRows
    steps: Steps
    packed: bytes
    size: int
    goes_on: bool
    undecodable: int


@dataclass
class Proof:
    """What the whole source has shown, to compare with what was guessed."""

    steps: Steps = field(default_factory=Steps)
    has_frame: bool = False

    def add(self, part: Part) -> None:
        """Learn from the next part."""
        self.steps.add(part.steps)
        self.has_frame |= bool((part.scan.frames.kind != LEVEL_ONLY)[part.scan.framed].any())

    def corrected(self, manner: Manner) -> Manner:
        """How it should have been read."""
        is_turned = manner.is_turned != self.steps.is_newest_first
        return Manner(not self.has_frame, is_turned)


class _Patience:
    """Tells when it is time again to pass on what a stream has given so far."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since = clock()

    def is_over(self) -> bool:
        """Whether so much time has passed since it was over before."""
        now = self._clock()
        is_over = now - self._since >= PATIENCE
        if is_over:
            self._since = now
        return is_over


def _never() -> bool:
    return False


class Reader:
    """Scans blocks of about `block_size` bytes with `jobs` threads of `executor`.

    Of the lines only what is `wanted` is taken; `keep_text` packs whole blocks, too. `clock` gives
    seconds: what a stream gives slowly is not held back for long.
    """

    def __init__(
        self,
        executor: Executor,
        *,
        jobs: int,
        block_size: int,
        keep_text: bool,
        wanted: Wanted,
        clock: Callable[[], float],
    ) -> None:
        self.recogniser = recogniser()
        self._has_value, self._keeps_all = wanted.has_value(), wanted.keeps_all()
        self._executor = executor
        self._jobs = jobs
        self._size = block_size
        self._keep_text = keep_text
        self._clock = clock

    def parts(
        self, source: Source, manner: Manner, *, goes_on: bool = False, rest: bytes = b""
    ) -> Iterator[Part | None]:
        """The parts of a source in order; None when a stream pauses, after what has come.

        The first line of a source that `goes_on` was read with the source before; `rest` is what
        may belong to its own last line.
        """
        waiting: deque[Future[Part]] = deque()
        ahead = 0  # the first part is wanted at once, before others take the processors
        for content in self._contents(source, manner):
            if content:
                waiting.append(self._executor.submit(self.part, content, manner, goes_on, rest))
                goes_on = False
            is_live = source.is_stream and len(content) < self._size
            while waiting and (is_live or len(waiting) > ahead):
                yield waiting.popleft().result()
            ahead = self._jobs
            if not content:
                yield None
        while waiting:
            yield waiting.popleft().result()

    def guess(self, source: Source) -> tuple[Source, Manner]:
        """How to read a source, by its beginning; a stream that must be read twice is copied."""
        beginning = scan(source.head, self.recogniser, pasted=source.is_pasted)
        manner = Manner(source.is_pasted, steps(beginning).is_newest_first)
        if source.is_stream and (manner.is_pasted or manner.is_turned):
            source = source.materialised()
        return source, manner

    def rest(self, following: Source | None) -> bytes:
        """The first line of a source, if half of it may stand at the end of the one before."""
        if following is None:
            return b""
        line, newline, _ = following.head.partition(b"\n")
        if not (line.strip() and newline):
            return b""
        head = self._scan(following.head)
        whole = head.frames.kind[0] not in (NONE, OTHER) or head.frames.foreign[0]
        return b"" if whole or steps(head).is_newest_first else line

    def _contents(self, source: Source, manner: Manner) -> Iterator[bytes]:
        if manner.is_turned:
            return reversed_blocks(source, self._size)
        is_due = _Patience(self._clock).is_over if source.is_stream else _never
        return blocks(source, self._size, first=min(self._size, FIRST), is_due=is_due)

    def scan(self, content: bytes, manner: Manner) -> Scan:
        """The lines of a block, and nothing more."""
        return scan(content, self.recogniser, pasted=manner.is_pasted)

    def part(self, content: bytes, manner: Manner, goes_on: bool, rest: bytes) -> Part:
        """One block by itself, as `parts` reads them."""
        size, loose = len(content), 0
        if manner.is_turned:
            found = self.scan(content, manner)
            loose = found.leading  # stands at the end then, behind a line that it does not continue
            content, goes_on, rest = turned(content, found), False, b""
        last = content[content.rfind(b"\n") + 1 :]
        rest = rest if 0 < len(last) < _LONGEST_HALF and self._are_halves(last, rest) else b""
        whole = content + rest
        found = scan(whole, self.recogniser, pasted=manner.is_pasted, goes_on=goes_on, loose=loose)
        rows = event_rows(found, self._has_value, self._keeps_all)
        packed = pack(content) if self._keep_text else b""
        begun = content.find(b"\n") + 1 if goes_on else 0  # that was read with the file before
        odd = first_undecodable(whole, begun)
        return Part(found, rows, steps(found), packed, size, bool(rest), odd)

    def _are_halves(self, last: bytes, rest: bytes) -> bool:
        """Whether both together are a line, and not each of them a line or a text of its own."""
        if not rest or not self._scan(last + rest).framed.all():
            return False
        one, other = self._scan(last), self._scan(rest)
        text = scan(rest, self.recogniser, pasted=True)
        are_lines = one.framed & other.framed
        return not (are_lines | (one.recognised & text.recognised)).any()

    def _scan(self, content: bytes) -> Scan:
        return scan(content, self.recogniser)


_LONGEST_HALF = 1 << 16
"""A last line with more bytes is none that was cut by a rotation, but by its own length."""

PATIENCE = 0.2
"""Seconds after which the lines of a stream are passed on, however few they are."""
