"""Loads all records of a log with its text, as the app does, and says how many there are."""

import sys

from esalog import Log


def main(paths: list[str]) -> None:
    """Load what paths name."""
    with Log() as log:
        for _ in log.load(paths, live=False):
            pass
        with log.cursor() as cursor:
            counts = "SELECT (SELECT count(*) FROM messages), (SELECT count(*) FROM injections)"
            print(log.line_count, *cursor.execute(counts).fetchall()[0])


if __name__ == "__main__":
    main(sys.argv[1:])
