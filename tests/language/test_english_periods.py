"""Words of time in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.language.english_periods import english_time_words


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("in 2025", "2025"),
        ("by 2030", "2030"),
        ("this year", "2026"),
        ("last year", "2025"),
        ("next year", "2027"),
        ("a year earlier", "2024"),
        ("2021-25", "2021/2025"),
        ("from 2021 to 2025", "2021/2025"),
        ("between 2021 and 2025", "2021/2025"),
        ("since 2020", "2020/2025"),
        ("the 14th Five-Year Plan period", "2021/2025"),
        ("the first quarter of 2024", "2024-Q1"),
        ("Q3 2024", "2024-Q3"),
        ("the first half of last year", "2025-H1"),
        ("the first three quarters", "2025-Q3"),
        ("the first five months of 2024", "2024-01/2024-05"),
        ("January to May 2024", "2024-01/2024-05"),
        ("June 2024", "2024-06"),
        ("the past five years", "2021/2025"),
        ("the next three years", "2026/2028"),
    ],
)
def test_periods(text, period):
    assert [word.period(2026, 2025) for word in english_time_words(text)] == [period]


@pytest.mark.parametrize("text", ["2000 people", "$2025", "he may march", "1,2025", "in May", "", "from 20.9 to 21.5"])
def test_not_a_time(text):
    assert english_time_words(text) == []


@given(st.text(alphabet="0129-–, thfirsquaeomnylJMS", max_size=60))
def test_any_text(text):
    for word in english_time_words(text):
        assert text[word.start : word.end]
        word.period(2026, None)
