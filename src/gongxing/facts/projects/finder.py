"""Project facts: names by their heads, by the lists they stand in, by quotation marks and by how works are called."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from gongxing.facts.fact import Project
from gongxing.facts.overlaps import longest_of
from gongxing.facts.projects.lists import TRANSFER, listed_names, shared_head
from gongxing.facts.projects.names import Name, Places, begin, judge, residue
from gongxing.facts.projects.vocabulary import Head, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document

_PORT = re.compile(r"(?<=[\u4e00-\u9fff])(?<![香海空口信进出开疏临通商内])港(?:[一二三四五]期|扩建工程|扩建|工程)")
# The first sign is one class of characters, so that the search may leap from one to the next.
_LINE = re.compile(
    r"[A-Z0-9一二三四五六七八九十](?<=[\u4e00-\u9fff].)(?:[0-9]{0,3}号?|[一二三四五六七八九十]{0,2}号)线(?!城市|以|上|下|网|路|人|工)"
)
_TITLE = re.compile(r"《([^《》\n]{4,40}(?:规划|方案|纲要|计划)(?:（[^（）]{1,12}）)?)》|(《纲要》)")
# Slogans of the form 三区一中心 name no single thing.
_SLOGAN = re.compile("[一二三四五六两][^“”]{1,4}[一二三四五六两][^“”]{1,4}")
_NUMBERED = re.compile("[两三四五六七八九十]个|[一二三四五六七八九十]大")
# “中国牙谷”: quoted names of valleys, harbours and cities of an industry.
_QUOTED_PLACE = re.compile(
    r"[“‘]((?:中国|世界|东方|国际|西部|北方|南方|[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{1,4}(?:谷|港|岛))[”’]"
)
# An entry of a glossary is the name of what it explains: 9.耕地空间治理“一张图”：…
_ENTRY = re.compile(r"^(?:\d+[.．、]|［\d+］)([\u4e00-\u9fff]{4,20}“[^“”\n]{2,12}”)：", re.MULTILINE)
# Heads that several names before them may share (乌东德、白鹤滩水电站).
_SHARED = frozenset(
    {
        "水电站",
        "电站",
        "抽水蓄能电站",
        "抽水蓄能",
        "核电站",
        "水库",
        "灌区",
        "国家公园",
        "国家文化公园",
        "国家考古遗址公园",
    }
    | {"文化公园", "高铁", "铁路", "高速", "高速公路", "机场", "大桥", "特大桥", "水利枢纽", "煤矿", "实验室", "隧道"}
)
_QUOTED_END = frozenset("”’")


def find_projects(document: Document) -> Iterator[Project]:
    """Yield a fact for each project that a paragraph names, once a paragraph."""
    places = Places(document)
    said: set[tuple[int, str]] = set()
    breaks = [match.start() for match in re.finditer("\n", document.text)]
    for name in longest_of(_candidates(document, places)):
        words = document.text[name.start : name.end]
        key = (bisect_right(breaks, name.start), words)
        if key in said:
            continue
        said.add(key)
        start, end, quote = document.span(name.start, name.end)
        region = places.region(name.start, name.end) or document.region_at(name.start).name
        yield Project(start, end, quote, name.rule, name.type, region, f"{quote}{name.head}" if name.head else None)


def _candidates(document: Document, places: Places) -> Iterator[Name]:
    text = document.text
    yield from _headed(text, places)
    yield from listed_names(text, places)
    for match in _QUOTED_PLACE.finditer(text):
        yield Name(match.start(1), match.end(1), "park", "quoted-place")
    for match in _ENTRY.finditer(text):
        yield Name(match.start(1), match.end(1), "programme", "glossary")
    for match in TRANSFER.finditer(text):
        yield Name(match.start(), match.end(), "other", "water-transfer")
    for pattern in (_PORT, _LINE):
        for match in pattern.finditer(text):
            start, counted, _ = begin(text, match.start(), programme=False)
            if text[match.start() + 1 : match.end()] == "线" and match[0][0] in "一二三四五六七八九十":
                continue  # 一线, 二线
            if 2 <= match.start() - start <= 12 and not counted and residue(text[start : match.start()]) >= 1:
                yield Name(start, match.end(), "transport", "numbered-line")
    for match in _TITLE.finditer(text):
        group = 1 if match[1] else 2
        yield Name(match.start(group), match.end(group), "programme", "titled-plan")


def _headed(text: str, places: Places) -> Iterator[Name]:
    words = vocabulary()
    for index, head_start, head_end in words.scanner.find_matches_as_indexes(text):
        head = words.heads[index]
        if head.evidence == "none":
            continue
        if head.evidence == "known":
            yield Name(head_start, head_end, head.type, "national-programme")
            continue
        if _slogan(text, head_start, head_end):
            continue
        name = _quoted(text, head, head_start, head_end)
        if name is None and head.evidence != "quoted":
            name = _plain(text, head, head_start, head_end, places)
        if name is not None:
            yield name
            if head.word in _SHARED:
                yield from shared_head(text, name, head.word, places)


def _slogan(text: str, head_start: int, head_end: int) -> bool:
    """Tell whether a head ends a quoted slogan (“一规划两纲要”), which names no single thing."""
    if head_end >= len(text) or text[head_end] not in _QUOTED_END:
        return False
    opening = text.rfind("“", max(0, head_end - 12), head_start + 1)
    return opening >= 0 and _SLOGAN.fullmatch(text, opening + 1, head_end) is not None


def _quoted(text: str, head: Head, head_start: int, head_end: int) -> Name | None:
    """“十大工程”: the head closes a quotation of its own."""
    if head_end >= len(text) or text[head_end] not in _QUOTED_END:
        return None
    opening = max(
        text.rfind("“", max(0, head_end - 20), head_start + 1), text.rfind("‘", max(0, head_end - 20), head_start + 1)
    )
    if opening < 0 or re.search("[，。；：、”’]", text[opening:head_end]):
        return None
    start, end = opening + 1, head_end
    if end - start < 3 or (head.evidence == "quoted" and not _NUMBERED.match(text, start)):
        return None
    if head.type in ("platform", "plant") and end - start < 5:
        return None
    outer, _, _ = begin(text, opening, programme=False)
    if head.type == "programme" and 4 <= opening - outer <= 12 and text[outer] not in "“‘（［":
        start, end = outer, head_end + 1  # 科技成果转化‘一号工程’
    return Name(start, end, head.type, "quoted-head")


def _plain(text: str, head: Head, head_start: int, head_end: int, places: Places) -> Name | None:
    programme = head.evidence == "programme"
    start, counted, governed = begin(text, head_start, programme=programme)
    rule = judge(text, start, head_start, head_end, head, places, counted=counted, governed=governed)
    if not rule:
        if head.evidence == "self":
            return Name(head_start, head_end, head.type, "one-of-its-kind")
        return None
    tail = None if programme and head.word != "工程" else vocabulary().tail.match(text, head_end)
    end = tail.end() if tail else head_end
    return Name(start, end, head.type, rule)
