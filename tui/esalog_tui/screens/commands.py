"""The command palette: every action by its words, and the entities of the log."""

import asyncio
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import DiscoveryHit, Hits, Provider
from textual.command import Hit as Command
from textual.content import Content
from textual.markup import escape

from esalog_tui import keys
from esalog_tui.safe import safe
from esalog_tui.screens.find import Found
from esalog_tui.screens.help import GROUPS, JOINED
from esalog_tui.screens.presets import Presetting
from esalog_tui.screens.seeking import Seeking

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTITIES = 5
"""Entities that the palette lists at most; `f` lists more."""


class Actions(Provider):
    """The bindings of what has the focus, by their tooltips and ids."""

    def _actions(self) -> "Iterator[tuple[str, str, Any]]":
        """Of each action its name, the key and what it does, and how to run it."""
        is_plain = self.screen.has_class("-ascii")
        first: dict[str, tuple[str, Any]] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.id and active.binding.tooltip:
                first.setdefault(active.binding.action, (key, active))
        told = Counter(active.binding.tooltip for _, active in first.values())
        for key, active in first.values():
            binding = active.binding
            run = partial(self.app.run_action, binding.action, active.node)
            is_shared = told[binding.tooltip] > 1
            words = f"{keys.name(key, is_plain=is_plain):<10}{binding.tooltip if is_shared else ''}"
            yield named(binding.id, "" if is_shared else binding.tooltip), words.rstrip(), run
        yield "Screen: theme, other colours", "", self.app.action_change_theme

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, words, run in self._actions():
            yield DiscoveryHit(name, run, help=words)

    async def search(self, query: str) -> Hits:
        """Those whose name or words fit."""
        matcher = self.matcher(query)
        for name, words, run in self._actions():
            score = max(matcher.match(name), matcher.match(words))
            if score > 0:
                yield Command(score, matcher.highlight(name), run, help=words)


def named(ident: str, words: str) -> str:
    """An action by its group and what it does; without words of its own, by its id."""
    group, _, name = ident.partition(".")
    group = JOINED.get(group, group)
    return f"{GROUPS.get(group, group.capitalize())}: {words or name.replace('_', ' ')}"


class Presets(Provider):
    """The filters with names."""

    def _presets(self) -> "Iterator[tuple[Content, str, Any]]":
        screen = self.screen
        if isinstance(screen, Presetting):
            for preset in screen.settings.presets:
                name = ": ".join(filter(None, ("Filter", preset.group, preset.name)))
                yield (
                    Content(safe(name)),
                    escape(safe(preset.filter)),
                    partial(screen.use_preset, preset),
                )

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, words, run in self._presets():
            yield DiscoveryHit(name, run, text=name.plain, help=words)

    async def search(self, query: str) -> Hits:
        """Those whose name or words fit."""
        matcher = self.matcher(query)
        for name, words, run in self._presets():
            score = max(matcher.match(name.plain), matcher.match(words))
            if score > 0:
                yield Command(score, name, run, text=name.plain, help=words)


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
