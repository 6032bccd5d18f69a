"""Whose: the region that the words at an offset are about (issuer, section, sentence, clause: the nearest that speaks).

A place speaks for its clause when it is the subject at the clause's head (泸州经济总量突破…), the head of a topic
(以四市组成的成都都市圈，…), the place of somebody's post who is quoted, or a word for the issuer (全省, 我市). A place
behind a preposition, a place inside a facility's name and a mere object do not. What a subject says holds on to the end
of its sentence; in the press, to the end of the paragraph.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from gongxing.regions import division

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.facts.frame import Frame
    from gongxing.facts.places import PlaceMention


@dataclass(frozen=True, slots=True)
class RegionName:
    """A region in plain words (四川, 泰州, 成都平原经济区) with its adcode where it is a division."""

    name: str | None
    code: str | None


class _Hold(NamedTuple):
    """From ``start`` to ``end`` the text is about ``region``."""

    start: int
    end: int
    region: RegionName
    members: tuple[RegionName, ...] = ()


_HEAD_REACH = 30
_NESTING = 4
_MOST_JOINED = 40
_LONGEST = 4000  # no subject speaks for more characters
_TAIL_REACH = 28
_MARKS = "，；：。！？\n“、"
_QUOTED_NAME = re.compile(r"[^，。；“”\n]{0,14}”")
_ENDS_WITH_FIGURE = re.compile(r"\d(?:%|个百分点|[万亿千百]*[元人个家项吨户件所座条亩辆台斤度]|[万亿]|位)[^、，]{0,3}$")
_TOPIC = re.compile("[以由]|作为|地处|位于|包括|素有|被誉为|有着|坐拥|身处")
# 石嘴山先进材料等3个平台: the place is one of several.
_AMONG_OTHERS = re.compile(
    r"[^，。；：、]{0,14}(?:、[^，。；：]{0,20})?等(?:\d+|[一二两三四五六七八九十多]+)?[个家项条座处批地]"
)
# 甲市时代、乙科技等企业: the place is the first word of a firm's name.
_AMONG_FIRMS = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,10}(?:、[^，。；：、]{1,14})*等(?:\d+家|[一二两三四五六七八九十]+家|多家|一批)?"
    r"(?:龙头|链主|骨干|领军|重点|知名|行业|头部)*(?:企业|公司|集团|车企|药企|厂商)"
)
# 甲市牵头，乙市、丙市配合: who helps is not whose it is.
_HELPS = re.compile(r"(?:人民政府|政府)?(?:等)?(?:积极|予以|协同|密切)?(?:配合|协助|参与|协办)[，。；]")
_LIST_OF_FIRMS = 80
# An honour is told of the place alone; the next clause is about the issuer again.
_HONOUR = re.compile(r"[^，。；！？\n\d]{0,14}?(?:入选|入围|获评|获批|荣获|列入|纳入|跻身|申遗|入列|上榜)")
_CLAUSE_END = re.compile("[，。！？；\n]")
_SENTENCE_END = re.compile("[。！？；\n]")
_ROUTE = re.compile("[至到—-]")
_WHOLE_NAMES = ("县", "区", "旗", "州", "盟", "镇", "乡", "街道")
_JOINTS = frozenset("、和与及")
_TIME = (
    r"(?:19|20)\d\d年(?:[末底初]|上半年|下半年|前三季度|\d{1,2}月(?:\d{1,2}日)?)?"
    r"|[今去前明]年|\d{1,2}月(?:\d{1,2}日)?|[上下]半年|前?[一二三四]季度"
)
_OWN_WORD = re.compile(
    r"[全我](?P<unit>[省市县州区盟旗国])(?![一二三四五六七八九十]|首[个家次批条座]|[最唯率第领]|平均)|(?P<autonomous>自治区)"
)
_NATION = RegionName("全国", None)
# 全国重点实验室, 全国首个: a rank or a title, not the nation.
_OF_THE_NATION = re.compile(
    "文明|重点|人大|政协|两会|性|示范|先进|劳|优秀|[十百]|各地|一流|试点|统一|排名|前|范围|多地|人民|第"
)
_UNIT_LEVELS = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "旗": "county",
}
_AUTONOMOUS = frozenset({"15", "45", "54", "64", "65"})
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_CODE_LENGTHS = {"province": 2, "prefecture": 4, "county": 6}
_NEWS = frozenset({"news", "other"})
_CONTINUING = re.compile(r"[ \t]*(?:其中|此外|同时|与此同时|另外|对此|为此|“|而)")


class _Grammar(NamedTuple):
    before: re.Pattern[str]
    name: re.Pattern[str]
    zone: re.Pattern[str]
    speaker: re.Pattern[str]
    said: str
    zones: tuple[str, ...]
    named_zone: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    table = tomllib.loads((files("gongxing.facts") / "focus.toml").read_text("utf-8"))
    words = {key: "|".join(map(re.escape, value)) for key, value in table.items()}
    stem = rf"(?:(?!{words['verbs']})[\u4e00-\u9fffA-Za-z·“”])"
    return _Grammar(
        re.compile(rf"[{_MARKS}](?:{words['before']}|{_TIME}|[“”‘（ ]|[^，。“”]{{1,8}}”|[一二三四五六七八九十]是)*$"),
        re.compile(rf"{stem}{{0,12}}?(?:{words['names']})(?![上下])|[至到—-]|[山河江湖岛港](?![区澳])"),
        re.compile(rf"{stem}{{0,10}}?(?:{words['zones']})"),
        re.compile(
            rf"[省市县区州盟]?[^，。：“”\n]{{0,14}}?(?:{words['posts']})(?P<name>[\u4e00-\u9fff·]{{2,4}}?)?"
            rf"[^，。：“”\n]{{0,6}}?(?:{words['said']})"
        ),
        words["said"],
        tuple(table["zones"]),
        re.compile(
            rf"(?<=[，；。：\n])(?:(?!{words['verbs']}|{words['kinds']})[\u4e00-\u9fff]){{2,6}}?(?:{words['named']})"
            r"(?=[\u4e00-\u9fff]{1,8}\d)(?![内里外共])"
        ),
    )


class Focus:
    """What each stretch of a document is about; ask with ``at``."""

    def __init__(self, holds: list[_Hold], issuer: RegionName) -> None:
        holds.sort(key=lambda hold: hold.start)
        self._holds = holds
        self._starts = [hold.start for hold in holds]
        self._issuer = issuer

    def at(self, offset: int) -> RegionName:
        """Return the region that the clause at an offset of the folded text is about."""
        hold = self._hold(offset)
        return self._issuer if hold is None else hold.region

    def members_at(self, offset: int) -> tuple[int, tuple[RegionName, ...]]:
        """Return where a joint subject (甲县、乙县和丙县) opens, and its regions one by one; none for any other."""
        hold = self._hold(offset)
        return (offset, ()) if hold is None else (hold.start, hold.members)

    def _hold(self, offset: int) -> _Hold | None:
        last = bisect_right(self._starts, offset) - 1
        for hold in self._holds[max(last - _NESTING, 0) : last + 1][::-1]:
            if offset < hold.end:
                return hold
        return None


def build_focus(document: Document) -> Focus:
    """Walk through the places of a document once and keep those that are what their clause is about."""
    frame, text = document.frame, document.text
    press = frame.kind in _NEWS
    issuer = RegionName(frame.issuer, frame.issuer_code)
    holds: list[_Hold] = []
    places = document.places
    number = 0
    while number < len(places):
        opening = places[number].start
        while number + 1 < len(places) and places[number + 1].start == places[number].end:
            number += 1  # 河南许昌禹州市: the last is meant
        group = _group(places, number, text)
        number += len(group)
        start = _head(opening, group[-1].end, text)
        if start is None:
            continue
        region = _subject(group, text, press=press)
        if region is None and press:
            continue
        if region is not None and region.code == issuer.code is not None:
            region = issuer
        # What is named after a place but is not one (甲市机场) ends what was said of another place.
        members = tuple(_named(place, text) for place in group) if region and len(group) > 1 else ()
        end = _end(text, group[-1].end, press=press)
        if members and (paragraph := text.find("\n", start, end)) >= 0:
            end = paragraph  # several at once are told of in their own paragraph alone
        holds.append(_Hold(start, end, region or issuer, members))
    holds.extend(_zones(text, press=press))
    if holds or press:
        holds.extend(_own_words(frame, text, press=press))
    if press:
        holds.extend(_speakers(places, text))
    return Focus(holds, issuer)


def _group(places: list[PlaceMention], first: int, text: str) -> list[PlaceMention]:
    """Return the places that stand joined from one on: 内江、眉山和自贡."""
    group = [places[first]]
    for number in range(first + 1, min(first + _MOST_JOINED, len(places))):
        place = places[number]
        if place.start != group[-1].end + 1 or text[group[-1].end] not in _JOINTS:
            break
        group.append(place)
    return group


def _head(at: int, end: int, text: str) -> int | None:
    """Return where the clause opens that places from ``at`` to ``end`` head, ``None`` where they do not head one."""
    if text[at - 1 : at] == "“" and _QUOTED_NAME.match(text, at):
        return None
    if (opening := _opening(text, at)) is not None:
        return opening
    before = _before(text, at)
    topic = max(before.rfind(mark) for mark in _MARKS if mark != "、") + 1
    if before.endswith("的") and text[end : end + 1] == "，" and _TOPIC.match(before, topic):
        return at - len(before) + topic
    return None


def _zones(text: str, *, press: bool) -> list[_Hold]:
    """Return where a zone without the name of a division heads a clause that states a figure."""
    return [
        _Hold(match.start(), _end(text, match.end(), press=press), RegionName(match[0], None))
        for match in _grammar().named_zone.finditer(text)
    ]


def _before(text: str, at: int) -> str:
    before = text[max(at - _HEAD_REACH, 0) : at]
    return "\n" + before if at <= _HEAD_REACH else before


def _opening(text: str, at: int) -> int | None:
    """Return where the clause opens that a word heads, ``None`` where other words stand before it."""
    before = _before(text, at)
    found = _grammar().before.search(before)
    if found is None or (found[0][0] == "、" and not _ENDS_WITH_FIGURE.search(before, 0, found.start())):
        return None
    return at - (len(found[0]) - 1)


def _subject(group: list[PlaceMention], text: str, *, press: bool) -> RegionName | None:
    """Return the region that a group of places at the head of a clause makes its subject."""
    last = group[-1]
    after = text[last.end : last.end + _TAIL_REACH]
    if _AMONG_OTHERS.match(after) or _AMONG_FIRMS.match(text, last.end, last.end + _LIST_OF_FIRMS):
        return None
    if _HELPS.match(after):
        return None
    grammar = _grammar()
    whole = text[group[0].start : last.end]
    if not whole.endswith(grammar.zones):
        zone = grammar.zone.match(after)
        if zone is not None:
            return RegionName(whole + zone[0], None)
        if len(whole) == 1 or (grammar.name.match(after) and not (press and grammar.speaker.match(after))):
            return None
    elif last.name in grammar.zones or _ROUTE.match(after):
        return None
    if len(group) == 1:
        return _named(last, text)
    return RegionName("、".join(_named(place, text).name or "" for place in group), None)


def _named(place: PlaceMention, text: str) -> RegionName:
    """Return a place in plain words: 四川 for 四川省, but 龙泉驿区 and 凉山州 as written."""
    written = text[place.start : place.end]
    is_whole = place.code is None or (written.endswith(_WHOLE_NAMES) and not written.endswith("地区"))
    return RegionName(written if is_whole else place.name, place.code)


def _end(text: str, at: int, *, press: bool) -> int:
    """Return how far a subject speaks: to the end of its part of the sentence, in the press of the paragraph."""
    limit = min(at + _LONGEST, len(text))
    if not press:
        honour = _HONOUR.match(text, at)
        found = (
            _SENTENCE_END.search(text, at, limit) if honour is None else _CLAUSE_END.search(text, honour.end(), limit)
        )
        return found.start() if found else limit
    while (end := text.find("\n", at, limit)) >= 0:
        if not _CONTINUING.match(text, end + 1) and text[end + 1 : end + 2] != "\n":
            return end
        at = end + 1
    return limit


def _own_words(frame: Frame, text: str, *, press: bool) -> list[_Hold]:
    """Return where words for the issuer (全省, 我市) stand at the head of a clause."""
    holds = []
    for match in _OWN_WORD.finditer(text):
        if match["autonomous"] and frame.issuer_level != "province":
            continue  # 自治区级 in a city's document is a rank
        region = _own_region(frame, "区" if match["autonomous"] else match["unit"])
        if match["unit"] == "国" and press and not _OF_THE_NATION.match(text, match.end()):
            region = _NATION
        of_nation = region is _NATION
        if region is not None and (opening := _opening(text, match.start())) is not None:
            if of_nation and text[opening - 1 : opening] == "、":
                continue
            holds.append(_Hold(match.start(), _end(text, match.end(), press=press and not of_nation), region))
    return holds


def _is_county_city(frame: Frame) -> bool:
    here = division(frame.issuer_code or "")
    return here is not None and here.level == "county" and here.name.endswith("市")


def _own_region(frame: Frame, unit: str) -> RegionName | None:
    """Return what 全省 or 我市 means in a document, ``None`` where it cannot tell."""
    code, level = frame.issuer_code, frame.issuer_level
    if code is None or level is None:
        return None
    if unit == "区":
        wanted = "province" if code[:2] in _AUTONOMOUS else "county"
    elif unit == "市" and (code[:2] in _MUNICIPALITIES or _is_county_city(frame)):
        wanted = level
    else:
        wanted = _UNIT_LEVELS.get(unit, "")
    if wanted == level:
        return RegionName(frame.issuer, code)
    if _CODE_LENGTHS.get(wanted, 9) > _CODE_LENGTHS[level]:
        return None
    above = division(code[: _CODE_LENGTHS[wanted]].ljust(6, "0"))
    return RegionName(above.short, above.code) if above is not None else None


def _speakers(places: list[PlaceMention], text: str) -> list[_Hold]:
    """Return where officials are quoted: what they say is about the place of their post."""
    posts: dict[str, RegionName] = {}
    holds = []
    for place in places:
        match = _grammar().speaker.match(text, place.end, place.end + 40)
        if match is None:
            continue
        region = _named(place, text)
        if match["name"]:
            posts[match["name"]] = region
        holds.append(_Hold(place.start, _end(text, place.end, press=True), region))
        if text[place.start - 1 : place.start] == "”":
            holds.append(_quote_before(text, place.start - 1, region))
    if posts:
        names = "|".join(map(re.escape, posts))
        behind = re.compile(rf"”(?P<name>{names})[^，。：“”\n]{{0,6}}?(?:{_grammar().said})")
        holds += [_quote_before(text, match.start(), posts[match["name"]]) for match in behind.finditer(text)]
    return holds


def _quote_before(text: str, closing: int, region: RegionName) -> _Hold:
    opening = text.rfind("“", max(closing - 1000, 0), closing)
    return _Hold(opening if opening >= 0 else closing, closing, region)
