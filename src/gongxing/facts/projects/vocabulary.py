"""The words of project names, loaded once from ``words.toml``, and the expressions made of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

COUNT = (
    r"(?:(?<!第)(?:\d[\d,.]*|[一二三四五六七八九十两百千]+|数)[多余]?(?:个|回|条|座|项|家|处|批|所|套|片|支|只|类|大|轮次|种|宗)|"
    r"各类|各级|多个|若干|一些|部分|这些|有关|相关|多项|一系列)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The last word of a name: what kind of thing it is and what the words before it must show."""

    word: str
    type: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that finding names needs; ``heads[i]`` belongs to pattern ``i`` of ``scanner``."""

    heads: tuple[Head, ...]
    scanner: AhoCorasick
    noun_cut: re.Pattern[str]
    programme_cut: re.Pattern[str]
    leading: re.Pattern[str]
    programme_leading: re.Pattern[str]
    tail: re.Pattern[str]
    common: AhoCorasick


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))


@cache
def vocabulary() -> Vocabulary:
    """Load the words; about ten milliseconds the first time."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    words: dict[str, Any] = tomllib.loads(text)
    heads: dict[str, Head] = {}
    for group in words["head"]:
        for word in group["words"]:
            heads[word] = Head(word, group["type"], group["evidence"])
    for kind, names in words["known"].items():
        for word in names:
            heads[word] = Head(word, kind, "known")
    verbs = words["verbs"]
    particles = "|".join(verbs["particles"])
    carrying, building = verbs["carrying"], verbs["building"]
    done = "(?:[了好]|成了)?"
    noun_cut = f"(?:{_any(carrying + building)}){done}|{particles}|、|(?<=[省市县区州地])(?:建设|打造|设立|开展)"
    tails = words["tails"]
    adverbs = "|".join(sorted(verbs["adverbs"], key=len, reverse=True))
    leading = f"{COUNT}|{_any(verbs['weak'] + carrying + building)}|{adverbs}"
    return Vocabulary(
        heads=tuple(heads.values()),
        scanner=AhoCorasick(list(heads), matchkind=MatchKind.LeftmostLongest),
        noun_cut=re.compile(noun_cut),
        programme_cut=re.compile(f"(?:{_any(carrying)}){done}|{particles}|、"),
        leading=re.compile(f"(?:{leading})+"),
        programme_leading=re.compile(f"(?:{COUNT}|{adverbs}|建设(?=国家|全国|省))+"),
        tail=re.compile(
            rf"(?:(?:（[\u4e00-\u9fff·—]{{1,8}}）)?(?:{tails['phase']})*(?:（[\u4e00-\u9fff·—]{{1,8}}）)?(?:{tails['work']})*)"
        ),
        common=AhoCorasick(sorted(set(words["common"]["words"])), matchkind=MatchKind.LeftmostLongest),
    )
