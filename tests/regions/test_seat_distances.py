"""Distances between seats, and travel times of one's own: keyed by code, never guessed."""

from __future__ import annotations

import numpy as np
import pytest

from gongxing.regions import RegionError
from gongxing.regions.distances import Distances, read_travel_times
from gongxing.regions.seats import distances_from, seat_distances, seats

CITIES = ["510100", "510600", "511400", "512000"]


def test_great_circles_between_seats() -> None:
    found = seat_distances(CITIES)
    assert found.unit == "m"
    assert np.array_equal(found.matrix, found.matrix.T)
    assert not found.matrix.diagonal().any()
    # Haversine on a sphere of 6 371 km between the two points of the table agrees to half a per cent.
    a, b = seats()["510100"], seats()["510600"]
    p, q = np.radians([a.latitude, b.latitude])
    half = np.sin((p - q) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(np.radians(a.longitude - b.longitude) / 2) ** 2
    assert found.matrix[0, 1] == pytest.approx(2 * 6_371_000 * np.arcsin(np.sqrt(half)), rel=0.005)
    assert list(distances_from("510100", CITIES)) == ["510600", "511400", "512000"]
    assert distances_from("510100", CITIES)["510600"] == pytest.approx(found.matrix[0, 1])


def test_alignment_bands_and_nearest() -> None:
    found = seat_distances(CITIES)
    assert found.aligned(["512000", "510100"]).matrix[0, 1] == found.matrix[3, 0]
    band = found.band(75_000)
    assert band.neighbours("510100") == {"510600": 1.0, "511400": 1.0}
    assert band.description == "within 75 km (great circle between seats of government)"
    nearest = found.nearest(1)
    assert nearest.neighbours("512000") == {"511400": 1.0}
    assert nearest.neighbours("510100") == {"510600": 1.0}
    with pytest.raises(RegionError, match="each has 1 to 3 nearest"):
        found.nearest(4)
    with pytest.raises(RegionError, match="positive number of m"):
        found.band(0)
    with pytest.raises(RegionError, match=r"lacks 1 \(999999\)"):
        found.aligned(["999999"])


def test_equally_near_regions_are_taken_by_code() -> None:
    matrix = np.array([[0.0, 5, 5], [5, 0, 5], [5, 5, 0]])
    assert list(Distances(("c", "b", "a"), matrix, "min", "made").nearest(1).neighbours("c")) == ["a"]


def test_a_seat_that_is_not_known_is_named() -> None:
    with pytest.raises(RegionError, match=r"seats of 1 \(653228\)"):
        seat_distances(["510100", "653228"])


def test_travel_times_by_name_or_code_may_differ_there_and_back(tmp_path) -> None:
    path = tmp_path / "minutes.csv"
    path.write_text("origin,destination,minutes\n成都,绵阳市,40\n510700,成都,45\n德阳,510100,30\n", "utf-8-sig")
    found = read_travel_times(path)
    assert found.codes == ("510100", "510600", "510700")
    assert found.unit == "min"
    assert (found.matrix[0, 2], found.matrix[2, 0]) == (40, 45)
    assert np.isnan(found.matrix[0, 1])
    assert read_travel_times(path, ["510700", "510100"]).matrix.tolist() == [[0, 45], [40, 0]]
    assert found.band(40).neighbours("510600") == {"510100": 1.0}
    with pytest.raises(RegionError, match="fewer than 2 known distances"):
        found.nearest(2)
    with pytest.raises(RegionError, match=r"lacks 1 \(510300\)"):
        read_travel_times(path, ["510300"])


def test_names_of_the_year_count(tmp_path) -> None:
    path = tmp_path / "minutes.csv"
    path.write_text("origin,destination,minutes\n襄樊,武汉,180\n", "utf-8")
    assert read_travel_times(path, year=2008).codes == ("420100", "420600")
    with pytest.raises(RegionError, match=r"1 \(襄樊 in line 2\)"):
        read_travel_times(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from,to,minutes\n成都,德阳,30\n", "origin, destination is missing"),
        ("origin,destination,minutes\n", "no row of travel times"),
        ("origin,destination,minutes\n成都,德阳,soon\n", "line 2: minutes are a number"),
        ("origin,destination,minutes\n成都,德阳,-3\n", "line 2: minutes are a number"),
        ("origin,destination,minutes\n成都,德阳,3\n成都市,510600,4\n", "line 3: 成都市 → 510600 came before"),
        ("origin,destination,minutes\n成都,,3\n", "an empty cell in line 2"),
    ],
)
def test_travel_times_that_cannot_be_used_are_explained(tmp_path, text, words) -> None:
    path = tmp_path / "minutes.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(RegionError) as error:
        read_travel_times(path)
    assert words in str(error.value)
    assert "minutes.csv" in str(error.value)


def test_a_file_in_another_encoding_or_absent(tmp_path) -> None:
    path = tmp_path / "minutes.csv"
    path.write_bytes("origin,destination,minutes\n成都,德阳,30\n".encode("gbk"))
    with pytest.raises(RegionError, match="not in UTF-8"):
        read_travel_times(path)
    with pytest.raises(RegionError, match="cannot be read"):
        read_travel_times(tmp_path / "nowhere.csv")
