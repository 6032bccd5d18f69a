"""Which quantities are figures: not quoted names, comparison windows, ages of a class or figures of speech."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.language.quantities import Quantity

_REACH = 8
# A short quotation without a clause inside is a name; a long one is somebody speaking.
_QUOTED_NAME = re.compile(
    r"“[^“”，。；！？\n]{1,24}”|‘[^‘’，。；！？\n]{1,24}’|\"[^\"，。；！？\n]{1,24}\"|《[^《》\n]{1,60}》"
)
_ENDS_A_PHRASE = re.compile("$|[，。；、：！？）”’》\n/—-]|以上|以内|以下|左右|的|和|及")
_SEVERAL = re.compile("(?:[二两三四五六七八九十]|[0-9]{1,2})个")
_ABOVE = re.compile("(?:及?以上|及?以下)的?")
_COUNTED = re.compile(r"(?:达|有|共)?\d+[多余]?[个家户项台座条]")
_ONE = frozenset("一")
_DURATIONS = frozenset({"year", "month", "day", "h"})


class _Words(NamedTuple):
    asserted_after: tuple[str, ...]
    limited_after: tuple[str, ...]
    window_after: tuple[str, ...]
    window_before: tuple[str, ...]
    age_nouns: tuple[str, ...]
    classes: tuple[str, ...]
    idioms: tuple[str, ...]
    pointing: tuple[str, ...]


@cache
def _words() -> _Words:
    raw = tomllib.loads((files(__package__) / "selection.toml").read_text("utf-8"))
    duration, idiom = raw["duration"], raw["idiom"]
    return _Words(
        tuple(duration["asserted_after"].split()),
        tuple(duration["limited_after"].split()),
        tuple(duration["window_after"].split()),
        tuple(duration["window_before"].split()),
        tuple(duration["age_nouns"].split()),
        tuple(raw["threshold"]["classes"].split()),
        tuple(idiom["nouns"].split()),
        tuple(idiom["pointing"].split()),
    )


def select(document: Document) -> list[Quantity]:
    """Return the quantities of a document that state something, in order."""
    if document.article.language == "en":
        return document.quantities
    text = document.text
    names = [match.span() for match in _QUOTED_NAME.finditer(text)]
    kept = []
    at = 0
    for quantity in document.quantities:
        while at < len(names) and names[at][1] <= quantity.start:
            at += 1
        if at < len(names) and names[at][0] <= quantity.start and not _is_slogan(text, names[at][0], quantity):
            continue
        if _states_something(text, quantity):
            kept.append(quantity)
    return kept


def _is_slogan(text: str, opening: int, quantity: Quantity) -> bool:
    """Tell whether a quotation promises a value several times over: “四个翻番”, “三个100%”."""
    return quantity.unit in ("%", "x") and _SEVERAL.fullmatch(text, opening + 1, quantity.start) is not None


def _states_something(text: str, quantity: Quantity) -> bool:
    if quantity.unit in _DURATIONS:
        return _is_asserted_duration(text, quantity)
    words = _words()
    if quantity.unit not in ("%", "count", "x") and _sets_class_apart(text, quantity.end):
        return False
    if quantity.unit in ("count", "people"):
        number = text[quantity.number_start : quantity.number_end]
        if number in _ONE:
            return False
        if not number[0].isdigit() and quantity.rule != "group":
            before = text[max(0, quantity.start - _REACH) : quantity.start]
            return not (text.startswith(words.idioms, quantity.end) or before.endswith(words.pointing))
    return True


def _sets_class_apart(text: str, end: int) -> bool:
    if text.startswith("口径", end):
        return True
    above = _ABOVE.match(text, end)
    if above is None:
        return False
    # 亿元以上项目; 50亿元以上3个
    return text.startswith(_words().classes, above.end()) or _COUNTED.match(text, above.end()) is not None


def _is_asserted_duration(text: str, quantity: Quantity) -> bool:
    words = _words()
    before = text[max(0, quantity.start - _REACH) : quantity.start]
    if text[quantity.end - 1] == "岁":
        clause = text[max(0, quantity.start - 24) : quantity.start]
        return any(noun in clause for noun in words.age_nouns) and not text.startswith(
            ("以", "及", "儿", "人"), quantity.end
        )
    if quantity.unit == "year" and quantity.value >= 1000 and quantity.number_end - quantity.number_start == 4:
        return False  # a calendar year
    if before.endswith("连续") or before.endswith(words.limited_after):
        return True
    number = text[quantity.number_start : quantity.number_end]
    if number in _ONE or before.endswith(words.window_after) or text.startswith(words.window_before, quantity.end):
        return False
    if before.endswith(words.asserted_after):
        return True
    return quantity.unit != "year" and _ENDS_A_PHRASE.match(text, quantity.end) is not None
