"""Names of points stand where there is room, and never over one another."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.charts.figure import width_of
from gongxing.charts.placing import STANDS, placed, sides

POINTS = st.lists(
    st.tuples(st.floats(0, 460), st.floats(0, 320), st.sampled_from(("成都", "Mianyang", "阿坝州"))), max_size=40
)


@given(POINTS)
@settings(max_examples=80, deadline=None)
def test_no_name_stands_over_another(points: list[tuple[float, float, str]]) -> None:
    x, y, names = ([point[k] for point in points] for k in range(3))
    boxes = []
    for px, py, name, side in zip(x, y, names, sides(x, y, names, 460, 10), strict=True):
        if side == "none":
            continue
        align, dx, dy = STANDS[side]
        wide = width_of(name) * 10
        left = px + dx - {"left": 0, "right": wide, "center": wide / 2}[align]
        boxes.append((left, py + dy - 6, left + wide, py + dy + 6))
    for k, one in enumerate(boxes):
        for other in boxes[:k]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_stands_right_of_its_point_and_gives_way_to_others() -> None:
    assert sides([100], [100], ["成都"], 460, 10) == ["right"]
    assert sides([100, 118], [100, 100], ["成都", "德阳"], 460, 10) == ["left", "right"]
    assert sides([100, 118, 82], [100, 100, 100], ["成都", "德阳", "眉山"], 460, 10)[0] == "above"
    assert sides([100] * 5, [100] * 5, ["成都"] * 5, 460, 10) == ["right", "left", "above", "below", "none"]


def test_a_name_keeps_clear_of_a_line_where_another_side_is_free() -> None:
    line = [(x, 98.0, x + 4, 102.0) for x in range(104, 160, 4)]
    assert sides([100], [100], ["成都"], 460, 10, line) == ["left"]
    everywhere = [(0.0, 0.0, 460.0, 320.0)]
    assert sides([100], [100], ["成都"], 460, 10, everywhere) == ["right"]  # rather crossed than unnamed


def test_a_name_keeps_clear_of_a_line_with_corners() -> None:
    rows = [{"name": "最前的方案"}, {"name": "一个名字很长的方案"}]
    corners = [(0.1, 3.0), (0.1, 2.0), (0.9, 2.0)]
    assert placed(rows, [0.1, 0.9], [3.0, 2.0], "name", (460, 320))[1]["stands"] == "left"
    assert placed(rows, [0.1, 0.9], [3.0, 2.0], "name", (460, 320), corners)[1]["stands"] == "above"
