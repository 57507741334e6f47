"""The command `esalog`, which is `python -m esalog_tui`, too."""

from esalog_tui import endings
from esalog_tui.importing import importing


def main() -> None:
    """Run the command."""
    endings.end_at_once()
    with importing():
        from esalog_tui.cli import main as command
    endings.end_in_order()
    command()


if __name__ == "__main__":
    main()
