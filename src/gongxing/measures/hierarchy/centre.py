"""Where the weight of the map lies and how far it spreads, year by year."""

from __future__ import annotations

import numpy as np

from gongxing.measures.errors import complaint
from gongxing.measures.frame import By, Missing, Table
from gongxing.measures.kernels import centrography as kernel
from gongxing.measures.notes import within
from gongxing.measures.places import read_with_places
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Sample, Slice

_WEIGHT = Need(sign=">= 0", adds=True)
_DEGREES = Need()


def _read(
    table: Table, value: str, longitude: str, latitude: str, by: By, id: str | None, missing: Missing
) -> tuple[Sample, kernel.Plane]:
    """Read the columns, and take one plane for all slices, so that they can be compared."""
    sample = read_with_places(table, longitude, latitude, value=value, by=by, id=id, missing=missing)
    places: dict[str, tuple[float, float]] = {}
    for part in sample:
        _check(part)
        both = zip(part.codes, part.numbers("longitude"), part.numbers("latitude"), strict=True)
        places.update({str(code): (x, y) for code, x, y in both})
    ordered = np.array([places[code] for code in sorted(places)])
    plane = kernel.Plane.around(ordered[:, 0], ordered[:, 1])
    table.note("projection", name=plane.name)
    return sample, plane


def _check(part: Slice) -> None:
    for name, limit in (("longitude", 180.0), ("latitude", 90.0)):
        degrees = part.numbers(name)
        bad = np.abs(degrees) > limit
        if bad.any():
            raise complaint(
                f"{name}{part.where()}", f"degrees between -{limit:g} and {limit:g}",
                f"{int(bad.sum())} of {part.n} are not", "give degrees, and check that columns are not exchanged",
                part.codes[bad],
            )  # fmt: skip
    if part.numbers("value").sum() <= 0:
        raise complaint(
            f"value{part.where()}", "values with a sum above 0", "they sum to 0", "name another column", part.codes
        )


def _ellipse(part: Slice, plane: kernel.Plane) -> kernel.Ellipse:
    x, y = plane.forward(part.numbers("longitude"), part.numbers("latitude"))
    return kernel.deviational_ellipse(x, y, part.numbers("value"))


def _add_centre(outcome: Outcome, part: Slice, ellipse: kernel.Ellipse, plane: kernel.Plane) -> tuple[float, float]:
    longitude, latitude = plane.back(ellipse.x, ellipse.y)
    outcome.add(part.key, "longitude", longitude, part.n, unit="degree")
    outcome.add(part.key, "latitude", latitude, part.n, unit="degree")
    return longitude, latitude


@declare(
    id="centre_of_gravity",
    family="hierarchy",
    needs={"value": _WEIGHT, "longitude": _DEGREES, "latitude": _DEGREES},
    gives=Give(term="longitude", unit="degree", low=-180, high=180),
    references=("yuill1971",),
    chart="none",
)
def centre_of_gravity(
    table: Table,
    value: str,
    *,
    longitude: str = "longitude",
    latitude: str = "latitude",
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Centre of gravity of a quantity on the map, and how it moves.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a region (and year).
    value
        Column of a quantity that adds over regions (GDP, residents), at least 0, with a sum above 0.
    longitude, latitude
        Columns of degrees; where the frame has neither, regions lie at their seats of government, by code.
    by, id, missing
        As everywhere; with ``by`` a year, each centre is compared with that of the year before.

    Returns
    -------
    Result
        Terms ``longitude``, ``latitude`` (degrees), and from the second slice ``moved`` (km on the ellipsoid) and
        ``towards`` (degrees clockwise from north).
    """
    sample, plane = _read(table, value, longitude, latitude, by, id, missing)
    outcome = Outcome(sample.by)
    before: tuple[float, float] | None = None
    places: frozenset[str] | None = None
    for part in sample:
        here = _add_centre(outcome, part, _ellipse(part, plane), plane)
        now = frozenset(str(code) for code in part.codes)
        if before is not None:
            kilometres, bearing = kernel.step(before, here)
            outcome.add(part.key, "moved", kilometres, part.n, unit="km")
            if kilometres > 1e-6:  # below a millimetre there is no direction
                outcome.add(part.key, "towards", bearing, part.n, unit="degree")
            if now != places:
                outcome.note(
                    "other_regions", where=within(part.key),
                    more=len(now - (places or now)), fewer=len((places or now) - now),
                )  # fmt: skip
        before, places = here, now
    return outcome


@declare(
    id="deviational_ellipse",
    family="hierarchy",
    needs={"value": _WEIGHT, "longitude": _DEGREES, "latitude": _DEGREES},
    gives=Give(term="major", unit="km", low=0),
    references=("lefever1926", "yuill1971"),
    chart="none",
)
def deviational_ellipse(
    table: Table,
    value: str,
    *,
    longitude: str = "longitude",
    latitude: str = "latitude",
    by: By = None,
    id: str | None = "code",
    missing: Missing = "raise",
) -> Outcome:
    """Weighted standard deviational ellipse of a quantity: how far it spreads, in which direction.

    Parameters
    ----------
    data, value, longitude, latitude, by, id, missing
        As for ``centre_of_gravity``.

    Returns
    -------
    Result
        Terms ``longitude``, ``latitude`` of the centre; ``major``, ``minor`` (half-axes: one standard deviation, km);
        ``bearing`` of the longer axis (degrees clockwise from north, in [0, 180)); ``area`` (km2); ``flattening``
        (0 a circle, 1 a line).
    """
    sample, plane = _read(table, value, longitude, latitude, by, id, missing)
    outcome = Outcome(sample.by)
    for part in sample:
        ellipse = _ellipse(part, plane)
        _add_centre(outcome, part, ellipse, plane)
        outcome.add(part.key, "major", ellipse.major / 1000, part.n, unit="km")
        outcome.add(part.key, "minor", ellipse.minor / 1000, part.n, unit="km")
        outcome.add(part.key, "bearing", ellipse.bearing, part.n, unit="degree")
        outcome.add(part.key, "area", ellipse.area / 1e6, part.n, unit="km2")
        outcome.add(part.key, "flattening", ellipse.flattening, part.n)
        if int((part.numbers("value") > 0).sum()) < 3:
            outcome.note("few_for_ellipse", where=within(part.key))
    return outcome
