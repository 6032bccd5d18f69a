"""What a person says that a fact means, from words as people write them: ``value=21亿元``, ``period=2024年上半年``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongxing.facts import Commitment, Fact, Figure, Industry, Member, Person, Place, Project
from gongxing.language.english import english_quantities
from gongxing.language.folding import fold
from gongxing.language.periods import time_words
from gongxing.language.quantities import quantities
from gongxing.library.edits import CORRECTABLE
from gongxing.library.errors import LibraryError
from gongxing.regions import division, functional_regions, resolve
from gongxing.regions.search import suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongxing.language.quantity import Quantity

_KINDS: tuple[type[Fact], ...] = (Commitment, Figure, Industry, Member, Person, Place, Project)
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_MONTH = "(?:0[1-9]|1[0-2])"
_PERIOD = re.compile(
    rf"(?:19|20)\d\d(?:-{_MONTH}|-H[12]|-Q[1-4])?|(?:19|20)\d\d-{_MONTH}/(?:19|20)\d\d-{_MONTH}|(?:19|20)\d\d/(?:19|20)\d\d"
)
_AFTER = re.compile("以上|以下|以内|左右|[。.]")
# 2024Q3, 2024 H1, 2024.6: parted otherwise than facts part them.
_LOOSE = re.compile(r"((?:19|20)\d\d)[-./\s]?(?:([QqHh][1-4])|(\d{1,2}))")
_YEARS = re.compile(r"((?:19|20)\d\d)年?[-—~至到]+((?:19|20)\d\d)年?")
_REGIONS = ("region", "member", "actor")
_EXAMPLES = {"value": "value=21亿元", "period": "period=2025", "region": "region=绵阳", "deadline": "deadline=2027",
             "bound": "bound=gt", "modality": "modality=target"}  # fmt: skip


def correctable(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind of fact that a person may correct, in their order."""
    of_all = {field.name for field in fields(Fact)}
    (found,) = (made for made in _KINDS if made.kind == kind)
    return tuple(field.name for field in fields(found) if field.name not in of_all and field.name in CORRECTABLE)


def correction(
    kind: str, words: Mapping[str, str], *, unit: str | None = None, is_known: Callable[[str], bool] = lambda _: False
) -> dict[str, Any]:
    """Return the fields that a person's words mean.

    Parameters
    ----------
    kind
        Of the fact.
    words
        What the person says, by field. ``value`` may hold its unit (21亿元), a bound (超21亿元) or a bare number in the
        base unit of the fact; ``period`` and ``deadline`` are as facts have them (2025, 2024-06, 2024-H1, 2021/2025) or
        in words (2024年上半年); nothing (``period=``) where the document does not say.
    unit
        The unit that the fact has now.
    is_known
        Tells whether a name that is no division is one of the document's own.

    Raises
    ------
    LibraryError
        A field is not one of this kind, or its words are not understood; the message says how to write it.
    """
    allowed = correctable(kind)
    if not words:
        raise LibraryError(f"nothing to correct was named; write e.g. {_example(allowed)}")
    unknown = [name for name in words if name not in allowed]
    if unknown:
        raise LibraryError(
            f"a {kind} has no field {unknown[0]!r} that can be corrected; it has {', '.join(allowed)}: write e.g. "
            f"{_example(allowed)}"
        )
    said = {name: text.strip() for name, text in words.items()}
    found: dict[str, Any] = {}
    if "value" in said:
        found |= _amount(said["value"], said.pop("unit", None), unit)
    if "unit" in said:
        found["unit"] = _base_unit(said["unit"])
    for name, text in said.items():
        if name not in ("value", "unit"):
            found[name] = _field(kind, name, text, is_known)
    if kind == "figure" and "region" in said and "region_code" not in said:
        code = resolve(found["region"]) if found["region"] and found["region"] not in functional_regions() else None
        found["region_code"] = code.code if code else None
    if kind == "place" and "name" in said and "code" not in said:
        place = resolve(found["name"] or "")
        found["code"] = place.code if place else None
    return found


def choices(name: str) -> tuple[str, ...]:
    """Return the values that a field chooses from; none where it takes any words."""
    return tuple(_choices().get(name, ()))


def _example(allowed: tuple[str, ...]) -> str:
    return next((_EXAMPLES[name] for name in allowed if name in _EXAMPLES), f"{allowed[0]}=…")


def _field(kind: str, name: str, text: str, is_known: Callable[[str], bool]) -> Any:
    if name in _choices():
        return _choice(name, text, optional=name == "tier")
    if not text:
        if name in ("name", "group", "member"):
            raise LibraryError(f"{name}= is empty: a {kind} has one; write {name}=…")
        return None
    if name in ("period", "deadline"):
        return _period(name, text)
    if name in _REGIONS:
        return _region(name, text, is_known)
    if name in ("region_code", "code"):
        if division(text) is None:
            raise LibraryError(f"{name}={text}: no division has this adcode; write six digits, e.g. {name}=510700")
        return text
    return text


def _amount(text: str, unit: str | None, base: str | None) -> dict[str, Any]:
    """Return value and unit, and the bound where the words have one."""
    written = text.replace("，", ",").replace("－", "-")
    if _NUMBER.fullmatch(written):
        if unit is None:
            return {"value": float(written.replace(",", ""))}
        if unit in _base_units() or unit == base:
            return {"value": float(written.replace(",", "")), "unit": unit}
        return _amount(text + unit, None, base)
    found = _one_quantity(written)
    if found is None:
        raise LibraryError(
            f"value={text}: this is no number with a unit; write it as documents do, e.g. value=21亿元, value=5.2%, "
            "value=-3个百分点, or a bare number in the base unit"
        )
    if unit is not None and _base_unit(unit) != found.unit:
        raise LibraryError(f"value={text} is in {found.unit}, and unit={unit} says otherwise; leave unit out")
    stated = {"value": float(found.value), "unit": found.unit}
    return stated if found.bound == "eq" else {**stated, "bound": found.bound}


def _one_quantity(text: str) -> Quantity | None:
    folded = fold(text).text
    for read in (quantities, english_quantities):
        found = read(folded)
        if len(found) == 1 and not _AFTER.sub("", folded[found[0].end :]):
            return found[0]
    return None


@cache
def _base_units() -> frozenset[str]:
    raw = tomllib.loads(files("gongxing.language").joinpath("units.toml").read_text("utf-8"))
    return frozenset(raw) - {"spelled", "blocked", "only_before"} | {"rank", "rank-change"}


def _base_unit(text: str) -> str:
    """Return a base unit; a multiple of one (亿元) would leave the value in doubt."""
    if text in _base_units():
        return text
    found = _one_quantity(f"1{text}")
    if found is None or found.value != 1:
        many = f"; give the value with it, e.g. value=21{text}" if found is not None else ""
        raise LibraryError(f"unit={text}: this is no base unit{many or '; write one such as CNY, people, m2, %, pp'}")
    return found.unit


def _period(name: str, text: str) -> str:
    if _PERIOD.fullmatch(text):
        return text
    if match := _LOOSE.fullmatch(text):
        loose = f"{match[1]}-{match[2].upper() if match[2] else f'{int(match[3]):02}'}"
        if _PERIOD.fullmatch(loose):
            return loose
    if match := _YEARS.fullmatch(text):
        return f"{match[1]}/{match[2]}"
    plan = text.strip("“”").removesuffix("期间").removesuffix("时期").strip("“”")
    folded = fold(f"“{plan}”时期" if plan.startswith("十") else text).text
    found = time_words(folded)
    if (
        len(found) == 1
        and found[0].anchor == "fixed"
        and folded[: found[0].start].strip("“") == folded[found[0].end :] == ""
    ):
        period = found[0].period(None, None)
        if period is not None:
            return period
    raise LibraryError(
        f"{name}={text}: this is no time that can be told alone; write {name}=2025, 2024-06, 2024-H1, 2024-Q3, "
        f"2021/2025 or 2024年上半年; {name}= alone where the document does not say"
    )


def _region(name: str, text: str, is_known: Callable[[str], bool]) -> str:
    if text.isdigit():
        found = division(text)
        if found is None:
            raise LibraryError(f"{name}={text}: no division has this adcode; write a name, e.g. {name}=绵阳")
        return found.short
    if text in functional_regions():
        return text
    place = resolve(text)
    if place is not None:
        return text if text.startswith(place.short) and name != "region" else place.short
    if is_known(text) or name == "actor":
        return text
    near = suggestions(text, others=tuple(functional_regions()))
    hint = f"; is it {', '.join(near[:3])}?" if near else "; write it as the document does"
    raise LibraryError(f"{name}={text}: no division or functional region is called so, nor does the document{hint}")


@cache
def _choices() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("gongxing.library").joinpath("corrections.toml").read_text("utf-8")
    )
    return table


def _choice(name: str, text: str, *, optional: bool) -> str | None:
    if not text and optional:
        return None
    for value, words in _choices()[name].items():
        if text.lower() == value or text in words:
            return value
    listed = ", ".join(f"{value} ({words[0]})" for value, words in _choices()[name].items())
    raise LibraryError(f"{name}={text}: this is none of {listed}")
