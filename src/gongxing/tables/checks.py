"""Values that cannot be: flagged with the reason, never changed.

Within one file, each value is held against what the catalogue knows of its indicator (a share, a part, a formula, a
plausible size) and against the other values of its region and year.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from gongxing.indicators import Indicator, catalogue
from gongxing.tables import flags
from gongxing.tables.notes import Note, place_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gongxing.tables.observation import Observation

_SLACK = 0.005  # published parts and wholes are rounded apart
_SHARES = 1.5  # points by which three shares may miss 100
_ROUNDED = 0.06  # points above 100 that are rounding
_FAR = 20  # times beyond the plausible range
# How many times a value may differ from its formula: rounding to 万人 and average against year-end figures make some.
_TOLERANCE = 1.5
_MINIMUM = 8  # regions that make a judgement of a whole column


class Mark(NamedTuple):
    """A doubt: the position of the observation, and its flag."""

    position: int
    flag: str


class Group(NamedTuple):
    """The values of one region, period and scope, as positions of observations by indicator."""

    code: str
    period: str
    scope: str | None
    positions: dict[str, int]


def check(observations: Sequence[Observation]) -> tuple[list[Observation], list[str]]:
    """Return the observations of one file with their flags, and a note where a whole column is in doubt."""
    groups = list(_groups(observations))
    marks: set[Mark] = set()
    marks.update(_alone(observations))
    for group in groups:
        marks.update(_shares(observations, group))
        marks.update(_parts(observations, group))
    marks.update(_districts(observations, groups))
    found, notes = _formulas(observations, groups)
    marks.update(found)
    scaled = {mark.position for mark in found if mark.flag == flags.SCALE}
    found, said = _sizes(observations, groups, scaled)
    marks.update(found)
    return marked(observations, marks), notes + said


def marked(observations: Sequence[Observation], marks: set[Mark]) -> list[Observation]:
    """Return observations with flags added."""
    result = list(observations)
    for position, flag in sorted(marks):
        if flag not in result[position].flags:
            result[position] = replace(result[position], flags=(*result[position].flags, flag))
    return result


def _groups(observations: Sequence[Observation]) -> Iterator[Group]:
    found: dict[tuple[str, str, str | None], dict[str, int]] = defaultdict(dict)
    for position, o in enumerate(observations):
        if o.code is not None and o.indicator_id is not None and o.period is not None and o.unit:
            found[o.code, o.period, o.scope].setdefault(o.indicator_id, position)
    for (code, period, scope), positions in found.items():
        yield Group(code, period, scope, positions)


def _alone(observations: Sequence[Observation]) -> Iterator[Mark]:
    known = catalogue()
    for position, o in enumerate(observations):
        if o.value < 0 or o.value > 100:
            indicator = known.get(o.indicator_id or "")
            if indicator is None:
                continue
            if o.value < 0 and not indicator.signed:
                yield Mark(position, flags.NEGATIVE)
            if indicator.dimension == "share" and o.unit == "%" and o.value > 100 + _ROUNDED:
                yield Mark(position, flags.SHARE)


_TRIPLES = (
    ("gdp_primary_share", "gdp_secondary_share", "gdp_tertiary_share"),
    ("employment_primary_share", "employment_secondary_share", "employment_tertiary_share"),
)


def _shares(observations: Sequence[Observation], group: Group) -> Iterator[Mark]:
    for ids in _TRIPLES:
        positions = [group.positions[id_] for id_ in ids if id_ in group.positions]
        if len(positions) == len(ids) and abs(sum(observations[p].value for p in positions) - 100) > _SHARES:
            yield from (Mark(position, flags.PARTS) for position in positions)


@cache
def _wholes() -> tuple[tuple[str, str], ...]:
    return tuple((i.id, i.part_of) for i in catalogue().values() if i.part_of is not None)


def _parts(observations: Sequence[Observation], group: Group) -> Iterator[Mark]:
    for part, whole in _wholes():
        if part in group.positions and whole in group.positions:
            small, large = group.positions[part], group.positions[whole]
            if observations[small].value > observations[large].value * (1 + _SLACK) + _rounding(observations[large]):
                yield from (Mark(small, flags.WHOLE), Mark(large, flags.WHOLE))


def _rounding(o: Observation) -> float:
    """Half of the last digit that a value seems to be written to."""
    size = abs(o.value)
    step = 1.0
    while size and step * 10 <= size and size % (step * 10) == 0:
        step *= 10
    return step / 2


def _districts(observations: Sequence[Observation], groups: list[Group]) -> Iterator[Mark]:
    whole = {(g.code, g.period): g for g in groups if g.scope == "prefecture"}
    known = catalogue()
    for group in groups:
        city = whole.get((group.code, group.period)) if group.scope == "district" else None
        if city is None:
            continue
        for id_, position in group.positions.items():
            if id_ not in city.positions or known[id_].additive != "regions" or known[id_].signed:
                continue
            own, of = observations[position], observations[city.positions[id_]]
            if own.value > of.value * (1 + _SLACK) + _rounding(of) and own.unit == of.unit:
                yield from (Mark(position, flags.DISTRICTS), Mark(city.positions[id_], flags.DISTRICTS))


@cache
def _formulas_of_catalogue() -> tuple[tuple[Indicator, tuple[str, ...], Callable[[Mapping[str, float]], float]], ...]:
    found = []
    for indicator in catalogue().values():
        if indicator.formula is not None:
            tree = ast.parse(indicator.formula, mode="eval").body
            names = tuple(sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}))
            found.append((indicator, names, _function(tree)))
    return tuple(found)


def _function(node: ast.expr) -> Callable[[Mapping[str, float]], float]:
    """Return the function that a formula of the catalogue stands for: ids, numbers, + - * / and brackets."""
    if isinstance(node, ast.Name):
        name = node.id
        return lambda values: values[name]
    if isinstance(node, ast.Constant):
        number = float(node.value)  # type: ignore[arg-type]
        return lambda values: number
    if isinstance(node, ast.BinOp):
        left, right = _function(node.left), _function(node.right)
        if isinstance(node.op, ast.Add):
            return lambda values: left(values) + right(values)
        if isinstance(node.op, ast.Sub):
            return lambda values: left(values) - right(values)
        if isinstance(node.op, ast.Mult):
            return lambda values: left(values) * right(values)
        if isinstance(node.op, ast.Div):
            return lambda values: left(values) / right(values)
    raise ValueError(f"no formula: {ast.unparse(node)}")


# What stands in for a population that a table lacks, and how far the two may be apart (Shenzhen's residents are thrice
# those registered there).
_STAND_INS = {
    "residents": ("population_average", "registered_population"),
    "population_average": ("registered_population",),
}
_TOLERANCE_OF_STAND_INS = 5.0


def _formulas(observations: Sequence[Observation], groups: list[Group]) -> tuple[list[Mark], list[str]]:
    """Hold values against what they follow from; where a whole column is ten or a hundred times off, say so once."""
    marks: list[Mark] = []
    notes: list[str] = []
    for indicator, names, function in _formulas_of_catalogue():
        by_column: dict[tuple[str, str | None], list[tuple[int, float, float]]] = defaultdict(list)
        members: dict[int, tuple[int, ...]] = {}
        for group in groups:
            position = group.positions.get(indicator.id)
            if position is None or not observations[position].value:
                continue
            terms, tolerance = _terms(group, names)
            if len(terms) < len(names):
                continue
            try:
                expected = function({name: observations[term].value for name, term in terms.items()})
            except ZeroDivisionError:
                continue
            members[position] = (position, *terms.values())
            if expected and abs(expected) * 50 > _coarse(indicator):
                ratio = observations[position].value / expected
                by_column[group.period, group.scope].append((position, ratio, tolerance))
        for (period, scope), found in by_column.items():
            power = _power(found)
            if power:
                marks += [Mark(position, flags.SCALE) for position, _, _ in found]
                notes.append(_scale_note(observations, indicator, found, power, period, scope))
            else:
                odd = [position for position, ratio, tolerance in found if not 1 / tolerance <= ratio <= tolerance]
                marks += [Mark(member, flags.FORMULA) for position in odd for member in members[position]]
    return marks, notes


def _terms(group: Group, names: tuple[str, ...]) -> tuple[dict[str, int], float]:
    """Return the positions of the terms of a formula, as far as they are there, and how far off its value may be."""
    tolerance = _TOLERANCE
    terms = {}
    for name in names:
        found = next((n for n in (name, *_STAND_INS.get(name, ())) if n in group.positions), None)
        if found is not None:
            terms[name] = group.positions[found]
            tolerance = tolerance if found == name else _TOLERANCE_OF_STAND_INS
    return terms, tolerance


def _coarse(indicator: Indicator) -> float:
    """Size below which a rate is too near nought to be compared (a natural growth of 0.01 %)."""
    return 5.0 if indicator.unit == "%" else 0.0


def _power(found: list[tuple[int, float, float]]) -> int:
    """Return the power of ten by which most values of a column are off, 0 where they are not."""
    if len(found) < _MINIMUM:
        return 0
    middle = median(abs(ratio) for _, ratio, _ in found)
    for power in (-4, -3, -2, -1, 1, 2, 3, 4):
        if 0.6 < middle / 10.0**power < 1.7:
            near = sum(1 for _, ratio, _ in found if 0.4 < abs(ratio) / 10.0**power < 2.5)
            return power if near * 2 > len(found) else 0
    return 0


def _scale_note(
    observations: Sequence[Observation], indicator: Indicator, found: list[tuple[int, float, float]], power: int,
    period: str, scope: str | None,
) -> str:  # fmt: skip
    first = observations[found[0][0]]
    times = Note("too_large" if power > 0 else "too_small", times=10 ** abs(power))
    when = (period, Note(scope)) if scope else period
    return Note(
        "scale", where=_from_cell(first), name=indicator.name, when=when, times=times, formula=indicator.formula
    )


def _from_cell(observation: Observation) -> Note:
    source = observation.source
    where = place_in(source.file, getattr(source, "sheet", None) or None)
    return Note("from_cell", where=where, cell=getattr(source, "cell", ""))


def _sizes(observations: Sequence[Observation], groups: list[Group], known: set[int]) -> tuple[list[Mark], list[str]]:
    """Flag values of whole prefectures that are far from any plausible size; ``known`` are doubtful for it already."""
    by_column: dict[tuple[str, str], list[int]] = defaultdict(list)
    for group in groups:
        if group.scope == "district" or group.code.endswith("0000") or not group.code.endswith("00"):
            continue
        for id_, position in group.positions.items():
            if catalogue()[id_].typical is not None and position not in known:
                by_column[id_, group.period].append(position)
    marks: list[Mark] = []
    notes: list[str] = []
    for (id_, period), positions in by_column.items():
        indicator = catalogue()[id_]
        low, high = indicator.typical or (0.0, 0.0)
        factor = 1.0 if indicator.unit == "%" else float(_FAR)
        odd = [p for p in positions if (v := observations[p].value) and not low / factor <= v <= high * factor]
        if indicator.unit == "%" and len(odd) * 2 <= len(positions):
            odd = [p for p in odd if not low / 2 <= observations[p].value <= 100]
        marks += [Mark(position, flags.SIZE) for position in odd]
        if len(positions) >= _MINIMUM and len(odd) * 2 > len(positions):
            marks += [
                Mark(group.positions[id_], flags.SIZE)
                for group in groups
                if group.period == period and id_ in group.positions and group.positions[id_] not in known
            ]
            where = _from_cell(observations[odd[0]])
            notes.append(Note("size", where=where, name=indicator.name, period=period))
    return marks, notes
