"""Scenarios in a library: kept with their tables, run once, found again, stale when rules or data change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from gongxing.cli import main
from gongxing.library import Library
from gongxing.library.backup import back_up, restore
from gongxing.scenarios import ScenarioError, stored
from gongxing.scenarios.stored import is_stale, run_stored, save_scenario

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "sample" / "railway"
ARTICLE = """\
四川推进成渝地区双城经济圈建设
发布时间：2024-03-01
会议提出，加快成眉市域铁路建设，成都至眉山由60分钟缩短至36分钟。绵阳建设先进技术实验室。
"""
TABLE = "城市,年份,常住人口（万人）,地区生产总值（亿元）\n" + "".join(
    f"{name},{year},{people},{output}\n"
    for year, growth in ((2022, 1.0), (2023, 1.05))
    for name, people, output in (("成都市", 2140.3, 22074.7 * growth), ("眉山市", 295.6, 1737.0 * growth),
                                 ("德阳市", 346.2, 3014.4 * growth), ("绵阳市", 491.1, 4038.7 * growth))
)  # fmt: skip


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGXING_WHO", "林")
    shutil.copytree(SAMPLE, tmp_path / "railway")
    Library("gongxing.db").close()
    return tmp_path


@pytest.fixture
def observed(folder: Path) -> Path:
    """A library with an article and a table."""
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    (folder / "四川2023.csv").write_text(TABLE, "utf-8")
    assert run("ingest", "article.txt", "四川2023.csv").exit_code == 0
    return folder


def drafted(folder: Path, *words: object) -> str:
    """The draft of the article, its numbers stated."""
    with Library("gongxing.db") as library:
        documents = library.documents().to_dicts()  # type: ignore[union-attr]
    sha256 = next(row["sha256"] for row in documents if row["kind"] == "document")
    result = run("scenario", "from", sha256[:8], "--only", "铁路", *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_a_scenario_is_kept_with_its_tables_and_runs_without_them(folder: Path) -> None:
    result = run("scenario", "save", "railway/scenario.toml", "--name", "甲乙铁路")
    assert result.exit_code == 0, result.stderr
    assert "甲乙铁路: version 1 is kept" in result.stdout
    shutil.rmtree(folder / "railway")
    with Library("gongxing.db") as library:
        assert sorted(library.scenario("甲乙铁路").files) == ["minutes.csv", "regions.csv"]
    found = json.loads(run("scenario", "run", "甲乙铁路", "--format", "json", "--intervals", 10).stdout)
    printed = json.loads(run("simulate", SAMPLE / "scenario.toml", "--format", "json", "--intervals", 10).stdout)
    assert found["certificate"]["certified"]
    assert found["intervals"]["draws"] == 10
    for key in ("welfare", "growth", "theil", "regions", "assumptions", "changes", "certificate", "intervals"):
        assert found[key] == printed[key], key
    assert found["made_by"]["seed"] == 0


def test_the_same_scenario_gives_the_same_bytes_and_is_solved_once(folder: Path) -> None:
    run("scenario", "save", "railway/scenario.toml", "--name", "a")
    first = run("scenario", "run", "a", "--format", "json", "--intervals", 10)
    assert "solved and kept" in first.stderr
    again = run("scenario", "run", "a", "--format", "json", "--intervals", 10)
    assert "by 林; nothing has changed" in again.stderr
    anew = run("scenario", "run", "a", "--format", "json", "--intervals", 10, "--anew")
    assert "solved and kept" in anew.stderr
    assert first.stdout == again.stdout == anew.stdout
    other = run("scenario", "run", "a", "--format", "json", "--intervals", 10, "--seed", 1)
    assert "solved and kept" in other.stderr
    assert json.loads(other.stdout)["regions"] != json.loads(first.stdout)["regions"]
    with Library("gongxing.db") as library, library.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outcome").scalar() == 2


def test_a_new_text_is_a_new_version_with_an_outcome_of_its_own(folder: Path) -> None:
    path = folder / "railway" / "scenario.toml"
    run("scenario", "save", path, "--name", "a")
    run("scenario", "run", "a", "--intervals", 0)
    path.write_text(path.read_text("utf-8").replace('"-40%"', '"-20%"'), "utf-8")
    assert "version 2 is kept" in run("scenario", "save", path, "--name", "a").stdout
    (row,) = json.loads(run("scenario", "list", "--format", "json").stdout)
    assert (row["version"], row["outcome"], row["who"]) == (2, "earlier", "林")
    assert "还未" in run("scenario", "show", "a", "--language", "zh").stdout.replace("尚未", "还未")
    run("scenario", "run", "a", "--intervals", 0)
    both = [json.loads(run("scenario", "show", "a", "--version", n, "--format", "json").stdout) for n in (1, 2)]
    assert both[0]["welfare"] > both[1]["welfare"] > 0
    assert '"-40%"' in run("scenario", "show", "a", "--version", 1, "--toml").stdout
    assert run("scenario", "list", "-o", "list.csv").exit_code == 0
    assert Path("list.csv").read_text("utf-8-sig").splitlines()[0].startswith("name,version,title,who,at,outcome")


def test_newer_rules_make_an_outcome_stale_and_both_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library("gongxing.db") as library:
        save_scenario(library, "railway/scenario.toml", who="林", slug="a")
        first = run_stored(library, "a", who="林", draws=0)
        assert not is_stale(library, first.outcome)
        monkeypatch.setattr(stored, "solving_version", lambda: "newer")
        assert is_stale(library, first.outcome)
        assert "--language" not in run("scenario", "show", "a", "--language", "zh").stdout
        assert "已有变化" in run("scenario", "show", "a", "--language", "zh").stdout
        second = run_stored(library, "a", who="文", draws=0)
        assert not second.again
        assert second.outcome.id != first.outcome.id


def test_a_draft_from_the_library_runs_on_the_library(observed: Path) -> None:
    text = drafted(observed, "-o", "plan.toml")
    assert text == ""
    plan = Path("plan.toml").read_text("utf-8")
    assert "library = true" in plan
    assert "year = 2023" in plan
    assert 'change = "-40%"' in plan  # the article states it: from 60 to 36 minutes
    assert 'document = "doc:' in plan
    assert run("scenario", "save", "plan.toml", "--name", "成眉铁路").exit_code == 0
    found = json.loads(run("scenario", "run", "成眉铁路", "--format", "json", "--intervals", 0).stdout)
    assert [region["name"] for region in found["regions"]] == ["成都", "德阳", "绵阳", "眉山"]
    assert max(found["regions"], key=lambda region: region["real_income"])["name"] == "眉山"
    of_chengdu = found["values"][0]
    assert (of_chengdu["value"], of_chengdu["cell"]) == (21_403_000, "C6")
    with Library("gongxing.db") as library:
        table = next(row for row in library.documents().to_dicts() if row["kind"] == "table")  # type: ignore[union-attr]
    assert of_chengdu["reference"] == f"cell:{table['sha256'][:12]}/!C6"
    statement = found["changes"][0]["statement"]
    assert statement["document"].startswith("doc:")
    assert "四川2023.csv" in found["assumptions"][0]["zh"]


def test_new_data_in_the_library_make_an_outcome_stale(observed: Path) -> None:
    drafted(observed, "-o", "plan.toml")
    run("scenario", "save", "plan.toml", "--name", "成眉铁路")
    run("scenario", "run", "成眉铁路", "--intervals", 0)
    newer = TABLE.replace("德阳市,2023,346.2", "德阳市,2023,351.9")
    (observed / "四川2024.csv").write_text(newer, "utf-8")
    run("ingest", "四川2024.csv")
    assert json.loads(run("scenario", "show", "成眉铁路", "--format", "json").stdout)["stale"]
    again = run("scenario", "run", "成眉铁路", "--intervals", 0, "--format", "json")
    assert "solved and kept" in again.stderr
    assert {value["file"] for value in json.loads(again.stdout)["values"]} == {"四川2024.csv"}


def test_evidence_that_the_library_does_not_hold_is_refused(observed: Path) -> None:
    drafted(observed, "-o", "plan.toml")
    plan = Path("plan.toml").read_text("utf-8")
    for old, new, said in (
        ("加快成眉市域铁路建设", "加快成德市域铁路建设", "does not hold “会议提出，加快成德"),
        ("doc:", "doc:0000", "has no document or table 0000"),
    ):
        Path("wrong.toml").write_text(plan.replace(old, new), "utf-8")
        result = run("scenario", "save", "wrong.toml")
        assert result.exit_code == 1
        assert said in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert json.loads(run("scenario", "list", "--format", "json").stdout) == []


def test_what_people_rejected_is_not_drafted(observed: Path) -> None:
    with Library("gongxing.db") as library:
        rows = library.facts().to_dicts()  # type: ignore[union-attr]
        for row in rows:
            if "铁路" in row["quote"]:
                library.reject(row["id"], who="林")
    result = run("scenario", "from", 1)
    assert "市域铁路" not in "".join(line for line in result.stdout.splitlines() if line.startswith("project"))


def test_a_draft_with_open_values_is_kept_and_says_so_when_it_is_run(observed: Path) -> None:
    run("scenario", "from", 1, "--only", "实验室", "-o", "plan.toml")
    result = run("scenario", "save", "plan.toml")
    assert result.exit_code == 0, result.stderr
    assert "left open ('?'): change of" in result.stdout
    result = run("scenario", "run", "plan")
    assert result.exit_code == 1
    assert "not stated: change of" in result.stderr
    assert "plan.toml" not in result.stderr


def test_a_scenario_that_does_not_solve_keeps_nothing(folder: Path) -> None:
    path = folder / "railway" / "scenario.toml"
    path.write_text(path.read_text("utf-8") + "\n[solve]\ntolerance = 1e-40\n", "utf-8")
    assert run("scenario", "save", "railway/scenario.toml", "--name", "a").exit_code == 0
    result = run("scenario", "run", "a")
    assert result.exit_code == 1
    assert "is not solved to its tolerance" in result.stderr
    assert "nothing is kept" in result.stderr
    assert json.loads(run("scenario", "list", "--format", "json").stdout)[0]["outcome"] == "none"
    result = run("simulate", "railway/scenario.toml", "--language", "en")
    assert result.exit_code == 1
    assert "not to be relied on" in result.stderr


def test_a_backup_holds_scenarios_with_their_tables(folder: Path) -> None:
    with Library("gongxing.db") as library:
        save_scenario(library, "railway/scenario.toml", who="林", slug="a")
        first = run_stored(library, "a", who="林", draws=0)
        back_up(library, folder / "kept.zip")
    restore(folder / "kept.zip", "again.db")
    with Library("again.db") as again:
        ran = run_stored(again, "a", who="文", draws=0)
        assert ran.again
        assert ran.outcome.content == first.outcome.content


def test_stored_scenarios_are_compared_and_searched_in_every_format(folder: Path) -> None:
    path = folder / "railway" / "scenario.toml"
    run("scenario", "save", path, "--name", "a")
    path.write_text(path.read_text("utf-8").replace('change = "+3%"', 'change = "+3%"\ncost = 2.0').replace(
        'change = "-40%"', 'change = "-20%"\ncost = 3.0'), "utf-8")  # fmt: skip
    run("scenario", "save", path, "--name", "b")
    found = json.loads(run("scenario", "compare", "a", "b", "--format", "json").stdout)
    rows = run("scenario", "compare", "a", path, "--format", "csv").stdout.splitlines()
    assert len(rows) == 7
    assert rows[0].startswith("name,code,real_income A %")
    first = found["regions"][0]
    assert rows[1].split(",")[2] == str(first["real_income A"])
    assert run("scenario", "compare", "a", "b", "-o", "c.xlsx").exit_code == 0
    book = openpyxl.load_workbook("c.xlsx")
    assert book.sheetnames == ["regions %", "totals", "assumptions"]
    assert book["totals"]["C2"].value == pytest.approx(found["A"]["welfare"])
    plans = json.loads(run("scenario", "search", "b", "--budget", 3, "--format", "json").stdout)
    lines = run("scenario", "search", "b", "--budget", 3, "--format", "csv").stdout.splitlines()
    assert lines[0] == "best,projects,cost,welfare %,output %,smallest_gain %,balance,error_bound"
    assert len(lines) >= 1 + len(plans["frontier"])
    assert run("scenario", "search", "b", "--budget", 3, "-o", "p.xlsx").exit_code == 0
    assert openpyxl.load_workbook("p.xlsx").sheetnames == ["plans", "assumptions"]


def test_a_folder_of_tables_and_their_corrections_are_kept(folder: Path) -> None:
    (folder / "tables" / "deep").mkdir(parents=True)
    (folder / "tables" / "deep" / "四川2023.csv").write_text(TABLE, "utf-8")
    (folder / "plan.toml").write_text(
        '[economy]\ntables = ["tables"]\nregions = "四川"\nyear = 2023\njobs = "residents"\n'
        '[[travel_time]]\nbetween = ["成都", "眉山"]\nchange = "-40%"\n',
        "utf-8",
    )
    assert run("scenario", "save", "plan.toml").exit_code == 0
    shutil.rmtree(folder / "tables")
    result = run("scenario", "run", "plan", "--intervals", 0, "--format", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["values"][0]["file"] == "tables/deep/四川2023.csv"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "没有"], "there is no scenario '没有' in this library; none is stored yet"),
        (["run", "没有"], "there is no scenario '没有'"),
        (["save", "none.toml"], "cannot be read"),
        (["save", "railway/scenario.toml", "--name", "a b"], "'a b' cannot be a name"),
        (["save", "railway/scenario.toml", "--who", " "], "needs the name of the person"),
        (["from", "none"], "none: there is no such document in this library"),
        (["from", "ffffff"], "or name a file"),
        (["compare", "没有", "也没有"], "or name a file"),
        (["run", "a", "--format", "xlsx"], "a workbook needs a file"),
    ],
)
def test_a_mistake_has_one_sentence(folder: Path, words: list[str], said: str) -> None:
    result = run("scenario", *words)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_library_is_asked_for_only_where_the_file_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("simulate", SAMPLE / "scenario.toml").exit_code == 0
    Path("plan.toml").write_text(
        '[economy]\nlibrary = true\nregions = "四川"\nyear = 2023\njobs = "residents"\n', "utf-8"
    )
    result = run("simulate", "plan.toml")
    assert result.exit_code == 1
    assert "there is no library here" in result.stderr
    assert not list(tmp_path.glob("*.db*"))
    for wrong, said in (("library = false", "needs either tables"), ('library = true\ntables = ["a.csv"]', "either")):
        Path("wrong.toml").write_text(Path("plan.toml").read_text("utf-8").replace("library = true", wrong), "utf-8")
        assert said in run("simulate", "wrong.toml").stderr


def test_a_region_without_data_is_explained(observed: Path) -> None:
    drafted(observed, "-o", "plan.toml")
    plan = Path("plan.toml").read_text("utf-8")
    Path("empty.toml").write_text(plan.replace('regions = "四川"', 'regions = "青海"'), "utf-8")
    result = run("scenario", "save", "empty.toml")
    assert result.exit_code == 1
    assert "0 of 8 regions have every value in 2023, two are needed" in result.stderr


def test_python_refuses_in_words(folder: Path) -> None:
    with Library("gongxing.db") as library, pytest.raises(ScenarioError, match="not a TOML file"):
        Path("bad.toml").write_text("title = ", "utf-8")
        save_scenario(library, "bad.toml", who="林")
