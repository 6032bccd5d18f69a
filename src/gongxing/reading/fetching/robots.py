"""robots.txt by RFC 9309: the longest rule decides, ``*`` and ``$`` count, the group of our name or that of all.

The standard library's parser takes the first rule that fits and knows no ``*`` inside a path, so it would fetch what a
site forbids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

_LARGEST = 500 << 10  # bytes that are read of it, as RFC 9309 asks at least
_LONGEST_PAUSE = 30.0  # seconds between requests that a site may ask for
_MOST_STARS = 20  # in one rule


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site allows: rules of paths with their verdict, and the seconds it wants between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    pause: float = 0.0

    def allows(self, target: str) -> bool:
        """Tell whether a path with its query may be fetched."""
        if target == "/robots.txt":
            return True
        path = _normal(target)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True  # of rules of one length, one that allows


def parse_robots(data: bytes, product: str) -> Robots:
    """Read a robots.txt for the program called ``product``."""
    ours: list[tuple[str, bool]] = []
    others: list[tuple[str, bool]] = []
    pauses = {True: 0.0, False: 0.0}
    named = False
    agents: list[str] = []
    in_rules = True
    for line in data[:_LARGEST].decode("utf-8-sig", "replace").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            if in_rules:
                agents, in_rules = [], False
            agents.append(value.lower().partition("/")[0])
            named = named or product.lower() in agents
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for mine in {agent == product.lower() for agent in agents if agent in ("*", product.lower())}:
                if key == "crawl-delay":
                    pauses[mine] = _seconds(value)
                elif value:
                    (ours if mine else others).append((_normal(value), key == "allow"))
    return Robots(tuple(ours if named else others), pauses[named])


def _seconds(value: str) -> float:
    return min(float(value), _LONGEST_PAUSE) if re.fullmatch(r"\d{1,6}(?:\.\d+)?", value) else 0.0


def _normal(path: str) -> str:
    """Write a path in one way: escapes that need not be are undone, others are made."""
    return quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._?", errors="surrogateescape")


def _fits(pattern: str, path: str) -> bool:
    """Tell whether a rule fits a path, without going back over it: each piece is taken where it stands first."""
    ends = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*", _MOST_STARS)
    if not path.startswith(pieces[0]):
        return False
    place = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    if len(pieces) == 1:
        return not ends or place == len(path)
    last = pieces[-1]
    return (path.endswith(last) and len(path) - len(last) >= place) if ends else path.find(last, place) >= 0
