"""Industry facts: named branches with the tier that the text gives them and the firms that lead them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from gongxing.facts.fact import Industry
from gongxing.facts.industries.chains import Mention, mentions
from gongxing.facts.industries.lexicon import lexicon
from gongxing.facts.industries.lists import listed
from gongxing.facts.overlaps import longest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document

_LEADERS = re.compile(r"以(?P<firms>[^，。；：“”\n以]{2,40}?)等?为(?:龙头|引领|代表|链主|主导|牵引|核心)(?:企业)?的$")
# 以甲、乙为龙头，做强…产业链; 壮大…产业，支持甲、乙等龙头企业….
_FIRMS_BEFORE = re.compile(
    r"(?:以|依托|发挥|支持|围绕)(?P<firms>[^，。；：“”\n以]{2,40}?)(?:等(?:[\u4e00-\u9fff]{0,4}企业)?)?"
    r"(?:为(?:龙头|引领|代表|链主|牵引|核心)|(?:龙头|链主|引领)(?:带动|引领|示范)?作用|(?<=等)(?:龙头|链主)企业)，$"
)
_FIRMS_BEHIND = re.compile(
    r"(?:支持|推动|引导|依托|发挥|鼓励|支撑|服务|扶持)(?P<firms>[^，。；：“”\n]{2,40}?)等(?:一批|\d+家)?(?:行业|重点)?(?:龙头|链主|领军|骨干)(?:骨干)?企业"
)
_DEVELOPS = re.compile(
    r"(?:做强|做大|做优|壮大|培育|发展|打造|建强|提升|加快|大力|重点|推动|推进|支持|延伸|优化|全力|着力|积极|[一二三四五六七八九十]是|、|巩固|构建|聚焦)*$"
)
# Every word of a tier holds one of these; literal words are found faster than the grammar of tiers.
_TIER_HINT = re.compile("传统|新兴|战新|未来")
_CLAUSE_END = re.compile(r"[，。；：！？\n]")
_SENTENCE_END = re.compile(r"[。！？；\n]")


def find_industries(document: Document) -> Iterator[Industry]:
    """Yield a fact for each industry that a paragraph names, once a paragraph and tier."""
    text = document.text
    tiers = Tiers(text)
    sectors = document.frame.kind in ("work-report", "plan", "news")
    breaks = [match.start() for match in re.finditer("\n", text)]
    said: set[tuple[int, str, str | None]] = set()
    for mention in longest_of([*mentions(text, sectors=sectors), *listed(text)]):
        tier = tiers.at(mention.start, mention.end)
        key = (bisect_right(breaks, mention.start), text[mention.start : mention.end], tier)
        if key in said:
            continue
        said.add(key)
        start, end, quote = document.span(mention.start, mention.end)
        region = document.region_at(mention.start).name
        leaders = _leaders(text, mention.start) or _leaders_in_sentence(text, mention)
        yield Industry(start, end, quote, mention.rule, tier, region, leaders)


def _leaders(text: str, start: int) -> tuple[str, ...]:
    """以甲、乙为龙头的 just before a name."""
    if start == 0 or text[start - 1] != "的":
        return ()
    match = _LEADERS.search(text, max(0, start - 50), start)
    return tuple(match["firms"].split("、")) if match else ()


def _leaders_in_sentence(text: str, mention: Mention) -> tuple[str, ...]:
    """Return the firms that the clause beside an industry calls leaders: 壮大汽车产业，支持甲、乙等龙头企业….

    A clause that names an industry of its own keeps its leaders to itself.
    """
    end = _CLAUSE_END.search(text, mention.end)
    stop = end.start() if end else len(text)
    start = max(
        (mark.end() for mark in _CLAUSE_END.finditer(text, max(0, mention.start - 60), mention.start)), default=0
    )
    before = _FIRMS_BEFORE.search(text, max(0, start - 60), start)
    if before is not None and before.end() == start and _DEVELOPS.match(text, start, mention.start):
        return _firms(before["firms"])
    if text[stop : stop + 1] in ("，", "；") and _DEVELOPS.match(text, start, mention.start):
        behind = _FIRMS_BEHIND.match(text, stop + 1)
        return _firms(behind["firms"]) if behind else ()
    return ()


def _firms(written: str) -> tuple[str, ...]:
    firms = tuple(firm for firm in re.split("[、和与及]", written) if firm)
    return firms if all(2 <= len(firm) <= 12 for firm in firms) else ()


class Tiers:
    """Where the text speaks of traditional, emerging and future industries."""

    def __init__(self, text: str) -> None:
        self._text = text
        tiers = lexicon().tiers
        found = (tiers.match(text, hint.start()) for hint in _TIER_HINT.finditer(text))
        cues = [(match.start(), match.end(), match.lastgroup) for match in found if match]
        self._cues = [cue for i, cue in enumerate(cues) if not _paired(cues, i)]
        self._starts = [cue[0] for cue in self._cues]

    def at(self, start: int, end: int) -> str | None:
        """Return the tier that the closing word of the clause or the topic of the sentence gives."""
        at = bisect_left(self._starts, end)
        if at < len(self._cues):
            cue = self._cues[at][0]
            # A cue after 、 is an item of the list, not the word that closes it.
            if self._text[cue - 1] != "、" and not _CLAUSE_END.search(self._text, end, cue):
                return self._cues[at][2]
        if at > 0 and not _SENTENCE_END.search(self._text, self._cues[at - 1][1], start):
            return self._cues[at - 1][2]
        return None


def _paired(cues: list[tuple[int, int, str | None]], i: int) -> bool:
    """Tell whether two tiers are named in one breath (新兴产业和未来产业): then neither is meant."""
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(cues)]
    return any(
        cues[j][2] != cues[i][2] and max(cues[i][0], cues[j][0]) - min(cues[i][1], cues[j][1]) <= 1 for j in near
    )
