"""Notes and reasons in both languages: the same sentences, the same words filled in."""

from __future__ import annotations

import pickle
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner
from made_tables import workbook

from gongxing.cli import main
from gongxing.tables import read_table
from gongxing.tables.notes import Note, joined

SENTENCES = tomllib.loads(files("gongxing.tables").joinpath("sentences.toml").read_text("utf-8"))
SOURCE = Path(str(files("gongxing.tables")))
ENGLISH = re.compile(r"\b(?:the|is|are|named|not|cell|cells|sheet|column|unit|rows|kept|says|below|read|of)\b")


def _holes(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_template_has_the_same_holes_in_both_languages(name: str) -> None:
    template = SENTENCES[name]
    assert set(template) == {"en", "zh"}
    assert _holes(template["en"]) == _holes(template["zh"])
    words = re.sub(r"\{\w+\}", "", template["zh"])
    assert not ENGLISH.search(words)


def test_each_template_is_used_and_each_used_one_exists() -> None:
    code = "".join(path.read_text("utf-8") for path in SOURCE.glob("*.py"))
    assert not [name for name in SENTENCES if f'"{name}"' not in code]
    assert set(re.findall(r'\bNote\(\s*"(\w+)"', code)) <= set(SENTENCES)


def test_a_note_is_english_to_programs_and_travels() -> None:
    note = Note("about", where="a.xlsx", what=Note("no_values"))
    assert note == "a.xlsx: no values in this column."
    assert note.text("zh") == "a.xlsx：本列没有数值。"
    again = pickle.loads(pickle.dumps(note))
    assert (again, again.text("zh")) == (note, note.text("zh"))
    both = joined((Note("no_name"), None, Note("unit_not_stated")))
    assert isinstance(both, Note)
    assert (both, both.text("zh")) == ("no name of the catalogue; unit not stated", "目录中没有此名；未注明单位")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    product = "地区生产总值（万元） Gross Regional Product (100 000 yuan)"
    rows = (
        ("地区", product, "常住人口（万人）", "奇怪指标", "粮食产量"),
        ("成都市", 100, "34,8", 3, 4),
        ("亚特兰蒂斯市", 200, 30, 5, 6),
        ("绵阳市", 300, 40, 7, 8),
        ("成都市", 400, 50, 9, 10),
    )  # fmt: skip
    return workbook(tmp_path / "数据.xlsx", {"甲": (rows, ()), "乙": ((("只有一句话",),), ())})


@pytest.mark.parametrize("explain", [False, True])
def test_a_chinese_run_says_its_notes_and_reasons_in_chinese(
    book: Path, monkeypatch: pytest.MonkeyPatch, explain: bool
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    arguments = ["table", str(book), "--language", "zh", *(["--explain"] if explain else [])]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    shown = result.stdout.replace(str(book), "").replace("100 000 yuan", "")
    assert "· 工作表 甲，单元格 A3：历年区划中都没有“亚特兰蒂斯市”；数值保留，不带代码。" in shown
    assert "· 工作表 甲，单元格 A2、A5：成都市有 2 行；全部保留并标记。" in shown
    assert "· 工作表 甲：1 个单元格（C2“34,8”）读不出数值，略去。" in shown
    assert "表内和表名都没有写年份" in shown
    assert "· 工作表 乙：没有找到表格（开头为“只有一句话”），未读。" in shown
    assert "中文表头为万元，英文表头为 100 000 yuan；取万元。" in result.stdout
    if explain:
        assert "名为“地区生产总值”" in shown
        assert "目录中没有此名；未注明单位" in shown
    own = [line for line in shown.splitlines() if not str(book).startswith(line.strip())]  # a title may break the name
    assert len(own) > 10
    assert not [line for line in own if ENGLISH.search(line)]


def test_the_notes_of_a_reading_are_english_strings(book: Path) -> None:
    notes = read_table(book).notes
    assert all(isinstance(note, Note) for note in notes)
    assert f"{book}, sheet 甲, cells A2, A5: 2 rows for 成都市; all are kept and flagged." in notes
