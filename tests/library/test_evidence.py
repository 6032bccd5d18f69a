"""References to evidence: each kind leads to its words, its number and a line for a footnote, or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from gongxing.library import Library, LibraryError
from gongxing.library.citations import bibtex, gbt7714, work_of, works_behind
from gongxing.library.connection import reading
from gongxing.library.evidence import Resolver, resolve
from gongxing.library.references import (
    cell_reference,
    document_reference,
    measure_reference,
    parse_reference,
    scenario_reference,
)
from gongxing.library.schema import article
from made_yearbook import YEARBOOK

REPORT = """成都市2025年经济运行情况
发布时间：2026-02-10
2025年，成都市地区生产总值24763.6亿元，增长5.8%。财政收入下降1.2%。
"""
OUTCOME = {
    "title": "成眉铁路", "numeraire": "x", "unit": "%", "welfare": 0.31, "growth": 0.42,
    "theil": {"before": 0.051, "after": 0.049},
    "changes": [{"kind": "travel_time", "regions": ["成都", "眉山"], "ratio": 0.6}],
    "regions": [
        {"name": "成都", "code": "510100", "real_income": 0.2, "wages": 0.1},
        {"name": "眉山", "code": "511400", "real_income": 5.61, "real_income 5th percentile": 3.0,
         "real_income 95th percentile": 8.2},
        {"name": "绵阳", "code": "510700", "real_income": -0.4},
    ],
    "intervals": {"draws": 50, "failed": 0, "seed": 0, "welfare": {"5th percentile": 0.1, "95th percentile": 0.5}},
    "certificate": {"certified": True, "error_bound": 3e-13, "zh": ["误差不超过 3e-13。"], "en": ["Error 3e-13."]},
    "assumptions": [], "values": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "要点.txt").write_text(REPORT, "utf-8")
    (folder / "年鉴.csv").write_text(YEARBOOK, "utf-8")
    with Library(folder / "library.db") as library:
        library.ingest([folder])
        library.save_scenario("chengmei", title="成眉铁路", toml="title = '成眉铁路'", who="林")
        library.save_outcome("chengmei", 1, OUTCOME, basis="b", who="林")
        yield library


def sha(library: Library, kind: str) -> str:
    frame = library.documents()
    return str(frame.filter(frame["kind"] == kind)["sha256"][0])


def span(library: Library, words: str) -> str:
    with reading(library.engine) as connection:
        text = connection.execute(select(article.c.text).where(article.c.text.contains(words))).scalars().one()
    start = text.index(words)
    return document_reference(sha(library, "document"), start, start + len(words))


def test_a_span_gives_its_words_its_number_and_its_sentence(filled: Library) -> None:
    found = resolve(filled, span(filled, "24763.6亿元"))
    assert (found.quote, found.value, found.unit, found.period) == ("24763.6亿元", 2.47636e12, "CNY", "2025")
    assert found.context == "2025年，成都市地区生产总值24763.6亿元，增长5.8%。"
    assert "《成都市2025年经济运行情况》" in found.source and "2026-02-10" in found.source


def test_the_sign_of_a_number_comes_from_the_words_before_the_span(filled: Library) -> None:
    assert resolve(filled, span(filled, "1.2%")).value == -1.2


def test_a_span_with_several_numbers_has_no_one_value(filled: Library) -> None:
    found = resolve(filled, span(filled, "24763.6亿元，增长5.8%"))
    assert found.value is None
    assert {(number.value, number.unit) for number in found.numbers} == {(2.47636e12, "CNY"), (5.8, "%")}


def test_a_cell_gives_its_value_in_base_units(filled: Library) -> None:
    found = resolve(filled, cell_reference(sha(filled, "table"), None, "C3"))
    assert (found.value, found.unit, found.period) == (2.47636e12, "CNY", "2025")
    assert found.source == "年鉴.csv，单元格C3"
    assert found.quote == "成都市2025地区生产总值：2.47636万亿元"


def test_measures_and_numbers_of_the_panel(filled: Library) -> None:
    resolver = Resolver(filled)

    def value(name: str, **arguments: str) -> float | None:
        return resolver.resolve(measure_reference(name, arguments)).value

    assert value("value", indicator="gdp", region="绵阳", year="2025") == 4638.4e8
    assert value("value", indicator="人均地区生产总值", region="绵阳", year="2025") == pytest.approx(4638.4e8 / 492.4e4)
    assert value("rank", indicator="gdp", region="绵阳", within="四川", year="2025") == 2
    assert value("share", indicator="gdp", region="眉山", of="成都", year="2025") == pytest.approx(193770 / 24763.6)
    assert value("growth", indicator="gdp", region="成都", year="2025") == pytest.approx(100 * (24763.6 / 23511.3 - 1))
    assert value("ratio", indicator="gdp", region="成都", to="绵阳", year="2025") == pytest.approx(24763.6 / 4638.4)
    assert value("count", indicator="gdp", within="四川", year="2025", above="4e11") == 2
    assert value("difference", indicator="residents", region="成都", before="2024", year="2025") == pytest.approx(6.1e4)
    # Theil's T by hand: sum of y_i ln(y_i / p_i), y and p being shares of output and people.
    assert value("theil", indicator="gdp / residents", weight="residents", year="2025") == pytest.approx(
        0.014, abs=0.01
    )


def test_a_number_of_the_panel_says_its_cells(filled: Library) -> None:
    found = resolve(
        filled, measure_reference("share", {"indicator": "gdp", "region": "眉山", "of": "成都", "year": "2025"})
    )
    assert found.unit == "%" and "÷" in found.quote
    assert {parse_reference(part).cell for part in found.rests_on} >= {"C7"}  # type: ignore[union-attr]
    works = works_behind(filled, found)
    assert "table" in {work.kind for work in works}


def test_a_scenario_gives_changes_intervals_and_counts(filled: Library) -> None:
    def value(what: str, region: str | None = None) -> float | None:
        return resolve(filled, scenario_reference("chengmei", what, region)).value

    assert value("welfare", "眉山") == value("real_income", "511400") == 5.61
    assert (value("real_income.low", "眉山"), value("welfare.high")) == (3.0, 0.5)
    assert (value("gaining"), value("losing"), value("regions")) == (2, 1, 3)
    assert value("change", "1") == pytest.approx(-40)
    found = resolve(filled, "scenario:chengmei#welfare/眉山")
    assert found.quote == "眉山：实际收入变化5.61%"
    assert "非观测值" in found.source
    whole = resolve(filled, "scenario:chengmei#all")
    assert whole.value is None and "误差不超过" in whole.source


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("成都24763亿元", "no reference"),
        ("doc:abc#1-2", "write it as doc:"),
        ("doc:000000000000#1-2", "no document or table"),
        ("doc:{doc}#5-5", "write it as doc:"),
        ("doc:{doc}#0-99999", "its text has"),
        ("doc:{table}#0-5", "it is a table"),
        ("cell:{table}/!Z9", "no value was read at cell Z9"),
        ("measure:thiel?indicator=gdp&year=2025", "theil"),
        ("measure:value?indicator=gdp&year=2025", "needs region"),
        ("measure:value?indicator=gdp&region=自贡&year=2025", "no value of"),
        ("measure:theil?indicator=gdp/residents&by=year&weight=residents", "choose one with year"),
        ("measure:theil?indicator=gdp/residents&weight=residents&year=1999", "no region has any"),
        ("scenario:none#welfare", "no scenario"),
        ("scenario:chengmei#happiness", "no number 'happiness'"),
        ("scenario:chengmei#welfare/北京", "no region"),
    ],
)
def test_what_does_not_resolve_is_named(filled: Library, reference: str, words: str) -> None:
    reference = reference.format(doc=sha(filled, "document")[:12], table=sha(filled, "table")[:12])
    with pytest.raises(LibraryError) as error:
        resolve(filled, reference)
    assert words in str(error.value)


words = st.text(min_size=1, max_size=8)


@given(words, st.text(max_size=8), st.dictionaries(words, words, max_size=3))
def test_references_come_back_as_they_were_made(name: str, other: str, arguments: dict[str, str]) -> None:
    found = parse_reference(measure_reference(name, arguments))
    assert found == type(found)(name, tuple(arguments.items()))  # type: ignore[call-arg]
    cell = parse_reference(cell_reference("a" * 64, other, name))
    assert (cell.sheet, cell.cell) == (other, name)  # type: ignore[union-attr]
    number = parse_reference(scenario_reference(name, name, other or None))
    assert (number.slug, number.region) == (name, other or None)  # type: ignore[union-attr]


def test_citations_leave_out_what_is_not_known(filled: Library) -> None:
    report, table = work_of(filled, sha(filled, "document")), work_of(filled, sha(filled, "table"))
    assert gbt7714(report) == "成都市2025年经济运行情况[Z]. (2026-02-10)."
    assert gbt7714(table) == "年鉴.csv[DB]."
    assert bibtex(report).startswith(
        f"@misc{{gongxing-{report.sha256[:12]},\n  title = {{{{成都市2025年经济运行情况}}}},\n"
    )
    assert "author" not in bibtex(report)


def test_bibtex_escapes_what_latex_would_run(tmp_path: Path) -> None:
    from gongxing.library.citations import Work

    work = Work("a" * 64, "document", r"\input{x} & 5% #1", None, None, "2026-01-01", None, None)
    assert r"\textbackslash{}input\{x\} \& 5\% \#1" in bibtex(work)


def test_a_pattern_stands_for_the_indicators_that_the_panel_has(tmp_path: Path) -> None:
    # Of 成都's 100 jobs 60 are in manufacturing, of all 200 jobs 80: 0.6 / 0.4.
    (tmp_path / "就业.csv").write_text(
        "地区,年份,制造业就业人员（万人）,金融业就业人员（万人）\n成都市,2023,60,40\n绵阳市,2023,20,80\n", "utf-8"
    )
    rest = {"within": "四川", "year": "2023", "region": "成都", "of": "employment_manufacturing"}
    short = measure_reference("location_quotient", {"indicator": "employment_*", **rest})
    names = "employment_finance,employment_manufacturing"
    long = measure_reference("location_quotient", {"indicator": names, **rest})
    assert short.startswith("measure:location_quotient?indicator=employment_*&")
    with Library(tmp_path / "library.db") as library:
        library.ingest([tmp_path / "就业.csv"])
        found, before = resolve(library, short), resolve(library, long)
        assert found.value == pytest.approx(1.5) and found.value == before.value and found.quote == before.quote
        assert "制造业就业人员、金融业就业人员" in found.source and "*" not in found.source
        with pytest.raises(LibraryError, match="match 'employmint_"):
            resolve(library, short.replace("employment_*", "employmint_*"))
