"""Where regions are: columns of degrees where the frame has them, else the seats of government by code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.notes import within

if TYPE_CHECKING:
    from gongxing.measures.frame import By, Missing, Table
    from gongxing.measures.slices import Sample, Slice


def read_with_places(
    table: Table,
    longitude: str,
    latitude: str,
    *,
    by: By,
    id: str | None,
    missing: Missing,
    **columns: str | None,
) -> Sample:
    """Read columns with ``longitude`` and ``latitude`` beside them (degrees, in the slices under these names).

    Where the frame has neither of the two columns, a region lies at its seat of government, and a note says so.

    Raises
    ------
    DataError
        As for ``Table.read``; only one of the two columns is there; a seat is not known (with ``missing="raise"``).
    """
    read: dict[str, Any] = dict(columns)
    if longitude in table.frame.columns or latitude in table.frame.columns:
        return table.read(by=by, id=id, missing=missing, **read, longitude=longitude, latitude=latitude)
    sample = table.read(by=by, id=id, missing=missing, **read)
    table.note("places_are_seats", longitude=longitude, latitude=latitude)
    return replace(sample, slices=tuple(_at_seats(part, missing) for part in sample))


def _at_seats(part: Slice, missing: Missing) -> Slice:
    """Return a slice with the seats of its regions."""
    from gongxing.regions.seats import seats

    table, known = part.table, seats()
    found = np.array([str(code) in known for code in part.codes], dtype=bool)
    if not found.all():
        lacking = [str(code) for code in part.codes[~found]]
        if missing == "raise" or not found.any():
            raise complaint(
                f"{table.measure.id}{part.where()}", "columns of longitude and latitude, or codes whose seat is known",
                f"the seats of {len(lacking)} of {part.n} are not known",
                'name the columns with longitude= and latitude=, or leave these out with missing="drop"', lacking,
            )  # fmt: skip
        table.note("without_seat", count=len(lacking), total=part.n, where=within(part.key), codes=list(lacking))
    codes = part.codes[found]
    columns = {name: values[found] for name, values in part.columns.items()}
    columns["longitude"] = np.array([known[str(code)].longitude for code in codes])
    columns["latitude"] = np.array([known[str(code)].latitude for code in codes])
    return replace(part, codes=codes, columns=columns)
