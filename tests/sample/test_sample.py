"""The sample library: true figures with their sources, documents that say what they are, promises of every fate."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from gongxing.reading import read_file
from gongxing.sample import open_sample, paths
from gongxing.scenarios import read_scenario, run_scenario
from gongxing.tables import read_table

SHARED = Path(__file__).resolve().parents[3] / "shared" / "statistics" / "yearbooks"
TABLES = sorted(paths().tables.iterdir())


def values(indicator: str, period: str) -> dict[str, float]:
    found = [o for path in TABLES for o in read_table(path).observations]
    return {o.code: o.value for o in found if o.indicator_id == indicator and o.period == period and o.code}


@pytest.mark.parametrize(("year", "units"), [("2020", 19), ("2021", 19), ("2023", 18)])
def test_the_units_leave_room_for_those_without_a_source(year: str, units: int) -> None:
    gdp = values("gdp", year)
    province = gdp.pop("510000")
    assert len(gdp) == units
    # What is left is that of two or three autonomous prefectures, of which one alone had 1 533 亿元 in 2018.
    assert 1500e8 < province - sum(gdp.values()) < 4000e8


@pytest.mark.parametrize("name", ["autonomous-prefectures.csv", "sichuan.csv"])
def test_every_row_names_its_source(name: str) -> None:
    with (paths().tables / name).open(encoding="utf-8", newline="") as file:
        assert all(row["source"].strip() for row in csv.DictReader(file))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_tables_are_read_without_a_doubt(path: Path) -> None:
    reading = read_table(path)
    assert not [o for o in reading.observations if o.flags or o.indicator_id is None or o.code is None]


def test_every_column_of_the_workbook_has_a_source() -> None:
    book = openpyxl.load_workbook(paths().tables / "sichuan-cities.xlsx", read_only=True)
    with paths().sources.with_name("SOURCES-cities.csv").open(encoding="utf-8", newline="") as file:
        said = {(row["sheet"], row["indicator"]) for row in csv.DictReader(file)}
    heads = {(sheet.title, cell) for sheet in book for cell in next(sheet.iter_rows(2, 2, 2, values_only=True)) if cell}
    assert heads == said


def test_the_cells_are_those_of_the_yearbooks() -> None:
    if not SHARED.is_dir():
        pytest.skip("the yearbooks are not on this machine")
    ours = openpyxl.load_workbook(paths().tables / "sichuan-cities.xlsx", read_only=True)
    scales = {"亿元": Decimal(10_000), "万人": Decimal(1), "件": 1, "个": 1, "人": 1, "元": 1, "%": 1}
    with paths().sources.with_name("SOURCES-cities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["source"].endswith("2024")]
    theirs = openpyxl.load_workbook(SHARED / "china-city-yearbook-2024.xlsx", read_only=True, data_only=True)
    for row in rows:
        written = [cell.value for (cell,) in ours[row["sheet"]][row["cells"]]]
        printed = [cell.value for (cell,) in theirs[row["source_sheet"]][row["source_cells"]]]
        scale = 1 if row["indicator"] == "地区生产总值" else scales[row["unit"]]
        assert [float(v) for v in written] == pytest.approx([float(Decimal(str(v)) / scale) for v in printed]), row


@pytest.mark.parametrize("path", sorted(paths().documents.iterdir()), ids=lambda path: path.name)
def test_documents_say_that_they_are_samples(path: Path) -> None:
    article = read_file(path)
    assert "共兴示例" in article.title
    assert article.source == "共兴示例"
    assert any("由共兴项目为演示撰写" in notice for notice in article.notices)


def test_opening_the_sample_reads_it_once(tmp_path: Path) -> None:
    with open_sample(tmp_path / "trial") as library:
        status = library.status()
        assert (status.documents, status.copies, status.tables, len(status.failures)) == (18, 1, 3, 0)
        assert len(library.commitments()) > 80
        assert {"眉山", "成都"} <= set(library.figures(indicator="地区生产总值 增速")["about"])
    with open_sample(tmp_path / "trial") as again:
        assert again.count_documents() == 22


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    from gongxing.library import LibraryError

    (tmp_path / "taken").write_text("a file")
    with pytest.raises(LibraryError, match="taken"):
        open_sample(tmp_path / "taken" / "trial")


def test_finding_the_sample_loads_nothing_heavy() -> None:
    code = (
        "import sys; from gongxing.sample import paths; paths()\n"
        "print([m for m in ('sqlalchemy', 'polars', 'numpy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", sorted(paths().scenarios.iterdir()), ids=lambda path: path.name)
def test_scenarios_run_and_say_whose_assumptions_they_are(path: Path) -> None:
    scenario = read_scenario(path)
    assert "示例假设" in scenario.title
    for change in scenario.changes:
        assert str(change.statement.by).startswith("示例假设")
        assert str(change.statement.quote) in read_file(paths().documents / str(change.statement.document)).text
    assert run_scenario(scenario).outcome.certificate.certified
    assert len(scenario.names) == 18


def test_the_railway_with_open_pilot_centres_lifts_nearly_all_and_each_part_alone_does_not() -> None:
    found = {path.stem: run_scenario(read_scenario(path)) for path in paths().scenarios.iterdir()}
    losses = {name: min(run.changes["real_income"]) for name, run in found.items()}
    assert losses["together"] > -0.05 > losses["chengmei"]
    assert found["pilot-chengdu"].inequality[1] > found["pilot-chengdu"].inequality[0]  # the gap widens
    assert found["together"].inequality[1] < found["together"].inequality[0]
    assert found["together"].growth == max(run.growth for run in found.values())
