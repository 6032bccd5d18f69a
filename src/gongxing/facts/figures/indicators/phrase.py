"""Reading a phrase from its edges: what stands between it and its number, and what falls away before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongxing.facts.figures.indicators.lexicon import lexicon

_LONGEST_HEAD = 10
_LONGEST_REGION = 14
_SHORT_ACTS = frozenset("获建引创")
_NOTE = re.compile(r"［[^］]{0,12}］|\[[^\]]{0,12}\]|（[^（）]{0,60}）")
_JOINTS = "、和与及"
_EDGE = " \t、，；：。！？“”‘’（）()—-…*·\n"
# After these a verb of growth tells a level: 收窄至.
_REACHED = frozenset("到至为成")
# Words of time, before a phrase or between a phrase and its verb.
_PERIOD = (
    r"(?:(?:19|20)\d\d年?(?:[—\-~至到](?:(?:19|20)\d\d)?年?)?(?:[一二三四上下]?(?:季度|半年))?(?:\d{1,2}[—\-~至]?\d{0,2}月份?)?(?:\d{1,2}日)?"
    r"|(?:今|去|明|上|当|本|全|后|前)年度?|[上下]半年|前?[一二三四两]个?季度|\d{1,2}[—\-~至]\d{1,2}月份?|\d{1,2}月份?|“十[一二三四五六]五”|“?十[一二三四五六]五”?"
    r"|[近过去这]*[一二两三四五六七八九十几\d]{1,2}年|年(?![均货产级])|期(?![均货产级]))"
    r"(?:以来|时期|期间|规划|全年|年初|年末|年底|同期|末期|末|底|初|来|间|内|里|同比|度|前|全口径)*"
)
# 由2020年的666.9亿元增加到2025年的 + 960亿元: the year stands between the verb and its number.
_OF_PERIOD = re.compile(rf"(?<=[到至]){_PERIOD}的$")
# 能耗五年累计 + 下降16.8%: a count of years behind the phrase; 由负转正, 止跌回升 say how it turned.
_COUNT_OF_YEARS = re.compile(r"(?<=.{2})(?:[近过去这前]*(?:[一二两三四五六七八九十]|\d{1,2})年(?:来|间|内)?)$")
_TURNED = re.compile(
    r"(?<=.{2})(?:由[正负升降增减涨跌盈亏]转[正负升降增减涨跌盈亏]|止跌[回转][升增稳]|扭[负亏]为[正盈]|转[正负])$"
)
_BY_WHOM = re.compile(r"^由[^，。]{2,40}?(?:牵头|负责|联合)(?=[\u4e00-\u9fff]{4})")
_LIST_NUMBER = re.compile(r"[ \t　]*(?:\d{1,2}[.、](?!\d)|[（(]\d{1,2}[）)])")
# 东阳、永康、兰溪三市: how many there are, and what they are.
_COUNT_OF_REGIONS = re.compile(
    r"(?:等?[二两三四五六七八九十\d]+个?|等)(?:市州|州市|县市|市县|县区|区县|省市|省区|省份|城市|地区|市|州|县|区|省|旗|盟|地)"
)
_FROM_NOW = re.compile(r"(?:将|可)?[由从](?:目前|现在|当前|现有|原来|过去|此前|当时)的?$")
_TIME_STARTS = frozenset("0123456789今去明上下当本全后前一二三四五六七八九十两“近过这年期截到至比较与")
_LEADING_TIME = re.compile(rf"(?:截至|截止到?|到|至|比|较|与)?{_PERIOD}(?:相比)?")
_COMPARISON = re.compile(
    rf"(?:(?<![占之对])比|较|同(?!期)|与|由|从)[^，；、比较由从]{{0,6}}?{_PERIOD}(?:的?[\d.]+\S{{1,4}})?的?(?:相比)?(?:，)?$"
)


@dataclass(slots=True)
class Tail:
    """What stood between a phrase and its number.

    ``change`` is the verb of growth or fall, ``average`` says 年均, ``apart`` 分别, ``all`` 均, ``origin`` 由 or 从,
    ``linked`` that a verb of being or reaching came last, ``compared`` the words 比上年, 比年初.
    """

    phrase: str
    change: str = ""
    average: bool = False
    apart: bool = False
    every: bool = False
    origin: bool = False
    linked: str = ""
    compared: str = ""


def head_length(phrase: str) -> int:
    """Length of the measure word that ends a phrase (产量 in 粮食产量), 0 where none does."""
    heads = lexicon().heads
    for length in range(min(_LONGEST_HEAD, len(phrase)), 0, -1):
        if phrase[-length:] in heads:
            return length
    return 0


def _last_word(phrase: str) -> tuple[str, str]:
    words = lexicon()
    if phrase[-2:] in words.kept:
        return "", ""
    for length in range(min(9, len(phrase)), 0, -1):
        word = phrase[-length:]
        role = words.tail.get(word)
        if role is not None:
            return ("", "") if head_length(phrase[-_LONGEST_HEAD:]) > length else (word, role)
    return "", ""


def read_tail(left: str) -> Tail:
    """Split the text before a number into its phrase and what links the two."""
    tail = Tail(left.rstrip(_EDGE))
    reached = False
    for _ in range(12):
        phrase = tail.phrase
        word, role = _last_word(phrase)
        if not word:
            if tail.compared or phrase[-1:] not in "年初末底期月前间来”比的":
                break
            if (dated := _OF_PERIOD.search(phrase, max(len(phrase) - 16, 0))) is not None:
                tail.phrase = phrase[: dated.start()]
                continue
            match = _COMPARISON.search(phrase, max(len(phrase) - 26, 0)) or _FROM_NOW.search(phrase)
            if match is None:
                break
            if match[0].lstrip("将可")[0] in "由从":
                tail.origin = True
            tail.compared = match[0]
            tail.phrase = phrase[: match.start()].rstrip(_EDGE)
            continue
        if role in ("growth", "fall"):
            if tail.change or tail.origin:
                break
            if reached:
                tail.linked = word
            else:
                tail.change = word
        else:
            tail.average = tail.average or "年均" in word or word == "年平均"
            tail.apart = tail.apart or word.startswith("分别") or word == "依次为"
            tail.every = tail.every or word in ("均", "都", "均为", "均达", "均超", "均超过", "各")
            tail.origin = tail.origin or word in ("由", "从")
            if not tail.change:
                tail.linked = tail.linked or word
        reached = word in _REACHED
        tail.phrase = phrase[: -len(word)].rstrip(_EDGE)
    return tail


def tidy(phrase: str) -> str:
    """Drop notes in brackets and loose punctuation at both ends; unpaired quotation marks go as well."""
    if "［" in phrase or "[" in phrase or "（" in phrase:
        phrase = _NOTE.sub("", phrase)
    phrase = phrase.strip(" \t、，；：。！？（）()—-…*·\n")
    if phrase.count("“") != phrase.count("”"):
        phrase = phrase.replace("“", "").replace("”", "")
    return phrase


def strip_lead(phrase: str) -> str:
    """Drop words of time, of the whole territory, connectives and verbs of coming true before a phrase."""
    words = lexicon()
    numbered = _LIST_NUMBER.match(phrase)
    at, end = numbered.end() if numbered else 0, len(phrase)
    for _ in range(12):
        begun = at
        if phrase[at + 1 : at + 2] == "是" and phrase[at] in "一二三四五六七八九十":
            at += 2
        while at < end and phrase[at] in " \t、，；：的）*·\n":
            at += 1
        if at < end and phrase[at] in _TIME_STARTS:
            match = _LEADING_TIME.match(phrase, at)
            if match is not None:
                at = match.end()
        for length in (4, 3, 2, 1):
            word = phrase[at : at + length]
            if len(word) < length:
                continue
            if (length == 1 and phrase[at : at + 2] in words.kept) or phrase[at + length : at + length + 1] == "或":
                break
            if word in words.drop or (
                word in words.whole and phrase[at + length : at + length + 1] not in ("重", "性")
            ):
                at += length
                break
        if at == begun:
            break
    return phrase[at:]


def noun_phrase(text: str) -> str:
    """Return the phrase that a stretch before a number or verb names."""
    phrase = _BY_WHOM.sub("", tidy(_TURNED.sub("", tidy(text))))
    spanned = _COUNT_OF_YEARS.search(phrase)
    if spanned is not None and head_length(phrase[: spanned.start()]):
        phrase = phrase[: spanned.start()]
    return tidy(strip_lead(phrase))


def _name_length(phrase: str, at: int, regions: frozenset[str]) -> int:
    longest = min(_LONGEST_REGION, len(phrase) - at)
    return next((length for length in range(longest, 1, -1) if phrase[at : at + length] in regions), 0)


def leading_regions(phrase: str, regions: frozenset[str]) -> tuple[int, str]:
    """Return how many regions a phrase opens with (甲市、乙市两市产值: 2), and the rest of it."""
    at = count = 0
    while length := _name_length(phrase, at, regions):
        at, count = at + length, count + 1
        if phrase[at : at + 1] not in _JOINTS or at == len(phrase):
            break
        at += 1
    counted = _COUNT_OF_REGIONS.match(phrase, at) if count else None
    return count, phrase[counted.end() if counted else at :].lstrip("的，")


def leading_act(phrase: str) -> str:
    """Return the verb that opens a phrase and whose act is counted (新增 in 新增学位), or nothing."""
    acts = lexicon().acts
    for length in (6, 5, 4, 3, 2):
        if phrase[:length] in acts and len(phrase) > length:
            return phrase[:length]
    return ""


def closing_act(phrase: str) -> tuple[str, str]:
    """Split the verb off the end of a phrase: 企业 + 建设; the verb is empty where none ends it."""
    acts = lexicon().acts
    for length in (6, 5, 4, 3, 2):
        if phrase[-length:] in acts and len(phrase) >= length:
            return phrase[:-length], phrase[-length:]
    return ("", phrase) if phrase in _SHORT_ACTS else (phrase, "")


def without_regions(indicator: str, regions: frozenset[str]) -> str:
    """Drop the regions before a measure that needs none (泸州经济总量, 泸州市实现出口额)."""
    at = named = 0
    while length := _name_length(indicator[:-2], at, regions):
        at += length
        named += 1
        if indicator[at : at + 1] in _JOINTS:
            at += 1
        elif counted := _COUNT_OF_REGIONS.match(indicator, at):
            at = counted.end()
    rest = indicator[at:].lstrip("的") if at else ""
    done = strip_lead(rest) if at else ""
    if done and (done != rest or named > 1):
        return done
    base = rest.partition(" ")[0]
    return rest if base and (head_length(base) == len(base) or rest.startswith(lexicon().whole_measures)) else indicator
