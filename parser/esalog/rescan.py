"""Scanning lines of a loaded log again, as they were scanned when it was loaded."""

from esalog.log import Log
from esalog.recognise import recogniser
from esalog.scan import Scan, scan


def rescan(log: Log, first: int, content: bytes) -> Scan:
    """Scan a block of kept text whose first line has number `first`.

    Halves of a line that a rotation cut are read as the load read them. A heading above a log that
    stands newest first is not: it stands behind a line then, and is taken for the rest of it.
    """
    stretch = log.stretch_of(first)
    is_cut = stretch.goes_on and not content.endswith(b"\n")
    if is_cut and first + content.count(b"\n") == stretch.last_line:
        content += log.raw_lines(stretch.last_line + 1, 1)[0]
    goes_on = stretch.is_rest and first == stretch.first_line
    return scan(content, recogniser(), pasted=stretch.source.is_pasted, goes_on=goes_on)
