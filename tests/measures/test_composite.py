"""Composite indices: specifications that teach, gaps, ranks as intervals, claims put to the test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import gongxing.measures as measures
from gongxing.measures import DataError
from gongxing.measures.composite import load_specification

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "docs" / "sample" / "index"
# Two years, four regions: A leads in both; D climbs from the last to the second place of x.
FRAME = pl.DataFrame(
    {
        "code": ["A", "B", "C", "D"] * 2,
        "year": [2023] * 4 + [2025] * 4,
        "x": [9.0, 5.0, 4.0, 1.0, 10.0, 5.0, 4.0, 6.0],
        "y": [8.0, 6.0, 2.0, 3.0, 9.0, 6.0, 2.0, 4.0],
        "people": [2.0, 2.0, 1.0, 1.0, 2.0, 2.0, 1.0, 1.0],
    }
)


def index(frame: pl.DataFrame = FRAME, **changes):
    content = {"time": "year", "indicators": [{"column": "x"}, {"column": "y"}], **changes}
    return measures.composite_index(frame, spec=content)


def of(result, term: str, group: str, year: int | None = 2025) -> float:
    found = [r.value for r in result.rows if r.term == term and r.group == group and r.key == (year,)]
    assert len(found) == 1
    return found[0]


def test_scales_are_over_all_years_and_ranks_within_each() -> None:
    result = index()
    # x from 1 to 10, y from 2 to 9.
    assert of(result, "score", "D", 2023) == pytest.approx((0 + 1 / 7) / 2)
    assert of(result, "score", "D") == pytest.approx((5 / 9 + 2 / 7) / 2)
    assert [of(result, "rank", code, 2023) for code in "ABCD"] == [1, 2, 3, 4]
    assert [of(result, "rank", code) for code in "ABCD"] == [1, 2, 4, 3]


def test_a_ratio_a_logarithm_and_a_direction() -> None:
    result = index(
        indicators=[{"column": "x", "per": "people"}, {"column": "y", "transform": "log", "direction": "lower"}]
    )
    ratio = FRAME["x"].to_numpy() / FRAME["people"].to_numpy()
    log = np.log(FRAME["y"].to_numpy())
    wanted = ((ratio - ratio.min()) / np.ptp(ratio) + (log.max() - log) / np.ptp(log)) / 2
    assert of(result, "score", "D") == pytest.approx(wanted[7])


def test_weights_of_dimensions_hold_whatever_weighs_inside() -> None:
    indicators = [{"column": "x", "dimension": "in"}, {"column": "y", "dimension": "out"},
                  {"column": "people", "dimension": "out"}]  # fmt: skip
    dimensions = [{"name": "in", "weight": 3}, {"name": "out", "weight": 1}]
    for way in ("equal", "entropy", "critic", "pca"):
        result = index(indicators=indicators, dimensions=dimensions, weighting=way)
        assert of(result, "weight", "x", None) == pytest.approx(0.75)
    assert of(result, "score out", "A") <= 1


def test_judgements_weigh_indicators_or_dimensions_and_say_how_consistent_they_are() -> None:
    result = index(weighting="ahp", comparisons=[[1, 3], [1 / 3, 1]])
    assert of(result, "weight", "x", None) == pytest.approx(0.75)
    assert any("consistency ratio" in note for note in result.notes)
    contradictory = [[1, 2, 0.5], [0.5, 1, 2], [2, 0.5, 1]]
    three = [{"column": "x"}, {"column": "y"}, {"column": "people"}]
    assert any(
        "contradict" in note for note in index(indicators=three, weighting="ahp", comparisons=contradictory).notes
    )


@pytest.mark.parametrize("policy", ["drop", "reweight", "carry"])
def test_gaps_are_treated_as_the_specification_says_and_noted(policy) -> None:
    gap = FRAME.with_columns(x=pl.when((pl.col("code") == "B") & (pl.col("year") == 2025)).then(None).otherwise("x"))
    with pytest.raises(DataError, match=r"1 of 8 rows lack some \(x 1\)"):
        index(gap)
    result = index(gap, missing=policy)
    assert result.notes
    scores = {r.group: r.value for r in result.rows if r.key == (2025,) and r.term == "score"}
    if policy == "drop":
        assert set(scores) == {"A", "C", "D"}
    elif policy == "reweight":
        assert scores["B"] == pytest.approx(4 / 7)  # y alone
    else:
        assert scores["B"] == pytest.approx((4 / 9 + 4 / 7) / 2)  # x of 2023


def test_an_earlier_year_lends_its_value_and_is_named() -> None:
    gap = FRAME.with_columns(x=pl.when(pl.col("year") == 2025).then(None).otherwise("x"))
    result = index(gap, missing="carry", times=[2025])
    assert {r.key for r in result.rows if r.term == "score"} == {(2025,)}
    assert of(result, "rank", "A") == 1
    assert any("x: 4 missing values are those of an earlier year (2023 for 2025)" in note for note in result.notes)
    with pytest.raises(DataError, match="2030 are not there; the data have 2023, 2025"):
        index(times=[2030])
    with pytest.raises(DataError, match="name the column of time"):
        measures.composite_index(FRAME, spec={"indicators": [{"column": "x"}], "times": [2025]})


def test_ranks_get_intervals_that_hold_the_rank_and_repeat_with_the_seed() -> None:
    robust = {"runs": 200, "seed": 3, "normalisations": ["rank"], "weightings": ["entropy", "critic"],
              "aggregations": ["geometric"], "sobol": 64}  # fmt: skip
    first, again = index(robustness=robust), index(robustness=robust)
    assert first.rows == again.rows
    assert first.rows != index(robustness={**robust, "seed": 4}).rows
    for code in "ABCD":
        low, median, high = (of(first, f"rank {which}", code) for which in ("low", "median", "high"))
        assert 1 <= low <= median <= high <= 4
    assert of(first, "rank high", "A") == 1  # best in both, whatever is chosen
    assert first.spec.seed == 3


def test_without_alternatives_every_run_is_the_index_itself() -> None:
    result = index(robustness={"runs": 20, "weight_spread": 0.0})
    for code in "ABCD":
        assert of(result, "rank low", code) == of(result, "rank high", code) == of(result, "rank", code)
    assert any("no choice moves any rank" in note for note in result.notes) or not any(
        r.term.startswith("sensitivity") for r in result.rows
    )


def test_one_uncertain_choice_owns_all_sensitivity() -> None:
    result = index(robustness={"runs": 20, "weight_spread": 0.9, "sobol": 64})
    total = {r.group: r.value for r in result.rows if r.term == "sensitivity total"}
    assert total == {"weights": 1.0}


def test_the_choice_that_matters_has_the_largest_sensitivity() -> None:
    # With x or y left out D goes up or down; scales hardly matter.
    result = index(
        indicators=[{"column": "x"}, {"column": "y"}, {"column": "people", "direction": "lower"}],
        robustness={"runs": 50, "weight_spread": 0.01, "leave_out": True, "sobol": 256},
    )
    total = {r.group: r.value for r in result.rows if r.term == "sensitivity total"}
    assert total["indicator left out"] > 0.9 > total["weights"]


def test_a_claim_is_rebuilt_and_its_fragility_shown() -> None:
    claim = {"region": "D", "time": 2025, "rank": 3, "of": 50, "change": 1, "since": 2023}
    result = index(claims=[claim], robustness={"runs": 300, "weight_spread": 0.9, "normalisations": ["rank"]})
    label = "D rank 3 of 50 +1 since 2023"
    assert of(result, "claim rank", label) == 3
    assert of(result, "claim change", label) == 1
    assert 0 < of(result, "claim holds", label) < 1
    assert of(result, "claim holds", label) <= of(result, "claim at least", label)
    assert any("speaks of 50 regions; the data have 4" in note for note in result.notes)
    moved = {r.group: r.value for r in result.rows if r.term == "claim sensitivity"}
    assert set(moved) == {f"{label}: normalisation", f"{label}: weights"}
    assert max(moved.values()) > 0.2


def test_regions_may_be_named_as_people_name_them() -> None:
    codes = {"A": "510100", "B": "510600", "C": "511400", "D": "512000"}
    other = FRAME.filter(pl.col("code") == "A").with_columns(code=pl.lit("110000"))
    frame = pl.concat([FRAME.with_columns(code=pl.col("code").replace(codes)), other])
    result = index(frame, regions=["成都都市圈"], claims=[{"region": "眉山", "rank": 4, "time": 2025}])
    assert {r.group for r in result.rows if r.term == "score"} == set(codes.values())
    assert of(result, "claim rank", "眉山 rank 4") == 4


def test_the_sample_runs_and_its_claim_is_true_in_fewer_than_half_of_the_ways() -> None:
    result = measures.composite_index(pl.read_csv(SAMPLE / "innovation.csv"), spec=SAMPLE / "innovation.toml")
    label = "R4 rank 2 of 8 +2 since 2023"
    assert (of(result, "claim rank", label), of(result, "claim change", label)) == (2, 2)
    assert 0.2 < of(result, "claim holds", label) < 0.5
    assert sum(r.value for r in result.rows if r.term == "weight") == pytest.approx(1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"normalization": "z"}, "no key 'normalization'; did you mean normalisation"),
        ({"normalisation": "zscore"}, "expected one of min-max, z, rank, reference, but 'zscore' came"),
        ({"indicators": []}, r"add tables \[\[indicators\]\]"),
        ({"indicators": [{"col": "x"}]}, "did you mean column"),
        ({"indicators": [{"column": "x"}, {"column": "x"}]}, "stands twice"),
        ({"indicators": [{"column": "x", "weight": "2"}]}, "expected int or float, but '2' came"),
        ({"weighting": "given"}, "needs a weight for each indicator; x, y has none"),
        ({"weighting": "ahp"}, "needs comparisons"),
        ({"normalisation": "z", "aggregation": "geometric"}, "leave out z or geometric"),
        ({"normalisation": "z", "weighting": "entropy"}, "leave out z or entropy"),
        ({"normalisation": "reference"}, "needs a reference for each indicator"),
        ({"dimensions": [{"name": "z", "weight": 1}]}, "no indicator belongs to dimension 'z'"),
        ({"robustness": {"runs": 1}}, "expected 2 or more"),
        ({"robustness": {"sobol": 100}}, "power of 2"),
        ({"robustness": {"weight_spread": 1.5}}, "0 to below 1"),
        ({"claims": [{"region": "A"}]}, "a rank or a change"),
        ({"claims": [{"region": "A", "change": 1}]}, "give both"),
    ],
)
def test_a_specification_is_checked_before_it_runs(changes, words) -> None:
    with pytest.raises(DataError, match=words):
        index(**changes)


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    path.write_text('weigting = "equal"\naggregation = "mean"\n', "utf-8")
    with pytest.raises(DataError) as caught:
        load_specification(path)
    message = str(caught.value)
    assert "3 things are wrong" in message and "did you mean weighting" in message and "spec.toml" in message


@pytest.mark.parametrize(
    ("content", "words"), [(b"name = ", "TOML"), (b"\xff\xfe", "TOML in UTF-8"), (None, "cannot be read")]
)
def test_a_file_that_is_no_specification_is_named(tmp_path: Path, content, words) -> None:
    path = tmp_path / "bad.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=words) as caught:
        load_specification(path)
    assert "bad.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("frame", "changes", "words"),
    [
        (FRAME.with_columns(people=pl.lit(0.0)), {"indicators": [{"column": "x", "per": "people"}]}, "people above 0"),
        (FRAME, {"indicators": [{"column": "x"}, {"column": "none"}]}, "columns are code, year"),
        (FRAME, {"time": None}, "TypeError|expected str"),
        (FRAME.with_columns(x=-pl.col("x")), {"indicators": [{"column": "x", "transform": "log"}]}, "values above 0"),
        (FRAME, {"regions": ["A", "Z"]}, "1 of 2 are not there"),
        (FRAME, {"regions": ["A"]}, "at least 2 regions to rank"),
        (FRAME.with_columns(x=pl.lit(1.0)), {}, "same everywhere"),
        (FRAME, {"claims": [{"region": "Z", "rank": 1, "time": 2025}]}, "claim on 'Z'"),
        (pl.concat([FRAME, FRAME[:1]]), {}, "repeat one"),
    ],
)
def test_data_that_do_not_fit_the_specification_are_refused(frame, changes, words) -> None:
    with pytest.raises(DataError, match=words):
        index(frame, **changes)


def test_levels_above_one_are_no_systems() -> None:
    frame = pl.DataFrame({"code": ["A", "B"], "u": [0.5, 70.0], "v": [0.2, 0.3]})
    with pytest.raises(DataError, match=r"1 of 2 rows are above \(the highest is 70\)"):
        measures.coupling_coordination(frame, ["u", "v"])


def test_coordination_of_scores_of_two_indices() -> None:
    """The levels of systems come from composite indices: their table feeds the next measure."""
    tables = [index(indicators=[{"column": c}]).table.filter(pl.col("term") == "score") for c in ("x", "y")]
    both = (
        tables[0]
        .select("year", code="group", u="value")
        .join(tables[1].select("year", code="group", v="value"), on=["year", "code"])
    )
    result = measures.coupling_coordination(both, ["u", "v"], by="year")
    assert of(result, "coordination", "A") == pytest.approx(1)
    assert of(result, "class", "A") == 10
