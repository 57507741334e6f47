"""The cache of the user: where it is and how much it may hold."""

import os
import re
from pathlib import Path
from typing import Final

import click
from platformdirs import user_cache_path

from esalog import Cache
from esalog.cache import LIMIT

FOLDER: Final = "ESALOG_CACHE_DIR"
"""In the environment: another folder."""

MOST: Final = "ESALOG_CACHE_LIMIT"
"""In the environment: how much it may hold, as `500M`; with 0 there is no cache."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


def place() -> Path:
    """The folder of the kept loads."""
    folder = os.environ.get(FOLDER)
    return Path(folder or user_cache_path("esalog", appauthor=False)) / "loads"


def limit() -> int:
    """The bytes that it may hold. Raises `click.UsageError` for what is no size."""
    told = os.environ.get(MOST, "").strip()
    if not told:
        return LIMIT
    found = re.fullmatch(r"(\d+) *([KMG]?)B?", told.upper())
    if not found:
        raise click.UsageError(f"{MOST} is a size like 500M or 2G, not '{told}'")
    return int(found[1]) * _UNITS[found[2]]


def user_cache() -> Cache | None:
    """The cache of the user, unless the environment forbids it. Raises `click.UsageError`."""
    return Cache(place(), limit()) if limit() else None
