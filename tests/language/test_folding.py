"""One spelling, and the way back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.language.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("增长５．２％", "增长5.2%"),
        ("共 482.92 亿只，占 4.0 %。", "共482.92亿只，占4.0%。"),
        ("达 2.8 万亿 元", "达2.8万亿元"),
        ("增长5. 1% ， 其中", "增长5.1%，其中"),
        ("各 位 代 表 ：", "各位代表："),
        ("經濟總量達２．７８萬億元", "经济总量达2.78万亿元"),
        ("总量45,321元,增长5%;其中(一)", "总量45,321元，增长5%；其中（一）"),
        ("比例为2.9∶1，8：30", "比例为2.9:1，8:30"),
        ('实施"百亿工程"行动', "实施“百亿工程”行动"),
        ("零\u200b宽\ufeff字", "零宽字"),
        ("乡村「振兴」", "乡村“振兴”"),
    ],
)
def test_one_spelling(written, folded):
    assert fold(written).text == folded


@pytest.mark.parametrize(
    "text", ["省长 王丽华", "甲\t乙\n丙", "GDP 5 percent, (up)", "He said “we grew” 5 %", "收入1,234元"]
)
def test_what_must_stay(text):
    assert fold(text).text == text


def test_the_quote_is_as_written():
    written = "全年產量 482.92 億隻，增長 ４．０ ％。"
    folded = fold(written)
    start = folded.text.index("482.92亿只")
    first, last = folded.original(start, start + len("482.92亿只"))
    assert written[first:last] == "482.92 億隻"


mixed = st.text(st.sampled_from('增长國亿元年 \u3000\u200b\t\n0123.,，:：%％-—("“”》５aZ表'), max_size=60)


@given(mixed | st.text(max_size=40))
def test_the_way_back_keeps_order_and_stays_inside(text):
    folded = fold(text)
    ways = [folded.original(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in ways)
    assert all(before[1] <= after[0] for before, after in pairwise(ways))
    assert all(end - start == 1 for start, end in ways)


@given(mixed)
def test_nothing_but_space_is_dropped(text):
    folded = fold(text)
    kept = {folded.offset(i) for i in range(len(folded.text))}
    assert all(character in " \u3000\u200b" for i, character in enumerate(text) if i not in kept)


@given(mixed)
def test_the_same_length_where_nothing_is_dropped(text):
    folded = fold(text)
    assert bool(folded.starts) == (len(folded.text) != len(text))
