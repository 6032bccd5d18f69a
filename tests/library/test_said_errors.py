"""What is wrong with a library is said in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from gongxing.cli import main
from gongxing.language.saying import said_of
from gongxing.workbench import create_app


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("D: 1\\a.db: its folder does not exist; make it first", "D: 1\\a.db: 所在的文件夹不存在；请先建好"),
        ("edit 7 is undone already", "第 7 号修改已经撤销过"),
        ("x: the database refused (a: b)", "x: 数据库拒绝了（a: b）"),
        ("what nobody has put into Chinese", "what nobody has put into Chinese"),
    ],
)  # fmt: skip
def test_it_is_said_in_chinese_with_its_place(english: str, chinese: str) -> None:
    assert said_of(english, "zh") == chinese
    assert said_of(english, "en") == english


@pytest.mark.parametrize(("language", "said"), [("zh", "这个文件不是资料库"), ("en", "this file is no library")])
def test_a_page_says_it_in_its_language(tmp_path: Path, language: str, said: str) -> None:
    (tmp_path / "other.db").write_bytes(b"not a library at all, but long enough")
    with TestClient(create_app(tmp_path / "other.db"), base_url="http://127.0.0.1") as client:
        answer = client.get(f"/?lang={language}")
    assert answer.status_code == 503
    assert said in answer.text


@pytest.mark.parametrize(
    ("locale", "said"), [("zh_CN.UTF-8", "这里没有资料库"), ("C.UTF-8", "there is no library here")]
)
def test_a_command_says_it_in_the_system_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    result = CliRunner().invoke(main, ["status", "--library", str(tmp_path / "none.db")])
    assert result.exit_code == 1
    assert said in result.stderr
