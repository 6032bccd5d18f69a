"""An article of the press against the yearbook and the provinces; communiqués against their own arithmetic."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import gongxing
from gongxing.panel import Panel
from gongxing.panel.claims import Check, Paper, check_claims
from gongxing.panel.claims.bench import Bench, claims_of
from gongxing.panel.claims.judging import judge
from gongxing.tables import Cell

YEARBOOK = "china-city-yearbook-2024.xlsx"


def paper(path: Path) -> Paper:
    article = gongxing.read_file(path)
    return Paper(path.name, article, tuple(gongxing.extract_facts(article)))


@pytest.fixture(scope="module")
def yearbook(shared: Path) -> Panel:
    return Panel.from_tables(shared / "statistics" / "yearbooks" / YEARBOOK)


def figure(checks: list[Check], quote: str) -> Check:
    return next(check for check in checks if check.claim.figure.quote == quote)


def cells(check: Check) -> dict[str, tuple[str, float]]:
    found = {}
    for step in check.steps:
        for cell in step.cells:
            source = cell.observation.source
            assert isinstance(source, Cell)
            found[cell.observation.region] = (Path(source.file).name, cell.observation.value)
    return found


# 22075 + 3014 + 1737 + 1019 = 27845 (亿元); 27845 / 60132.9 = 46.306 %.
FOUR = {"成都市": 22075e8, "德阳市": 3014e8, "眉山市": 1737e8, "资阳市": 1019e8}


def test_the_article_is_confirmed_by_the_cells_of_four_cities_and_the_province(shared: Path, yearbook: Panel) -> None:
    panel = yearbook + Panel.from_tables(shared / "statistics" / "provinces.csv")
    checks = list(check_claims([paper(shared / "pages" / "leading-regions.txt")], panel))
    total, share = figure(checks, "2.78万亿元"), figure(checks, "46.3%")
    assert (total.verdict, total.expected) == ("confirmed", 27845e8)
    assert cells(total) == {name: (YEARBOOK, value) for name, value in FOUR.items()}
    assert (share.verdict, share.expected) == ("confirmed", pytest.approx(100 * 27845 / 60132.9))
    assert set(cells(share)) == {*FOUR, "四川省"}
    assert cells(share)["四川省"] == ("provinces.csv", 60132.9e8)
    assert not [check for check in checks if check.verdict == "contradicted"]


def test_without_the_provinces_the_share_lacks_three_of_the_units_of_the_province(
    shared: Path, yearbook: Panel
) -> None:
    checks = list(check_claims([paper(shared / "pages" / "leading-regions.txt")], yearbook))
    assert figure(checks, "2.78万亿元").verdict == "confirmed"
    share = figure(checks, "46.3%")
    assert share.verdict == "unchecked"
    assert "四川共 21 个单位，表中缺 3 个（阿坝、甘孜、凉山）的地区生产总值，也没有四川自身的数" in share.said.zh


def test_communiques_hold_and_a_changed_digit_is_found(shared: Path) -> None:
    """Three cities: sectors, shares of output, sums of counties, taxes and other revenue, per-head values."""
    papers = [paper(shared / "pages" / "bulletins" / f"{name}-2025.html") for name in ("chengdu", "loudi", "hami")]
    panel = Panel()
    for one in papers:
        panel = panel.add_document(one.article, one.facts, file=one.file)
    bench = Bench(panel.evidence)
    confirmed = [
        (claim, check)
        for one in papers
        for claim in claims_of(one)
        if (check := judge(claim, bench)).verdict == "confirmed"
    ]
    ways = Counter(check.way for _, check in confirmed)
    assert ways["sectors"] >= 11
    assert ways["formula"] >= 8
    assert ways["share"] >= 5
    for claim, _ in confirmed:
        changed = replace(claim, figure=replace(claim.figure, value=claim.figure.value * 1.03))
        assert judge(changed, bench).verdict == "contradicted", claim.figure


def test_the_yearbook_has_no_value_lost_and_its_wide_frame_is_of_cities(yearbook: Panel) -> None:
    observations = yearbook.observations()
    assert Panel.from_frame(yearbook.to_frame("pandas")).observations() == observations
    frame = yearbook.wide(["gdp", "residents"], 2023, level="prefecture")
    assert frame.height > 280
    assert frame.filter(frame["code"] == "510100").rows() == [("510100", "成都市", 2023, 22075e8, 21400000.0)]
