"""The lines of a dump, mended where the copy broke them, and what each line is for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Role = Literal[
    "prose",  # running text
    "heading",  # numbered, or otherwise sure to be one
    "row",  # cells parted by tabs
    "cell",  # a cell of a table that was copied one cell a line
    "short",  # a few words of unknown use: a title, a heading, a menu
    "details",  # source, time, author
    "navigation",
    "tools",
    "reactions",
    "end",
    "comments",  # what readers say begins here
    "channel",
    "card",  # counts of an account
    "notice",
    "foot",
]

_OPENING = "（《【“‘〈「『("
_BLANK = " \t\u3000\xa0\r\f\v\u200b\ufeff"
_LONGEST = 5000
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"))
_SENTENCE_END = ("。", "！", "？", "；", "：", "”", "…", "）", "’", ".", "!", "?", ":", ";", '"')
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,4}[、．章节篇]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d))"
)
_LABEL = re.compile(
    r"(?P<source>(?:信息|稿件|文章|新闻|本文)?来源|稿源|出处|转自)|(?P<time>(?:发布|发表|发文|成文|更新|上传|公开|录入|编辑|推送)?(?:时间|日期))"
    r"|(?P<person>作者|记者|责任编辑|责编|编辑|审核|校对|发布机构|发布单位|信息提供)"
)
_LABEL_ALONE = re.compile(rf"(?:{_LABEL.pattern})\s*[:：]$")
TIME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[年\-/.]\s?(?P<month>\d{1,2})\s?[月\-/.]\s?(?P<day>\d{1,2})(?!\d)\s?日?"
    r"(?:\s*(?:星期.|周[一二三四五六日])?[T\s,]*(?P<hour>\d{1,2})\s?[:：时点]\s?(?P<minute>\d{2})(?:\s?[:：分]\s?(?P<second>\d{2}))?\s?[分秒]?)?"
)
_SHORT_TIME = re.compile(
    r"(?:\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}|(?:昨天|今天|前天|\d+\s?(?:分钟|小时|天|个?月|周)前)(?:\s*\d{1,2}:\d{2})?|刚刚)$"
)
CARD = re.compile(
    r"(?P<articles>[\d.,]+万?)\s*(?:篇)?\s*(?:文章数?|原创|作品|内容)\D{0,6}(?P<followers>[\d.,]+[万亿]?)\s*(?:关注度|粉丝数?|关注者|订阅|总阅读|关注|获赞)"
    r"|(?:文章数?|作品|内容)\s*[:：]?\s*(?P<articles2>[\d.,]+万?)\D{0,6}(?:关注度?|粉丝数?|订阅)\s*[:：]?\s*(?P<followers2>[\d.,]+[万亿]?)$"
    r"|(?P<followers3>[\d.,]+[万亿]?)\s*(?:位|个)?粉丝$"
)
_PATH = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]|^)\s*(?:-{1,3}>{1,2}|[>＞»›]{1,2})\s*[\u4e00-\u9fffA-Za-z]|[\u4e00-\u9fff]\s*>{2,3}$"
)
# What government sites say of a document above it: number in their index, who issued it, whether it is in force.
_RECORD = re.compile(
    r"(?:索引号?|信息索引|发布机构|发布单位|发文机关|发文日期|发文字号|文号|主题分类|主题词|体裁分类|分类"
    r"|公开(?:类别|形式|方式|范围|日期|时限)"
    r"|生成日期|成文日期|废止日期|有效性|时效性?|信息名称|名称|关键词)\s*[:：\t]"
)
_ORIGINAL = re.compile(r"[（(【]?原(?:标)?题(?:目)?(?:为)?\s*[:：《]")
BYLINE_MEDIUM = re.compile(
    r"(?P<author>[\u4e00-\u9fff·、 ]{2,12}?)\s?[/／丨|]\s?"
    r"(?P<source>[\u4e00-\u9fff]{2,10}(?:报|网|社|台|新闻|周刊|客户端|在线))$"
)
_COMMENTS = re.compile(
    r"(?:[\d,.]+万?\s*(?:条|则|个)\s*(?:评论|跟[贴帖]|留言|回复)|(?:网友|热门|最新|全部|精彩|精选|最热|用户|文章)(?:评论|留言|跟[贴帖])"
    r"|评论区|我要(?:评论|留言)|发表(?:评论|看法|留言))(?!.*。)"
)
_NUMBER_CELL = re.compile(r"[-+±]?\d[\d,]*(?:\.\d+)?[%‰]?$|[-—–]+$")
_FILLING = re.compile(r"[\s\d.,，、+万次人条|丨·•>＞»/\\\-_:：×()（）\[\]【】]+")
_SALUTATION = re.compile(r"[^，。]{2,30}[:：]$")
_BYLINE = re.compile(
    r"[（(]?(?:本[报网台刊社]|新华社|中新社|人民网|央视|[一-鿿]{2,8}(?:日报|晚报|新闻|网|融媒|发布))?.{0,10}(?:记者|通讯员|特约记者)[:：\s]?[一-鿿·\s、]{2,24}"
    r"(?:报道|摄影?|文|/)?[）)]?$"
)


@dataclass(slots=True)
class Line:
    """A line with its role; ``gap`` when a blank line stands before it."""

    text: str
    gap: bool
    role: Role = "short"


@dataclass(frozen=True, slots=True)
class _Words:
    breadcrumb: re.Pattern[str]
    tools: re.Pattern[str]
    reactions: re.Pattern[str]
    menus: re.Pattern[str]
    ends: re.Pattern[str]
    recommending: re.Pattern[str]
    channels: re.Pattern[str]
    notices: re.Pattern[str]
    feet: re.Pattern[str]


@cache
def _words() -> _Words:
    lists = tomllib.loads(files("gongxing.reading.dump").joinpath("words.toml").read_text("utf-8"))
    # Longer words first, so that none is taken for its beginning; words with marks of expressions after plain ones.
    either = {
        name: "|".join(sorted(words, key=lambda word: (word.isalnum(), len(word)), reverse=True))
        for name, words in lists.items()
    }
    return _Words(
        breadcrumb=re.compile(rf"(?:{either['breadcrumb']})"),
        tools=re.compile(either["tools"]),
        reactions=re.compile("|".join((either["counts"], either["reactions"], either["buttons"]))),
        menus=re.compile("|".join((either["navigation"], either["reactions"], either["counts"], either["buttons"]))),
        ends=re.compile(rf"[【\[（(>》●■◆\s]*(?:{either['ends']})"),
        recommending=re.compile(either["recommending"]),
        channels=re.compile(rf"(?:{either['channels']})$"),
        notices=re.compile(rf"[【\[（(*※\s]*(?:{either['notices']})"),
        feet=re.compile(either["feet"]),
    )


def split_lines(text: str) -> list[Line]:
    """Split a text into its lines that are not blank, mended."""
    lines: list[Line] = []
    gap = False
    for raw in text.split("\n"):
        words = raw.strip(_BLANK)
        if raw.startswith("\t") and "\t" in words:  # the first cell of a row is empty
            words = raw.rstrip(_BLANK)
        if not words:
            gap = True
            continue
        if lines and not gap and _continues(lines[-1].text, words):
            lines[-1].text += words
        else:
            lines.append(Line(words, gap))
        gap = False
    return _with_values(lines)


def _continues(before: str, after: str) -> bool:
    """Tell whether a line goes on in the next: copies break at links and at spans of other style."""
    if len(before) > _LONGEST:  # no paragraph is so long, and joining on and on would take for ever
        return False
    ended = before[-1] in "。！？；"
    if after[0] in "，。、；：！？%％":
        return not ended
    if before[-1] in _OPENING:
        return before[-2:-1] != before[-1] and after[0] not in _OPENING
    if before[-1] in "，、" and len(before) > 12:
        return not _NUMBERED.match(after)
    recent = before[-60:]
    # A straight mark that opens closes in the next line.
    if '"' in recent and not ended and before.count('"') % 2 and (len(after) <= 8 or '"' in after[:30]):
        return True
    for left, right in _PAIRS:
        if recent.rfind(left) > recent.rfind(right):
            near = after[:30]
            closed, opened = near.find(right), near.find(left)
            if closed == 0 or (not ended and (len(after) <= 8 or 0 < closed < (opened if opened >= 0 else 99))):
                return True
    return False


def _with_values(lines: list[Line]) -> list[Line]:
    """Join a label that stands alone (来源：) with its value on the next line."""
    joined: list[Line] = []
    for line in lines:
        label = _LABEL_ALONE.match(joined[-1].text) if joined else None
        if label and _is_value(label, line.text):
            joined[-1].text += line.text
        else:
            joined.append(line)
    return joined


def _is_value(label: re.Match[str], text: str) -> bool:
    if label["time"]:
        return len(text) < 30 and TIME.match(text) is not None
    return len(text) <= (24 if label["source"] else 12) and not re.search(r"[:：【】|。，]|^\d", text)


def classify(lines: Sequence[Line]) -> None:
    """Give each line its role."""
    for line in lines:
        line.role = _role(line.text)
    for i, line in enumerate(lines):
        if line.text in (">", "＞", "»", "›", "/", "|"):
            for near in lines[max(i - 1, 0) : i + 2]:
                near.role = "navigation" if len(near.text) <= 12 else near.role
    _mark_menus(lines)
    _mark_cells(lines)


def _role(text: str) -> Role:
    words = _words()
    size = len(text)
    if "\t" in text and len([cell for cell in text.split("\t") if cell.strip()]) > 1:
        return _role_of_row(text, words)
    if words.notices.match(text) and size < 600:
        return "notice"
    if size < 60:
        role = _role_of_short(text, words)
        if role:
            return role
    elif size < 160 and is_details(text):
        return "details"
    elif size < 300 and words.feet.search(text) and "。" not in text:
        return "foot"
    if is_prose(text):
        return "prose"
    if _NUMBERED.match(text):
        return "heading"
    return "short"


def _role_of_row(text: str, words: _Words) -> Role:
    if _RECORD.match(text):
        return "details"
    if words.breadcrumb.match(text) or _PATH.search(text) or not _residue(words.menus, text):
        return "navigation"
    return "row"


def _role_of_short(text: str, words: _Words) -> Role | None:
    if words.breadcrumb.match(text):
        return "navigation"
    if text.endswith(("。", "；")):
        return "end" if len(text) <= 16 and words.ends.match(text) else None
    if _SHORT_TIME.match(text) or is_details(text):
        return "details"
    if _COMMENTS.match(text):
        return "comments"
    if not _residue(words.reactions, text):
        return "reactions"
    if CARD.search(text):
        return "card"
    if words.ends.match(text):
        return "end"
    if _PATH.search(text) and "，" not in text:
        return "navigation"
    if words.channels.match(text):
        return "channel"
    if len(text) > 1 and words.tools.search(text):
        return "tools"
    if words.feet.search(text):
        return "foot"
    return None if _residue(words.menus, text) else "navigation"


def _residue(words: re.Pattern[str], text: str) -> str:
    """Return what is left of a line without known words, numbers and separators."""
    return _FILLING.sub("", words.sub("", text))


def is_known_word(text: str) -> bool:
    """Tell whether a text is made of words of menus and buttons, or of numbers, alone."""
    return not _residue(_words().menus, text)


def is_menu(text: str) -> bool:
    """Tell whether a line is a row of very short words, as menus are (and lists of names)."""
    cells = re.split(r"[\s|丨·/]+", text)
    return len(cells) >= 4 and max(map(len, cells)) <= 5


def numbered(text: str) -> bool:
    """Tell whether a line opens with the number of a heading or of an item."""
    return _NUMBERED.match(text) is not None


def is_details(text: str) -> bool:
    """Tell whether a line says when, by whom and from where the article comes, and little else."""
    if text[-1] in "。；" or "会议上" in text:
        return False
    if _ORIGINAL.match(text) or BYLINE_MEDIUM.match(text) or (_RECORD.match(text) and len(text) < 50):
        return True
    time = TIME.search(text)
    label = _LABEL.match(text.lstrip("【[（(* "))
    if label:
        value = re.match(r"\s*[:：|丨/／]\s*", text.lstrip("【[（(* ")[label.end() :])
        if value and not (label["person"] and re.search("[,，?？!！]|[\u4e00-\u9fff]{9,}", text)):
            return True
    if time is None:
        return False
    rest = text[: time.start()] + text[time.end() :]
    if re.search(r"[:：]|来源|阅读|浏览|记者|发布", rest) and len(rest) < 70:
        return True
    return len(rest.strip()) <= 16 and not re.search(r"[，。；——]", rest)


def is_prose(text: str) -> bool:
    """Tell whether a line is running text rather than a title, a label or a menu."""
    size = len(text)
    if "。" in text:
        return size >= 12 or text.endswith("。")
    if size >= 60 and re.search("[，；、,]", text):
        return True
    if text.endswith(("；", "：", ":")) and size >= 4:
        return size >= 24 or _SALUTATION.match(text) is not None
    if text.isascii() or re.search("[A-Za-z]{3}", text):
        words = text.count(" ") + 1
        return words >= 18 or (words >= 7 and text.endswith(_SENTENCE_END))
    return size >= 40 and text.endswith(_SENTENCE_END)


def is_byline(text: str) -> bool:
    """Tell whether a line names who reports (新华社记者 李明)."""
    return len(text) < 40 and _BYLINE.match(text) is not None


def is_recommending(text: str) -> bool:
    """Tell whether the heading of a list stands over recommendations."""
    return _words().recommending.search(text) is not None


def _mark_menus(lines: Sequence[Line]) -> None:
    """Mark as menus the runs of very short lines of which at least one is a known menu word."""
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and len(lines[i].text) <= 6 and lines[i].role in ("short", "navigation"):
            continue
        run = lines[start:i]
        if len(run) >= 3 and any(line.role == "navigation" for line in run):
            for line in run:
                line.role = "navigation"
        start = i + 1


def _mark_cells(lines: Sequence[Line]) -> None:
    """Mark runs of short lines with many measured numbers among them: tables that were copied one cell a line."""
    start = 0
    for i in range(len(lines) + 1):
        if (
            i < len(lines)
            and len(lines[i].text) <= 24
            and lines[i].role in ("short", "reactions", "navigation", "heading")
        ):
            continue
        run = lines[start:i]
        numbers = sum(1 for line in run if _NUMBER_CELL.match(line.text))
        measured = sum(1 for line in run if _NUMBER_CELL.match(line.text) and ("." in line.text or len(line.text) > 3))
        if len(run) >= 6 and numbers >= 0.3 * len(run) and measured >= 0.15 * len(run):
            for line in run:
                line.role = "heading" if _NUMBERED.match(line.text) and line.role == "heading" else "cell"
        start = i + 1
