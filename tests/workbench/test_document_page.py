"""Documents: each fact in its place, what the tables say of it, and a person's word on it."""

from __future__ import annotations

import html
import re

import pytest
from asking import SAME_SITE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from starlette.testclient import TestClient

from gongxing.library import Library
from gongxing.reading import Article
from gongxing.sample import paths
from gongxing.workbench import create_app
from gongxing.workbench.reader import paragraphs, parts

TITLE = "一条线、一座城、一张榜"
WRONG = "2657亿元"  # the sample says on purpose the output of 德阳 two years before


def number_of(place, words: str) -> int:
    with Library(place) as library:
        rows = library.page_documents(limit=100).rows
    return next(row["id"] for row in rows if words in (row["title"] or row["name"]))


def fact_of(place, quote: str, kind: str = "figure") -> dict:
    with Library(place) as library:
        facts = library.document(number_of(place, TITLE)).facts
    return next(one for one in facts if one["kind"] == kind and quote in one["quote"])


@pytest.fixture
def news(library_place) -> str:
    return f"/documents/{number_of(library_place, TITLE)}"


def test_the_list_narrows_by_region_and_kind(client):
    assert TITLE in client.get("/documents?lang=zh").text
    assert "sichuan.csv" in client.get("/documents?lang=zh&kind=table").text
    assert TITLE not in client.get("/documents?lang=zh&kind=table").text
    assert TITLE in client.get("/documents?lang=zh&region=德阳市").text
    assert "没有符合条件的文件" in client.get("/documents?lang=zh&since=2030").text


def test_every_fact_stands_marked_in_the_text_that_was_read(client, library_place, news):
    shown = client.get(f"{news}?lang=zh").text
    with Library(library_place) as library:
        held = library.document(number_of(library_place, TITLE))
    for one in held.facts:
        assert one["quote"] == held.article.text[one["start"] : one["end"]]
    body = re.search(r"<article.*?</article>", shown, re.S)[0]
    lines = re.findall(r"<(p|h\d)>(.*?)</\1>\s*<div class=\"margin\"", body, re.S)
    text = "\n".join(re.sub(r"<[^>]+>|\n", "", line) for _, line in lines)
    assert html.unescape(text) == held.article.text


def test_a_figure_says_what_the_tables_say_of_it(client, library_place, news):
    cells = load_workbook(paths().tables / "sichuan-cities.xlsx")["2023"]
    output = next(row[1].value for row in cells.iter_rows() if row[0].value and str(row[0].value).startswith("德阳"))
    shown = client.get(f"{news}?fact={fact_of(library_place, WRONG)['id']}&lang=zh").text
    note = re.search(r'id="note".*?</section>', shown, re.S)[0]
    assert "表格不符" in note and f"{output:,}亿元" in note
    table = number_of(library_place, "sichuan-cities.xlsx")
    assert re.search(rf'href="/documents/{table}\?sheet=2023&amp;cell=B\d+&amp;lang=zh"', note)  # to the very cell
    sums = client.get(f"{news}?fact={fact_of(library_place, '2.78万亿元')['id']}&lang=zh").text
    assert "表格证实" in sums and "= 2.7845万亿元" in sums


def test_a_table_shows_each_cell_as_it_was_understood(client, library_place):
    table = f"/documents/{number_of(library_place, 'sichuan-cities.xlsx')}?lang=zh"
    assert "1 个观测值" in client.get(f"{table}&sheet=2023&cell=B4").text
    found = re.search("<tbody>.*?</tbody>", client.get(f"{table}&find=绵阳").text, re.S)[0]
    assert "绵阳市" in found and "成都市" not in found


def test_a_reference_leads_to_the_words(client, library_place, news):
    one = fact_of(library_place, "2.78万亿元")
    with Library(library_place) as library:
        sha256 = library.document(number_of(library_place, TITLE)).row["sha256"]
    reference = f"doc:{sha256[:12]}#{one['start']}-{one['end']}"
    answer = client.get("/evidence", params={"reference": reference, "lang": "zh"})
    assert answer.headers["location"] == f"{news}?at={one['start']}-{one['end']}&lang=zh#{one['start']}"
    assert f'<mark id="{one["start"]}"' in client.get(answer.headers["location"]).text
    assert client.get("/evidence?reference=doc:000000000000%231-2").status_code == 404
    assert client.get("/evidence?reference=nonsense").status_code == 404


def test_the_original_is_sent_to_be_kept_and_never_shown(client, news):
    answer = client.get(f"{news}/original")
    assert TITLE in answer.content.decode()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", ["/documents/999", "/documents/999/original"])
def test_a_document_that_is_gone_has_a_page_that_says_so(client, address):
    answer = client.get(address, headers={"Accept-Language": "zh"})
    assert answer.status_code == 404
    assert "999" in answer.text


def test_a_correction_is_kept_checked_and_undone(own_client, own_library, news):
    one = fact_of(own_library, WRONG)
    address = f"{news}/facts/{one['id']}?lang=zh"
    form = {"action": "correct", "seen": "", "value": "3014.4亿元", "unit": "CNY"}
    answer = own_client.post(address, data=form)
    assert answer.status_code == 303
    shown = own_client.get(answer.headers["location"]).text
    assert "已更正" in shown and "表格证实" in shown and "（读出时：265700000000.0）" in shown
    with Library(own_library) as library:
        edit = library.history()[-1]
        assert (edit.action, edit.content["value"]) == ("correct", 3014.4e8)
    own_client.post(address, data={"action": "undo", "seen": str(edit.id), "edit": str(edit.id)})
    assert fact_of(own_library, WRONG)["fields"]["value"] == 2657e8


def test_two_people_on_one_fact_are_told_of_each_other(own_client, own_library, news):
    one = fact_of(own_library, WRONG)
    address = f"{news}/facts/{one['id']}?lang=zh"
    own_client.post(address, data={"action": "accept", "seen": ""})
    answer = own_client.post(address, data={"action": "correct", "seen": "", "value": "3381亿元"})
    assert answer.status_code == 409
    assert "有人刚刚改过这条事实" in answer.text and 'value="3381亿元"' in answer.text
    assert fact_of(own_library, WRONG)["standing"] == "accepted"


def test_what_is_no_value_is_said_and_kept_in_the_form(own_client, own_library, news):
    one = fact_of(own_library, WRONG)
    answer = own_client.post(
        f"{news}/facts/{one['id']}?lang=zh", data={"action": "correct", "seen": "", "value": "很多很多"}
    )
    assert answer.status_code == 422
    assert "“数值”一栏读不懂“很多很多”" in answer.text and "21亿元" in answer.text and 'value="很多很多"' in answer.text


def test_a_form_that_is_sent_as_it_came_changes_nothing(own_client, own_library, news):
    with Library(own_library) as library:
        facts = library.document(number_of(own_library, TITLE)).facts
    for one in {fact["kind"]: fact for fact in facts}.values():
        note = own_client.get(f"{news}?fact={one['id']}&lang=zh").text.split('id="note"')[1].split("</section>")[0]
        form = {"action": "correct", "seen": ""}
        form |= {
            name: html.unescape(value)
            for name, value in re.findall(r'<input id="field-\w+" name="(\w+)" value="([^"]*)"', note)
        }
        for name, options in re.findall(r'<select id="field-\w+" name="(\w+)">(.*?)</select>', note, re.S):
            form[name] = re.search(r'value="([^"]*)" selected', options)[1]
        answer = own_client.post(f"{news}/facts/{one['id']}?lang=zh", data=form)
        assert answer.status_code == 422 and "没有改动任何一项" in answer.text, one["kind"]


def test_a_rejected_fact_is_set_aside_and_can_come_back(own_client, own_library, news):
    one = fact_of(own_library, WRONG)
    answer = own_client.post(f"{news}/facts/{one['id']}?lang=zh", data={"action": "reject", "seen": ""})
    shown = own_client.get(f"{news}?lang=zh").text
    assert "已搁置的事实" in shown
    assert f'class="fact fact-figure" href="{news}?fact={one["id"]}' not in shown
    assert "撤销" in own_client.get(answer.headers["location"]).text


def test_other_sites_cannot_edit(own_client, own_library, news):
    one = fact_of(own_library, WRONG)
    answer = own_client.post(
        f"{news}/facts/{one['id']}",
        data={"action": "accept", "seen": ""},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403


def test_a_document_s_markup_is_text(tmp_path):
    hostile = '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7*7 }}'
    path = tmp_path / "hostile.txt"
    path.write_text(f"{hostile}\n发布时间：2026-02-10\n2025年，成都市地区生产总值2.47万亿元{hostile}。\n", "utf-8")
    with Library(tmp_path / "library.db") as library:
        library.ingest([path])
    with TestClient(create_app(tmp_path / "library.db"), base_url="http://127.0.0.1") as opened:
        for address in ("/documents?lang=zh", "/documents/1?lang=zh"):
            shown = opened.get(address, headers=SAME_SITE).text
            assert (
                "<script>alert" not in shown
                and "<img src=x" not in shown
                and "49" not in shown.split("<main")[1][:2000]
            )


def test_it_works_without_scripts(new_tab, own_address, news):
    tab = new_tab(javaScriptEnabled=False)
    tab.goto(f"{own_address}{news}?lang=zh")
    tab.locator("article a.fact", has_text=WRONG).click()
    tab.get_by_text("更正", exact=True).click()
    tab.get_by_role("textbox", name="数值").fill("3014.4亿元")
    tab.get_by_role("button", name="保存更正").click()
    assert "已更正" in tab.inner_text("#note")
    assert "表格证实" in tab.inner_text("#note")
    tab.get_by_role("button", name="撤销").click()
    assert "表格不符" in tab.inner_text("#note")


def test_kinds_are_toggled_in_the_address(page, address, news):
    page.goto(f"{address}{news}?lang=zh")
    assert page.locator("article a.fact-place").count() > 0
    page.get_by_role("button", name="地点").click()
    assert page.locator("article a.fact-place").count() == 0
    assert page.locator("article a.fact-figure").count() > 0


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.text("甲乙丙\t", max_size=40), min_size=1, max_size=6), st.data())
def test_marks_never_lose_or_double_a_character(lines, data):
    text = "\n".join(lines)
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place), max_size=6))
    facts = [
        {"id": i, "start": min(pair), "end": max(pair), "kind": "figure"}
        for i, pair in enumerate(sorted(spans, key=min))
        if pair[0] != pair[1]
    ]
    made = list(paragraphs(Article(title="", text=text), facts, 0, len(text), (0, len(text))))
    assert [p.start for p in made] == sorted(p.start for p in made)
    for paragraph in made:
        assert "".join(s.text for s in paragraph.segments) == text[paragraph.start : paragraph.end]
        for segment in paragraph.segments:
            over = {f["id"] for f in facts if f["start"] <= segment.start and segment.end <= f["end"]}
            assert {f["id"] for f in segment.facts} == over


def test_a_long_text_has_parts_that_end_with_lines():
    text = "\n".join("字" * 999 for _ in range(200))
    found = parts(text)
    assert len(found) > 3
    assert "\n".join(text[start:end] for start, end in found) == text


def test_in_english_regions_and_indicators_are_named_in_english(client, library_place):
    table = f"/documents/{number_of(library_place, 'sichuan-cities.xlsx')}"
    shown = client.get(f"{table}?find=绵阳&lang=en").text
    assert ">Mianyang<" in shown and ">Gross Regional Product<" in shown
    board = client.get("/board?region=绵阳&lang=en").text
    assert "Growth of Gross Regional Product</a></h3>" in board and ">Mianyang <" in board
