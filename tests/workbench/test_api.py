"""The API as programs use it: pages that add up, tags, files, problems in two languages, writes, roles and tokens."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import polars as pl
import pytest
from asking import SAME_SITE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from gongxing.library import Library
from gongxing.workbench import Settings, create_app
from gongxing.workbench.api.guide import document_of

LISTS = [
    path for path, methods in document_of(create_app("nowhere.db"))["paths"].items()
    if "get" in methods and any(one["name"] == "cursor" for one in methods["get"].get("parameters", ()))
]  # fmt: skip


def walked(client: TestClient, address: str) -> tuple[list[dict[str, Any]], int]:
    rows, pages = [], 0
    while address:
        found = client.get(address).json()
        rows += found["rows"]
        address, pages = found["next"], pages + 1
    return rows, pages


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(LISTS), size=st.integers(3, 1000))
def test_all_pages_are_the_whole_list(client: TestClient, path: str, size: int) -> None:
    whole = client.get(f"{path}?limit=1000").json()
    if whole["next"] is None:
        rows, pages = walked(client, f"{path}?limit={size}")
        assert rows == whole["rows"]
        assert len(rows) == whole["total"]
        assert pages == max(-(-len(rows) // size), 1)


def test_a_list_of_more_than_a_thousand_rows_has_no_gap(client: TestClient, library_place: Path) -> None:
    rows, pages = walked(client, "/api/observations?limit=1000")
    with Library(library_place) as library:
        assert [row["id"] for row in rows] == [row["id"] for row in library.page_observations(limit=1000).rows] + [
            row["id"] for row in library.page_observations(limit=1000, after=str(rows[999]["id"])).rows
        ]
    assert pages == 2
    assert client.get("/api/observations?limit=1001").status_code == 422


def test_the_next_page_is_named_in_the_header_too(client: TestClient) -> None:
    answer = client.get("/api/facts?limit=2&region=成都&format=csv")
    assert answer.headers["link"].startswith("</api/facts?limit=2&region=%E6%88%90%E9%83%BD&format=csv&cursor=")
    assert answer.headers["link"].endswith('; rel="next"')


def test_filters_of_the_api_are_those_of_the_library(client: TestClient, library_place: Path) -> None:
    found = client.get("/api/facts", params={"region": "510100", "kind": "figure", "since": "2024"}).json()
    with Library(library_place) as library:
        expected = library.page_facts(region="510100", kind="figure", since="2024", limit=100)
    assert [row["id"] for row in found["rows"]] == [row["id"] for row in expected.rows]
    assert found["total"] == expected.total > 0


def test_a_fact_quotes_its_document(client: TestClient) -> None:
    for row in client.get("/api/facts?limit=20").json()["rows"]:
        text = client.get(f"/api/documents/{row['document']}").json()["text"]
        assert text[row["start"] : row["end"]] == row["quote"]
        told = client.get("/api/evidence", params={"reference": row["reference"]}).json()
        assert told["quote"] == row["quote"]


def test_a_cell_leads_to_its_evidence(client: TestClient) -> None:
    row = client.get("/api/observations?region=成都&indicator=gdp").json()["rows"][0]
    told = client.get("/api/evidence", params={"reference": row["reference"]}).json()
    assert (told["value"], told["unit"]) == (row["value"], row["unit"])


def test_an_answer_is_tagged_by_the_state_of_the_library(own_client: TestClient) -> None:
    first = own_client.get("/api/facts?limit=5")
    tag = first.headers["etag"]
    assert tag.startswith('"')  # strong
    again = own_client.get("/api/facts?limit=5", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert own_client.get("/api/facts?limit=5", headers={"If-None-Match": f'"x", W/{tag}'}).status_code == 304
    assert own_client.get("/api/facts?limit=6", headers={"If-None-Match": tag}).status_code == 200
    english = own_client.get("/api/facts?limit=5", headers={"If-None-Match": tag, "Accept-Language": "en"})
    assert english.status_code == 200
    number = first.json()["rows"][0]["id"]
    own_client.post(f"/api/facts/{number}/edits", json={"action": "reject"})
    changed = own_client.get("/api/facts?limit=5", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert number not in [row["id"] for row in changed.json()["rows"]]


def test_files_hold_the_rows(client: TestClient) -> None:
    address = "/api/promises?region=成都"
    rows = client.get(address).json()["rows"]
    text = client.get(f"{address}&format=csv")
    assert text.content[:3] != b"\xef\xbb\xbf"
    assert [row["quote"] for row in csv.DictReader(io.StringIO(text.text))] == [row["quote"] for row in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&format=xlsx").content)).worksheets[0]
    table = list(sheet.iter_rows(values_only=True))
    assert [dict(zip(table[0], row, strict=True))["value"] for row in table[1:]] == [row["value"] for row in rows]
    frame = pl.read_parquet(io.BytesIO(client.get(f"{address}&format=parquet").content))
    assert frame["value"].dtype == pl.Float64
    assert frame.to_dicts() == rows


def test_a_formula_in_a_cell_is_text(own_client: TestClient) -> None:
    row = own_client.get("/api/facts?limit=1").json()["rows"][0]
    own_client.post("/api/findings", json={"reference": row["reference"], "sentence": "=1+1"}).raise_for_status()
    assert own_client.get("/api/findings").json()["rows"][0]["sentence"] == "=1+1"
    assert ",'=1+1," in own_client.get("/api/findings?format=csv").text
    sheet = openpyxl.load_workbook(io.BytesIO(own_client.get("/api/findings?format=xlsx").content)).worksheets[0]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("address", "status", "zh", "en"),
    [
        ("/api/documents/999999", 404, "没有第 999999 号文件", "no document 999999"),
        ("/api/facts?kind=nothing", 422, "“kind”", "“kind”"),
        ("/api/facts?regoin=成都", 422, "“regoin”", "“regoin”"),
        ("/api/facts?since=yesterday", 422, "“since”", "“since”"),
        ("/api/observations?cursor=abc", 400, "cursor", "cursor"),
        ("/api/promises?cursor=abc", 400, "cursor", "cursor"),
        ("/api/measures/theil/result?indicator=nothing", 422, "nothing", "nothing"),
        ("/api/measures/moran/result?indicator=gdp&permutations=99999999", 422, "permutations", "permutations"),
        ("/api/evidence?reference=doc:000000#1-2", 404, "没有这条出处", "no such evidence"),
        ("/api/nothing", 404, "没有页面", "no page"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_language_asked_for(
    client: TestClient, address: str, status: int, zh: str, en: str
) -> None:
    for language, words in (("zh", zh), ("en", en)):
        answer = client.get(address.replace("#", "%23"), headers={"Accept-Language": language})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert words in answer.json()["detail"], answer.json()
        assert answer.json()["status"] == status


def test_a_method_that_is_not_there_names_those_that_are(client: TestClient) -> None:
    answer = client.put("/api/facts", headers=SAME_SITE)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_a_measure_is_that_of_the_library(client: TestClient, library_place: Path) -> None:
    from gongxing.measures import measure

    found = client.get("/api/measures/gini/result?indicator=gdp&by=year&missing=drop&lang=en").json()
    with Library(library_place) as library:
        table = measure("gini", library.panel(), "gdp", by="year", missing="drop").table
    assert [row["value"] for row in found["rows"]] == table["value"].to_list()
    assert "Gini" in found["explanation"]


def test_a_fact_is_corrected_and_undone(own_client: TestClient) -> None:
    row = own_client.get("/api/facts?kind=figure&limit=1").json()["rows"][0]
    address = f"/api/facts/{row['id']}"
    done = own_client.post(f"{address}/edits", json={"action": "correct", "fields": {"value": "21亿元"}})
    assert done.status_code == 201
    assert (done.json()["value"], done.json()["unit"], done.json()["standing"]) == (2.1e9, "CNY", "corrected")
    assert done.json()["extracted"]["value"] == row["value"]
    late = own_client.post(f"{address}/edits", json={"action": "accept"})
    assert late.status_code == 409
    seen = done.json()["seen"]
    odd = own_client.post(f"{address}/edits", json={"action": "correct", "fields": {"period": "soon"}, "seen": seen})
    assert odd.status_code == 422
    back = own_client.post(f"{address}/edits", json={"action": "undo", "edit": seen, "seen": seen}).json()
    assert (back["value"], back["standing"]) == (row["value"], "found")
    assert [edit["action"] for edit in back["edits"]] == ["correct", "undo"]


def test_an_upload_becomes_a_job_and_a_document(own_client: TestClient) -> None:
    before = own_client.get("/api/status").json()["documents"]
    text = "<h1>新的公报</h1><p>2025年，绵阳市地区生产总值4500亿元，比上年增长7%。</p>".encode()
    answer = own_client.post("/api/documents", files={"files": ("../../new.html", text)})
    assert answer.status_code == 202
    job = {"over": False}
    while not job["over"]:
        job = own_client.get(answer.headers["location"]).json()
    assert job["state"] == "done", job
    assert own_client.get("/api/status").json()["documents"] == before + 1
    assert own_client.get("/api/documents?limit=1000").json()["rows"][0]["name"] != "../../new.html"


def test_versions_are_appended_and_two_editors_are_told(own_client: TestClient) -> None:
    address = "/api/scenarios/成眉/versions"
    first = own_client.post(address, json={"toml": 'title = "一"\n'})
    assert (first.status_code, first.json()["version"], first.json()["title"]) == (201, 1, "一")
    assert own_client.post(address, json={"toml": 'title = "二"\n', "version": 1}).json()["version"] == 2
    assert own_client.post(address, json={"toml": 'title = "三"\n', "version": 1}).status_code == 409
    assert own_client.post(address, json={"toml": "title ="}).status_code == 422
    assert own_client.get(f"/api/scenarios/{quote('成眉')}?version=1").json()["title"] == "一"
    assert own_client.get("/api/scenarios/成眉/outcome").status_code == 404
    outline = '+++\ntitle = "说明"\nlanguage = "zh"\n+++\n\n# 说明\n\n没有数字的一句话。\n'
    kept = own_client.post("/api/briefs/note/versions", json={"outline": outline})
    assert kept.status_code == 201, kept.json()
    published = own_client.post("/api/briefs/note/publications")
    assert published.status_code == 201, published.json()
    assert own_client.get(published.json()["address"]).status_code == 200
    assert own_client.get("/api/publications").json()["rows"] == [published.json()]


@pytest.fixture
def people(own_library: Path) -> Any:
    """A workbench with log-in, and what makes tokens for it."""
    app = create_app(own_library, Settings(log_in=True, requests_each_second=1000))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        accounts = app.state.workbench.shelf.library.accounts
        accounts.add("lin", "editor", "a long pass phrase", who="test")
        yield client, accounts


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_token_does_what_its_scope_says_until_it_ends(people: Any) -> None:
    client, accounts = people
    reader = accounts.make_token("lin", "report", "reader", 30, who="lin")
    editor = accounts.make_token("lin", "bot", "editor", 1, who="lin")
    assert client.get("/api/facts").status_code == 401
    assert client.get("/api/facts").headers["content-type"] == "application/problem+json"
    assert client.get("/api/facts", headers=bearer("gxt_wrong")).status_code == 401
    answer = client.get("/api/facts", headers=bearer(reader))
    assert answer.status_code == 200
    number = answer.json()["rows"][0]["id"]
    edit = {"json": {"action": "accept"}}
    assert client.post(f"/api/facts/{number}/edits", **edit, headers=bearer(reader)).status_code == 403
    done = client.post(f"/api/facts/{number}/edits", **edit, headers=bearer(editor))  # no Origin: no browser sends it
    assert done.status_code == 201
    assert done.json()["edits"][0]["who"] == "lin"
    known = answer.headers["etag"]
    assert client.get("/api/facts", headers={"If-None-Match": known}).status_code == 401  # a tag is no key
    kept = [one for one in accounts.credentials("lin") if one.label == "report"]
    accounts.end_credential("lin", kept[0].id, who="lin")
    assert client.get("/api/facts", headers=bearer(reader)).status_code == 401
    accounts.clock = lambda: datetime.now(UTC) + timedelta(days=2)
    assert client.get("/api/facts", headers=bearer(editor)).status_code == 401


def test_a_session_reads_and_writes_only_from_a_page_of_ours(people: Any) -> None:
    client, accounts = people
    session = {"Cookie": f"gongxing_session={accounts.log_in('lin', 'a long pass phrase', '127.0.0.1')}"}
    number = client.get("/api/facts?limit=1", headers=session).json()["rows"][0]["id"]
    edit = {"json": {"action": "accept"}}
    assert client.post(f"/api/facts/{number}/edits", **edit, headers=session).status_code == 403
    assert client.post(f"/api/facts/{number}/edits", **edit, headers={**session, **SAME_SITE}).status_code == 201


def test_the_text_of_a_token_is_kept_nowhere(people: Any, own_library: Path) -> None:
    _, accounts = people
    text = accounts.make_token("lin", "report", "reader", 30, who="lin")
    kept = b"".join(path.read_bytes() for path in own_library.parent.glob("library.db*") if path.is_file())
    assert text.encode() not in kept


def test_the_document_says_how_people_log_in(people: Any, client: TestClient) -> None:
    logged, accounts = people
    token = accounts.make_token("lin", "report", "reader", 30, who="lin")
    found = logged.get("/api/openapi.json", headers=bearer(token)).json()
    assert set(found["components"]["securitySchemes"]) == {"token", "session"}
    assert "securitySchemes" not in client.get("/api/openapi.json").json()["components"]


def test_deep_json_is_refused(own_client: TestClient) -> None:
    body = '{"action": ' + "[" * 60 + "]" * 60 + "}"
    answer = own_client.post("/api/facts/1/edits", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
