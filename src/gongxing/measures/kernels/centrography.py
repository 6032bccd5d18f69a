"""Where the weight of a quantity lies on the map, how far it spreads and in which direction.

Longitudes and latitudes are taken to a plane first: the Lambert azimuthal equal-area projection of the GRS80 ellipsoid
(that of CGCS2000 to a tenth of a millimetre), centred on the middle of the places, so that areas are true.

References
----------
Lefever, D. W. (1926). Measuring geographic concentration by means of the standard deviational ellipse. *American
Journal of Sociology* 32(1), 88-94.
Yuill, R. S. (1971). The standard deviational ellipse: an updated tool for spatial description. *Geografiska Annaler B*
53(1), 28-39.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gongxing.measures.kernels.arrays import checked

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Transformer

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A standard deviational ellipse in the plane.

    Attributes
    ----------
    x, y
        Weighted mean centre, in the unit of the coordinates.
    major, minor
        Standard deviations along the longer and the shorter axis (roots of the eigenvalues of the weighted covariance;
        divisor: the sum of weights), the half-axes of the ellipse.
    bearing
        Direction of the longer axis in degrees clockwise from the y axis, in [0, 180); 0 where both are equal.
    """

    x: float
    y: float
    major: float
    minor: float
    bearing: float

    @property
    def area(self) -> float:
        """Area of the ellipse, in squared units of the coordinates."""
        return float(np.pi * self.major * self.minor)

    @property
    def flattening(self) -> float:
        """1 - minor / major: zero for a circle, one for a line; zero where all weight is at one place."""
        return 1 - self.minor / self.major if self.major > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Plane:
    """An equal-area plane around a point, in metres.

    Attributes
    ----------
    longitude, latitude
        Its centre, degrees.
    """

    longitude: float
    latitude: float
    _transformer: Transformer

    @property
    def name(self) -> str:
        """The projection in words."""
        return f"Lambert azimuthal equal-area, GRS80 ellipsoid, centred at {self.longitude:.3f}°, {self.latitude:.3f}°"

    @classmethod
    def around(cls, longitude: Array, latitude: Array) -> Plane:
        """Return the plane around the middle of some places (degrees, shape (n,))."""
        from pyproj import CRS, Transformer

        turn, rise = np.radians(longitude), np.radians(latitude)
        x, y, z = np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise)
        middle = (
            np.degrees(np.arctan2(y.mean(), x.mean())),
            np.degrees(np.arctan2(z.mean(), np.hypot(x.mean(), y.mean()))),
        )
        plane = CRS.from_proj4(f"+proj=laea +lon_0={middle[0]:.9f} +lat_0={middle[1]:.9f} +ellps=GRS80 +units=m")
        sphere = CRS.from_proj4("+proj=longlat +ellps=GRS80")
        return cls(float(middle[0]), float(middle[1]), Transformer.from_crs(sphere, plane, always_xy=True))

    def forward(self, longitude: Array, latitude: Array) -> tuple[Array, Array]:
        """Return x and y in metres."""
        x, y = self._transformer.transform(longitude, latitude)
        return np.asarray(x), np.asarray(y)

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude of a point of the plane."""
        longitude, latitude = self._transformer.transform(x, y, direction="INVERSE")
        return float(longitude), float(latitude)


def deviational_ellipse(x: Array, y: Array, weight: Array | None = None) -> Ellipse:
    """Return the weighted mean centre and the standard deviational ellipse.

    Parameters
    ----------
    x, y
        Coordinates in a plane (to the east and to the north), shape (n,).
    weight
        Not negative, with a sum above zero, shape (n,); by default one each.
    """
    x, weight = checked(x, weight, above=None)
    y, _ = checked(y, None, above=None, least=x.size)
    share = np.full(x.size, 1 / x.size) if weight is None else weight / weight.sum()
    middle_x, middle_y = float(share @ x), float(share @ y)
    east, north = x - middle_x, y - middle_y
    xx, yy, xy = float(share @ east**2), float(share @ north**2), float(share @ (east * north))
    centre, half = (xx + yy) / 2, float(np.hypot((xx - yy) / 2, xy))
    bearing = 0.0
    if half > 1e-12 * max(centre, np.finfo(float).tiny):
        bearing = (90 - np.degrees(np.arctan2(2 * xy, xx - yy)) / 2) % 180
    return Ellipse(
        middle_x, middle_y, float(np.sqrt(centre + half)), float(np.sqrt(max(centre - half, 0.0))), float(bearing)
    )  # fmt: skip


def great_circle(longitude: Array, latitude: Array) -> Array:
    """Return geodesic distances on the GRS80 ellipsoid between all pairs, in kilometres, shape (n, n)."""
    from pyproj import Geod

    size = longitude.size
    row, column = np.triu_indices(size, 1)
    _, _, metres = Geod(ellps="GRS80").inv(longitude[row], latitude[row], longitude[column], latitude[column])
    distance = np.zeros((size, size))
    distance[row, column] = distance[column, row] = np.asarray(metres) / 1000
    return distance


def step(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Return the geodesic kilometres and the bearing in degrees [0, 360) from one (longitude, latitude) to another."""
    from pyproj import Geod

    bearing, _, metres = Geod(ellps="GRS80").inv(*start, *end)
    return float(metres) / 1000, float(bearing) % 360
