"""Scenarios, findings, briefs and publications are appended, never overwritten, and come back from a backup."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from made_library import check_whole, dump
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gongxing.library import Library, LibraryError
from gongxing.library.backup import back_up, restore
from gongxing.library.slugs import slug_of
from gongxing.listing.export import export

TOML = 'title = "成眉铁路"\n[data]\nregions = "regions.csv"\n'
TABLES = {"regions.csv": b"name\n"}


def fill(library: Library) -> str:
    """Keep one of each, two versions of what has versions; return the permanent id of what was published."""
    library.save_scenario("成眉铁路", title="成眉铁路", toml=TOML, files=TABLES, who="林")
    library.save_scenario("成眉铁路", title="成眉铁路", toml=TOML + "# 2\n", files=TABLES, who="文")
    library.save_outcome("成眉铁路", 1, {"welfare": 0.25, "regions": ["成都"]}, basis="a", who="林")
    library.add_finding("doc:0123456789ab#3-9", "成都领先。", who="林")
    library.withdraw_finding(library.add_finding("cell:0123456789ab/!B2", "不成立。", who="林").id, who="文")
    library.save_brief("四川", title="四川如何共兴", language="zh", outline="# 一\n", who="林")
    library.save_brief("四川", title="四川如何共兴", language="zh", outline="# 二\n", who="文")
    return library.publish("四川", "<p>二</p>", who="林").permanent_id


def test_a_new_text_is_the_next_version_and_the_same_text_is_none(library: Library) -> None:
    fill(library)
    assert [(s.slug, s.version, s.who) for s in library.scenarios()] == [("成眉铁路", 2, "文")]
    assert library.scenario("成眉铁路", 1).toml == TOML
    again = library.save_scenario("成眉铁路", title="成眉铁路", toml=TOML + "# 2\n", files=TABLES, who="王")
    assert (again.version, again.who) == (2, "文")
    assert [brief.outline for brief in library.brief_versions("四川")] == ["# 一\n", "# 二\n"]
    assert library.brief("四川").outline == "# 二\n"
    assert library.blobs.get(again.files["regions.csv"]) == b"name\n"
    other = library.save_scenario(
        "成眉铁路", title="成眉铁路", toml=TOML + "# 2\n", files={"regions.csv": b"other"}, who="王"
    )
    assert other.version == 3


def test_an_outcome_belongs_to_a_version_and_its_basis(library: Library) -> None:
    fill(library)
    assert library.outcome("成眉铁路") is None
    kept = library.outcome("成眉铁路", 1)
    assert kept is not None
    assert (kept.content, kept.basis) == ({"welfare": 0.25, "regions": ["成都"]}, "a")
    library.save_outcome("成眉铁路", 1, {"welfare": 0.5}, basis="b", who="文")
    library.save_outcome("成眉铁路", 1, {"welfare": 0.5}, basis="b", who="文")
    assert [library.outcome("成眉铁路", 1, basis=basis).content["welfare"] for basis in "ab"] == [0.25, 0.5]  # type: ignore[union-attr]
    assert library.outcome("成眉铁路", 1, basis="c") is None
    with library.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM outcome")).scalar() == 2


def test_a_finding_that_is_withdrawn_stands_no_more(library: Library) -> None:
    fill(library)
    assert [(entry.reference, entry.sentence) for entry in library.findings()] == [
        ("doc:0123456789ab#3-9", "成都领先。")
    ]
    assert library.status().findings == 1
    with pytest.raises(LibraryError, match="no finding 2 that stands"):
        library.withdraw_finding(2, who="林")


def test_a_publication_keeps_its_id(library: Library) -> None:
    first = fill(library)
    assert library.publish("四川", "<p>二</p>", who="王").permanent_id == first
    library.save_brief("四川", title="四川如何共兴", language="zh", outline="# 三\n", who="文")
    second = library.publish("四川", "<p>三</p>", who="王")
    assert (second.version, library.publication(first).html) == (3, "<p>二</p>")
    assert [entry.version for entry in library.publications("四川")] == [2, 3]
    with pytest.raises(LibraryError, match="nothing is published under"):
        library.publication("0" * 20)


@pytest.mark.parametrize("table", ["scenario", "outcome", "finding", "brief", "publication"])
def test_what_is_stored_refuses_to_be_overwritten(library: Library, table: str) -> None:
    fill(library)
    for statement in (f"UPDATE {table} SET who = '别人'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="never overwritten"), library.engine.begin() as connection:
            connection.execute(text(statement))


def test_many_who_save_at_once_each_get_a_version(library: Library) -> None:
    def save(number: int) -> int:
        return library.save_brief("同时", title="同时", language="zh", outline=str(number), who="林").version

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(save, range(12))) == list(range(1, 13))


@pytest.mark.parametrize("name", ["", "a b", "a/b", "../x", "a--b", "-a", "a#b", "名" * 65, "a_b", "a\x00b", "50%"])
def test_a_name_that_cannot_be_one_is_explained(library: Library, name: str) -> None:
    with pytest.raises(LibraryError, match="cannot be a name"):
        library.save_brief(name, title="题", language="zh", outline="", who="林")
    assert library.briefs() == ()


def test_one_name_however_it_is_typed(library: Library) -> None:
    library.save_brief("Ｐlan-Ａ", title="题", language="en", outline="", who="林")
    assert library.brief("PLAN-a").slug == "plan-a"
    assert slug_of("四川：如何 “共兴”？") == "四川-如何-共兴"
    with pytest.raises(LibraryError, match="no brief 'plan-b' in this library; there are plan-a"):
        library.brief("plan-b")
    with pytest.raises(LibraryError, match="no version 7"):
        library.brief("plan-a", 7)
    with pytest.raises(LibraryError, match="none is stored yet"):
        library.scenario("plan-a")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": " "}, "needs the name"),
        ({"language": "fr"}, "'fr' of a brief is not known"),
        ({"title": " "}, "a title"),
    ],
)
def test_a_brief_that_lacks_something_is_explained(library: Library, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(LibraryError, match=said):
        library.save_brief("四川", **{"title": "题", "language": "zh", "outline": "", "who": "林", **wrong})


def test_all_of_it_comes_back_from_a_backup(library: Library, tmp_path: Path) -> None:
    permanent_id = fill(library)
    report = back_up(library, tmp_path / "kept.zip")
    assert report.originals == 1  # the table that a scenario names
    restore(tmp_path / "kept.zip", str(tmp_path / "again.db"))
    with Library(tmp_path / "again.db") as again:
        check_whole(again)
        assert dump(again) == dump(library)
        assert again.publication(permanent_id) == library.publication(permanent_id)
        assert again.save_brief("四川", title="题", language="zh", outline="# 三\n", who="林").version == 3
        state = again.status()
        assert (state.scenarios, state.findings, state.briefs, state.publications) == (1, 1, 1, 1)


def test_all_of_it_is_exported(library: Library, tmp_path: Path) -> None:
    permanent_id = fill(library)
    export(library, tmp_path / "all.zip", "figures", None)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.read("scenarios/成眉铁路.1.toml").decode() == TOML
        assert archive.read("scenarios/成眉铁路.1.tables/regions.csv") == b"name\n"
        assert b"0.25" in archive.read("scenarios/成眉铁路.1.outcome.json")
        assert archive.read("briefs/四川.2.md").decode() == "# 二\n"
        assert archive.read(f"briefs/四川.2.{permanent_id}.html").decode() == "<p>二</p>"
        assert "成都领先" in archive.read("findings.csv").decode("utf-8-sig")
    assert export(library, tmp_path / "s.xlsx", "scenarios", None) == 2
    assert export(library, tmp_path / "b.csv", "briefs", None) == 2
