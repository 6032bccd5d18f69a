"""Plain-text dumps of pages of many sites: invented texts, clutter laid out as those sites lay it out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongxing.reading import Account, Article, Recommendation
from gongxing.reading.reader import parse_text

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

FIRST = "清河市发展和改革委员会昨日召开新闻发布会，介绍上半年全市经济运行情况。"
SECOND = "初步核算，上半年全市实现地区生产总值812.6亿元，同比增长6.1%，增速比一季度加快0.4个百分点。"
THIRD = "“下半年，清河将把项目建设摆在更加突出的位置。”清河市发展改革委主任周明远表示，全市将新开工亿元以上项目46个。"
LAST = "据了解，清河新能源装备产业园二期工程预计今年10月建成投产。"
BODY = [FIRST, SECOND, THIRD, LAST]
TITLE = "清河上半年经济增长6.1% 项目建设再提速"


def read(*lines: str) -> Article:
    return parse_text("\n".join(lines) + "\n", "dump.txt")


def paragraphs(article: Article) -> list[str]:
    return article.text.split("\n")


def test_clean_text_is_all_article() -> None:
    article = read(TITLE, "", FIRST, "", SECOND, "", THIRD, "", LAST)
    assert article.title == TITLE
    assert paragraphs(article) == BODY
    assert article.source is None and article.published is None and article.account is None
    assert article.language == "zh"


def test_portal_with_menu_time_source_and_tail() -> None:
    article = read(
        "新浪首页", "新闻", "体育", "财经", "娱乐", "科技", "博客", "图片", "更多",
        "新浪财经 > 宏观经济 > 正文",
        "行情 股吧 新闻 外汇 新三板",
        TITLE,
        "2024年07月18日 09:26 清河日报",
        "缩小字体 放大字体 收藏 微博 微信 分享 0",
        *BODY,
        "责任编辑：赵小宁",
        "文章关键词： 清河 经济 项目",
        "我要反馈",
        "相关阅读",
        "多地公布上半年成绩单 这些城市增速领先",
        "新能源装备走俏海外 企业订单排到明年",
        "新浪简介|About Sina|广告服务|联系我们|招聘信息|网站律师|SINA English|通行证注册|产品答疑",
        "Copyright © 1996-2024 SINA Corporation, All Rights Reserved 新浪公司 版权所有",
    )  # fmt: skip
    assert article.title == TITLE
    assert paragraphs(article) == BODY
    assert article.published == "2024-07-18T09:26"
    assert article.source == "清河日报"
    assert article.recommendations == (
        Recommendation("多地公布上半年成绩单 这些城市增速领先"),
        Recommendation("新能源装备走俏海外 企业订单排到明年"),
    )


def test_account_page_with_author_line_before_the_text() -> None:
    article = read(
        "关注", "推荐", "清河", "视频", "财经", "科技", "热点", "国际", "更多",
        TITLE,
        "清河融媒",
        "2024-07-18 09:26·清河日报社官方账号",
        "关注",
        *BODY,
        "举报",
        "评论 12",
        "热门评论",
        "小李飞刀88",
        "家乡越来越好了！",
        "清河融媒",
        "1286篇文章 2.3万粉丝",
        "相关推荐",
        "县城里走出的装备制造冠军",
        "工业观察员",
        "3小时前",
        "一条高铁带来的变化",
        "铁路那些事",
        "07-17 20:15",
    )  # fmt: skip
    assert article.title == TITLE
    assert [p for p in paragraphs(article) if p in BODY] == BODY
    assert "家乡越来越好了" not in article.text
    assert article.published == "2024-07-18T09:26"
    assert article.account == Account("清河融媒", None, 1286, 23000)
    assert article.recommendations[:2] == (
        Recommendation("县城里走出的装备制造冠军", "工业观察员", "3小时前"),
        Recommendation("一条高铁带来的变化", "铁路那些事", "07-17 20:15"),
    )


def test_government_portal_with_labels_broken_over_lines() -> None:
    article = read(
        "清河市人民政府", "无障碍阅读", "进入关怀版", "首页", "政务公开", "政务服务", "政民互动", "走进清河",
        "当前位置：", "首页", ">", "政务公开", ">", "统计信息",
        "清河市2025年国民经济和社会发展统计公报",
        "发布日期：", "2026-03-18 10:20", "来源：", "清河市统计局", "浏览次数：", "1024", "字号：[ 大 中 小 ]", "打印",
        "清河市统计局 国家统计局清河调查队",
        "2026年3月18日",
        "2025年，全市上下坚持以习近平新时代中国特色社会主义思想为指导，经济运行总体平稳。",
        "一、综合",
        "初步核算，全年地区生产总值1712.6亿元，按不变价格计算，比上年增长5.8%。",
        "二、农业",
        "全年粮食产量86.4万吨，比上年增长1.2%。",
        "注：",
        "1.本公报中数据均为初步统计数。",
        "扫一扫在手机打开当前页",
        "【打印本页】 【关闭窗口】",
        "主办：清河市人民政府办公室 承办：清河市数据局",
        "网站标识码：5100000001 川公网安备51000000000001号",
    )  # fmt: skip
    assert article.title == "清河市2025年国民经济和社会发展统计公报"
    assert article.published == "2026-03-18T10:20"
    assert article.source == "清河市统计局"
    assert [section.heading for section in article.sections] == ["一、综合", "二、农业"]
    assert article.text.endswith("1.本公报中数据均为初步统计数。")
    assert "扫一扫" not in article.text and "网站标识码" not in article.text and "浏览次数" not in article.text


def test_report_keeps_occasion_and_speaker() -> None:
    article = read(
        "您的位置：首页 > 政府信息公开 > 政府工作报告",
        "2026年清河市政府工作报告",
        "来源：清河日报 时间：2026-01-22 08:15:30 【字体：大 中 小】",
        "政府工作报告",
        "——2026年1月15日在清河市第八届人民代表大会第六次会议上",
        "清河市市长 林远航",
        "各位代表：",
        "现在，我代表市人民政府，向大会报告工作，请予审议。",
        "一、2025年工作回顾",
        "过去一年，全市地区生产总值增长5.8%，一般公共预算收入增长4.2%。",
        "二、2026年重点工作",
        "今年要实施重点项目120个，力争地区生产总值增长6%左右。",
        "上一篇：关于清河市2025年预算执行情况的报告",
        "下一篇：没有了",
    )
    assert article.title == "2026年清河市政府工作报告"
    assert article.subtitle == "——2026年1月15日在清河市第八届人民代表大会第六次会议上"
    assert article.published == "2026-01-22T08:15:30"
    assert article.source == "清河日报"
    assert paragraphs(article)[:3] == [
        "——2026年1月15日在清河市第八届人民代表大会第六次会议上",
        "清河市市长 林远航",
        "各位代表：",
    ]
    assert article.text.endswith("力争地区生产总值增长6%左右。")


def test_notes_after_the_text_are_text() -> None:
    article = read(
        "政府工作报告",
        "各位代表：",
        "现在，我代表市人民政府，向大会报告工作，请予审议，并请市政协委员提出意见。",
        "一、工作回顾",
        "过去一年，“双链”工程［1］取得积极进展，新增规模以上工业企业86户，全市经济稳中有进。",
        "名词解释",
        "［1］“双链”工程：",
        "指产业链、供应链提升工程，由市经济和信息化局牵头实施。",
        "责任编辑：",
        "陈一凡",
        "相关链接>>",
        "一图读懂清河市政府工作报告",
        "打印本页",
        "关闭窗口",
    )
    assert article.text.endswith("指产业链、供应链提升工程，由市经济和信息化局牵头实施。")
    assert "名词解释" in article.text
    assert article.recommendations == (Recommendation("一图读懂清河市政府工作报告"),)


def test_public_account_copy() -> None:
    article = read(
        TITLE,
        "原创 周晓 清河发布 2024年7月18日 09:26 四川",
        *BODY,
        "来源丨清河日报",
        "编辑丨王一鸣 审核丨刘清",
        "喜欢此内容的人还喜欢",
        "清河这条路，通车了！",
        "清河发布",
        "阅读 3.2万",
        "分享 收藏 点赞 在看",
    )
    assert article.title == TITLE
    assert paragraphs(article) == BODY
    assert article.source == "清河日报"
    assert article.published == "2024-07-18T09:26"


def test_newspaper_page_with_byline_and_pictures() -> None:
    article = read(
        "第01版：要闻", "上一版 下一版", "2024年07月18日 星期四",
        "清河上半年经济增长6.1%",
        "本报记者 李思远",
        *BODY,
        "图为清河新能源装备产业园。本报记者 王强 摄",
        "版权声明：本报所有内容未经书面授权不得转载或建立镜像。",
    )  # fmt: skip
    assert article.title == "清河上半年经济增长6.1%"
    assert [p for p in paragraphs(article) if p in BODY] == BODY
    assert "未经书面授权" not in article.text
    assert article.notices == ("版权声明：本报所有内容未经书面授权不得转载或建立镜像。",)
    assert article.published == "2024-07-18"


def test_bare_headings_become_sections_and_stay_in_the_text() -> None:
    article = read(
        TITLE,
        "",
        FIRST,
        "",
        "项目建设",
        "",
        "“新引擎”加快形成",
        "",
        SECOND,
        SECOND,
        "",
        "营商环境",
        "",
        THIRD,
        "",
        LAST,
    )
    sections = [(s.heading, s.subheading) for s in article.sections]
    assert sections == [("项目建设", "“新引擎”加快形成"), ("营商环境", None)]
    for section in article.sections:
        assert article.text[section.start :].startswith(section.heading)


def test_lines_broken_at_links_are_mended() -> None:
    article = read(
        "名词解释与说明材料",
        "（",
        "一）全市新增市级以上创新平台12个，其中“双向",
        "揭榜",
        "挂帅”项目6个，",
        "技术合同",
        "成交额达到8.6亿元",
        "。",
        LAST,
    )
    assert paragraphs(article) == [
        "（一）全市新增市级以上创新平台12个，其中“双向揭榜挂帅”项目6个，技术合同",
        "成交额达到8.6亿元。",
        LAST,
    ] or paragraphs(article) == [
        "（一）全市新增市级以上创新平台12个，其中“双向揭榜挂帅”项目6个，技术合同成交额达到8.6亿元。",
        LAST,
    ]


def test_cells_parted_by_tabs_are_a_table() -> None:
    article = read(
        TITLE,
        FIRST,
        "指标\t单位\t上半年\t增速",
        "地区生产总值\t亿元\t812.6\t6.1%",
        "粮食产量\t万吨\t30.2\t1.0%",
        SECOND,
    )
    (table,) = article.tables
    assert table.rows[1] == ("地区生产总值", "亿元", "812.6", "6.1%")
    assert article.text[table.start : table.end].split("\n")[2] == "粮食产量\t万吨\t30.2\t1.0%"


def test_signature_under_the_text_is_text() -> None:
    article = read("关于做好春耕生产的通知", FIRST, SECOND, "清河市农业农村局", "2026年3月1日", "扫一扫", "关闭")
    assert paragraphs(article)[-2:] == ["清河市农业农村局", "2026年3月1日"]


def test_list_without_sentences_is_kept_whole() -> None:
    article = read("GDP 812.6亿元", "粮食 30.2万吨", "人口 312万人")
    assert article.text == "GDP 812.6亿元\n粮食 30.2万吨\n人口 312万人"


def test_english_dump() -> None:
    article = read(
        "Home > Business > Regional economy",
        "Qinghe lifts growth target for 2024",
        "2024-07-18 09:26  Source: Qinghe Daily",
        "The city of Qinghe expanded its economy by 6.1 percent in the first half of the year, officials said.",
        "Investment in new energy equipment rose by 12 percent, while retail sales gained 5.4 percent in a year.",
        "Related stories",
        "High-speed line to open in autumn",
        "Privacy Policy | Terms of Use",
    )
    assert article.language == "en"
    assert article.title == "Qinghe lifts growth target for 2024"
    assert article.text.startswith("The city of Qinghe") and article.text.endswith("in a year.")
    assert article.published == "2024-07-18T09:26"


@pytest.mark.skipif(not (SHARED / "pages/leading-regions.txt").exists(), reason="the shared pages are not here")
def test_dump_of_a_portal_page() -> None:
    page = json.loads((SHARED / "pages/leading-regions.json").read_text("utf-8"))["page"]
    article = parse_text((SHARED / "pages/leading-regions.txt").read_text("utf-8"), "leading-regions.txt")
    assert article.title == page["title"]
    assert article.source == page["source"]
    assert article.account == Account(**page["account"])
    assert article.shares == page["shares"]
    assert len(article.recommendations) == page["recommendations"]
    assert all(r.title and r.account and r.time for r in article.recommendations)
    assert not any(r.title in article.text for r in article.recommendations)
    assert article.captured == page["captured"]
    assert article.published is None
    assert article.text.startswith(page["body_first"]) and article.text.endswith(page["body_last"])
    assert [(s.heading, s.subheading) for s in article.sections] == [
        ("成都都市圈", "建强全省新质生产力主引擎"),
        ("省域经济副中心", "打造新质生产力重要承载地"),
    ]
    assert [notice[:6] for notice in article.notices] == ["特别声明:以", "Notice"]
    assert article.headlines and article.navigation


@pytest.mark.skipif(not (SHARED / "pages/reports").exists(), reason="the shared pages are not here")
def test_dumps_of_government_reports() -> None:
    reports = {
        path.name.split("-")[0]: parse_text(path.read_text("utf-8"), path.name)
        for path in (SHARED / "pages/reports").glob("*.txt")
    }
    assert reports["sichuan"].title == "2026年四川省人民政府工作报告"
    assert reports["sichuan"].source == "四川日报"
    assert reports["sichuan"].published == "2026-02-10T07:41"
    assert "20.“一件事”全链条专项整治" in reports["sichuan"].text
    assert "责任编辑" not in reports["sichuan"].text
    assert reports["ningxia"].published == "2026-02-09T09:45:30"
    assert reports["yunnan"].title == "2026年政府工作报告"
    assert "（三）改革开放持续深化、互促共进。" in reports["yunnan"].text
    assert reports["hainan"].title == "政府工作报告"
    assert "海南省省长 刘小明" in reports["hainan"].text
