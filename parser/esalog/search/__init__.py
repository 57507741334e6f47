"""Find anything of a log by a few letters: addresses, domains, hosts, IPs, subjects and ids."""

from esalog.search.finder import Finder, find
from esalog.search.hits import EntityKind, Hit

__all__ = ["EntityKind", "Finder", "Hit", "find"]
