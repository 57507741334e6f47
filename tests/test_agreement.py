"""The recogniser of whole blocks tells of each line what the plain reader of one line tells."""

from agreement import ANY_BYTES, compared, damaged
from reading import EXAMPLES

from esalog.demo import demo_log
from esalog.recognise import recogniser
from esalog.scan import scan

LINES = [line for _, line in EXAMPLES]
MANY = 4_000


def demo_texts(count: int) -> list[str]:
    """What stands behind the level in the lines of the made-up log."""
    found = scan(b"".join(demo_log(seed=3, lines=count)), recogniser())
    spans = zip(found.frames.text_start, found.text_end, strict=True)
    return [found.block[start:end].tobytes().decode(*ANY_BYTES) for start, end in spans]


def test_they_agree_on_every_example_and_on_the_demo_log() -> None:
    for line, at_once, plainly in compared([*LINES, *demo_texts(2_000)]):
        assert at_once == plainly, line


def test_they_agree_on_damaged_lines() -> None:
    lines = list(damaged(MANY, 11, LINES))
    found = list(compared(lines))
    assert sum(bool(form) for _, (form, *_), _ in found) > MANY / 4
    for line, at_once, plainly in found:
        assert at_once == plainly, line
