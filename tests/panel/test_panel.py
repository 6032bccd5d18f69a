"""The panel keeps all it is given, shows one source of each cell, and lists where sources disagree."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from observed import observed

import gongxing
from gongxing.panel import Entry, Order, Panel, PanelError
from gongxing.tables import Cell, Observation, SpanSource

ROW = pl.DataFrame({"region": ["成都"], "indicator": ["gdp"], "value": [1]})
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=6)
NUMBERS = st.floats(allow_nan=False)
SOURCES = st.one_of(
    st.builds(Cell, WORDS, st.none() | WORDS, WORDS),
    st.builds(SpanSource, WORDS, st.integers(0, 10**9), st.integers(0, 10**9), WORDS),
)
OBSERVATIONS = st.builds(
    Observation,
    region=WORDS,
    code=st.none() | st.sampled_from(("510100", "511900", "110000")),
    indicator=WORDS,
    indicator_id=st.none() | st.sampled_from(("gdp", "gdp_growth")),
    unit=st.sampled_from(("CNY", "%", "people")),
    value=NUMBERS,
    period=st.none() | st.sampled_from(("2023", "2024-06", "2021/2025")),
    scope=st.none() | st.sampled_from(("prefecture", "district")),
    source=SOURCES,
    flags=st.lists(WORDS, max_size=2).map(tuple),
)


@given(
    st.lists(OBSERVATIONS, max_size=8), st.sampled_from(("table", "bulletin", "document")), st.none() | st.just(2024)
)
@settings(max_examples=80, deadline=None)
def test_nothing_is_lost_between_observations_in_and_out(observations, kind, vintage) -> None:
    panel = Panel.from_observations(observations, kind=kind, vintage=vintage)
    assert panel.observations() == observations
    for frame in ("polars", "pandas"):
        assert Panel.from_frame(panel.to_frame(frame)).entries() == panel.entries()


@given(st.lists(OBSERVATIONS, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_cell_is_shown_once_and_by_a_value_that_came_in(observations) -> None:
    panel = Panel.from_observations(observations)
    shown = panel.shown().observations()
    key = lambda o: (o.code or o.region, o.indicator_id or o.indicator, o.period, o.unit, o.scope or "prefecture")  # noqa: E731
    assert sorted(map(repr, map(key, shown))) == sorted(repr(k) for k in {key(o) for o in observations})
    assert all(o in observations for o in shown)


@given(st.lists(OBSERVATIONS, max_size=8), st.lists(OBSERVATIONS, max_size=4))
@settings(max_examples=80, deadline=None)
def test_evidence_beside_other_evidence_is_that_of_both(held, told) -> None:
    tables, documents = Panel.from_observations(held), Panel.from_observations(told, kind="document", vintage=2024)
    beside, whole = tables.evidence.beside(documents.to_frame()), (tables + documents).evidence
    for one in (*held, *told):
        cell = (one.code or one.region, one.indicator_id or one.indicator)
        part = one.scope or "prefecture"
        assert beside.sources(*cell, one.period, part) == whole.sources(*cell, one.period, part)
        assert set(beside.periods(*cell, part)) == set(whole.periods(*cell, part))


def test_the_official_table_is_shown_before_the_communique_before_other_documents() -> None:
    entries = [
        Entry(observed("成都", "gdp", 1.0), "document"),
        Entry(observed("成都", "gdp", 2.0), "bulletin", 2024),
        Entry(observed("成都", "gdp", 3.0), "table", 2019),
    ]
    panel = Panel.from_entries(entries)
    assert panel.shown().entries() == [entries[2]]
    assert Panel.from_entries(entries, order=Order(("document", "bulletin", "table"))).shown().entries() == [entries[0]]
    with pytest.raises(PanelError, match="each of table, bulletin, document once"):
        Order(("table",))  # type: ignore[arg-type]


def test_a_later_yearbook_is_shown_and_does_not_overwrite_the_earlier() -> None:
    first = Panel.from_observations([observed("成都", "gdp", 100e8, "2018")], vintage=2019)
    both = first.add_observations([observed("成都", "gdp", 104e8, "2018")], vintage=2021)
    assert [o.value for o in both.observations()] == [100e8, 104e8]
    assert [o.value for o in both.shown().observations()] == [104e8]
    (found,) = both.disagreements()
    assert (found.shown.vintage, found.other.vintage) == (2021, 2019)
    assert found.difference == -4e8
    assert found.ratio == pytest.approx(100 / 104)
    older_first = Panel(both.to_frame(), Order(newer_first=False))
    assert [o.value for o in older_first.shown().observations()] == [100e8]


def test_values_that_agree_as_finely_as_they_were_written_are_no_disagreement() -> None:
    table = Entry(observed("成都", "gdp", 22074.7e8))
    rounded = Entry(observed("成都", "gdp", 2.21e12), "document", rounding=0.005e12)  # 2.21万亿元
    finer = Entry(observed("成都", "gdp", 2.208e12), "document", rounding=0.0005e12)  # 2.208万亿元
    assert Panel.from_entries([table, rounded]).disagreements() == []
    (found,) = Panel.from_entries([table, finer]).disagreements()
    assert found.difference == pytest.approx(5.3e8)


def test_more_than_is_no_value_but_bounds_one() -> None:
    table = Entry(observed("成都", "gdp", 2.2e12))
    over = Entry(observed("成都", "gdp", 2e12), "table", bound="gt")
    assert Panel.from_entries([over, table]).shown().entries() == [table]
    assert Panel.from_entries([over, table]).disagreements() == []
    wrong = Entry(observed("成都", "gdp", 2.3e12), "table", bound="gt")
    assert len(Panel.from_entries([table, wrong]).disagreements()) == 1


def test_urban_districts_are_another_cell_than_the_whole_city() -> None:
    panel = Panel.from_observations([
        observed("成都", "gdp", 2e12, scope="prefecture"), observed("成都", "gdp", 1e12, scope="district"),
        observed("成都", "gdp", 2e12),
    ])  # fmt: skip
    assert len(panel.shown()) == 2
    assert len(panel.select(scope="prefecture")) == 2


def test_wide_has_a_row_a_region_and_year_and_a_column_an_indicator() -> None:
    panel = Panel.from_entries([
        Entry(observed("德阳", "gdp", 5.0)), Entry(observed("成都", "gdp", 1.0)),
        Entry(observed("成都", "gdp_growth", 6.0)), Entry(observed("成都", "gdp", 9.0, "2024-H1")),
        Entry(observed("成都", "gdp", 7.0, "2024"), modality="target"), Entry(observed("四川", "gdp", 60.0)),
    ])  # fmt: skip
    frame = panel.wide(["gdp", "gdp_growth", "gdp_per_head"], level="prefecture")
    assert frame.columns == ["code", "region", "year", "gdp", "gdp_growth", "gdp_per_head"]
    assert frame.rows() == [("510100", "成都", 2023, 1.0, 6.0, None), ("510600", "德阳", 2023, 5.0, None, None)]
    pandas = panel.wide(["gdp"], level="prefecture", kind="pandas")
    assert pandas["gdp"].tolist() == [1.0, 5.0]
    assert panel.wide("gdp", range(1990, 1995)).height == 0


def test_frames_bring_units_names_and_codes_in_chinese() -> None:
    columns = {"城市": ["成都", "襄樊"], "指标": ["GDP", "猫"], "年份": [2023, 2008], "值": [22074.7, 3.0]}
    frame = pl.DataFrame(columns | {"单位": ["亿元", "万只"]})
    first, second = Panel.from_frame(frame, file="made.csv").observations()
    assert (first.value, first.unit, first.code, first.indicator_id) == (2207470000000.0, "CNY", "510100", "gdp")
    assert (second.value, second.unit, second.code, second.indicator_id) == (30000.0, "count", "420600", None)
    renamed = Panel.from_frame(
        pl.DataFrame({"x": ["成都"], "y": ["gdp"], "z": [1]}), region="x", indicator="y", value="z"
    )
    assert renamed.observations()[0].unit == "CNY"


@pytest.mark.parametrize(
    ("frame", "columns", "sentence"),
    [
        (pl.DataFrame({"a": [1]}), {}, "no column for region, indicator, value among a"),
        (pl.DataFrame({"a": [1]}), {"region": "b"}, "there is no column 'b'"),
        ([1], {}, "a pandas or polars frame was expected, not list"),
        (ROW.with_columns(unit=pl.lit("斗金")), {}, "the unit '斗金' is not known"),
        (ROW.with_columns(value=pl.lit("many")), {}, "'many', where a number"),
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_taken_says_why(frame, columns, sentence) -> None:
    with pytest.raises(PanelError, match=sentence):
        Panel.from_frame(frame, **columns)


def test_unknown_names_suggest_close_ones_and_two_units_are_refused() -> None:
    panel = Panel.from_observations([observed("成都", "gdp", 1.0), observed("德阳", "gdp", 1.0, unit="USD")])
    with pytest.raises(PanelError, match="no indicator 'gdpp'; did you mean gdp"):
        panel.wide("gdpp")
    with pytest.raises(PanelError, match="no region '成都都市'; did you mean 成都"):
        panel.select(regions="成都都市")
    with pytest.raises(PanelError, match=r"gdp: 1 values are in .* and 1 in .*; select one unit"):
        panel.wide("gdp")
    with pytest.raises(PanelError, match="province, prefecture or county, not 'town'"):
        panel.select(level="town")  # type: ignore[arg-type]


def test_what_lies_in_a_division_is_chosen_by_its_name() -> None:
    panel = Panel.from_observations([observed(name, "gdp", 1.0) for name in ("四川", "成都", "绵阳", "长沙")])
    assert [o.region for o in panel.select(within="四川").observations()] == ["成都", "绵阳"]
    assert panel.wide("gdp", within="湖南")["region"].to_list() == ["长沙"]


def test_a_functional_region_stands_for_its_members() -> None:
    panel = Panel.from_observations([observed(name, "gdp", 1.0) for name in ("成都", "德阳", "绵阳")])
    assert [o.region for o in panel.select(regions="成都都市圈").observations()] == ["成都", "德阳"]


def test_figures_of_a_document_join_the_panel_with_words_precision_and_targets_apart() -> None:
    text = "2023年成都市国民经济和社会发展统计公报\n2023年,成都市实现地区生产总值22074.7亿元,比上年增长6.0%。"
    article = gongxing.read_bytes(text.encode(), "bulletin.txt")
    plan = gongxing.read_bytes("成都市力争到2025年地区生产总值增长6%左右。".encode(), "plan.txt")
    panel = Panel().add_document(article, gongxing.extract_facts(article), file="bulletin.txt")
    panel = panel.add_document(plan, gongxing.extract_facts(plan), file="plan.txt")
    gdp = panel.entries()[0]
    assert (gdp.observation.indicator_id, gdp.observation.code, gdp.observation.period) == ("gdp", "510100", "2023")
    assert (gdp.kind, gdp.rounding, gdp.observation.scope) == ("bulletin", 0.05e8, "prefecture")
    source = gdp.observation.source
    assert isinstance(source, SpanSource)
    assert article.text[source.start : source.end] == source.quote == "22074.7亿元"
    growth = panel.select("gdp_growth", modality=None).entries()
    assert [(entry.modality, entry.bound) for entry in growth] == [("actual", "eq"), ("target", "approx")]
    assert len(panel.select("gdp_growth")) == 1


def test_coverage_counts_files_of_one_scope_and_names_units_without_any_value() -> None:
    whole = observed("成都", "gdp", 22075e8, "2023")
    districts = replace(whole, value=17000e8, scope="district")
    covered = Panel.from_observations([whole, districts]).coverage(within="四川")
    states = {row["region"]: row["state"] for row in covered.to_dicts()}
    assert len(states) == 21  # 四川 has 21 prefectures
    assert states["成都"] == "one"
    assert states["甘孜藏族自治州"] == "missing"
