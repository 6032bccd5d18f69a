"""What stands before every page: roles, headers, hosts, origins, sizes, tags, faults."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import SAME_SITE
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from gongxing.workbench import Settings, create_app
from gongxing.workbench.access import ROLES, Needs, Visitor
from gongxing.workbench.guards import POLICY
from gongxing.workbench.problems import ProblemError


def routes(client: TestClient) -> list[APIRoute]:
    found: list[APIRoute] = []

    def walk(all_of_them) -> None:
        for route in all_of_them:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            if isinstance(route, APIRoute):
                found.append(route)
            elif inner is not None:
                walk(inner.routes)

    walk(client.app.routes)
    return found


def roles_of(route: APIRoute, outer=()) -> list[str]:
    return [dependency.call.role for dependency in route.dependant.dependencies if isinstance(dependency.call, Needs)]


def test_every_route_declares_a_role(client):
    declared = {(route.path, *route.methods): roles_of(route) for route in routes(client)}
    assert len(declared) > 15
    for path, roles in declared.items():
        assert roles, f"{path} declares no role"
        assert set(roles) <= set(ROLES)


def test_only_what_carries_no_content_is_public(client):
    public = {route.path for route in routes(client) if set(roles_of(route)) == {"public"}}
    assert public <= {"/static/{hash}/{name}", "/favicon.ico", "/login", "/logout", "/share/{token}"}


class Reader:
    def visitor(self, request):
        return Visitor("lin", "reader", True)


def test_nobody_reads_where_log_in_is_on(library_place: Path):
    app = create_app(library_place, Settings(log_in=True))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        answer = client.get("/board?region=1")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=%2Fboard%3Fregion%3D1")
        assert client.post("/jobs/x/cancel", headers=SAME_SITE).status_code == 401


def test_a_reader_may_not_stop_the_work_of_another(library_place: Path):
    app = create_app(library_place)
    app.state.workbench.visitors = Reader()
    with TestClient(app, base_url="http://127.0.0.1") as client:
        job = app.state.workbench.jobs.start("ingest", "zhang", lambda progress: None)
        assert client.post(f"/jobs/{job.id}/cancel", headers=SAME_SITE).status_code == 403


@pytest.mark.parametrize("path", ["/", "/nope", "/help", "/jobs/none.json"])
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    "path",
    [
        "/static/0/tokens.css",
        "/favicon.ico",
        "/api/regions",
        "/figures/atlas_map.svg",
        "/figures/atlas_map.json",
        "parts.css",
        "workbench.js",
    ],
)
def test_what_pages_load_may_load_nothing(client, path):
    answer = client.get(path if path.startswith("/") else re.search(rf"/static/\w+/{path}|$", client.get("/").text)[0])
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("localhost:8421", 200), ("[::1]:80", 200), ("LOCALHOST", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example", 421), ("", 421), ("127.0.0.1@evil.example", 421), ("[", 421)],
)  # fmt: skip
def test_only_names_of_this_host_are_answered(client, host, status):
    assert client.get("/help/keys", headers={"Host": host}).status_code == status


def test_a_configured_name_is_answered(library_place):
    with TestClient(
        create_app(library_place, Settings(hosts=("data.example",))), base_url="http://data.example"
    ) as client:
        assert client.get("/help/keys").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 404),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://127.0.0.1"}, 404),
        ({"Origin": "http://127.0.0.1:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({}, 403),
        ({"Authorization": "Bearer x"}, 404),
    ],
)
def test_writes_come_from_our_own_pages(client, headers, status):
    assert client.post("/jobs/none/cancel", headers=headers).status_code == status


def test_a_body_that_is_too_large_gets_a_page(library_place):
    with TestClient(create_app(library_place, Settings(body_limit=1 << 20)), base_url="http://127.0.0.1") as client:
        answer = client.post("/jobs/none/cancel?lang=zh", headers=SAME_SITE, content=b"x" * (2 << 20))
        assert answer.status_code == 413
        assert "一次提交最多 1 MB" in answer.text


def test_an_answer_that_the_browser_has_is_not_sent_again(client):
    first = client.get("/help/keys")
    again = client.get("/help/keys", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/help/keys?lang=en", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_static_files_are_kept_for_a_year_under_their_hash(client):
    address = re.search(r"/static/\w+/tokens\.css", client.get("/").text)[0]
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert client.get("/static/old/tokens.css").headers["cache-control"] == "no-cache"
    assert client.get("/static/old/..%2f..%2fsettings.py").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fault_of_ours_is_a_page_without_a_traceback(library_place, monkeypatch, language):
    app = create_app(library_place)

    def fail(self, request):
        raise RuntimeError("secret words")

    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        monkeypatch.setattr("gongxing.workbench.pages.home.leading", lambda library: fail(None, None))
        answer = client.get(f"/?lang={language}")
    assert answer.status_code == 500
    assert ("程序出错了" if language == "zh" else "Something broke") in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_a_library_that_is_gone_or_foreign_or_newer_is_a_page(tmp_path, library_place):
    def answer(place):
        with TestClient(create_app(place), base_url="http://127.0.0.1") as client:
            return client.get("/?lang=zh")

    assert "这里没有资料库" in answer(tmp_path / "none.db").text
    (tmp_path / "other.db").write_bytes(b"not a library at all, but long enough")
    found = answer(tmp_path / "other.db")
    assert found.status_code == 503
    assert "资料库现在不能回答" in found.text
    assert "这个文件不是资料库" in found.text


def test_problems_of_the_api_are_json(client):
    answer = client.get("/api/nothing?lang=en")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "There is no page here.",
    }


def test_only_words_of_ours_are_said(client):
    assert "已保存" in client.get("/?said=kept&lang=zh").text
    assert "boo" not in client.get("/?said=boo").text.replace("said=boo", "")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 421, 429, 500, 503])
def test_each_problem_has_words(client, status):
    from gongxing.workbench.words import Words

    for language in ("zh", "en"):
        words = Words("errors", language)
        assert words(f"title_{status}") and words(f"hint_{status}")
    assert ProblemError("fault", status).status == status


def test_a_question_of_a_page_ends_after_seconds(library_place, monkeypatch):
    from sqlalchemy import text

    from gongxing.library import LibraryError
    from gongxing.library.connection import reading
    from gongxing.workbench.shelf import Shelf

    monkeypatch.setattr("gongxing.workbench.shelf.READING", 0.05)
    shelf = Shelf(library_place, Settings())
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with (
        pytest.raises(LibraryError, match=r"took more than 0\.05 seconds"),
        reading(shelf.library.engine) as connection,
    ):
        connection.execute(text(endless))
    shelf.close()


def test_another_file_in_the_library_s_place_is_opened_anew(own_library):
    from gongxing.library import Library
    from gongxing.workbench.shelf import Shelf

    shelf = Shelf(own_library, Settings())
    assert shelf.library.count_documents() > 0
    for path in own_library.parent.glob("library.db*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(Exception, match="no longer there"):
        _ = shelf.library
    Library(own_library).close()
    assert shelf.library.count_documents() == 0
    shelf.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/nope", "/atlas?year=abc", "/figures/none.svg"])
def test_a_page_of_a_problem_hinders_nobody(new_tab, address, axe, path, language):
    tab = new_tab()
    tab.expected.add("Failed to load resource: the server responded with a status of 404 (Not Found)")
    tab.expected.add("Failed to load resource: the server responded with a status of 400 (Bad Request)")
    tab.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    assert tab.get_by_role("link", name="回首页" if language == "zh" else "Go home").is_visible()
    axe(tab)


def test_an_upload_of_200_mb_gets_a_page(page, address):
    page.expected.add("Failed to load resource: the server responded with a status of 413 (Request Entity Too Large)")
    page.expected.add("Failed to load resource: the server responded with a status of 413 (Content Too Large)")
    page.goto(f"{address}/help/keys?lang=zh")
    told = page.evaluate(
        """async () => {
            const form = new FormData();
            form.append("file", new Blob([new Uint8Array(200 << 20)]), "large.pdf");
            const answer = await fetch("/jobs/none/cancel?lang=zh", { method: "POST", body: form });
            return [answer.status, await answer.text()];
        }"""
    )
    assert told[0] == 413
    assert "一次提交最多 64 MB" in told[1]
    assert "gongxing ingest" in told[1]


@pytest.mark.parametrize("path", ["/help/keys", "/figures/leading.csv", "/static/0/tokens.css"])
def test_head_is_get_without_a_body(client, path):
    head, full = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == full.headers["etag"]
    assert head.headers["content-type"] == full.headers["content-type"]
