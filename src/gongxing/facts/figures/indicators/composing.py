"""Composing the indicator of each number of a document, one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators import lists
from gongxing.facts.figures.indicators.english import read_english
from gongxing.facts.figures.indicators.lexicon import lexicon
from gongxing.facts.figures.indicators.memory import Memory
from gongxing.facts.figures.indicators.phrase import Tail, head_length, leading_act, noun_phrase, read_tail, tidy
from gongxing.facts.figures.indicators.ranks import among, read_rank, read_run
from gongxing.facts.figures.indicators.reading import Reading
from gongxing.facts.figures.indicators.right import Right, read_right, relative

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.setting import Setting

_SHARE = re.compile(r"占(?![比地有领])([^，；占]{0,30}?)的?(比重|比例|比率|份额|比)?$")
_DIFFERENCE = re.compile(
    r"(?P<verb>高于|低于|快于|慢于|高出|低出|领先于?|落后于?|好于|优于|大于|小于|超出|超过|跑赢)(?P<other>[^，；]{0,20})$"
    r"|(?:比|较)(?P<than>[^，；]{1,14}?)(?P<side>高|低|快|慢|多|少)出?了?$"
)
_DOUBLED = re.compile(r"翻|倍增|成倍")
_DURATIONS = frozenset(("year", "month", "day", "h", "min", "week"))
_COUNTED = frozenset(("count", "people"))
_ATTRIBUTES = {"V": "电压", "CNY": "规模", "USD": "规模", "km/h": "时速"}
_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?|等于)([^，；]{0,20}的?)$")
_BOUND_WORDS = frozenset(("以上", "以下", "以内", "左右", "上下"))
_LENGTHS = {"次": "次数", "届": "届数", "天": "天数", "日": "天数", "个月": "月数", "月": "月数"}
_SPENT = ("用于", "投向", "来自", "用在")
_DIVIDED = re.compile(r"分别([^，。；、\d]{2,4})$")
_STEADY = re.compile(r"(?:连续多年|连年|多年|连续|继续|首次|再次|总体|始终|一直|长期)+$")
_FROM_RIGHT = frozenset(("right", "belonging", "both", "act-right", "relative"))
_MONEY = frozenset(("CNY", "USD"))
_RANGES = frozenset(("至", "到", "-", "—", "~", "——"))
_PLANNED = re.compile(r"(?:完成|为|达|占)?(?:年度|全年|年初|调整|预期)*(?:预算|计划|目标|任务)(?:数|任务)?的?$")
_LATIN = re.compile("[A-Za-z]{2}")
_HAN = re.compile("[\u3400-\u9fff]")
_SIZES = frozenset(("V", "W", "kWh", "t", "m", "m2", "m3", "km/h", "VA"))
_COMPARED = re.compile(r"(?:(?<![占之对])比|较)[^，；]{1,14}$")
_PART_OF = re.compile(r"(?:达到?|相当于|为)([^，；占]{2,20})的()$")
_COUNTING = frozenset(("有", "共有", "设有", "现有", "累计", "共", "共计", "实现", "首次", "每", "第", ""))
_FILLER = re.compile(r"[和及与、或以]*")
_WHOLE_UNIT = re.compile(r"^[十百千万亿余多\s]*")


class Reader:
    """Reads the numbers of one document in order; ``places`` are their settings."""

    def __init__(self, text: str, places: list[Setting]) -> None:
        self.text = text
        self.places = places
        self.memory = Memory()
        self.assigned: dict[int, Reading] = {}

    def read(self, index: int) -> Reading:
        """Compose the reading of a number and remember it for the next."""
        place, memory = self.places[index], self.memory
        number = place.number
        memory.enter(place)
        memory.unit_words = _WHOLE_UNIT.sub("", self.text[number.number_end : number.end])
        reading = self.assigned.pop(index, None) or self._compose(index, place)
        reading.unit, reading.unit_words = number.unit, memory.unit_words
        reading.sentence, reading.clause = place.sentence, place.clause
        explicit = reading.rule in ("left", "share", "growth") and head_length(reading.base) > 0
        memory.keep(reading, explicit)
        return reading

    def _left(self, place: Setting) -> str:
        """Words between the number before and this one, less what the number before has taken."""
        left, last = place.left, self.memory.last
        if last is not None and not place.first_in_clause and last.right_end > place.start:
            left = left[last.right_end - place.start :]
        if place.first_in_clause is False and left[:2] in _BOUND_WORDS:
            left = left[2:]
        if " " in left:
            left = left[_after_heading(left) :]
        if "［" in left or "（" in left or "[" in left:
            left = tidy(left + "|").removesuffix("|")
        return left

    def _compose(self, index: int, place: Setting) -> Reading:
        unit = place.number.unit
        left = self._left(place)
        if _LATIN.search(left + place.right[:12]) and not _HAN.search(left + place.right[:12]):
            return self._english(place)
        if unit == "rank":
            return self._rank(index, place, left)
        parts = self._ratio(index, left)
        if parts is not None:
            return parts
        if unit in _DURATIONS or self.memory.unit_words in ("次", "届"):
            run = read_run(left)
            if run is not None:
                return self._run(index, place, *run)
        tail = read_tail(left)
        divided = _DIVIDED.search(tail.phrase)
        if divided is not None and not tail.change:
            tail.phrase, tail.apart, act = tail.phrase[: divided.start()], True, divided[1]
            shared = self._apart(index, place, tail, act=act)
            if shared is not None:
                return shared
        if tail.apart or (tail.phrase == "" and tail.every):
            shared = self._apart(index, place, tail)
            if shared is not None:
                return shared
        return self._one(index, place, tail)

    def _english(self, place: Setting) -> Reading:
        base, measure = read_english(place.left, place.right, place.number.unit)
        last = self.memory.last
        if not base and last is not None:
            return Reading(last.base, measure, "english-of-last")
        return Reading(base, measure, "english")

    def _one(self, index: int, place: Setting, tail: Tail) -> Reading:
        """Read a number on its own: a share, a change, a difference, or a level."""
        unit = place.number.unit
        last = self.memory.last
        if place.left in _RANGES and not place.first_in_clause and last is not None:
            return Reading(last.base, last.measure, "range", act=last.act)
        doubled = unit == "x" and _DOUBLED.search(self.text, place.number.start, place.number.end) is not None
        if tail.every and tail.phrase in ("", "其中"):
            return self._every(tail, unit, doubled)
        if unit in ("%", "pp", "x") or tail.change:
            difference = _DIFFERENCE.search(tail.phrase[-30:]) if not tail.change or unit == "pp" else None
            if difference is not None:
                return self._difference(place, tail, difference[0], difference)
            if unit in ("%", "x") and not tail.change:
                planned = _PLANNED.search(tail.phrase) if not doubled else None
                if planned is not None:
                    return self._planned(place, tail, planned)
                share = _SHARE.search(tail.phrase) or _PART_OF.search(tail.phrase)
                if share is not None:
                    return self._share(place, tail, share)
                if not head_length(noun_phrase(tail.phrase)):
                    rate = self._portion(place, noun_phrase(tail.phrase))
                    if rate is not None:
                        return rate
            if unit == "x" and not doubled and not tail.change:
                return self._times(place, tail)
            if tail.change and unit not in ("%", "pp", "x") and self._right(index, place)[0].noun:
                tail.phrase += tail.change
                return self._level(index, place, tail)
            if tail.change or doubled:
                return self._change(place, tail, "" if doubled else self._measure_of_change(tail, unit))
        return self._level(index, place, tail)

    @staticmethod
    def _measure_of_change(tail: Tail, unit: str) -> str:
        if unit in ("%", "x"):
            return "年均增速" if tail.average else "增速"
        if "年初" in tail.compared:
            return f"比年初{tail.change}"
        return tail.change

    def _change(self, place: Setting, tail: Tail, measure: str) -> Reading:
        phrase = noun_phrase(_COMPARED.sub("", tail.phrase))
        last = self.memory.last
        if not phrase and last is not None:
            of_rate = place.number.unit == "pp" and ("增速" in last.measure or "占" in last.measure)
            base = last.indicator if of_rate else last.base
            return Reading(base, measure, "growth-of-last")
        base, rule = self.memory.complete(phrase, place, is_change=True)
        return Reading(base, measure, "growth" if rule == "left" else f"growth-{rule}")

    def _difference(self, place: Setting, tail: Tail, found: str, match: re.Match[str]) -> Reading:
        phrase = noun_phrase(tail.phrase[: len(tail.phrase) - len(found)])
        other = match["other"] if match["verb"] else match["than"]
        measure = f"{match['verb'] or match['side'] + '于'}{tidy(other or '')}"
        last = self.memory.last
        if not phrase and last is not None:
            return Reading(last.indicator, measure, "difference-of-last")
        base, _ = self.memory.complete(phrase, place, is_change=False)
        return Reading(base, measure, "difference")

    def _share(self, place: Setting, tail: Tail, share: re.Match[str]) -> Reading:
        phrase = noun_phrase(tail.phrase[: share.start()])
        whole = tidy(share[1])
        measure = f"占{whole}比重" if whole else "占比"
        if phrase:
            base, rule = self.memory.complete(phrase, place, is_change=False)
            return Reading(base, measure, "share" if rule == "left" else f"share-{rule}")
        last = self.memory.last
        base = last.base if last is not None else self.memory.topic or self.memory.subject
        return Reading(base, measure, "share-of-last")

    def _planned(self, place: Setting, tail: Tail, match: re.Match[str]) -> Reading:
        """Read 为预算的102%: how much of what was planned came true."""
        phrase = noun_phrase(tail.phrase[: match.start()])
        base, _ = self.memory.complete(phrase, place, is_change=False)
        return Reading(base, f"完成{match[0].removeprefix('完成').lstrip('为达占').rstrip('的')}比例", "planned")

    def _portion(self, place: Setting, phrase: str) -> Reading | None:
        """Read 90%以上的行政村通5G: the share of what the words to the right name."""
        right = read_right(place.right, place.bounded)
        last = self.memory.last
        if last is not None and right.predicate.startswith(_SPENT):
            return Reading(last.base, tidy(right.predicate)[:16] + "比重", "portion")
        if right.noun and (right.of or not phrase):
            return Reading(phrase + tidy(right.noun + right.predicate)[:24], "占比", "portion")
        return None

    def _times(self, place: Setting, tail: Tail) -> Reading:
        match = _TIMES_OF.search(tail.phrase) if tail.phrase.endswith("的") else None
        if match is None:
            return self._level(-1, place, tail)
        base, _ = self.memory.complete(noun_phrase(tail.phrase[: match.start()]), place, is_change=False)
        return Reading(base, f"相当于{match[1]}倍数", "times")

    def _every(self, tail: Tail, unit: str, doubled: bool) -> Reading:
        """Read 均实现倍增: what is said of each of the sisters just named."""
        run = [reading for reading in self.memory.run if not reading.measure] or self.memory.run[-1:]
        clause = run[-1].clause if run else -1
        bases = list(dict.fromkeys(reading.base for reading in run if reading.clause == clause))
        measure = "" if doubled or not tail.change else self._measure_of_change(tail, unit)
        base = "、".join(bases[-4:]) or self.memory.subject
        return Reading(base, measure, "every")

    def _rank(self, index: int, place: Setting, left: str) -> Reading:
        memory = self.memory
        phrase, scope = read_rank(left)
        tail = read_tail(phrase)
        measure = f"{scope}位次"
        if tail.apart:
            shared = self._apart(index, place, tail, measure)
            if shared is not None:
                return shared
        if tail.every and not tail.phrase:
            reading = self._every(tail, "rank", False)
            return Reading(reading.base, measure, "rank-every")
        last = memory.last
        if not place.first_in_clause and last is not None and last.rule in _FROM_RIGHT and last.right_end > place.start:
            whole = self.text[max(place.clause_start, place.start - 60) : place.start] + place.left
            tail = read_tail(read_rank(whole)[0])
        ranking = among(tail.phrase)
        if ranking:
            return Reading(ranking, measure if scope else "", "ranking")
        base = _STEADY.sub("", noun_phrase(tail.phrase))
        if not base and memory.last is not None:
            measured = memory.last.measure
            plain = memory.last.rule.startswith(("run", "difference")) or measured.endswith("位次")
            ranked = memory.last.base if plain or memory.last.unit == "pp" else memory.last.indicator
            return Reading(ranked, measure, "rank-of-last")
        base, _ = memory.complete(base, place, is_change=False)
        return Reading(f"{base} {tail.change}速" if tail.change == "增" else base, measure, "rank")

    def _run(self, index: int, place: Setting, phrase: str, word: str) -> Reading:
        base = noun_phrase(phrase)
        predicate = tidy(read_tail(place.right.partition("（")[0]).phrase or place.right)[:20]
        if place.bounded and self.places[index + 1].number.unit == "rank":
            ranked = self.places[index + 1].number
            predicate += self.text[ranked.start : ranked.end]
        last = self.memory.near()
        if base:
            base, _ = self.memory.complete(base, place, is_change=False)
        elif last is not None:
            base = last.base
        elif not phrase.strip() and not leading_act(self.memory.subject):
            base = self.memory.subject
        length = _LENGTHS.get(self.memory.unit_words, "年数")
        return Reading(base, f"{word}{predicate}{length}", "run")

    def _ratio(self, index: int, left: str) -> Reading | None:
        """Name the parts of 8.3:41.4:50.3 after what the whole is made of."""
        number = self.places[index].number
        if self.text[number.end : number.end + 1] != ":" or index + 1 >= len(self.places):
            return None
        count = 1
        while index + count < len(self.places):
            previous, following = self.places[index + count - 1].number, self.places[index + count].number
            if following.start != previous.end + 1 or self.text[previous.end] != ":":
                break
            count += 1
        base = noun_phrase(read_tail(left).phrase)
        last = self.memory.near()
        if not head_length(base) and "结构" not in base and last is not None and last.rule == "ratio":
            base = last.base
        if not base or base in ("调整", "优化"):
            base = next((said for said in reversed(self.memory.subjects) if "结构" in said), base)
            base = base[: base.find("结构") + 2] if "结构" in base else base
        names = lists.ratio_parts(base, count)
        if count == 1 or names is None:
            return None
        for offset in range(1, count):
            self.assigned[index + offset] = Reading(base, names[offset], "ratio")
        return Reading(base, names[0], "ratio")

    def _apart(self, index: int, place: Setting, tail: Tail, rank: str = "", act: str = "") -> Reading | None:
        """Zip the numbers of a list with the items of the phrase that they share."""
        count = 1
        while index + count < len(self.places) and count < 40:
            before, after = self.places[index + count - 1].number, self.places[index + count].number
            if after.start - before.end > 10 or not lists.is_listed(self.text[before.end : after.start]):
                break
            count += 1
        if count == 1:
            return None
        memory = self.memory
        unit = place.number.unit
        measure = rank or (self._measure_of_change(tail, unit) if tail.change else "")
        phrase = tail.phrase
        share = _SHARE.search(phrase) if unit == "%" and not tail.change else None
        if share is not None:
            phrase, measure = phrase[: share.start()], f"占{tidy(share[1])}比重" if share[1] else "占比"
        phrase = noun_phrase(phrase)
        items = lists.split_items(phrase, count, [*memory.subjects]) if phrase else None
        if items is None and phrase and not place.first_in_clause:
            whole = self.text[max(place.clause_start, place.start - 90) : place.start] + phrase
            items = lists.split_items(noun_phrase(whole), count, [])
        if items is None and not phrase:
            items = self._last_items(count, keep_measure=bool(rank))
        if items is None:
            base, _ = memory.complete(phrase, place, is_change=bool(tail.change))
            items = [base] * count
        else:
            inherits = memory.partition or bool(memory.topic)
            items = [
                memory.complete(item, place, bool(tail.change))[0]
                if phrase and (inherits or item in lexicon().dependent)
                else item
                for item in items
            ]
        items = [f"{item}{act}" for item in items]
        for offset in range(1, count):
            self.assigned[index + offset] = Reading(items[offset], measure, "apart")
        return Reading(items[0], measure, "apart")

    def _last_items(self, count: int, keep_measure: bool) -> list[str] | None:
        run = self.memory.run
        if keep_measure and len(run) >= count:
            return [reading.indicator for reading in run[-count:]]
        levels = [reading.base for reading in run if "增速" not in reading.measure]
        return levels[-count:] if len(levels) >= count else None

    def _noun_inside(self, place: Setting) -> str:
        """Return the noun that a short count holds itself: 七大行动, 6部门."""
        if place.number.unit != "count":
            return ""
        words = self.memory.unit_words
        if words.startswith("大") and len(words) > 2:
            return words[1:]
        return words if words in lexicon().counted else ""

    def _right(self, index: int, place: Setting) -> tuple[Right, int]:
        """Read the noun to the right, past the numbers that share it (750千伏和330千伏电网工程)."""
        following = index
        while (
            0 <= following < len(self.places) - 1
            and following - index < 4
            and self.places[following].bounded
            and _FILLER.fullmatch(self.places[following].right)
            and self.places[following].right
            and self.places[following + 1].number.unit == place.number.unit
        ):
            following += 1
        other = self.places[following]
        words, bounded = other.right, other.bounded
        is_sized = not words and bounded and self.places[following + 1].number.unit in _SIZES
        if is_sized and not self._is_graded(following + 1):
            return self._right(following + 1, self.places[following + 1])[0], 0
        if not words and bounded and self._is_graded(following + 1):
            graded = self.places[following + 1]
            words, bounded = self.text[graded.number.start : graded.number.end] + graded.right, graded.bounded
        right = read_right(words, bounded)
        end = other.number.end + right.consumed if following == index else 0
        return right, end

    def _is_graded(self, index: int) -> bool:
        """Tell whether a number is a grade (万亿级, 750千伏级) of what follows it."""
        end = self.places[index].number.end
        return self.text[end - 1] == "级" or self.text[end : end + 1] == "级"

    def _level(self, index: int, place: Setting, tail: Tail) -> Reading:
        """Read a count or an amount: its noun stands left of it or right of it."""
        inside = self._noun_inside(place)
        phrase = noun_phrase(tail.phrase)
        right, end = self._right(index, place) if index >= 0 else (Right(), 0)
        if inside:
            right = Right(
                inside,
                right.noun + right.predicate,
                lexicon().belonging.match(right.noun + right.predicate) is not None,
            )
            end = 0
        graded = index >= 0 and self._is_graded(index)
        if right.noun and (graded or place.number.unit == "V"):
            measure = _ATTRIBUTES.get(place.number.unit, "")
            whole = right.noun if graded else _without_act(phrase)[0] + right.noun
            return Reading(whole, measure, "attribute", right_end=end)
        if right.noun and self._prefers_right(place, tail, phrase, bool(inside)):
            return self._counted_right(index, place, phrase, right, end)
        if place.left.startswith("的") and not place.first_in_clause:
            phrase = noun_phrase(self.text[max(place.clause_start, place.start - 30) : place.start] + tail.phrase)
            return Reading(phrase, "", "relative", right_end=end)
        rest, act = _without_act(phrase)
        if not phrase and (said := self._said_before(place, tail, right)) is not None:
            said.right_end = end
            return said
        if phrase.endswith("等") and right.belongs:
            return Reading(tidy(right.predicate), "", "belonging", right_end=end)
        if right.noun:
            end = 0
        elif right.predicate and place.bounded and "、" in place.right:
            end = place.number.end + place.right.rindex("、") + 1
        if act and not rest:
            last = self.memory.near()
            if last is not None and act == phrase and not head_length(act):
                noun = last.base.removeprefix(last.act)
                return Reading(f"{act}{noun}", "", "act-of-last", act=act)
        last = self.memory.near()
        if not phrase and last is not None and last.unit == place.number.unit and not place.first_in_clause:
            return Reading(last.base.removesuffix("新增"), last.measure, "to", right_end=end)
        if tail.origin or not self._continues_change(place, phrase):
            base, rule = self.memory.complete(phrase, place, is_change=False)
        else:
            base, rule = self.memory.last.base if self.memory.last else phrase, "to"
        measure = "年均" if tail.average and "年均" not in base else ""
        leading = leading_act(base)
        return Reading(base, measure, rule, act=leading, right_end=end)

    def _said_before(self, place: Setting, tail: Tail, right: Right) -> Reading | None:
        """Read a number without a phrase after a clause without a number, or the stock after the flow (累计10家)."""
        memory = self.memory
        last = memory.near()
        if (
            last is not None
            and last.act
            and tail.linked in ("累计", "累计达", "累计达到", "共有", "共", "总数", "总计")
        ):
            return Reading(last.base.removeprefix(last.act), "累计", "stock")
        if memory.subjects and place.earlier and place.number.unit in _COUNTED:
            clause = read_right(memory.subjects[-1], False)
            said = clause.predicate or memory.subjects[-1]
            return Reading(
                f"{tidy(said)[-20:]} {'累计' if tail.linked.startswith('累计') else ''}".strip(), "", "clause"
            )
        return None

    def _continues_change(self, place: Setting, phrase: str) -> bool:
        """Tell whether this is the second number of 由71所优化整合为47所."""
        if place.first_in_clause or self.memory.last is None or not phrase or head_length(phrase) or len(phrase) > 8:
            return False
        before = self.text[max(place.clause_start, place.start - 40) : place.start]
        return ("由" in before or "从" in before) and place.left[-1:] in "为到至成"

    def _prefers_right(self, place: Setting, tail: Tail, phrase: str, inside: bool) -> bool:
        if inside or not phrase or phrase.endswith("的"):
            return True
        if place.number.unit in _MONEY and leading_act(place.right):
            return False
        if _without_act(phrase)[1]:
            return True
        if tail.linked in _COUNTING and not tail.origin:
            unlinked = tail.linked == "" and place.number.unit in _SIZES
            return (unlinked or place.number.unit in _COUNTED) and not head_length(phrase)
        return False

    def _counted_right(self, index: int, place: Setting, phrase: str, right: Right, end: int) -> Reading:
        noun, following = right.noun, ""
        if right.predicate and place.bounded and not right.predicate.endswith(("、", "，")):
            nxt = self.places[index + 1].number
            following = self.text[nxt.start : nxt.end] if nxt.unit == "rank" else ""
        elif place.bounded and index + 1 < len(self.places) and not right.predicate and place.right.endswith(noun):
            later = read_right(self.places[index + 1].right, self.places[index + 1].bounded)
            if later.belongs:
                right = Right(noun, later.predicate, True, consumed=right.consumed)
        if right.belongs and len(right.predicate) > 2:
            return Reading(relative(right, following), "", "belonging", right_end=end)
        if phrase.endswith("的"):
            return Reading(_after_naming(phrase) + noun, "", "relative", right_end=end)
        rest, act = _without_act(phrase)
        if act:
            return Reading(act + noun, "", "act-right", act=act, right_end=end)
        if rest and len(rest) <= len(noun) + 2 and not rest.endswith("等"):
            return Reading(rest + noun, "", "both", right_end=end)
        return Reading(noun, "", "right", right_end=end)


_NAMING = re.compile(r"(?:确定为|列为|定为|作为|成为|认定为|评为|是|为)(?=.{4})")


def _after_naming(phrase: str) -> str:
    """Cut 将四川确定为 before a relative clause."""
    cut = 0
    for match in _NAMING.finditer(phrase):
        cut = match.end()
    return phrase[cut:][-40:]


def _after_heading(left: str) -> int:
    """Where the phrase begins in a line that runs a heading and a sentence together."""
    blank = left.rfind(" ")
    following = left[blank + 1 :]
    return blank + 1 if len(following) >= 4 and _HAN.match(following) else 0


def _without_act(phrase: str) -> tuple[str, str]:
    """Split the verb off the end of a phrase: 争创 + 建设."""
    acts = lexicon().acts
    for length in (6, 5, 4, 3, 2):
        if phrase[-length:] in acts and len(phrase) >= length:
            return phrase[:-length], phrase[-length:]
    if phrase[-1:] in ("获", "建", "引", "创") and len(phrase) == 1:
        return "", phrase
    return phrase, ""
