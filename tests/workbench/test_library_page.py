"""The library page: files are dropped, read as a job, and failures are told with their reasons."""

from __future__ import annotations

import re
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
    state = finished(own_client, own_client.post("/library?lang=zh", files=files))
    assert state["state"] == "done" and [one["source"] for one in state["unread"]] == ["坏.pdf", "空.txt"]
    job = own_client.get(f"/jobs/{state['id']}?lang=zh").text
    assert "完成，2 份没有读成" in job and "✓" not in job.split('id="job"')[1].split("</section>")[0]
    assert "空.txt: 文件是空的；请重新下载或保存。" in job
    assert "Done; 2 could not be read" in own_client.get(f"/jobs/{state['id']}?lang=en").text
    assert "完成，2 份没有读成" in own_client.get("/jobs?lang=zh").text
    shown = own_client.get("/library?lang=zh").text
    assert "坏.pdf" in shown and "空.txt" in shown and "个没有读成" in shown
    assert "空.txt: 文件是空的；请重新下载或保存。" in shown
    assert ".txt: it is empty; fetch or save the document again." in own_client.get("/library?lang=en").text


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


TABLE = """城市,年份,地区生产总值（亿元）,第二产业占地区生产总值的比重（%）,奇异指标（怪）
成都,2023,22074.7,28.9,1
绵阳,2023,4038.7,140.2,2
虚无市,2023,12,30,3
"""


def previewed(client, name: str = "城市.csv", text: str = TABLE) -> str:
    files = [("files", (name, text.encode())), ("files", ("要点.txt", TEXT.encode()))]
    state = finished(client, client.post("/library?lang=zh", files=files))
    assert state["state"] == "done", state
    return state["result"]


def test_a_table_is_shown_as_it_was_understood_before_it_is_kept(own_client, own_library):
    with Library(own_library) as library:
        before = library.count_documents()
    address = previewed(own_client)
    shown = own_client.get(address).text
    assert "还什么都没有存" in shown
    assert "地区生产总值" in shown and "亿元" in shown and "CNY" in shown and "2023" in shown
    assert "虚无市" in shown and "奇异指标" in shown and "不认识" in shown
    assert "比重超过 100%" in shown.replace(" 100 ", " 100") or "100" in shown.split("存疑的数")[1]
    assert "要点.txt" in shown
    with Library(own_library) as library:
        assert library.count_documents() == before


def test_a_person_keeps_an_upload_or_lets_it_go(own_client, own_library):
    with Library(own_library) as library:
        before = library.count_documents()
    gone = previewed(own_client)
    path = gone.split("?")[0]
    assert "said=left" in own_client.post(f"{path}/leave?lang=zh").headers["location"]
    assert own_client.get(gone).status_code == 404
    kept = previewed(own_client).split("?")[0]
    assert finished(own_client, own_client.post(f"{kept}/keep?lang=zh"))["state"] == "done"
    assert own_client.post(f"{kept}/keep?lang=zh").status_code == 404  # once
    with Library(own_library) as library:
        assert library.count_documents() == before + 2
        assert library.observations(region="绵阳").filter(file="城市.csv").height == 3


def test_a_table_that_cannot_be_read_says_why_in_the_preview(own_client, own_library):
    shown = own_client.get(previewed(own_client, "坏.xlsx", "no workbook")).text
    assert "坏.xlsx" in shown and "badge-failed" in shown and "没有分隔符能把各行分成列" in shown


def test_an_upload_of_which_nothing_could_be_read_offers_nothing_to_keep(own_client):
    state = finished(own_client, own_client.post("/library?lang=zh", files={"files": ("空.xlsx", b"")}))
    shown = own_client.get(state["result"]).text
    assert "文件是空的；请重新保存或下载。" in shown and "一张表也没有读成" in shown
    assert "/keep" not in shown and shown.count("/leave") == 1


def test_a_file_that_was_not_read_is_said_in_place_of_success(own_client):
    files = {"files": ("安装.pdf", b"MZ\x90\0" + bytes(500))}
    state = finished(own_client, own_client.post("/library?lang=zh", files=files))
    assert "said=unread&said_count=1" in state["result"] and state["result"].endswith("#failures")
    shown = own_client.get(state["result"]).text
    assert "1 个文件没有读成" in shown and "said-warn" in shown and "这是程序；请给出文件本身。" in shown


def test_a_failure_is_tried_again_from_the_bytes_that_were_kept(own_client, own_library):
    finished(own_client, own_client.post("/library?lang=zh", files={"files": ("坏.pdf", b"%PDF-1.7 broken")}))
    assert "再试" in own_client.get("/library?lang=zh").text
    state = finished(own_client, own_client.post("/library/again?lang=zh", data={"source": "坏.pdf"}))
    assert state["state"] == "done" and state["done"] == 1
    assert "坏.pdf" in own_client.get("/library?lang=zh").text
    assert "said=not_again" in own_client.post("/library/again", data={"source": "never"}).headers["location"]


def test_sources_are_told_with_what_became_of_their_claims(client, library_place):
    from gongxing.workbench.publishers import publishers_of, verdicts_of

    with Library(library_place) as library:
        first = publishers_of(library)[0]
        counts = verdicts_of(library)[first.source]
    shown = client.get("/library?lang=zh").text
    row = next(part for part in shown.split("<tr data-row>") if f">{first.source}</a>" in part)
    numbers = [int(word) for word in re.findall(r'class="number">(\d+)<', row)]
    assert numbers == [first.documents, *(counts[one] for one in ("confirmed", "contradicted", "unchecked"))]


def test_the_preview_works_with_scripts_off_and_hinders_nobody(new_tab, own_address, axe, page):
    tab = new_tab(javaScriptEnabled=False)
    tab.goto(f"{own_address}/library?lang=zh")
    tab.set_input_files("#files", {"name": "城市.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    tab.get_by_role("button", name="读入", exact=True).click()
    tab.wait_for_timeout(500)
    late = time.monotonic() + 30
    while not tab.get_by_role("link", name="看结果").count():
        assert time.monotonic() < late
        tab.wait_for_timeout(300)
        tab.reload()
    tab.get_by_role("link", name="看结果").click()
    assert "奇异指标" in tab.inner_text("main")
    preview = tab.url
    page.goto(preview.replace("lang=zh", "lang=en"))
    axe(page)
    tab.get_by_role("button", name="读入这 1 个文件").first.click()
    assert "/jobs/" in tab.url
