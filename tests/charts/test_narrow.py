"""Figures in a narrow column: the key below, the plot no wider, what stands beside it brought along."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from gongxing.charts.catalogue import figure_kind
from gongxing.charts.narrow import PLOT, WIDE, narrow


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_key_stands_below(frames: dict[str, tuple[Any, dict[str, Any]]], language: str) -> None:
    for kind, (frame, options) in frames.items():
        wide = figure_kind(kind)(frame, **options, language=language).spec()
        before = copy.deepcopy(wide)
        drawn = narrow(wide, kind)
        assert wide == before, kind
        assert drawn["config"]["legend"]["orient"] == "bottom"
        assert '"orient": "right"' not in str(drawn).replace("'", '"'), kind


def test_a_map_keeps_its_size_and_its_key_larger_letters(frames: dict[str, tuple[Any, dict[str, Any]]]) -> None:
    frame, options = frames["region_map"]
    wide = figure_kind("region_map")(frame, **options).spec()
    drawn = narrow(wide, "region_map")
    assert (drawn["width"], drawn["height"]) == (wide["width"], wide["height"])
    assert drawn["config"]["legend"]["labelFontSize"] == pytest.approx(11.5 * wide["width"] / 340, abs=0.1)


def test_what_stands_beside_a_plot_comes_along(levels: Any) -> None:
    wide = figure_kind("time_series")(levels, indicator="地区生产总值").spec()
    drawn = narrow(wide, "time_series")
    assert drawn["width"] == PLOT < wide["width"]
    places = [layer.get("encoding", {}).get("x", {}).get("value") for layer in drawn["layer"]]
    assert [place for place in places if place is not None] == [PLOT + 10]


def test_a_plot_whose_names_are_placed_by_the_pixel_keeps_its_width(levels: Any) -> None:
    assert "convergence" in WIDE
    wide = figure_kind("convergence")(levels, indicator="人均地区生产总值").spec()
    assert narrow(wide, "convergence")["width"] == wide["width"]
