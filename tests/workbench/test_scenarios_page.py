"""Scenarios: drafted from a document, run on no number that nobody stated, told with certificate and intervals."""

from __future__ import annotations

import re
import time
import tomllib

import pytest

from gongxing.library import Library
from gongxing.sample import paths
from gongxing.scenarios.stored import run_stored, save_scenario
from gongxing.workbench.plans import entries, stated

TEXT = """title = "铁路"

[economy]
library = true
regions = "四川"

[[travel_time]]
project = "成眉线"
between = ["成都", "眉山"]
change = "?"   # 60分钟 → ?
suggested = ["-60%", "-20%"]
by = "?"

[[productivity]]
regions = ["绵阳"]
change = "+2%"
by = "林"
"""


def test_what_a_person_states_is_put_in_its_place_and_all_else_stays():
    said = stated(
        TEXT, {(0, "change"): "-40%", (0, "by"): '林 "示例"', (0, "range"): "-50%, -30%", (1, "change"): "+3%"}
    )
    words = tomllib.loads(said)
    assert words["travel_time"][0]["change"] == "-40%"
    assert words["travel_time"][0]["by"] == '林 "示例"'
    assert words["travel_time"][0]["range"] == ["-50%", "-30%"]
    assert words["productivity"][0] == {"regions": ["绵阳"], "change": "+3%", "by": "林"}
    assert "# 60分钟 → ?" in said
    assert stated(TEXT, {}) == TEXT
    assert [(one.kind, one.open) for one in entries(TEXT)] == [("travel_time", ("change", "by")), ("productivity", ())]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A library of the sample with one scenario that was run, and a client of it."""
    from asking import SAME_SITE
    from starlette.testclient import TestClient

    from gongxing.sample import open_sample
    from gongxing.workbench import create_app

    with open_sample(tmp_path_factory.mktemp("scenarios")) as library:
        save_scenario(library, paths().scenario, who="林")
        run_stored(library, "chengmei", who="林", draws=4)
        place = library.place
    made = create_app(place)
    with TestClient(made, base_url="http://127.0.0.1", follow_redirects=False, headers=SAME_SITE) as opened:
        yield opened, place


def test_an_outcome_is_shown_with_certificate_intervals_and_assumptions(ran):
    client, place = ran
    with Library(place) as library:
        content = library.outcome("chengmei").content
    shown = client.get("/scenarios/chengmei?lang=zh").text
    assert f"{content['welfare']:+.2f}%" in shown
    for sentence in (*content["certificate"]["zh"], *(note["zh"] for note in content["assumptions"])):
        assert sentence in shown
    for row in content["regions"]:
        assert f"{row['real_income']:+.3f}%" in shown
    assert "泰尔指数" in client.get("/scenarios/chengmei?lang=zh&what=rents").text


def test_a_draft_is_left_open_and_does_not_run_until_it_is_stated(ran):
    client, place = ran
    with Library(place) as library:
        rows = library.page_documents(kind="document", limit=100).rows
    number = next(row["id"] for row in rows if "一条线" in row["title"])
    answer = client.post("/scenarios?lang=zh", data={"document": str(number), "only": "铁路"})
    assert answer.status_code == 303
    address = answer.headers["location"].split("?")[0]
    shown = client.get(f"{address}?lang=zh").text
    form = {"version": "1", "action": "run"}
    if "待填" in shown:
        refused = client.post(f"{address}?lang=zh", data=form)
        assert refused.status_code == 422 and "没有推演" in refused.text
    form |= dict.fromkeys(re.findall(r'name="(change-\d+)"', shown), "-40%")
    form |= dict.fromkeys(re.findall(r'name="(by-\d+)"', shown), "示例")
    started = client.post(f"{address}?lang=zh", data=form)
    assert started.status_code == 303 and started.headers["location"].startswith("/jobs/")
    job = started.headers["location"].split("?")[0]
    late = time.monotonic() + 120
    while not (state := client.get(f"{job}.json").json())["over"]:
        assert time.monotonic() < late
        time.sleep(0.1)
    assert state["state"] == "done", state
    assert "误差有上界" in client.get(f"{address}?lang=zh").text


def test_text_that_is_no_toml_is_kept_in_the_page(ran):
    client, _ = ran
    answer = client.post("/scenarios/chengmei?lang=zh", data={"toml": "title = 我的", "version": "1"})
    assert answer.status_code == 422
    assert "不是合格的 TOML" in answer.text and "title = 我的" in answer.text


def test_a_version_that_is_not_the_last_is_a_conflict(ran):
    client, _ = ran
    answer = client.post("/scenarios/chengmei?lang=zh", data={"toml": TEXT, "version": "99"})
    assert answer.status_code == 409 and "成眉线" in answer.text


def test_an_unknown_scenario_is_said(client):
    assert client.get("/scenarios/atlantis").status_code == 404
    assert "起草一个情景" in client.get("/scenarios?lang=zh").text
