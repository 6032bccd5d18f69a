"""Industries in lists that one word closes: 甲、乙、丙三大支柱性产业. Their items need not be known names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.industries.chains import Mention
from gongxing.facts.industries.lexicon import ANY, NAME, STEM, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSING = re.compile(
    r"[等两三四五六七八九十](?:(?<=等)(?:[两三四五六七八九十\d]+[大个条类]|多个?|一批)?|(?<!等)大(?!高))"
    r"(?:特色|优势|新兴|未来|传统|支柱性?|主导|重点|战略性|国家|先进|省级|国家级|现代|乡村|百亿级?|千亿级?|万亿级?|新|前沿|高精尖|绿色|现代化|富民|本土|地方|配套|资源型|高技术|高附加值|外向型|劳动密集型|和)*"
    r"(?:(?P<branch>产业|制造业|行业(?!龙头|领军|企业|骨干|协会|主管|标杆)|赛道|集群)|(?P<field>领域|业态|产品(?!产量|出口|零售)))"
)
# A list may also end in the word itself: 生物医药、金属新材料产业集群.
_BRANCH = re.compile(r"(?<=[\u4e00-\u9fff])(?<!全)产业(?:集群|链|群)")
# What a text wants made is an industry too: 发展电子级磷酸、高纯磷等产品.
_WANTED = re.compile(
    r"(?:发展|壮大|培育|做强|做优|打造|布局)(?P<items>[^，。；：！？\n（）《》“”的]{2,80}?)等(?:[\u4e00-\u9fff]{0,6})?(?:产品|药物|材料|装备|药品|器件)"
)
# Economies side by side are of one kind: where one is known, all count.
_ECONOMIES = re.compile(r"[\u4e00-\u9fff]{2}经济(?:[、和][\u4e00-\u9fff]{2}经济)+")
_ECONOMY = re.compile(r"[\u4e00-\u9fff]{2}经济")
_PIECE = re.compile("[^、]+")
_ITEM_END = re.compile(r"(?:等.*|产业|行业|产业链|产业集群)$")
_ITEM_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:地区|省|市|县)(?=[\u4e00-\u9fff]{2})")
_BREAK = re.compile(r"[，。；：！？\n（）《》“”‘’\t]")
_YEAR = re.compile(r"\d[年个]|^(?:年|全年|全市|全省|去年|今年|规上)")
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+—\-]{2,12}")
# Lists of fields that are watched, not developed.
_RISKS = re.compile("消防|食品药品|食药|矿山|危险化学品|燃气|安全|执法|纠纷|腐败|风险")
_PREDICATE = re.compile(
    r"[的了在将把被使让]|提高|降低|确保|支撑|保护|能力|水平|政策|资金|人才|机制|平台|项目|入选|纳入|获批"
)


def listed(text: str) -> Iterator[Mention]:
    """Yield the items of each list that a word for branches closes."""
    for match in _CLOSING.finditer(text):
        yield from _items(text, match.start(), strict=match["field"] is not None)
    for match in _BRANCH.finditer(text):
        if text.rfind("、", max(0, match.start() - 24), match.start()) >= 0:
            yield from _items(text, match.start(), strict=False, known=True)
    for match in _WANTED.finditer(text):
        if _has(match["items"], ANY):
            yield from _items(text, match.end("items"), strict=False)
    for match in _ECONOMIES.finditer(text):
        if _has(match[0], NAME):
            for item in _ECONOMY.finditer(text, match.start(), match.end()):
                yield Mention(item.start(), item.end(), "economy")


def _items(text: str, end: int, *, strict: bool, known: bool = False) -> Iterator[Mention]:
    floor = max(0, end - 160)
    start = floor
    for mark in _BREAK.finditer(text, floor, end):
        start = mark.end()
    pieces: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text, start, end):
        pieces.extend(_halves(text, match.start(), match.end()))
    found = [item for item in (_item(text, a, b, first=i == 0) for i, (a, b) in enumerate(pieces)) if item]
    if strict:
        if _RISKS.search(text, start, end) or not any(_has(text[m.start : m.end], NAME) for m in found):
            return
        found = [m for m in found if _has(text[m.start : m.end], NAME | STEM)]
    if known and (len(found) < len(pieces) or not any(_has(text[m.start : m.end], NAME | STEM) for m in found)):
        return
    yield from found


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split 甲和乙 where both sides end in a known word."""
    for mark in "和与":
        at = text.find(mark, start + 2, end - 1)
        if at > 0 and _has(text[start:at], NAME | STEM) and _has(text[at + 1 : end], NAME | STEM):
            return [(start, at), (at + 1, end)]
    return [(start, end)]


def _has(words: str, roles: int) -> bool:
    known = lexicon()
    return any(known.roles[index] & roles for index, _, _ in known.scanner.find_matches_as_indexes(words))


def _item(text: str, start: int, end: int, *, first: bool) -> Mention | None:
    if first:
        for verb in lexicon().verbs.finditer(text, start, end):
            start = verb.end()
        place = _ITEM_PLACE.match(text, start, end)
        start = place.end() if place else start
    closing = _ITEM_END.search(text, start, end)
    if closing:
        end = closing.start()
    words = text[start:end]
    if not _PLAIN.fullmatch(words) or words in lexicon().excluded or _PREDICATE.search(words) or _YEAR.search(words):
        return None
    return Mention(start, end, "listed")
