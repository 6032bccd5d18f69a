"""The body of a page is found by how it reads, whatever it stands in."""

import html
import json
import re
from urllib.parse import quote

import pytest
from made_pages import BODY, LINKS, MENU, PARAGRAPHS, TEXT, TITLE, page

from gongxing.reading import UnreadableDocumentError
from gongxing.reading.page import read_page


def comment(number: int) -> str:
    return (
        f"<div><span>网友{number}</span><span>3小时前</span><p>这个项目真的不错，希望能早点建成，让大家在家门口就业，"
        f"也希望环保工作跟上，这是第{number}条评论。</p><span>回复</span><span>赞 {number}</span></div>"
    )


COMMENTS = "".join(comment(number) for number in range(30))


def test_government_page_laid_out_with_tables() -> None:
    article = read_page(
        page(
            f"<table><tr><td><ul>{MENU}</ul></td></tr></table>"
            f"<table><tr><td>当前位置：<a href=/>首页</a> &gt; 要闻</td></tr>"
            f"<tr><td>{TITLE}</td></tr><tr><td>发布日期：2025-08-12　"
            f"信息来源：市发展改革委　浏览次数：120　字号：[大 中 小]</td></tr>"
            f"<tr><td><table><tr><td>{BODY}</td></tr></table></td></tr><tr><td>【打印】【关闭】</td></tr></table>"
            "<table><tr><td>主办：云山市人民政府办公室 网站标识码：5100000000 云ICP备00000000号</td></tr></table>"
        ),
        "page",
    )
    assert article.text == TEXT
    assert article.tables == ()
    assert (article.title, article.source, article.published) == (TITLE, "市发展改革委", "2025-08-12")


def test_article_shorter_than_the_menu() -> None:
    sentence = "因管道检修，8月13日8时至18时，城东片区停水。"
    article = read_page(
        page(f"<ul>{MENU}</ul><h2>关于停水的通知</h2><p>{sentence}</p><ul>{LINKS}</ul>", "关于停水的通知"), "page"
    )
    assert article.text == sentence


@pytest.mark.parametrize("names", [("article-content", "comment-list", "recommend"), ("a1", "b2", "c3")])
def test_portal_page_with_comments_and_recommendations(names: tuple[str, str, str]) -> None:
    content, comments, recommended = names
    article = read_page(
        page(
            f"<ul>{MENU}</ul><h1>{TITLE}</h1><div>2025-08-12 10:11 来源：云山日报</div>"
            f"<div class={content}>{BODY}</div>"
            f"<p>责任编辑：陈立</p><h3>相关推荐</h3><ul class={recommended}>{LINKS}</ul>"
            f"<h3>全部评论 30</h3><div class={comments}>{COMMENTS}</div>"
        ),
        "page",
    )
    assert article.text.startswith(TEXT)
    assert "评论" not in article.text
    assert "邻市" not in article.text
    assert len(article.recommendations) == 8
    assert article.recommendations[0].title == "邻市第0个重大项目集中开工，总投资再创新高"


def test_misleading_names_of_containers() -> None:
    article = read_page(page(f"<div class='main-nav info'><div class=share-box>{BODY}</div></div>"), "page")
    assert article.text == TEXT


@pytest.mark.parametrize("name", ["position-relative", "elementor-widget", "research-text", "post comments-open"])
def test_names_that_sound_like_clutter(name: str) -> None:
    parts = "".join(f"<article class='{name}'><p>{paragraph}</p></article>" for paragraph in PARAGRAPHS)
    outer = name.split(maxsplit=1)[0]
    assert read_page(page(f"<h1>{TITLE}</h1><div class='{outer}'>{parts}</div>"), "page").text == TEXT


def test_invisible_until_the_script_has_run() -> None:
    article = read_page(page(f"<h1>{TITLE}</h1><div id=js_content style='visibility: hidden;'>{BODY}</div>"), "page")
    assert article.text == TEXT


def test_article_in_an_element_that_is_not_shown() -> None:
    article = read_page(page(f"<div>正在加载，请稍候。</div><div style='display:none'>{BODY}</div>"), "page")
    assert article.text == TEXT


def test_shown_text_before_hidden_copy() -> None:
    article = read_page(
        page(f"<div>{BODY}</div><div style='display: none'>{BODY.replace('云山', '青山')}</div>"), "page"
    )
    assert article.text == TEXT


DATA = {"title": TITLE, "pubTime": "2025-08-12 09:30:00", "source": "云山日报", "author": "陈立", "content": BODY}


@pytest.mark.parametrize(
    "script",
    [
        f"window.__DATA__ = {json.dumps({'detail': DATA})};",
        quote(json.dumps({"data": DATA})),
        f"window.__STATE__ = {json.dumps(json.dumps({'page': {'article': DATA}}))};",
        f"var BASE = {{title: '{TITLE}', pubTime: '2025-08-12 09:30:00', source: '云山日报',"
        f" author: '陈立', content: '&quot;{html.escape(BODY)}&quot;'.slice(6, -6)}};",
    ],
    ids=["json", "quoted json", "json in json", "escaped markup"],
)
def test_article_that_stands_only_in_a_script(script: str) -> None:
    article = read_page(page(f"<div id=app></div><script>{script}</script>"), "page")
    assert article.text == TEXT
    assert (article.title, article.source, article.author) == (TITLE, "云山日报", "陈立")
    assert article.published == "2025-08-12T09:30:00"


@pytest.mark.parametrize("element", ["textarea", "noscript", "template"])
def test_article_that_stands_only_in_an_unshown_element(element: str) -> None:
    inner = html.escape(BODY) if element == "textarea" else BODY
    article = read_page(page(f"<ul>{MENU}</ul><{element}>{inner}</{element}>"), "page")
    assert article.text == TEXT


def test_paragraphs_parted_by_breaks_and_indentation() -> None:
    article = read_page(page(f"<div>　　{'<br><br>　　'.join(PARAGRAPHS)}</div>"), "page")
    assert article.text == TEXT
    article = read_page(page(f"<div>　　{'　　'.join(PARAGRAPHS)}</div>"), "page")
    assert article.text == TEXT


def test_lines_broken_at_a_width_are_made_whole() -> None:
    joined = "".join(PARAGRAPHS)
    wrapped = "<br>".join(re.findall(".{1,33}", joined))
    assert read_page(page(f"<div>{wrapped}</div>"), "page").text.replace("\n", "") == joined
    first = read_page(page(f"<div>{wrapped}</div>"), "page").text.split("\n")[0]
    assert first.endswith("。")


def test_verses_keep_their_lines() -> None:
    verse = "东方欲晓，<br>云山如画。<br>大江东去，<br>万里归舟。"
    article = read_page(page(f"<div>{BODY}<p>{verse}</p>{BODY}</div>"), "page")
    assert "东方欲晓，\n云山如画。\n大江东去，\n万里归舟。" in article.text


def test_signatures_and_dates_at_the_end_belong_to_the_text() -> None:
    article = read_page(page(f"<div>{BODY}<p>云山市人民政府</p><p>2025年8月12日</p></div><ul>{LINKS}</ul>"), "page")
    assert article.text == f"{TEXT}\n云山市人民政府\n2025年8月12日"


def test_attachments_before_the_signature_belong_to_the_text() -> None:
    attached = "<p>附件：1.<a href=/a.docx>重点项目清单.docx</a></p><p>2.<a href=/b.docx>任务分工表.docx</a></p>"
    article = read_page(page(f"<div>{BODY}{attached}<p>云山市人民政府</p><p>2025年8月12日</p></div>"), "page")
    ending = "附件：1.重点项目清单.docx\n2.任务分工表.docx\n云山市人民政府\n2025年8月12日"
    assert article.text == f"{TEXT}\n{ending}"


def test_background_under_a_heading_of_its_own_belongs_to_the_article() -> None:
    article = read_page(page(f"<div>{BODY}<p>相关链接</p>{BODY}</div><h3>相关阅读</h3><ul>{LINKS}</ul>"), "page")
    assert article.text == f"{TEXT}\n相关链接\n{TEXT}"


def test_lists_of_links_inside_the_article_are_dropped() -> None:
    article = read_page(page(f"<div>{BODY}<ul>{LINKS}</ul>{BODY}</div>"), "page")
    assert article.text == f"{TEXT}\n{TEXT}"


def test_footnote_marks_and_notes_stay() -> None:
    text = read_page(
        page(f"<div><p>初步核算<sup>[1]</sup>，全年生产总值增长5.0%。</p>{BODY}<p>[1]初步统计数。</p></div>"), "p"
    ).text
    assert text.startswith("初步核算[1]，")
    assert text.endswith("[1]初步统计数。")


ENGLISH = (
    "The city has made construction the main engine of growth this year, and investment rose 6.2 percent, they said.",
    "“We will keep working,” said Lin, who heads the local commission, adding that 36 more projects would start later.",
    "In the new district, a battery plant worth five billion yuan is being fitted out, and will open in November.",
)


def test_english_page() -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH)
    article = read_page(
        page(
            "<nav><ul><li><a href=/>Home</a></li><li><a href=/b>Business</a></li></ul></nav><main>"
            "<h1>City speeds up projects</h1><p>By Lin Xiaodong | August 12, 2025</p>"
            f"{paragraphs}<h3>Related articles</h3>"
            "<ul><li><a href=1>Another story that is quite interesting</a></li></ul>"
            "</main><footer>Copyright 2025 Yunshan Daily. All rights reserved.</footer>",
            "City speeds up projects - Yunshan Daily",
        ),
        "page",
    )
    assert article.text == "\n".join(ENGLISH)
    assert (article.title, article.author, article.published) == (
        "City speeds up projects",
        "Lin Xiaodong",
        "2025-08-12",
    )
    assert article.language == "en"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"<ul>{MENU}</ul><ul>{LINKS}</ul>", "only links"),
        (f"<ul>{MENU}</ul><h1>统计公报</h1><p><a href='/files/%E5%85%AC%E6%8A%A5.docx'>统计公报</a></p>", "公报.docx"),
        ("<h1>统计公报</h1><iframe src='/viewer.html?file=/up/bulletin.pdf&zoom=auto'></iframe>", "bulletin.pdf"),
        ("<div id=app></div><script src=/app.js></script>", "scripts"),
        ("<iframe src='/content/123.html'></iframe>", "frame"),
        (f"<ul>{MENU}</ul><h1>{TITLE}</h1><p>2025-08-12 来源：云山日报</p>", "but holds no text"),
        ("", "no article"),
    ],
)
def test_a_page_without_an_article_says_so(body: str, said: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=said):
        read_page(page(body), "page.html")


@pytest.mark.parametrize("cell", ["{}", "<p>{}</p>"])
def test_whole_numbers_of_a_table_that_ends_the_article_stay(cell: str) -> None:
    rows = [("县区", "学校数"), ("东县", "123"), ("西县", "98"), ("合计", "221")]
    table = "".join(f"<tr>{''.join(f'<td>{cell.format(one)}</td>' for one in row)}</tr>" for row in rows)
    story = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    markup = page(f"<h1>{TITLE}</h1><div class=article>{story}<table>{table}</table></div><span>1024</span>")
    article = read_page(markup, "page")
    assert article.text.endswith("\n".join("\t".join(row) for row in rows))
    assert [table.rows for table in article.tables] == [tuple(rows)]
