"""What a page says about its article stands apart from the text, and tables and headings keep their places in it."""

import pytest
from made_pages import BODY, LINKS, MENU, PARAGRAPHS, TEXT, TITLE, page

from gongxing.reading import Account, Article, Recommendation
from gongxing.reading.page import read_page


def read(body: str, window: str = f"{TITLE}_新闻频道_云山网", head: str = "") -> Article:
    return read_page(page(body, window, head), "page.html")


@pytest.mark.parametrize(
    ("window", "heading", "title"),
    [
        (f"{TITLE}_新闻频道_云山网", f"<h1>{TITLE}</h1>", TITLE),
        (f"云山市人民政府 - {TITLE}", f"<p class=bt>{TITLE}</p>", TITLE),
        (f"{TITLE}-云山市人民政府", "", TITLE),
        ("云山网", f"<h1>{TITLE}</h1>", TITLE),
        (
            "2025年云山市国民经济和社会发展统计公报",
            "<p>2025年云山市国民经济和社会发展<br>统计公报[1]</p>",
            "2025年云山市国民经济和社会发展统计公报",
        ),
        ("“优势地区”如何带好头？", "<h1>“优势地区”如何带好头？</h1>", "“优势地区”如何带好头？"),
    ],
)
def test_title_without_the_names_of_site_and_channel(window: str, heading: str, title: str) -> None:
    article = read(f"<ul>{MENU}</ul>{heading}<div>{BODY}</div>", window)
    assert article.title == title
    assert article.text == TEXT


def test_title_cut_short_at_a_quotation_mark_in_the_head() -> None:
    head = '<meta property="og:title" content="云山市打造">'
    article = read(f"<h1>云山市打造“双子星”城市</h1>{BODY}", "云山网", head)
    assert article.title in ("云山市打造“双子星”城市", "云山市打造")


@pytest.mark.parametrize(
    ("line", "source", "published"),
    [
        ("2025-08-12 10:11:12　来源：云山日报　字号：大 中 小", "云山日报", "2025-08-12T10:11:12"),
        ("发布日期：2025-08-12 浏览次数：12 信息来源：市统计局", "市统计局", "2025-08-12"),
        ("2025年08月12日08:18 来源：<a href=/>云山网</a> 分享到：", "云山网", "2025-08-12T08:18"),
        ("来源：云山市统计局2025-08-12", "云山市统计局", "2025-08-12"),
        ("原创 云山都市报 2025-08-12 16:01:46", "云山都市报", "2025-08-12T16:01:46"),
        ("<span>时间：2025/8/12</span><br><span>来源：</span><span>云山日报</span>", "云山日报", "2025-08-12"),
        (
            "<table><tr><td>发布机构</td><td>市统计局</td></tr><tr><td>发文日期</td><td>2025-08-12</td></tr></table>",
            "市统计局",
            "2025-08-12",
        ),
    ],
)
def test_source_and_date_of_the_line_under_the_title(line: str, source: str, published: str) -> None:
    article = read(f"<h1>{TITLE}</h1><div>{line}</div><div>{BODY}</div>")
    assert (article.source, article.published) == (source, published)
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="PubDate" content="2025-08-12 10:11:12">', "2025-08-12T10:11:12"),
        ('<meta property="article:published_time" content="2025-08-12T10:11:12+08:00">', "2025-08-12T10:11:12"),
        ('<script type="application/ld+json">{"headline": "x", "datePublished": "2025-08-12"}</script>', "2025-08-12"),
        ('<link rel="canonical" href="https://news.invalid/a/20250812/123.html">', "2025-08-12"),
        ("<script>var ct = '1754964672';</script>", "2025-08-12T10:11:12"),
    ],
)
def test_date_that_only_the_head_tells(head: str, published: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{BODY}", head=head).published == published


def test_what_readers_see_comes_before_what_the_head_declares() -> None:
    head = '<meta name="PubDate" content="2024-01-01"><meta name="ContentSource" content="另一家">'
    article = read(f"<h1>{TITLE}</h1><p>2025-08-12 来源：云山日报</p>{BODY}", head=head)
    assert (article.published, article.source) == ("2025-08-12", "云山日报")


def test_source_that_the_article_itself_names_comes_first() -> None:
    article = read(f"<h1>{TITLE}</h1><p>2025-08-12 来源：云山观察</p><div>{BODY}<p>（来源：云山日报）</p></div>")
    assert (article.source, article.text) == ("云山日报", TEXT)


def test_nothing_is_invented() -> None:
    article = read(f"<div>{BODY}</div>", "")
    assert (article.title, article.source, article.author, article.published) == (None, None, None, None)
    assert (article.account, article.shares, article.subtitle) == (None, None, None)


def test_portal_surroundings() -> None:
    card = "<a href=1>邻市新能源汽车产量突破百万辆</a><span><br>城市观察<br>2025-08-11 18:08:07</span>"
    recommended = f"<h3>相关推荐</h3><div class=list>{card}</div>"
    article = read(
        f"<div class=nav><ul>{MENU}</ul></div><h1>{TITLE}</h1><div>0<br>分享至</div><div>{BODY}<p>来源：云山日报</p>"
        "<p>特别声明：以上内容为自媒体用户上传并发布，本平台仅提供信息存储服务。</p></div>"
        f"{recommended}<div class=card>云山观察<br>云山观察<br>看见一座城<br>3142文章数 363关注度</div>"
        "<h3>体育要闻</h3><a href=2>云山队主场三比一战胜青山队</a>"
    )
    assert article.text == TEXT
    assert article.source == "云山日报"
    assert article.shares == 0
    assert article.account == Account("云山观察", "看见一座城", 3142, 363)
    assert article.recommendations == (
        Recommendation("邻市新能源汽车产量突破百万辆", "城市观察", "2025-08-11T18:08:07"),
    )
    assert article.headlines == ("云山队主场三比一战胜青山队",)
    assert article.notices == ("特别声明：以上内容为自媒体用户上传并发布，本平台仅提供信息存储服务。",)
    assert article.navigation[:2] == ("栏目0", "栏目1")


def test_subtitle_after_a_dash() -> None:
    article = read(f"<h1>{TITLE}</h1><p>——来自云山高新区的调查</p>{BODY}<ul>{LINKS}</ul>")
    assert article.subtitle == "来自云山高新区的调查"
    assert article.text == TEXT


def test_reporters_and_subtitle_between_title_and_date() -> None:
    line = "<h4>——云山市发展观察</h4><div>本报记者 陈立 周宁</div><div>2025年08月12日05:58 | 来源：云山日报</div>"
    article = read(f"<h1>{TITLE}</h1>{line}<div>{BODY}</div>")
    assert (article.subtitle, article.author, article.source) == ("云山市发展观察", "陈立 周宁", "云山日报")
    assert article.text == TEXT


TABLE = (
    "<table><tr><td rowspan=2>指标</td><td colspan=2>2025年</td></tr>"
    "<tr><td>绝对数<br>（亿元）</td><td>增长（%）</td></tr>"
    "<tr><td><p>地区生产总值</p></td><td><p>1320.5</p></td><td><p>5.0</p></td></tr>"
    "<tr><td>其中：第一产业</td><td>120.0</td><td></td></tr></table>"
)


def test_data_table_is_kept_as_cells() -> None:
    article = read(f"<div>{BODY}<p>表1 2025年主要指标</p>{TABLE}{BODY}</div>")
    (table,) = article.tables
    assert table.rows == (
        ("指标", "2025年", ""),
        ("", "绝对数（亿元）", "增长（%）"),
        ("地区生产总值", "1320.5", "5.0"),
        ("其中：第一产业", "120.0", ""),
    )
    assert table.caption == "表1 2025年主要指标"
    assert article.text[table.start : table.end] == "\n".join("\t".join(row) for row in table.rows)
    assert article.text == f"{TEXT}\n表1 2025年主要指标\n{article.text[table.start : table.end]}\n{TEXT}"


def test_headings_of_the_page_are_sections() -> None:
    article = read(
        f"<div><h2>产业</h2>{BODY}<p><strong>电池项目</strong></p><p>{PARAGRAPHS[0]}</p><h2>开放</h2>{BODY}</div>"
    )
    assert [(section.heading, section.level) for section in article.sections] == [
        ("产业", 1),
        ("电池项目", 2),
        ("开放", 1),
    ]
    first = article.sections[0]
    assert article.text[first.start : first.end].endswith(PARAGRAPHS[0])


def test_captions_in_bold_are_no_headings() -> None:
    article = read(f"<div><p>一、综合</p>{BODY}<p><b>图1 生产总值及增速</b></p>{BODY}<p>二、农业</p>{BODY}</div>")
    assert [section.heading for section in article.sections] == ["一、综合", "二、农业"]
