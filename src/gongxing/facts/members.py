"""Members: who belongs to which group, where the text says so.

Five grammars: a place enters a group (银川入选…试点城市); places make up a region (以A、B组成的…都市圈) or a
region holds them; a region is led by one (发挥A引领作用); a place is a second centre (建设川北省域经济副中心，绵阳…);
and a number stands for regions that the paragraph then takes one by one (统筹布局五区…).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gongxing.facts.fact import Member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document
    from gongxing.facts.places import PlaceMention

_JOINT = re.compile(r"[、和与及—]|以及")
_COUNT = r"(?:等)?(?:\d+|[一二两三四五六七八九十]+)?(?:个|座)?(?:市州|市县|县市|省份|省市|城市|市|县|区|州|省|地|镇)?"
# 甲、乙、丙3市和丁县: the count of some, then others.
_COUNTED_JOINT = re.compile(
    r"(?:等)?(?:\d+|[一二两三四五六七八九十]+)(?:个|座)?(?:市州|县市|市|县|区|州|省|地)(?:全域)?(?:[、和与及]|以及)"
)
# 川南四市（自贡、泸州、内江、宜宾）.
_OPENED = re.compile(r"((?:[二三四五六七八九十]|\d+)(?:市州|市|州|县|区|城|省))?（")
_NUMBERED = re.compile(r"([三四五六七八九])(?:大?片区|大?区|大?经济区|大?城市群|大?都市圈)(?![域县])")
_NUMBERS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}


class _Patterns(NamedTuple):
    entry: re.Pattern[str]
    strict_verbs: frozenset[str]
    heads: re.Pattern[str]
    strict: re.Pattern[str]
    endings: re.Pattern[str]
    wishes: re.Pattern[str]
    before_entry: re.Pattern[str]
    union: re.Pattern[str]
    contains: re.Pattern[str]
    lead: re.Pattern[str]
    centre: re.Pattern[str]
    centre_makers: re.Pattern[str]
    centre_before: re.Pattern[str]


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


@cache
def _patterns() -> _Patterns:
    with Path(__file__).with_name("members.toml").open("rb") as file:
        words = tomllib.load(file)
    entry, union, centre = words["entry"], words["union"], words["centre"]
    return _Patterns(
        re.compile(rf"(?P<verb>{_any(entry['verbs'])})(?P<group>[^，。；：！？\n（）]{{2,48}})"),
        frozenset(entry["strict_verbs"].split()),
        re.compile(rf"(?:{_any(entry['heads'])})$"),
        re.compile(rf"(?:{_any(entry['strict'])})$"),
        re.compile(rf"(?:{_any(entry['endings'])})$"),
        re.compile(_any(entry["wishes"])),
        re.compile(rf"{_COUNT}(?:{_any(entry['adverbs'])})*"),
        re.compile(rf"{_COUNT}(?:{_any(union['verbs'])})(?:而成)?的?"),
        re.compile(rf"(?:的)?(?:{_any(union['contains'])})"),
        re.compile(rf"(?:的)?(?:{_any(union['lead'])})"),
        re.compile(_any(centre["names"])),
        re.compile(rf"(?:{_any(centre['makers'])})"),
        re.compile(rf"(?:{_any(centre['before'])})$"),
    )


class _Group(NamedTuple):
    text: str
    members: tuple[PlaceMention, ...]
    rule: str


def find_members(document: Document) -> Iterator[Member]:
    """Yield each member of each group once, at the first place that says so."""
    finder = _Finder(document)
    seen: set[tuple[str, str]] = set()
    for group in finder.groups():
        for mention in group.members:
            start, end, quote = document.span(mention.start, mention.end)
            if (group.text, quote) not in seen and quote != group.text:
                seen.add((group.text, quote))
                yield Member(start, end, quote, group.rule, group.text, quote)


class _Finder:
    """The grammars over one document."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.document = document
        self.places = document.places
        self.starts = [place.start for place in self.places]
        self.ends = {place.end: i for i, place in enumerate(self.places)}

    def groups(self) -> Iterator[_Group]:
        """Yield what each grammar finds."""
        if not self.places:
            return
        yield from self._entries()
        for i, place in enumerate(self.places):
            if place.level == "functional":
                yield from self._unions(i, place)
        yield from self._centres()
        yield from self._numbered()

    def _list_before(self, end: int) -> tuple[PlaceMention, ...]:
        """Return the places of the list that ends at an offset: 成都、德阳和眉山."""
        found: list[PlaceMention] = []
        while (i := self.ends.get(end)) is not None:
            found.append(self.places[i])
            start = self.places[i].start
            for length in (1, 2):
                joint = self.text[max(start - length, 0) : start]
                if _JOINT.fullmatch(joint) and start - length in self.ends:
                    end = start - length
                    break
            else:
                break
        return tuple(reversed(found))

    def _list_after(self, start: int) -> tuple[PlaceMention, ...]:
        """Return the places of the list that begins at an offset."""
        found: list[PlaceMention] = []
        i = bisect_left(self.starts, start)
        while i < len(self.places) and self.places[i].start == start:
            found.append(self.places[i])
            joint = _JOINT.match(self.text, self.places[i].end) or _COUNTED_JOINT.match(self.text, self.places[i].end)
            if not joint:
                break
            i, start = i + 1, joint.end()
        return tuple(found)

    def _place_before(self, at: int) -> tuple[int, str]:
        """Return the end of the last place in the same clause before an offset, and the words between."""
        i = bisect_left(self.starts, at) - 1
        if i < 0 or self.places[i].end > at or at - self.places[i].end > 16:
            return -1, ""
        return self.places[i].end, self.text[self.places[i].end : at]

    def _entries(self) -> Iterator[_Group]:
        """Yield groups that places enter: 成都、眉山入选全国首批…试点城市."""
        patterns = _patterns()
        for match in patterns.entry.finditer(self.text):
            end, between = self._place_before(match.start())
            if end < 0 or not patterns.before_entry.fullmatch(between):
                continue
            members = self._list_before(end)
            lead = self.text[max(members[0].start - 8, 0) : members[0].start] if members else ""
            if not members or patterns.wishes.search(lead):
                continue
            groups = _split(match["group"], patterns, match["verb"] in patterns.strict_verbs)
            if "分别" in between and len(groups) == len(members):
                for name, member in zip(groups, members, strict=True):
                    yield _Group(name, (member,), "entry")
            else:
                for name in groups:
                    yield _Group(name, members, "entry")

    def _unions(self, i: int, region: PlaceMention) -> Iterator[_Group]:
        """Yield the members that stand before or after a region and make it up."""
        patterns, text = _patterns(), self.text
        name = text[region.start : region.end]
        end, between = self._place_before(region.start)
        if end >= 0 and patterns.union.fullmatch(between):
            yield _Group(name, self._list_before(end), "union")
        contains = patterns.contains.match(text, region.end)
        if contains:
            members = self._list_after(contains.end())
            if len(members) > 1:
                yield _Group(name, members, "union")
        opened = _OPENED.match(text, region.end)
        if opened:
            members = self._list_after(opened.end())
            if len(members) > 1 and text.startswith(("）", "等"), members[-1].end):
                yield _Group(name + (opened[1] or ""), members, "union")
        if text.startswith("发挥", region.end) and i + 1 < len(self.places):
            leader = self.places[i + 1]
            if leader.start == region.end + 2 and patterns.lead.match(text, leader.end):
                yield _Group(name, (leader,), "lead")

    def _centres(self) -> Iterator[_Group]:
        """Yield second centres with the city that is one, where a region names the centre."""
        patterns, text = _patterns(), self.text
        for match in patterns.centre.finditer(text):
            i = self.ends.get(match.start())
            regional = i is not None and self.places[i].level == "functional"
            start = self.places[i].start if i is not None and regional else match.start()
            group = text[start : match.end()]
            end, between = self._place_before(start)
            if end >= 0 and patterns.centre_makers.fullmatch(between):
                yield _Group(group, self._list_before(end), "centre")
                continue
            city = self._city_after(start, match.end(), i + 1) if i is not None and regional else None
            if city:
                yield _Group(group, (city,), "centre")

    def _city_after(self, start: int, end: int, after: int) -> PlaceMention | None:
        """Return the city that the centre named before is: 作为…之一，达州; …的另一个“双子星”南充."""
        if after >= len(self.places) or self.places[after].code is None:
            return None
        city = self.places[after]
        between = self.text[end : city.start]
        if len(between) > 24 or re.search(r"[。；！？\n]", between):
            return None
        if between.startswith("的") and "，" not in between:
            return city
        opened = _patterns().centre_before.search(self.text[max(start - 6, 0) : start])
        return city if opened and between.endswith("，") and between.count("，") == 1 else None

    def _numbered(self) -> Iterator[_Group]:
        """Yield regions that a number stands for, where the paragraph takes exactly so many as its subjects."""
        for match in _NUMBERED.finditer(self.text):
            start = self.text.rfind("\n", 0, match.start()) + 1
            end = self.text.find("\n", match.end())
            end = len(self.text) if end < 0 else end
            subjects: dict[str, PlaceMention] = {}
            for place in self.places[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
                name = self.text[place.start : place.end]
                subject = place.start > match.end() and self.text[place.start - 1] in "。；\n"
                if subject and place.level == "functional" and name[-1] in "区圈群":
                    subjects.setdefault(name, place)
            if len(subjects) == _NUMBERS[match[1]]:
                yield _Group(match[0], tuple(subjects.values()), "numbered")


def _split(text: str, patterns: _Patterns, strict: bool) -> list[str]:
    """Return the groups named after a verb, without 的4个省份之一 and the like; none if the words name no group."""
    text = re.sub(r"(?:的\d*[一二两三四五六七八九十]?个?(?:省份|省区|城市|地区|市|县|区|省)?|的?)之一$", "", text)
    text = re.split(r"并|，", text)[0]
    heads = patterns.strict if strict else patterns.heads
    items = [patterns.endings.sub("", item) for item in text.split("、") if item]
    if not items or not heads.search(text):
        return []
    if all(heads.search(item) for item in items):
        return items
    return [patterns.endings.sub("", text)]
