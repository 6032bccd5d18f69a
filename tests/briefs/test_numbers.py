"""Every number of prose needs evidence that says the number as printed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from gongxing.briefs import Brief, BriefError, parse_outline
from gongxing.briefs.building import check_outline
from gongxing.briefs.numbers import Printed, numbers_of, run_of
from gongxing.briefs.outline import text
from gongxing.briefs.rounding import agrees
from gongxing.library import Library
from gongxing.library.evidence import Number

Find = Callable[[str], str]


def found(words: str, language: str = "zh") -> list[str]:
    return [number.words for number in numbers_of(run_of(text(words)), language)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("2025年成都地区生产总值24763.6亿元，增长5.8%。", ["24763.6亿元", "5.8%"]),
        ("2025年前三季度，“十四五”时期，2021—2025年。", []),
        ("《十大工程》和“5+1”产业体系", []),
        ("图 1、表2和第三章说明", []),
        ("成眉市域铁路S5线、5G基站", []),
        ("2026-02-10 发布", []),
        ("（一）总量。（2）结构。", []),
        ("三个方面、两条建议", []),
        ("21个市州中有15个增长", ["21个", "15个"]),
        ("泰尔指数为0.098", ["0.098"]),
        ("占比三成", ["三成"]),
        ("居全省第2位", ["第2位"]),
        ("人口2153.5万人", ["2153.5万人"]),
    ],
)
def test_which_numbers_need_evidence(words: str, numbers: list[str]) -> None:
    assert found(words) == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("GDP rose 5.8 percent to 2.48 trillion yuan in 2025.", ["5.8 percent", "2.48 trillion yuan"]),
        ("Figure 2 and Table 3 show three reasons in the first half of 2025.", []),
        ("A Theil index of 0.098 in 2023", ["0.098"]),
    ],
)
def test_which_english_numbers_need_evidence(words: str, numbers: list[str]) -> None:
    assert found(words, "en") == numbers


@pytest.mark.parametrize(
    ("printed", "value", "unit", "right"),
    [
        ("2.48万亿元", 2.47636e12, "CNY", True),
        ("2.476万亿元", 2.47636e12, "CNY", True),
        ("2.47万亿元", 2.47636e12, "CNY", False),
        ("2.5万亿元", 2.47636e12, "CNY", True),
        ("24764亿元", 2.47636e12, "CNY", True),
        ("24763亿元", 2.47636e12, "CNY", False),
        ("2.480万亿元", 2.47636e12, "CNY", False),
        ("2.48亿元", 2.47636e12, "CNY", False),
        ("2.48万亿人", 2.47636e12, "CNY", False),
        ("5.8%", 5.8, "%", True),
        ("5.8%", 5.84999, "%", True),
        ("5.8%", 5.86, "%", False),
        ("17.6%", 0.17594, None, True),
        ("0.098", 0.09816, None, True),
        ("0.10", 0.09816, None, True),
        ("0.1", 0.09816, None, True),
        ("0.09", 0.09816, None, False),
        ("1.0", 0.96, None, True),
        ("0.0%", 0.04, "%", True),
        ("15个", 15, "count", True),
        ("16个", 15, "count", False),
        ("第2位", 2, "rank", True),
        ("第3位", 2, "rank", False),
        ("三成", 30.0, "%", True),
        ("三成", 31.0, "%", False),
        ("12.8倍", 12.78, "x", True),
        ("超3000亿元", 3.0713e11, "CNY", True),
        ("超3000亿元", 2.9e11, "CNY", False),
        ("约3000亿元", 2.9e11, "CNY", True),
        ("约3000亿元", 2.4e11, "CNY", False),
        ("不足3000亿元", 2.93e11, "CNY", True),
    ],
)
def test_a_printed_number_must_be_a_correct_rounding(printed: str, value: float, unit: str, right: bool) -> None:
    (number,) = numbers_of(run_of(text(f"数值{printed}")), "zh")
    assert agrees(number, Number(value, unit)) is right


def test_a_zero_has_the_step_of_its_last_digit() -> None:
    assert not agrees(Printed(0, 3, "0.0", Decimal("0.0"), None, "eq", "0.0"), Number(0.06, None))


def test_right_numbers_build(build: Callable[..., Brief], span: Find, cell: Find) -> None:
    brief = build(
        f"2025年，成都[2.48万亿元]({span('24763.6亿元')})，增长[5.8%]({span('5.8%')})，"
        f"财政收入下降[1.2%]({span('1.2%')})，工业投资[超3000亿元]({span('超3000亿元')})。\n\n"
        f"| 地区 | 产值（亿元） |\n|---|--:|\n| 绵阳 | [4638]({cell('C5')}) |\n"
    )
    assert len(brief.evidence) == 5


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("增长5.8%。", 5, "“5.8%”没有证据"),
        ("第一行\n增长[5.9%]({rate})。", 6, "“5.9%”与证据不符"),
        ("增长[1.2%]({fall})。", 5, "-1.2%"),
        ("投资[3000亿元]({over})。", 5, "不是恰好这个数"),
        ("[24763.6亿美元]({gdp})", 5, "与证据不符"),
        ("[中试平台3个]({none})", 5, "没有数"),
        ("[5.8%](doc:000000000000#1-2)", 5, "证据查不到"),
        ("| 地区 | 产值（亿元） |\n|---|--:|\n| 绵阳 | 4638 |", 7, "“4638”没有证据"),
        ("| 地区 | 产值（亿元） |\n|---|--:|\n| 绵阳 | [4639]({cell}) |", 7, "与证据不符"),
        ("## 五年增长30%", 5, "“30%”没有证据"),
        ("- 增长\n- 达到7个", 6, "“7个”没有证据"),
        ("> 增长6%", 5, "“6%”没有证据"),
        ("```measure\nname = \"theil\"\nindicator = \"gdp/residents\"\nnote = \"差距为3%\"\n```", 8, "“3%”没有证据"),
        ("```figure\nreference = \"{rate}\"\nlabel = \"增速\"\ntext = \"7%\"\n```", 5, "与证据不符"),
    ],
)  # fmt: skip
def test_wrong_numbers_refuse_to_build_and_are_named(
    body: str, line: int, words: str, library: Library, span: Find, cell: Find
) -> None:
    references = {"rate": span("5.8%"), "fall": span("1.2%"), "over": span("超3000亿元"), "gdp": span("24763.6亿元"),
                  "none": span("成都要建设"), "cell": cell("C5")}  # fmt: skip
    for name, reference in references.items():
        body = body.replace(f"{{{name}}}", reference)
    outline = parse_outline(f'+++\ntitle = "简报"\n+++\n\n{body}\n')
    problems = check_outline(outline, library).problems
    named = [problem for problem in problems if problem.line == line and words in problem.zh]
    assert named, [str(problem) for problem in problems]


def test_a_title_with_a_number_needs_evidence_too(build: Callable[..., Brief]) -> None:
    with pytest.raises(BriefError, match="30%"):
        build("正文。", title="增长30%")


def test_all_offending_numbers_are_listed(build: Callable[..., Brief]) -> None:
    with pytest.raises(BriefError) as caught:
        build("增长5%，投资7亿元。\n\n人口9万人。")
    assert [problem.line for problem in caught.value.problems] == [5, 5, 7]
