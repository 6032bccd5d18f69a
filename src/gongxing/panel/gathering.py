"""Tables from files and folders into observations, with the year in which each was published."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.panel.amount import exact
from gongxing.panel.errors import PanelError
from gongxing.panel.schema import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gongxing.tables import Observation

TABLE_SUFFIXES = frozenset((".xlsx", ".xls", ".xlsm", ".csv", ".tsv"))
# So many values do not all end in the same zeros by chance.
_MANY = 8
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def table_files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the tables that files and folders name, in order, each once.

    Raises
    ------
    PanelError
        A path is not there, or a folder holds no table.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = _tables_below(path)
            if not inside:
                raise PanelError(f"{path}: no table is in this folder; name a folder with XLSX, XLS, CSV or TSV files")
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found.setdefault(path)
        else:
            raise PanelError(f"{path}: there is no such file or folder; check the name")
    return list(found)


def holds_tables(folder: Path) -> bool:
    """Whether a folder has a table in it or below."""
    return bool(_tables_below(folder))


def _tables_below(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in TABLE_SUFFIXES and p.name[0] not in ".~")


def entries_of_table(path: Path) -> Iterator[Entry]:
    """Yield the observations of one table as entries.

    Raises
    ------
    PanelError
        The table cannot be read.
    """
    from gongxing.reading import UnreadableDocumentError
    from gongxing.tables import read_table

    try:
        reading = read_table(path)
    except UnreadableDocumentError as error:
        raise PanelError(str(error)) from error
    yield from entries_of_observations(path, reading.observations)


def entries_of_observations(path: Path, observations: Sequence[Observation]) -> Iterator[Entry]:
    """Yield the observations of one table as entries; ``path`` is what its file is called."""
    vintage = vintage_of(path, {observation.period for observation in observations})
    roundings = roundings_of(observations)
    for observation in observations:
        yield Entry(observation, "table", vintage, rounding=roundings[column_of(observation)])


def column_of(observation: Observation) -> tuple[str, str, str | None, str | None]:
    """Return what names the column of a table in which a value stands."""
    return observation.indicator_id or observation.indicator, observation.unit, observation.scope, observation.period


def roundings_of(observations: Iterable[Observation]) -> dict[tuple[str, str, str | None, str | None], float | None]:
    """Return half a unit of the last digit of each column of a table, from the digits of all its values.

    Values that are all whole 亿元 were rounded to 亿元. A few values may end in zeros by chance; then no more than a
    two-thousandth of the smallest is taken for rounding.
    """
    columns: dict[tuple[str, str, str | None, str | None], list[float]] = {}
    for observation in observations:
        columns.setdefault(column_of(observation), []).append(observation.value)
    return {column: half_unit(values) for column, values in columns.items()}


def half_unit(values: Iterable[float]) -> float | None:
    """Return half a unit of the last digit of the values of one column; see ``roundings_of``."""
    values = [value for value in values if value and isfinite(value)]
    if not values:
        return None
    half = Decimal(5).scaleb(min(map(_last_digit, values)) - 1)
    if len(values) < _MANY:
        half = min(half, exact(min(map(abs, values))) / 2000)
    return float(half)


def _last_digit(value: float) -> int:
    """Return the power of ten of the last digit of a float as it is written, but for zeros at its end.

    >>> [_last_digit(value) for value in (48598.8, 2780000.0, 5e-07)]
    [-1, 4, -7]
    """
    whole, _, part = repr(float(value)).partition(".")
    if "e" in whole or "e" in part:
        return int(exact(value).normalize().as_tuple().exponent)
    return -len(part) if part != "0" else len(whole) - len(whole.rstrip("0"))


def vintage_of(path: Path, periods: Iterable[str | None]) -> int | None:
    """Return the year of publication that a file's name tells; it cannot be before the last year that it reports.

    ``periods`` are those of its values. ``None`` where the name tells none: then nothing is known of when the table
    was published.
    """
    years = [int(year) for year in _YEAR.findall(path.stem)]
    told = max((int(period[:4]) for period in periods if period and period[:4].isdigit()), default=0)
    return years[-1] if years and years[-1] >= told else None
