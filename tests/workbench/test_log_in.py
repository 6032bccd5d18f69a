"""A workbench that others can reach: logging in, roles on every route, links to one page, nothing typed is lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import polars as pl
import pytest
from asking import SAME_SITE
from click.testing import CliRunner
from starlette.testclient import TestClient
from test_safety import roles_of, routes

from gongxing.cli import main
from gongxing.library import Library
from gongxing.workbench import Settings, create_app
from gongxing.workbench.bounds import depth_of

PASSWORDS = {
    "林": "a long sentence of the owner",
    "文": "a long sentence of the editor",
    "夏": "a long one of a reader",
}
ROLES = {"林": "owner", "文": "editor", "夏": "reader"}
pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def place(own_library: Path) -> Path:
    with Library(own_library) as library:
        for name, role in ROLES.items():
            library.accounts.add(name, role, PASSWORDS[name], who="terminal")
    return own_library


@pytest.fixture
def app(place: Path) -> Any:
    return create_app(place, Settings(log_in=True, requests_each_second=10_000, hosts=("data.example",)))


@pytest.fixture
def visit(app: Any) -> Iterator[Callable[..., TestClient]]:
    """Return a function that opens a browser of its own, logged in as somebody or as nobody."""
    opened = []

    def enter(name: str | None = None, base: str = "http://127.0.0.1") -> TestClient:
        client = TestClient(app, base_url=base, follow_redirects=False, headers={**SAME_SITE, "Accept-Language": "zh"})
        opened.append(client)
        if name is not None:
            answer = log_in(client, name)
            assert answer.status_code == 303, answer.text
        return client

    yield enter
    for client in opened:
        client.close()


def log_in(client: TestClient, name: str, password: str | None = None, **more: str) -> Any:
    fields = {"login_name": name, "login_password": password or PASSWORDS.get(name, "wrong password"), **more}
    return client.post("/login", data=fields)


def hidden(page: str) -> dict[str, str]:
    """The fields of a page's own form that nobody sees."""
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.split("<main")[1])
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


def filled(path: str) -> str:
    """An address of a route, its parameters filled in."""
    return re.sub(r"\{[^}]+\}", "1", path)


def test_nobody_sees_a_page_without_logging_in(visit: Callable[..., TestClient], app: Any) -> None:
    client = visit()
    asked = 0
    for route in routes(client):
        if set(roles_of(route)) == {"public"}:
            continue
        for method in route.methods:
            answer = client.request(method, filled(route.path))
            asked += 1
            if method in ("GET", "HEAD") and not route.path.startswith("/api"):
                assert answer.status_code == 303, route.path
                assert answer.headers["location"].startswith("/login?next=")
            else:
                assert answer.status_code == 401, route.path
    assert asked > 30


# What anybody who reads may write: about themselves alone.
OWN = {
    "/account/password", "/account/tokens", "/account/credentials/{number}/end", "/jobs/{job_id}/cancel",
    "/api/jobs/{job_id}/cancel",
    "/login", "/logout",
}  # fmt: skip


def test_a_reader_is_refused_every_write(visit: Callable[..., TestClient]) -> None:
    client = visit("夏")
    refused = 0
    for route in routes(client):
        writes = sorted(route.methods - {"GET", "HEAD", "OPTIONS"})
        if not writes or route.path in OWN:
            continue
        roles = roles_of(route)
        assert {"editor", "owner"} & set(roles), f"{route.path} lets readers write"
        for method in writes:
            assert client.request(method, filled(route.path)).status_code == 403, route.path
            refused += 1
    assert refused >= 5


def test_an_editor_is_refused_what_is_the_owner_s(visit: Callable[..., TestClient]) -> None:
    client = visit("文")
    refused = [route for route in routes(client) if "owner" in roles_of(route)]
    assert {route.path for route in refused} >= {"/people", "/audit", "/people/change"}
    for route in refused:
        for method in route.methods:
            assert client.request(method, filled(route.path)).status_code == 403


def test_a_visitor_sees_only_what_the_role_may(visit: Callable[..., TestClient]) -> None:
    owner, editor, reader = (visit(name).get("/help/keys?lang=zh").text for name in ("林", "文", "夏"))
    assert "/people" in owner and "/shares" in owner and "/audit" in owner
    assert "/people" not in editor and "/shares" in editor
    assert "/people" not in reader and "/shares" not in reader and "/account" in reader


def test_log_in_leads_where_the_person_was_going(visit: Callable[..., TestClient]) -> None:
    client = visit()
    asked = client.get("/board?region=成都&lang=zh")
    page = client.get(asked.headers["location"])
    assert page.status_code == 200
    onward = html.unescape(re.search(r'name="next" value="([^"]*)"', page.text)[1])  # type: ignore[index]
    answer = log_in(client, "夏", next=onward)
    assert unquote(answer.headers["location"]).startswith("/board?region=成都")
    assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nSet-Cookie: x=y", "\\x",
     "/login?next=/login", ""],
)  # fmt: skip
def test_log_in_leads_nowhere_else(visit: Callable[..., TestClient], onward: str) -> None:
    answer = log_in(visit(), "夏", next=onward)
    assert answer.headers["location"] == "/"


def test_a_wrong_password_says_so_and_no_more(visit: Callable[..., TestClient]) -> None:
    for name in ("夏", "nobody at all"):
        answer = log_in(visit(), name, "not the password")
        assert answer.status_code == 200 or answer.status_code == 401
        assert "姓名与密码不符" in answer.text
        assert "not the password" not in answer.text
        assert "set-cookie" not in answer.headers


def test_too_many_tries_wait(visit: Callable[..., TestClient]) -> None:
    client = visit()
    for _ in range(5):
        log_in(client, "夏", "not the password")
    answer = log_in(client, "夏")
    assert answer.status_code == 429
    assert "尝试次数过多" in answer.text


def test_cookies_are_out_of_reach(visit: Callable[..., TestClient]) -> None:
    plain = log_in(visit(), "夏").headers["set-cookie"]
    assert re.search(r"^gongxing_session=gxs_[\w-]{43}; HttpOnly; Path=/; SameSite=lax$", plain)
    secure = log_in(visit(base="https://data.example"), "夏").headers["set-cookie"]
    assert re.search(r"^__Host-gongxing_session=gxs_[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure$", secure)


def test_log_out_ends_the_session_and_not_only_the_cookie(visit: Callable[..., TestClient]) -> None:
    client = visit("夏")
    session = client.cookies["gongxing_session"]
    assert client.get("/help/keys").status_code == 200
    assert client.post("/logout").status_code == 303
    assert client.get("/help/keys").status_code == 303
    assert visit().get("/help/keys", headers={"Cookie": f"gongxing_session={session}"}).status_code == 303


def test_a_form_is_not_lost_when_the_session_has_ended(visit: Callable[..., TestClient], place: Path) -> None:
    with Library(place) as library:
        fact = library.facts().filter(pl.col("kind") == "figure").to_dicts()[0]
    client = visit("文")
    session = client.cookies["gongxing_session"]
    client.post("/logout")  # elsewhere, as far as the page with the form knows
    client.cookies.set("gongxing_session", session)
    path = f"/documents/{fact['document']}/facts/{fact['id']}"
    typed = {"action": "correct", "seen": "", "indicator": '地区生产总值"><b>', "region": "绵阳 & 德阳"}
    held = client.post(f"{path}?lang=zh", data=typed)
    assert held.status_code == 401
    assert "您填写的内容还在" in held.text
    fields = hidden(held.text)
    assert {name: fields[f"held.{name}"] for name in typed} == typed
    client.cookies.clear()
    wrong = log_in(client, "文", "not the password", **fields)
    assert wrong.status_code == 401
    assert 'name="held.region" value="绵阳 &amp; 德阳"' in wrong.text, "a wrong password loses nothing either"
    answer = log_in(client, "文", **fields)
    assert answer.status_code == 200
    assert f'action="{path}?lang=zh"' in answer.text
    again = hidden(answer.text)
    assert again == typed
    sent = client.post(f"{path}?lang=zh", data={**again, "indicator": "地区生产总值", "region": "德阳"})
    assert sent.status_code in (303, 422)
    assert sent.status_code != 401


@pytest.mark.parametrize("resume", ["https://evil.example/x", "//evil.example/x"])
def test_a_held_form_is_sent_to_no_other_place(visit: Callable[..., TestClient], resume: str) -> None:
    answer = log_in(visit(), "夏", resume=resume, **{"held.a": "1"})
    assert 'action="/"' in answer.text
    assert "evil.example" not in answer.text


def test_a_token_reads_and_does_no_more(visit: Callable[..., TestClient], place: Path) -> None:
    with Library(place) as library:
        token = library.accounts.make_token("文", "report", "reader", 3, who="文")
    client = visit()
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/board", headers=bearer).status_code == 200
    assert client.post("/documents/1/facts/1", headers=bearer, data={"action": "accept"}).status_code == 403
    for wrong in (f"Bearer {token}x", f"Basic {token}", "Bearer ", "Bearer gxs_x"):
        assert client.get("/board", headers={"Authorization": wrong}).status_code == 303
    # A token is no session, and a session no token.
    assert client.get("/board", headers={"Cookie": f"gongxing_session={token}"}).status_code == 303
    signed = visit("夏")
    session = signed.cookies["gongxing_session"]
    assert visit().get("/board", headers={"Authorization": f"Bearer {session}"}).status_code == 303
    # With a header of its own a request is known by that alone, whatever cookie came along.
    assert signed.get("/board", headers={"Authorization": "Bearer x"}).status_code == 303


def test_the_account_page_changes_the_password(visit: Callable[..., TestClient]) -> None:
    client, elsewhere = visit("夏"), visit("夏")
    page = client.get("/account?lang=zh").text
    assert "夏" in page and "读者" in page
    wrong = client.post("/account/password?lang=zh", data={"old": "x", "new": "y" * 12, "again": "y" * 12})
    assert wrong.status_code == 422
    assert "姓名与密码不符" in wrong.text
    typed = {"old": PASSWORDS["夏"], "new": "another long sentence", "again": "another long sentense"}
    assert "两次输入的新密码不同" in client.post("/account/password?lang=zh", data=typed).text
    typed["again"] = typed["new"]
    assert client.post("/account/password", data=typed).status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert log_in(visit(), "夏", "another long sentence").status_code == 303


def test_the_account_page_makes_and_ends_tokens(visit: Callable[..., TestClient]) -> None:
    client = visit("夏")
    made = client.post("/account/tokens?lang=zh", data={"label": "<b>周报</b>", "scope": "reader", "days": "3"})
    token = re.search(r"<code>(gxt_[\w-]+)</code>", made.text)[1]  # type: ignore[index]
    assert "&lt;b&gt;周报" in made.text and "<b>周报" not in made.text
    bearer = {"Authorization": f"Bearer {token}"}
    assert visit().get("/board", headers=bearer).status_code == 200
    assert token not in client.get("/account").text
    number = re.findall(r"/account/credentials/(\d+)/end", client.get("/account").text)[0]
    assert client.post(f"/account/credentials/{number}/end").status_code == 303
    assert visit().get("/board", headers=bearer).status_code == 303
    assert client.post("/account/tokens", data={"scope": "owner", "days": "3"}).status_code == 422
    assert client.post("/account/tokens", data={"scope": "reader", "days": "a"}).status_code == 422


def test_the_owner_says_who_may_do_what(visit: Callable[..., TestClient]) -> None:
    owner, reader = visit("林"), visit("夏")
    typed = {"name": "新人", "role": "editor", "password": "a first long sentence"}
    assert owner.post("/people", data=typed).status_code == 303
    assert log_in(visit(), "新人", typed["password"]).status_code == 303
    assert "已有人叫" in owner.post("/people?lang=zh", data=typed).text
    assert owner.post("/people/change", data={"name": "夏", "action": "disable"}).status_code == 303
    assert reader.get("/help/keys").status_code == 303
    assert owner.post("/people/change", data={"name": "夏", "action": "enable"}).status_code == 303
    refused = owner.post("/people/change?lang=zh", data={"name": "林", "action": "role", "role": "reader"})
    assert refused.status_code == 422
    assert "最后一位所有者" in refused.text
    log = owner.get("/audit?lang=zh").text
    for words in ("添加用户", "停用用户", "登录", "新人"):
        assert words in log
    assert PASSWORDS["林"] not in log
    today = datetime.now(UTC)
    assert "停用用户" in owner.get(f"/audit?lang=zh&who=林&until={today:%Y-%m-%d}&since={today:%Y-%m-%d}").text
    assert "没有记录" in owner.get(f"/audit?lang=zh&until={today - timedelta(days=2):%Y-%m-%d}").text


def test_a_link_opens_one_page_and_what_it_shows(visit: Callable[..., TestClient]) -> None:
    editor, stranger = visit("文"), visit()
    shared = "/atlas?lang=zh"
    asked = editor.get(f"/shares?lang=zh&path={quote(shared)}")
    assert 'value="/atlas?lang=zh"' in asked.text
    made = editor.post("/shares?lang=zh", data={"path": shared, "label": "县里", "days": "7"})
    link = re.search(r"<code>http://127\.0\.0\.1(/share/gxl_[\w-]+)</code>", made.text)[1]  # type: ignore[index]
    led = stranger.get(link)
    assert (led.status_code, led.headers["location"]) == (303, shared)
    assert "HttpOnly" in led.headers["set-cookie"]
    page = stranger.get("/atlas?lang=zh")
    assert page.status_code == 200
    assert stranger.get("/atlas?lang=en&theme=dark").status_code == 200, "another language is the same page"
    figures = {html.unescape(one) for one in re.findall(r'"(/figures/[^"]+)"', page.text)}
    assert figures
    for figure in figures:
        assert stranger.get(figure).status_code == 200, figure
    for other in (
        "/board",
        "/atlas?lang=zh&year=2015",
        "/figures/atlas_map.csv?year=2015",
        "/account",
        "/people",
        "/shares",
    ):
        assert stranger.get(other).status_code == 303, other
    assert stranger.post("/atlas").status_code in (401, 405)
    assert stranger.post("/documents/1/facts/1", data={"action": "accept"}).status_code == 401
    number = re.findall(r"/shares/(\d+)/end", editor.get("/shares").text)[0]
    assert editor.post(f"/shares/{number}/end").status_code == 303
    assert stranger.get("/atlas?lang=zh").status_code == 303
    assert stranger.get(link).status_code == 404


@pytest.mark.parametrize(
    "path", ["/people", "/audit", "/account", "/shares", "/figures/x.csv", "https://evil.example/", "//evil", "/login"]
)
def test_what_is_no_page_for_others_is_not_shared(visit: Callable[..., TestClient], path: str) -> None:
    answer = visit("文").post("/shares?lang=zh", data={"path": path, "days": "7"})
    assert answer.status_code == 422
    assert "不是可以分享的页面" in answer.text


def test_one_person_alone_is_asked_nothing(own_client: TestClient) -> None:
    assert own_client.get("/login").headers["location"].startswith("/?")
    assert own_client.get("/account").status_code == 404
    assert own_client.get("/share/gxl_x").status_code == 404
    assert own_client.get("/audit").status_code == 200
    assert own_client.post("/logout").status_code == 303


def test_fifty_requests_a_second_from_one_address(place: Path) -> None:
    app = create_app(place, Settings(log_in=True))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        answers = [client.get("/login?lang=zh") for _ in range(80)]
        static = [client.get("/static/0/tokens.css").status_code for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    served = sum(answer.status_code == 200 for answer in answers)
    assert served + len(refused) == 80
    assert served >= 50
    assert 429 not in static
    for answer in refused[:1]:
        assert answer.headers["retry-after"] == "1"
        assert "请求太多" in answer.text


def test_the_pace_refuses_the_fifty_first(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    from types import SimpleNamespace

    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=lambda: 1_000_000.5))
    with TestClient(create_app(place, Settings(log_in=True)), base_url="http://127.0.0.1") as client:
        statuses = [client.get("/favicon.ico").status_code for _ in range(60)]
    assert statuses == [200] * 50 + [429] * 10


@pytest.mark.parametrize(
    ("text", "depth"),
    [(b"", 0), (b"7", 0), (b"[]", 1), (b'{"a": [{"b": "[[[["}]}', 3), (b'"\\"["', 0), (b'["\\\\", [', 2), (b"]][[", 0)],
)
def test_depth_of_json(text: bytes, depth: int) -> None:
    assert depth_of(text) == depth


@pytest.mark.parametrize(
    ("body", "status"), [(b"[" * 51 + b"]" * 51, 400), (b"[" * 1_000_000, 400), (b'"' + b"x" * 2_000_000 + b'"', 413)]
)
def test_json_that_is_deep_or_large_is_not_read(own_client: TestClient, body: bytes, status: int) -> None:
    answer = own_client.post("/api/anything?lang=en", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["status"] == status
    shallow = own_client.post(
        "/api/anything", content=b"[" * 50 + b"]" * 50, headers={"Content-Type": "application/json"}
    )
    assert shallow.status_code in (404, 405)


def test_serve_with_log_in_asks_for_an_owner_first(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--log-in", "--library", str(tmp_path / "new.db")])
    assert result.exit_code == 1
    assert "add its owner first: gongxing users add NAME --role owner" in result.stderr
    result = CliRunner().invoke(
        main, ["serve", "--log-in", "--certificate", __file__, "--library", str(tmp_path / "n.db")]
    )
    assert result.exit_code == 2
    assert "come together" in result.stderr
