"""New scenarios and budgets: drawn, picked, stated in place, searched, and nothing on a number that nobody stated."""

from __future__ import annotations

import re
import time
import tomllib

import pytest
from fastapi.testclient import TestClient
from two_projects import TWO

from gongxing.library import Library
from gongxing.library.backup import back_up, restore
from gongxing.sample import paths
from gongxing.scenarios.picking import draw, known_plans, pick
from gongxing.scenarios.stored import run_stored, save_scenario
from gongxing.scenarios.tables import ScenarioError
from gongxing.workbench import create_app
from gongxing.workbench.mixes import costs_told
from gongxing.workbench.plans import entries, kept_only, projects, stated


def test_a_blank_takes_back_what_was_stated():
    said = stated(TWO, {(0, "change"): "", (0, "range"): "", (1, "cost"): "30", (2, "cost"): "viel"})
    words = tomllib.loads(said)
    assert words["travel_time"][0] == {
        "project": "成眉线", "between": ["成都", "眉山"], "change": "?", "by": "示例",
    }  # fmt: skip
    assert [one.get("cost") for one in words["productivity"]] == [30, "viel"]
    assert words["solve"] == {"tolerance": 1e-9}


def test_changes_are_removed_and_grouped_by_project():
    kept = tomllib.loads(kept_only(TWO, {0, 2}))
    assert [one["regions"] for one in kept["productivity"]] == [["德阳"]]
    assert kept["solve"] == {"tolerance": 1e-9}
    assert {name: [one.number for one in group] for name, group in projects(TWO).items()} == {
        "成眉线": [0],
        "实验室": [1, 2],
    }


def test_a_drawn_project_leaves_its_size_open(library_place):
    with Library(library_place) as library:
        panel = library.panel()
        said = draw("commuter_railway", ["510100", "眉山"], where="四川", panel=panel, project="一条线")
        hub = draw("freight_hub", ["511400"], where="四川", panel=panel, project="港")
        with pytest.raises(ScenarioError, match="two different ends"):
            draw("motorway", ["510100", "成都"], where="四川", panel=panel, project="路")
        with pytest.raises(ScenarioError, match="no unit of 四川"):
            draw("research", ["西安"], where="四川", panel=panel, project="实验室")
    line = tomllib.loads(said)["travel_time"][0]
    assert (line["between"], line["change"], line["suggested"]) == (["成都", "眉山"], "?", ["-60%", "-20%"])
    assert "arithmetic" in line["suggested_from"]
    assert tomllib.loads(hub)["trade_distance"][0]["hub"] == "眉山"


def test_picked_plans_bring_their_evidence(library_place):
    with Library(library_place) as library:
        plans = known_plans(library)
        named = {}
        for plan in plans:
            named.setdefault(plan.quote, []).append(plan)
        rail, port = named["成眉市域铁路S5线"], named["眉山国际铁路港"][0]
        # Several documents tell of the railway: it counts once.
        text = pick(library, [one.fact for one in rail] + [port.fact], panel=library.panel(), title="两项")
        words = tomllib.loads(text)
        assert len(rail) > 1
        assert [one["project"] for one in words["travel_time"]] == ["成眉市域铁路S5线"]
        hub = words["trade_distance"][0]
        assert (hub["hub"], hub["change"], hub["by"]) == ("眉山", "?", "?")
        assert hub["document"].startswith("doc:") and hub["quote"]
        with pytest.raises(ScenarioError, match="pick from the list"):
            pick(library, [999999], panel=library.panel(), title="无")


def test_money_in_the_sentence_of_a_project_stands_beside_it(tmp_path):
    words = "绵阳市提出，总投资120亿元建设涪江实验室。眉山市投资30亿元建设眉山国际铁路港。"
    (tmp_path / "plan.txt").write_text(words, "utf-8")
    with Library(tmp_path / "library.db", create=True) as library:
        library.ingest([tmp_path / "plan.txt"])
        plans = {
            next(name for name in ("实验室", "铁路港") if name in plan.quote): plan for plan in known_plans(library)
        }
        text = pick(library, [plan.fact for plan in plans.values()], panel=library.panel(), title="两项", where="四川")
        told = {one.said["project"][-3:]: costs_told(library, [one]) for one in entries(text)}
    assert [said for said, _ in told["实验室"]] == ["120亿元"]
    assert [said for said, _ in told["铁路港"]] == ["30亿元"]


def test_a_project_is_drawn_by_the_form_alone(own_client):
    address = "/scenarios/new/map?lang=zh&kind=freight_hub&a=511400"
    shown = own_client.get(address).text
    assert re.search(r'value="511400" selected', shown) and "-30% 到 -10%" in shown and "我们自己的取值" in shown
    none = own_client.post("/scenarios/new/map?lang=zh", data={"kind": "motorway", "within": "四川", "a": "510100"})
    assert none.status_code == 422 and "两个不同的端点" in none.text
    form = {"kind": "commuter_railway", "within": "四川", "a": "510100", "b": "511400"}
    made = own_client.post("/scenarios/new/map?lang=zh", data=form)
    assert made.status_code == 303
    scenario = own_client.get(made.headers["location"]).text
    assert "成都—眉山 客运铁路：变化 · 谁这样假设，凭什么" in scenario and "change of" not in scenario
    assert "成都 — 眉山" in scenario and "待填" in scenario and "-60% 到 -20%" in scenario and "算术" in scenario
    place = made.headers["location"].split("?")[0]
    refused = own_client.post(f"{place}?lang=zh", data={"version": "1", "action": "run"})
    assert refused.status_code == 422 and "没有推演" in refused.text


def test_plans_are_picked_by_filters(own_client):
    shown = own_client.get("/scenarios/new/plans?lang=zh&kind=freight_hub").text
    facts = re.findall(r'name="fact" value="(\d+)"', shown)
    assert facts and "眉山国际铁路港" in shown and "涪江实验室" not in shown
    assert "涪江实验室" not in own_client.get("/scenarios/new/plans?lang=zh&region=眉山").text
    assert own_client.post("/scenarios/new/plans?lang=zh", data={}).status_code == 422
    made = own_client.post("/scenarios/new/plans?lang=zh", data={"fact": facts})
    assert made.status_code == 303
    assert "眉山国际铁路港" in own_client.get(made.headers["location"]).text


def test_a_change_is_removed_and_an_older_version_restored(own_library, own_client):
    with Library(own_library) as library:
        library.save_scenario("two", title="两项", toml=TWO, who="示例")
    form = {"version": "1", "action": "remove-0"}
    assert own_client.post("/scenarios/two?lang=zh", data=form).status_code == 303
    with Library(own_library) as library:
        assert [one.kind for one in entries(library.scenario("two").toml)] == ["productivity", "productivity"]
    assert "成眉线" in own_client.get("/scenarios/two?lang=zh&version=1").text
    own_client.post("/scenarios/two?lang=zh", data={"version": "2", "action": "restore", "restored": "1"})
    with Library(own_library) as library:
        assert (library.scenario("two").version, library.scenario("two").toml) == (3, TWO)


def done(client, answer):
    assert answer.status_code == 303, answer.text
    job = answer.headers["location"].split("?")[0]
    late = time.monotonic() + 120
    while not (state := client.get(f"{job}.json").json())["over"]:
        assert time.monotonic() < late
        time.sleep(0.05)
    assert state["state"] == "done", state
    return state["result"]


def test_a_budget_finds_mixes_and_keeps_one(own_library, own_client):
    with Library(own_library) as library:
        library.save_scenario("two", title="两项", toml=TWO, who="示例")
    form = {"version": "1", "action": "search", "choose": ["0", "1"], "budget": "40", "objective": "output"}
    unsaid = own_client.post("/scenarios/two/budget?lang=zh", data=form)
    assert unsaid.status_code == 422 and "成眉线、实验室" in unsaid.text
    form |= {"cost-0": "30", "cost-1": "20"}
    found = done(own_client, own_client.post("/scenarios/two/budget?lang=zh", data=form))
    shown = own_client.get(found).text
    assert "在 3 种买得起的搭配里" in shown
    with Library(own_library) as library:
        words = tomllib.loads(library.scenario("two").toml)
        assert (words["travel_time"][0]["cost"], words["productivity"][0]["cost"]) == (30, 20)
        assert "cost" not in words["productivity"][1]
    result = re.search(r"result=([0-9a-f]{64})", found)[1]
    assert own_client.get(f"/figures/scenario_frontier.csv?result={result}").text.count("\n") == 4
    mixes = re.findall(r'name="plan" value="(\d+)"', shown)
    kept = own_client.post("/scenarios/two/budget?lang=zh", data={"action": "mix", "result": result, "plan": mixes[0]})
    assert kept.status_code == 303
    text = own_client.get(kept.headers["location"]).text
    assert ("成眉线" in text) != ("实验室" in text)
    other = own_client.get(f"/scenarios/two/budget?lang=zh&result={'0' * 64}").text
    assert "不在资料库里" in other


def test_a_restored_backup_still_shows_what_a_budget_found(own_library, own_client, tmp_path):
    with Library(own_library) as library:
        library.save_scenario("two", title="两项", toml=TWO, who="示例")
    form = {"version": "1", "action": "search", "choose": ["0", "1"], "budget": "40", "objective": "output"}
    form |= {"cost-0": "30", "cost-1": "20"}
    found = done(own_client, own_client.post("/scenarios/two/budget?lang=zh", data=form))
    assert found == done(own_client, own_client.post("/scenarios/two/budget?lang=zh", data={**form, "version": "2"}))
    with Library(own_library) as library:
        back_up(library, tmp_path / "kept.zip")
    restore(tmp_path / "kept.zip", str(tmp_path / "again.db"))
    with TestClient(create_app(tmp_path / "again.db"), base_url="http://127.0.0.1") as again:
        shown = again.get(found).text
    assert "在 3 种买得起的搭配里" in shown
    assert re.findall(r'name="plan" value="(\d+)"', shown)


@pytest.fixture
def ran(own_library, own_client):
    """A library in which two scenarios were run."""
    with Library(own_library) as library:
        save_scenario(library, paths().scenario, who="林")
        library.save_scenario("two", title="两项", toml=TWO, who="林")
        for slug in ("chengmei", "two"):
            run_stored(library, slug, who="林", draws=2)
    return own_client


def test_findings_of_a_run_are_kept_and_offered_to_briefs(ran, own_library):
    shown = ran.get("/scenarios/chengmei?lang=zh&what=output").text
    assert 'value="scenario:chengmei#output/眉山"' in shown
    back = "/scenarios/chengmei?lang=zh&what=output"
    kept = ran.post("/findings?lang=zh", data={"reference": "scenario:chengmei#output/眉山", "back": back})
    assert kept.status_code == 303
    assert kept.headers["location"] == f"{back}&said=finding_kept"
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org"):
        sent = ran.post("/findings?lang=zh", data={"reference": "scenario:chengmei#welfare", "back": elsewhere})
        assert sent.headers["location"].startswith("/briefs")
    with Library(own_library) as library:
        assert "眉山" in library.findings()[0].sentence and "产出" in library.findings()[0].sentence


def test_a_run_is_sent_as_files_and_compared(ran):
    rows = ran.get("/scenarios/chengmei/outcome.csv").text.splitlines()
    assert rows[0].lstrip("\ufeff").startswith("name,code,real_income %") and len(rows) == 19
    assert ran.get("/scenarios/chengmei/outcome.xlsx").content[:2] == b"PK"
    assert ran.get("/scenarios/chengmei/outcome.json").json()["certificate"]["certified"]
    assert ran.get("/scenarios/chengmei/outcome.exe").status_code == 404
    one, two = (ran.get(f"/scenarios/{slug}/outcome.json").json() for slug in ("chengmei", "two"))
    values = [{row["name"]: row["output"] for row in run["regions"]} for run in (one, two)]
    table = ran.get("/figures/scenario_difference.csv?slug=chengmei&other=two&what=output&lang=zh").text
    assert f"{values[0]['绵阳'] - values[1]['绵阳']:.4f}"[:6] in table
    rates = {row["name"]: ((1 + row["wages"] / 100) * (1 + row["jobs"] / 100) - 1) * 100 for row in one["regions"]}
    assert values[0] == pytest.approx(rates)


def test_clicks_on_the_map_choose_the_ends(page, address):
    from playwright.sync_api import expect

    page.goto(f"{address}/scenarios/new/map?lang=zh")
    page.wait_for_selector(".live svg")
    page.select_option("#a", "510100")
    page.select_option("#b", "511400")
    expect(page).to_have_url(re.compile(r"a=510100.*b=511400.*select=510100&select=511400"))
    shapes = page.locator(".live .mark-shape path")
    shapes.nth(1).click(force=True)
    expect(page.locator("#b")).to_have_value("")
    first = page.locator("#a").input_value()
    shapes.nth(5).click(force=True)
    expect(page.locator("#b")).not_to_have_value("")
    expect(page.locator("#a")).to_have_value(first)
    page.reload()
    expect(page.locator("#a")).to_have_value(first)
    page.locator('input[name="kind"][value="research"]').check()
    page.wait_for_url(re.compile("kind=research"))
    expect(page.locator("#draw")).to_contain_text("+0% 到 +5%")


def test_a_budget_is_searched_in_a_browser(ran, own_address, page):
    page.goto(f"{own_address}/scenarios/two/budget?lang=zh")
    for place, cost in ((0, "30"), (1, "20")):
        page.locator(f"#cost-{place}").fill(cost)
    page.locator("#budget").fill("40")
    page.get_by_role("button", name="保存花费并搜索").click()
    page.get_by_role("link", name="看结果").click(timeout=60_000)
    page.locator("#mixes").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
