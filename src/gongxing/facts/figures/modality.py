"""Whether a number states what is or what shall be."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.facts.figures.setting import Setting
    from gongxing.facts.frame import Frame

Modality = Literal["actual", "target"]

_EARLY_MONTHS = ("01", "02", "03")
_MIN_SPEECH = 12  # shorter quotations are names
_DONE = re.compile("了(?!解)|已|获|累计|曾|建成投|成功|仅|同比|较上年|比上年")
# 由目前的404公里增至850公里: what is now is where the goal sets out from.
_FROM_NOW = re.compile(r"[由从](?:目前|现在|当前|现有)的?(?=[^的])")
_IS_NOW = re.compile(r"[由从](?:目前|现在|当前|现有)的?$")
_UNTIL = re.compile(r"[ 　]*(?:按照?[^，。；]{1,12}，|预计|力争|确保)?[到至]")
_GROUP = re.compile(r"[一二两三四五六七八九十\d]+大")
# 甲市建设…: an order with the name of the one who is to do it.
_NAMED_ORDER = re.compile(r"[\u4e00-\u9fff]{2,4}(?:要|应|须|加快|建设|打造|推动|推进|实施|争取)")
_LEADING = re.compile(
    r"^(?:其中|同时|并且?|而|还|也|又|再|大力|全力|着力|积极|持续|深入|全面|进一步|重点|特别是|[、“‘ ])+"
)


class _Cues(NamedTuple):
    target: re.Pattern[str]
    order: re.Pattern[str]
    actual: re.Pattern[str]


@cache
def _cues() -> _Cues:
    table = tomllib.loads((files(__package__) / "context.toml").read_text("utf-8"))
    target = table["target"]
    any_of = "|".join
    will = rf"将(?={any_of(map(re.escape, target['will']))})"
    shall = rf"(?<![{target['not_before']}])要(?![{target['not_behind']}])"
    english = rf"(?i:\b(?:{any_of(table['english']['target'])})\b)"
    return _Cues(
        re.compile(rf"{english}|{any_of(map(re.escape, target['cues']))}|{will}|{shall}"),
        re.compile(any_of(map(re.escape, target["orders"]))),
        re.compile(any_of(map(re.escape, table["actual"]["cues"]))),
    )


class Modalities:
    """Tells of each number of a document whether it states what is (``actual``) or what shall be (``target``)."""

    def __init__(self, document: Document) -> None:
        self._frame = frame = document.frame
        self._text = document.text
        self._past = document.past
        # A work report without a chapter that plans is a summary: its sentences tell, as in the press.
        self._told_by_parts = frame.kind == "bulletin" or (
            frame.kind == "work-report" and any(part.plans for part in frame.parts)
        )
        self._promises = (
            [] if self._told_by_parts else [match.end() for match in _cues().target.finditer(document.text)]
        )

    def of(self, setting: Setting) -> Modality:
        """Return the modality of a number."""
        if _IS_NOW.search(setting.head):
            return "actual"
        if setting.part.modality == "target":
            return "actual" if self._is_already(setting) else "target"
        if self._frame.kind == "bulletin":
            return "actual"
        if _lies_ahead(setting, self._frame, self._text):
            return "target"
        if self._told_by_parts:
            return "actual"
        return "target" if self._is_promised(setting) or self._is_of_a_year_begun(setting) else "actual"

    def _is_already(self, setting: Setting) -> bool:
        """Whether a number in a part that plans states what is."""
        if _is_already(setting, self._frame, self._text):
            return True
        stated = _cues().target.search(setting.head) is not None
        return not stated and self._past.leads(setting.sentence_start, setting.number.start)

    def _is_of_a_year_begun(self, setting: Setting) -> bool:
        """Whether a growth is that of a whole year of which, when the document came out, little had passed."""
        frame, head = self._frame, setting.head
        published = frame.published or ""
        early = published[:4] == str(frame.year) and published[5:7] in _EARLY_MONTHS
        if not early or setting.number.unit not in ("%", "pp") or _DONE.search(head) or _cues().actual.search(head):
            return False
        for word in setting.words:
            if word.kind == "year" and not word.within:
                return word.years(frame.year, frame.year) == (frame.year, frame.year)
        return False

    def _is_promised(self, setting: Setting) -> bool:
        """Whether the sentence says so by its verbs, or somebody's speech orders it."""
        cues, head, number = _cues(), setting.head, setting.number
        at = bisect_right(self._promises, number.start) - 1
        last = self._promises[at] if at >= 0 else -1
        if last > setting.clause_start:
            return True
        head = _FROM_NOW.sub("", head)
        if _DONE.search(head) or cues.actual.search(head):
            return False
        if last > setting.sentence_start:
            return True
        opening = self._text.rfind("“", setting.sentence_start, number.start)
        if opening < 0 or "”" in self._text[opening : number.start] or not _is_speech(self._text, opening):
            return False
        return (cues.order.match(_LEADING.sub("", head)) or _NAMED_ORDER.match(head)) is not None


def _is_already(setting: Setting, frame: Frame, text: str) -> bool:
    number, head = setting.number, setting.head
    if _GROUP.match(text, number.start, number.end) and not _LEADING.sub("", head):
        return True  # 四大主导产业占…比重达73%: the four are there, their share is the goal
    if _cues().actual.search(head):
        return True
    for word in setting.words:
        if word.start >= setting.clause_start and word.anchor == "fixed" and word.kind in ("year", "date", "part"):
            return frame.year is not None and word.last < frame.year and text[word.start - 1 : word.start] not in "比较"
    return False


def _lies_ahead(setting: Setting, frame: Frame, text: str) -> bool:
    """Whether a word of the clause, or one that opens its sentence (到2035年，…), names a year still to come."""
    for word in setting.words:
        if word.start < setting.clause_start and not _UNTIL.fullmatch(text, setting.sentence_start, word.start):
            return False
        years = word.years(frame.year, frame.year)
        if years is not None and frame.year is not None:
            return years[1] > frame.year
    return False


def _is_speech(text: str, opening: int) -> bool:
    closing = text.find("”", opening, opening + 2000)
    return closing < 0 or closing - opening > _MIN_SPEECH
