"""The library page: files are dropped, read as a job, and failures are told with their reasons."""

from __future__ import annotations

import time

import pytest

from gongxing.library import Library

TEXT = """绵阳市2025年工作要点
发布时间：2025-02-10
来源：共兴示例
2024年，绵阳市地区生产总值增长7.1%。2025年建成中试平台3个。
"""
NAMES = ["../../../etc/passwd.txt", "..\\..\\a.txt", "a\u202etxt.exe.txt", "<script>x</script>.txt"]


def finished(client, answer) -> dict:
    assert answer.status_code == 303
    job = answer.headers["location"].split("?")[0]
    late = time.monotonic() + 90
    while not (state := client.get(f"{job}.json").json())["over"]:
        assert time.monotonic() < late
        time.sleep(0.1)
    return state


def test_a_file_is_read_and_leads_to_its_facts(own_client, own_library):
    state = finished(own_client, own_client.post("/library?lang=zh", files={"files": ("要点.txt", TEXT.encode())}))
    assert state["state"] == "done", state
    assert "绵阳市2025年工作要点" in own_client.get(state["result"]).text


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(own_client, own_library):
    files = [
        ("files", ("好.txt", TEXT.encode())),
        ("files", ("坏.pdf", b"%PDF-1.7 broken")),
        ("files", ("空.txt", b"")),
    ]
    assert finished(own_client, own_client.post("/library?lang=zh", files=files))["state"] == "done"
    shown = own_client.get("/library?lang=zh").text
    assert "坏.pdf" in shown and "空.txt" in shown and "个没有读成" in shown


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.txt", "..\\..\\a.txt", "a\u202etxt.exe.txt", "<script>x</script>.txt"]
)
def test_a_name_never_becomes_a_path(own_client, own_library, name):
    finished(own_client, own_client.post("/library?lang=zh", files={"files": (name, (TEXT + name).encode())}))
    with Library(own_library) as library:
        names = library.documents()["name"].to_list()
    assert not any("/" in one and ".." in one for one in names) and "<script>x" not in own_client.get("/documents").text


def test_no_file_is_said(own_client):
    assert "said=no_files" in own_client.post("/library", files={"other": ("a", b"x")}).headers["location"]


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_nothing_in_it_hinders_people(page, address, axe, language, theme):
    page.goto(f"{address}/library?lang={language}&theme={theme}")
    axe(page)
