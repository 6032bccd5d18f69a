"""Spatial weights keyed by the code of a region: nothing is ever matched by position.

A weights matrix W holds in row i the weights that region i gives its neighbours; the spatial lag of y is W y. Every
operation that meets another list of regions joins by code and names what it cannot match.

References
----------
Anselin, L. (1988). *Spatial Econometrics: Methods and Models*. Kluwer, chapter 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from gongxing.regions.errors import RegionError, first_five

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

COLUMNS = ("origin", "destination", "weight")


def _code(value: object) -> str:
    """Return a code as text: spreadsheets and frames often hold adcodes as numbers."""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        value = int(value)
    return str(value).strip()


def _check_codes(codes: tuple[str, ...]) -> None:
    if bad := [code for code in codes if not isinstance(code, str) or not code.strip()]:
        raise RegionError(
            f"codes of weights must be non-empty text; {len(bad)} of {len(codes)} are not ({bad[0]!r} is the first): "
            "give each region its code, e.g. '510100'"
        )
    if twice := [code for code, count in Counter(codes).items() if count > 1]:
        raise RegionError(
            f"each region may stand in weights once; of {len(codes)} codes these came more than once: "
            f"{first_five(twice)}; drop or merge the repeated rows"
        )


@dataclass(frozen=True, eq=False)
class Weights:
    """Spatial weights of n regions.

    Attributes
    ----------
    codes
        The n codes of the regions, each once, in the order of the rows and columns of ``matrix``.
    matrix
        ``scipy.sparse.csr_array`` of shape (n, n), float64, finite and non-negative, without stored zeros: row i holds
        the weights that region ``codes[i]`` gives its neighbours. A weight on the diagonal counts a region as its own
        neighbour (as Getis and Ord's G* wants it).
    description
        What the weights are, in words: "queen contiguity, 183 counties, 2024".

    Raises
    ------
    RegionError
        A code is missing or repeated, the matrix is not n by n, a weight is negative or not finite.
    """

    codes: tuple[str, ...]
    matrix: sparse.csr_array[np.float64]
    description: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(self.codes))
        _check_codes(self.codes)
        size = len(self.codes)
        shape = getattr(self.matrix, "shape", None)
        if shape != (size, size):
            raise RegionError(
                f"the matrix of {size} regions must be {size} by {size}; it came as {shape}: give one row and one "
                "column for each code, in the order of the codes"
            )
        matrix = self.matrix.astype(np.float64)
        matrix.sum_duplicates()
        bad = ~np.isfinite(matrix.data) | (matrix.data < 0)
        if bad.any():
            rows = np.repeat(np.arange(size), np.diff(matrix.indptr))[bad]
            raise RegionError(
                f"weights must be finite and not negative; {int(bad.sum())} of {matrix.nnz} are not, the first is "
                f"{matrix.data[bad][0]} in the row of {self.codes[rows[0]]}: turn distances into weights "
                "(for instance 1 / distance) and leave out what is unknown"
            )
        matrix.eliminate_zeros()
        matrix.sort_indices()
        object.__setattr__(self, "matrix", matrix)

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"Weights({self.description or 'no description'}: {len(self)} regions, {self.matrix.nnz} weights)"

    @property
    def islands(self) -> tuple[str, ...]:
        """Codes of the regions that give no other region a weight, in the order of ``codes``."""
        neighbours = np.diff(self.matrix.indptr) - (self.matrix.diagonal() != 0)
        return tuple(code for code, count in zip(self.codes, neighbours, strict=True) if count == 0)

    def neighbours(self, code: str) -> dict[str, float]:
        """Return the neighbours of a region with the weights it gives them, in the order of ``codes``.

        Raises
        ------
        RegionError
            The code is not among the regions.
        """
        if code not in self.codes:
            raise RegionError(f"{code} is not among the {len(self)} regions of the weights ({self.description})")
        row = self.codes.index(code)
        span = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
        return {
            self.codes[column]: float(weight)
            for column, weight in zip(self.matrix.indices[span], self.matrix.data[span], strict=True)
        }

    def row_standardised(self) -> Weights:
        """Return the weights with each row divided by its sum; the row of an island stays empty."""
        sums = np.asarray(self.matrix.sum(axis=1), dtype=np.float64)
        scale = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)
        matrix = self.matrix.copy()
        matrix.data *= np.repeat(scale, np.diff(matrix.indptr))
        words = f"{self.description}, row-standardised" if self.description else "row-standardised"
        return Weights(self.codes, matrix, words)

    def aligned(self, codes: Iterable[str]) -> Weights:
        """Return the weights among the regions of ``codes``, in that order, matched by code.

        Weights to regions that are left out are dropped, so that row sums of weights that were row-standardised
        before may fall below one: standardise after aligning.

        Parameters
        ----------
        codes
            Codes of the regions wanted, each once; all must be among the regions of the weights.

        Raises
        ------
        RegionError
            Some codes are unknown to the weights (named), or come twice.
        """
        wanted = tuple(_code(code) for code in codes)
        _check_codes(wanted)
        place = {code: position for position, code in enumerate(self.codes)}
        if missing := [code for code in wanted if code not in place]:
            raise RegionError(
                f"weights and data must have the same regions: of {len(wanted)} codes asked for, the weights "
                f"({self.description or 'no description'}, {len(self)} regions) lack {first_five(missing)}; bring both "
                "to the codes of one year (gongxing.regions.crosswalk) or leave these regions out"
            )
        order = np.array([place[code] for code in wanted], dtype=np.intp)
        return Weights(wanted, sparse.csr_array(self.matrix[order][:, order]), self.description)

    @classmethod
    def from_pairs(
        cls,
        pairs: Iterable[Sequence[Any]],
        codes: Sequence[str] | None = None,
        *,
        description: str = "",
    ) -> Weights:
        """Build weights from pairs.

        Parameters
        ----------
        pairs
            (origin, destination) with weight one, or (origin, destination, weight): the weight that the origin gives
            the destination. A pair counts in its direction only; give both for symmetric weights.
        codes
            All regions, in order, so that islands are kept. By default those that occur in a pair, sorted.
        description
            What the weights are, in words.

        Raises
        ------
        RegionError
            A pair has another length, comes twice, has an impossible weight, or names a region not in ``codes``.
        """
        entries: dict[tuple[str, str], float] = {}
        for pair in pairs:
            if len(pair) not in (2, 3):
                raise RegionError(f"a pair is (origin, destination) or (origin, destination, weight); {pair!r} came")
            key = (_code(pair[0]), _code(pair[1]))
            if key in entries:
                raise RegionError(f"each pair may come once; {key[0]} → {key[1]} came twice: keep one of the rows")
            try:
                entries[key] = float(pair[2]) if len(pair) == 3 else 1.0
            except (TypeError, ValueError) as error:
                raise RegionError(f"the weight of {key[0]} → {key[1]} must be a number; {pair[2]!r} came") from error
        named = {code for key in entries for code in key}
        regions = tuple(_code(code) for code in codes) if codes is not None else tuple(sorted(named))
        _check_codes(regions)
        place = {code: position for position, code in enumerate(regions)}
        if unknown := sorted(named - place.keys()):
            raise RegionError(
                f"pairs may name only the {len(regions)} regions of `codes`; not among them are "
                f"{first_five(unknown)}: add them to `codes` or drop their pairs"
            )
        rows = np.array([place[origin] for origin, _ in entries], dtype=np.intp)
        columns = np.array([place[destination] for _, destination in entries], dtype=np.intp)
        data = np.array(list(entries.values()), dtype=np.float64)
        shape = (len(regions), len(regions))
        return cls(regions, sparse.csr_array((data, (rows, columns)), shape=shape), description)

    @classmethod
    def from_matrix(cls, codes: Sequence[str], matrix: Any, *, description: str = "") -> Weights:
        """Build weights from a dense or sparse n by n matrix whose rows and columns are in the order of ``codes``.

        Raises
        ------
        RegionError
            As for ``Weights``.
        """
        given: Any = matrix if sparse.issparse(matrix) else np.asarray(matrix, dtype=np.float64)
        if given.ndim != 2:
            raise RegionError(f"a matrix of weights has two dimensions; {given.ndim} came: give n rows of n weights")
        return cls(tuple(_code(code) for code in codes), sparse.csr_array(given), description)

    @classmethod
    def from_table(cls, table: Any, codes: Sequence[str] | None = None, *, description: str = "") -> Weights:
        """Build weights from a tidy table (pandas, polars, or another frame) with one row for each weight.

        Parameters
        ----------
        table
            Columns ``origin``, ``destination`` and, if not all one, ``weight``. Codes may be numbers.
        codes
            As for ``from_pairs``.

        Raises
        ------
        RegionError
            A column is missing, a cell is empty, or as for ``from_pairs``.
        """
        import narwhals as nw

        frame = nw.from_native(table, eager_only=True)
        if lacking := [name for name in COLUMNS[:2] if name not in frame.columns]:
            raise RegionError(
                f"a table of weights has the columns {', '.join(COLUMNS)}; {', '.join(lacking)} is missing among "
                f"{', '.join(frame.columns)}: rename the columns"
            )
        names = [name for name in COLUMNS if name in frame.columns]
        frame = frame.select(names)
        whole = frame.drop_nulls()
        if len(whole) < len(frame):
            empty = [number for number, row in enumerate(frame.iter_rows(), 1) if None in row]
            raise RegionError(
                f"no row of weights may have an empty cell; of {len(frame)} rows these have one: {first_five(empty)}; "
                "fill or drop them"
            )
        return cls.from_pairs(list(whole.iter_rows()), codes, description=description)

    def to_table(self) -> pl.DataFrame:
        """Return a tidy table with one row for each weight: ``origin``, ``destination``, ``weight``.

        Islands have no row; give their codes to ``from_table`` to have them back.
        """
        import polars as pl

        coordinates = self.matrix.tocoo()
        names = np.array(self.codes, dtype=object)
        return pl.DataFrame(
            {
                "origin": names[coordinates.row].tolist(),
                "destination": names[coordinates.col].tolist(),
                "weight": coordinates.data,
            },
            schema={"origin": pl.String, "destination": pl.String, "weight": pl.Float64},
        )
