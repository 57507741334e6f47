"""Files that a person names in the app."""

import os
from pathlib import Path


def named_path(text: str) -> Path:
    """The path of what was typed; `~` is the user's folder, `~name` that of a user who is there."""
    return Path(os.path.expanduser(text))  # that of pathlib raises for users who are not there


def is_there(path: Path) -> bool:
    """Whether something has that name, as far as that can be known."""
    try:
        return path.exists()
    except OSError:  # a name that is too long, a folder that may not be read
        return False
