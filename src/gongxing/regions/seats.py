"""Seats of government: the town in which a province, a prefecture or a county is governed, as a point.

The point is that of the town (GeoNames' populated place with the role of a seat), not of the government's building; of
some urban districts it is a point in the built-up middle. ``README.md`` says where the table comes from. A division
whose seat is not known has none, and nothing is put in its place.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pyproj import Geod

from gongxing.regions.distances import Distances
from gongxing.regions.errors import RegionError, first_five

if TYPE_CHECKING:
    from collections.abc import Iterable

_GEOD = Geod(ellps="GRS80")


class Seat(NamedTuple):
    """Where a division is governed: the town, its longitude and latitude in degrees (WGS 84), and who says so."""

    code: str
    place: str
    longitude: float
    latitude: float
    source: str


@cache
def seats() -> dict[str, Seat]:
    """Return the seats of the divisions of 2024, by code."""
    with Path(__file__).with_name("seats.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Seat(row["code"], row["place"], float(row["longitude"]), float(row["latitude"]), row["source"])
            for row in csv.DictReader(file)
        }


def known_seats(codes: Iterable[str]) -> tuple[Seat, ...]:
    """Return the seats of divisions, in the order of their codes.

    Raises
    ------
    RegionError
        The seat of some division is not known (named).
    """
    wanted = tuple(codes)
    table = seats()
    if missing := [code for code in wanted if code not in table]:
        raise RegionError(
            f"the seats of {first_five(missing)} of {len(wanted)} divisions are not known (the table has divisions of "
            "2024): leave these out, or use travel times of your own"
        )
    return tuple(table[code] for code in wanted)


def seat_distances(codes: Iterable[str]) -> Distances:
    """Return the great-circle distances between the seats of divisions.

    Parameters
    ----------
    codes
        Codes of n divisions, each once.

    Returns
    -------
    Distances
        Matrix of shape (n, n) in metres along the geodesic of the ellipsoid (GRS 80), zero on the diagonal. Two
        divisions governed in one town have distance zero.

    Raises
    ------
    RegionError
        The seat of some division is not known (named).

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. *Journal of Geodesy* 87, 43–55.
    """
    points = known_seats(codes)
    size = len(points)
    matrix = np.zeros((size, size))
    if size > 1:
        rows, columns = np.triu_indices(size, 1)
        longitude = np.array([point.longitude for point in points])
        latitude = np.array([point.latitude for point in points])
        length = _GEOD.inv(longitude[rows], latitude[rows], longitude[columns], latitude[columns])[2]
        matrix[rows, columns] = length
        matrix[columns, rows] = length
    return Distances(tuple(point.code for point in points), matrix, "m", "great circle between seats of government")


def distances_from(code: str, others: Iterable[str]) -> dict[str, float]:
    """Return the distances in metres from the seat of one division to those of others, the nearest first.

    Others whose seat is not known are left out; so is the division itself.

    Raises
    ------
    RegionError
        The seat of the division itself is not known.
    """
    here = known_seats([code])[0]
    table = seats()
    there = [table[other] for other in dict.fromkeys(others) if other in table and other != code]
    size = len(there)
    length = _GEOD.inv(
        np.full(size, here.longitude), np.full(size, here.latitude),
        np.array([seat.longitude for seat in there]), np.array([seat.latitude for seat in there]),
    )[2]  # fmt: skip
    found = {seat.code: float(metres) for seat, metres in zip(there, length, strict=True)}
    return dict(sorted(found.items(), key=lambda item: (item[1], item[0])))
