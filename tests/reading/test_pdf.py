"""PDF with a text layer."""

from __future__ import annotations

from made_documents import Line, make_pdf

from gongxing.reading import Article
from gongxing.reading.reader import parse_bytes

FIRST = (
    "清河市坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，主要经济指标保持较快增长，全年地区生产总值达到1712.6亿元，"
    "同比增长5.8%，规模以上工业增加值增长7.2%，固定资产投资稳步扩大，消费市场持续回暖。"
)
SECOND = (
    "全市农业生产形势良好，粮食总产量达到86.4万吨，比上年增长1.2%，蔬菜、水果"
    "、水产品产量稳定增加，市场供应充足，价格平稳运行。"
)
THIRD = "下一步，要聚焦新能源装备、新材料和生物医药三大主导产业，新开工亿元以上项目46个，完成技术改造投资120亿元以上。"
WIDTH = 36  # characters of 12 points between the margins


def set_paragraph(text: str, y: float, indent: int = 2) -> list[Line]:
    """Lines of a paragraph as a typesetter sets them, the first one indented."""
    lines: list[Line] = []
    taken = WIDTH - indent
    while text:
        x = 72 + (12 * indent if not lines else 0)
        lines.append((x, y - 20 * len(lines), 12, text[:taken]))
        text, taken = text[taken:], WIDTH
    return lines


def read(pages: list[list[Line]], title: str | None = None) -> Article:
    return parse_bytes(make_pdf(pages, title), "report.pdf")


def test_paragraphs_title_headings_and_furniture() -> None:
    head, foot = (200.0, 805.0, 9.0, "清河市人民政府公报"), (290.0, 40.0, 9.0, "- {} -")
    pages: list[list[Line]] = [
        [head, (130, 750, 22, "清河市2025年工作情况"), (72, 700, 12, "一、总体情况"), *set_paragraph(FIRST, 670)],
        [head, (72, 760, 12, "二、农业"), *set_paragraph(SECOND, 730)],
        [head, *set_paragraph(THIRD, 760)],
    ]
    for number, page in enumerate(pages, 1):
        page.append((*foot[:3], foot[3].format(number)))
    article = read(pages)
    assert article.title == "清河市2025年工作情况"
    assert article.text.split("\n") == ["一、总体情况", FIRST, "二、农业", SECOND, THIRD]
    assert [section.heading for section in article.sections] == ["一、总体情况", "二、农业"]


def test_a_paragraph_goes_on_over_the_page() -> None:
    lines = set_paragraph(FIRST, 760)
    first, rest = lines[:2], [(72.0, 760.0 - 20 * i, 12.0, words) for i, (_, _, _, words) in enumerate(lines[2:])]
    article = read([[*first, (290, 40, 9, "1")], [*rest, *set_paragraph(SECOND, 640), (290, 40, 9, "2")]])
    assert article.text == f"{FIRST}\n{SECOND}"


def test_title_over_two_lines() -> None:
    page = [(120, 760, 22, "关于加快新能源装备产业"), (160, 725, 22, "高质量发展的意见"), *set_paragraph(FIRST, 660)]
    article = read([page])
    assert article.title == "关于加快新能源装备产业高质量发展的意见"
    assert article.text == FIRST


def test_title_from_the_properties_only_where_the_page_shows_it() -> None:
    page = [(72, 760, 12, "清河市工作要点"), *set_paragraph(FIRST, 730)]
    assert read([page], "清河市工作要点").title == "清河市工作要点"
    assert read([page], "Microsoft Word - 终稿3.doc").title is None
    assert read([page], "旧模板的题目").title is None


def test_source_and_date_under_the_title() -> None:
    page = [
        (130, 760, 22, "清河市2025年工作情况"),
        (180, 720, 10, "来源：清河日报 发布时间：2026-03-02 10:00"),
        *set_paragraph(FIRST, 680),
    ]
    article = read([page])
    assert (article.source, article.published) == ("清河日报", "2026-03-02T10:00")
    assert article.text == FIRST
