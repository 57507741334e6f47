"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from esalog import Log
from esalog.demo import demo_source

# A property is about what comes out; how long it took says more about who else is on the machine.
settings.register_profile("gate", deadline=None, print_blob=True)
settings.load_profile("gate")

os.environ["ESALOG_CACHE_LIMIT"] = "0"  # whoever runs the tests has loads of their own


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`: write the expected file beside each log anew, to be read as a diff.

    `--every-feed` brings each log in every way, where else the ways take turns.
    """
    parser.addoption("--update", action="store_true", help="rewrite the expected files of logs")
    parser.addoption("--every-feed", action="store_true", help="bring each log in every way")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written instead of compared."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    """A made-up log, to be asked, for modules that have no log of their own."""
    with Log() as made_up:
        for _ in made_up.load_source(demo_source(3, 6000)):
            pass
        yield made_up
