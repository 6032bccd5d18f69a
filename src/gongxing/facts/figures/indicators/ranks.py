"""Ranks (居全国第7位), moves in rank (提升24位) and lengths of an unbroken run (连续9年)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators.lists import read_apart
from gongxing.facts.figures.indicators.phrase import leading_act, noun_phrase, read_tail, tidy
from gongxing.facts.figures.indicators.rates import read_every
from gongxing.facts.figures.indicators.reading import Reading

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.course import Course

_STEADY = re.compile(r"(?:连续多年|连年|多年|连续|继续|首次|再次|总体|始终|一直|长期)+$")
# Rules that took a noun from the right: the phrase of a rank then begins before that number (14种农产品产量居…).
_FROM_RIGHT = frozenset(("right", "belonging", "both", "act-right", "relative"))
_LENGTHS = {"次": "次数", "届": "届数", "天": "天数", "日": "天数", "个月": "月数", "月": "月数"}
_RANK = re.compile(
    r"(?P<verb>(?<!吨)位居|居于|居|位列|列|排名|排位|排序|排在|排|位于|位次|跃居|升至|升到|上升至|上升到|前移至|提升至|提升到|进至|晋升至|晋升到|跃升至|跃升到|跃至|保持在?|稳居|进入"
    r"|跻身|蝉联|获得?|夺得|成为|在|名列|为)(?P<scope>[^，；、居列排在]{0,14}?)(?:排名|排行|位次|中)?(?:[由从]上年的?|[由从])?(?:第|前)?$"
)
_SCOPE = re.compile(
    r"(?P<scope>(?:(?:全国|全球|世界|亚洲|国际|全省|全区|全市|东部|中部|西部|东北|北方|南方|长三角|珠三角|京津冀|沿海|沿边|各?省会|地级|副省级|计划单列|同类|省区市|省份|省|区|市|城市|地区|"
    r"[一二三四五六七八九十]+)){1,4})(?:排名|位次)?(?:第|前)?$"
)
_AMONG = re.compile(r"在([^，；]{2,40}?)(?:当中|之中|中|上|里)$")
_RUN = re.compile(r"(?:已|已经)?(连续|连年|接连|累计连续)(?:第|超过?|约|近|保持)?$")


def _split_rank(left: str) -> tuple[str, str]:
    """Return the phrase that is ranked and the scope of the ranking."""
    match = _RANK.search(left[-40:])
    scoped = _SCOPE.search(left[-30:])
    if match is not None and (scoped is None or match["scope"]):
        phrase, scope = left[: len(left) - len(match[0])], match["scope"]
    elif scoped is not None:
        phrase, scope = left[: len(left) - len(scoped[0])], scoped["scope"]
    else:
        return left, ""
    return phrase, scope.removesuffix("的").removesuffix("总体")


def _ranking(phrase: str) -> str:
    """Return the ranking that a phrase names: 在中国城市科技创新竞争力50强中."""
    match = _AMONG.search(phrase)
    return match[1] if match is not None else ""


def split_run(left: str) -> tuple[str, str] | None:
    """Return the phrase before 连续 and the word itself, or None where no run is told."""
    match = _RUN.search(left[-12:])
    return (left[: len(left) - len(match[0])], match[1]) if match is not None else None


def read_rank(course: Course, index: int, left: str) -> Reading:
    """Read 居全国第2位: the place of the phrase before the verb, or of what was measured last."""
    place, memory = course.places[index], course.memory
    phrase, scope = _split_rank(left)
    tail, measure = read_tail(phrase), f"{scope}位次"
    if tail.apart:
        shared = read_apart(course, index, tail, rank=measure)
        if shared is not None:
            return shared
    if tail.every and not tail.phrase:
        return Reading(read_every(memory, tail, "rank").base, measure, "rank-every")
    last = memory.last
    if not scope and not place.first_in_clause and last is not None and last.unit == "rank":
        measure = last.measure  # 由第14位升至第12位
    if last is not None and not place.first_in_clause and last.rule in _FROM_RIGHT and last.right_end > place.start:
        tail = read_tail(_split_rank(course.before(index, 60) + place.left)[0])
    ranking = _ranking(tail.phrase)
    if ranking:
        return Reading(ranking, measure if scope else "", "ranking")
    base = _STEADY.sub("", noun_phrase(tail.phrase))
    if not base and last is not None:
        plain = last.rule.startswith(("run", "difference")) or last.measure.endswith("位次") or last.unit == "pp"
        return Reading(last.base if plain else last.indicator, measure, "rank-of-last")
    return Reading(memory.complete(base, place, is_change=False)[0], measure, "rank")


def read_run(course: Course, index: int, phrase: str, word: str) -> Reading:
    """Read 刑事案件连续6年下降: how long something has been so."""
    place, memory = course.places[index], course.memory
    base = noun_phrase(phrase)
    predicate = tidy(read_tail(place.right.partition("（")[0]).phrase or place.right)[:20]
    if place.bounded and course.places[index + 1].number.unit == "rank":
        predicate += course.words_of(index + 1)
    near = memory.near()
    if base:
        base, _ = memory.complete(base, place, is_change=False)
    elif near is not None:
        base = near.base
    elif not phrase.strip() and not leading_act(memory.subject):
        base = memory.subject
    return Reading(base, f"{word}{predicate}{_LENGTHS.get(memory.unit_words, '年数')}", "run")
