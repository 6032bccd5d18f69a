"""Measures of structure and complexity on frames: how rows come, what is left out, what is said about it."""

from __future__ import annotations

import polars as pl
import pytest

import gongxing.measures as measures
from gongxing.measures import DataError

LONG = pl.DataFrame(
    {
        "code": ["A", "A", "A", "B", "B", "C"],
        "branch": ["farms", "works", "shops", "farms", "works", "works"],
        "jobs": [60.0, 30.0, 10.0, 20.0, 80.0, 50.0],
    }
)
WIDE = pl.DataFrame(
    {"code": ["A", "B", "C"], "farms": [60.0, 20.0, None], "works": [30.0, 80.0, 50.0], "shops": [10.0, None, None]}
)
BRANCHES = ["farms", "works", "shops"]


def numbers(result, term="value") -> dict:
    return {(*r.key, r.group): r.value for r in result.rows if r.term == term}


def test_long_and_wide_rows_give_the_same_and_gaps_count_as_nothing_only_where_said() -> None:
    with pytest.raises(DataError, match="3 of 9 are missing"):
        measures.location_quotient(LONG, "jobs", activity="branch")
    with pytest.raises(DataError, match="1 of 3 are missing"):
        measures.location_quotient(WIDE, BRANCHES)
    long = measures.location_quotient(LONG, "jobs", activity="branch", absent="zero")
    wide = measures.location_quotient(WIDE, BRANCHES, absent="zero")
    assert numbers(long) == pytest.approx(numbers(wide))
    assert any("count as 0" in note for note in long.notes) and any("count as 0" in note for note in wide.notes)
    dropped = measures.location_quotient(WIDE, BRANCHES, missing="drop")
    assert {key[0] for key in numbers(dropped)} == {"A"}
    assert any("dropped" in note for note in dropped.notes)


def test_regions_to_show_all_count_towards_the_whole() -> None:
    every = measures.location_quotient(WIDE, BRANCHES, absent="zero")
    one = measures.location_quotient(WIDE, BRANCHES, absent="zero", regions=["B"])
    assert numbers(one) == {key: value for key, value in numbers(every).items() if key[0] == "B"}
    with pytest.raises(DataError, match=r"1 of 2 are not there \(X\); the table has A, B, C"):
        measures.krugman(WIDE, BRANCHES, absent="zero", regions=["A", "X"])


def test_empty_regions_and_activities_are_left_out_and_named() -> None:
    frame = pl.DataFrame(
        {
            "code": list("ABCD"), "farms": [1.0, 1, 1, 0], "works": [1.0, 1, 0, 0], "shops": [1.0, 0, 0, 0],
            "mines": [0.0] * 4,
        }
    )  # fmt: skip
    result = measures.economic_complexity(frame, [*BRANCHES, "mines"], presence="positive")
    assert {r.group for r in result.rows} <= {"A", "B", "C", *BRANCHES}
    assert any("1 of 4 regions" in note and "D" in note for note in result.notes)
    assert any("1 of 4 activities" in note and "mines" in note for note in result.notes)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: measures.krugman(LONG, "jobs"), "one column came alone; name the column of activities"),
        (lambda: measures.krugman(LONG, ["jobs", "jobs"], activity="branch"), "several came"),
        (lambda: measures.location_quotient(WIDE, BRANCHES, absent="zero", whole="X"), "code of the row that holds"),
        (lambda: measures.location_quotient(WIDE, BRANCHES, absent="zero", level=95), "between 0 and 1"),
        (lambda: measures.location_quotient(WIDE, BRANCHES, absent="none"), "'raise', 'zero'"),
        (lambda: measures.shift_share(WIDE.fill_null(0), BRANCHES, time="code"), "every region in every period"),
        (lambda: measures.growth_contribution(LONG, "jobs", time="year"), "there is none of that name"),
        (lambda: measures.structural_coordination(WIDE, ["farms"], employment=["works", "shops"]), "same order"),
        (lambda: measures.ellison_glaeser(LONG, "jobs", activity="branch"), "neither came; name one of them"),
        (
            lambda: measures.ellison_glaeser(LONG, "jobs", activity="branch", herfindahl="jobs", absent="zero"),
            "one number of at most 1",
        ),
        (lambda: measures.coagglomeration(WIDE, BRANCHES, absent="zero", among=["farms", "x"]), "1 of 2 are not there"),
        (lambda: measures.economic_complexity(WIDE, BRANCHES, absent="zero", threshold=0), "above 0"),
        (lambda: measures.diversification(WIDE, BRANCHES, absent="zero", weights={"size": 1}), "density, complexity"),
        (lambda: measures.location_quotient(WIDE.with_columns(farms=-1.0), BRANCHES, absent="zero"), ">= 0"),
    ],
)
def test_what_cannot_be_measured_is_said_with_what_to_do(call, words) -> None:
    with pytest.raises(DataError, match=words):
        call()


def test_a_rate_of_growth_has_no_location_quotient() -> None:
    frame = pl.DataFrame({"code": ["A", "B"], "gdp_growth": [5.0, 6.0], "x": [1.0, 2.0]})
    with pytest.raises(DataError, match="adds over regions"):
        measures.location_quotient(frame, ["gdp_growth", "x"])


def test_shift_share_of_a_region_without_a_period_is_dropped_and_noted() -> None:
    frame = pl.DataFrame(
        {
            "code": ["A", "A", "B", "B", "C"],
            "year": [2020, 2023, 2020, 2023, 2023],
            "x": [1.0, 2, 3, 4, 5],
            "y": [2.0, 2, 2, 5, 5],
        }
    )
    with pytest.raises(DataError, match=r"of 1 regions \(C\)"):
        measures.shift_share(frame, ["x", "y"], time="year")
    result = measures.shift_share(frame, ["x", "y"], time="year", missing="drop")
    assert any("dropped 1 of 3" in note for note in result.notes)
    total = {term: sum(r.value for r in result.rows if r.term == term and r.group is None)
             for term in ("change", "national", "mix", "regional")}  # fmt: skip
    assert total["national"] + total["mix"] + total["regional"] == total["change"] == 5


def test_the_dynamic_form_uses_the_years_between_and_the_static_one_says_it_does_not() -> None:
    frame = pl.DataFrame(
        {"code": ["A", "B"] * 3, "year": [2020, 2020, 2021, 2021, 2023, 2023], "x": [10.0, 10, 30, 10, 20, 30],
         "y": [10.0, 30, 10, 30, 10, 30]}
    )  # fmt: skip
    ends = measures.shift_share(frame, ["x", "y"], time="year")
    steps = measures.shift_share(frame, ["x", "y"], time="year", steps="all")
    assert any("1 between are unused" in note for note in ends.notes) and not steps.notes
    assert numbers(ends, "change") == numbers(steps, "change")
    assert numbers(ends, "regional") != numbers(steps, "regional")


def test_lmdi_splits_the_scale_from_the_structure_and_takes_a_region_that_appears() -> None:
    frame = pl.DataFrame(
        {
            "code": ["A", "B"] * 2,
            "year": [2020, 2020, 2023, 2023],
            "people": [10.0, 0.0, 10.0, 10.0],
            "gdp": [20.0, 0.0, 30.0, 40.0],
        }
    )
    result = measures.lmdi(frame, "gdp", chain=["people"], time="year", shares=True)
    parts = result.parts()
    effects = [value for term, value in parts.items() if term.startswith("effect")]
    assert sum(effects) == parts["change"] == 50
    assert set(parts) == {"change", "effect total people", "effect share of people", "effect gdp / people"}
    assert any("0/0" in note for note in result.notes)
    with pytest.raises(DataError, match="wherever gdp is"):
        measures.lmdi(frame.with_columns(people=pl.lit(0.0)), "gdp", chain=["people"], time="year")


def test_candidates_are_what_a_region_lacks_and_what_it_has_is_to_strengthen() -> None:
    frame = pl.DataFrame(
        {
            "code": list("ABCDEF"),
            "a": [5.0, 5, 5, 5, 0, 0], "b": [5.0, 5, 5, 0, 0, 0], "c": [5.0, 5, 0, 0, 0, 0], "d": [0.0, 0, 0, 0, 5, 5],
            "e": [0.0, 0, 0, 1, 5, 5],
        }
    )  # fmt: skip
    result = measures.diversification(frame, list("abcde"), presence="positive", regions=["C"])
    kinds = {r.group: r.key[-1] for r in result.rows if r.term == "score"}
    assert kinds["a"] == kinds["b"] == "strengthen"
    assert kinds["c"] in ("fill", "extend")  # beside a and b in A and B
    assert "d" not in kinds  # nothing of it is near
