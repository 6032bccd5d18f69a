"""What is exported reads back equal, and opens in Excel."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner
from made_library import plan, write_plans

from gongxing.cli import main
from gongxing.library import Library
from gongxing.listing.export import citation


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_plans(tmp_path / "in", 4)
    (tmp_path / "in" / "formula.txt").write_text("=cmd()|A1\n" + plan("乐山", 2020, 3), "utf-8")
    with Library("gongxing.db") as library:
        library.ingest(["in"])
    return tmp_path


def run(*words: str) -> None:
    result = CliRunner().invoke(main, ["export", *words])
    assert result.exit_code == 0, result.stderr


def test_every_form_holds_the_same_figures(place: Path) -> None:
    run("f.csv")
    run("f.xlsx")
    run("f.parquet")
    with Library("gongxing.db") as library:
        expected = library.figures()
    assert Path("f.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(Path("f.csv").read_text("utf-8-sig"))))
    assert [float(row["value"]) for row in rows] == expected.get_column("value").to_list()
    assert not any(value.startswith("=") for row in rows for value in row.values())
    assert pl.read_parquet("f.parquet").equals(expected)
    book = openpyxl.load_workbook("f.xlsx")
    assert book.sheetnames == ["figures", "sources"]
    head, *lines = book["figures"].iter_rows(values_only=True)
    values = [line[head.index("value")] for line in lines]
    assert values == expected.get_column("value").to_list()
    sources = list(book["sources"].iter_rows(values_only=True))
    assert len(sources) == 1 + expected.get_column("document").n_unique()
    assert "[EB/OL]" in str(sources[1][-1])


def test_a_zip_has_tables_sources_rights_and_citation(place: Path) -> None:
    run("all.zip", "--region", "成都")
    with zipfile.ZipFile("all.zip") as archive:
        names = set(archive.namelist())
        assert names == {"facts.csv", "figures.csv", "commitments.csv", "observations.csv", "sources.csv",
                         "metadata.json", "README.txt"}  # fmt: skip
        metadata = json.loads(archive.read("metadata.json"))
        readme = archive.read("README.txt").decode()
        figures = list(csv.DictReader(io.StringIO(archive.read("figures.csv").decode("utf-8-sig"))))
        sources = list(csv.DictReader(io.StringIO(archive.read("sources.csv").decode("utf-8-sig"))))
    assert {row["about"] for row in figures} == {"成都"}
    assert metadata["rows"]["figures"] == len(figures)
    assert {row["document"] for row in figures} <= {row["id"] for row in sources}
    assert "Rights" in readme
    assert "Cite" in readme


def test_a_citation() -> None:
    row = {"author": None, "source": "绵阳日报", "account": None, "kind": "document", "published": "2026-01-05T08:00",
           "title": "工作要点", "name": "a.txt", "added": "2026-02-01T00:00:00Z"}  # fmt: skip
    assert citation(row) == "绵阳日报. 工作要点[EB/OL]. (2026-01-05)[2026-02-01]."


def test_a_suffix_that_is_not_known_is_explained(place: Path) -> None:
    result = CliRunner().invoke(main, ["export", "f.doc"])
    assert result.exit_code == 2
    assert ".parquet" in result.stderr
    result = CliRunner().invoke(main, ["export", "nowhere/f.csv"])
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
