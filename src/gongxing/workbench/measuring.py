"""What the measures of a family say of the sides of a comparison: numbers, differences, readings, what is lacking."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import polars as pl

from gongxing.indicators import catalogue
from gongxing.measures import DataError, find_measure
from gongxing.measures.words import reading, term_in, words
from gongxing.workbench.comparing import COMPLETE, industries, recipes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.measures import Measure, Result
    from gongxing.workbench.comparing import Comparison, Recipe, Side
    from gongxing.workbench.settings import Language

_CODE = re.compile(r"\d{6}")
SAME = 5e-5  # a difference that no shown digit tells


@dataclass(frozen=True, slots=True)
class Lack:
    """Why there is no number: ``key`` of the page's words, what fills it, years that have it, the measure's words."""

    key: str
    details: dict[str, Any] = field(default_factory=dict)
    years: tuple[str, ...] = ()
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One region or industry, its value on each side, and what the value is about."""

    label: str
    code: str | None
    values: tuple[float | None, ...]
    about: tuple[str | None, ...]

    @property
    def difference(self) -> float | None:
        """The second less the first."""
        return _less(self.values)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a measure, or a part of one."""

    name: str
    title: str
    part: str | None
    unit: str | None
    values: tuple[float | None, ...]
    labels: tuple[str | None, ...]
    counts: tuple[int | None, ...]
    reading: str | None
    share: float | None
    notes: tuple[str, ...]
    lacks: tuple[Lack | None, ...]
    better: str | None
    places: tuple[Place, ...] = ()

    @property
    def difference(self) -> float | None:
        """The second less the first; ``None`` where one is missing or they are of different places."""
        return None if len(set(self.labels)) > 1 else _less(self.values)

    @property
    def direction(self) -> str:
        """The word of the difference: ``same``, ``wider``, ``narrower``, ``higher``, ``lower``, ``other``, ``none``."""
        if len(set(self.labels)) > 1 and all(self.labels):
            return "other"
        gap = self.difference
        if gap is None:
            return "none"
        if abs(gap) < SAME:
            return "same"
        apart = find_measure(self.name).family == "inequality" and self.better == "low"
        return ("wider" if gap > 0 else "narrower") if apart else "higher" if gap > 0 else "lower"


@dataclass(frozen=True, slots=True)
class Told:
    """The result of a measure on one side, or what it lacks."""

    result: Result | None
    lack: Lack | None = None


def lines_of(comparison: Comparison, language: Language) -> list[Line]:
    """Return the rows of the family that is compared."""
    lines: list[Line] = []
    for recipe in recipes_of(comparison.family):
        entry = find_measure(recipe.name)
        told = [told_of(comparison, recipe, entry, side, language) for side in comparison.sides]
        parts = entry.decomposes if any(one.result is not None for one in told) else ()
        terms = [entry.gives.term, *parts] if recipe.kind == "parts" else [recipe.term or entry.gives.term]
        lines += [_line(recipe, entry, term, told, comparison, language) for term in terms]
    return lines


def _line(
    recipe: Recipe, entry: Measure, term: str, told: Sequence[Told], comparison: Comparison, language: Language
) -> Line:
    whole = recipe.kind in ("number", "parts")
    places = () if whole else places_of(recipe, term, told, comparison, language)
    values: list[float | None] = []
    labels: list[str | None] = []
    for at, one in enumerate(told):
        here = [place for place in places if place.values[at] is not None]
        if one.result is None:
            values.append(None)
            labels.append(None)
        elif whole:
            values.append(one.result.parts().get(term))
            labels.append(None)
        elif recipe.kind == "mean":
            values.append(sum(place.values[at] or 0.0 for place in here) / len(here) if here else None)
            labels.append(None)
        else:
            best = max(here, key=lambda place: place.values[at] or 0.0, default=None)
            values.append(best.values[at] if best else None)
            labels.append(best.label if best else None)
    last = next((one.result for one in reversed(told) if one.result is not None), None)
    first = term == entry.gives.term or recipe.kind != "parts"
    total = last.parts().get(entry.gives.term) if last is not None else None
    units = {row.unit for row in last.rows if row.term == term} if last else set()
    return Line(
        recipe.name, words(recipe.name, language).name, term_in(term, language) if recipe.kind == "parts" else None,
        next(iter(units)) if len(units) == 1 else None, tuple(values), tuple(labels),
        tuple(_count(one, places, at) for at, one in enumerate(told)),
        reading(entry, language, last) or None if last is not None and first else None,
        last.parts().get(term, 0.0) / total if last is not None and not first and total else None,
        last.notes_in(language) if last is not None and first else (),
        tuple(one.lack for one in told), entry.gives.better, places,
    )  # fmt: skip


def _count(told: Told, places: Sequence[Place], at: int) -> int | None:
    """Return how many regions or industries a number is made of."""
    if told.result is None or not told.result.rows:
        return None
    return sum(place.values[at] is not None for place in places) if places else told.result.rows[0].n


def told_of(comparison: Comparison, recipe: Recipe, entry: Measure, side: Side, language: Language) -> Told:
    """Return a measure of one side, or what it lacks."""
    if recipe.takes in ("flows", "input_output"):
        return Told(None, Lack(f"needs_{recipe.takes}"))
    if recipe.takes == "several" and len(comparison.several) < 2:
        return Told(None, Lack("needs_several"))
    if recipe.span and side.since is None:
        return Told(None, Lack("needs_earlier", {"year": side.year}))
    wanted = {"industries": industries(), "several": comparison.several}.get(
        recipe.takes, (comparison.found.indicator,)
    )
    years = [side.since, side.year] if recipe.span else [side.year]
    there = comparison.years_with(wanted)
    if not all(year in there for year in years):
        missing = "、".join(str(year) for year in years if year not in there)
        key = "needs_industries" if recipe.takes == "industries" else "needs_values"
        return Told(None, Lack(key, {"years": missing}, there))
    lacks_people = recipe.weighted and comparison.weight == "residents"
    if lacks_people and side.year not in comparison.years_with(("residents",)):
        return Told(None, Lack("needs_residents", {"years": side.year}, comparison.years_with(("residents",))))
    need = entry.needs.get("value")
    known = catalogue().get(comparison.found.indicator)
    if recipe.takes == "indicator" and need and need.adds and known is not None and known.additive != "regions":
        return Told(None, Lack("needs_sum", {"name": comparison.found.name}))
    frame = comparison.rows_of(side, recipe)
    if recipe.grouped and frame["zone"].n_unique() < 2:
        return Told(None, Lack("needs_zones"))
    columns = [key for key in wanted if key in frame.columns]
    if recipe.takes in ("industries", "several"):
        frame, columns = _complete(frame, columns)
    else:
        frame = frame.filter(pl.col(columns[0]).is_not_null()) if frame[columns[0]].null_count() else frame
    if not frame.height or not columns:
        return Told(None, Lack("needs_values", {"years": "、".join(str(year) for year in years)}, there))
    if recipe.takes == "industries":
        named = called(columns, language)
        frame, columns = frame.rename(named), list(named.values())
    try:
        return Told(entry.function(frame, columns if recipe.takes in ("industries", "several") else columns[0],
                                    **_options(comparison, recipe, entry)))  # fmt: skip
    except (DataError, TypeError) as error:
        return Told(None, Lack("cannot", {"count": frame["code"].n_unique()}, (), str(error)))


def _options(comparison: Comparison, recipe: Recipe, entry: Measure) -> dict[str, Any]:
    parameters = entry.signature.parameters
    options = dict(recipe.options)
    if recipe.span:
        options["time"] = "year"
    if recipe.weighted and comparison.weight == "residents":
        options["weight"] = "residents"
    if recipe.grouped:
        options["group"] = "zone"
    if recipe.near:
        options["w"] = "queen"
    if "missing" in parameters and parameters["missing"].kind is parameters["missing"].KEYWORD_ONLY:
        options["missing"] = "drop"
    return options


def _complete(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, list[str]]:
    """Return columns that most rows have, and the rows that have all of them: no gap is taken for nothing."""
    frame = frame.filter(pl.any_horizontal(pl.col(key).is_not_null() for key in columns))
    kept = [key for key in columns if frame[key].count() >= COMPLETE * max(frame.height, 1)]
    frame = frame.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in kept)) if kept else frame.clear()
    years = frame["year"].n_unique()
    return frame.filter(pl.len().over("code") == years), kept


def called(keys: Sequence[str], language: Language) -> dict[str, str]:
    """Return what industries are called: their indicators' names without what all of them share."""
    if language == "zh":
        return {key: catalogue()[key].sector or catalogue()[key].name for key in keys}
    names = {key: catalogue()[key].english for key in keys}
    alike = takewhile(lambda words: len(set(words)) == 1, zip(*(name.split() for name in names.values()), strict=False))
    shared = len(list(alike)) if len(names) > 1 else 0
    return {key: " ".join(name.split()[shared:]) or name for key, name in names.items()}


def places_of(
    recipe: Recipe, term: str, told: Sequence[Told], comparison: Comparison, language: Language
) -> tuple[Place, ...]:
    """Return the value of every place on each side; where a place has several, its largest and what that is about."""
    known = dict(comparison.wide.select("code", "region").unique("code").iter_rows())
    best: list[dict[str, tuple[float, str | None]]] = []
    for one in told:
        found: dict[str, tuple[float, str | None]] = {}
        for row in one.result.records() if one.result is not None else ():
            place = row.get(recipe.place)
            if row["term"] != term or place is None or row["value"] is None:
                continue
            about = str(row["group"]) if recipe.place != "group" and row["group"] is not None else None
            if str(place) not in found or row["value"] > found[str(place)][0]:
                found[str(place)] = (row["value"], about)
        best.append(found)
    names = dict.fromkeys(name for found in best for name in found)
    from gongxing.charts.frames import label_of

    places = [
        Place(
            label_of(name, known.get(name), language) if _CODE.fullmatch(name) else name,
            name if _CODE.fullmatch(name) else None,
            tuple(found[name][0] if name in found else None for found in best),
            tuple(found[name][1] if name in found else None for found in best),
        )
        for name in names
    ]
    return tuple(sorted(places, key=lambda place: -(place.values[-1] if place.values[-1] is not None else -1e300)))


def _less(values: Sequence[float | None]) -> float | None:
    if len(values) < 2 or values[0] is None or values[1] is None:
        return None
    return values[1] - values[0]
