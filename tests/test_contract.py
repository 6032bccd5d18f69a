"""What other programs rely on: the JSON's shape, true spans, order and sameness, on every real file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongxing import UnreadableDocumentError, extract_facts, read_file
from gongxing.cli import main
from gongxing.facts import Fact
from gongxing.reading import Article

SHARED = Path(__file__).resolve().parents[2] / "shared" / "pages"
REAL = sorted(p for p in SHARED.rglob("*") if p.suffix in (".html", ".txt") and not p.name.endswith(".body.txt"))
FIELDS = {
    "figure": {"value", "unit", "indicator", "region", "region_code", "period", "bound", "modality"},
    "place": {"name", "code", "level"},
    "person": {"name", "post"},
    "project": {"type", "region", "name"},
    "industry": {"tier", "region", "leaders"},
    "member": {"group", "member"},
    "commitment": {"actor", "figures", "deadline", "period"},
}


def check(article: Article, facts: list[Fact]) -> None:
    text = article.text
    assert facts == sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind))
    for fact in facts:
        assert 0 <= fact.start < fact.end <= len(text)
        assert text[fact.start : fact.end] == fact.quote
        assert fact.rule
        assert set(fact.to_dict()) == {"kind", "start", "end", "quote", "rule"} | FIELDS[fact.kind]
        if fact.kind == "figure":
            assert fact.bound in ("eq", "gt", "lt", "approx")
            assert fact.modality in ("actual", "target")
    for section in article.sections:
        assert 0 <= section.start < section.end <= len(text)
    for table in article.tables:
        assert text[table.start : table.end] == "\n".join("\t".join(row) for row in table.rows)


@pytest.mark.skipif(not REAL, reason="the real pages are not beside this checkout (../shared)")
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.name)
def test_spans_are_true_and_the_same_bytes_give_the_same_json(path: Path) -> None:
    try:
        article = read_file(path)
    except UnreadableDocumentError as error:
        assert path.name in str(error)
        return
    facts = extract_facts(article)
    check(article, facts)
    again = read_file(path)
    assert again == article
    assert [fact.to_dict() for fact in extract_facts(again)] == [fact.to_dict() for fact in facts]


def test_the_sample_page_holds_to_the_contract(sample: Path) -> None:
    article = read_file(sample)
    facts = extract_facts(article)
    check(article, facts)
    assert {fact.kind for fact in facts} == set(FIELDS)


def test_one_file_is_one_object(sample: Path) -> None:
    result = CliRunner().invoke(main, ["read", str(sample), "--format", "json"])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert set(document) == {"article", "facts"}
    keys = {"title", "source", "account", "author", "published", "captured", "language", "text", "sections", "notices",
            "recommendations", "shares"}  # fmt: skip
    assert keys <= set(document["article"])


def test_the_sample_page_gives_what_a_reader_would_note(sample: Path) -> None:
    facts = extract_facts(read_file(sample))
    figures = {
        (f.value, f.unit, f.region, f.region_code, f.period, f.modality) for f in facts if f.kind == "figure"
    }  # fmt: skip
    # Read off the page by hand; Chengdu's numbers are those of its 2025 communiqué.
    assert (2.47636e12, "CNY", "成都", "510100", "2025", "actual") in figures
    output = next(f for f in facts if f.kind == "figure" and f.value == 2.47636e12)
    assert output.indicator == "地区生产总值"
    assert (21535000.0, "people", "成都", "510100", "2025", "actual") in figures
    assert (-2.1, "%", "资阳", "512000", "2025", "actual") in figures
    assert (120000.0, "m2", "成都", "510100", "2026", "target") in figures
    assert ("陈望舒", "成都市市长") in {(f.name, f.post) for f in facts if f.kind == "person"}
    assert {f.member for f in facts if f.kind == "member" and f.group == "成都都市圈"} == {
        "成都",
        "德阳",
        "眉山",
        "资阳",
    }
    assert any(f.kind == "industry" and f.leaders == ("晨光锂电",) for f in facts)
    assert not any("豆花" in f.quote or "樱花" in f.quote for f in facts)
