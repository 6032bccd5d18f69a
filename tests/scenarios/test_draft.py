"""From a document to a scenario file, the numbers left open; from the file to an outcome."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from gongxing.cli import main
from gongxing.scenarios import ScenarioError, intervals, read_scenario, run_scenario
from gongxing.scenarios.observed import units_of
from gongxing.scenarios.run import shock_of

TEXT = """四川省加快区域协调发展

成都市提出,加快建设成德市域铁路S11线,成都至德阳通行时间由60分钟缩短至36分钟。

眉山市提出,提速成眉市域铁路S5线建设,建设眉山国际铁路港。

绵阳市提出,建好涪江实验室。达州市提出,建设全国第三个百万吨级钾肥生产基地。
"""
# Invented numbers in the shape of a yearbook; of 达州 the output is missing.
TABLE = """城市,年份,常住人口(万人),地区生产总值(亿元)
成都,2023,2100,22000
德阳,2023,340,3000
眉山,2023,290,1700
绵阳,2023,490,4000
达州,2023,540,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    (tmp_path / "table.csv").write_text(TABLE, "utf-8")
    return tmp_path


def gongxing(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(map(str, words)))
    return result.exit_code, result.stdout, result.stderr


def drafted(folder: Path, *more: str) -> Path:
    plan = folder / "plan.toml"
    words = ("scenario", "from", folder / "plan.txt", "--tables", folder / "table.csv", *more, "-o", plan)
    status, _, error = gongxing(*words)
    assert status == 0, error
    return plan


def test_each_project_becomes_a_section_with_its_words(folder: Path) -> None:
    found = tomllib.loads(drafted(folder).read_text("utf-8"))
    railways = {entry["project"]: entry for entry in found["travel_time"]}
    assert railways["成眉市域铁路S5线"]["between"] == ["成都", "眉山"]
    assert railways["成眉市域铁路S5线"]["change"] == "?"
    (port,) = found["trade_distance"]
    assert (port["project"], port["hub"]) == ("眉山国际铁路港", "眉山")
    kinds = {entry["regions"][0]: entry for entry in found["productivity"]}
    assert "share" not in kinds["绵阳"]
    assert kinds["达州"]["share"] == "?"
    assert found["economy"]["regions"] == "四川"
    assert found["economy"]["year"] == 2023


def test_the_evidence_is_the_words_of_the_document(folder: Path) -> None:
    from gongxing.engines import read_document
    from gongxing.reading.sources import find_sources

    found = tomllib.loads(drafted(folder).read_text("utf-8"))
    text = read_document(find_sources([str(folder / "plan.txt")])[0][0]).article.text
    for kind in ("travel_time", "trade_distance", "productivity"):
        for entry in found[kind]:
            assert text[entry["start"] : entry["end"]] == entry["project"]
            assert entry["quote"] in text


def test_a_saving_that_the_document_states_is_taken_over(folder: Path) -> None:
    # By hand: from 60 minutes to 36 is 36 / 60 - 1 = -40 %; the document says it.
    found = tomllib.loads(drafted(folder, "--only", "成德").read_text("utf-8"))
    (entry,) = found["travel_time"]
    assert (entry["between"], entry["change"], entry["by"]) == (["成都", "德阳"], "-40%", "plan.txt")


def test_the_same_document_gives_the_same_bytes(folder: Path) -> None:
    assert drafted(folder).read_bytes() == drafted(folder).read_bytes()


def test_nothing_is_simulated_on_an_unstated_number(folder: Path) -> None:
    status, out, error = gongxing("simulate", drafted(folder, "--only", "成眉"))
    assert status == 1
    assert out == ""
    assert "2 values are not stated: change of 成眉市域铁路S5线 (suggested -60% to -20%), by of" in error
    assert len(error.strip().splitlines()) == 1


def stated(folder: Path, change: str = "-40%", only: str = "成眉") -> Path:
    """Draft one project over four units and state its number, as a user does."""
    plan = drafted(folder, "--only", only)
    text = plan.read_text("utf-8").replace('change = "?"', f'change = "{change}"').replace('by = "?"', 'by = "us"')
    text = text.replace('regions = "四川"', 'regions = ["成都", "德阳", "眉山", "绵阳", "达州"]')
    path = folder / f"{only}{change}.toml"
    path.write_text(text, "utf-8")
    return path


def test_what_is_predicted_and_what_is_left_out_is_said(folder: Path) -> None:
    status, out, error = gongxing("simulate", stated(folder), "--language", "en", "--format", "json")
    assert status == 0, error
    found = json.loads(out)
    assert [region["name"] for region in found["regions"]] == ["成都", "德阳", "眉山", "绵阳"]
    said = " ".join(note["en"] for note in found["assumptions"])
    for words in (
        "4 regions of 2023 from table.csv",
        "Dazhou (gdp)",
        "Jobs were not observed",
        "Predicted, not observed",
    ):
        assert words in said
    assert found["certificate"]["certified"]
    assert found["changes"][0]["statement"]["by"] == "us"
    gains = {region["name"]: region["real_income"] for region in found["regions"]}
    assert max(gains, key=gains.__getitem__) == "眉山"
    status, out, _ = gongxing("simulate", stated(folder), "--language", "zh")
    assert "没有以任何数代替" in out
    assert "泰尔指数" in out


def test_a_change_of_a_unit_without_values_is_refused(folder: Path) -> None:
    path = stated(folder, "+2%", "钾肥")
    path.write_text(path.read_text("utf-8").replace('share = "?"', 'share = "10%"'), "utf-8")
    with pytest.raises(
        ScenarioError, match=r"达州 is not among the 4 regions of \[economy\]; the tables lack its values"
    ):
        read_scenario(path)


def test_a_branch_counts_by_its_share(folder: Path) -> None:
    # By hand: +5 % of a branch that makes 40 % is 1 + 0.4 x 0.05 = 1.02.
    path = stated(folder, "+5%", "实验室")
    path.write_text(path.read_text("utf-8").replace('by = "us"', 'by = "us"\nshare = "40%"'), "utf-8")
    assert shock_of(read_scenario(path)).productivity == pytest.approx([1, 1, 1, 1.02])


def test_a_port_is_nearer_to_every_other_region(folder: Path) -> None:
    # By hand: distance x 0.8 is cost x 0.8^0.42, of every pair with 眉山 (third), not within it.
    cost = np.asarray(shock_of(read_scenario(stated(folder, "-20%", "铁路港"))).trade_cost)
    expected = np.ones((4, 4))
    expected[2, :] = expected[:, 2] = 0.8**0.42
    expected[2, 2] = 1
    assert cost == pytest.approx(expected)


def test_more_housing_satisfies_the_equations_of_the_model(folder: Path) -> None:
    # (3) of docs/equilibrium.md with supply h: Q = (v R / h)^(1/(1+delta)); (1): the ratio of the new shares of two
    # homes among those who work in one place is that of (P^alpha Q^(1-alpha))^-eps, commuting costs being the same.
    path = stated(folder, "+10%", "实验室")
    path.write_text(path.read_text("utf-8").replace("[[productivity]]", "[[housing_supply]]"), "utf-8")
    run = run_scenario(read_scenario(path))
    p, out, supply = run.scenario.parameters, run.outcome, np.array([1, 1, 1, 1.1])
    rents = 1 + run.changes["rents"] / 100
    assert rents == pytest.approx(
        (out.resident_income * out.residents / supply) ** (1 / (1 + p.housing_supply_elasticity))
    )
    shares = out.commuting[:, 0] / run.calibration.economy.commuting[:, 0]
    pull = (out.prices**p.tradables_share * rents ** (1 - p.tradables_share)) ** -p.commuting_elasticity
    assert shares / shares[0] == pytest.approx(pull / pull[0])
    assert run.changes["rents"][3] < 0 < run.changes["residents"][3]


def test_growth_is_the_sum_of_real_incomes(folder: Path) -> None:
    run = run_scenario(read_scenario(stated(folder)))
    economy = run.calibration.economy
    before = economy.resident_income * economy.baseline.residents
    after = before * (1 + run.changes["real_income"] / 100) * (1 + run.changes["residents"] / 100)
    assert run.growth == pytest.approx(100 * (after.sum() / before.sum() - 1))
    assert run.inequality[0] > 0


def test_intervals_hold_the_outcome_and_the_range_of_the_change(folder: Path) -> None:
    path = stated(folder)
    narrow = intervals(run_scenario(read_scenario(path)), 12)
    path.write_text(path.read_text("utf-8").replace('by = "us"', 'by = "us"\nrange = ["-60%", "-20%"]'), "utf-8")
    run = run_scenario(read_scenario(path))
    wide = intervals(run, 12)
    assert wide.welfare[0] < 100 * (run.outcome.welfare - 1) < wide.welfare[2]
    assert np.ptp(wide.welfare) > np.ptp(narrow.welfare)
    status, out, _ = gongxing("simulate", path, "--intervals", 4, "--language", "en")
    assert status == 0
    assert out.count("Welfare of every worker") == 2


def test_two_plans_are_compared_over_one_economy(folder: Path) -> None:
    railway, laboratory = stated(folder), stated(folder, "+2%", "实验室")
    status, out, error = gongxing("scenario", "compare", railway, laboratory, "--format", "json")
    assert status == 0, error
    found = json.loads(out)
    rows = {row["name"]: row for row in found["regions"]}
    assert rows["眉山"]["real_income B - A"] < 0 < rows["绵阳"]["real_income B - A"]
    assert rows["眉山"]["jobs B - A"] == pytest.approx(rows["眉山"]["jobs B"] - rows["眉山"]["jobs A"])
    assert {"welfare", "growth", "theil"} <= set(found["A"])
    assert "B - A" in gongxing("scenario", "compare", railway, laboratory, "--language", "en")[1]
    fewer = folder / "fewer.toml"
    fewer.write_text(railway.read_text("utf-8").replace(', "绵阳"', ""), "utf-8")
    status, _, error = gongxing("scenario", "compare", railway, fewer)
    assert status == 1
    assert "their regions differ (绵阳)" in error
    other = folder / "other.toml"
    other.write_text(railway.read_text("utf-8") + '\n[commuting]\nform = "minutes"\n', "utf-8")
    assert "parameters, commuting or numeraire differ" in gongxing("scenario", "compare", railway, other)[2]
    other.write_text(railway.read_text("utf-8") + '\n[commuting]\nshare = "?"\n', "utf-8")
    assert "share of [commuting]" in gongxing("simulate", other)[2]


def test_a_budget_gives_the_frontier_between_growth_and_balance(folder: Path) -> None:
    path = stated(folder)
    run = run_scenario(read_scenario(path))
    text = path.read_text("utf-8").replace('by = "us"', 'by = "us"\ncost = 30')
    laboratory = '\n[[productivity]]\nproject = "实验室"\nregion = "绵阳"\nchange = "+2%"\ncost = 20\n'
    again = '\n[[amenity]]\nproject = "实验室"\nregion = "绵阳"\nchange = "+1%"\n'
    path.write_text(text + laboratory + again, "utf-8")
    status, out, error = gongxing(
        "scenario", "search", path, "--budget", 45, "--objective", "output", "--format", "json"
    )
    assert status == 0, error
    found = json.loads(out)
    # Of nothing, 30, 20 and both (50), three can be paid with 45.
    assert (found["exact"], found["solved"]) == (True, 3)
    assert found["frontier"][0]["projects"] == found["best"]["projects"]
    railway = next(plan for plan in found["frontier"] if plan["projects"] == ["成眉市域铁路S5线"])
    assert railway["output %"] == pytest.approx(run.growth)
    assert railway["balance"] == pytest.approx(run.inequality[0] - run.inequality[1])
    for language in ("en", "zh"):
        assert "★" in gongxing("scenario", "search", path, "--budget", 45, "--language", language)[1]


@pytest.mark.parametrize(
    ("kind", "cost", "words"),
    [
        ("productivity", "", "1 of 1 projects state no cost: 涪江实验室"),
        ("housing_supply", "cost = 3", "cannot weigh housing (涪江实验室)"),
        ("productivity", "cost = -3", "cost is -3"),
    ],
)
def test_a_search_says_what_it_cannot_weigh(folder: Path, kind: str, cost: str, words: str) -> None:
    path = stated(folder, "+2%", "实验室")
    text = path.read_text("utf-8").replace("[[productivity]]", f"[[{kind}]]")
    path.write_text(text.replace('by = "us"', f'by = "us"\n{cost}'), "utf-8")
    status, _, error = gongxing("scenario", "search", path, "--budget", 5)
    assert status == 1
    assert words in error


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('jobs = "residents"', 'jobs = "work"', "there is no indicator 'work'"),
        ('jobs = "residents"\n', "", "[economy] lacks jobs"),
        ("year = 2023", "year = 1999", "0 of 5 regions have every value in 1999"),
        ("table.csv", "nothing.csv", "nothing.csv"),
        ('"眉山", "绵阳"', '"眉山", "绵州县"', "绵州县"),
        ('by = "us"', 'by = "us"\nshare = "0%"', "share '0%' is not like"),
        ('by = "us"', 'by = "us"\nrange = ["-30%", "-20%"]', "lies outside its range"),
        ("[economy]", "[econ]", "econ is not known in the file"),
        ("year = 2023", 'year = "2023"', "year a number"),
    ],
)
def test_a_wrong_economy_is_explained(folder: Path, old: str, new: str, words: str) -> None:
    path = stated(folder)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    status, _, error = gongxing("simulate", path)
    assert status == 1
    assert words in error


def test_an_end_that_is_not_known_is_left_open(folder: Path) -> None:
    # 渝 is no unit of 四川, and an area of sixteen members names no end either.
    text = "四川省加快推进成渝中线高铁建设。雅安市推进川藏铁路建设。"
    (folder / "plan.txt").write_text(f"四川省推进铁路建设\n\n{text}", "utf-8")
    plan = drafted(folder)
    found = tomllib.loads(plan.read_text("utf-8"))
    ends = {entry["project"]: entry["between"] for entry in found["travel_time"]}
    assert ends == {"成渝中线高铁": ["?", "?"], "川藏铁路": ["雅安", "?"]}
    assert "between of 川藏铁路" in gongxing("simulate", plan)[2]


def test_without_tables_the_economy_is_left_open(folder: Path) -> None:
    plan = folder / "open.toml"
    assert gongxing("scenario", "from", folder / "plan.txt", "-o", plan)[0] == 0
    assert "tables of [economy], year of [economy], jobs of [economy]" in gongxing("simulate", plan)[2]


@pytest.mark.parametrize(("regions", "words"), [("火星", "no division of 2023"), ("青羊区", "no units below it")])
def test_regions_that_make_no_economy_are_refused(folder: Path, regions: str, words: str) -> None:
    call = ("scenario", "from", folder / "plan.txt", "--tables", folder / "table.csv", "--regions", regions)
    status, _, error = gongxing(*call)
    assert status == 1
    assert words in error


def test_a_document_without_projects_is_refused(folder: Path) -> None:
    (folder / "plan.txt").write_text("成都市今天有雨。\n\n气温下降,请注意保暖,出行带伞。", "utf-8")
    status, _, error = gongxing("scenario", "from", folder / "plan.txt")
    assert status == 1
    assert "no project has a rule" in error


def test_the_railway_of_the_real_page(shared: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    book = shared / "statistics" / "yearbooks" / "china-city-yearbook-2024.xlsx"
    page = shared / "pages" / "leading-regions.txt"
    assert gongxing("scenario", "from", page, "--tables", book, "--only", "市域铁路", "-o", plan)[0] == 0
    text = plan.read_text("utf-8")
    assert 'between = ["成都", "眉山"]' in text
    plan.write_text(text.replace('change = "?"', 'change = "-40%"').replace('by = "?"', 'by = "us"'), "utf-8")
    run = run_scenario(read_scenario(plan))
    assert len(run.scenario.names) == 18 < len(units_of("四川", 2023))
    said = " ".join(map(str, run.assumptions))
    assert all(name in said for name in ("Aba", "Garze", "Liangshan"))
    assert run.outcome.certificate.certified
    assert run.scenario.names[int(np.argmax(run.changes["real_income"]))] == "眉山"


def test_what_else_could_stand_for_jobs_is_solved_too_and_a_turned_sign_is_said(folder: Path) -> None:
    table = folder / "table.csv"
    lines = table.read_text("utf-8").splitlines()
    insured = ["失业保险参保人数(人)", "3000000", "100000", "100000", "200000", "1"]
    table.write_text("\n".join(f"{line},{more}" for line, more in zip(lines, insured, strict=True)) + "\n", "utf-8")
    path = stated(folder)
    status, out, error = gongxing("simulate", path, "--format", "json", "--intervals", "0")
    assert status == 0, error
    found = json.loads(out)
    (other,) = found["otherwise"]
    assert (other["indicator"], other["name"]["zh"]) == ("unemployment_insured", "失业保险参保人数")
    path.write_text(path.read_text("utf-8").replace('jobs = "residents"', 'jobs = "unemployment_insured"'), "utf-8")
    again = json.loads(gongxing("simulate", path, "--format", "json", "--intervals", "0")[1])
    by_jobs = {row["name"]: row["real_income"] for row in again["regions"]}
    assert {row["name"]: row["real_income"] for row in other["regions"]} == pytest.approx(by_jobs)
    assert [one["indicator"] for one in again["otherwise"]] == ["residents"]
    as_stated = {row["name"]: row["real_income"] for row in found["regions"]}
    turned = [name for name in as_stated if as_stated[name] * by_jobs[name] < 0]
    assert turned
    assert [name for name in other["turned"] if name in as_stated] == turned
    said = [note["zh"] for note in found["assumptions"] if note["name"] == "sign_otherwise"]
    assert len(said) == 1
    assert all(f"{name}的实际收入由 {as_stated[name]:+.2f}% 变为 {by_jobs[name]:+.2f}%" in said[0] for name in turned)


def test_those_who_are_not_counted_work_where_they_live(folder: Path) -> None:
    table = folder / "table.csv"
    lines = table.read_text("utf-8").splitlines()
    insured = ["失业保险参保人数(人)", "3000000", "300000", "200000", "500000", "1"]
    table.write_text("\n".join(f"{line},{more}" for line, more in zip(lines, insured, strict=True)) + "\n", "utf-8")
    path = stated(folder)
    text = path.read_text("utf-8").replace('jobs = "residents"', 'jobs = "unemployment_insured"\njobs_counted = "25%"')
    path.write_text(text, "utf-8")
    scenario = read_scenario(path)
    counted = np.array([3.0, 0.3, 0.2, 0.5]) / 4.0 * 32.2e6
    np.testing.assert_allclose(scenario.jobs, 0.25 * counted + 0.75 * scenario.residents)
    said = "".join(note.sentence("zh") for note in scenario.notes)
    assert "失业保险参保人数只计入 25% 的劳动者" in said
    assert "unemployment_insured" not in said
    path.write_text(text.replace('"25%"', "25"), "utf-8")
    assert "[economy] jobs_counted 25 is not like" in gongxing("simulate", path)[2]
