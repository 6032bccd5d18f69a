"""Figures of a library's documents, tested against its tables and its other documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongxing.library import Library
from gongxing.library.checking import DocumentCheck, document_checks
from gongxing.sample import open_sample


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_sample(tmp_path_factory.mktemp("trial"))


def wrong(checks: list[DocumentCheck]) -> set[tuple[str | None, str, float | None]]:
    found = [one.check for one in checks if one.check.verdict == "contradicted"]
    return {(check.claim.figure.region, check.claim.figure.quote, check.expected) for check in found}


def test_the_two_figures_that_are_wrong_on_purpose_are_found_and_no_other(library: Library) -> None:
    checks = list(document_checks(library))
    assert wrong(checks) == {("德阳", "2657亿元", 3.014e11), ("宜宾", "8.5%", 7.5)}
    confirmed = {one.check.claim.figure.quote for one in checks if one.check.verdict == "confirmed"}
    assert {"2.78万亿元", "46.3%", "22075亿元", "296万人"} <= confirmed


def test_a_repost_is_not_checked_twice(library: Library) -> None:
    said = [
        one.document for one in document_checks(library, codes={"510600"}) if one.check.claim.figure.quote == "2657亿元"
    ]
    assert len(said) == 1


def test_only_figures_of_the_regions_asked_for(library: Library) -> None:
    assert wrong(list(document_checks(library, codes={"511500"}))) == {("宜宾", "8.5%", 7.5)}
    group = list(document_checks(library, codes={"510100", "510600", "511400", "512000"}))
    assert any(one.check.claim.group and one.check.way == "share" for one in group)


def test_only_figures_of_one_document(library: Library) -> None:
    documents = library.documents()
    number = documents.filter(documents["title"].str.contains("眉山市政府工作报告（共兴示例，2024年）", literal=True))[
        "id"
    ][0]
    checks = list(document_checks(library, document_id=number))
    assert {one.check.verdict for one in checks if one.check.way == "value"} == {"confirmed"}
    assert {one.title for one in checks} == {"眉山市政府工作报告（共兴示例，2024年）"}


def test_a_corrected_figure_is_tested_as_corrected(tmp_path: Path) -> None:
    with open_sample(tmp_path) as mine:
        figures = mine.figures(region="宜宾", indicator="地区生产总值 增速")
        number = int(figures.filter(figures["value"] == 8.5)["id"][0])
        mine.correct(number, who="林", value=7.5)
        assert wrong(list(document_checks(mine, codes={"511500"}))) == set()
