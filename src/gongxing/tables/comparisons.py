"""Several files held against each other: values that jump from year to year, columns printed under a wrong header."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from math import floor, log10
from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.tables import flags
from gongxing.tables.checks import Mark, marked
from gongxing.tables.notes import Note, place_in
from gongxing.tables.observation import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.tables.observation import Observation
    from gongxing.tables.reading import TableReading

# What a region has from year to year within a factor of ten; a count of patents may well grow faster.
_STEADY = frozenset({"money", "person", "area", "money/person", "volume", "energy", "length", "person/area"})
_JUMP = 10.0
_YEARS = 5  # years apart within which a jump is judged
_COPIED = 0.9  # share of regions whose digits must be the same
_LEAST = 20  # regions that must share their digits


def check_together(readings: Sequence[TableReading]) -> list[TableReading]:
    """Hold the readings of several files against each other.

    Returns
    -------
    list of TableReading
        The same readings, with values flagged that jump tenfold against a neighbouring year, or that repeat, digit by
        digit, the values of another indicator; a note names each such column.
    """
    observations = [o for reading in readings for o in reading.observations]
    marks, notes = _copies(observations)
    marks.update(_jumps(observations, {mark.position for mark in marks}))
    marked_all = marked(observations, marks)
    result = []
    start = 0
    for reading in readings:
        stop = start + len(reading.observations)
        own = tuple(note for file, note in notes if file == reading.file)
        result.append(
            replace(
                reading,
                observations=tuple(marked_all[start:stop]),
                notes=(*reading.notes, *own),
            ).counted()
        )
        start = stop
    return result


# What makes a value no measure of another year's: it is known to be wrong by its scale, or another indicator's.
_NO_MEASURE = frozenset({flags.SCALE, flags.SIZE, flags.UNKNOWN_UNIT})


def _jumps(observations: Sequence[Observation], copied: set[int]) -> Iterator[Mark]:
    series: dict[tuple[str, str, str | None, str], list[tuple[int, float, int]]] = defaultdict(list)
    known = catalogue()
    for position, o in enumerate(observations):
        if position in copied or not (o.code and o.indicator_id and o.period and o.period.isdigit() and o.value > 0):
            continue
        indicator = known[o.indicator_id]
        if indicator.dimension in _STEADY and not indicator.signed and _NO_MEASURE.isdisjoint(o.flags):
            series[o.code, o.indicator_id, o.scope, o.unit].append((int(o.period), o.value, position))
    for points in series.values():
        if len({year for year, _, _ in points}) < 2:
            continue
        points.sort()
        near = [(a, b) for a, b in pairwise(points) if 0 < b[0] - a[0] <= _YEARS]
        jumps = [(a, b) for a, b in near if not 1 / _JUMP < b[1] / a[1] < _JUMP]
        if not jumps:
            continue
        guilty = Counter(point[2] for pair in jumps for point in pair)
        most = max(guilty.values())
        # A value that jumps both ways is the odd one; of two years nobody can tell which is.
        yield from (Mark(position, flags.JUMP) for position, count in guilty.items() if count == most)


def _copies(observations: Sequence[Observation]) -> tuple[set[Mark], list[tuple[str, str]]]:
    """Find columns of different indicators whose digits agree for nearly all regions."""
    columns: dict[_Key, dict[str, int]] = defaultdict(dict)
    for position, o in enumerate(observations):
        if o.code and o.indicator_id and o.value and isinstance(o.source, Cell):
            letters = o.source.cell.rstrip("0123456789")
            columns[o.source.file, o.source.sheet, letters].setdefault(o.code, position)
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    keys = list(columns)
    for number, key in enumerate(keys):
        for code, position in columns[key].items():
            digits = _digits(observations[position].value)
            if len(digits) >= 4:  # short numbers agree by chance
                holders[code, digits].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) < 12:
            shared.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    marks: set[Mark] = set()
    notes: list[tuple[str, str]] = []
    for (a, b), count in shared.items():
        first, second = columns[keys[a]], columns[keys[b]]
        one, other = observations[next(iter(first.values()))], observations[next(iter(second.values()))]
        if count < max(_LEAST, _COPIED * _comparable(observations, first, second)) or not _unlike(one, other):
            continue
        marks.update(Mark(p, flags.COPIED) for p in (*first.values(), *second.values()))
        notes += [(key[0], _note(x, y, key, twin, count)) for x, y, key, twin in (
            (one, other, keys[a], keys[b]), (other, one, keys[b], keys[a]))]  # fmt: skip
    return marks, notes


def _digits(value: float) -> str:
    """Return the digits of a number without its scale."""
    size = abs(value)
    return f"{size / 10 ** floor(log10(size)):.9f}".replace(".", "").rstrip("0")


def _comparable(observations: Sequence[Observation], first: dict[str, int], second: dict[str, int]) -> int:
    common = (observations[position].value for code, position in first.items() if code in second)
    return sum(1 for value in common if len(_digits(value)) >= 4)


def _unlike(one: Observation, other: Observation) -> bool:
    """Whether two columns are of things that cannot have the same numbers by their nature."""
    if one.indicator_id == other.indicator_id:
        return one.period != other.period
    return one.unit != other.unit or one.period != other.period


_Key = tuple[str, str | None, str]  # file, sheet, letters of a column


def _note(one: Observation, other: Observation, key: _Key, twin: _Key, count: int) -> str:
    same = twin[:2] == key[:2]
    return Note(
        "copied",
        where=Note("in_column", where=place_in(key[0], key[1] or None), column=key[2]),
        one=one.indicator,
        period=one.period,
        other=other.indicator,
        other_period=other.period,
        place=Note("column", column=twin[2]) if same else Note("column_of_file", column=twin[2], file=twin[0]),
        count=count,
    )
