"""English numbers and units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.facts.document import Document
from gongxing.facts.figures.selection import select
from gongxing.language.english import english_quantities
from gongxing.reading import Article


def found(text):
    return [(text[q.start : q.end], q.value, q.unit) for q in english_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a fund of US$3.2bn", ("US$3.2bn", 3.2e9, "USD")),
        ("worth 1.2 trillion yuan", ("1.2 trillion yuan", 1.2e12, "CNY")),
        ("worth 403.9 billion CNY", ("403.9 billion CNY", 4.039e11, "CNY")),
        ("rose 5.2 percent", ("5.2 percent", 5.2, "%")),
        ("fell by 5.2%", ("5.2%", -5.2, "%")),
        ("a 5% decline", ("5%", -5, "%")),
        ("dropped to 5%", ("5%", 5, "%")),
        ("home to 8.37 million people", ("8.37 million people", 8_370_000, "people")),
        ("1,250 kilometers of roads", ("1,250 kilometers", 1_250_000, "m")),
        ("28 national laboratories", ("28", 28, "count")),
        ("three parks", ("three", 3, "count")),
        ("ranked 17th nationwide", ("17th", 17, "rank")),
        ("output doubled", ("doubled", 2, "x")),
        ("for nine consecutive years", ("nine consecutive years", 9, "year")),
        ("400 MW of solar power", ("400 MW", 4e8, "W")),
        ("0.3 percentage points higher", ("0.3 percentage points", 0.3, "pp")),
    ],
)
def test_values(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "in 2024",
        "on March 5, 2024",
        "5G and G20",
        "No. 5",
        "the 14th plan",
        "Table 2",
        "in the past five years",
        "1990s",
    ],
)
def test_what_is_no_quantity(text):
    assert found(text) == []


def test_ranges_share_their_unit():
    assert found("growth of 5 to 6 percent") == [("5", 5, "%"), ("6 percent", 6, "%")]
    assert found("20 and 30 billion yuan") == [("20", 2e10, "CNY"), ("30 billion yuan", 3e10, "CNY")]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 3 percent", "gt"),
        ("nearly 60 percent", "approx"),
        ("less than 5%", "lt"),
        ("5% or more", "gt"),
        ("5%", "eq"),
    ],
)
def test_bounds(text, bound):
    (quantity,) = english_quantities(text)
    assert quantity.bound == bound


def test_numbers_of_an_article():
    text = (
        "The province's GDP reached 3.2 trillion yuan in 2024, up 6.3 percent from a year earlier. "
        "It will build 12 logistics parks by 2030."
    )
    article = Article(text=text, language="en", published="2025-03-01")
    assert [q.value for q in select(Document(article))] == [3.2e12, 6.3, 12]


@given(
    st.lists(
        st.sampled_from(
            [
                "12",
                "2024",
                "5.2",
                "%",
                "percent",
                "million",
                "bn",
                "US$",
                "-",
                "to",
                "and",
                "fell",
                "up,",
                ".",
                "people",
                "years",
                "ranked",
                "5th",
                "the",
            ]
        ),
        max_size=20,
    )
)
def test_any_row_of_words_gives_ordered_spans(words):
    text = " ".join(words)
    last = 0
    for quantity in english_quantities(text):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.end
