"""Pages of documents and facts, and their facets, are what a scan of everything gives, on both databases."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gongxing.library import Library, LibraryError
from gongxing.library.entries import FACTS
from gongxing.library.preparation import fact_words
from gongxing.library.words import phrases

CITIES = ("成都", "绵阳", "德阳")
DATES = ("2023-05-01", "2024-06-30", "2024-12-01", "2025-02-03", None)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Twenty documents of three cities, some without a date, a copy among them, with some facts rejected; read once."""
    tmp_path = tmp_path_factory.mktemp("paging")
    place = str(tmp_path / "library.db")
    if request.param == "postgresql":
        place = request.getfixturevalue("postgresql")()
    with Library(place, tmp_path / "files") as library:
        _fill(library, tmp_path / "in")
        yield library


def _fill(library: Library, folder: Path) -> None:
    folder.mkdir()
    for number in range(20):
        city, date = CITIES[number % 3], DATES[number % 5]
        head = f"来源：{city}日报 发布时间：{date} 10:00\n" if date else ""
        (folder / f"{number:02}.txt").write_text(
            f"{city}市第{number}号工作要点\n{head}"
            f"2025年，{city}市地区生产总值{1000 + number}亿元，常住人口{200 + number}.5万人。"
            f"{2020 + number % 6}年，{CITIES[(number + 1) % 3]}市新增载体{number + 3}万平方米，大力发展氢能产业。\n"
            f"第{number}项任务由{city}市牵头，建设中试中心{number + 1}个，推进{city}—重庆城际铁路建设。\n",
            "utf-8",
        )
    (folder / "copy.txt").write_text("转载\n" + (folder / "00.txt").read_text("utf-8"), "utf-8")
    library.ingest([folder])
    for number in random.Random(1).sample(library.facts().get_column("id").to_list(), 8):
        library.reject(number, who="林")


FACT_FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"kind": "figure"},
    {"kind": ("project", "commitment")},
    {"region": "成都市"},
    {"region": "510100", "kind": "figure", "since": "2024"},
    {"region": "绵阳", "indicator": "常住人口"},
    {"period": "2025"},
    {"until": "2024-06"},
    {"since": "2024-06-30", "until": "2024"},
    {"source": "德阳日报"},
    {"document": 3},
    {"region": "成都", "source": "成都日报"},
    {"region": "510100", "source": "成都日报", "kind": "figure", "until": "2024"},
    {"source": "德阳日报", "since": "2024-06", "kind": "figure"},
    {"indicator": "地区生产总值", "since": "2024", "source": "绵阳日报"},
    {"region": "眉山"},
)


@pytest.fixture(scope="module")
def everything(read: Library) -> list[dict[str, Any]]:
    """Every fact that is shown, with its document."""
    columns = {row["id"]: row for row in read.documents(copies=True).to_dicts()}
    rows = []
    for row in read.facts().to_dicts():
        whole = read.fact(row["id"])
        held = columns[row["document"]]
        rows.append({**whole, "document": row["document"], "source": held["account"] or held["source"]})
    return rows


HOLDS: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "kind": lambda row, value: row["kind"] in ((value,) if isinstance(value, str) else value),
    "region": lambda row, value: value in (row["about"], row["about_code"], f"{row['about']}市"),
    "indicator": lambda row, value: row["indicator"] == value,
    "period": lambda row, value: row["period"] == value or (row["period"] or "").startswith(f"{value}-"),
    "since": lambda row, value: (row["published"] or "") >= value,
    "until": lambda row, value: row["published"] is not None and row["published"][: len(value)] <= value,
    "source": lambda row, value: row["source"] == value,
    "document": lambda row, value: row["document"] == value,
}


def holds(row: dict[str, Any], narrow: dict[str, Any]) -> bool:
    return all(HOLDS[name](row, value) for name, value in narrow.items())


@pytest.mark.parametrize("narrow", FACT_FILTERS, ids=str)
def test_pages_of_facts(read: Library, everything: list[dict[str, Any]], narrow: dict[str, Any]) -> None:
    expected = [row for row in everything if holds(row, narrow)]
    assert len(expected) > 1 or narrow.get("region") == "眉山"
    walked, after = [], None
    while True:
        page = read.page_facts(limit=7, after=after, **narrow)
        assert (page.total, page.exact) == (len(expected), True)
        assert page.rows == read.page_facts(limit=7, offset=len(walked), **narrow).rows
        walked += page.rows
        if (after := page.next) is None:
            break
    assert sorted(row["id"] for row in walked) == sorted(row["id"] for row in expected)
    days = [(row["published"] or "")[:10] for row in walked]
    assert days == sorted(days, reverse=True)
    facets = read.fact_facets(**narrow)
    for name, key in (("kind", "kind"), ("region", "about"), ("source", "source"), ("year", "published")):
        without = {k: v for k, v in narrow.items() if k != name and (name != "year" or k not in ("since", "until"))}
        counts = Counter(row[key][:4] if name == "year" else row[key]
                         for row in everything if row[key] is not None and holds(row, without))  # fmt: skip
        assert {facet.value: facet.count for facet in facets[name]} == dict(counts), name


SEARCHES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("成都", {}), ("市", {}), ("亿", {}), ("常住人口 绵阳", {}), ("氢能", {"region": "成都"}),
    ("中试中心", {"region": "510700", "since": "2024"}),
    ("新增载体", {"period": "2023", "kinds": ("figure", "project")}),
    ("地区生产总值", {"until": "2024-06-30", "kinds": ("figure",)}), ("德阳", {"source": "德阳"}),
    ("建设", {"source": "日报", "since": "2024-12"}), ("成渝", {}), ("林", {"source": "无此报"}),
)  # fmt: skip


@pytest.mark.parametrize(("words", "filters"), SEARCHES, ids=str)
def test_finds_among_facts_equal_a_scan(
    read: Library, everything: list[dict[str, Any]], words: str, filters: dict[str, Any]
) -> None:
    names = {row["id"]: (row["source"] or "", row["account"] or "") for row in read.documents(copies=True).to_dicts()}

    def found(row: dict[str, Any]) -> bool:
        narrow = {name: value for name, value in filters.items() if name not in ("kinds", "source")}
        of_source = not filters.get("source") or any(filters["source"] in name for name in names[row["document"]])
        held = f" {fact_words({**row, 'fields': json.dumps(row['fields'])})} "
        return all(f" {phrase} " in held for phrase in phrases(words)) and holds(row, narrow) and of_source

    kinds = filters.get("kinds", FACTS)
    expected = [row for row in everything if row["kind"] in kinds and found(row)]
    result = read.search(words, limit=1000, **{**filters, "kinds": kinds})
    assert result.counts == dict(Counter(row["kind"] for row in expected))
    assert {hit.id for hit in result.hits} == {row["id"] for row in expected}
    days = [(hit.published or "")[:10] for hit in result.hits]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("words", "filters"), [*SEARCHES, ("市 建设", {}), ("成都 重庆 氢能", {"since": "2024"})], ids=str
)
def test_counting_may_stop_early_and_finds_stay_the_same(
    read: Library, words: str, filters: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongxing.library.document_search._SPAN", 3)
    every = read.search(words, limit=2, **filters)
    assert not every.more
    some = read.search(words, limit=2, count_to=2, **filters)
    assert (some.hits, some.undated) == (every.hits, every.undated)
    for kind in {*every.counts, *some.counts}:
        counted, there = some.counts.get(kind, 0), every.counts.get(kind, 0)
        assert counted <= there if kind in some.more else counted == there, kind
    enough = read.search(words, limit=2, count_to=1000, **filters)
    assert (enough.counts, enough.more) == (every.counts, frozenset())
    if read.engine.dialect.name == "sqlite":
        assert ("document" in some.more) == (every.counts.get("document", 0) > 2)
        assert bool(some.more & set(FACTS)) == (sum(every.counts.get(kind, 0) for kind in FACTS) > 2)


@pytest.mark.parametrize(
    "narrow",
    [{}, {"kind": "document"}, {"kind": "table"}, {"region": "成都"}, {"region": "成都", "source": "成都日报"},
     {"since": "2024-06-30", "source": "德阳日报"}, {"region": "绵阳", "until": "2024-06"}, {"since": "2024-07"},
     {"region": "510700", "since": "2024"}, {"source": "绵阳日报"}, {"until": "2024"}, {"region": "510100"},
     {"region": "510100", "source": "成都日报", "kind": "document"}, {"region": "成都", "kind": "table"},
     {"region": "成都", "source": "成都日报", "since": "2024-06-01"}, {"region": "510700", "until": "2024-07"},
     {"region": "德阳", "source": "成都日报"}],
    ids=str,
)  # fmt: skip
def test_pages_of_documents(read: Library, everything: list[dict[str, Any]], narrow: dict[str, Any]) -> None:
    regions: dict[int, set[str]] = {}
    facts: Counter[int] = Counter()
    for row in everything:
        regions.setdefault(row["document"], set()).update(x for x in (row["about"], row["about_code"]) if x)
        facts[row["document"]] += 1
    documents = [{**row, "source": row["account"] or row["source"]} for row in read.documents().to_dicts()]
    assert len(documents) == 20

    def wanted(row: dict[str, Any], narrow: dict[str, Any]) -> bool:
        region = narrow.get("region")
        rest = {name: value for name, value in narrow.items() if name != "region"}
        return (region is None or region in regions[row["id"]]) and holds(row, rest)

    expected = {row["id"] for row in documents if wanted(row, narrow)}
    walked, after = [], None
    while True:
        page = read.page_documents(limit=6, after=after, **narrow)
        assert (page.total, page.exact) == (len(expected), True)
        walked += page.rows
        if (after := page.next) is None:
            break
    assert [row["id"] for row in walked] == [row["id"] for row in read.page_documents(**narrow).rows]
    assert {row["id"] for row in walked} == expected
    assert {row["id"]: row["facts"] for row in walked} == {number: facts[number] for number in expected}
    facets = read.document_facets(**narrow)
    for name in ("kind", "source", "year", "region"):
        without = {k: v for k, v in narrow.items() if k != name and (name != "year" or k not in ("since", "until"))}
        counts: Counter[str] = Counter()
        for row in documents:
            if wanted(row, without):
                values = {"kind": [row["kind"]], "source": [row["source"]], "year": [(row["published"] or "")[:4]],
                          "region": [r for r in regions[row["id"]] if not r.isdigit()]}[name]  # fmt: skip
                counts.update(value for value in values if value)
        assert {facet.value: facet.count for facet in facets[name]} == dict(counts), name


def test_orders(read: Library) -> None:
    starts = [row["start"] for row in read.page_facts(document=1, sort="reading").rows]
    assert starts == sorted(starts)
    added = [row["id"] for row in read.page_documents(sort="added").rows]
    assert added == sorted(added, reverse=True)
    assert len(added) == 20
    oldest = [row["published"] for row in read.page_documents(sort="oldest").rows]
    dated = [day for day in oldest if day]
    assert dated == sorted(dated)
    assert oldest[: len(dated)] == dated  # documents without a date come last
    for asked in ({"limit": 9}, {"limit": 7, "region": "成都"}):
        narrow = {name: value for name, value in asked.items() if name != "limit"}
        whole = [row["id"] for row in read.page_facts(sort="oldest", limit=1000, **narrow).rows]
        walked: list[int] = []
        after = None
        while True:
            page = read.page_facts(sort="oldest", after=after, **asked)
            assert page.rows == read.page_facts(sort="oldest", offset=len(walked), **asked).rows
            walked += [row["id"] for row in page.rows]
            if (after := page.next) is None:
                break
        assert walked == whole


def test_what_people_said_is_listed(read: Library) -> None:
    rejected = read.page_facts(standing="rejected")
    assert rejected.total == 8
    assert {row["standing"] for row in rejected.rows} == {"rejected"}
    assert read.page_facts(standing="rejected", limit=5, after=read.page_facts(standing="rejected", limit=5).next).rows
    assert sum(facet.count for facet in read.fact_facets(standing="rejected")["kind"]) == 8
    assert read.page_facts().total == sum(read.status().facts.values())


def test_what_is_asked_wrongly_is_said(read: Library) -> None:
    for asked, said in (
        ({"limit": 0}, "at least 1"),
        ({"limit": 5000}, "at most 1,000"),
        ({"offset": -1}, "0 or more"),
        ({"after": "x'"}, "no place"),
        ({"after": str(1 << 63)}, "no place"),
        ({"sort": "best"}, "expected one of"),
        ({"kind": "novel"}, "no kind"),
        ({"since": "去年"}, "no date"),
    ):
        with pytest.raises(LibraryError, match=said):
            read.page_facts(**asked)  # type: ignore[arg-type]
        with pytest.raises(LibraryError, match=said):
            read.page_documents(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("narrow", [{}, {"kind": "document"}, {"kind": "table"}, {"region": "成都"}, {"since": "2024"},
                                    {"region": "成都", "since": "2023", "until": "2024"}, {"region": "成都",
                                     "kind": "table"}])  # fmt: skip
def test_documents_are_counted_from_tallies_as_they_are_listed(read: Library, narrow: dict[str, str]) -> None:
    page = read.page_documents(limit=500, **narrow)
    assert page.exact
    assert page.total == len(page.rows)


def test_two_regions_of_one_name_are_counted_apart_by_their_adcodes(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    sentences = ("益阳市资阳区新增载体3万平方米。", "资阳市常住人口200万人。", "资阳市新增载体5万平方米。")
    for number, told in enumerate(sentences):
        text = f"工作要点第{number}号\n来源：资阳日报 发布时间：2024-05-0{number + 1} 10:00\n2025年，{told}\n"
        (tmp_path / "in" / f"{number}.txt").write_text(text, "utf-8")
    library.ingest([tmp_path / "in"])
    for code, number in (("430902", 1), ("512000", 2), ("资阳", 3), ("510100", 0)):
        source = {"source": "资阳日报"}
        for more in ({}, source, {"since": "2024-05-01"}, {**source, "until": "2024-05-03"}):
            narrow: dict[str, str] = {"region": code, **more}
            page = library.page_documents(**narrow)
            assert (page.total, len(page.rows)) == (number, number), narrow
            facets = library.document_facets(**narrow)
            expected = {"kind": "document", "source": "资阳日报", "year": "2024"}
            for name, value in expected.items():
                assert [(one.value, one.count) for one in facets[name]] == [(value, number)] * bool(number), narrow
