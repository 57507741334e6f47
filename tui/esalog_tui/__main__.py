"""`python -m esalog_tui` is the command `esalog`."""

from esalog_tui.cli import main

if __name__ == "__main__":
    main()
