"""Who speaks, of which kind the document is, and of which year: read off what it says about itself."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ahocorasick_rs import AhoCorasick, MatchKind

from gongxing.language.folding import fold
from gongxing.regions import Division, division, gazetteer, resolve

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.facts.frame.frame import Kind

_HEAD = 2500  # the lines about the document itself stand in its first characters
_TAIL = 400
_DIVISION = r"[\u4e00-\u9fff]{2,14}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|盟|州|县|区|旗)"
_DIVISIONS = rf"(?:{_DIVISION}){{1,3}}"
_YEAR = r"(?:(?:19|20)\d\d年?)? ?"
_REPORT_OPENING = re.compile(r"我(?:谨)?代表[^，。\n]{0,16}(?:人民政府|政府|行政公署)[^。\n]{0,8}向大会(?:报告|作|做)")
_OFFICES = (
    r"(?:统计局|人民政府(?:办公[厅室])?|发展(?:和)?改革(?:委员会|局)|发改[委局]"
    r"|(?:科学技术|科技|工业和信息化|经济和信息化|财政|商务|教育|农业农村|住房和城乡建设|交通运输|自然资源|生态环境|民政|水利"
    r"|人力资源和社会保障|文化和旅游|卫生健康|市场监督管理|政务服务管理|数据|能源|投资促进)(?:厅|局|委员会))"
)
_HEADS = r"(?:省长|市长|州长|盟长|县长|区长|旗长|主席|专员)"
_OF_A_DIVISION = (
    "(?:人民政府|政府|国民经济|经济|统计公报|统计快报|全[省市区县]|关于|“"
    "|[一二三四五六七八九十]+月|[上下]半年|[一二三四前]{1,2}季度)"
)
_SHORT_FORM = r"(?:(?:的)?(?:要点|摘要|摘登|摘编|节选|全文|简版|精简版|极简版|速览|亮点|干货|重点))?"
_TITLE_TAIL = _SHORT_FORM + r"(?:（[^）]{0,12}）)?(?:[_\-—|｜ ].*)?$"
# Where a document names the division that it comes from; compiled when first asked for.
_NAMING = {
    "report-title": rf"[—\s]*{_YEAR}(?:{_DIVISIONS})?{_YEAR}(?:人民)?政府工作报告{_TITLE_TAIL}",
    "meeting": rf"(?P<year>20\d\d)年\d{{1,2}}月\d{{1,2}}日[^\n。]{{0,6}}?在?(?P<name>{_DIVISIONS})"
    r"第[一二三四五六七八九十]+届[^\n。]{0,8}人民代表大会",
    "speaker": rf"(?:^|\n)[ \t]*(?P<name>{_DIVISIONS})(?:人民政府)?[^\n，。]{{0,6}}?{_HEADS}[ \t]*\S{{1,6}}",
    "deputy": rf"我(?:谨)?代表(?P<name>{_DIVISIONS})(?:人民政府|政府|行政公署)",
    "signed": rf"(?:^|[\n（：: \t])(?P<name>{_DIVISIONS}){_OFFICES}(?=[\s）]|$)",
    "title": rf"{_YEAR}(?P<name>{_DIVISIONS}){_YEAR}{_OF_A_DIVISION}",
    "plan-title": rf"^{_YEAR}(?P<name>{_DIVISIONS})",
    "bulletin-line": rf"{_YEAR}{_DIVISIONS} ?{_YEAR}国民经济和社会发展(?:统计)?公报(?:（.*）)?$",
}
_BULLETIN_YEAR = re.compile(r"((?:19|20)\d\d) *年")
_YEAR_TOLD = re.compile(r"((?:19|20)\d\d)年(?=是|末|，|全[市省区县州盟旗]|\S{2,8}(?:地区)?生产总值)")
_DATE_LINE = re.compile(r"(20\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?")
# 2025年7月8日，…: the date that opens a report; (2025—2027年): the years that the title of a plan covers.
_OPENING_DATE = re.compile(
    r"(?:^|\n)[^\n]{0,12}?(20\d\d)年(1[0-2]|[1-9])月([12]\d|3[01]|[1-9])日(?=[，,电讯 上下]|[\u4e00-\u9fff]{0,6}讯)"
)
_COVERED = re.compile(r"(20\d\d)年? ?(?:[—\-~～至到]{1,2} ?20\d\d年|年度?)")
# A plan of a functional region is called after it: 甲乙都市圈发展规划.
_FUNCTIONAL = re.compile(
    r"(?:20\d\d年)?(?P<name>[\u4e00-\u9fff]{2,10}?(?:都市圈|都市区|城市群|经济圈|经济区|经济带|生态圈|合作区|示范区))"
    r"[^，。]{0,24}?(?:规划|方案|计划|纲要|要点|意见)"
)
_OWN_WORD = re.compile(r"[全我](?:[省市县州盟旗]|区(?!域)|地区)|[省市县州]委|自治区党委")
_UNIT_LEVELS = {"省": "province", "自治区": "province", "区": "province", "市": "prefecture", "州": "prefecture"}
_UNIT_LEVELS |= {"盟": "prefecture", "地区": "prefecture"}
_BROKEN_TITLE = re.compile(r"(国民经济和社会发展)\n[ \t]*(?=统计公报)")
_SHORT_LINE = 60
_LONGEST_TITLE = 200
_NATIONAL = re.compile("中华人民共和国|代表国务院|国家统计局(?!.{2,8}(?:调查)?总?队)")
_BODY = 20_000
_NAMED_OFTEN = 3
_SOURCE_REACH = 200
_BULLETIN_WORDS = 25  # a page without its title that has so many 全年 and 比上年 is a bulletin
_DATE_LINES = 12
_RELEASED = re.compile(r"发布|印发了|出台|解读|公布|亮相|来了|审议|通过|读懂|图解|关注|聚焦|[？！?!]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What ``Frame`` says of the document as a whole."""

    kind: Kind
    issuer: str | None
    issuer_code: str | None
    issuer_level: str | None
    year: int | None
    published: str | None


@cache
def _naming(place: str) -> re.Pattern[str]:
    return re.compile(_NAMING[place])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("gongxing.facts.frame") / "identity.toml").read_text("utf-8"))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    bulletin, plan, about = ("|".join(map(re.escape, _table()[kind])) for kind in ("bulletin", "plan", "plan_about"))
    return re.compile(bulletin), re.compile(f"(?:{plan}|关于.*(?:{about}))(?:（[^）]*）)?$")


def identify(document: Document) -> Identity:
    """Read kind, issuer, year and date of publication off the article's own words about itself."""
    article, text = document.article, document.text
    title = fold(article.title[:_LONGEST_TITLE]).text.strip() if article.title else ""
    lines = [line.strip() for line in _BROKEN_TITLE.sub(r"\1", text[:_HEAD]).split("\n")]
    kind = _kind(title, lines, text, named=bool(article.source or article.account or article.author))
    headline = title or _headline(lines, kind)
    published = article.published or article.captured or _date_line(text)
    if published is None and kind in ("news", "other"):
        published = _dateline(text)
    name = _issuer_name(kind, headline, text)
    year = _year(kind, headline, text, published)
    issuer = (
        _speaking_region("\n".join((title, article.source or "", text)), bulletin=kind == "bulletin")
        if name is None
        else _division(name, year)
    )
    if issuer is None and kind == "plan" and (zone := _FUNCTIONAL.match(headline)) is not None:
        return Identity(kind, zone["name"], None, None, year, published)
    if issuer is None:
        national = _NATIONAL.search(headline) or _NATIONAL.search(text[:_HEAD])
        return Identity(kind, "全国" if national else None, None, None, year, published)
    name = issuer.name if issuer.level == "county" and not issuer.name.endswith("市") else issuer.short
    return Identity(kind, name, issuer.code, issuer.level, year, published)


def _kind(title: str, lines: list[str], text: str, *, named: bool) -> Kind:
    heads = [title, *(line for line in lines if 0 < len(line) <= _SHORT_LINE)]
    titled = any("政府工作报告" in head and _naming("report-title").match(head) for head in heads[:12])
    if titled or _REPORT_OPENING.search(text[:3000]):
        return "work-report"
    bulletin, plan = _patterns()
    if any(bulletin.search(head) and _BULLETIN_YEAR.search(head) for head in heads[:3]) or any(
        "公报" in head and _naming("bulletin-line").match(head) for head in heads
    ):
        return "bulletin"
    compared = text.count("比上年", 0, _BODY)
    if not title and compared + text.count("全年", 0, _BODY) >= _BULLETIN_WORDS:
        return "bulletin"
    if any(plan.search(head) and not _RELEASED.search(head) for head in heads[:3]):
        return "plan"
    return "news" if title or named or "记者" in text[:_HEAD] else "other"


def _headline(lines: list[str], kind: Kind) -> str:
    """Return the line that serves as title where the page gives none."""
    bulletin, plan = _patterns()
    for line in lines:
        if 0 < len(line) <= _SHORT_LINE and (
            (kind == "work-report" and _naming("report-title").match(line))
            or (kind == "bulletin" and bulletin.search(line) and _BULLETIN_YEAR.search(line))
            or (kind == "plan" and plan.search(line))
        ):
            return line
    return ""


def _issuer_name(kind: Kind, headline: str, text: str) -> str | None:
    """Return the full name of the division that the document says it comes from."""
    head = text[:_HEAD]
    places = [("title", headline)]
    if kind == "work-report":
        places += [("meeting", head), ("deputy", text[:3000]), ("speaker", head)]
    places += [("signed", head), ("signed", text[-_TAIL:])]
    if kind == "plan":
        places.append(("plan-title", headline))
    for place, where in places:
        match = _naming(place).search(where)
        if match is not None and place == "plan-title" and _division(match["name"], None) is None:
            continue
        if match is not None and not match["name"].startswith(("自治", "全", "我", "各", "本")):
            return match["name"]
    return None


def _division(name: str, year: int | None) -> Division | None:
    """Return the division of a full name that may open with those that hold it (南京市鼓楼区) or with other words."""
    found: Division | None = None
    for piece in re.findall(_DIVISION, name):
        for start in range(len(piece) - 1):
            here = resolve(piece[start:], year, found.code if found else None)
            if here is not None:
                found = here
                break
    return found


@cache
def _names() -> tuple[AhoCorasick, tuple[Division, ...]]:
    """Return the names of provinces and prefectures, and what each means."""
    forms = {
        form: found[0] for form, found in gazetteer().forms.items() if len(form) > 1 and found[0].level != "county"
    }
    return AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest), tuple(forms.values())


def _by_media(text: str) -> str:
    """Put the region of a source whose name does not tell it (川观新闻) before the text."""
    media: dict[str, str] = _table()["media"]
    head = text[:_SOURCE_REACH]
    return "".join(f"{region}\n" for name, region in media.items() if name in head) + text


def _speaking_region(text: str, *, bulletin: bool) -> Division | None:
    """Return the region that 我省, 全市 or 市委 means where nothing names it: the one named most at that level."""
    finder, divisions = _names()
    named: Counter[str] = Counter()
    ends: set[int] = set()
    text = _by_media(text)
    for pattern, _, end in finder.find_matches_as_indexes(text):
        named[divisions[pattern].code] += 1
        ends.update((end, end - 1))
    if not named:
        return None
    said: Counter[str] = Counter()
    for match in _OWN_WORD.finditer(text):
        if match.start() not in ends:
            said[_UNIT_LEVELS.get(match[0].strip("全我委党"), "")] += 1
    provinces, prefectures = Counter[str](), Counter[str]()
    for code, times in named.items():
        provinces[code[:2]] += times
        if not code.endswith("0000"):
            prefectures[code] += times
    for level, _ in said.most_common():
        if level == "province":
            return division(max(provinces, key=lambda code: (provinces[code], code)) + "0000")
        if level == "prefecture" and prefectures:
            return division(max(prefectures, key=lambda code: (prefectures[code], code)))
    code, times = named.most_common(1)[0]
    return division(code) if bulletin and times >= _NAMED_OFTEN else None


def _year(kind: Kind, headline: str, text: str, published: str | None) -> int | None:
    """Return the year that 今年 means: of the data for a bulletin, of delivery for a report, of publication else."""
    stated = _BULLETIN_YEAR.search(headline)
    if kind == "bulletin":
        stated = stated or _YEAR_TOLD.search(text[:_HEAD])
        if stated is None and published is not None and published[:4].isdecimal():
            return int(published[:4]) - 1  # a bulletin tells of the year before
        return int(stated[1]) if stated else None
    if kind == "work-report":
        meeting = _naming("meeting").search(text[:_HEAD])
        if meeting is not None:
            return int(meeting["year"])
        if stated is not None:
            return int(stated[1])
        planned = re.search(
            r"(20\d\d)年(?:重点|主要|政府)?(?:工作|目标)(?:安排|任务|重点|总体|的总体|建议)?(?=[\n ])", text
        )
        if planned is not None:
            return int(planned[1])
    if published and published[:4].isdecimal():
        return int(published[:4])
    covered = _COVERED.search(headline) if kind == "plan" else None
    return int(covered[1]) if covered else None


def _dateline(text: str) -> str | None:
    """Return the date with which one of the first sentences of a report of the press opens."""
    match = _OPENING_DATE.search(text[:_SOURCE_REACH])
    return None if match is None else f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"


def _date_line(text: str) -> str | None:
    """Return the date in the first lines or at the foot of a text that brings its own date line."""
    for line in (*text[:_HEAD].split("\n")[:_DATE_LINES], *text[-_TAIL:].split("\n")):
        if len(line) <= _SHORT_LINE and (match := _DATE_LINE.search(line)):
            year, month, day = (int(part) for part in match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year}-{month:02d}-{day:02d}"
    return None
