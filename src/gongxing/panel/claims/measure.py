"""What a figure's words claim: the level of something, a share, a change, a rank, or one of the three sectors.

The words are those that the reading of documents composes: a base, then what is said of it
(``地区生产总值 增速``, ``税收收入 占一般公共预算收入比重``, ``城镇化率 提高``, ``地区生产总值 全国位次``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from gongxing.indicators import catalogue, find_indicator
from gongxing.panel.figures import SECTOR

Aspect = Literal["level", "share", "growth", "change", "rank", "rank-change", "sector"]

_SHARE = re.compile(
    r"(?P<base>.*?) ?(?:占|在)"
    r"(?P<region>(?:全(?:国|省|市|区|县|州|盟|旗|地区|自治区)|全[\u4e00-\u9fff](?=的?比重)|我[省市区县州]"
    r"|[\u4e00-\u9fff]{2,9}(?=的?比重$))?)(?P<whole>.*?)的?(?:比重|占比)$"
)
# 全省, 全疆; but 全部投资 is no region.
_WHOLE_REGION = re.compile("全(?:地区|自治区|[^部社体])|我[省市区县州]")
# What shares are of, by its short names.
_WHOLES = {
    "全部投资": "固定资产投资",
    "规模以上工业": "规模以上工业增加值",
    "规模工业": "规模以上工业增加值",
    "税收": "税收收入",
}
_GROWTH = re.compile(r"(?P<base>.+?) ?(?P<kind>年均|年平均|平均|同比|名义|实际|累计|环比)?(?:增速|增幅|增长率|涨幅)$")
_CHANGE = re.compile(
    r"(?P<base>.+) (?:比上年|较上年|比上年末|较上年末|同比)?"
    r"(?P<way>提高|提升|上升|增加|变化|增长|降低|下降|减少|回落|缩小)$"
)
_RANK = re.compile(
    r"(?P<base>.+?) ?(?:在|居)?(?P<region>全国|全省|全区|全市|全州|全自治区)(?:的)?(?:位次|排名|排位|名次)$"
)
# The next of a list of shares leaves the whole out (第二产业增加值比重); that of a sector is then output.
_SECTOR_SHARE = re.compile(r"第(?P<sector>[一二三])产业(?:增加值)? ?(?:占(?:地区生产总值|生产总值|GDP)的?)?比重$")
_DISTRICT = re.compile(r"^(?:市辖区|市区|城区)(?=.{2})")
SECTOR_NAMES = {"一": "第一产业增加值", "二": "第二产业增加值", "三": "第三产业增加值"}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is claimed of what.

    ``what`` is the catalogue's id of the base, or its words; ``whole`` what a share is of (``None``: of the same
    indicator in ``region``, a word such as 全省). ``average`` tells a mean growth over years.
    """

    aspect: Aspect
    what: str
    words: str
    unit: str
    whole: str | None = None
    region: str | None = None
    part: str = "prefecture"
    average: bool = False
    nominal: bool | None = None

    @property
    def known(self) -> bool:
        """Whether the catalogue knows the base."""
        return self.what in catalogue()


def key_of(words: str, unit: str | None = None) -> str:
    """Return the catalogue's id for words measured in a unit, else the words without spaces at their ends."""
    found = find_indicator(words)
    if found is None and words.startswith(("全", "年末")):
        found = find_indicator(words.removeprefix("年末").removeprefix("全市").removeprefix("全省"))
    return found.id if found and unit in (None, found.unit) else words.strip()


@cache
def measure_of(words: str, unit: str) -> Measure:
    """Read the words and unit of a figure.

    Examples
    --------
    >>> measure_of("经济总量 占全省比重", "%").region
    '全省'
    """
    part = "prefecture"
    if _DISTRICT.match(words):
        part, words = "district", _DISTRICT.sub("", words)
    if match := SECTOR.fullmatch(words) or (unit == "%" and _SECTOR_SHARE.search(words)):
        name = SECTOR_NAMES[match["sector"]]
        return Measure("sector", key_of(name), name, unit, part=part)
    if (unit == "%" and "比重" in words) or words.endswith("占比"):
        match = _SHARE.fullmatch(words)
        if match:
            base = match["base"].strip() or match["whole"]
            base = _WHOLES.get(base, base)
            whole, region = match["whole"], match["region"] or None
            if region and not _WHOLE_REGION.fullmatch(region):
                whole, region = region + whole, None
            whole = _WHOLES.get(whole.removesuffix("的"), whole.removesuffix("的")) or None
            if whole == "总人口" and ("常住" in base or "城镇" in base):
                whole = "常住人口"  # 户籍人口 is what yearbooks call 总人口; shares of residents are of residents
            return Measure("share", key_of(base), base, unit, whole and key_of(whole), region, part)
    if unit == "rank":
        match = _RANK.fullmatch(words)
        base = match["base"] if match else words
        return Measure("rank", key_of(base), base, unit, region=match["region"] if match else None, part=part)
    if unit == "rank-change":
        match = _CHANGE.fullmatch(words)
        base = match["base"] if match else words
        return Measure("rank-change", key_of(base), base, unit, part=part)
    if (
        unit in ("%", "x")
        and (match := _GROWTH.fullmatch(words))
        and not find_in_unit(words, "x" if unit == "x" else "")
    ):
        kind = match["kind"]
        nominal = {"名义": True, "实际": False}.get(kind or "")
        base = match["base"].strip()
        return Measure("growth", key_of(base), base, unit, part=part, average=kind in _MEANS, nominal=nominal)
    if match := _CHANGE.fullmatch(words):
        return Measure("change", key_of(match["base"]), match["base"], unit, part=part)
    return Measure("level", key_of(words, unit), words, unit, part=part)


_MEANS = ("年均", "年平均", "平均")


def find_in_unit(words: str, unit: str) -> bool:
    """Whether the catalogue measures these words in a unit."""
    found = find_indicator(words)
    return found is not None and found.unit == unit
