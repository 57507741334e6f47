"""The command that shows what the cache holds."""

from collections.abc import Iterator

import click

from esalog import Cache
from esalog.cache import Kept
from esalog_tui import caching, figures
from esalog_tui.running import DONE, failing_clearly

_NAMED = 3


@click.command("cache")
@click.option("--clear", is_flag=True, help="Remove all of it.")
@failing_clearly
def cache_command(clear: bool) -> int:
    """List the loads that are kept, so that the same logs open at once."""
    cache = Cache(caching.place(), caching.limit())
    kept = cache.kept()
    loads = f"{len(kept)} load{'' if len(kept) == 1 else 's'}"
    total = f"{loads}, {figures.size(sum(one.size for one in kept))}"
    if clear:
        cache.clear()
        click.echo(f"Removed {total}." if kept else "Nothing was kept.")
        return DONE
    for one in kept:
        click.echo(_row(one))
    most = f"of at most {figures.size(caching.limit())} in {caching.place()}"
    click.echo(f"{total}, {most}" if kept else f"Nothing is kept, {most}")
    return DONE


def _row(kept: Kept) -> str:
    made = figures.moment(kept.made)
    return f"{figures.size(kept.size):>7}  {made:>16}  {', '.join(_names(kept))}"


def _names(kept: Kept) -> Iterator[str]:
    paths = kept.header.paths
    yield from (path if path.isprintable() else ascii(path) for path in paths[:_NAMED])
    if len(paths) > _NAMED:
        yield f"and {len(paths) - _NAMED} more"
