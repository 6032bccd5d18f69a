"""Numbers whose form is their unit: ratios, parts of a whole, doublings, places in a ranking, named groups."""

from __future__ import annotations

import re
from decimal import Decimal

from gongxing.language.cues import REACH, bound_after, bound_before, cues, direction_before
from gongxing.language.numerals import arabic_value, spelled_value
from gongxing.language.quantity import Bound, Quantity
from gongxing.language.units import COUNT, RANK, TIMES

_WHOLE = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000)}
_COMPARED = re.compile("比(?!上|去|重|例尺|赛|分)[^，。；\n]{0,14}$|比值|之比|比例|比率|结构|配比")
_ENDS_A_PHRASE = re.compile("$|[，。；、：！？）”’》\n的和及与且并]")
_RANKED_BEFORE = re.compile(
    "(?:居|位列|名列|排名|排在|列)(?!民)[^，。；、\n]{1,10}$|第[0-9一二三四五六七八九十]{1,3}[位名]?[、和及与]$"
)
_SUMS_UP = re.compile("、[\u4e00-\u9fff]{1,10}(?<!等)$")


def _around(text: str, start: int, end: int) -> Bound:
    bound = bound_after(text, end)
    return bound if bound != "eq" else bound_before(text[max(0, start - REACH) : start])


def ratio(text: str, start: int, end: int) -> list[Quantity]:
    """Read 2.5:1 as a multiple (first over second) and 8.3:41.4:50.3 as three shares in per cent.

    Clock times, scores and other pairs of numbers are none: a pair counts where one side is 1 and either the other
    is no plausible minute or the words before speak of a comparison.
    """
    words = text[start:end].split(":")
    values = [arabic_value(word) for word in words]
    if any(value is None for value in values):
        return []
    numbers = [value for value in values if value is not None]
    if len(numbers) == 2:
        first, second = numbers
        compared = _COMPARED.search(text[max(0, start - 30) : start]) is not None
        if not second or 1 not in numbers or not (compared or any("." in word for word in words)):
            return []
        bound = _around(text, start, end)
        return [Quantity(start, end, float(first / second), TIMES, bound, 0, start, end, "ratio")]
    if not 99 <= sum(numbers) <= 101:
        return []
    shares = []
    for word, value in zip(words, numbers, strict=True):
        shares.append(Quantity(start, start + len(word), float(value), "%", "eq", 0, start, start + len(word), "ratio"))
        start += len(word) + 1
    return shares


def parts(text: str, start: int, end: int, words: str) -> Quantity | None:
    """Read 百分之五点二 as per cent and 三分之二 as a multiple of the whole."""
    whole, _, part = words.partition("分之")
    value = arabic_value(part) if part[0] in "0123456789" else spelled_value(part)
    if value is None:
        return None
    if whole in _WHOLE:
        worth, unit = value * 100 / _WHOLE[whole], "%"
    else:
        divisor = spelled_value(whole)
        if not divisor or value >= divisor:
            return None
        worth, unit = value / divisor, TIMES
    direction, _ = direction_before(text[max(0, start - REACH) : start])
    if direction < 0:
        worth = -worth
    bound = _around(text, start, end)
    if bound == "eq" and text.startswith(("强", "弱"), end):
        bound = "gt" if text[end] == "强" else "lt"
    return Quantity(start, end, float(worth), unit, bound, direction, start, end, "parts")


def fraction(text: str, start: int, end: int) -> Quantity | None:
    """Read 1/3 as a multiple of the whole where it stands alone among Chinese words."""
    over, _, under = text[start:end].partition("/")
    following = text[end : end + 1]
    runs_on = following.isalnum() and following not in "以左的强弱"
    if int(over) >= int(under) or runs_on or text[start - 1 : start].isascii():
        return None
    return Quantity(start, end, int(over) / int(under), TIMES, _around(text, start, end), 0, start, end, "parts")


def half(text: str, start: int, end: int) -> Quantity | None:
    """Read 过半 and 一半以上 as fifty per cent; 一半 counts where it is a share of something, not half of a way."""
    if text[start] == "一":
        before = text[max(0, start - REACH) : start]
        bound = bound_after(text, end)
        if bound == "eq":
            bound = bound_before(before)
        if bound == "eq" and not before.endswith(("占", "占比", "达", "比重", "占了")) and text[end : end + 1] != "的":
            return None
        return Quantity(start, end, 50.0, "%", bound, 0, start, end, "parts")
    return Quantity(start, end, 50.0, "%", "approx" if text[start] == "近" else "gt", 0, start + 1, end, "parts")


def doubling(text: str, start: int, end: int, times: str) -> Quantity | None:
    """Read 翻番 and 翻倍 as 2 times, 翻两番 as 4 times; 倍增 where it is a result (实现倍增), not a plan's name."""
    if text.startswith("倍增", start):
        known = cues()
        before = text[max(0, start - REACH) : start]
        if not before.endswith(known.doubling_before) or text.startswith(known.doubling_not, end):
            return None
        worth = 2
    else:
        exponent = int(spelled_value(times) or 1) if times and not times.isdigit() else int(times or 1)
        worth = 2**exponent
        if text[end - 1] == "倍" and times:
            # 翻了3倍 is loose speech for three times.
            worth = exponent
    return Quantity(start, end, float(worth), TIMES, _around(text, start, end), 1, start, end, "doubling")


def ranking(text: str, start: int, end: int, value: Decimal | None) -> Quantity | None:
    """Read 第7位, 全国第一, 前三 as a place in a ranking; ``start`` is the numeral, 第 or 前 stands before it.

    The quote of 第7位 begins with 第. 前十 is at most the tenth place. 第一批, 第三届 and 第二产业 are ordinals.
    """
    if value is None or value != int(value) or not 0 < value < 10_000:
        return None
    ahead = text[start - 1] == "前"
    known = cues()
    before = text[max(0, start - 1 - REACH) : start - 1]
    cued = before.endswith(known.rank_before) or _RANKED_BEFORE.search(before) is not None
    number_end = end
    if text.startswith(("位次", "位", "名"), end):
        end += 2 if text.startswith("位次", end) else 1
        if text.startswith(("以内", "之内"), end):
            ahead = True
        if (not cued and not _ENDS_A_PHRASE.match(text, end)) or (ahead and not cued):
            return None
    elif not cued or not _ENDS_A_PHRASE.match(text, end):
        return None
    bound: Bound = "lt" if ahead else "eq"
    return Quantity(start - 1, end, float(value), RANK, bound, 0, start, number_end, "ranking")


def group(text: str, start: int, end: int, value: Decimal | None) -> Quantity | None:
    """Read 七大行动 as a count of what is named; the span takes the noun in.

    After a full list (汽车、化工、食品三大产业) it only sums up the names; after 等 it says how many there are. The
    statistician's classes (六大高耗能行业) are no counts either.
    """
    match = cues().group.match(text, end)
    if _SUMS_UP.search(text[max(0, start - 30) : start]):
        return None
    if match is None or value is None or not 1 < value < 100:
        return None
    return Quantity(start, match.end(), float(value), COUNT, "eq", 0, start, end, "group")
