"""The command `esalog`, which is `python -m esalog_tui`, too."""

from esalog_tui.importing import importing


def main() -> None:
    """Run the command."""
    with importing():
        from esalog_tui.cli import main as command
    command()


if __name__ == "__main__":
    main()
