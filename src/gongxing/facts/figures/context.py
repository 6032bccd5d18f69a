"""Whose, when and whether done or planned: read from the frame, the region stack and the words of the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.figures.modality import Modality, modality_of
from gongxing.facts.figures.setting import Setting, Settings
from gongxing.facts.figures.when import When, when
from gongxing.facts.focus import RegionName

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.language.quantities import Quantity

# 4个省份之一, 5个试点地区之一: the number counts places beyond the one that the sentence is about.
_ONE_OF = re.compile(r"[^，。；、\n]{0,20}?(?:省份|省区|地区|省市|城市|国家|区域|区县|市县|省|市|州|县)之一")
_NOWHERE = RegionName(None, None)


@dataclass(frozen=True, slots=True)
class Context:
    """Region in plain words with its adcode, period, modality, and the rule that decided."""

    region: str | None
    region_code: str | None
    period: str | None
    modality: Modality
    rule: str


def contexts(document: Document, numbers: list[Quantity]) -> list[Context]:
    """Return, for each number, whose it is and when."""
    settings, frame, text = Settings(document), document.frame, document.text
    found = []
    paragraph = Paragraph()
    for number in numbers:
        setting = settings.of(number)
        modality = modality_of(setting, frame, text)
        told = when(setting, frame, modality, text, paragraph.period_at(setting, text))
        paragraph.keep(setting, told, modality)
        beyond = number.unit == "count" and _ONE_OF.match(text, number.end) is not None
        region = _NOWHERE if beyond else document.region_at(number.start)
        found.append(Context(region.name, region.code, told.period, modality, told.rule))
    return found


class Paragraph:
    """The year that the sentences of a paragraph have told of so far, for documents without a time of their own."""

    def __init__(self) -> None:
        self._period: str | None = None
        self._end = 0

    def period_at(self, setting: Setting, text: str) -> str | None:
        """Return the period told of before a number, ``None`` in a new paragraph."""
        if self._period is not None and text.find("\n", self._end, setting.number.start) >= 0:
            self._period = None
        return self._period

    def keep(self, setting: Setting, told: When, modality: Modality) -> None:
        """Remember what a figure's own sentence stated."""
        if modality == "actual" and told.period is not None and told.rule in ("sentence", "own"):
            self._period, self._end = told.period, setting.number.end
