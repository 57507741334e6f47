"""The newest lines of a log first: a load of its own, to look at while the whole is being read."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from esalog.log import Log
from esalog.source import Source
from esalog.sources import newest_part

SIZE = 1 << 20
"""So many bytes are the newest part: few enough to be seen at once."""


def load_newest(make: Callable[[], Log], sources: Sequence[Source], least: int) -> Log | None:
    """The end of the last of these sources, in a log of its own, if all have `least` bytes.

    What began before it is unknown there. None where it cannot be: for pipes, for what is
    compressed or stands newest first, and for what is hardly longer.
    """
    if not sources or any(source.is_stream for source in sources):
        return None
    if sum(source.size or 0 for source in sources) < least:
        return None
    part = newest_part(sources[-1], SIZE)
    if part is None:
        return None
    with ExitStack() as unless_given:
        log = unless_given.enter_context(make())
        for _ in log.load_source(part, live=False):
            pass
        if any(source.is_turned for source in log.sources):
            return None
        unless_given.pop_all()
        return log
