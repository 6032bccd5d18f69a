"""Every word is found, of one character too, and counts are those of a scan."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_library import CITIES

from gongxing.library import Library, LibraryError, fulltext, profile
from gongxing.library.quoting import passages_with
from gongxing.library.words import OVERLAP, passages, phrases, spaced


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发展氢能", "发 展 氢 能"),
        ("氢，能", "氢 | 能"),
        ("2.78万亿元", "2 | 78 万 亿 元"),
        ("AI赋能 Smart City", "ai 赋 能 smart city"),
        ("５Ｇ 網絡", "5g 网 络"),
        ("……", ""),
        ("“5+1”产业", "5 | 1 | 产 业"),
        ("café", "caf ue9"),
    ],
)
def test_spaced(text: str, expected: str) -> None:
    assert spaced(text) == expected


def test_a_query_is_phrases() -> None:
    assert phrases('氢能 "smart city" 成都') == ["氢 能", "smart city", "成 都"]
    with pytest.raises(ValueError, match="no word"):
        phrases("？！")
    with pytest.raises(ValueError, match="shorten"):
        phrases("长" * 65)


@given(
    st.text(alphabet="的成都氢能ab 1，。\n", max_size=900), st.integers(1, 5), st.integers(0, 4000), st.integers(1, 64)
)
@settings(max_examples=60, deadline=None)
def test_every_stretch_of_a_paragraph_stands_whole_in_a_passage(
    piece: str, times: int, start: int, length: int
) -> None:
    text = piece * times
    found = passages(text)
    for p in found:
        assert 0 <= p.start <= p.end <= len(text)
        assert max(Counter(p.words.split()).values(), default=0) <= 255
    for paragraph in text.split("\n"):
        stretch = " ".join(spaced(paragraph).split()[start % 200 :][: min(length, OVERLAP)])
        assert not stretch or any(f" {stretch} " in f" {p.words} " for p in found)


VOCABULARY = [
    *CITIES,
    "氢能",
    "人工智能",
    "能",
    "氢",
    "的",
    "产业",
    "，",
    "。",
    "AI",
    "hydrogen",
    "energy",
    "2.5",
    "\n",
]


QUERIES = (
    *("氢", "能", "氢能", "成都", "都", "AI", "hydrogen energy", "能的", "智能产业", "成都 氢能", "的的", "2.5", "5"),
    *("人工智能氢能", '"hydrogen energy"', "能，", "眉山。"),
)


def test_counts_equal_a_scan(library: Library, tmp_path: Path) -> None:
    """Sixty texts of chance: every query finds the documents that a scan finds."""
    draw = random.Random(6)
    texts = {}
    (tmp_path / "in").mkdir()
    for number in range(60):
        body = "".join(f"{draw.choice(VOCABULARY)} "[: draw.choice((None, -1))] for _ in range(draw.randint(30, 400)))
        texts[number] = f"文稿第{number}号\n{body}完\n"
        (tmp_path / "in" / f"{number}.txt").write_text(texts[number], "utf-8")
    library.ingest([tmp_path / "in"])
    held = library.documents(copies=True)
    assert held.height == 60
    stored = {row["id"]: row for row in library.documents().to_dicts()}
    whole = {number: _indexed(library, number, row["title"]) for number, row in stored.items()}
    assert len(whole) > 50
    for query in QUERIES:
        wanted = phrases(query)
        expected = {n for n, text in whole.items() if all(any(f" {p} " in line for line in text) for p in wanted)}
        result = library.search(query, kinds=["document"], limit=1000)
        assert result.counts.get("document", 0) == len(expected), query
        assert {hit.id for hit in result.hits} == expected, query


TEXTS = (
    "氢能产业发展。\nsmart city 建设。\n",
    "发展氢能产。能产业好。\nsmartcity 建设，smart 的 city。\n",
    "产业氢能。\n能源与智慧城市，city smart。\n",
)


def test_what_the_terms_of_an_index_do_not_tell_is_read(library: Library, tmp_path: Path) -> None:
    """Pairs of words that stand apart are no phrase, and two words are not one word of their letters."""
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(f"文稿{number}\n{text}", "utf-8")
    library.ingest([tmp_path])
    expected = {
        "氢能": 3, "氢能产": 2, "氢能产业": 1, "产业氢能": 1, '"smart city"': 1, "smartcity": 1, "smart city": 3,
        "氢能产业 智慧城市": 0, "氢能产业 建设": 1, "智慧城市 产业氢能": 1, "发展氢能产 能产业好": 1,
    }  # fmt: skip
    assert {
        words: library.search(words, kinds=["document"]).counts.get("document", 0) for words in expected
    } == expected


def test_words_of_any_length_are_found_whole(library: Library, tmp_path: Path) -> None:
    for name in ("ab", "ac"):
        long = "a" * 3000 + name
        (tmp_path / f"{name}.txt").write_text(f"文稿{name}\n编码{long}结束，正文在此。\n", "utf-8")
    library.ingest([tmp_path])
    for words, expected in (("a" * 3000 + "ab", 1), ("编码" + "a" * 3000 + "ac", 1), ("a" * 3000, 0), ("编码", 2)):
        assert library.search(words, kinds=["document"]).counts.get("document", 0) == expected


def test_the_newest_are_the_same_however_they_are_found(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        city, day = CITIES[number % 4], f"{2020 + number % 5}-0{1 + number % 9}-1{number % 7}"
        title = "氢能产业规划" if number % 3 else f"{city}要闻"
        (tmp_path / f"{number}.txt").write_text(
            f"{title}\n来源：{city}日报 发布时间：{day} 10:00\n{city}市氢能产业产值{number + 1}亿元，比上年增长12%，"
            f"第{number}次。\n{city}市加快建设{number + 2}座加氢站。\n",
            "utf-8",
        )
    library.ingest([tmp_path])
    asked: tuple[tuple[str, dict[str, object]], ...] = (
        ("氢能产业", {}), ("产值", {"region": "成都"}), ("氢能产业 产值", {}), ("氢", {"since": "2022"}),
        ("亿元", {"source": "绵阳日报"}), ("加氢站", {"kinds": ["commitment"]}),
    )  # fmt: skip

    def found() -> list[object]:
        searched = [library.search(words, limit=5, **filters) for words, filters in asked]  # type: ignore[arg-type]
        page = library.page_facts(region="成都", limit=4, offset=2)
        after = library.page_facts(region="成都", kind="figure", limit=3, after=page.next)
        return [*((result.counts, result.hits) for result in searched), library.profile("成都", limit=2), page, after]

    expected = found()
    monkeypatch.setattr(fulltext, "_FREQUENT", 0)
    for newest in (4_000, 30, 3):
        monkeypatch.setattr(fulltext, "NEWEST", newest)
        assert found() == expected


def test_a_profile_is_the_same_however_it_is_found(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many documents of one day, some without a date, some that tell of the region little."""
    for number in range(30):
        day = "" if number % 7 == 3 else f"发布时间：202{number % 3}-0{1 + number % 2}-11 10:00"
        told = "".join(f"{CITIES[0]}市将建设第{number + n}个中试中心。\n" for n in range(number % 4))
        text = f"要闻{number}\n{day}\n{told}{CITIES[1]}市大力发展氢能产业，第{number}次。\n{CITIES[0]}市。\n"
        (tmp_path / f"{number:02}.txt").write_text(text, "utf-8")
    library.ingest([tmp_path])
    limits = (1, 2, 3, 7, 20, 100)
    expected = [[library.profile(city, limit) for city in CITIES[:2]] for limit in limits]
    assert len(expected[-1][0].commitments) > 20
    monkeypatch.setattr(profile, "_MANY", 0)
    assert [[library.profile(city, limit) for city in CITIES[:2]] for limit in limits] == expected


def _indexed(library: Library, number: int, title: str | None) -> list[str]:
    """Title and text as lines of words with a space around each: what a scan reads."""
    from sqlalchemy import select

    from gongxing.library.connection import reading
    from gongxing.library.schema import article

    with reading(library.engine) as connection:
        text = connection.execute(select(article.c.text).where(article.c.document_id == number)).scalar_one()
    return [f" {spaced(title or '')} ", f" {spaced(text)} "]


def test_a_word_late_in_a_long_text_is_found(library: Library, tmp_path: Path) -> None:
    """PostgreSQL knows 16 383 places of an entry: passages keep what stands later."""
    text = "长文\n" + "".join(f"第{n}段说的是的是的是。\n" for n in range(5000)) + "最后才有氢能基地。\n"
    (tmp_path / "long.txt").write_text(text, "utf-8")
    library.ingest([tmp_path / "long.txt"])
    result = library.search("氢能基地", kinds=["document"])
    assert result.counts == {"document": 1}
    hit = result.hits[0]
    assert hit.context[hit.start : hit.end] == "氢能基地"
    assert library.search("说的是的是", kinds=["document"]).counts == {"document": 1}
    assert library.search("说的是的不", kinds=["document"]).counts == {}


def test_passages_with_a_word_and_one_of_others_come_newest_first(library: Library, tmp_path: Path) -> None:
    told = (
        ("成都建设国家中心城市。", "2023-05-01"),
        ("成都做强极核。", "2025-02-03"),
        ("绵阳做强极核。", "2024-06-30"),
    )
    for number, (sentence, date) in enumerate(told):
        text = f"城市第{number}号\n来源：日报 发布时间：{date} 10:00\n今天的天气很好。\n{sentence}\n"
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    library.ingest([tmp_path])
    found = list(passages_with(library, "成都", ("国家中心城市", "极核"), 10))
    assert [passage.published[:10] for passage in found] == ["2025-02-03", "2023-05-01"]
    for passage in found:
        whole = library.document(passage.document).article.text
        assert whole[passage.start :].startswith(passage.text) and "成都" in passage.text
    assert [one.published[:10] for one in passages_with(library, "成都", ("国家中心城市", "极核"), 1)] == ["2025-02-03"]
    assert not list(passages_with(library, "成都", ("桥头堡",), 10))


def test_filters(library: Library, tmp_path: Path) -> None:
    for city, date in (("成都", "2023-05-01"), ("绵阳", "2024-06-30"), ("德阳", "2025-02-03")):
        (tmp_path / f"{city}.txt").write_text(
            f"{city}市发展氢能产业\n来源：{city}日报 发布时间：{date} 10:00\n"
            f"{city}市氢能产业产值{int(date[:4]) % 100}亿元，比上年增长12%，已建成加氢站{date[6]}座。\n",
            "utf-8",
        )
    library.ingest([tmp_path])

    def found(**filters: object) -> set[str | None]:
        return {
            hit.published[:10] for hit in library.search("氢能", kinds=["document"], **filters).hits if hit.published
        }  # type: ignore[arg-type]

    assert found() == {"2023-05-01", "2024-06-30", "2025-02-03"}
    assert found(since="2024") == {"2024-06-30", "2025-02-03"}
    assert found(until="2024") == {"2023-05-01", "2024-06-30"}
    assert found(since="2024-06", until="2024-06") == {"2024-06-30"}
    assert found(since="2024-07-01") == {"2025-02-03"}
    assert found(region="成都市") == found(region="510100") == found(region="蓉城") == {"2023-05-01"}
    assert found(source="绵阳日报") == {"2024-06-30"}
    facts = library.search("加氢站", region="绵阳")
    assert set(facts.counts) <= {"document", "figure", "project", "commitment"}
    assert {hit.about for hit in facts.hits if hit.kind != "document"} <= {"绵阳"}
    assert library.search("德阳", kinds=["region"]).hits[0].fields["code"] == "510600"
    with pytest.raises(LibraryError, match="no date"):
        library.search("氢能", since="去年")
    with pytest.raises(LibraryError, match="no word"):
        library.search("——")
