"""The row of a search: how many rows hold the words, and which of them the cursor is on."""

from esalog_tui.widgets.drawing import OneRow


class SearchTally(OneRow):
    """What a search found, beside its input."""
