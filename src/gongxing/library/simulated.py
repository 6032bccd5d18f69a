"""Evidence that a scenario simulated: numbers of the outcome that the library keeps of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.library.errors import LibraryError
from gongxing.library.evidence import Evidence, Number
from gongxing.library.wording import filled, said_amount, templates
from gongxing.regions import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.indicators.amounts import Language
    from gongxing.library.library import Library
    from gongxing.library.references import ScenarioNumber

# What of a region can be asked for: changes in per cent. A region's welfare is its real income.
REGIONAL = ("real_income", "resident_income", "wages", "residents", "jobs", "output", "rents", "prices")
_ALIKE = {"welfare": "real_income"}
_ENDS = {"low": "5th percentile", "high": "95th percentile"}
_COUNTED = {"gaining": 1, "losing": -1}
OVERALL = ("welfare", "growth", "theil_before", "theil_after", "gaining", "losing", "regions", "change", "draws",
           "error_bound")  # fmt: skip
_MANNERS = ("", "low", "high", "otherwise")
ALL = "all"  # the outcome as a whole, which is no number
ASSUMPTION = "assumption"
# Assumptions that say what was taken from tables; the others state choices and what the model worked out.
_OF_TABLES = ("economy_from_tables", "left_out", "jobs_stand_in", "jobs_counted")


def scenario_evidence(library: Library, number: ScenarioNumber, reference: str, language: Language) -> Evidence:
    """Return the evidence of a number of a stored outcome.

    ``what`` is one of :data:`REGIONAL` for a region, one of :data:`OVERALL` for all; with ``.low`` and ``.high`` behind
    it the end of the interval, with ``.otherwise`` the number of opposite sign that another choice of what stands for
    jobs gives. ``change/2`` is what the scenario's second section states, in per cent; ``assumption/3`` the third
    sentence on what the outcome rests on.

    Raises
    ------
    LibraryError
        There is no such scenario, it was not run, or its outcome has no such number.
    """
    stored = library.scenario(number.slug)
    outcome = library.outcome(number.slug)
    if outcome is None:
        raise LibraryError(
            f"{reference}: the scenario {number.slug} was not run yet; gongxing scenario run {number.slug}"
        )
    content = outcome.content
    said = templates(language)
    certificate = " ".join(content["certificate"][language][:1]) if number.what == ALL else ""
    source = filled(said["scenario"], title=stored.title, version=outcome.version,
                    certificate=certificate.rstrip("。."))  # fmt: skip
    rests_on = tuple(dict.fromkeys(entry["reference"] for entry in content["values"] if entry.get("reference")))
    if number.what == ALL:
        return Evidence(reference, "scenario", source, "", rests_on=rests_on)
    if number.what == ASSUMPTION:
        return _assumption(content, number, reference, stored.title, language, rests_on)
    what, _, end = number.what.partition(".")
    if end not in _MANNERS:
        raise LibraryError(f"{reference}: {end!r} is no end of an interval; write {what}.low or {what}.high")
    if end == "otherwise":
        return _otherwise(content, number, what, reference, source, language, rests_on)
    if number.region is None or what == "change":
        value, unit = _overall(content, what, end, number.region, reference)
        name = None
    else:
        row = _region(content, number.region, reference)
        value, unit, name = _regional(row, what, end, reference), "%", str(row["name"])
    word = said["outcomes"].get(_ALIKE.get(what, what) if name else what, what)
    if end:
        word = f"{word}{'' if language == 'zh' else ' '}{said['ends'][end]}"
    written = said_amount(value, unit, language)
    other = None if end else turned(content, _ALIKE.get(what, what) if name else what, name)
    quote = filled(
        said["scenario_quote"], region=name, what=word, amount=written, choice=other and other.name[language],
        other=other and said_amount(other.value, "%", language),
    )  # fmt: skip
    return Evidence(reference, "scenario", source, quote, value, unit, None, (Number(value, unit),), name, what,
                    rests_on=rests_on)  # fmt: skip


def _assumption(
    content: Mapping[str, Any], number: ScenarioNumber, reference: str, title: str, language: Language,
    rests_on: tuple[str, ...],
) -> Evidence:  # fmt: skip
    """Return the evidence of one assumption: its sentence, and the cells where it says what was taken from tables."""
    listed, place = content["assumptions"], number.region
    if place is None or not place.isdecimal() or not 1 <= int(place) <= len(listed):
        raise LibraryError(f"{reference}: name the assumption by its number, assumption/1 to assumption/{len(listed)}")
    one = listed[int(place) - 1]
    source = filled(templates(language)["assumption"], title=title, number=place)
    of_tables = rests_on if one["name"] in _OF_TABLES else ()
    return Evidence(reference, "scenario", source, one[language], indicator=one["name"], rests_on=of_tables)


class Turned(NamedTuple):
    """A number of opposite sign, and the indicator by which jobs are told then, in two languages."""

    value: float
    name: dict[str, str]


def turned(content: Mapping[str, Any], what: str, region: str | None) -> Turned | None:
    """Return what a number becomes where another choice turns its sign, the farthest; ``None`` where none does.

    Parameters
    ----------
    content
        The outcome, see ``gongxing.scenarios.record``.
    what, region
        ``real_income`` and the region's name; else ``growth`` or ``welfare``, and ``None``.
    """
    if (what != "real_income") if region else (what not in ("growth", "welfare")):
        return None
    found = []
    for other in content.get("otherwise") or ():
        if (region or what) in other["turned"]:
            rows = [row["real_income"] for row in other["regions"] if row["name"] == region]
            found.append(Turned(float(rows[0] if region else other[what]), other["name"]))
    return max(found, key=lambda one: abs(one.value), default=None)


def _otherwise(
    content: dict[str, Any], number: ScenarioNumber, what: str, reference: str, source: str, language: Language,
    rests_on: tuple[str, ...],
) -> Evidence:  # fmt: skip
    """Return the evidence of what a number becomes where another choice turns its sign."""
    name = None if number.region is None else str(_region(content, number.region, reference)["name"])
    key = _ALIKE.get(what, what) if name else what
    other = turned(content, key, name)
    if other is None:
        raise LibraryError(f"{reference}: no other choice of what stands for jobs turns the sign of this number")
    said = templates(language)
    quote = filled(
        said["otherwise_quote"], region=name, what=said["outcomes"].get(key, key), choice=other.name[language],
        amount=said_amount(other.value, "%", language),
    )  # fmt: skip
    return Evidence(reference, "scenario", source, quote, other.value, "%", None, (Number(other.value, "%"),), name,
                    what, rests_on=rests_on)  # fmt: skip


def _overall(
    content: dict[str, Any], what: str, end: str, place: str | None, reference: str
) -> tuple[float, str | None]:
    """Return a number about all regions with its unit."""
    if end:
        spans = content.get("intervals") or {}
        if what != "welfare" or not spans:
            raise LibraryError(
                f"{reference}: the outcome has no interval of {what}; run it with draws, or take welfare"
            )
        return float(spans["welfare"][_ENDS[end]]), "%"
    match what:
        case "welfare" | "growth":
            return float(content[what]), "%"
        case "theil_before" | "theil_after":
            return float(content["theil"][what.removeprefix("theil_")]), None
        case "gaining" | "losing":
            return sum(_COUNTED[what] * row["real_income"] > 0 for row in content["regions"]), "count"
        case "regions":
            return len(content["regions"]), "count"
        case "draws":
            return (content.get("intervals") or {"draws": 0})["draws"], "count"
        case "error_bound":
            return float(content["certificate"]["error_bound"]), None
        case "change":
            changes = content["changes"]
            if place is None or not place.isdecimal() or not 1 <= int(place) <= len(changes):
                raise LibraryError(f"{reference}: name the change by its number, change/1 to change/{len(changes)}")
            return 100 * (float(changes[int(place) - 1]["ratio"]) - 1), "%"
    raise LibraryError(
        f"{reference}: an outcome has no number {what!r} of all regions; it has {', '.join(OVERALL)}, and of a region "
        f"{', '.join(REGIONAL)}"
    )


def _region(content: dict[str, Any], name: str, reference: str) -> dict[str, Any]:
    found = resolve(name) if not name.isdecimal() else None
    wanted = {name, found.code if found else name}
    for row in content["regions"]:
        if wanted & {row["name"], row["code"]}:
            region: dict[str, Any] = row
            return region
    names = ", ".join(str(row["name"]) for row in content["regions"][:8])
    raise LibraryError(f"{reference}: the scenario has no region {name!r}; it has {names} …")


def _regional(row: dict[str, Any], what: str, end: str, reference: str) -> float:
    key = _ALIKE.get(what, what)
    if key not in REGIONAL:
        raise LibraryError(f"{reference}: an outcome has no number {what!r} of a region; it has {', '.join(REGIONAL)}")
    key = f"{key} {_ENDS[end]}" if end else key
    if key not in row:
        raise LibraryError(f"{reference}: the outcome has no intervals; run it with draws")
    return float(row[key])
