"""What stands around the article: menus, recommendations, channel headlines, the account's card, shares, notices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongxing.reading.article import Account, Recommendation
from gongxing.reading.page.body import Body, is_furniture, is_number_told, is_wide
from gongxing.reading.page.lexicon import lexicon
from gongxing.reading.page.markup import Page
from gongxing.reading.page.metadata import iso_date, source_name

_TITLE_SIZE = 9  # a link so long is a headline, a shorter one a word of a menu
_COUNTS = re.compile(r"(\d+)\s*(?:篇)?文章数?\D{0,6}(\d+)\s*(?:关注度|粉丝|关注)")
_SHARED = re.compile(
    r"(?:已?(?:被)?分享|转发)\s*(?:至|到|数|了)?\s*[:：(（]?\s*(\d{1,7})(?!\d)|(\d{1,7})\s*(?:次|人)?\s*(?:分享|转发)(?!\d)"
)
_SHARE_WORD = re.compile(r"分享(?:至|到)?[:：]?")
_CARD = re.compile(r"(?:^|[-_\s])(?:account|nick_?name|media_?name|author[-_]?name|user_?name|wemedia)", re.I)
_SCRIPT_ACCOUNT = re.compile(r"""\bvar\s+nickname\s*=\s*(?:htmlDecode\()?["']([^"'<>\\]{1,40})["']""")
_SLOGAN = re.compile(r"^(?:功能介绍|简介|个人简介|认证[:：]?|签名)\s*[:：]?\s*(.{2,60})$")
_OWN_SOURCE = re.compile(r"^[（(【\[]?(?:本文|信息|文章|稿件|新闻)?(?:来源|出处)\s*[:：]\s*(.{2,40}?)[）)】\]]?$")
_TIME_ONLY = re.compile(r"[\d\s:：年月日.\-/]+(?:[前来自]\S{0,4})?")
_TRAILING_DATE = re.compile(
    r"\s*[\[(（]?(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[\])）]?$"
)
# A line that counts the comments under a headline is no headline.
_COUNTER = re.compile(r"\d\s*(?:评论|跟贴|阅读|人参与)|(?:评论|跟贴|参与)\s*\d|⋅")
_MOST = 200


@dataclass(slots=True)
class Tail:
    """What was taken off the end (or the head) of the article's lines."""

    notices: list[str] = field(default_factory=list)
    source: str | None = None


@dataclass(slots=True)
class Surroundings:
    """Everything outside the article that a reader would tell apart, in the order of the page."""

    navigation: list[str] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    account: Account | None = None
    shares: int | None = None


def set_notices_apart(page: Page, kept: list[int]) -> tuple[list[int], Tail]:
    """Take credits, source lines and disclaimers off both ends of the article."""
    words = lexicon()
    tail = Tail()
    start, end = 0, len(kept)
    for place in range(max(0, len(kept) - 12), len(kept)):  # 特别声明：… and all that follows it
        text = page.lines[kept[place]].text
        if place > len(kept) // 2 and re.match(
            r"\W*(?:特别声明|免责声明|版权声明|郑重声明|声明[:：]|disclaimer)", text, re.I
        ):
            tail.notices = [page.lines[index].text for index in kept[place:end]]
            end = place
            break
    while end > 1:
        line = page.lines[kept[end - 1]]
        own = _OWN_SOURCE.match(line.text) if line.size <= 50 else None
        if own:
            tail.source = source_name(own[1]) or tail.source
        elif (line.size <= 60 and words.credit.match(line.text)) or (
            line.size < 400 and words.notice.search(line.text)
        ):
            tail.notices.insert(0, line.text)
        elif not is_furniture(line, words) or is_number_told(page, line):
            break
        end -= 1
    while start < end - 1:
        line = page.lines[kept[start]]
        if line.size > 120 or not re.match(r"\W*(?:原标题|原题|原文标题)\s*[:：]", line.text):
            break
        tail.notices.append(line.text)
        start += 1
    return kept[start:end], tail


def source_below(page: Page, last: int) -> str | None:
    """Return the source that a line soon after the article names (来源：…)."""
    for line in page.lines[last + 1 : last + 7]:
        own = _OWN_SOURCE.match(line.text) if line.size <= 50 else None
        if own:
            return source_name(own[1])
    return None


_SIGNATURE = re.compile(
    r"(?:^\W{0,2}(?:编辑|值班编辑|(?:本报|本网)?记者|采写|撰文)|^.{0,24}(?:责任编辑|责编))\s*[:：]\s*(.*)"
)


def signatures(page: Page, last: int) -> list[int]:
    """Return the lines soon after the article's last that sign it (责任编辑：…): it names people and stays."""
    lines = page.lines
    found: list[int] = []
    for index in range(last + 1, min(last + 13, len(lines))):
        line = lines[index]
        signed = _SIGNATURE.match(line.text) if line.size <= 60 else None
        if signed is None:
            continue
        if signed[1]:
            found.append(index)
        elif index + 1 < len(lines) and lines[index + 1].size <= 12:  # the name stands on the next line
            found += (index, index + 1)
    return found


def look_around(page: Page, body: Body | None, kept: list[int], title: str | None, markup: str) -> Surroundings:
    """Sort the lines outside the article into what they are."""
    found = Surroundings()
    first, last = (kept[0], kept[-1]) if kept else (len(page.lines), len(page.lines))
    words = lexicon()
    section = ""
    seen: set[str] = {title or ""}
    roles = body.roles if body else page.role
    card: str | None = None
    slogan: str | None = None
    for index, line in enumerate(page.lines):
        if first <= index <= last or (body and line.box in body.threads):
            continue
        text, role = line.text, roles[line.box]
        if line.size <= 30 and found.shares is None and ("分享" in text or "转发" in text):
            _shares(page, index, text, found)
        if line.size <= 60 and "文章" in text:
            counts = _COUNTS.search(text)
            if counts:
                found.account = _counted(page, index, counts)
        if card is None and line.size <= 30 and line.size > 1 and _is_card(page, line.box):
            card = text
        if slogan is None and (told := _SLOGAN.match(text)):
            slogan = told[1]
        if role in ("hidden", "comment", "share"):
            continue
        linked = line.link * 2 > line.size
        if linked and line.size >= _TITLE_SIZE:
            _headline(page, index, text, role, section, seen, found, index > last)
        elif index > last and line.size <= 24 and (words.after.fullmatch(text) or text.endswith("要闻")):
            section = text
        elif linked and line.size < 30 and len(found.navigation) < _MOST and (role == "navigation" or index < first):
            found.navigation.extend(text.split())
        elif 12 < line.size < 500 and not linked and words.notice.search(text) and is_wide(line) and role != "footer":
            found.notices.append(text)
    if found.account is None:
        name = card or _scripted_account(markup)
        if name and not iso_date(name):
            found.account = Account(name, slogan)
    return found


def _scripted_account(markup: str) -> str | None:
    start = markup.find("nickname")
    while start >= 0:
        match = _SCRIPT_ACCOUNT.search(markup[max(0, start - 12) : start + 100])
        if match:
            return match[1]
        start = markup.find("nickname", start + 1)
    return None


def _headline(
    page: Page, index: int, text: str, role: str | None, section: str, seen: set[str], found: Surroundings, below: bool
) -> None:
    if text in seen or _COUNTER.search(text) or "|" in text or is_furniture(page.lines[index], lexicon()):
        return
    seen.add(text)
    dated = _TRAILING_DATE.search(text)
    title = text[: dated.start()] if dated else text
    related = role == "related" or (below and bool(section) and not section.endswith("要闻"))
    if related and len(found.recommendations) < _MOST:
        account, time = _beside(page, index, text)
        found.recommendations.append(Recommendation(title, account, time or iso_date(text[len(title) :])))
    elif role not in ("navigation", "footer", "byline") and len(found.headlines) < _MOST:
        found.headlines.append(title)


def _beside(page: Page, index: int, title: str) -> tuple[str | None, str | None]:
    """Read the account and the time that follow a recommended title, up to the next long link."""
    account = None
    for line in page.lines[index + 1 : index + 5]:
        if line.text == title:
            continue
        time = iso_date(line.text)
        if time and _TIME_ONLY.fullmatch(line.text):
            return account, time
        words = lexicon()
        if line.size > 16 or account is not None or line.level or words.after.fullmatch(line.text):
            break
        if line.text.isdecimal() or words.furniture.fullmatch(line.text):
            continue
        if not _TIME_ONLY.fullmatch(line.text) and " " not in line.text:
            account = line.text
    return account, None


def _shares(page: Page, index: int, text: str, found: Surroundings) -> None:
    match = _SHARED.search(text)
    if match:
        found.shares = int(match[1] or match[2])
    elif _SHARE_WORD.fullmatch(text) and index and not page.lines[index - 1].link:
        number = page.lines[index - 1].text
        found.shares = int(number) if number.isdecimal() and number.isascii() and len(number) <= 7 else None


def _is_card(page: Page, box: int) -> bool:
    return page.name.get(box) is not None and _CARD.search(page.name[box]) is not None


def _counted(page: Page, index: int, counts: re.Match[str]) -> Account | None:
    """Read the card above a line of counts: name (often twice) and slogan."""
    above: list[str] = []
    for line in reversed(page.lines[max(0, index - 4) : index]):
        if line.size > 40 or _TIME_ONLY.fullmatch(line.text):
            break
        if line.text not in above:
            above.insert(0, line.text)
    if not above:
        return None
    slogan = above[1] if len(above) > 1 else None
    return Account(above[0], slogan, int(counts[1]), int(counts[2]))
