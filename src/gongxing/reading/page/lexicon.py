"""The words of ``words.toml`` as compiled expressions, loaded once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

# The order in which clutter names are tried: a "comment-footer" is part of the comments.
_ROLES = ("comment", "related", "share", "advertisement", "byline", "sidebar", "footer", "navigation")
_REMEMBERED = 20_000


class Phrases:
    """Phrases to look for, behind literal hints of which every phrase holds one: most lines are told off quickly."""

    def __init__(self, hints: list[str], phrases: re.Pattern[str]) -> None:
        self._hints = re.compile("|".join(map(re.escape, hints)))
        self._phrases = phrases

    def search(self, text: str) -> bool:
        """Say whether a phrase is in the text."""
        return self._hints.search(text) is not None and self._phrases.search(text) is not None


class Lexicon:
    """What the names of containers and the fixed phrases of pages say."""

    def __init__(self, data: dict[str, dict[str, list[str]]]) -> None:
        containers, lines = data["containers"], data["lines"]
        labels = {kind: sorted(names, key=len, reverse=True) for kind, names in data["labels"].items()}
        self.declared = data["declared"]
        self.inline = frozenset(data["elements"]["inline"])
        self.skipped = frozenset(data["elements"]["skipped"])
        self._roles = re.compile("|".join(f"(?P<{role}>{'|'.join(containers[role])})" for role in _ROLES), re.I)
        self._article = _any(containers["article"])
        self._known: dict[str, tuple[str | None, bool]] = {}
        self.after = _whole(lines["after"])
        self.furniture = _whole(lines["furniture"])
        self.thread = _whole(lines["thread"])
        hints = data["hints"]
        self.notice = Phrases(hints["notice"], _any(lines["notice"]))
        self.boilerplate = Phrases(hints["boilerplate"], _any(lines["boilerplate"]))
        self.imprint = Phrases(hints["imprint"], _any(lines["imprint"]))
        self.credit = re.compile(rf"[\s（(【\[]*(?:{'|'.join(lines['credit'])})\s*[:：丨|]", re.I)

        every = sorted((name for names in labels.values() for name in names), key=len, reverse=True)
        # A label opens a value: 来源：…; 资料来源 and 数据来源 are sentences of the text.
        self.label = re.compile(rf"(?<![资数][料据])(?:{'|'.join(every)})\s*[:：]\s*", re.I)
        self.bare_label = re.compile(rf"[\s【\[]*(?:{'|'.join(every)})[\s\]】:：]*", re.I)
        self.label_kinds = {kind: re.compile("|".join(names), re.I) for kind, names in labels.items()}

    def role(self, name: str) -> tuple[str | None, bool]:
        """Return the clutter role that a "class id" string speaks of, if any, and whether it speaks of an article."""
        known = self._known.get(name)
        if known is None:
            match = self._roles.search(name)
            known = (match.lastgroup if match else None, self._article.search(name) is not None)
            if len(self._known) < _REMEMBERED:
                self._known[name] = known
        return known


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


def _whole(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(patterns)})\W*", re.I)


@cache
def lexicon() -> Lexicon:
    """Load the lexicon on first use."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return Lexicon(data)
