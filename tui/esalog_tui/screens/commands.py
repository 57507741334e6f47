"""The command palette: every action by its words, and the entities of the log."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import DiscoveryHit, Hits, Provider
from textual.command import Hit as Command
from textual.content import Content

from esalog_tui import keys
from esalog_tui.safe import safe
from esalog_tui.screens.find import Found
from esalog_tui.screens.seeking import Seeking

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTITIES = 5
"""Entities that the palette lists at most; `f` lists more."""


class Actions(Provider):
    """The bindings of what has the focus, by their tooltips and ids."""

    def _actions(self) -> "Iterator[tuple[str, str, Any]]":
        seen = set()
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if binding.system or not binding.tooltip or binding.action in seen:
                continue
            seen.add(binding.action)
            name = (binding.id or "").partition(".")[2].replace("_", " ")
            words = binding.tooltip if "," not in binding.tooltip else f"{name}: {binding.tooltip}"
            run = partial(self.app.run_action, binding.action, active.node)
            yield words, keys.name(key), run
        yield "theme: other colours", "", self.app.action_change_theme

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for words, key, run in self._actions():
            yield DiscoveryHit(words, run, help=key)

    async def search(self, query: str) -> Hits:
        """Those whose words fit."""
        matcher = self.matcher(query)
        for words, key, run in self._actions():
            if (score := matcher.match(words)) > 0:
                yield Command(score, matcher.highlight(words), run, help=key)


class Entities(Provider):
    """What `f` finds, the best few of it."""

    async def search(self, query: str) -> Hits:
        """Addresses, domains, subjects, hosts and ids that fit; never parsed as markup."""
        screen = self.screen
        if not isinstance(screen, Seeking):
            return
        for hit in await asyncio.to_thread(screen.loaded.find, query, ENTITIES):
            shown = Content(f"{hit.kind}  {safe(hit.text)}")
            run = partial(screen.take_found, Found(hit))
            yield Command(hit.score / 200, shown, run, text=safe(hit.text))
