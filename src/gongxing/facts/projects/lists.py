"""Names in lists that one noun closes: 加快甲、乙、丙等水电站建设. The items need no head of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.projects.names import Name, Places, begin, evident, left_limit, residue
from gongxing.facts.projects.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

# What closes the list, and the type of what it lists.
_CLOSING = re.compile(
    r"等(?:(?:\d+|[一二三四五六七八九十两百千]+)[多余]?[个座条项处家])?"
    r"(?:一批|多个|各类|省级|国家级|国家|重点|重大|重要|大型|大中型|标志性|引领性|骨干|关键|产业|招商|投资|工业|新|续建|新建|在建|建设|工程|交通|水利|能源|新型|铁路|科技|产业链|公路|旅游|文旅)*"
    r"(?:(?P<other>项目|工程|前期工作|前期|设施|灌区|水库|大科学装置)|(?P<transport>铁路|高铁|高速公路|高速|公路|机场|港口|通道|航道|码头|干线|线路)"
    r"|(?P<energy>水电站|电站|抽水蓄能|风电场|光伏基地|电厂)|(?P<lab>实验室)|(?P<park>园区|开发区|公园|产业园))"
)
_SPLIT = re.compile("[、]|以及")
_ITEM_TAIL = re.compile(r"(?:等|项目|工程|建设)$")
_PREDICATE = re.compile(r"[的了在将把被使让对向]|支持|加强|提高|降低|促进|确保|推动")


def listed_names(text: str, places: Places) -> Iterator[Name]:
    """Yield the items of each list that 等 and a word for works closes."""
    for match in _CLOSING.finditer(text):
        kind = match.lastgroup or "other"
        yield from _items(text, match.start(), kind, places)


def _items(text: str, end: int, kind: str, places: Places) -> Iterator[Name]:
    limit = left_limit_of_list(text, end)
    items: list[tuple[int, int]] = []
    at = limit
    for split in _SPLIT.finditer(text, limit, end):
        if _balanced(text[at : split.start()]):
            items.append((at, split.start()))
            at = split.end()
    items.append((at, end))
    for start, stop in items:
        name = _item(text, start, stop, kind, places)
        if name is not None:
            yield name


def left_limit_of_list(text: str, end: int) -> int:
    """Return where the clause that holds a list begins; lists may be long."""
    at = end
    for _ in range(8):
        limit = left_limit(text, at)
        if limit > 0 and text[limit - 1] not in "，。；：！？\n“‘（《" and limit < at:
            at = limit
            continue
        return limit
    return at


def _balanced(piece: str) -> bool:
    return piece.count("“") == piece.count("”") and piece.count("（") == piece.count("）")


def _item(text: str, start: int, end: int, kind: str, places: Places) -> Name | None:
    start, counted, _ = begin(text, end, programme=False) if end - start > 2 else (start, False, False)
    words = text[start:end]
    if counted or not 2 <= len(words) <= 24 or _PREDICATE.search(words):
        return None
    heads = vocabulary().scanner.find_matches_as_indexes(words)
    if heads and heads[-1][2] == len(words):
        return None  # has a head: judged by it
    if residue(words) < 2 and not evident(text, start, end, places):
        return None
    return Name(start, end, kind, "listed")
