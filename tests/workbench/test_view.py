"""The address holds the whole view, and links keep what they do not change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from gongxing.workbench.problems import BadAddressError
from gongxing.workbench.view import View, preferred, view_of


def asked(query: str, accept: str = "") -> View:
    headers = [(b"accept-language", accept.encode())] if accept else []
    scope = {"type": "http", "method": "GET", "path": "/atlas", "query_string": query.encode(), "headers": headers,
             "server": ("127.0.0.1", 80), "scheme": "http"}  # fmt: skip
    return view_of(Request(scope))


def test_a_link_changes_one_thing_and_keeps_the_rest() -> None:
    view = asked("year=2020&by=gdp&select=510100&select=510700&lang=en&theme=dark")
    assert view.link(year=2021) == "/atlas?by=gdp&select=510100&select=510700&year=2021&lang=en&theme=dark"
    assert view.link(select=None, by="residents") == "/atlas?year=2020&by=residents&lang=en&theme=dark"
    assert view.link(care=True) == "/atlas?year=2020&by=gdp&select=510100&select=510700&care=1&lang=en&theme=dark"
    assert view.to("/board", region="成都") == "/board?region=%E6%88%90%E9%83%BD&lang=en&theme=dark"
    assert view.selected == ("510100", "510700")


def test_a_permalink_says_the_language_that_came_from_the_browser() -> None:
    assert asked("year=2020", "en").permalink == "/atlas?year=2020&lang=en"


def test_a_form_carries_what_it_does_not_ask() -> None:
    view = asked("q=%E6%B0%A2&year=2020&lang=en&care=1")
    assert view.rest("q") == [("year", "2020"), ("lang", "en"), ("care", "1")]


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "zh"), ("en", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en;q=0.5,zh;q=0.5", "zh"), ("fr,de", "zh"),
     ("fr,en;q=0.3", "en"), ("en;q=0,zh;q=0", "zh"), ("en;q=junk,,;", "en")],
)  # fmt: skip
def test_the_browser_says_the_language(header: str, language: str) -> None:
    assert preferred(header) == language


def test_what_an_address_may_not_say_is_said_in_one_sentence(client) -> None:
    view = asked("year=abc&order=sideways&page=900")
    with pytest.raises(BadAddressError):
        view.number("year")
    with pytest.raises(BadAddressError):
        view.choice("order", ("up", "down"))
    with pytest.raises(BadAddressError):
        view.number("page", high=100)
    assert asked("year=").number("year", 2024) == 2024


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=12)), max_size=6))
def test_the_view_of_a_link_is_the_view(pairs: list[tuple[str, str]]) -> None:
    from urllib.parse import urlencode

    view = asked(
        urlencode([(key.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for key, value in pairs])
    )
    again = asked(view.permalink.partition("?")[2])
    assert again.permalink == view.permalink
    assert (again.language, again.theme, again.care) == (view.language, view.theme, view.care)
