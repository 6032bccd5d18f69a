"""What the clauses of plans look like: verbs of acts, predicates of outcomes, openings without an act, statements."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gongxing.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAD = re.compile(
    r"[ —]*(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)"
    r"|[一二三四五六七八九十]{1,3}(?:是(?:要)?|要)|第[一二三四五六七八九十]{1,2}[，、]?"
    r"|首先(?:是|要)?|其次(?:是|要)?|再次(?:是|要)?|最后(?:是)?|重点(?:任务)?是|关键是|核心是|目标是|就是要"
    r"|此外|同时|另外|与此同时|一方面|另一方面|并且|其中|特别是|尤其是|并(?!网|轨|联|购|举)|而且|且"
    r"|今年|明年|年内(?!完)|全年|下一步|接下来|今后五年|未来五年|“?十[四五六]五”?(?:时期|期间)|各位代表！?"
    r"|我们(?:要|将|必须|应当?|需要?)?|(?:要|必须|应当|应|务必|需要|须)(?![素求点闻件义塞地道领冲]))*"
)
MODAL = re.compile(r"(?:将|要|正|拟|计划|必须|应当)")
STATEMENT = re.compile(
    r"(?<![但于要还都总若可就凡不先正])是(?!否)|(?<!为)(?<!除)了(?![解然结却])|已经?(?!久)"
    r"|在于|属于|事关|关乎|意味着|有利于|面临|处于|赋予|叠加|仍然|依然存在|没有变|(?:[省市县区州国]|我们)具[有备]"
)
REASON = re.compile(r"来源于|来自于|得益于|归功于|根本在于")
EXHORTATION = re.compile(r"让我们")
TITLE = re.compile(r"[一二三四五六七八九十]{1,3}、[^\n，。；]{2,40}$")
WATCHWORD = re.compile(r"(?:突出|坚持|聚焦|立足|注重|强化|加快)(?!建设|推进|构建|实施|发展)")
_PRESS = re.compile("要|将|全部|均|都|更加|全面")
_BY_OPENING = re.compile(
    r"以[^，]{2,40}为[^，]{1,10}$"
    r"|以[^，]{2,30}(?:干劲|拼劲|劲头|姿态|作风|胸怀|勇气|精神|担当|视野|思维|态度|决心|定力|毅力)$"
    r"|(?:按照?|根据|围绕|依据|针对|聚焦|瞄准|锚定|紧扣|立足)[^，]*"
    r"(?:思路|原则|要求|部署|目标|路径|方针|方向|导向|定位|需求|主题|问题|》|》（[^）]*）)$"
    r"|在[^，]{1,40}(?:上|中|下|前|后|时|方面|基础上|同时)$"
)


class Acts:
    """Verbs of acts with the words of manner before them (大力推进, 将达州纳入)."""

    def __init__(self, verbs: Iterable[str], manners: Iterable[str], turned: re.Pattern[str]) -> None:
        self.verbs = Vocabulary(verbs)
        self._manners = Vocabulary(manners)
        self._turned = turned

    def end_after(self, text: str, start: int, stop: int, depth: int = 0) -> int | None:
        """Return where the verb ends of an act that begins at an offset, ``None`` where none does."""
        manner = self._manners.end_after(text, start, stop) if depth < 8 else None
        if manner is not None:
            after = manner + text.startswith("地", manner)
            found = self.end_after(text, after + text.startswith("、", after), stop, depth + 1)
            if found is not None:
                return found
        verb = self.verbs.end_after(text, start, stop)
        if verb is None and text[start : start + 1] in ("将", "把"):
            match = self._turned.match(text, start, stop)
            return match.end() if match else None
        return verb

    def match(self, text: str, start: int, stop: int) -> bool:
        """Return whether an act of more than one character begins at an offset (过, 用 open other words too)."""
        end = self.end_after(text, start, stop)
        return end is not None and end - start > 1


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns made of the words in ``words.toml``."""

    act: Acts
    outcome: re.Pattern[str]
    opening: re.Pattern[str]
    strong: re.Pattern[str]
    announcement: re.Pattern[str]
    speaker: re.Pattern[str]
    outsider: re.Pattern[str]


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted({re.escape(word) for word in words}, key=lambda word: (-len(word), word)))


@cache
def words() -> Words:
    """Compile the words once, when first needed."""
    data = tomllib.loads(files("gongxing.facts.commitments").joinpath("words.toml").read_text("utf-8"))
    acts, manners = data["acts"].split(), data["manners"].split()
    turned = rf"[将把][^，；。]{{1,40}}?(?:{_either(data['turning'].split())})"
    outcomes = [word for word in data["outcomes"].split() if len(word) > 1]
    outside = rf"(?:{_either(data['outsiders'])})[^，；。]{{0,6}}?(?:{_either(data['outside_acts'].split())})"
    return Words(
        act=Acts(acts, manners, re.compile(turned)),
        outcome=re.compile(_either([*outcomes, "达", "超", "占"])),
        opening=re.compile("|".join(sorted(data["openings"], key=len, reverse=True))),
        strong=re.compile(_either(data["strong_acts"].split())),
        announcement=re.compile(rf"(?:{_either(data['announcing'].split())})[，：]"),
        speaker=re.compile(rf"(?:{_either(data['speakers'].split())})$"),
        outsider=re.compile(outside),
    )


# What names a field of a form (完成时限：…), a time alone (力争到2027年，…) or a size of a work (设计时速350公里).
_FIELD = re.compile(
    r"(?:(?:完成|办理|实施|申报|报名|建设|整改)(?:时限|期限|时间)|(?:[^，。：]{0,4})截[止至](?:时间|日期)|(?:责任|牵头|配合|实施|建设)(?:单位|部门|主体)|联系(?:人|电话|方式))"
    r"|(?:力争|确保|争取|努力|预计|计划|到|至|在|自|从|于|截至)*(?:20\d\d年|“?十[四五六]五”?|本世纪中叶|今年|明年)(?:底|末|前|之前|时|期末|期间|时期|左右|[上下]半年|\d{1,2}月底?)*$"
    r"|为了?(?:深入|全面|加快|进一步|认真|切实|有效|更好|扎实|着力|加力)*(?:贯彻|落实|实施|推动|推进|促进|做好|规范|加强|实现|发挥|提升|支持|引导|鼓励)[^，]*$"
    r"|设计(?:时速|速度|标准|年限|库容|流量)"
)
_INTRODUCTION = re.compile(r"以下|如下|下列|方面|要求|目标|考虑|做到|举措|(?:是|为|有)$")


def introduces(text: str, start: int, end: int) -> bool:
    """Return whether a clause before a colon only introduces what follows (要抓好以下工作：)."""
    return text.startswith("：", end) and _INTRODUCTION.search(text, start, end) is not None


def after_lead(text: str, start: int, end: int) -> int:
    """Return where a clause begins without ordinals, conjunctions, words of time and the modal of the whole."""
    match = LEAD.match(text, start, end)
    if match and match.end() < end - 2:
        start = match.end()
    if text.startswith("将", start) and words().act.match(text, start + 1, end):
        start += 1  # the modal; before a noun 将 is the object marker and belongs to the clause
    return start


def is_act_of_plan(text: str, start: int, end: int) -> bool:
    """Return whether a clause of a plan says what shall be done or shall be the case."""
    known = words()
    opening, act = known.opening.match(text, start, end), known.act.end_after(text, start, end)
    if _BY_OPENING.match(text, start, end) or _FIELD.match(text, start, end):
        return False
    if act is not None and (opening is None or opening.end() < act):
        return True  # 对接 is an act though 对 opens a clause
    if opening is not None and not (
        known.strong.search(text, opening.end() + 2, end)
        or known.outcome.search(text, max(end - 4, opening.end()), end)
    ):
        return False
    if STATEMENT.search(text, start, end):
        return False
    if known.outcome.search(text, start, end) or known.strong.search(text, start, end):
        return True
    return any(known.act.verbs.end_after(text, press.end(), end) for press in _PRESS.finditer(text, start, end))
