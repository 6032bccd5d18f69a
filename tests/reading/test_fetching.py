"""Fetching reaches public addresses alone, keeps to what sites ask, and stops at its limits."""

from __future__ import annotations

import gzip
import ipaddress
import resource
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sites import PAGE, PUBLIC, Reply, Web, made_web

from gongxing.reading import UnreadableDocumentError
from gongxing.reading.fetching import WebAddress
from gongxing.reading.fetching.fetcher import Fetcher
from gongxing.reading.fetching.guard import is_public
from gongxing.reading.fetching.robots import parse_robots


@pytest.fixture
def web() -> Iterator[Web]:
    with made_web() as web:
        yield web


def refusal(web: Web, url: str, **options: float) -> str:
    with pytest.raises(UnreadableDocumentError) as error:
        web.fetcher(**options).fetch(url)
    message = str(error.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_public_page_is_fetched(web: Web) -> None:
    url = web.put("news.test", "/plan.html")
    fetched = web.fetcher().fetch(url)
    assert fetched.data == PAGE
    assert (fetched.asked, fetched.address, fetched.name) == (url, url, "plan.html")
    assert fetched.content_type == "text/html"
    assert web.dialled == [(PUBLIC, 80)] * len(web.dialled)
    (agent,) = web.agents
    assert agent.startswith("Gongxing/")


def test_the_address_is_that_of_the_name_though_the_request_names_the_host(web: Web) -> None:
    web.answers["news.test"] = [["2606:2800:220:1::1"]]
    web.fetcher().fetch(web.put("news.test", "/"))
    assert set(web.dialled) == {("2606:2800:220:1::1", 80)}
    assert web.paths("news.test") == ["/robots.txt", "/"]


HOSTILE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[ff0e::1]/",
    "http://[2001:db8::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://192.0.0.8/",
    "http://198.18.0.1/",
    "http://224.0.1.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "https://127.0.0.1/",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_no_address_but_a_public_one_is_dialled(web: Web, url: str) -> None:
    assert "no address of the public net" in refusal(web, url)
    assert web.dialled == []


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], [PUBLIC, "10.1.2.3"], ["::ffff:192.168.0.9"], ["fe80::1%lo"], [PUBLIC, "::1"], ["169.254.169.254"]],
)
def test_a_name_for_an_inner_address_is_refused(web: Web, answer: list[str]) -> None:
    web.answers["inner.test"] = [answer]
    assert "no address of the public net" in refusal(web, web.put("inner.test", "/"))
    assert web.dialled == []


@given(st.ip_addresses())
def test_what_is_public_is_in_no_reserved_network(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(address):
        assert not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified)
        assert address.is_global
        assert not (isinstance(address, ipaddress.IPv4Address) and address.is_reserved)


@given(st.ip_addresses(v=4))
def test_an_address_inside_an_address_counts_as_itself(address: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:", "64:ff9b::"):
        assert is_public(ipaddress.ip_address(f"{prefix}{address}")) == is_public(address)


def test_a_name_that_changes_its_answer_gains_nothing(web: Web) -> None:
    # First public (for robots.txt), then loopback (for the page): each connection is judged by its own answer.
    web.answers["two-faced.test"] = [[PUBLIC], ["127.0.0.1"]]
    assert "to 127.0.0.1, which is no address" in refusal(web, web.put("two-faced.test", "/page.html"))
    assert web.dialled == [(PUBLIC, 80)]
    assert web.paths("two-faced.test") == ["/robots.txt"]


def test_a_name_is_resolved_once_a_connection(web: Web) -> None:
    web.fetcher().fetch(web.put("news.test", "/"))
    assert len(web.resolved) == len(web.dialled)


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1/", "http://[::1]/", "//169.254.169.254/x", "http://inner.test/", "https://10.0.0.1/"]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_inwards_is_refused(web: Web, location: str, status: int) -> None:
    web.answers["inner.test"] = [["192.168.0.1"]]
    assert "no address of the public net" in refusal(web, web.redirect("news.test", "/go", location, status))
    assert {address for address, _ in web.dialled} == {PUBLIC}


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://x/", "ftp://x/", "http://news.test:22/"])
def test_a_redirect_to_what_is_not_fetched_is_refused(web: Web, location: str) -> None:
    assert "it redirects to" in refusal(web, web.redirect("news.test", "/go", location))


def test_redirects_are_followed_and_end(web: Web) -> None:
    for number in range(6):
        web.redirect("a.test", f"/{number}", f"/{number + 1}")
    web.redirect("b.test", "/start", "http://a.test/2")
    web.put("a.test", "/6")
    fetched = web.fetcher().fetch("http://b.test/start")
    assert (fetched.asked, fetched.address) == ("http://b.test/start", "http://a.test/6")
    assert "redirects more than 5 times" in refusal(web, "http://a.test/0")
    assert "redirects more than 5 times" in refusal(web, web.redirect("loop.test", "/", "/"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "begins with file:"),
        ("gopher://news.test/", "begins with gopher:"),
        ("ftp://news.test/", "begins with ftp:"),
        ("http://news.test:22/", "port 22"),
        ("http://news.test:8080/", "port 8080"),
        ("http://news.test:99999/", "no address"),
        ("http://me:secret@news.test/", "name and password"),
        ("http:///x", "no host"),
        ("http://a b.test/", "no host"),
        ("http://news.test\r\nX: y/", "no address"),
        ("http://[::1/", "no address"),
        ("http://" + "a" * 300 + ".test/", "no host"),
        ("http://news.test/" + "a" * 2_000, "characters"),
    ],
)
def test_an_address_of_another_kind_is_refused_without_a_word_to_anyone(web: Web, url: str, said: str) -> None:
    message = refusal(web, url)
    assert said in message
    assert "secret" not in message
    assert web.resolved == []


@given(st.text(max_size=80))
def test_an_address_is_ascii_or_refused(text: str) -> None:
    try:
        address = WebAddress.parse("http://" + text)
    except UnreadableDocumentError as error:
        assert all(character.isprintable() for character in str(error))
        return
    assert address.url.isascii()
    assert address.url.isprintable()
    assert " " not in address.url
    assert address.target.startswith("/")
    assert WebAddress.parse(address.url) == address


def test_chinese_addresses_are_written_in_ascii() -> None:
    address = WebAddress.parse("https://例子.中国/新闻/计划.html?年=2024#节")
    assert address.url == ("https://xn--fsqu00a.xn--fiqs8s/%E6%96%B0%E9%97%BB/%E8%AE%A1%E5%88%92.html?%E5%B9%B4=2024")
    assert address.file_name == "计划.html"


def test_robots_is_heeded_and_asked_once(web: Web) -> None:
    web.put("news.test", "/robots.txt", Reply(b"User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$\n"))
    web.put("news.test", "/a.html")
    web.put("news.test", "/private/b.html")
    fetcher = web.fetcher()
    fetcher.fetch("http://news.test/a.html")
    for path in ("/private/b.html", "/report.pdf"):
        with pytest.raises(UnreadableDocumentError, match=r"programs not to fetch it \(robots\.txt of news\.test\)"):
            fetcher.fetch(f"http://news.test{path}")
    assert web.paths("news.test") == ["/robots.txt", "/a.html"]


def test_robots_of_the_site_that_a_redirect_leads_to_is_heeded(web: Web) -> None:
    web.put("other.test", "/robots.txt", Reply(b"User-agent: Gongxing\nDisallow: /\n"))
    web.put("other.test", "/page.html")
    assert "robots.txt of other.test" in refusal(web, web.redirect("news.test", "/", "http://other.test/page.html"))
    assert web.paths("other.test") == ["/robots.txt"]


@pytest.mark.parametrize(("status", "fetched"), [(404, True), (403, True), (410, True), (429, False), (503, False)])
def test_a_robots_that_is_not_there_forbids_nothing_and_one_in_trouble_all(
    web: Web, status: int, fetched: bool
) -> None:
    web.put("news.test", "/robots.txt", Reply(b"", status))
    url = web.put("news.test", "/")
    if fetched:
        assert web.fetcher().fetch(url).data == PAGE
    else:
        assert f"robots.txt answers {status}" in refusal(web, url)


# Worked by hand from RFC 9309, 2.2.
ROBOTS = """\
User-agent: Other
Disallow: /

User-agent: *
Disallow: /a/
Allow: /a/open
Disallow: /*.pdf$
Disallow: /*/draft*/x
Disallow: /新闻/
Allow: /same
Disallow: /same
Crawl-delay: 3
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/a/", False),
        ("/a/b", False),
        ("/a/open/c", True),
        ("/A/b", True),
        ("/x.pdf", False),
        ("/x.pdf?page=2", True),
        ("/b/draft-2/y/x", False),
        ("/draft/x", True),
        ("/%E6%96%B0%E9%97%BB/1", False),
        ("/same", True),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    assert parse_robots(ROBOTS.encode(), "Gongxing").allows(path) is allowed


def test_a_group_of_our_own_stands_for_all() -> None:
    robots = parse_robots(
        b"User-agent: gongxing\nUser-agent: b\nDisallow: /b\n\nUser-agent: *\nDisallow: /\n", "Gongxing"
    )
    assert robots.allows("/a")
    assert not robots.allows("/b")
    assert parse_robots(ROBOTS.encode(), "Gongxing").pause == 3
    assert parse_robots(b"\xff\xfe\x00 nonsense: \n: :\n", "Gongxing").allows("/x")


@given(st.text("/a*$", max_size=30), st.text("/a", max_size=30))
def test_a_rule_fits_as_its_regular_expression_does(pattern: str, path: str) -> None:
    import re

    pattern = "/" + pattern.replace("$", "")
    for rule in (pattern, pattern + "$"):
        expression = "".join(".*" if c == "*" else re.escape(c) for c in pattern) + ("$" if rule.endswith("$") else "")
        robots = parse_robots(f"User-agent: *\nDisallow: {rule}".encode(), "Gongxing")
        assert robots.allows("/" + path) is (re.match(expression, "/" + path) is None)


def test_requests_to_a_host_are_a_second_apart(web: Web) -> None:
    fetcher = web.fetcher()
    for number in range(3):
        fetcher.fetch(web.put("news.test", f"/{number}"))
        fetcher.fetch(web.put("other.test", f"/{number}"))
    for host in ("news.test", "other.test"):
        times = [at for asked, _, at in web.asked if asked == host]
        assert len(times) == 4
        # The second begins when the last was let go; it arrives a moment later.
        assert all(later - earlier > 0.95 for earlier, later in pairwise(times))


def test_threads_share_the_pace(web: Web) -> None:
    fetcher = web.fetcher()
    starts: list[float] = []
    fetcher.sleep = starts.append  # type: ignore[method-assign]
    threads = [threading.Thread(target=lambda n=n: fetcher.wait("news.test", 1.0, web.clock() + 60)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [round(pause) for pause in sorted(starts)] == [1, 2, 3, 4]


def test_a_pause_that_a_site_asks_for_is_kept(web: Web) -> None:
    web.put("slow.test", "/robots.txt", Reply(b"User-agent: *\nCrawl-delay: 7\n"))
    fetcher = web.fetcher()
    fetcher.fetch(web.put("slow.test", "/1"))
    fetcher.fetch(web.put("slow.test", "/2"))
    first, second = (at for _, path, at in web.asked if path != "/robots.txt")
    assert second - first > 6.95


def test_a_body_that_is_too_large_is_refused_by_its_head(web: Web) -> None:
    reply = Reply(headers={"Content-Type": "text/html", "Content-Length": "60000000"})
    start = time.monotonic()
    assert "more than 50 MB" in refusal(web, web.put("news.test", "/", reply))
    assert time.monotonic() - start < 5


def test_a_body_that_hides_its_size_is_cut_off(web: Web) -> None:
    reply = Reply(b"a" * 3_000_000, headers={"Content-Type": "text/plain", "Content-Length": ""})
    assert "more than 1 MB" in refusal(web, web.put("news.test", "/", reply), largest=1_000_000)


def test_a_packed_bomb_takes_no_more_than_the_limit(web: Web) -> None:
    bomb = gzip.compress(b"\0" * 300_000_000, 9)
    assert len(bomb) < 1_000_000
    packed = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "more than 50 MB" in refusal(web, web.put("news.test", "/", Reply(bomb, headers=packed)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB
    trailing = gzip.compress(PAGE) + b"x" * 2_000_000
    assert "more than 1 MB" in refusal(
        web, web.put("news.test", "/tail", Reply(trailing, headers=packed)), largest=1_000_000
    )


def test_a_packed_page_is_unpacked(web: Web) -> None:
    packed = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    assert web.fetcher().fetch(web.put("a.test", "/", Reply(gzip.compress(PAGE), headers=packed))).data == PAGE
    cut = Reply(gzip.compress(PAGE)[:-20], headers=packed)
    assert "cut off or damaged" in refusal(web, web.put("b.test", "/", cut))
    assert "cut off or damaged" in refusal(web, web.put("c.test", "/", Reply(PAGE, headers=packed)))
    packed["Content-Encoding"] = "br"
    assert "not read" in refusal(web, web.put("d.test", "/", Reply(PAGE, headers=packed)))


@pytest.mark.parametrize("reply", [Reply(drip=0.2), Reply(drip_head=0.2)], ids=["body", "head"])
def test_a_slow_drip_ends_with_the_time(web: Web, reply: Reply) -> None:
    web.put("slow.test", "/robots.txt", Reply(b""))
    fetcher = web.fetcher(seconds=2.5)
    url = web.put("slow.test", "/", reply)
    start = time.monotonic()
    with pytest.raises(UnreadableDocumentError, match=r"more than 2\.5 seconds"):
        fetcher.fetch(url)
    assert time.monotonic() - start < 4


def test_a_name_server_that_never_answers_ends_with_the_time() -> None:
    stop = threading.Event()
    fetcher = Fetcher(seconds=0.4, resolve=lambda host, port: [str(stop.wait(20))])
    start = time.monotonic()
    with pytest.raises(UnreadableDocumentError, match=r"more than 0\.4 seconds|does not answer"):
        fetcher.fetch("http://news.test/")
    stop.set()
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    "kind",
    ["image/png", "video/mp4", "application/zip", "application/json", "text/javascript", "text/css"],
)
def test_what_is_no_document_is_refused(web: Web, kind: str) -> None:
    message = refusal(web, web.put("news.test", "/", Reply(headers={"Content-Type": kind})))
    assert f"no document or table but {kind}" in message


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/download?id=7", {"Content-Type": "application/pdf"}, "download.pdf"),
        ("/", {"Content-Type": "text/csv"}, "news.test.csv"),
        ("/年鉴.xlsx", {"Content-Type": "application/octet-stream"}, "年鉴.xlsx"),
        ("/get", {"Content-Type": "", "Content-Disposition": 'attachment; filename="表.xls"'}, "表.xls"),
        (
            "/g",
            {"Content-Type": "application/pdf", "Content-Disposition": "x; filename*=UTF-8''%E8%A1%A8.pdf"},
            "表.pdf",
        ),
        ("/h", {"Content-Type": "text/html", "Content-Disposition": 'x; filename="../../etc/passwd"'}, "passwd.html"),
    ],
)
def test_the_name_tells_the_kind(web: Web, path: str, headers: dict[str, str], name: str) -> None:
    address = WebAddress.parse(f"http://news.test{path}")
    web.put("news.test", address.target, Reply(headers=headers))
    assert web.fetcher().fetch(address).name == name


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "log-in"), (403, "refuses"), (404, "no such page"), (429, "fewer requests"), (500, "fault")],
)
def test_what_a_site_answers_is_said(web: Web, status: int, said: str) -> None:
    web.put("news.test", "/robots.txt", Reply(b""))
    message = refusal(web, web.put("news.test", "/", Reply(b"", status)))
    assert said in message
    assert str(status) in message


def test_a_site_that_breaks_off_is_said(web: Web) -> None:
    reply = Reply(headers={"Content-Type": "text/html", "Content-Length": str(len(PAGE) + 10)})
    assert "breaks off" in refusal(web, web.put("news.test", "/", reply))


def test_a_name_that_nobody_has_is_said() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(UnreadableDocumentError, match=r"no site is known by the name nowhere\.test"):
        Fetcher(resolve=nobody).fetch("http://nowhere.test/")


def test_a_certificate_that_is_not_valid_is_refused(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl is here to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=safe.test", "-addext", "subjectAltName=DNS:safe.test"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

        threading.Thread(target=serve, daemon=True).start()
        web = Web(server.getsockname()[1])
        assert "certificate is not valid" in refusal(web, "https://safe.test/")
        assert web.dialled == [(PUBLIC, 443)]


def test_nobody_but_python_can_open_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(UnreadableDocumentError, match="no address of the public net"):
        Fetcher().fetch("http://127.0.0.1/")
