"""What stands around the article in a dump: who published it and when, notices, recommendations, headlines, menus."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxing.reading.article import Account, Recommendation
from gongxing.reading.dump.lines import BYLINE_MEDIUM, CARD, TIME, Line, is_known_word, is_recommending

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOURCE = re.compile(
    r"(?:(?:信息|稿件|文章|新闻|本文)?来源|稿源|出处|转自|来自)\s*[:：|丨/／]\s*(?P<name>[^\s|丨【】\[\]()（）:：]{2,30}+)"
    r"(?!\s*[:：])"
)
_AUTHOR = re.compile(
    r"(?:^|[\s|丨(（【])(?:作者|文|撰文|撰稿|采写|(?:本报|本网|本台|新华社|特约)?记者|通讯员)\s*[:：|丨/／]\s*"
    r"(?P<name>[\u4e00-\u9fff·]{2,12}+(?:[、\s][\u4e00-\u9fff·]{2,6}+(?!\s*[:：]))*|[A-Z][\w.' -]{2,40})(?!\s*[:：])"
)
_PUBLISHED_LABEL = re.compile(r"(?:发布|发表|发文|上传|公开|推送|刊发)?(?:时间|日期)\s*[:：]?\s*$|发布于\s*$")
_MEDIUM = re.compile(
    r"[\u4e00-\u9fffA-Za-z·]{1,18}(?:报|网|社|台|新闻|发布|财经|客户端|在线|频道|周刊|杂志|传媒|政府|局|办公室|综合|观察|号|融媒|融媒体中心|公众号|政务)"
)
_HAS_WORDS = re.compile("[\u3400-\u9fff]|[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Za-z]{2,20}$")
_INTRODUCTION = re.compile(r"功能介绍\s*")
_SHARES = re.compile(r"(?:分享|转发)\s*[:：(（]?\s*(?P<after>\d+)|(?P<before>\d+)\s*(?:次)?(?:分享|转发)")
_DETAIL_WORDS = re.compile(r"\s*(?:原创|阅读|浏览|评论|分享|字号|字体|收藏|打印|举报|听|IP属地|关注).*$")


@dataclass(slots=True)
class Surroundings:
    """Everything that the page says beside its article."""

    source: str | None = None
    author: str | None = None
    published: str | None = None
    captured: str | None = None
    account: Account | None = None
    shares: int | None = None
    notices: list[str] = field(default_factory=list)
    navigation: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)


def iso_time(match: re.Match[str]) -> str | None:
    """Return a date or a date with its time, ISO 8601; ``None`` where there is no such day or hour."""
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    date = f"{match['year']}-{month:02d}-{day:02d}"
    if match["hour"] is None:
        return date
    if int(match["hour"]) > 23 or int(match["minute"]) > 59 or int(match["second"] or 0) > 59:
        return date
    clock = f"{int(match['hour']):02d}:{match['minute']}"
    return f"{date}T{clock}:{match['second']}" if match["second"] else f"{date}T{clock}"


def describe(
    above: Sequence[Line], between: Sequence[Line], within: Sequence[Line], after: Sequence[Line], title: str | None
) -> Surroundings:
    """Sort the lines above the title, between title and text, within the text (clutter only) and after it."""
    found = Surroundings()
    _read_details(found, [line for line in between if line.role == "details"])
    _read_details(found, [line for line in reversed(above[-4:]) if line.role == "details"])
    closing = []
    for line in after[:8]:
        if line.role in ("channel", "card") or (line.role == "end" and is_recommending(line.text)):
            break
        if line.role != "short":
            closing.append(line)
    _read_details(found, closing)
    _read_shares(found, [*between, *closing])
    found.notices.extend(line.text for line in within if line.role == "notice")
    known = Counter(line.text for line in (*above, *between, *after))
    _Sorter(found, title, known).sort(above)
    _Sorter(found, title, known).sort([line for line in between if line.role != "details"])
    _Sorter(found, title, known).sort(after)
    return found


def _read_details(found: Surroundings, lines: Sequence[Line]) -> None:
    times: list[tuple[bool, str]] = []
    for line in lines:
        text = line.text
        source = _SOURCE.search(text)
        if source and not found.source and not source["name"].startswith("http"):
            found.source = TIME.sub("", source["name"]).strip(" ，。、;；") or None
        author = _AUTHOR.search(text)
        if author and not found.author and "编辑" not in text[: author.start("name")]:
            found.author = author["name"].strip()
        byline = BYLINE_MEDIUM.match(text)
        if byline:
            found.author = found.author or byline["author"].strip()
            found.source = found.source or byline["source"]
        for time in TIME.finditer(text):
            written = iso_time(time)
            if written and not re.search(r"(?:更新|有效|截止|修改)\S{0,4}\s*$", text[: time.start()]):
                times.append((_PUBLISHED_LABEL.search(text[: time.start()]) is None, written))
            if not source and not found.source and line.role == "details":
                found.source = _bare_medium(text[: time.start()], text[time.end() :])
    if times and not found.published:
        found.published = min(times, key=lambda item: item[0])[1]  # the first, one with a label before one without


def _bare_medium(before: str, after: str) -> str | None:
    """Return a newspaper or an office named beside the time without a label."""
    words = re.split(r"[\s|丨·]+", _DETAIL_WORDS.sub("", f"{before} {after}").strip())
    named = next((word for word in words if _MEDIUM.fullmatch(word)), None)
    if named is None and not before.strip() and len(words) == 1 and re.fullmatch(r"[\u4e00-\u9fff-]{4,14}", words[0]):
        return None if is_known_word(words[0]) else words[0]
    return named


def _read_shares(found: Surroundings, lines: Sequence[Line]) -> None:
    for i, line in enumerate(lines):
        if line.role != "reactions" or found.shares is not None:
            continue
        match = _SHARES.search(line.text)
        if match:
            found.shares = int(match["after"] or match["before"])
        elif line.text.startswith(("分享至", "分享到", "分享", "转发")):
            for near in (i - 1, i + 1):
                if 0 <= near < len(lines) and lines[near].text.isdecimal() and len(lines[near].text) < 10:
                    found.shares = int(lines[near].text)
                    break


class _Sorter:
    """Walks over lines outside the article and puts each where it belongs."""

    def __init__(self, found: Surroundings, title: str | None, known: Counter[str]) -> None:
        self.found = found
        self.known = known  # how often each line stands on the page
        self.title = title
        self.waiting: list[str] = []  # short lines whose use the next lines will tell
        self.zone = ""
        self.timed = False  # recommendations stand with their times

    def sort(self, lines: Sequence[Line]) -> None:
        for i, line in enumerate(lines):
            timed = i + 1 < len(lines) and lines[i + 1].role == "details"
            if line.role == "channel" and timed and self.waiting:
                self.waiting.append(line.text)  # an account whose name sounds like a channel's
            else:
                self._take(line)
        self._release()

    def _take(self, line: Line) -> None:
        text = line.text
        if line.role == "notice":
            self.found.notices.append(text)
        elif line.role == "details" and self.zone:
            self._timed(text)
        elif line.role == "card":
            self._card(text)
        elif self.waiting and _INTRODUCTION.match(text):
            if self.found.account is None:
                self.found.account = Account(self.waiting.pop(), _INTRODUCTION.sub("", text))
        elif line.role == "end":
            self._release()
            if is_recommending(text):
                self.zone = "recommendations"
        elif line.role == "channel":
            self._release()
            self.zone = "headlines"
        elif line.role == "navigation":
            self._release()
            self.found.navigation.append(text)
        elif (line.role == "short" or (line.role == "prose" and self.zone and "。" not in text)) and _HAS_WORDS.search(
            text
        ):
            self.waiting.append(text)

    def _timed(self, text: str) -> None:
        """Make a recommendation of a time under a title and an account; a time alone is when the page was copied."""
        match = TIME.search(text)
        written = iso_time(match) if match else text
        beside = (text[: match.start()] + text[match.end() :]).strip(" |丨·") if match else ""
        if not self.waiting:
            if match and written and not beside and self.timed:
                self.found.captured = written[:10]
            return
        account = beside or None
        if account is None and len(self.waiting) > 1 and len(self.waiting[-1]) <= 20:
            account = self.waiting.pop()
        title = self.waiting.pop()
        while self.waiting and self.waiting[-1] == title:
            self.waiting.pop()
        self._release()
        self.timed = True
        self.found.recommendations.append(Recommendation(title, account, written))

    def _card(self, text: str) -> None:
        match = CARD.search(text)
        if match is None:
            return
        articles, followers = match["articles"] or match["articles2"], match["followers"] or match["followers2"]
        name, slogan = _name_and_slogan(
            [text[: match.start()].strip(" |丨·"), *reversed(self.waiting[-3:])], self.known
        )
        self.waiting.clear()
        if name and self.found.account is None:
            self.found.account = Account(name, slogan, _count(articles), _count(followers or match["followers3"]))

    def _release(self) -> None:
        """Sort what waited for a time that never came: titles without one, or words of a menu."""
        titles = list(dict.fromkeys(self.waiting))
        self.waiting.clear()
        for title in titles:
            if title == self.title or title in self.found.headlines:
                continue
            if self.zone == "headlines" and len(title) > 6:
                self.found.headlines.append(title)
            elif self.zone == "recommendations" and len(title) > 6:
                self.found.recommendations.append(Recommendation(title))
            else:
                self.found.navigation.append(title)


def _name_and_slogan(words: list[str], known: Counter[str]) -> tuple[str | None, str | None]:
    """Return an account's name and slogan from the words before its counts, nearest first.

    The name of an account stands more than once on its page; a slogan only once.
    """
    near = [word for word in words if word and len(word) <= 40]
    if not near:
        return None, None
    if len(near) > 1 and near[0] != near[1] and (known[near[1]] > 1 or (known[near[0]] < 2 and len(near[1]) <= 12)):
        return near[1], near[0]
    return near[0], None


def _count(written: str | None) -> int | None:
    if not written:
        return None
    number = written.replace(",", "").rstrip("万亿")
    factor = 10**8 if written.endswith("亿") else 10**4 if written.endswith("万") else 1
    try:
        return round(float(number) * factor)
    except ValueError:
        return None
