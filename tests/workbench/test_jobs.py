"""Work that takes a while: progress, cancel, failure; with and without scripts."""

from __future__ import annotations

import threading
import time

import pytest
from asking import SAME_SITE
from playwright.sync_api import expect
from starlette.testclient import TestClient

from gongxing.library import LibraryError
from gongxing.workbench import create_app
from gongxing.workbench.jobs import Jobs
from gongxing.workbench.problems import NotHereError, ProblemError


def wait(job) -> None:
    late = time.monotonic() + 10
    while not job.over:
        assert time.monotonic() < late
        time.sleep(0.01)


def test_a_job_tells_how_far_it_is_and_where_its_result_is():
    go_on = threading.Event()

    def work(progress):
        progress.of(4)
        progress.step("first")
        go_on.wait(10)
        progress.step("second", 3)
        return "/library"

    job = Jobs().start("ingest", "lin", work)
    while job.done < 1:
        time.sleep(0.01)
    assert (job.state, job.done, job.total, job.now) == ("running", 1, 4, "first")
    assert job.left is not None
    go_on.set()
    wait(job)
    assert (job.state, job.done, job.result) == ("done", 4, "/library")


def test_a_cancelled_job_stops_at_its_next_step():
    steps = []

    def work(progress):
        for number in range(10_000):
            steps.append(number)
            progress.step()
            time.sleep(0.001)

    job = Jobs().start("ingest", "lin", work)
    job.cancel()
    wait(job)
    assert job.state == "cancelled"
    assert len(steps) < 10_000


@pytest.mark.parametrize(
    ("error", "said"), [(LibraryError("the disk is full"), "the disk is full"), (OSError("x"), None)]
)
def test_what_went_wrong_is_said_where_a_person_can_mend_it(error, said, caplog):
    def work(progress):
        raise error

    job = Jobs().start("ingest", "lin", work)
    wait(job)
    assert (job.state, job.problem) == ("failed", said)


def test_each_person_runs_two_at_a_time():
    go_on = threading.Event()
    jobs = Jobs(each=2)
    for _ in range(2):
        jobs.start("ingest", "lin", lambda progress: go_on.wait(10) and None)
    with pytest.raises(ProblemError):
        jobs.start("ingest", "lin", lambda progress: None)
    jobs.start("ingest", "zhang", lambda progress: None)
    go_on.set()
    with pytest.raises(NotHereError):
        jobs.get("none")


@pytest.fixture
def slow(library_place):
    """A workbench with a job that goes on until it is told."""
    app = create_app(library_place)
    go_on = threading.Event()

    def work(progress):
        progress.of(10)
        progress.step("plan.pdf", 3)
        while not go_on.wait(0.02):
            progress.check()
        progress.step("", 7)
        return "/library"

    job = app.state.workbench.jobs.start("ingest", app.state.workbench.visitors.visitor(None).name, work)
    return app, job, go_on


def test_without_scripts_the_page_loads_itself_again_and_cancels(slow):
    app, job, _ = slow
    with TestClient(app, base_url="http://127.0.0.1", headers=SAME_SITE) as client:
        shown = client.get(f"/jobs/{job.id}?lang=zh").text
        assert '<noscript><meta http-equiv="refresh"' in shown
        assert "3 / 10" in shown and "plan.pdf" in shown
        assert client.get(f"/jobs/{job.id}.json?lang=en").json()["words"] == "3 of 10"
        assert "已请求取消" in client.post(f"/jobs/{job.id}/cancel?lang=zh").text
        wait(job)
        assert "已取消" in client.get(f"/jobs/{job.id}?lang=zh").text
        assert "读入文件" in client.get("/jobs?lang=zh").text


def test_with_scripts_the_bar_moves_and_the_result_comes(slow, new_tab, serving, axe):
    app, job, go_on = slow
    tab = new_tab(locale="zh-CN")
    tab.goto(f"{serving(app)}/jobs/{job.id}?lang=zh")
    axe(tab)
    assert tab.locator("progress").get_attribute("value") == "3"
    go_on.set()
    result = tab.get_by_role("link", name="看结果")
    result.wait_for()
    expect(result).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/library**")
