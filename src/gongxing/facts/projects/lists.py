"""Names in lists that one noun closes: 加快甲、乙、丙等水电站建设. The items need no head of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.industries.lexicon import lexicon
from gongxing.facts.projects.names import Name, Places, begin, evident, left_limit, residue
from gongxing.facts.projects.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

# Water transfers are named after where the water comes from and goes to: 引大济岷, 引汉济渭.
TRANSFER = re.compile(
    r"引(?![才客资智外企人导起发进])[\u4e00-\u9fff]{1,2}[济入补](?!乡|户|园|企|校|村|市)[\u4e00-\u9fff](?:(?![等工供调水建和与及项]|[一二三四五]期)[\u4e00-\u9fff])?(?:[一二三四五]期)?(?:工程)?"
)
# What closes the list, and the type of what it lists.
_CLOSING = re.compile(
    r"[等0-9](?:(?<=等)|(?<=[\u4e00-\u9fff”）][0-9])[0-9]?个(?=平台|项目|园区))(?P<between>[^，。；：、\n“”（）的]{0,10}?)"
    r"(?:(?P<other>项目|工程|前期工作|基础设施|灌区|水库|大科学装置|大国重器|综合楼)"
    r"|(?P<transport>新线|铁路|高铁|高速公路|高速|公路|机场|港口|大通道|航道|码头|干线|线路)"
    r"|(?P<energy>水电站|电站|抽水蓄能|风电场|光伏基地|电厂)|(?P<lab>实验室)|(?P<park>园区|开发区|公园|产业园)"
    r"|(?P<platform>平台)|(?P<programme>行动|计划)"
    r"|(?P<built>(?:相继|先后|全面|全线|正式|陆续|加快|开工|启动|竣工)?(?:建成|投产|投运|投用|开工|通车|竣工|落成|开建|建设|揭牌)))"
)
_KINDS = ("other", "transport", "energy", "lab", "park", "platform", "programme", "built")
_SPLIT = re.compile("[、]|以及")
# Works that are called by the place where they lie.
_OF_PLACES = ("灌区", "水库", "电站", "机场", "公园", "枢纽", "煤矿", "现代化改造")
_SHARING = re.compile(r"[\u4e00-\u9fff]{2,}$")
_COUNTED_NEXT = re.compile(r"\d+[多余]?[个家条座处项所]")
_QUOTED = re.compile("“([^“”]{2,16})”")
# What ends a name of its own: the work done, a stretch of a line.
_OWN_END = re.compile("(?:扩容|改造|扩建|新建|工程|项目|段|线|期)$")
_PREDICATE = re.compile(r"[的了在将把被使让对向]|支持|加强|提高|降低|促进|确保|推动")


def listed_names(text: str, places: Places) -> Iterator[Name]:
    """Yield the items of each list that 等 and a word for works closes."""
    for match in _CLOSING.finditer(text):
        if _COUNTED_NEXT.match(text, match.end()):
            continue  # 等综合治理工程150多个
        kind = next(kind for kind in _KINDS if match[kind])
        yield from _items(text, match.start(), kind, _closing_head(text, match), places)


def _closing_head(text: str, match: re.Match[str]) -> str:
    """Return the word for a kind of place or work that closes a list (等国家文化公园), empty where none names one."""
    start, end = match.start() + 1, match.end()
    found = vocabulary().scanner.find_matches_as_indexes(text[start:end])
    if not found or start + found[-1][2] != end:
        return ""
    head = vocabulary().heads[found[-1][0]]
    kinds = (head.evidence == "modifier" or head.type == "park") and not head.word.startswith("新")
    return head.word if kinds else ""


def _lacks_head(words: str) -> bool:
    """Tell whether a name needs the head that closes its list: 成南 does, 成南扩容 and 引大济岷 do not."""
    known = vocabulary()
    heads = known.scanner.find_matches_as_indexes(words)
    headed = bool(heads) and heads[-1][2] == len(words)
    return not (headed or _OWN_END.search(words) or TRANSFER.match(words))


def _items(text: str, end: int, kind: str, head: str, places: Places) -> Iterator[Name]:
    limit = left_limit_of_list(text, end)
    items: list[tuple[int, int]] = []
    at = limit
    for split in _SPLIT.finditer(text, limit, end):
        if _balanced(text[at : split.start()]):
            items.append((at, split.start()))
            at = split.end()
    items.append((at, end))
    for start, stop in items:
        name = _item(text, start, stop, kind, head, places)
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


def _item(text: str, start: int, end: int, kind: str, head: str, places: Places) -> Name | None:
    if kind == "programme":
        # 开展“甲”、“乙”等行动: only what stands in quotation marks is a name.
        quoted = _QUOTED.search(text, start, end)
        return Name(quoted.start(1), quoted.end(1), kind, "listed-quoted") if quoted and quoted.end() == end else None
    start, counted, _ = begin(text, end, programme=False) if end - start > 2 else (start, False, False)
    words = text[start:end]
    if counted or not 2 <= len(words) <= 24 or _PREDICATE.search(words):
        return None
    heads = vocabulary().scanner.find_matches_as_indexes(words)
    modifier = words
    if heads and heads[-1][2] == len(words):
        if vocabulary().heads[heads[-1][0]].type in ("programme", "none"):
            return None
        modifier = words[: heads[-1][1]]
    if _unknown(modifier) < 2 and not evident(text, start, end, places):
        return None
    if kind in ("built", "platform") and not (heads or places.inside(start, end)):
        return None
    return Name(start, end, "other" if kind == "built" else kind, "listed", head if _lacks_head(words) else "")


def _unknown(words: str) -> int:
    """Count the characters that neither common vocabulary nor the names of industries explain."""
    known = 0
    at = 0
    for _, start, end in lexicon().scanner.find_matches_as_indexes(words):
        known += residue(words[at:start])
        at = end
    return known + residue(words[at:])


def shared_head(text: str, name: Name, head: str, places: Places) -> Iterator[Name]:
    """Yield the names before one that share its head (水库): 德厚、阿岗、车马碧大型水库."""
    start = name.start
    while start > 0 and text[start - 1] == "、":
        match = _SHARING.search(text, max(0, start - 12), start - 1)
        if match is None:
            return
        begins, counted, _ = begin(text, start - 1, programme=False)
        words = text[begins : start - 1]
        if counted or not 2 <= len(words) <= 5 or residue(words) < 2:
            return
        if places.inside(begins, start - 1) == words and not text.startswith(_OF_PLACES, name.end - 2):
            return
        yield Name(begins, start - 1, name.type, "shared-head", head if _lacks_head(words) else "")
        start = begins
