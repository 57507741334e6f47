"""Find anything of a log by a few letters: addresses, domains, hosts, IPs, subjects and ids."""

from esalog.search.finder import LIMIT, Finder, find
from esalog.search.hits import EntityKind, Hit

__all__ = ["LIMIT", "EntityKind", "Finder", "Hit", "find"]
