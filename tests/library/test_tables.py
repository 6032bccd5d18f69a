"""Tables in the library: observations with their cells, found by words, in one panel with documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_library import check_whole, dump

from gongxing.library import Library, LibraryError
from gongxing.library.lookup import table_notes
from gongxing.tables import read_table

TABLE = """地区,年份,地区生产总值（亿元）,常住人口（万人）
成都市,2023,22074.7,2140.3
绵阳市,2023,4038.73,491.1
成都市,2024,23511.3,2147.4
"""
BULLETIN = """2023年成都市国民经济和社会发展统计公报
成都市统计局 2024年3月20日
2023年，全市实现地区生产总值22074.7亿元，比上年增长6.0%。年末常住人口2140.3万人。
"""


@pytest.fixture
def read(library: Library, tmp_path: Path) -> Library:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cities.csv").write_text(TABLE, "utf-8")
    (tmp_path / "in" / "bulletin.txt").write_text(BULLETIN, "utf-8")
    report = library.ingest([tmp_path / "in"])
    assert (report.read, report.observations, report.failures) == (2, 6, [])
    return library


def test_an_observation_knows_its_cell(read: Library) -> None:
    rows = read.observations(region="成都", indicator="gdp").to_dicts()
    # 22074.7亿元 is 2.20747e12 yuan
    assert [(row["period"], row["value"], row["unit"], row["file"]) for row in rows] == [
        ("2023", pytest.approx(22074.7e8), "CNY", "cities.csv"),
        ("2024", pytest.approx(23511.3e8), "CNY", "cities.csv"),
    ]
    assert [row["cell"] for row in rows] == ["C2", "C4"]
    state = read.status()
    assert (state.documents, state.tables, state.observations) == (1, 1, 6)
    check_whole(read)


def test_observations_are_found_by_region_and_indicator(read: Library) -> None:
    assert read.search("地区生产总值", kinds=["observation"]).counts == {"observation": 3}
    assert read.search("生产总值 成都", kinds=["observation"]).counts == {"observation": 2}
    assert read.search("地区生产总值", kinds=["observation"], region="510700").counts == {"observation": 1}
    assert read.search("常住人口", kinds=["observation"], period="2024").counts == {"observation": 1}
    assert read.search("耕地", kinds=["observation"]).counts == {}
    hit = read.search("常住人口", kinds=["observation"], period="2024").hits[0]
    assert (hit.about, hit.source, hit.fields["value"]) == ("成都市", "D4", pytest.approx(2147.4e4))


def test_tables_and_documents_are_one_panel(read: Library) -> None:
    panel = read.panel()
    assert len(panel) == 6 + 3
    both = [entry for entry in panel.entries() if entry.observation.indicator_id == "gdp" and
            entry.observation.code == "510100" and entry.observation.period == "2023"]  # fmt: skip
    assert sorted(entry.kind for entry in both) == ["bulletin", "table"]
    assert [entry.observation.value for entry in both] == pytest.approx([22074.7e8, 22074.7e8])
    assert panel.disagreements() == []
    number = next(row["id"] for row in read.figures().to_dicts() if row["unit"] == "CNY")
    read.reject(number, who="林")
    assert len(read.panel()) == 8


def test_the_same_table_again_changes_nothing(read: Library, tmp_path: Path) -> None:
    before = dump(read)
    assert read.ingest([tmp_path / "in"]).known == 2
    assert dump(read) == before


def test_a_broken_workbook_is_named(library: Library, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 broken")
    report = library.ingest([tmp_path / "book.xlsx"])
    assert report.read == 0
    assert report.failures[0].reason.startswith(str(tmp_path / "book.xlsx"))
    assert "/tmp/tmp" not in report.failures[0].reason


def test_an_article_comes_back_as_it_was(sample: Path) -> None:
    import json

    from gongxing.library.preparation import prepared_article, restored_article
    from gongxing.reading import read_file

    article = read_file(sample)
    prepared = prepared_article(article, [])
    assert restored_article(prepared.text, json.loads(prepared.details)) == article


def test_a_profile_shows_the_newest_of_each(read: Library) -> None:
    profile = read.profile("成都市")
    assert (profile.region, profile.code, profile.counts["figure"]) == ("成都", "510100", 3)
    newest = {row["indicator"]: (row["period"], row["value"]) for row in profile.figures}
    assert newest["地区生产总值"] == ("2023", pytest.approx(22074.7e8))
    assert read.profile("无此地").counts == {}


def test_notes_of_a_table_are_kept_in_both_languages(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    path.write_text("城市,年份,常住人口（万人）,奇异指标（怪）\n成都,2023,2140.3,1\n绵阳,2023,491.1,2\n", "utf-8")
    library.ingest([path])
    chinese, english = (table_notes(library, 1, language) for language in ("zh", "en"))
    assert chinese
    assert len(chinese) == len(english)
    assert [line.rpartition("cell")[2] for line in english] == [n.rpartition("cell")[2] for n in read_table(path).notes]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in "".join(chinese).replace("奇异指标（怪）", ""))
    assert chinese != english
    with pytest.raises(LibraryError, match="no such document"):
        table_notes(library, 99)


def test_a_search_by_date_says_what_states_no_date(read: Library, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("成都常住人口情况\n成都市常住人口2150万人。\n", "utf-8")
    read.ingest([tmp_path / "undated.txt"])
    every = read.search("常住人口")
    dated = read.search("常住人口", since="2024")
    assert every.undated == {}
    assert dated.undated["document"] == 1
    assert dated.undated["observation"] == every.counts["observation"]
    for kind, count in every.counts.items():
        assert count == dated.counts.get(kind, 0) + dated.undated.get(kind, 0), kind
