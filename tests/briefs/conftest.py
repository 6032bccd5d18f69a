"""A small library of our own for briefs: a report, a table, a scenario with its outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from gongxing.briefs import Brief, build_brief, parse_outline
from gongxing.library import Library
from made_yearbook import YEARBOOK

REPORT = """成都市2025年经济运行情况
发布时间：2026-02-10
2025年，成都市地区生产总值24763.6亿元，增长5.8%。财政收入下降1.2%。全市工业投资超3000亿元。
成都要建设5个中试平台。
"""
HOSTILE = """<script>alert(1)</script>\\#import "x" #eval("1+1") & <w:t>x</w:t>
发布时间：2026-02-11
绵阳市2025年地区生产总值4638.4亿元，#set page(width: 1cm) $x^2$ @label *粗* _斜_ `code` <b>x</b> &amp; ]]> 结束。
"""
LOW, HIGH = "5th percentile", "95th percentile"


def _region(name: str, code: str, change: float) -> dict[str, object]:
    columns = ("real_income", "wages", "residents", "jobs", "rents", "prices")
    changes = {column: change / (at + 1) for at, column in enumerate(columns)}
    ends = {f"{column} {end}": value + shift for column, value in changes.items()
            for end, shift in ((LOW, -1.0), (HIGH, 1.0))}  # fmt: skip
    return {"name": name, "code": code, **changes, **ends}


OUTCOME = {
    "title": "成眉铁路", "numeraire": "welfare", "unit": "%", "welfare": 0.31, "growth": 0.42,
    "theil": {"before": 0.0512, "after": 0.0491},
    "changes": [{
        "kind": "travel_time", "regions": ["成都", "眉山"], "directed": False, "ratio": 0.6, "words": "-40%",
        "hub": False, "bounds": [0.5, 0.7], "statement": {"project": "成眉铁路", "by": "林晓禾"},
    }],
    "regions": [_region("成都", "510100", 0.2), _region("眉山", "511400", 5.61), _region("绵阳", "510700", -0.4)],
    "intervals": {"draws": 50, "failed": 0, "seed": 0, "welfare": {LOW: 0.1, HIGH: 0.5}},
    "certificate": {"certified": True, "error_bound": 3e-13, "zh": ["误差不超过 3e-13。"], "en": ["Error 3e-13."]},
    "assumptions": [
        {"name": "free", "zh": "人可以自由迁移。", "en": "People move freely."},
        {"name": "speed", "zh": "车速按每小时60公里计。", "en": "Travel goes at 60 km/h."},
    ],
    "values": [],
    "otherwise": [{
        "indicator": "unemployment_insured", "growth": -0.3, "welfare": 0.2, "turned": ["growth", "眉山"],
        "name": {"zh": "失业保险参保人数", "en": "persons in unemployment insurance"},
        "regions": [{"name": name, "code": code, "real_income": change} for name, code, change in
                    (("成都", "510100", 0.5), ("眉山", "511400", -18.66), ("绵阳", "510700", -0.1))],
    }],
}  # fmt: skip


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library of the tests of briefs, read only."""
    folder = tmp_path_factory.mktemp("briefs")
    for name, words in (("要点.txt", REPORT), ("hostile.txt", HOSTILE), ("年鉴.csv", YEARBOOK)):
        (folder / name).write_text(words, "utf-8")
    with Library(folder / "library.db") as opened:
        opened.ingest([folder / "要点.txt", folder / "hostile.txt", folder / "年鉴.csv"])
        opened.save_scenario("chengmei", title="成眉铁路", toml="title = '成眉铁路'", who="林晓禾")
        opened.save_outcome("chengmei", 1, OUTCOME, basis="b", who="林晓禾")
        yield opened


@pytest.fixture(scope="session")
def span(library: Library) -> Callable[[str], str]:
    """Return the reference to words of the documents."""
    from sqlalchemy import select

    from gongxing.library.connection import reading
    from gongxing.library.references import document_reference
    from gongxing.library.schema import article, document

    def find(words: str) -> str:
        query = select(document.c.sha256, article.c.text).join_from(document, article)
        with reading(library.engine) as connection:
            found = connection.execute(query.where(article.c.text.contains(words, autoescape=True))).all()
        start = found[0].text.index(words)
        return document_reference(found[0].sha256, start, start + len(words))

    return find


@pytest.fixture(scope="session")
def cell(library: Library) -> Callable[[str], str]:
    """Return the reference to a cell of the table."""
    frame = library.documents()
    sha256 = frame.filter(frame["kind"] == "table")["sha256"][0]
    return lambda name: f"cell:{sha256[:12]}/!{name}"


@pytest.fixture(scope="session")
def build(library: Library) -> Callable[..., Brief]:
    """Return a function that builds the body of an outline."""

    def made(body: str, title: str = "简报", **front: object) -> Brief:
        fields = {"title": title, **front}
        lines = "\n".join(f"{name} = '''{value}'''" for name, value in fields.items())
        return build_brief(parse_outline(f"+++\n{lines}\n+++\n\n{body}"), library)

    return made
