"""English numbers with units: US$3.2bn, 5.2 percent, 1.2 million people, up 6.3%, ranked 17th."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from gongxing.language.numerals import arabic_value
from gongxing.language.quantity import Bound, Quantity

_REACH = 48
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"


class _Grammar(NamedTuple):
    number: re.Pattern[str]
    ranked: re.Pattern[str]
    factors: dict[str, tuple[str, Decimal, int]]
    currencies: dict[str, str]
    scales: dict[str, int]
    words: dict[str, int]
    ordinals: dict[str, int]
    direction: re.Pattern[str]
    direction_after: re.Pattern[str]
    bound: re.Pattern[str]
    bound_after: re.Pattern[str]
    name: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: -len(word)))


def _choices(words: str) -> str:
    return _any([" ".join(choice.split()) for choice in words.split("|")])


@cache
def _grammar() -> _Grammar:
    raw = tomllib.loads((files(__package__) / "english.toml").read_text("utf-8"), parse_float=str)
    factors: dict[str, tuple[str, Decimal, int]] = {}
    for base, words in raw["units"].items():
        for word, worth in words.items():
            numerator, _, denominator = str(worth).partition("/")
            for form in (word, word + "s"):
                factors.setdefault(form, (base, Decimal(numerator), int(denominator or 1)))
    factors["trips"] = factors["trip"]
    number = (
        rf"(?P<currency>(?:{_any(list(raw['currencies']))})\s?)?(?<![A-Za-z0-9.,-])(?P<sign>[-−](?=[0-9]))?"
        rf"(?:(?P<digits>{_DIGITS})|(?P<word>\b(?:{_any(list(raw['words']))})\b))"
        rf"(?:\s?-?(?P<scale>{_any(list(raw['scales']))}|(?<=[0-9])[mMkK](?![A-Za-z0-9]))\b)?"
        rf"(?:[\s-]?(?P<row>(?:consecutive|straight)\s)?(?P<unit>{_any(list(factors))})(?![A-Za-z0-9]))?"
    )
    direction, bounds = raw["direction"], raw["bounds"]
    hedges = "|".join(_choices(bounds[bound]) for bound in ("gt", "lt", "approx"))
    between = rf"(?:\s+(?:by|of|from|a|an|further|another|{hedges}))*"
    return _Grammar(
        re.compile(number),
        re.compile(
            rf"\brank(?:ed|s|ing)?(?:\s+\w+)?\s+(?:(?P<digits>[0-9]+)(?:st|nd|rd|th)|(?P<word>{_any(list(raw['ordinals']))}))\b"
        ),
        factors,
        raw["currencies"],
        raw["scales"],
        raw["words"],
        raw["ordinals"],
        re.compile(
            rf"\b(?:(?P<fall>{_any(direction['fall'].split())})|(?P<rise>{_any(direction['rise'].split())})){between}\s*$"
        ),
        re.compile(
            rf"[\s-]*(?:year-on-year|year on year|annual|yearly|points?)?\s*"
            rf"(?:(?P<fall>{_any(direction['after_fall'].split())})|(?P<rise>{_any(direction['after_rise'].split())}))\b"
        ),
        re.compile(
            rf"\b(?:(?P<gt>{_choices(bounds['gt'])})|(?P<lt>{_choices(bounds['lt'])})|(?P<approx>{_choices(bounds['approx'])}))"
            r"(?:\s+(?:by|a|the))?\s*$",
            re.IGNORECASE,
        ),
        re.compile(rf"\s+(?:(?P<gt>{_choices(bounds['after_gt'])})|(?P<lt>{_choices(bounds['after_lt'])}))\b"),
        re.compile(rf"(?:^|[\s(])(?:{_any(raw['names']['before'].split())})\s?$", re.IGNORECASE),
    )


_MULTIPLES = {"doubled": 2.0, "doubling": 2.0, "tripled": 3.0, "tripling": 3.0, "quadrupled": 4.0, "halved": 0.5}
_MULTIPLE = re.compile(rf"\b(?:{'|'.join(_MULTIPLES)})\b")
_COUNTED = re.compile(r"\s+(?:[a-z][a-z-]*\s+){0,3}?[a-z][a-z-]*(?:s|ren)\b")
_PART_OF = re.compile(r"\s+of\s+(?:the|its|their)\s+(?:[A-Za-z0-9][\w-]*\s+){0,4}?[a-z][a-z-]*s\b")
_NOT_COUNTED = re.compile(r"\s+(?:is|was|as|has|its|this|plus|years?|of|and|to|in|at|from|by|for|on|or|until|the)\b")


def english_quantities(text: str) -> list[Quantity]:
    """Find the quantities of an English text, in order, never overlapping.

    Dates, years, ordinals, numbers inside codes and row numbers (No. 5, Table 2) are none. A bare number counts what
    the plural behind it names (28 laboratories).
    """
    grammar = _grammar()
    found: list[Quantity] = []
    for match in grammar.number.finditer(text):
        quantity = _quantity(text, match, found[-1] if found else None)
        if quantity is not None:
            found.append(quantity)
    for match in grammar.ranked.finditer(text):
        group = "digits" if match["digits"] else "word"
        rank = int(match["digits"]) if match["digits"] else grammar.ordinals[match["word"]]
        start, end = match.start(group), match.end()
        found.append(Quantity(start, end, float(rank), "rank", "eq", 0, start, match.end(group), "ranking"))
    for match in _MULTIPLE.finditer(text):
        start, end = match.span()
        found.append(Quantity(start, end, _MULTIPLES[match[0]], "x", "eq", 1, start, end, "doubling"))
    found.sort(key=lambda quantity: (quantity.start, quantity.end))
    apart: list[Quantity] = []
    for quantity in found:
        if not apart or quantity.start >= apart[-1].end:
            apart.append(quantity)
    return apart


def _quantity(text: str, match: re.Match[str], previous: Quantity | None) -> Quantity | None:
    grammar = _grammar()
    start, end = match.span()
    digits = match["digits"]
    value = arabic_value(digits) if digits is not None else Decimal(grammar.words[match["word"]])
    before = text[max(0, start - _REACH) : start]
    if value is None or grammar.name.search(before):
        return None
    scale = match["scale"]
    if scale is not None:
        value *= grammar.scales.get(scale) or (1_000_000 if scale in "mM" else 1000)
    if match["sign"]:
        value = -value
    rule = "number"
    if match["currency"] is not None:
        base = grammar.currencies[match["currency"].strip()]
        if match["unit"] is not None and grammar.factors[match["unit"]][0] != base:
            end = match.end("scale") if scale is not None else match.end("digits")
    elif match["unit"] is not None:
        base, numerator, denominator = grammar.factors[match["unit"]]
        value = value * numerator / denominator
        if base in ("year", "month", "day", "h") and not match["row"] and not _is_asserted(text, before, end):
            return None
    else:
        rest = _shared_unit(text, end)
        if rest is not None:
            base, factor, rule = rest[0], rest[1], "shared"
            value *= factor
        elif _counts(text, match):
            base, rule = "count", "implied"
        else:
            return None
    direction = _direction(text, before, end)
    if (
        previous is not None
        and not direction
        and previous.unit == base
        and re.fullmatch(r",?\s*(?:and\s+)?", text[previous.end : start])
    ):
        direction = previous.direction
    if direction < 0:
        value = -abs(value)
    return Quantity(
        start, end, float(value), base, _bound(text, before, end), direction, start, _number_end(match), rule
    )


def _number_end(match: re.Match[str]) -> int:
    for group in ("scale", "digits", "word"):
        if match[group] is not None:
            return match.end(group)
    return match.end()


def _is_asserted(text: str, before: str, end: int) -> bool:
    """Tell whether a span of time is stated (for nine consecutive years) and not a window (in the past five years)."""
    return bool(
        re.search(r"(?:consecutive|straight|extended by|lasting|lasted|expectancy[^.]{0,24})\s*$", before)
        or re.match(r"\s+in a row|\s+running|-long", text[end : end + 12])
        or "life expectancy" in before
    )


def _shared_unit(text: str, end: int) -> tuple[str, Decimal] | None:
    """Return base unit and factor of the next number where this one stands before it in a range or list."""
    grammar = _grammar()
    joint = re.match(r"\s?(?:-|–|—|to|and|,)\s?", text[end : end + 6])
    if joint is None:
        return None
    following = grammar.number.match(text, end + joint.end())
    if following is None or following["unit"] is None or following["digits"] is None:
        return None
    base, numerator, denominator = grammar.factors[following["unit"]]
    if base in ("year", "month", "day", "h"):
        return None
    return base, Decimal(grammar.scales.get(following["scale"] or "", 1)) * numerator / denominator


def _counts(text: str, match: re.Match[str]) -> bool:
    """Tell whether a bare number counts the plural noun behind it, and is neither a year nor an ordinal."""
    end = match.end()
    if match["digits"] is not None and match["scale"] is None:
        digits = match["digits"]
        if re.fullmatch("(?:1[89]|20)[0-9][0-9]", digits) or text[end : end + 1].isalpha():
            return False
    elif match["scale"] is None and not text[end : end + 1].isspace():
        return False
    if _PART_OF.match(text, end):
        return True
    return _COUNTED.match(text, end) is not None and _NOT_COUNTED.match(text, end) is None


def _direction(text: str, before: str, end: int) -> int:
    grammar = _grammar()
    found = grammar.direction.search(before) or grammar.direction_after.match(text, end)
    if found is None:
        return 0
    return -1 if found["fall"] else 1


def _bound(text: str, before: str, end: int) -> Bound:
    grammar = _grammar()
    found = grammar.bound_after.match(text, end) or grammar.bound.search(before)
    if found is None:
        return "eq"
    groups = found.groupdict()
    return "gt" if groups["gt"] else "lt" if groups["lt"] else "approx"
