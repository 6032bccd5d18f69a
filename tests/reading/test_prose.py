"""Plain text in all its wraps, stray mark-up, and Markdown."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.reading import Article
from gongxing.reading.prose import unwrap
from gongxing.reading.reader import parse_text

PARAGRAPHS = [
    "今年以来，清河市坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，主要经济指标保持较快增长，一季度地区生产总值同比增长5.6%，规模以上工业增加值增长7.2%，固定资产投资增长8.1%。",
    "下一步，清河市将抓好重点项目建设，确保上半年完成投资320亿元，推动现代化产业体系建设取得新成效，让更多群众在家门口就业。",
    "市发展改革委负责人说，全市今年安排重点项目186个，其中产业项目102个，总投资1260亿元。",
]


def wrapped(paragraph: str, width: int, indent: str = "") -> list[str]:
    words = indent + paragraph
    return [words[i : i + width] for i in range(0, len(words), width)]


def read(text: str, name: str = "plan.txt") -> Article:
    return parse_text(text, name)


def test_indented_paragraphs_wrapped_at_a_width() -> None:
    lines = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, 32, "　　")]
    assert read("\n".join(lines)).text == "\n".join(PARAGRAPHS)


def test_paragraphs_wrapped_and_parted_by_blank_lines() -> None:
    text = "\n\n".join("\n".join(wrapped(paragraph, 30)) for paragraph in PARAGRAPHS)
    assert read(text).text == "\n".join(PARAGRAPHS)


def test_title_over_wrapped_lines() -> None:
    lines = ["清河市重点项目进展情况", ""] + [line for p in PARAGRAPHS for line in wrapped(p, 36, "    ")]
    article = read("\n".join(lines))
    assert article.title == "清河市重点项目进展情况"
    assert article.text == "\n".join(PARAGRAPHS)


def test_english_mail_is_joined_with_spaces_and_without_hyphens() -> None:
    paragraph = (
        "The provincial government said on Tuesday that its economy grew by 5.2 percent in 2023, driven by advanced "
        "manufacturing and services in the regional capital, while smaller cities continued to lag behind."
    )
    lines = textwrap.wrap(paragraph, 60)
    lines[0:2] = [lines[0] + " re-", "gional " + lines[1]]
    assert read("\n".join(lines)).text == paragraph.replace("Tuesday that", "Tuesday that", 1).replace(
        lines[0][: -len(" re-")], lines[0][: -len(" re-")] + " regional"
    )


def test_lines_that_are_paragraphs_stay() -> None:
    text = "\n".join(PARAGRAPHS)
    assert unwrap(text) == text


def test_stray_tags_and_entities() -> None:
    article = read(
        "全市&nbsp;实现<b>生产总值</b>500亿元，增长5%。<br>粮食&ldquo;十二连丰&rdquo;。<p>工业稳定&mdash;向好。</p>"
    )
    assert article.text == "全市 实现生产总值500亿元，增长5%。\n粮食“十二连丰”。\n工业稳定—向好。"


def test_comparisons_are_no_tags() -> None:
    assert (
        read("单位能耗<0.5吨标准煤，利用率>95%的企业有12家。").text == "单位能耗<0.5吨标准煤，利用率>95%的企业有12家。"
    )


def test_line_ends_of_all_systems_and_invisible_characters() -> None:
    article = read("\ufeff第一段说的是工业\u200b。\r\n第二段说的是农\u00ad业。\r第三段说的是\x07服务业。\u2028第四段。")
    assert article.text == "第一段说的是工业。\n第二段说的是农业。\n第三段说的是服务业。\n第四段。"


def test_traditional_characters_stay() -> None:
    article = read("全市實現地區生產總值五百億元，區域經濟協調發展。")
    assert article.text == "全市實現地區生產總值五百億元，區域經濟協調發展。"
    assert article.language == "zh-Hant"


MARKDOWN = """---
title: 清河市2025年统计公报
date: 2026-03-02
作者: 统计局
---
# 清河市2025年统计公报

来源：清河日报

## 一、综合

全年实现**地区生产总值**[512.3](https://example.org/a)亿元，比上年
增长5.2%。**“优势地区”**如何带头？![图](a.png)

| 指标 | 单位 | 数值 |
|---|---|---|
| 生产总值 | 亿元 | 512.3 |
| 人口 | 万人 | 88 |

    缩进的段落，仍是正文。

1. 第一项任务。
2. 第二项任务。

```python
print("no text")
```

## 二、农业
粮食产量20万吨。
"""


def test_markdown() -> None:
    article = read(MARKDOWN, "bulletin.md")
    assert article.title == "清河市2025年统计公报"
    assert article.published == "2026-03-02"
    assert article.author == "统计局"
    assert article.source == "清河日报"
    assert article.text.split("\n") == [
        "一、综合",
        "全年实现地区生产总值512.3亿元，比上年增长5.2%。“优势地区”如何带头？",
        "指标\t单位\t数值",
        "生产总值\t亿元\t512.3",
        "人口\t万人\t88",
        "缩进的段落，仍是正文。",
        "1. 第一项任务。",
        "2. 第二项任务。",
        "二、农业",
        "粮食产量20万吨。",
    ]
    assert [section.heading for section in article.sections] == ["一、综合", "二、农业"]
    (table,) = article.tables
    assert table.rows == (("指标", "单位", "数值"), ("生产总值", "亿元", "512.3"), ("人口", "万人", "88"))
    assert article.text[table.start : table.end].endswith("人口\t万人\t88")


def test_markdown_is_known_without_its_suffix() -> None:
    assert read(MARKDOWN, "notes").title == "清河市2025年统计公报"


def test_two_tables_in_a_row_stay_two() -> None:
    table = "| 指标 | 数值 |\n|---|---|\n| 人口 | 88 |\n"
    article = read(f"# 说明\n\n{table}\n{table}\n这里是正文的一句话。\n", "x.md")
    assert [t.rows for t in article.tables] == [(("指标", "数值"), ("人口", "88"))] * 2


def test_headings_without_numbers_become_sections() -> None:
    article = read("# 全市项目\n\n## 建设\n\n新建项目12个。\n\n## 投资\n\n完成投资3亿元。\n", "x.md")
    assert [(s.heading, article.text[s.start : s.end]) for s in article.sections] == [
        ("建设", "建设\n新建项目12个。"),
        ("投资", "投资\n完成投资3亿元。"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="全市增长5.%，。“”（）：、\n\t 一#|*-<>&;[]a】【来源", max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    from gongxing.reading import UnreadableDocumentError

    try:
        article = read(text)
    except UnreadableDocumentError:
        return
    assert article.text
    for line in article.text.split("\n"):
        assert line == line.strip(" ")
