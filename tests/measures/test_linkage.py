"""Linkage: input-output analysis against brute force, RAS that refuses the impossible, ties, areas with reasons."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from golden.linkage import ECONOMY, FLOWS, PLACES, REGION, TABLE, UNITS, contiguity, distances
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing import measures
from gongxing.measures import DataError
from gongxing.measures.kernels import delineation, gravity, input_output, regional_tables


def rows_of(result, term: str) -> dict:
    return {row.group: row.value for row in result.rows if row.term == term}


def economy(n: int, seed: int):
    random = np.random.default_rng(seed)
    deliveries = random.gamma(1, 1, (n, n))
    demand = random.gamma(2, n / 2, n)
    output = deliveries.sum(axis=1) + demand
    return deliveries, demand, output


# Sectors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 7, 30])
def test_kernels_agree_with_pymrio_and_with_inverses(n: int) -> None:
    from pymrio.tools import iomath

    deliveries, demand, output = economy(n, n)
    needs, spread = input_output.coefficients(deliveries, output), input_output.allocations(deliveries, output)
    assert np.allclose(needs, iomath.calc_A(deliveries, output), rtol=1e-14)
    assert np.allclose(spread, iomath.calc_B(deliveries, output), rtol=1e-14)
    inverse, onward = iomath.calc_L(needs), iomath.calc_G(spread)
    assert np.allclose(input_output.leontief_inverse(needs), inverse, rtol=1e-12, atol=1e-14)
    assert np.allclose(input_output.ghosh_inverse(spread), onward, rtol=1e-12, atol=1e-14)
    assert np.allclose(input_output.multipliers(needs), inverse.sum(axis=0), rtol=1e-12)
    assert np.allclose(input_output.supply_multipliers(spread), onward.sum(axis=1), rtol=1e-12)
    jobs = np.random.default_rng(0).random((n, 2))
    assert np.allclose(input_output.multipliers(needs, jobs).T, jobs.T @ inverse, rtol=1e-12)
    assert np.allclose(inverse @ demand, output)


def test_column_moments_do_not_depend_on_how_columns_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    deliveries, _, output = economy(23, 1)
    needs, spread = input_output.coefficients(deliveries, output), input_output.allocations(deliveries, output)
    whole = input_output.linkages(needs, spread)
    monkeypatch.setattr(input_output, "COLUMNS", 5)
    cut = input_output.linkages(needs, spread)
    for name in ("backward", "forward", "backward_spread", "forward_spread"):
        assert np.allclose(getattr(whole, name), getattr(cut, name), rtol=1e-13)


@settings(deadline=None, max_examples=50)
@given(st.integers(2, 8), st.integers(0, 1000))
def test_extraction_is_what_is_lost_when_the_sector_is_taken_out(n: int, seed: int) -> None:
    deliveries, demand, output = economy(n, seed)
    needs = input_output.coefficients(deliveries, output)
    lost = input_output.hypothetical_extraction(needs, output, demand)
    for j in range(n):
        rest = np.delete(np.arange(n), j)
        without = np.linalg.solve(np.eye(n - 1) - needs[np.ix_(rest, rest)], demand[rest])
        assert lost.total[j] == pytest.approx(output.sum() - without.sum())
        assert lost.elsewhere[j] == pytest.approx(output[rest].sum() - without.sum())
        for term, cut in (("backward", (slice(None), j)), ("forward", (j, slice(None)))):
            changed = needs.copy()
            changed[cut] = 0
            assert getattr(lost, term)[j] == pytest.approx(
                output.sum() - np.linalg.solve(np.eye(n) - changed, demand).sum()
            )


def test_an_economy_that_eats_itself_up_is_refused() -> None:
    for matrix in ([[0.5, 0.6], [0.5, 0.5]], [[1.0]], [[0.9, 0.9], [0.9, 0.9]], [[0.5, 0.5], [0.5, 0.5]]):
        with pytest.raises(DataError, match="Hawkins"):
            input_output.multipliers(np.array(matrix))


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: input_output.coefficients(np.ones((2, 3)), np.ones(2)), r"shape is \(2, 3\)"),
        (lambda: input_output.allocations(np.array([[np.nan]]), np.ones(1)), "1 of 1 are not"),
        (lambda: input_output.coefficients(np.ones((1, 1)), np.array([-1.0])), "below"),
        (lambda: gravity.strength(np.ones(2), np.full((2, 2), np.nan)), "4 of 4"),
        (lambda: gravity.strength(np.ones(2), np.ones((2, 2)), variant="geometric"), "second mass"),
        (lambda: gravity.accessibility(np.array([1.0, np.nan]), np.ones((2, 2))), "finite"),
        (lambda: gravity.ties(np.array([[0.0, -1], [1, 0]])), "1 of 4"),
    ],
)
def test_kernels_refuse_bad_arrays(call, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()


def without(names, columns=ECONOMY):
    return pl.DataFrame(columns).filter(~pl.col("buyer").is_in(names) & ~pl.col("seller").is_in(names))


@pytest.mark.parametrize("name", ["multipliers", "linkages", "hypothetical_extraction"])
@pytest.mark.parametrize(
    ("frame", "match"),
    [
        (without(["final"]), "buyer that is no sector"),
        (without(["one", "two"]), "at least one row"),
        (pl.DataFrame({"seller": ["a"], "buyer": ["b"], "value": [1.0]}), "names that both sell and buy"),
        (pl.concat([pl.DataFrame(ECONOMY), pl.DataFrame(ECONOMY)[:1]]), "1 pairs come more than once.*one → one"),
        (pl.DataFrame(ECONOMY).with_columns(value=-pl.col("value")), "4 of 4 are negative"),
        (pl.DataFrame(ECONOMY).with_columns(value=pl.col("value") * 0), "total output above 0"),
    ],
)
def test_tables_that_are_no_economy_are_refused(name: str, frame: pl.DataFrame, match: str) -> None:
    with pytest.raises(DataError, match=match):
        measures.measure(name, frame, "value")


def test_names_are_sorted_into_sectors_demand_and_inputs_and_gaps_are_told() -> None:
    notes = measures.multipliers(pl.DataFrame(ECONOMY), "value").notes
    assert notes == ("2 sectors; final demand: final; primary inputs: other, wages",)
    lacking = measures.multipliers(without(["other"]), "value").notes
    assert any("2 of 2 columns do not add up to the row (one, two; at most 45.0%)" in note for note in lacking)
    with pytest.raises(DataError, match=r"jobs is none; primary inputs are other, wages"):
        measures.multipliers(pl.DataFrame(ECONOMY), "value", inputs="jobs")


def test_an_input_that_a_sector_lacks_has_no_type_one_multiplier() -> None:
    free = pl.DataFrame(ECONOMY).with_columns(
        value=pl.when((pl.col("seller") == "wages") & (pl.col("buyer") == "one")).then(0.0).otherwise("value")
    )
    result = measures.multipliers(free, "value", inputs="wages")
    assert rows_of(result, "type I wages")["one"] is None
    assert rows_of(result, "effect wages")["one"] == pytest.approx(0.25 * 0.2 / 0.7575)
    assert "sectors without wages have no type I multiplier of it" in result.notes


# Regional tables -----------------------------------------------------------------------------------------------


def test_quotients_by_hand() -> None:
    national = np.array([[0.15, 0.25], [0.2, 0.05]])
    local, whole = np.array([10.0, 30.0]), np.array([100.0, 100.0])
    kinds = {m: regional_tables.regional_coefficients(national, local, whole, method=m) for m in ("slq", "cilq", "flq")}
    assert np.allclose(kinds["slq"].quotient, [[0.5, 0.5], [1.5, 1.5]])
    assert np.allclose(kinds["cilq"].quotient, [[0.5, 1 / 3], [3, 1.5]])
    assert np.allclose(kinds["flq"].quotient, kinds["cilq"].quotient * kinds["flq"].scale)
    grown = regional_tables.regional_coefficients(national, local, whole, method="aflq")
    assert np.allclose(grown.regional[:, 1], kinds["flq"].regional[:, 1] * np.log2(2.5))
    for result in kinds.values():
        assert np.allclose(result.regional + result.imports, national)


def test_a_region_that_is_the_nation_buys_everything_at_home() -> None:
    national, size = np.array([[0.15, 0.25], [0.2, 0.05]]), np.array([3.0, 7.0])
    for method in regional_tables.QUOTIENTS:
        result = regional_tables.regional_coefficients(national, size, size, method=method)
        assert np.allclose(result.regional, national)


def test_more_delta_is_more_imports() -> None:
    shares = [
        measures.regional_coefficients(pl.DataFrame(REGION), "value", local="local", whole="whole", delta=d).value
        for d in (0.0, 0.2, 0.4)
    ]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("change", "options", "match"),
    [
        ({"local": [200.0] * 6}, {}, "not exchanged"),
        ({"local": [10.0, 11, 10, 30, 30, 30]}, {}, "one has 10 and 11"),
        ({"local": [0.0] * 6}, {}, "sum above 0"),
        ({}, {"delta": 1.5}, r"\[0, 1\)"),
        ({}, {"method": "xlq"}, "flq"),
    ],
)
def test_regions_that_cannot_be_are_refused(change, options, match: str) -> None:
    with pytest.raises(DataError, match=match):
        measures.regional_coefficients(
            pl.DataFrame({**REGION, **change}), "value", local="local", whole="whole", **options
        )


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 100))
def test_ras_meets_its_margins_and_keeps_cross_products(m: int, n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    table, wanted = random.gamma(1, 1, (m, n)), random.gamma(1, 1, (m, n))
    result = regional_tables.balance(table, wanted.sum(axis=1), wanted.sum(axis=0))
    assert np.allclose(result.table.sum(axis=1), wanted.sum(axis=1), rtol=1e-7)
    assert np.allclose(result.table.sum(axis=0), wanted.sum(axis=0), rtol=1e-7)
    if m > 1 and n > 1:
        before = table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])
        after = result.table[0, 0] * result.table[1, 1] / (result.table[0, 1] * result.table[1, 0])
        assert after == pytest.approx(before, rel=1e-7)


@pytest.mark.parametrize(
    ("table", "rows", "columns", "match"),
    [
        ([[1, 1], [1, 1]], [1, 1], [1, 2], "rows sum to 2 and columns to 3"),
        ([[0, 0], [1, 1]], [1, 1], [1, 1], "each row that has a total.*1 of 2"),
        ([[1, 0], [1, 0]], [1, 1], [1, 1], "each column that has a total"),
        ([[1, -1], [1, 1]], [1, 1], [1, 1], "not negative"),
        ([[1, 1], [1, 1]], [3, -1], [1, 1], "row totals.*not negative"),
        ([[1, 1], [1, 1]], [0, 0], [0, 0], "above zero"),
        # Only the first row fills the first column, and it has less than the column wants.
        ([[1, 1], [0, 1]], [1, 3], [2, 2], "no table with these zeros"),
    ],
)
def test_margins_that_cannot_be_met_are_refused(table, rows, columns, match: str) -> None:
    with pytest.raises(DataError, match=match):
        regional_tables.balance(np.array(table, float), np.array(rows, float), np.array(columns, float), limit=200)


def test_slow_convergence_is_told_from_impossibility() -> None:
    # Possible only with the cell a, d at zero, which RAS nears without end.
    with pytest.raises(DataError, match=r"converge in 200 rounds.*some cell must go to zero"):
        regional_tables.balance(np.array([[1.0, 1], [0, 1]]), np.array([2.0, 2]), np.array([2.0, 2]), limit=200)


def test_totals_of_one_name_must_agree() -> None:
    with pytest.raises(DataError, match="a has 5 and 6"):
        measures.ras(pl.DataFrame({**TABLE, "rows": [5.0, 6, 5, 5]}), "value", row_total="rows", column_total="columns")


# Ties ----------------------------------------------------------------------------------------------------------


def test_distances_come_from_coordinates_where_none_are_given() -> None:
    # Two places a degree of the equator apart: 6378.137 pi / 180 = 111.3195 km.
    frame = pl.DataFrame({"code": ["a", "b"], "gdp": [2.0, 3.0], "longitude": [0.0, 1.0], "latitude": [0.0, 0.0]})
    assert measures.gravity(frame, "gdp", exponent=1).value == pytest.approx(12 / (6378.137 * np.pi / 180))
    assert rows_of(measures.accessibility(frame, "gdp", own=10.0), "accessibility")["a"] == pytest.approx(
        2 / 10 + 3 / (6378.137 * np.pi / 180)
    )
    with pytest.raises(DataError, match="longitude"):
        measures.gravity(frame.drop("longitude"), "gdp")
    with pytest.raises(DataError, match="seats of 2 of 2 are not known"):
        measures.gravity(frame.drop("longitude", "latitude"), "gdp")
    with pytest.raises(DataError, match="same place"):
        measures.gravity(frame.with_columns(longitude=pl.lit(1.0)), "gdp")


def test_regions_without_coordinates_lie_at_their_seats() -> None:
    from gongxing.regions.seats import seat_distances

    frame = pl.DataFrame({"code": ["510100", "510600", "999999"], "gdp": [3.0, 2.0, 1.0]})
    kilometres = seat_distances(["510100", "510600"]).matrix[0, 1] / 1000
    result = measures.gravity(frame, "gdp", exponent=1, missing="drop")
    assert result.value == pytest.approx(12 / kilometres, rel=1e-6)
    assert any("seats of government" in note for note in result.notes)
    assert any("dropped 1 of 3 whose seat is not known (999999)" in note for note in result.notes)
    with pytest.raises(DataError, match=r"1 of 3 are not known.*999999"):
        measures.accessibility(frame, "gdp")
    # Municipalities have no prefecture above their districts; they, too, are governed somewhere.
    four = pl.DataFrame({"code": ["110000", "120000", "310000", "500000"], "gdp": [4.0, 1.6, 4.7, 3.0]})
    assert measures.accessibility(four, "gdp").rows[0].n == 4
    centre = measures.centre_of_gravity(frame, "gdp", missing="drop").parts()
    assert 104 < centre["longitude"] < 104.5
    assert 30.5 < centre["latitude"] < 31.2


def test_pairs_without_a_way_are_not_connected_and_are_told() -> None:
    from gongxing.regions.weights import Weights

    w = Weights.from_pairs([("1", "2", 2.0), ("2", "1", 2.0)], PLACES["code"])
    result = measures.gravity(pl.DataFrame(PLACES), "gdp", w=w)
    assert rows_of(result, "strength") == {"1": 9, "2": 9, "3": 0}
    assert any("4 of 6 pairs have no distance" in note for note in result.notes)
    reach = measures.accessibility(pl.DataFrame(PLACES), "gdp", w=w, decay="exponential", parameter=2.0)
    assert rows_of(reach, "accessibility")["3"] == 0


def test_distances_with_codes_are_taken_and_metres_made_kilometres() -> None:
    from gongxing.regions.distances import Distances

    matrix = np.array([[0, 2000, 4000], [2000, 0, np.nan], [4000, np.nan, 0.0]])
    w = Distances(("1", "2", "3"), matrix, "m", "made")
    result = measures.gravity(pl.DataFrame(PLACES), "gdp", w=w)
    assert rows_of(result, "strength") == pytest.approx({"1": 13, "2": 9, "3": 4})
    assert any("2 of 6 pairs have no distance" in note for note in result.notes)
    with pytest.raises(DataError, match="lacks"):
        measures.gravity(pl.DataFrame({**PLACES, "code": ["1", "2", "9"]}), "gdp", w=w)


def test_ties_are_listed_when_asked_for() -> None:
    result = measures.gravity(pl.DataFrame(PLACES), "gdp", w=distances(), pairs=True)
    assert rows_of(result, "tie")["3 → 1"] == pytest.approx(4)
    assert len(rows_of(result, "tie")) == 6


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"variant": "geometric"}, "expected residents"),
        ({"residents": "people"}, "expected residents"),
        ({"exponent": 0}, "above 0"),
        ({"variant": "newton"}, "mass"),
    ],
)
def test_gravity_wants_to_know_its_variant(options, match: str) -> None:
    with pytest.raises(DataError, match=match):
        measures.gravity(pl.DataFrame(PLACES), "gdp", w=distances(), **options)


@pytest.mark.parametrize(("decay", "parameter", "wanted"), [
    ("exponential", 2.0, 9 * np.exp(-1) + 16 * np.exp(-2)),
    ("gaussian", 2.0, 9 * np.exp(-0.5) + 16 * np.exp(-2)),
    ("power", 2.0, 9 / 4 + 16 / 16),
])  # fmt: skip
def test_decays_by_hand(decay: str, parameter: float, wanted: float) -> None:
    result = measures.accessibility(pl.DataFrame(PLACES), "gdp", w=distances(), decay=decay, parameter=parameter)
    assert rows_of(result, "accessibility")["1"] == pytest.approx(wanted)


def test_flows_to_oneself_are_left_out_and_regions_without_flows_have_no_net() -> None:
    more = {name: [*column, extra] for (name, column), extra in zip(FLOWS.items(), ("d", "d", 7.0), strict=True)}
    result = measures.ties(pl.DataFrame(more), "flow")
    assert rows_of(result, "net")["d"] is None
    assert rows_of(result, "eigenvector")["d"] == rows_of(result, "closeness")["d"] == 0
    assert any("themselves" in note for note in result.notes)
    assert any("1 of 4 regions have no flow" in note for note in result.notes)
    assert result.value == 60


def test_centralities_of_a_star() -> None:
    flows = np.zeros((5, 5))
    flows[0, 1:] = flows[1:, 0] = 2
    result = gravity.ties(flows)
    assert result.eigenvector == pytest.approx([1, 0.5, 0.5, 0.5, 0.5])
    assert result.closeness == pytest.approx([1, *[(1 + 3 / 2) / 4] * 4])


# Delineation ---------------------------------------------------------------------------------------------------


def reasons(**options) -> dict[str, tuple[str, str]]:
    result = measures.metropolitan_area(
        pl.DataFrame(UNITS),
        ["minutes", "commuters"],
        **{"rules": "minutes <= 60; commuters ≥ 0.15", "core": "0", **options},
    )
    return {row["group"]: (row["reason_zh"], row["reason_en"]) for row in result.records() if row["group"]}


def test_each_unit_has_its_reason_in_both_languages() -> None:
    said = reasons(w=contiguity())
    assert said["0"] == ("核心", "core")
    assert said["2"] == ("纳入：minutes 50 ≤ 60；commuters 0.2 ≥ 0.15", "in: minutes 50 ≤ 60; commuters 0.2 ≥ 0.15")
    assert said["3"] == ("不纳入：minutes 80 > 60", "out: minutes 80 > 60")
    assert said["4"][1] == "out: meets the rules (minutes 55 ≤ 60; commuters 0.3 ≥ 0.15), but is cut off from the core"
    assert said["5"] == ("纳入：相邻单元都是成员（飞地）", "in: all its neighbours are members (enclave)")
    assert said["6"] == ("无法判断：缺少minutes", "cannot be judged: minutes is unknown")


def test_what_is_unknown_does_not_matter_where_the_rest_decides() -> None:
    assert reasons(combine="any")["6"][1] == "in: commuters 0.5 ≥ 0.15"
    assert reasons(rules="minutes <= 60; commuters >= 0.6")["6"][1] == "out: commuters 0.5 < 0.6"
    assert reasons(enclaves=False, w=contiguity())["5"][1] == "out: minutes 90 > 60; commuters 0.01 < 0.15"


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"rules": "minutes below 60"}, "'minutes below 60' came"),
        ({"rules": ""}, "at least one rule"),
        ({"rules": "hours <= 1"}, "rules about minutes, commuters"),
        ({"core": "99"}, "1 of 1 are none"),
        ({"core": []}, "codes of units"),
        ({"combine": "most"}, "all"),
    ],
)
def test_rules_that_cannot_be_read_are_refused(options, match: str) -> None:
    with pytest.raises(DataError, match=match):
        reasons(**options)


def test_an_area_without_contiguity_is_what_the_rules_say() -> None:
    result = delineation.delineate(
        {"t": np.array([0.0, 1, 2, np.nan])},
        [delineation.Rule("t", "at most", 1)],
        np.array([False, False, True, False]),
    )
    assert result.reason == ("rules", "rules", "core", "unknown")


def test_the_terminal_shows_each_units_reason_in_the_language_asked_for(tmp_path) -> None:
    from click.testing import CliRunner

    from gongxing.cli import main

    pl.DataFrame(UNITS).write_csv(tmp_path / "units.csv")
    asked = [
        "measure", "metropolitan_area", "minutes", "commuters", "--data", str(tmp_path / "units.csv"),
        "--set", "rules=minutes <= 60; commuters >= 0.15", "--set", "core=0",
    ]  # fmt: skip
    chinese = CliRunner().invoke(main, [*asked, "--language", "zh"])
    assert chinese.exit_code == 0, chinese.output
    assert "不纳入：minutes 80 > 60" in chinese.output
    assert "out:" not in chinese.output
    english = CliRunner().invoke(main, [*asked, "--language", "en"])
    assert "out: minutes 80 > 60" in english.output
    assert "不纳入" not in english.output
