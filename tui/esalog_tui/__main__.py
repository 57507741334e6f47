"""The command `esalog`, which is `python -m esalog_tui`, too."""

import gc


def main() -> None:
    """Run the command. Modules stay, so nobody looks for waste while they are imported: that took a
    tenth of the time until the first rows.
    """
    gc.disable()
    from esalog_tui.cli import main as command

    gc.freeze()
    gc.enable()
    command()


if __name__ == "__main__":
    main()
