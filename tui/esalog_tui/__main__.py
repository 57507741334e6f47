"""The command `esalog`, which is `python -m esalog_tui`, too."""

import sys

from esalog_tui import endings
from esalog_tui.importing import importing


def main() -> None:
    """Run the command."""
    try:
        with importing():
            from esalog_tui.cli import main as command
        command()
    except KeyboardInterrupt:  # while modules are imported
        sys.exit(endings.code())


if __name__ == "__main__":
    main()
