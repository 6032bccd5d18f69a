"""Changes, differences, shares and multiples: numbers that relate what they measure to something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators.phrase import head_length, noun_phrase, tidy
from gongxing.facts.figures.indicators.reading import Reading
from gongxing.facts.figures.indicators.right import read_right

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.memory import Memory
    from gongxing.facts.figures.indicators.phrase import Tail
    from gongxing.facts.figures.indicators.setting import Setting

RELATIVE = frozenset(("%", "pp", "x"))
_SHARE = re.compile(r"占(?![比有领]|地(?!区))([^，；占]{0,30}?)的?(比重|比例|比率|份额|比)?$")
_PART_OF = re.compile(r"(?:达到?|相当于|为)([^，；占]{2,20})的()$")
_DIFFERENCE = re.compile(
    r"(?P<verb>高于|低于|快于|慢于|高出|低出|领先于?|落后于?|好于|优于|大于|小于|超出|超过|跑赢)(?P<other>[^，；]{0,20})$"
    r"|(?:比|较)(?P<than>[^，；]{1,14}?)(?P<side>高|低|快|慢|多|少)出?了?$"
)
_SIDES = frozenset(("高", "低", "快", "慢", "多", "少"))
_OTHER = re.compile(r"(?:高|低|快|慢|多|少|好|优)于(.+)")
# 达到或好于Ⅲ类水体的比例: a class of which a share is told, not a difference.
_OF_A_PART = re.compile(r"(?:比例|比率|比重|占比|率|数|量|个数)$")
_SHARED = re.compile(r"(?:分别|双双|均|都|也|又|还)+$")
_WHOLES = ("全国", "全球", "世界", "全省", "全市", "全区", "全县", "全州")
_WHOLE = re.compile(
    r"(?:承载|集聚|聚集|贡献|创造|汇聚|拥有|占|养活|提供|产出|生产)了?(?:约|近|超过?)?(全[国球省市区县州盟旗])(?:约|近|超过?)?$"
)
_OF_THE_WHOLE = re.compile(r"[、，和及与占]?(全[国球省市县区州盟旗]|世界)(?:总量|总数)?的?$")
_PLANNED = re.compile(r"(?:完成|为|达|占)?(?:年度|全年|年初|调整|预期)*(?:预算|计划|目标|任务)(?:数|任务)?的?$")
_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?|等于)([^，；]{0,20}的)$")
_COMPARED = re.compile(r"(?:(?<![占之对])比|较)[^，；]{1,14}$")
_SPENT = ("用于", "投向", "来自", "用在")


def measure_of_change(tail: Tail, unit: str) -> str:
    """Name the measure that a verb of growth makes: 增速 of a percentage, else the verb itself."""
    if unit in ("%", "x"):
        return "年均增速" if tail.average else "增速"
    return f"比年初{tail.change}" if "年初" in tail.compared else tail.change


def read_change(memory: Memory, place: Setting, tail: Tail, measure: str) -> Reading:
    """Read 增长5.2%: of the phrase before the verb, or of what was measured last."""
    phrase = noun_phrase(_COMPARED.sub("", tail.phrase))
    last = memory.last
    if not phrase and last is not None:
        of_rate = place.number.unit == "pp" and ("增速" in last.measure or "占" in last.measure)
        base = last.indicator if of_rate else last.base
        return Reading(base.removesuffix(measure) if measure == "增速" else base, measure, "growth-of-last")
    base, rule = memory.complete(phrase, place, is_change=True)
    return Reading(base, measure, "growth" if rule == "left" else f"growth-{rule}")


def read_difference(memory: Memory, place: Setting, tail: Tail) -> Reading | None:
    """Read 高于全国平均水平0.5个百分点."""
    last = memory.last
    if last is not None and tail.phrase in _SIDES and (told := _OTHER.match(last.measure)) is not None:
        return Reading(last.base, f"{tail.phrase}于{told[1]}", "difference-of-last")
    match = _DIFFERENCE.search(tail.phrase[-30:])
    if match is None or _OF_A_PART.search(match["other"] or ""):
        return None
    phrase = noun_phrase(_SHARED.sub("", tail.phrase[: len(tail.phrase) - len(match[0])]))
    other = match["other"] if match["verb"] else match["than"]
    measure = f"{match['verb'] or match['side'] + '于'}{tidy(other or '')}"
    if not phrase and last is not None:
        of_rate = last.base if last.unit == "pp" else last.indicator
        return Reading(of_rate, measure, "difference-of-last")
    return Reading(memory.complete(phrase, place, is_change=False)[0], measure, "difference")


def split_share(phrase: str) -> tuple[str, str] | None:
    """Split 税收占财政收入的比重 into what is part and its share, None where nothing is said of a whole."""
    match = _SHARE.search(phrase) or _PART_OF.search(phrase)
    if match is None:
        return None
    whole = tidy(match[1])
    return phrase[: match.start()], f"占{whole}比重" if whole else "占比"


def read_part(memory: Memory, place: Setting, tail: Tail) -> Reading | None:
    """Read a percentage or fraction without a verb of growth: 占…比重, 为预算的102%, 90%以上的行政村."""
    planned = _PLANNED.search(tail.phrase)
    if planned is not None:
        base, _ = memory.complete(noun_phrase(tail.phrase[: planned.start()]), place, is_change=False)
        plan = planned[0].removeprefix("完成").lstrip("为达占").rstrip("的")
        return Reading(base, f"完成{plan}比例", "planned")
    share = split_share(tail.phrase)
    last, of_whole = memory.last, _OF_THE_WHOLE.fullmatch(tail.phrase)
    if of_whole is not None and last is not None and last.measure.startswith("占"):
        return Reading(last.base, f"占{of_whole[1]}比重", "share-of-last")
    if share is None:
        phrase = noun_phrase(tail.phrase)
        alone = head_length(phrase) and phrase != "贡献"
        return None if alone else _read_portion(memory, place, "" if phrase == "贡献" else phrase)
    behind = read_right(place.right, place.bounded)
    if behind.of and behind.noun and tail.phrase.endswith(_WHOLES):
        return Reading(behind.noun, share[1], "share-right")  # 占全省35%的国土面积
    phrase, measure = noun_phrase(share[0]), share[1]
    if phrase:
        base, rule = memory.complete(phrase, place, is_change=False)
        return Reading(base, measure, "share" if rule == "left" else f"share-{rule}")
    base = memory.last.base if memory.last is not None else memory.topic or memory.subject
    return Reading(base, measure, "share-of-last")


def _read_portion(memory: Memory, place: Setting, phrase: str) -> Reading | None:
    """Read 90%以上的行政村通5G: the share of what the words to the right name."""
    right = read_right(place.right, place.bounded)
    whole = _WHOLE.search(phrase)
    if whole is not None and right.of and right.noun:
        return Reading(tidy(right.noun), f"占{whole[1]}比重", "portion")
    if memory.last is not None and right.predicate.startswith(_SPENT):
        return Reading(memory.last.base, tidy(right.predicate)[:16] + "比重", "portion")
    if right.noun and (right.of or not phrase):
        return Reading(phrase + tidy(right.noun + right.predicate)[:24], "占比", "portion")
    return None


def read_times(memory: Memory, place: Setting, tail: Tail) -> Reading | None:
    """Read 是全国平均水平的4倍."""
    match = _TIMES_OF.search(tail.phrase)
    if match is None:
        return None
    base, _ = memory.complete(noun_phrase(tail.phrase[: match.start()]), place, is_change=False)
    return Reading(base, f"相当于{match[1]}倍数", "times")


def read_every(memory: Memory, tail: Tail, unit: str) -> Reading:
    """Read 均实现倍增, 均增长5%: what is said of each of the sisters just named."""
    run = [reading for reading in memory.run if not reading.measure] or memory.run[-1:]
    clause = run[-1].clause if run else -1
    bases = list(dict.fromkeys(reading.base for reading in run if reading.clause == clause))
    return Reading(
        "、".join(bases[-4:]) or memory.subject, measure_of_change(tail, unit) if tail.change else "", "every"
    )
