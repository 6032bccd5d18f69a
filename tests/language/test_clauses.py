"""Sentences and clauses: what ends them, and which quotation marks and brackets hide their marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongxing.language.clauses import sentences


def clauses_of(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in sentence.clauses] for sentence in sentences(text)]


def test_marks_end_clauses_and_sentences() -> None:
    assert clauses_of("粮食增产，油料减产；价格平稳。收入增长！\n第二段") == [
        ["粮食增产", "油料减产", "价格平稳"],
        ["收入增长"],
        ["第二段"],
    ]


def test_enumeration_commas_end_nothing() -> None:
    assert clauses_of("机械、电子、化工增长") == [["机械、电子、化工增长"]]


def test_brackets_and_titles_hide_their_marks() -> None:
    assert clauses_of("参保人数（含居民，下同）增长，印发《关于甲，乙的意见》") == [
        ["参保人数（含居民，下同）增长", "印发《关于甲，乙的意见》"]
    ]


def test_short_quoted_name_is_one_piece() -> None:
    assert clauses_of("落实“放得活，管得好”改革，取得成效") == [["落实“放得活，管得好”改革", "取得成效"]]


def test_quoted_speech_is_split_inside() -> None:
    assert clauses_of("他说：“首先要突出科技引领，持续提高转化能力。其次要补短板。”记者了解到") == [
        ["他说", "“首先要突出科技引领", "持续提高转化能力"],
        ["其次要补短板"],
        ["记者了解到"],
    ]


def test_open_bracket_reaches_no_further_than_its_line() -> None:
    assert clauses_of("甲（乙，丙\n丁，戊") == [["甲（乙", "丙"], ["丁", "戊"]]


@given(st.text(alphabet="甲乙，。；：“”‘’（）《》\n、", max_size=80))
def test_clauses_lie_in_order_and_inside_their_sentence(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        assert sentence.start >= at
        last = sentence.start
        for start, end in sentence.clauses:
            assert last <= start < end <= sentence.end
            last = end
        at = sentence.end


def test_deep_nesting_is_read_in_linear_time() -> None:
    for text in ("“" * 200_000, "“，" * 100_000, "（" * 100_000 + "）" * 100_000, "“，”" * 100_000):
        sentences(text)


def test_english_sentences_end_at_a_full_stop_before_a_capital() -> None:
    assert clauses_of("Output rose 5.2 percent. Exports fell.") == [["Output rose 5.2 percent"], [" Exports fell."]]
