"""Distances and travel times between regions: a matrix that knows the code of each row and column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse

from gongxing.regions.divisions import division
from gongxing.regions.errors import RegionError, first_five
from gongxing.regions.names import resolve
from gongxing.regions.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

COLUMNS = ("origin", "destination", "minutes")


@dataclass(frozen=True, eq=False)
class Distances:
    """How far n regions are from one another.

    Attributes
    ----------
    codes
        The codes of the rows and columns, each once.
    matrix
        Float array of shape (n, n): from the region of the row to that of the column. It need not be symmetric; nan is
        not known.
    unit
        "m" or "min".
    description
        What was measured, in words.

    Raises
    ------
    RegionError
        The shape does not fit the codes, codes repeat, or a distance is negative.
    """

    codes: tuple[str, ...]
    matrix: NDArray[np.float64]
    unit: Literal["m", "min"]
    description: str

    def __post_init__(self) -> None:
        size = len(self.codes)
        if self.matrix.shape != (size, size):
            raise RegionError(f"the matrix of {size} regions must be {size} by {size}; it came as {self.matrix.shape}")
        if twice := [code for code, count in Counter(self.codes).items() if count > 1]:
            raise RegionError(f"each region may stand once; more than once came {first_five(twice)}: drop the repeated")
        if (self.matrix < 0).any():
            raise RegionError(f"{self.description}: distances are not negative; {np.nanmin(self.matrix)} came")

    def __len__(self) -> int:
        return len(self.codes)

    def aligned(self, codes: Iterable[str]) -> Distances:
        """Return the distances among the regions of ``codes``, in that order, matched by code.

        Raises
        ------
        RegionError
            Codes that the matrix lacks (named).
        """
        place = {code: position for position, code in enumerate(self.codes)}
        wanted = tuple(codes)
        if missing := [code for code in wanted if code not in place]:
            raise RegionError(
                f"{self.description}: of {len(wanted)} codes asked for, the matrix of {len(self)} regions lacks "
                f"{first_five(missing)}; leave them out or add their distances"
            )
        order = np.array([place[code] for code in wanted], dtype=np.intp)
        return Distances(wanted, self.matrix[np.ix_(order, order)], self.unit, self.description)

    def band(self, limit: float) -> Weights:
        """Return weights of one for each other region at most ``limit`` away (in the unit of the matrix).

        Raises
        ------
        RegionError
            The limit is not a positive number.
        """
        if not limit > 0:
            raise RegionError(f"a distance band is a positive number of {self.unit}; {limit} came")
        near = (self.matrix <= limit) & ~np.eye(len(self), dtype=bool)
        shown = f"{limit / 1000:g} km" if self.unit == "m" else f"{limit:g} {self.unit}"
        return Weights(self.codes, sparse.csr_array(near.astype(np.float64)), f"within {shown} ({self.description})")

    def nearest(self, count: int) -> Weights:
        """Return weights of one for the ``count`` nearest other regions; of equals the smaller code. Not symmetric.

        Raises
        ------
        RegionError
            The count is not between 1 and n - 1, or a region knows too few distances.
        """
        if not 1 <= count < len(self):
            raise RegionError(f"of {len(self)} regions each has 1 to {len(self) - 1} nearest; {count} came")
        matrix = np.where(np.eye(len(self), dtype=bool) | np.isnan(self.matrix), np.inf, self.matrix)
        rank = np.argsort(np.argsort(np.array(self.codes)))
        pairs: list[tuple[str, str]] = []
        for row, origin in enumerate(self.codes):
            order = np.lexsort((rank, matrix[row]))[:count]
            if not np.isfinite(matrix[row, order]).all():
                raise RegionError(f"{origin} has fewer than {count} known distances: ask for fewer neighbours")
            pairs.extend((origin, self.codes[column]) for column in order)
        return Weights.from_pairs(pairs, self.codes, description=f"{count} nearest ({self.description})")


def read_travel_times(path: str | Path, codes: Iterable[str] | None = None, year: int | None = None) -> Distances:
    """Read travel times from a CSV file with the columns ``origin``, ``destination`` and ``minutes``.

    Parameters
    ----------
    path
        The file, in UTF-8. Regions are codes or names; there and back are two rows and may differ. A pair without a row
        is not known (nan); from a region to itself it is zero unless a row says otherwise.
    codes
        The regions wanted, in order; by default those of the file, by code. All must be in the file.
    year
        The year whose names and codes count; ``None``: now.

    Raises
    ------
    RegionError
        The file, a column, a region (named with its row) or a number cannot be used.
    """
    file = Path(path)
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise RegionError(f"{file}: cannot be read ({error.strerror or error}); give the path of a CSV file") from error
    except UnicodeDecodeError as error:
        raise RegionError(f"{file}: is not in UTF-8; save it as CSV UTF-8") from error
    reader = csv.DictReader(io.StringIO(text))
    if lacking := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise RegionError(
            f"{file}: travel times have the columns {', '.join(COLUMNS)}; {', '.join(lacking)} is missing among "
            f"{', '.join(reader.fieldnames or ()) or 'none'}"
        )
    times: dict[tuple[str, str], float] = {}
    unmatched: dict[str, int] = {}
    for line, row in enumerate(reader, 2):
        ends = [_code_of((row[name] or "").strip(), year) for name in COLUMNS[:2]]
        for name, code in zip(COLUMNS[:2], ends, strict=True):
            if code is None:
                unmatched.setdefault((row[name] or "").strip() or "an empty cell", line)
        if None in ends:
            continue
        pair = (str(ends[0]), str(ends[1]))
        if pair in times:
            raise RegionError(f"{file}: line {line}: {row['origin']} → {row['destination']} came before; keep one row")
        times[pair] = _minutes(row["minutes"], file, line)
    if unmatched:
        shown = first_five(f"{name} in line {line}" for name, line in unmatched.items())
        raise RegionError(f"{file}: no division of {year or 'today'} has these names or codes: {shown}; correct them")
    return _matrix_of(times, codes, file)


def _matrix_of(times: dict[tuple[str, str], float], codes: Iterable[str] | None, file: Path) -> Distances:
    if not times:
        raise RegionError(f"{file}: there is no row of travel times")
    regions = tuple(sorted({code for pair in times for code in pair}))
    place = {code: position for position, code in enumerate(regions)}
    matrix = np.full((len(regions), len(regions)), np.nan)
    np.fill_diagonal(matrix, 0.0)
    for (origin, destination), minutes in times.items():
        matrix[place[origin], place[destination]] = minutes
    found = Distances(regions, matrix, "min", f"travel times of {file.name}")
    return found if codes is None else found.aligned(codes)


def _code_of(text: str, year: int | None) -> str | None:
    """Return the code that a code or a name means in a year."""
    found = division(text, year) if text.isdigit() else resolve(text, year)
    return found.code if found else None


def _minutes(text: str | None, file: Path, line: int) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = np.nan
    if not (np.isfinite(value) and value >= 0):
        raise RegionError(f"{file}: line {line}: minutes are a number, zero or more; {text!r} came")
    return value
