"""One header cell taken apart: Chinese words, English words, unit, scope, period."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from gongxing.tables.observation import Scope
from gongxing.tables.units import Scale, parse_unit
from gongxing.tables.vocabulary import vocabulary

_HAN = re.compile(r"[\u3400-\u9fff]")
_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_NUMBERING = re.compile(
    r"^(?:(?:附?表|table)?\s*\d{1,2}(?:[-—–.、]\d{1,3}){1,2}\s*|(?:附?表|table)\s*\d{1,3}[.、:\s]*|[(]\d{1,2}[)]\s*"
    r"|[一二三四五六七八九十]{1,3}[、.]\s*|\d{1,2}[、.](?!\d)\s*|续表\s*\d*|[*#·•]+\s*)",
    re.IGNORECASE,
)
_INDUSTRY_NUMBER = re.compile(r"^(第[一二三]产业)\s*[(]\d{1,2}[)]\s*(?=\S)")
_PART = re.compile(r"^[(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2}|续|续表)[)]?$")
_UNIT_AFTER = re.compile(
    r"(?:^(?:计量)?单位\s*[:：]?|(?:计量)?单位\s*[:：])\s*(?P<unit>[^\s,，;；()]+(?:\s*/\s*[^\s,，;；()]+)?)\s*$"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# 二〇二二年; and the year that ends an English title: by City (2021), in 2021.
_SPELLED_YEAR = re.compile(r"(?<![一二三四五六七八九〇零○])[一二][〇零○九][〇零○一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ENGLISH_YEAR = re.compile(rf"(?:\(|\bin |\bof |,\s*){_YEAR}\)?\s*$")
_YEAR_ALONE = re.compile(rf"^(?:FY)?{_YEAR}(?:\.0)?\s*(?:年(?:末|底|度)?|年?\s*[(]?year[)]?)?$", re.IGNORECASE)
_YEAR_WITHIN = re.compile(rf"(?<![\d比较为与同]){_YEAR}(?:年(?:末|底|度)?(?!代)|(?!\d|\s*[-—–~至/]\s*(?:19|20)\d\d))")
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d年?\s*(?:[-—–~～至到]+)\s*(?:19|20)?\d\d年?(?!\d)")
_PARTS_OF_YEAR = (
    (re.compile(r"上半年|1\s*[-—–~至]\s*6月"), "H1"),
    (re.compile(r"前三季度|1\s*[-—–~至]\s*9月|三季度|第3季度|Q3"), "Q3"),
    (re.compile(r"一季度|1\s*[-—–~至]\s*3月|第1季度|Q1"), "Q1"),
    (re.compile(r"二季度|第2季度|Q2"), "Q2"),
    (re.compile(r"四季度|第4季度|Q4"), "Q4"),
    (re.compile(r"(?<![-—–~至\d])(?P<month>1[0-2]|0?[1-9])月"), ""),
)


class Heading(NamedTuple):
    """What one header cell says.

    ``words`` is the Chinese name without unit, scope, period and numbering (English where there is no Chinese),
    ``english`` the English one, ``qualifiers`` what else stood in brackets. ``english_unit`` is kept apart, since the
    two languages of a header do not always agree.
    """

    text: str
    words: str = ""
    english: str = ""
    qualifiers: tuple[str, ...] = ()
    unit: Scale | None = None
    english_unit: Scale | None = None
    scope: Scope | None = None
    period: str | None = None


def plain(text: str) -> str:
    """Return a text with one width of letters and brackets, its spaces and line breaks as single spaces."""
    text = unicodedata.normalize("NFKC", text).replace("（", "(").replace("）", ")")
    return " ".join(_SPELLED_YEAR.sub(lambda year: year[0].translate(_DIGITS), text).split())


@cache
def read_heading(text: str) -> Heading:
    """Take a header cell apart."""
    whole = plain(text)
    if "_" in whole and (joined := _joined(whole)) is not None:
        return joined
    if alone := _YEAR_ALONE.match(whole):
        return Heading(whole, period=alone["year"])
    chinese, english = _languages(_INDUSTRY_NUMBER.sub("", whole))
    chinese, unit, scope, qualifiers = _brackets(chinese)
    if found := _UNIT_AFTER.search(chinese):
        unit = unit or parse_unit(found["unit"])
        chinese = chinese[: found.start()]
    english, english_unit, english_scope, _ = _brackets(english)
    period, chinese = _period(chinese)
    if period is None and not _SPAN.search(whole) and (told := _ENGLISH_YEAR.search(english)):
        period, english = told["year"], english[: told.start()].strip()
    words = _name(chinese)
    if unit is None:
        words, unit = _trailing_unit(words)
    scope = scope or scope_of(words)
    if scope is not None and scope_of(words):
        words = ""
    if (english_whole := scope_of(english)) is not None:
        english = ""
    scope = scope or english_scope or english_whole
    return Heading(
        whole, words or (_name(english) if not chinese.strip() else ""), _name(english), qualifiers, unit, english_unit,
        scope, period,
    )  # fmt: skip


def _joined(text: str) -> Heading | None:
    """Read a header joined by strokes (年末总人口_全市_万人), ``None`` where no piece is a unit or a scope."""
    unit: Scale | None = None
    scope: Scope | None = None
    rest = []
    for piece in text.split("_"):
        if (part := scope_of(piece)) is not None:
            scope = part
        elif (found := parse_unit(piece)) is not None and not piece.strip().isdigit():
            unit = found
        else:
            rest.append(piece)
    if unit is None and scope is None:
        return None
    inner = read_heading(" ".join(rest))
    return inner._replace(text=text, unit=unit or inner.unit, scope=scope or inner.scope)


def _languages(text: str) -> tuple[str, str]:
    """Split a cell with both languages in it: English follows the last Chinese character and its brackets."""
    last = max((match.end() for match in _HAN.finditer(text)), default=0)
    if not last:
        return "", text
    depth = text.count("(", 0, last) - text.count(")", 0, last)
    position = last
    while position < len(text):
        c = text[position]
        if c == "(":
            close = text.find(")", position)
            inside = text[position + 1 : close]
            if close < 0 or (len(re.findall("[A-Za-z]{2,}", inside)) > 1 and parse_unit(inside) is None):
                break
            position = close + 1
            continue
        if c == ")":
            depth -= 1
        elif c.isascii() and c.isalpha() and depth <= 0 and re.search("[a-z]", text[position:]):
            return text[:position], text[position:]
        position += 1
    return text, ""


def _brackets(text: str) -> tuple[str, Scale | None, Scope | None, tuple[str, ...]]:
    """Take units and scopes out of the brackets of a text; other brackets stay and are told as qualifiers."""
    unit: Scale | None = None
    scope: Scope | None = None
    qualifiers: list[str] = []

    def taken(match: re.Match[str]) -> str:
        nonlocal unit, scope
        inside = next(group for group in match.groups() if group is not None).strip()
        if inside.startswith(("单位", "unit", "Unit")):
            inside = re.sub(r"^(?:单位|units?)\s*[:：]?\s*", "", inside, flags=re.IGNORECASE)
        if (found := parse_unit(inside)) is not None:
            unit = found
            return " "
        if (part := scope_of(inside)) is not None:
            scope = part
            return " "
        for piece in re.split(r"[,，;；]", inside):  # (全市,万元)
            if (found := parse_unit(piece)) is not None:
                unit = unit or found
            elif (part := scope_of(piece)) is not None:
                scope = scope or part
            elif piece.strip() and not _PART.match(piece.strip()):
                qualifiers.append(piece.strip())
        return match.group() if inside and not _PART.match(inside) and qualifiers else " "

    rest = _BRACKET.sub(taken, text)
    return " ".join(rest.split()), unit, scope, tuple(qualifiers)


def _name(text: str) -> str:
    text = text.strip()
    for _ in range(3):
        shorter = _NUMBERING.sub("", text).strip()
        if shorter == text or not shorter:
            break
        text = shorter
    return text.strip(" :：,，;；.。—-_/")


def _trailing_unit(words: str) -> tuple[str, Scale | None]:
    """Read a unit without brackets after a space or a stroke (人口 万人, GDP/亿元), or a sign at the end (增长%)."""
    if words[-1:] in ("%", "‰") and len(words) > 2:
        return words[:-1].strip(" ,/_:-"), parse_unit(words[-1])
    for separator in (" ", "/", ",", ":", "_", "-"):
        name, found, tail = words.rpartition(separator)
        if found and name and (unit := parse_unit(tail)) is not None and not tail[0].isdigit():
            return name.strip(" ,/_:-"), unit
    return words, None


@cache
def scope_of(text: str) -> Scope | None:
    """Return the scope that a whole text names; one damaged character of three is allowed for (再辖区)."""
    folded = "".join(text.split()).lower()
    if not folded:
        return None
    words = vocabulary()["scope"]
    for scope in ("prefecture", "district"):
        if any(folded == "".join(word.split()).lower() for word in words[scope]):
            return scope
    if len(folded) == 3 and folded[1:] == "辖区":
        return "district"
    return None


def _period(text: str) -> tuple[str | None, str]:
    """Return the period that a header names, and the header without it."""
    alone = _YEAR_ALONE.match(text.strip())
    if alone:
        return alone["year"], ""
    if _SPAN.search(text):
        return None, text
    within = _YEAR_WITHIN.search(text)
    if within is None:
        return None, text
    rest = text[: within.start()] + " " + text[within.end() :]
    period = within["year"]
    for pattern, part in _PARTS_OF_YEAR:
        if found := pattern.search(rest):
            within_year = part or f"{int(found['month']):02d}"
            return f"{period}-{within_year}", (rest[: found.start()] + rest[found.end() :]).strip()
    return period, rest.strip()


def period_of(text: str) -> str | None:
    """Return the period that a text names (2018年, 2024年上半年), ``None`` for none or for a span of years."""
    return _period(plain(text))[0]
