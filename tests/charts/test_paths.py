"""Lines in steps: the same drawing in fewer bytes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gongxing.charts.paths import shortened

NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
points = st.lists(st.tuples(*[st.integers(-9_999, 9_999).map(lambda one: one / 10)] * 2), min_size=1, max_size=9)
rings = st.lists(st.tuples(points, st.booleans()), min_size=1, max_size=4)


def written(lines: list[tuple[list[tuple[float, float]], bool]]) -> str:
    return "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in line) + "Z" * closed for line, closed in lines)


def read(path: str) -> list[list[tuple[float, float]]]:
    """Return the points of each line of a path in steps, as SVG 2 reads them."""
    found, x, y, begin = [], 0.0, 0.0, (0.0, 0.0)
    for letter, rest in re.findall(r"([Mmlz])([^Mmlz]*)", path):
        numbers = [float(one) for one in re.findall(NUMBER, rest)]
        if letter == "z":
            x, y = begin
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = (across, down) if letter == "M" else (x + across, y + down)
            if letter in "Mm":
                begin = (x, y)
                found.append([])
            found[-1].append((round(x, 6), round(y, 6)))
    return found


@given(rings)
def test_steps_lead_to_the_same_points(lines) -> None:
    path = re.search(r' d="([^"]*)"', shortened(f'<path d="{written(lines)}"/>'))[1]
    wanted = [[point for k, point in enumerate(line) if k == 0 or point != line[k - 1]] for line, _ in lines]
    for line, found, (_, closed) in zip(wanted, read(path), lines, strict=True):
        assert found[: len(line)] == line
        assert len(found) == (3 if closed and len(line) == 1 else len(line)), "a ring of one point is still seen"


def test_curves_are_rounded_alone() -> None:
    assert shortened('<path d="M1.234,2A3.456,3,0,1,1,5,5.55"/>') == '<path d="M1.2,2A3.5,3,0,1,1,5,5.5"/>'


def test_a_page_s_picture_of_very_many_points_is_told_to_half_a_pixel() -> None:
    many = "M0,0" + "".join(f"L{k / 7:.3f},{k % 3}" for k in range(9_000))
    assert ".1" in shortened(f'<path d="{many}"/>')
    assert not re.search(r"\.[^5]", re.search(r' d="([^"]*)"', shortened(f'<path d="{many}"/>', page=True))[1])
    assert "1.3" in shortened('<path d="M1.3,0L2,2"/>', page=True)
