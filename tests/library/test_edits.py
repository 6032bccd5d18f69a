"""What people say is appended, can be undone, and survives newer rules."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from made_library import check_whole, dump, plan, write_plans
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gongxing.engines import engine_for
from gongxing.library import Library, LibraryError
from gongxing.library.connection import writing
from gongxing.library.ingest import ingest, outdated
from gongxing.library.migration import rebuild
from gongxing.library.preparation import Job, Prepared, prepare


@pytest.fixture
def read(library: Library, tmp_path: Path) -> Library:
    write_plans(tmp_path / "in", 3)
    library.ingest([tmp_path / "in"])
    return library


def figure(library: Library, quote: str = "1万平方米") -> dict[str, Any]:
    rows = [row for row in library.facts("figure", shown=False).to_dicts() if row["quote"] == quote]
    assert len(rows) == 1
    return rows[0]


def test_a_rejected_fact_is_shown_no_more_until_it_is_undone(read: Library) -> None:
    number = figure(read)["id"]
    assert number in read.figures().get_column("id")
    edit = read.reject(number, who="林")
    assert number not in read.figures().get_column("id")
    assert read.search("新增载体", kinds=["figure"]).counts["figure"] == 2
    undone = read.undo(edit, who="文")
    assert number in read.figures().get_column("id")
    assert read.search("新增载体", kinds=["figure"]).counts["figure"] == 3
    read.undo(undone, who="林")  # redo
    assert number not in read.figures().get_column("id")
    assert [(edit.who, edit.action) for edit in read.history()] == [("林", "reject"), ("文", "undo"), ("林", "undo")]


def test_a_correction_keeps_what_was_found(read: Library) -> None:
    number = figure(read)["id"]
    read.correct(number, who="林", value=12_000.0, region="绵阳", region_code="510700", indicator="新增厂房")
    fact = read.fact(number)
    assert (fact["value"], fact["about"], fact["about_code"], fact["standing"]) == (
        12_000,
        "绵阳",
        "510700",
        "corrected",
    )
    assert (fact["extracted"]["value"], fact["extracted"]["region"]) == (10_000, "成都")
    assert read.search("新增厂房", kinds=["figure"]).counts == {"figure": 1}
    assert number in read.figures(region="绵阳").get_column("id")
    with pytest.raises(LibraryError, match="cannot be corrected"):
        read.correct(number, who="林", quote="别的话")
    with pytest.raises(LibraryError, match="who="):
        read.correct(number, who=" ", value=1.0)
    with pytest.raises(LibraryError, match="no fact 999999"):
        read.accept(999999, who="林")


def test_two_hundred_random_edits_undone_give_the_first_state(read: Library) -> None:
    first = dump(read)
    draw = random.Random(3)
    numbers = read.facts("figure").get_column("id").to_list()
    made = []
    for _ in range(60):
        number, other = draw.sample(numbers, 2)
        action = draw.choice(("accept", "reject", "correct", "merge", "undo", "document"))
        if action == "correct":
            made.append(read.correct(number, who="甲", value=draw.random(), period="2030"))
        elif action == "merge":
            made.append(read.merge(number, other, who="乙"))
        elif action == "document":
            made.append(
                read.merge_documents(2, 1, who="丙") if draw.random() < 0.7 else read.part_document(2, who="丙")
            )
        elif action == "undo" and made:
            read.undo(made.pop(), who="丁")
        elif action != "undo":
            made.append(getattr(read, action)(number, who="甲"))
    edited = dump(read)
    assert edited != first
    with writing(read.engine) as connection:
        rebuild(connection)
    assert dump(read) == edited  # indices and tallies were kept as they would be made anew
    for edit in reversed(made):
        read.undo(edit, who="甲")
    assert dump(read) == first
    check_whole(read)


def test_an_edit_undone_cannot_be_undone_again(read: Library) -> None:
    edit = read.accept(figure(read)["id"], who="林")
    read.undo(edit, who="林")
    with pytest.raises(LibraryError, match="undone already"):
        read.undo(edit, who="林")


def test_the_record_of_edits_refuses_to_be_changed(read: Library) -> None:
    read.accept(figure(read)["id"], who="林")
    for statement in ("UPDATE edit SET who = '别人'", "DELETE FROM edit"):
        with pytest.raises(DBAPIError, match="only ever appended"), read.engine.begin() as connection:
            connection.execute(text(statement))


def shifted(job: Job) -> Prepared:
    """Newer rules: a longer text before every fact, another value, one fact no longer found."""
    prepared = prepare(job)
    lead = "新的一行。\n"
    prepared.text = lead + prepared.text
    prepared.passages = [p._replace(start=p.start + len(lead), end=p.end + len(lead)) for p in prepared.passages]
    prepared.facts = [
        {**row, "start": row["start"] + len(lead), "end": row["end"] + len(lead)}
        for row in prepared.facts
        if row["quote"] != "2万平方米"
    ]
    return prepared


def test_edits_survive_newer_rules(read: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    rejected, corrected = figure(read, "1万平方米")["id"], figure(read, "3万平方米")["id"]
    accepted = figure(read, "2万平方米")["id"]
    read.reject(rejected, who="林")
    read.correct(corrected, who="林", value=31_000.0)
    kept = read.accept(accepted, who="林")
    monkeypatch.setattr("gongxing.library.ingest.reading_version", lambda: "newer")
    assert ingest(read, outdated(read), engine_for(1), work=shifted).read == 3
    check_whole(read)
    assert read.fact(rejected)["standing"] == "rejected"
    assert (read.fact(corrected)["value"], read.fact(corrected)["standing"]) == (31_000, "corrected")
    again = figure(read, "2万平方米")
    assert again["standing"] == "accepted"  # a person's word holds it, though the rules find it no more
    assert [edit.quote for edit in read.status().lost] == ["2万平方米"]
    read.undo(kept, who="林")
    assert "2万平方米" not in read.figures().get_column("quote").to_list()
    assert read.status().lost == []


def test_merged_documents_count_once_and_part_again(read: Library) -> None:
    before = read.status()
    edit = read.merge_documents(2, 1, who="林")
    state = read.status()
    assert (state.documents, state.copies) == (before.documents - 1, 1)
    assert 2 not in read.facts().get_column("document").unique().to_list()
    read.undo(edit, who="林")
    assert read.status().facts == before.facts
    with pytest.raises(LibraryError, match="itself"):
        read.merge_documents(2, 2, who="林")
    with pytest.raises(LibraryError, match="no document 77"):
        read.merge_documents(2, 77, who="林")


def test_a_repost_can_be_parted(library: Library, tmp_path: Path) -> None:
    body = plan(
        "乐山", 2026, 5, "乐山市将实施城市更新行动，改造老旧小区" + "、".join(f"第{n}街" for n in range(40)) + "。\n"
    )
    (tmp_path / "1.txt").write_text(body, "utf-8")
    (tmp_path / "2.txt").write_text(body.replace("、第7街", "、第7大街"), "utf-8")
    library.ingest([tmp_path])
    assert [alike.id for alike in library.status().alike] == [2]
    edit = library.part_document(2, who="林")
    assert library.status().copies == 0
    assert library.facts().get_column("document").unique().sort().to_list() == [1, 2]
    library.undo(edit, who="林")
    assert [alike.id for alike in library.status().alike] == [2]
    assert json.loads(json.dumps([edit.action for edit in library.history()])) == ["part", "undo"]
