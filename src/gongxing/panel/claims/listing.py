"""Several regions named one by one with one figure for all: 德阳、眉山、资阳三市地区生产总值合计5770亿元."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.language.numerals import spelled_value
from gongxing.panel.errors import PanelError
from gongxing.panel.groups import Group, group_of

if TYPE_CHECKING:
    from gongxing.facts import Figure

_COUNTED = re.compile(r"(?P<count>两|[二三四五六七八九十]+|\d+)个?(?:城市|地区|[市州县区省盟旗地])(?=.{2})")
_SUMMED = re.compile("合计|之和|总和|总共|加起来")
_EACH = re.compile("均|各|分别|都[^市]")
# So many characters before a figure tell whether it is of each or of all.
_NEAR = 12


def listed_words(figure: Figure, words: str) -> str:
    """Return a figure's words without the regions and their count before them, and without 之和 after them."""
    if "、" not in (figure.region or ""):
        return words
    words = words.removeprefix(figure.region or "")
    counted = _COUNTED.match(words)
    return _SUMMED.sub("", words[counted.end() :] if counted else words)


def listed_group(figure: Figure, sentence: str, year: int | None) -> Group | None:
    """Return the regions of a figure as one group where the document says that it is of all together.

    It says so by their count (三市) or by a word for a sum (合计, 之和), and without a word for each (均, 分别).
    """
    region = figure.region or ""
    names = region.split("、")
    if len(names) < 2:
        return None
    before = sentence.partition(figure.quote)[0]
    near = before[-_NEAR:]
    behind = before.rpartition(names[-1])[2] if names[-1] in before else ""
    counted = _COUNTED.match(behind) or _COUNTED.match(behind[1:])  # 德阳市、眉山市两市
    number = None
    if counted:
        count = counted["count"]
        number = 2 if count == "两" else int(count) if count.isdigit() else spelled_value(count)
    together = number == len(names) or _SUMMED.search(f"{figure.indicator or ''} {near}")
    if not together or _EACH.search(near):
        return None
    try:
        return group_of(region, names, "document", year)
    except PanelError:
        return None
