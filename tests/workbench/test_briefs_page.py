"""Briefs: drafted, proved number by number, kept in versions, built, published as they were."""

from __future__ import annotations

import pytest

from gongxing.library import Library

OUTLINE = """+++
title = "四川简报"
language = "zh"
+++

# 谁在带头

成都都市圈经济总量[2.78万亿元]({reference})。
"""


@pytest.fixture
def reference(own_library) -> str:
    with Library(own_library) as library:
        rows = library.page_documents(limit=100).rows
        held = library.document(next(row["id"] for row in rows if "一条线" in (row["title"] or "")))
        one = next(fact for fact in held.facts if fact["quote"] == "2.78万亿元")
        return f"doc:{held.row['sha256'][:12]}#{one['start']}-{one['end']}"


@pytest.fixture
def kept(own_library, reference) -> str:
    with Library(own_library) as library:
        outline = OUTLINE.format(reference=reference)
        library.save_brief("四川", title="四川简报", language="zh", outline=outline, who="林")
    return "/briefs/四川"


def test_a_brief_is_shown_with_its_preview_and_every_number_proved(own_client, kept):
    answer = own_client.get(f"{kept}?lang=zh")
    assert "每个数都有出处" in answer.text and "frame-src 'self'" in answer.headers["content-security-policy"]
    sheet = own_client.get(f"{kept}/brief.html")
    assert "2.78万亿元" in sheet.text and "sandbox" in sheet.headers["content-security-policy"]
    assert "script-src" not in sheet.headers["content-security-policy"]
    assert own_client.get(f"{kept}/brief.pdf").content[:5] == b"%PDF-"
    assert own_client.get(f"{kept}/brief.exe").status_code == 404


def test_a_number_without_evidence_is_named_and_nothing_is_published(own_client, own_library, kept, reference):
    wrong = OUTLINE.format(reference=reference).replace("2.78万亿元", "2.87万亿元")
    answer = own_client.post(f"{kept}?lang=zh", data={"outline": wrong, "version": "1", "action": "publish"})
    assert answer.status_code == 422 and "没有发布" in answer.text and "第 8 行" in answer.text
    with Library(own_library) as library:
        assert library.publications("四川") == ()
        assert library.brief("四川").version == 2  # what was typed is kept


def test_an_outline_with_a_mistake_is_not_kept_and_not_lost(own_client, own_library, kept):
    answer = own_client.post(f"{kept}?lang=zh", data={"outline": "+++\ntitle = 无引号\n+++\n", "version": "1"})
    assert answer.status_code == 422 and "title = 无引号" in answer.text
    with Library(own_library) as library:
        assert library.brief("四川").version == 1


def test_two_writers_are_told_of_each_other(own_client, kept):
    answer = own_client.post(f"{kept}?lang=zh", data={"outline": "我的", "version": "7"})
    assert answer.status_code == 409 and ">我的</textarea>" in answer.text


def test_a_publication_stays_as_it_was(own_client, own_library, kept, reference):
    answer = own_client.post(f"{kept}?lang=zh", data={"action": "publish", "version": "1"})
    address = answer.headers["location"]
    assert address.startswith("/published/")
    before = own_client.get(address).text
    more = OUTLINE.format(reference=reference) + "\n又一句。\n"
    own_client.post(f"{kept}?lang=zh", data={"outline": more, "version": "1"})
    assert own_client.get(address).text == before and "2.78万亿元" in before
    assert own_client.get("/published/nothing").status_code == 404


def test_a_finding_is_kept_from_a_document(own_client, reference):
    assert own_client.post("/findings?lang=zh", data={"reference": reference}).status_code == 303
    assert own_client.post("/findings?lang=zh", data={"reference": "doc:000000000000#1-2"}).status_code == 404


def test_an_unknown_region_is_said(own_client):
    answer = own_client.post("/briefs?lang=zh", data={"region": "亚特兰蒂斯"})
    assert answer.status_code == 422 and "亚特兰蒂斯" in answer.text


def test_a_finding_is_put_in_where_the_cursor_stands_and_is_proved(own_library, own_address, page, kept, reference):
    from playwright.sync_api import expect

    with Library(own_library) as library:
        library.add_finding(reference, "2.78万亿元", who="林")
    page.goto(f"{own_address}{kept}?lang=zh")
    field = page.locator("#outline")
    field.evaluate("field => field.setSelectionRange(field.value.length, field.value.length)")
    page.get_by_role("button", name="插入提纲").click()
    expect(field).to_have_value(OUTLINE.format(reference=reference) + f"[2.78万亿元]({reference})")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("每个数都有出处")
    # Dragging stands on top of the button: what is dragged is the same link.
    told = page.locator("[data-cite]").evaluate(
        "one => { const data = new DataTransfer();"
        " one.dispatchEvent(new DragEvent('dragstart', { dataTransfer: data })); return data.getData('text/plain'); }"
    )
    assert told == f"[2.78万亿元]({reference})"


def test_promises_are_kept_as_findings(own_client, own_library):
    shown = own_client.get("/board?lang=zh").text
    reference = shown.split('name="reference" value="')[1].split('"')[0]
    assert own_client.post("/findings", data={"reference": reference, "back": "/board?lang=zh"}).status_code == 303
    with Library(own_library) as library:
        assert library.findings()[-1].reference == reference
