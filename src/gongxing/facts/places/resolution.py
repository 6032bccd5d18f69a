"""Which division a name means, and whether it is a name at all: parents before it, lists around it, the issuer.

A name of a province or a prefecture speaks for itself. A county's full name needs a scope only where two have it; a
county's short name counts in the issuer's province, after its parent (江苏昆山) or in a list of places; a name that is
a common word (东方, 平安) counts only in such a list, after its parent or before a noun of places (东方机场).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.places.lexicon import Found, Lexicon, bare_county, words
from gongxing.facts.places.mention import PlaceMention
from gongxing.regions import Division, functional_regions

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIST = frozenset(("、", "和", "及", "与", "以及", "—", "至", "到", "-", "——"))
_BOUNDARY = re.compile(r"[^\u4e00-\u9fff]|[在到至和与及对从由向、]")
# After a name of two characters with its suffix (高县, 和县) these show that the suffix belongs to another word.
_NOT_AFTER = frozenset("级域际")
# County names that end so are as often rivers, lakes and hills: 清水河, 青山湖.
_NATURE = frozenset("河江湖山海岛泉沟")
# 贺兰山 and 崖州湾 are not the counties.
_LAND = re.compile(r"[山湾岛峡岭]|湖(?![北南州广泊])")
_WATERS = ("流域", "水系", "干流", "支流", "两岸", "沿岸", "水库", "上游", "中游", "下游", "河段", "（")
# Not 县城镇, 市各乡镇, 区两镇, 县特色小镇.
_TOWN = re.compile(
    r"(?![城乡村小古集各重特两三四五六七八九十等的个内建有所中新强])[\u4e00-\u9fff]{1,3}?(?:(?<![城乡村小古集各强])镇(?!街)|街道)(?!办)"
)
# A street of another city: 南京路, 北京东路; but not 成都路网.
_STREET = re.compile(r"[东西南北中]?路(?![径线网况由桥基段权])")
_RANK = {"province": 0, "prefecture": 1, "county": 2}


class Resolver:
    """Walks through what was found in a text and settles each name."""

    def __init__(self, text: str, lexicon: Lexicon, issuer: Division | None, province: str | None) -> None:
        self.text = text
        self.lexicon = lexicon
        self.forms = lexicon.gazetteer.forms
        self.words = words()
        self.province = province
        self.prefecture = None
        if issuer and issuer.level != "province":
            self.prefecture = issuer.code if issuer.level == "prefecture" else issuer.parent
        self.mentions: list[PlaceMention] = []
        self.last: tuple[int, Division] | None = None
        self.settled: dict[str, Division] = {}

    def run(self, found: Sequence[Found]) -> list[PlaceMention]:
        """Return the mentions of divisions, functional regions and towns, in order."""
        for i, here in enumerate(found):
            if self.mentions and here.start < self.mentions[-1].end:
                continue
            if here.kind == "functional":
                name = functional_regions()[here.form].name
                self._add(here.start, here.end, name, None, "functional", "region")
            elif here.kind == "town":
                end = here.end + self.text.startswith(("镇", "乡"), here.end)
                self._add(here.start, end, here.form, None, "town", "town")
            elif here.kind == "division":
                after = found[i + 1] if i + 1 < len(found) else None
                self._division(here, after)
        return self.mentions

    def _add(self, start: int, end: int, name: str, code: str | None, level: str, rule: str) -> None:
        self.mentions.append(PlaceMention(start, end, name, code, level, rule))

    def _division(self, here: Found, after: Found | None) -> None:
        candidates = self.forms[here.form]
        parent, sibling = self._neighbours(here, candidates)
        chosen = parent or sibling or self._by_issuer(candidates)
        if chosen is None and (known := self.settled.get(candidates[0].short)) in candidates:
            chosen = known
        if not self._accept(here, candidates, chosen, parent, sibling, after):
            return
        if chosen is None:
            self._add(here.start, here.end, here.form, None, candidates[0].level, "division")
            self.last = None
        else:
            rule = "division-of-parent" if parent else "division-in-list" if sibling else "division"
            self._add(here.start, here.end, chosen.short, chosen.code, chosen.level, rule)
            self.last = (here.end, chosen)
            self.settled.setdefault(chosen.short, chosen)
            self._extend(after.start if after else len(self.text))
            self._town()

    def _neighbours(self, here: Found, candidates: Sequence[Division]) -> tuple[Division | None, Division | None]:
        """Return the candidate that lies in the division just before, and the one that stands beside it in a list."""
        if self.last is None:
            return None, None
        end, before = self.last
        gap = self.text[end : here.start]
        if not gap:
            return next((d for d in candidates if d.within(before.code) and d.code != before.code), None), None
        if gap not in _LIST:
            return None, None
        near = [d for d in candidates if d.parent == before.parent and d.level == before.level]
        near = near or [d for d in candidates if d.province == before.province and d.level == before.level]
        # After 、 a higher name is itself: 海口、海南.
        if near and _RANK[candidates[0].level] < _RANK[near[0].level] and candidates[0].level == "province":
            return None, None
        return None, near[0] if near else None

    def _by_issuer(self, candidates: Sequence[Division]) -> Division | None:
        """Return the candidate that a reader of this issuer's document would think of."""
        own = [d for d in candidates if d.province == self.province]
        if candidates[0].level == "province":
            prefectures = [d for d in own if d.level == "prefecture"]
            # 海南 in a document of Qinghai is the prefecture; 吉林 in one of Jilin is the province.
            return prefectures[0] if prefectures and candidates[0] not in own else candidates[0]
        for scope in ([d for d in own if self.prefecture and d.within(self.prefecture)], own, candidates):
            best = [d for d in scope if d.level == scope[0].level]
            if len(best) == 1:
                return best[0]
            if best:
                return None
        return None

    def _accept(
        self,
        here: Found,
        candidates: Sequence[Division],
        chosen: Division | None,
        parent: Division | None,
        sibling: Division | None,
        after: Found | None,
    ) -> bool:
        form = here.form
        target = chosen or candidates[0]
        in_prefecture = bool(self.prefecture and target.within(self.prefecture))
        beside = parent is not None or sibling is not None
        if form in self.words.generic:
            return beside or (chosen is not None and in_prefecture)
        if form == target.name and len(form) == 2:
            return self._accept_pair(here, chosen, beside)
        if form == target.name:
            # 南部县 may be the end of 中南部 and the start of 县城: such names need a place or a boundary before them.
            return target.short not in self.words.risky or beside or self._own(chosen) or self._clean(here)
        if form in self.words.risky:
            listed = sibling or self._listed(here, target) or self._before_place(here, target, after)
            if listed or self.text.startswith(self.words.heads, here.end):
                return chosen is not None
            return bool(parent and self.last and self.last[1].level == "prefecture")
        if target.level != "county" or chosen is None:
            return chosen is not None and not self._village(here, chosen) and not _STREET.match(self.text, here.end)
        if _LAND.match(self.text, here.end) or (form[-1] in _NATURE and self.text.startswith(_WATERS, here.end)):
            return False
        return beside or self._own(chosen) or (len(form) > 2 and len(candidates) == 1 and form[-1] not in _NATURE)

    def _village(self, here: Found, chosen: Division) -> bool:
        """Whether the name follows a county that does not lie in it: a town or village of that name (资阳区长春)."""
        return (
            self.last is not None
            and self.last[0] == here.start
            and self.last[1].level == "county"
            and not self.last[1].within(chosen.code)
        )

    def _own(self, chosen: Division | None) -> bool:
        """Whether the division lies in the issuer's province."""
        return chosen is not None and chosen.province == self.province

    def _clean(self, here: Found) -> bool:
        """Whether a word ends before the name."""
        return here.start == 0 or _BOUNDARY.fullmatch(self.text[here.start - 1]) is not None

    def _accept_pair(self, here: Found, chosen: Division | None, beside: bool) -> bool:
        """Judge names such as 高县 and 芒市: in the issuer's province after a boundary, or beside a resolved place."""
        if self.text[here.end : here.end + 1] in _NOT_AFTER and here.end < len(self.text):
            return False
        return beside or (self._own(chosen) and self._clean(here))

    def _listed(self, here: Found, target: Division) -> bool:
        """Whether a list has just named a place of the same province."""
        if self.last is None or self.text[self.last[0] : here.start] not in _LIST:
            return False
        return self.last[1].province == target.province

    def _before_place(self, here: Found, target: Division, after: Found | None) -> bool:
        """Whether a list goes on with a division of the same province."""
        if after is None or after.kind != "division" or self.text[here.end : after.start] not in _LIST:
            return False
        return any(d.province == target.province for d in self.forms[after.form])

    def _town(self) -> None:
        """Read the town that follows its county: 勐腊县磨憨镇."""
        if self.last is None or self.last[1].level == "province" or self.text[self.last[0] - 1] not in "县市区旗":
            return
        match = _TOWN.match(self.text, self.last[0])
        if match:
            self._add(match.start(), match.end(), match[0], None, "town", "town")

    def _extend(self, limit: int) -> None:
        """Read the counties whose short names follow their parent or a sister: 江苏昆山、太仓."""
        while self.last is not None:
            end, before = self.last
            start = end + (self.text[end : end + 1] == "、")
            listed = start > end
            if listed and before.level != "county":
                return
            for length in (4, 3, 2):
                form = self.text[start : start + length]
                if len(form) < length or start + length > limit or form in self.words.risky or form in self.words.masks:
                    continue
                found = [d for d in self.forms.get(form, ()) if bare_county(form, d) or len(form) > 2]
                scope = before.parent or before.code if listed else before.code
                inside = [d for d in found if d.within(scope) and d.code != before.code and d.level == "county"]
                if len(inside) == 1 and (before.level != "county" or listed):
                    self._add(start, start + length, inside[0].short, inside[0].code, "county", "division-of-parent")
                    self.last = (start + length, inside[0])
                    break
            else:
                return
