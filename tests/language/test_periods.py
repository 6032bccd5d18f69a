"""Words of time: what each stands for, counted from the year of the document and of the passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.language.periods import number_of_years, plan_years, time_words

SPEECH, PASSAGE = 2026, 2025


def periods(text, speech=SPEECH, passage=PASSAGE):
    return [word.period(speech, passage) for word in time_words(text)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025年全市生产总值", "2025"),
        ("二〇二五年", "2025"),
        ("2024年末", "2024"),
        ("2025年底前完成", "2025"),
        ("2024年6月", "2024-06"),
        ("2024年06月", "2024-06"),
        ("2024年上半年", "2024-H1"),
        ("2024年下半年", "2024-H2"),
        ("2024年一季度", "2024-Q1"),
        ("2024年第四季度", "2024-Q4"),
        ("2024年前三季度", "2024-Q3"),
        ("2024年1—5月", "2024-01/2024-05"),
        ("2024年1至11月份", "2024-01/2024-11"),
        ("2024年前11个月", "2024-01/2024-11"),
        ("2021—2025年", "2021/2025"),
        ("2021年至2025年", "2021/2025"),
        ("2021-2024年", "2021/2024"),
        ("2020年以来", "2020/2025"),
        ("党的十八大以来", "2012/2025"),
        ("“十四五”以来", "2021/2025"),
        ("“十四五”时期", "2021/2025"),
        ("“十四五”末", "2025"),
        ("“十四五”规划收官之年", "2025"),
        ("“十五五”开局之年", "2026"),
        ("“十三五”期末", "2020"),
        ("“十五五”期间", "2026/2030"),
        ("十三五时期", "2016/2020"),
        ("第十五个五年规划时期", "2026/2030"),
        ("到2030年", "2030"),
        ("本世纪中叶", "2050"),
    ],
)
def test_absolute(text, period):
    assert periods(text) == [period]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("今年", "2026"),
        ("今年上半年", "2026-H1"),
        ("去年", "2025"),
        ("去年同期", "2025"),
        ("前年", "2024"),
        ("明年", "2027"),
        ("今后五年", "2026/2030"),
        ("未来三年", "2026/2028"),
    ],
)
def test_counted_from_the_year_of_the_document(text, period):
    assert periods(text) == [period]
    assert periods(text, speech=None) == [None]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("上年", "2024"),
        ("上年末", "2024"),
        ("全年", "2025"),
        ("年末常住人口", "2025"),
        ("年内", "2025"),
        ("过去一年", "2025"),
        ("刚刚过去的一年", "2025"),
        ("这一年", "2025"),
        ("一年来", "2025"),
        ("五年来", "2021/2025"),
        ("过去五年", "2021/2025"),
        ("近三年", "2023/2025"),
        ("近10年", "2016/2025"),
        ("上半年", "2025-H1"),
        ("前三季度", "2025-Q3"),
        ("五年前", "2020"),
        ("1—5月", "2025-01/2025-05"),
        ("3月份", "2025-03"),
    ],
)
def test_counted_from_the_year_of_the_passage(text, period):
    assert periods(text) == [period]
    assert periods(text, passage=None) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "G2025次列车",
        "12025年",
        "学前一年免费教育",
        "第十五届全运会",
        "3个月",
        "月月有主题",
        "连续五年来",
        "“十大工程”",
        "20年",
        "四年级",
        "",
    ],
)
def test_not_a_time(text):
    assert periods(text) == []


def test_several_in_order():
    text = "2025年外贸总额较2020年增长一倍，“十四五”时期年均增长15%。"
    words = time_words(text)
    assert [text[word.start : word.end] for word in words] == ["2025年", "2020年", "“十四五”时期"]
    assert [word.period(2026, 2025) for word in words] == ["2025", "2020", "2021/2025"]


def test_plans_by_their_number():
    assert plan_years(13) == (2016, 2020)
    assert plan_years(16) == (2031, 2035)
    assert number_of_years("十五") == 15
    assert number_of_years("两") == 2


@given(st.text(alphabet="0123456789年月日季度上下半前去今明来后五十“”第个至—-到初末底以的一二三", max_size=60))
def test_any_text(text):
    end = 0
    for word in time_words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end
        period = word.period(2026, 2025)
        assert period is None or period[:4].isdigit()
