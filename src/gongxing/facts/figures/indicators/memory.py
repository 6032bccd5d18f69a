"""What the words before a number leave it to inherit: a topic, a subject, the last base, a list that numbers share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators.lexicon import lexicon
from gongxing.facts.figures.indicators.phrase import head_length, leading_act, noun_phrase, strip_lead, tidy

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.reading import Reading
    from gongxing.facts.figures.indicators.setting import Setting

_TOPIC = re.compile(r"^(?:在)?(.{2,40}?)(?:当中|之中|中)$")
_PARTITION = re.compile(r"^(?:分|按|从).{1,16}(?:看|分|分类|划分|来看|计算)$|^(?:其中|从.{1,12}看)")
_SUBJECT_ENDS = re.compile(
    r"(?:更加|更为|持续|运行|不断|稳步|进一步|大幅|加快|显著|明显|全面|深入|有效|步伐|实现|提质|得到|取得|成为|成效|作用|支撑|蓬勃|快速|扎实|总体|保持"
    r"|积极|初具|较快|平稳|稳中|活力|加速|势头|态势|良好|向好|回升|壮大|有序|稳定|发展|建设|提速|蹄疾|迈|创|率先|顺利|建成|投|开|突破|连续|升级|优化|增强|提升)"
)
_JOINTS = re.compile("[、和及与]|以及")
# In these units a phrase without a measure word may stand for itself.
_LOOSE = frozenset(("CNY", "USD", "people", "count", "%"))
# So many readings back is the furthest that a list of one sentence reaches.
_LONGEST_RUN = 40
_LONGEST_LIST = 80
_OWNS = re.compile(r"(?:拥有|坐拥|建有|探明|发现)(?:全[国球省市])?(?:首[个座条家]|最大的?|唯一的?)?(.{3,24})$")
# 机场二期工程由甲市政府牵头: who does it is not what it is.
_BY_WHOM = re.compile(
    r"(?<=.{3})由[^，由]{2,24}?(?:牵头|负责|承担|承建|出资|投资|建设|实施|主导|开发|运营|建造|施工)[^，]*$"
)
_MADE_OF = re.compile(r"(?<=.{3})(?:包括|包含|涵盖|下辖|由)[^，]*、[^，]*$")
# 甲至乙高铁、丙运河等重大项目: the noun after 等 holds them all.
_SEVERAL = re.compile(
    r"、[^，]*?等((?:\d+|[一二三四五六七八九十]+)?[个条座项]?(?:重[大点])?[^，、\d]{0,6}(?:项目|工程))"
)
_GENERIC = re.compile(r"^(?:主要|重点|其他|上述|部分|各)|(?:主要|重点)(?:工业|农业)?产品产量$")


def _of_unit(base: str, place: Setting) -> str:
    """Return what a change told of (投资 of 投资增速) where the next number is none: 投资增速不低于5%，突破1万亿元."""
    if place.number.unit in ("%", "pp", "x", "rank"):
        return base
    for change in sorted(lexicon().changes, key=len, reverse=True):
        if base.endswith(change) and len(base) > len(change) + 1:
            return base.removesuffix(change)
    return base


def _list_in(phrase: str) -> str:
    """Return the list that a clause is about, without the verbs before and what is said of it after."""
    while act := leading_act(phrase):
        phrase = phrase.removeprefix(act)
    end = _SUBJECT_ENDS.search(phrase, 2)
    return tidy(phrase[: end.start()] if end is not None else phrase[:_LONGEST_LIST])


class Memory:
    """The state of reading along a paragraph."""

    def __init__(self) -> None:
        self.paragraph = self.sentence = -1
        self.last: Reading | None = None
        self.anchor: Reading | None = None
        self.outer: Reading | None = None
        self.topic = ""
        self.subject = self.listed = ""
        self.subjects: list[str] = []
        self.partition = False
        self.run: list[Reading] = []

    def enter(self, place: Setting) -> None:
        """Forget what does not reach a number's place and read the numberless clauses before it."""
        if place.paragraph != self.paragraph:
            self.paragraph = place.paragraph
            self.last = self.anchor = self.outer = None
        if place.sentence != self.sentence:
            self.sentence = place.sentence
            self.topic = self.subject = self.listed = ""
            self.subjects = []
            self.run = []
            self.partition = bool(_PARTITION.match(place.opening[:12].rstrip("，：")))
        if place.inside and self.outer is None:
            self.outer = self.last
        elif not place.inside and self.outer is not None:
            self.last, self.outer = self.outer, None
        if "其中" in place.left[:8]:
            self.partition = True
        for clause in place.earlier:
            self._hear(tidy(clause))

    def _hear(self, clause: str) -> None:
        if clause in ("其中", "其中:"):
            self.partition = True
            return
        if _PARTITION.match(clause):
            self.partition = True
            if clause.endswith(("看", "分", "计算", "划分", "分类")):
                return
        match = _TOPIC.match(clause)
        if match is not None:
            self.topic = noun_phrase(match[1])
            return
        phrase = _MADE_OF.sub("", _BY_WHOM.sub("", strip_lead(clause)))
        owned = _OWNS.search(phrase)
        if owned is not None:
            self.subjects.append(phrase)
            self.subject = owned[1]
            return
        self.subjects.append(phrase)
        del self.subjects[:-_LONGEST_RUN]
        end = _SUBJECT_ENDS.search(phrase, 2)
        several = _SEVERAL.search(phrase)
        self.subject = several[1] if several else tidy(phrase[: end.start()] if end is not None else phrase[:16])
        self.listed = _list_in(phrase) if "、" in phrase else ""

    def near(self) -> Reading | None:
        """Return the last reading of the same sentence."""
        return self.last if self.last is not None and self.last.sentence == self.sentence else None

    def complete(self, phrase: str, place: Setting, is_change: bool) -> tuple[str, str]:
        """Return the phrase with the words that it leaves unsaid, and the name of the rule that supplied them."""
        words = lexicon()
        near = self.near()
        if not phrase:
            if self.last is not None:
                return _of_unit(self.last.base, place), "inherited"
            return self.topic or self.subject, "subject"
        if phrase in words.changes or phrase.startswith(("占", "对经济", "对全", "对地区", "对GDP", "对规")):
            if near is not None:
                owner = near.owner if phrase.startswith("对") else near.base
                return f"{owner} {phrase}", "measure-of-last"
            owner = self.subject or self.topic
            return (f"{owner} {phrase}" if owner else phrase), "measure-of-subject"
        if phrase in words.dependent or self._all_dependent(phrase):
            owner = near.owner if near is not None else self.topic or self.subject
            if near is not None and phrase.startswith("总"):
                owner = owner.removeprefix(near.act)
            if owner and not owner.endswith(phrase):
                return owner + phrase, "head-of-last"
            return phrase, "left"
        length = head_length(phrase)
        if length:
            return phrase, "left"
        if near is not None and phrase.startswith("每") and phrase.endswith(("人", "人口", "户", "亩")):
            return phrase + near.base.removeprefix(near.act), "per"
        return self._partial(phrase, place, is_change)

    @staticmethod
    def _all_dependent(phrase: str) -> bool:
        """Tell whether a phrase joins bare measure words: 总量和增速."""
        parts = _JOINTS.split(phrase)
        words = lexicon()
        return len(parts) > 1 and all(part in words.dependent or part in words.changes for part in parts)

    def _partial(self, phrase: str, place: Setting, is_change: bool) -> tuple[str, str]:
        """Complete a phrase without a measure word: 烟酒类, 国有控股企业, 电子元件."""
        anchor, topic = self.anchor, self.topic
        head = anchor.head if anchor is not None else ""
        if topic:
            if _GENERIC.search(topic):
                length = head_length(topic)
                return phrase + (topic[-length:] if length else ""), "topic-head"
            if head_length(topic) or not is_change or not head:
                return f"{topic} {phrase}", "topic"
            return f"{topic}{phrase}{head}", "topic"
        first = self.run[0] if self.run else None
        graded = phrase in lexicon().adjectives or phrase.endswith(("级", "型", "类", "性"))
        if graded and self.partition and first is not None and not is_change and first.unit_words == self.unit_words:
            return phrase + first.base, "adjective"
        if anchor is None:
            return phrase, "left"
        sister = anchor.sentence == self.sentence or self.partition
        words = place.number.unit
        if sister and head and is_change and words not in ("count", "people"):
            return (anchor.owner + phrase + head if self._part_of(anchor) else phrase + head), "head-of-anchor"
        alike = anchor.unit == words and anchor.unit_words == self.unit_words
        reaches = self.partition or (sister and len(phrase) <= 8 and words not in _LOOSE)
        if reaches and not is_change and alike and not leading_act(phrase):
            if head:
                return phrase + head, "head-of-anchor"
            if self.partition and words not in ("count", "people"):
                return phrase + anchor.base, "part"
        return phrase, "left"

    unit_words = ""

    def _part_of(self, anchor: Reading) -> bool:
        apart = self.partition and anchor.sentence != self.sentence
        return apart and len(anchor.owner) <= 12 and anchor.owner != anchor.base

    def keep(self, reading: Reading, explicit: bool) -> None:
        """Remember a reading; one that names its own measure word becomes what its sisters inherit from."""
        self.last = reading
        self.run.append(reading)
        del self.run[:-_LONGEST_RUN]
        if self.topic or (reading.measure and not explicit):
            return
        anchor = self.anchor
        is_sister = (
            self.partition
            and anchor is not None
            and anchor.sentence != reading.sentence
            and anchor.head == reading.head
        )
        is_amount = reading.rule == "left" and not reading.head and reading.unit not in ("count", "people", "%")
        if (explicit and not is_sister) or is_amount:
            self.anchor = reading
