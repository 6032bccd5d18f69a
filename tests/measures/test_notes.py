"""Notes of results are said in Chinese and in English, with the same things filled in."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from gongxing import measures
from gongxing.cli import main
from gongxing.measures.notes import Note, templates, within

ROOM = Path(measures.__file__).parent


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def used() -> Iterator[tuple[str, set[str]]]:
    """Yield the id of every note in the code and the names of what fills it."""
    for path in sorted(ROOM.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or path.name == "notes.py":
                continue
            if isinstance(call.func, ast.Attribute) and call.func.attr == "note":
                assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"
                yield call.args[0].value, {str(word.arg) for word in call.keywords}
            elif isinstance(call.func, ast.Name) and call.func.id == "Note" and isinstance(call.args[0], ast.Constant):
                given = call.args[1] if len(call.args) > 1 else ast.Dict([], [])
                assert isinstance(given, ast.Dict), f"{path}:{call.lineno}"
                yield call.args[0].value, {key.value for key in given.keys if isinstance(key, ast.Constant)}


@pytest.mark.parametrize("id", templates())
def test_a_note_is_in_both_languages_with_the_same_fields(id: str) -> None:
    assert templates()[id].keys() == {"zh", "en"}
    assert fields(templates()[id]["zh"]) == fields(templates()[id]["en"])
    assert any("一" <= sign <= "鿿" for sign in templates()[id]["zh"]) or id in ("in", "delta")


def test_every_note_of_the_code_has_its_sentence_and_what_fills_it() -> None:
    found = list(used())
    assert len(found) > 80
    for id, given in found:
        assert given == fields(templates()[id]["en"]), id
    assert {id for id, _ in found} | {"in", "dropped"} == templates().keys()


def test_lists_are_cut_tuples_are_not_and_notes_are_said_in_the_language() -> None:
    codes = ["1", "2", "3", "4", "5", "6"]
    note = Note("no_flow", {"count": 6, "total": 9, "where": within((2020, "东")), "codes": codes})
    assert note.text() == "6 of 9 regions in 2020, 东 have no flow, so no net (1, 2, 3, 4, 5 …)"
    assert note.text("zh") == "9 个地区（2020、东）中有 6 个没有流量，因而没有净流量（1、2、3、4、5 …）"
    assert Note("no_source", {"name": "x", "years": tuple(codes)}).text() == "no source gives x in 1, 2, 3, 4, 5, 6"
    assert within(()) == ""


def test_a_result_gives_its_notes_in_either_language() -> None:
    frame = pl.DataFrame({"code": ["510100", "510300", "520100"], "income": [8.0, None, 4.0]})
    result = measures.gini(frame, "income", missing="drop")
    assert result.notes == result.notes_in("en") == ("dropped 1 of 3 that have no value 'income' (510300)",)
    assert result.notes_in("zh") == ("3 个中去掉缺少 value 'income' 的 1 个（510300）",)
    assert result.notes_in("zh")[0] in result.explain("zh")
    assert result.notes[0] in result.explain("en") and result.notes[0] not in result.explain("zh")


@pytest.mark.parametrize("style", ["table", "csv", "json", "xlsx"])
def test_the_command_says_what_it_dropped_in_chinese(style: str, tmp_path: Path) -> None:
    path, book = tmp_path / "cities.csv", tmp_path / "gini.xlsx"
    path.write_text("code,income\n510100,8\n510300,\n520100,4\n", "utf-8")
    words = ["measure", "gini", "income", "--data", str(path), "--missing", "drop", "--language", "zh"]
    shown = CliRunner().invoke(main, [*words, *(["-o", str(book)] if style == "xlsx" else ["--format", style])])
    assert shown.exit_code == 0, shown.output
    if style == "json":  # for programs, the same whatever the reader speaks
        assert json.loads(shown.stdout)["notes"] == ["dropped 1 of 3 that have no value 'income' (510300)"]
        return
    said = shown.output
    if style == "xlsx":
        from openpyxl import load_workbook

        said = str(load_workbook(book)["notes"]["A1"].value)
    assert "3 个中去掉缺少 value 'income' 的 1 个（510300）" in said
    assert "dropped" not in said
