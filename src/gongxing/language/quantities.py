"""Numbers with units: where they stand, what they are worth in base units, how exact they are.

One pass of a regular expression finds numerals and a unit is looked up behind each. Numbers of a list or a range then
take the unit of the last (15、22个百分点; 5—6%), and the words around settle sign and bound. What is no quantity by its
own form is left out here (ordinals, dates, codes, 数十, idioms); what a sentence does not assert is for the reader of
facts to leave out.
"""

from __future__ import annotations

import re
from decimal import Decimal

from gongxing.language import relations
from gongxing.language.cues import REACH, bound_after, bound_before, cues, direction_before, implied_unit
from gongxing.language.numerals import ARABIC, MULTIPLIER, SPELLED, arabic_value, multiplier_value, spelled_value
from gongxing.language.quantity import Bound, Quantity
from gongxing.language.units import COUNT, PEOPLE, POINTS, RANK_CHANGE, TIMES, Unit, rate_at, unit_at

__all__ = ["Quantity", "quantities"]

_NUMBER = re.compile(
    r"(?P<ratio>[0-9]+(?:\.[0-9]+)?(?::[0-9]+(?:\.[0-9]+)?)+)"
    r"|(?P<half>[过近超逾]半(?![年数月天导小])|一半(?!年))"
    r"|(?P<slash>(?<![0-9/.])[1-9]/[1-9][0-9]?(?![0-9/]))"
    rf"|(?P<parts>(?:[百千万]|{SPELLED}{{1,3}})分之(?:{ARABIC}|{SPELLED}+(?:点{SPELLED}+)?))"
    rf"|(?P<arabic>{ARABIC})(?P<more>[余多来]?)(?P<multiplier>(?:{MULTIPLIER}(?!分[点之]))?)(?P<more_after>[余多来几]?)"
    rf"|(?P<spelled>{SPELLED}+(?:点[零一二三四五六七八九]+)?)(?P<spelled_more>[余多来几]?)(?P<spelled_multiplier>[万亿]*)"
    r"|(?P<doubling>翻了?(?P<times>[0-9一两二三四]?)[番倍]|倍增)"
)
_MORE: dict[str, Bound] = {"余": "gt", "多": "gt", "来": "approx"}
_JOINT = re.compile("(?:[、和及与或]|以及)$")
_RANGE = re.compile("(?:—{1,2}|[-~～至到])$")
_BEFORE_MINUS = re.compile("[0-9A-Za-z%‰万亿千百元个次月日年人吨亩—-]")
_DURATIONS = ("day", "h", "month", "year")
# 百万千瓦 is a million kilowatts: 千 belongs to the unit before these.
_KILO = "瓦伏米克卡焦赫升"
_AT_LEAST = ("上", "过", "跨", "跨越")
_RATIO_NOUN = re.compile("(?:收入比|比值|之比|倍差)[^，。；\n]{0,16}$")
_TURNED = re.compile("[从由自][^，。；]{0,12}$")


class _Number:
    """A numeral on its way to become a quantity; ``worth`` is without its multiplier."""

    __slots__ = ("bare", "bound", "end", "multiplier", "rule", "spelled", "start", "unit", "unit_end", "worth")

    def __init__(self, start: int, end: int, worth: Decimal, multiplier: int, more: str, spelled: bool) -> None:
        self.start = start
        self.end = end
        self.worth = worth
        self.multiplier = multiplier
        self.bound: Bound = _MORE.get(more, "eq")
        self.spelled = spelled
        self.bare = False
        self.unit: Unit | None = None
        self.unit_end = end
        self.rule = "number"


def quantities(text: str) -> list[Quantity]:
    """Find the quantities of a folded text, in order, never overlapping."""
    found: list[Quantity | _Number] = []
    for match in _NUMBER.finditer(text):
        kind = match.lastgroup
        if match["arabic"] is not None:
            item = _arabic(text, match)
        elif match["spelled"] is not None:
            item = _spelled(text, match)
        elif kind == "ratio":
            found.extend(relations.ratio(text, *match.span()))
            continue
        elif kind == "half":
            item = relations.half(text, *match.span())
        elif kind == "slash":
            item = relations.fraction(text, *match.span())
        elif kind == "parts":
            item = relations.parts(text, *match.span(), match[0])
        else:
            item = relations.doubling(text, *match.span(), match["times"] or "")
        if item is not None:
            found.append(item)
    _share_units(text, found)
    return _settle_all(text, found)


def _arabic(text: str, match: re.Match[str]) -> _Number | Quantity | None:
    start, end = match.span()
    before = text[start - 1] if start else "\n"
    worth = arabic_value(match["arabic"])
    if worth is None or match["more_after"] == "几":
        return None
    if before in "第前":
        return relations.ranking(text, start, match.end("arabic"), worth)
    if before in "每·#_.@/" or (before.isascii() and before.isalpha()) or (before == "+" and _joins(text, start - 1)):
        return None
    if before == "-":
        if start > 1 and _BEFORE_MINUS.match(text[start - 2]):
            if text[start - 2].isascii() and text[start - 2].isalpha():
                return None
        else:
            worth, start = -worth, start - 1
    more = match["more"] or match["more_after"]
    number = _Number(start, end, worth, multiplier_value(match["multiplier"]), more, False)
    if text.startswith("大", end) and end == match.end("arabic"):
        return relations.group(text, start, end, worth) or number
    return _with_unit(text, number)


def _joins(text: str, place: int) -> bool:
    """Tell whether a plus joins what stands on both sides (5+1, N+3) and is no sign (收入+0.1%)."""
    return place > 0 and (text[place - 1].isdigit() or (text[place - 1].isascii() and text[place - 1].isalpha()))


def _spelled(text: str, match: re.Match[str]) -> _Number | Quantity | None:
    start, end = match.span()
    before = text[start - 1] if start else "\n"
    words = match["spelled"]
    if before in "每数几" or match["spelled_more"] == "几":
        return None
    if before in "第前":
        return relations.ranking(text, start, match.end("spelled"), spelled_value(words))
    following = text[end : end + 1]
    if len(words) > 1 and words[-1] == "千" and following and following in _KILO:
        words, end, following = words[:-1], end - 1, "千"
    if following == "大" and len(words) == 1:
        return relations.group(text, start, end, spelled_value(words))
    large = "万" in words or "亿" in words
    bare = not words.strip("十百千万亿") and (large or words[0] in "百千")
    if bare and not large:
        return None  # 百家, 千户: many, not a hundred
    worth = spelled_value(words)
    if not worth:
        return None
    multiplier = multiplier_value(match["spelled_multiplier"])
    number = _Number(start, end, worth, multiplier, match["spelled_more"], True)
    number.bare = bare
    number = _with_unit(text, number)
    if number.unit is None:
        # Without a unit only 三十万 or 万亿级 can be quantities, or the start of a range (两至三个).
        return number if worth * multiplier >= 10_000 or _RANGE.match(following or " ") else None
    if not number.unit.spelled and worth * multiplier < 10_000 and not text.endswith("连续", 0, start):
        return None
    return None if _is_bare_without_cue(text, number) else number


def _is_bare_without_cue(text: str, number: _Number) -> bool:
    """万亩 and 百万吨 are quantities beside a cue alone: 超亿吨, 百万吨级; 万亩以上 is a class."""
    if not number.bare:
        return False
    if (number.unit is None and number.end - number.start == 1 and number.worth == 10_000) or text.startswith(
        "度", number.end
    ):
        return True  # 成达万高铁 is a line, 亿度 a temperature
    if text.startswith("级", number.unit_end):
        return False
    if text.startswith("以上", number.unit_end) and text.endswith(("新增", "净增", "增加", "形成"), 0, number.start):
        return True
    return not text[max(0, number.start - REACH) : number.start].endswith(cues().before_bare)


def _with_unit(text: str, number: _Number) -> _Number:
    at = number.end
    if text.startswith(" ", at) and text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2].isalpha():
        at += 1
    unit = unit_at(text, at)
    if unit is None:
        return number
    end = at + len(unit.word)
    if unit.word == "分" and text[number.start - 1 : number.start] in "时点":
        return number
    number.unit, number.unit_end = rate_at(text, end, unit) or (unit, end)
    return number


def _share_units(text: str, found: list[Quantity | _Number]) -> None:
    """Let numbers that end without a unit take that of the next in their list or range, from right to left."""
    for here, after in zip(reversed(found[:-1]), reversed(found), strict=False):
        if isinstance(here, Quantity) or isinstance(after, Quantity) or after.unit is None:
            continue
        gap = text[here.unit_end : after.start]
        if not gap or len(gap) > 2:
            continue
        is_range = _RANGE.match(gap) is not None
        if not is_range and not _JOINT.match(gap):
            continue
        if here.unit is not None and here.unit.word == "个" and after.unit.base == POINTS and _JOINT.match(gap):
            here.unit, here.rule = after.unit, "shared"  # 高1.2个、0.8个百分点
        if here.unit is None:
            if (here.spelled and not is_range) or (gap == "、" and (not here.start or text[here.start - 1] == "\n")):
                continue
            here.unit, here.rule = after.unit, "shared"
            if here.multiplier == 1 and here.worth < (after.worth if is_range else 1000):
                here.multiplier = after.multiplier
        if (
            is_range
            and here.unit.base == after.unit.base
            and not _TURNED.search(text[max(0, here.start - 14) : here.start])
        ):
            here.rule = after.rule = "range"
            if here.bound == after.bound == "eq":
                here.bound, after.bound = "gt", "lt"


def _settle_all(text: str, found: list[Quantity | _Number]) -> list[Quantity]:
    settled: list[Quantity] = []
    previous: Quantity | None = None
    for item in found:
        quantity = item if isinstance(item, Quantity) else _settle(text, item, previous)
        if quantity is None or (previous is not None and quantity.start < previous.end):
            continue
        settled.append(quantity)
        previous = quantity
    return settled


def _settle(text: str, number: _Number, previous: Quantity | None) -> Quantity | None:
    """Give a number its unit, sign and bound; ``None`` where nothing says what it counts."""
    unit, end = number.unit, number.unit_end
    start = number.start
    base = unit.base if unit is not None else None
    if base is None:
        base, end = _implied(text, number, previous)
        if base is None:
            return None
    elif text.startswith("级", end) and number.rule != "shared":
        end += 1
    value = number.worth * number.multiplier
    if unit is not None:
        value = value * unit.numerator / unit.denominator
    if base == "m" and "时速" in text[max(0, start - 8) : start]:
        base, value = "km/h", value / 1000
    before = text[max(0, start - REACH) : start]
    direction, before_verb = direction_before(before)
    bound = _bound(text, number, before, before_verb, end)
    spreads = False
    joint = previous is not None and previous.unit == base and _is_joint(text, previous.end, start)
    if joint and previous is not None:
        direction = direction or _direction_of_list(text, previous)
        if bound == "eq" and previous.bound != "eq" and (previous.spreads or _is_spread(text, previous)):
            bound, spreads = previous.bound, True
    if base == PEOPLE and unit is not None and unit.word in ("位", "名") and before.endswith(cues().moves):
        base = RANK_CHANGE
    if direction < 0:
        value = -abs(value)
    elif value < 0:
        direction = -1
    rule = number.rule
    if text[end - 1] == "级":
        rule, bound = "level", "approx"
    return Quantity(start, end, float(value), base, bound, direction, number.start, number.end, rule, spreads)


def _implied(text: str, number: _Number, previous: Quantity | None) -> tuple[str | None, int]:
    """Return base unit and end of a number that names no unit.

    One that ends in 万 or 亿 counts what stands beside it (旅居人数超550万, 万亿级产业); a decimal is a multiple
    where it is, or changes, a ratio (收入比为2.2, 比上年缩小0.05).
    """
    end = number.end
    if (
        not number.spelled
        and number.multiplier == 1
        and ("." in text[number.start : end] or bound_after(text, end) != "eq")
    ):
        changes = previous is not None and previous.unit == TIMES and number.start - previous.end < 12
        if _RATIO_NOUN.search(text[max(0, number.start - 24) : number.start]) or (
            changes and direction_before(text[max(0, number.start - REACH) : number.start])[0]
        ):
            number.rule = "implied"
            return TIMES, end
    if number.worth * number.multiplier < 10_000 or not (number.multiplier >= 10_000 or number.spelled):
        return None, end
    if text.startswith("级", end):
        at_least = number.worth * number.multiplier
        return ("CNY", end + 1) if at_least >= 100_000_000 else (None, end)
    if _is_bare_without_cue(text, number):
        return None, end
    number.rule = "implied"
    if previous is not None and previous.rule == "implied" and _is_joint(text, previous.end, number.start):
        return previous.unit, end
    return implied_unit(text, number.start, end, number.worth * number.multiplier), end


def _bound(text: str, number: _Number, before: str, before_verb: str, end: int) -> Bound:
    if number.rule == "range" and number.bound != "eq":
        return number.bound
    bound = bound_after(text, end)
    if bound != "eq":
        return bound
    if number.unit is not None and number.unit.word.startswith("个多"):
        return "gt"
    if number.unit is not None and number.unit.base in _DURATIONS and text.startswith("内", end):
        return "lt"
    if number.bound != "eq":
        return number.bound
    if number.bare and before.endswith(_AT_LEAST):
        return "gt"
    if number.unit is not None and number.unit.base != COUNT and before.endswith(cues().reached):
        return "gt"
    bound = bound_before(before)
    return bound if bound != "eq" or before_verb is before else bound_before(before_verb)


def _is_joint(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= 2 and (_JOINT.match(text[end:start]) or _RANGE.match(text[end:start])) is not None


def _direction_of_list(text: str, previous: Quantity) -> int:
    """Return what a verb before a list says of its next number; a minus speaks for its own number alone."""
    return 0 if text[previous.start] == "-" else previous.direction


def _is_spread(text: str, previous: Quantity) -> bool:
    """均超7.3万人、8万人: a bound before the first number holds for the list."""
    before = text[max(0, previous.start - REACH) : previous.start]
    return any(word in before for word in cues().each) and bound_before(before) == previous.bound
