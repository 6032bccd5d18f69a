"""Which lines of a dump are the article, and which of the lines around it is the title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.reading.dump.lines import TIME, Line, Role, is_byline, is_menu

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a line adds to the worth of a stretch; running text adds its length. The article is the stretch worth most.
_WORTH: dict[Role, int] = {
    "heading": 20,
    "row": 0,
    "cell": 2,
    "short": -6,
    "details": -25,
    "navigation": -25,
    "tools": -30,
    "reactions": -15,
    "end": -300,
    "comments": -3000,  # readers may write much
    "channel": -60,
    "card": -60,
    "notice": -40,
    "foot": -60,
}
_LONGEST = 400  # characters of one line that count
_CLUTTER: frozenset[Role] = frozenset(("navigation", "tools", "end", "comments", "channel", "card", "notice", "foot"))
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()、\s]{2,40}(?:局|府|会|委|办|院|队|厅|部|署|室|处|中心|公司|集团|大学|学会|协会)$"
)
_DOCUMENT = re.compile("公报|报告|意见|通知|决定|规划|方案|讲话|办法|条例|解读|发布会|答记者问|会议|综述")
_SITE_SUFFIX = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s?|[-–—](?=[^-–—]{0,12}(?:网|新闻|政府|日报|在线)$)).*$")
_SUBTITLE = re.compile(r"^(?:[—–-]{1,4}\S|[（(](?:19|20)\d\d年)")


@dataclass(frozen=True, slots=True)
class Body:
    """Lines ``start`` to ``stop`` are the article; ``title`` and ``subtitle`` are numbers of lines."""

    start: int
    stop: int
    title: int | None
    subtitle: int | None


def find_body(lines: Sequence[Line]) -> Body:
    """Find the article among classified lines."""
    start, stop = _densest(lines)
    if start == stop:  # no running text at all: everything that is no clutter, as in a list of figures
        kept = [i for i, line in enumerate(lines) if line.role not in _CLUTTER]
        start, stop = (kept[0], kept[-1] + 1) if kept else (0, len(lines))
        return Body(start, stop, None, None)
    stop = _with_signature(lines, stop)
    head = _with_opening(lines, start)
    title = _best_title(lines, start)
    if title is not None and title >= head:
        head = title + 1
    subtitle = next((i for i in range((title or 0), start) if _SUBTITLE.match(lines[i].text)), None)
    return Body(head, stop, title, subtitle)


def belongs(line: Line) -> bool:
    """Tell whether a line between the first and the last of the article is part of it."""
    if line.role == "reactions":
        return not re.search(r"[^\d\s.,+]", line.text)  # bare numbers may be cells of a table
    return line.role not in _CLUTTER


def clean_title(text: str) -> str:
    """Return a title without the name of the site after it."""
    shorter = _SITE_SUFFIX.sub("", text).strip()
    return shorter if len(shorter) >= 6 else text.strip()


def _densest(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the stretch of lines whose worth is greatest."""
    best = worth = 0
    best_start = best_stop = start = 0
    for i, line in enumerate(lines):
        worth += _worth(line)
        if worth <= 0:
            worth, start = 0, i + 1
        elif worth > best:
            best, best_start, best_stop = worth, start, i + 1
    return best_start, best_stop


def _worth(line: Line) -> int:
    if line.role == "prose":
        return min(len(line.text), _LONGEST)
    if line.role == "row":
        return 20 if re.search(r"\d", line.text) else _WORTH["short"]
    if line.role == "short" and line.text[-1] in "，、：；！？":  # a sentence set in many short lines
        return len(line.text) if line.text[-1] in "，、" else 0
    return _WORTH[line.role]


def _with_signature(lines: Sequence[Line], stop: int) -> int:
    """Take in who signs and the day, where they stand under the text."""
    end = stop
    while end < min(stop + 3, len(lines)) and lines[end].role == "short" and _OFFICE.match(lines[end].text):
        end += 1
    if end > stop and end < len(lines):
        time = TIME.fullmatch(lines[end].text)
        return end + 1 if time and not time["hour"] else end
    return stop


def _is_title(line: Line) -> bool:
    text = line.text
    return (
        line.role == "short"
        and 4 <= len(text) <= 90
        and not text.endswith(("。", "；", "，", "：", ":"))
        and not _SUBTITLE.match(text)
        and not is_byline(text)
        and not is_menu(text)
        and not text.startswith("功能介绍")
    )


def _with_opening(lines: Sequence[Line], start: int) -> int:
    """Take in the words directly over the text: on which occasion, who speaks, which office on which day."""
    head = start
    while head > 0 and start - head < 8:
        line = lines[head - 1]
        time = TIME.fullmatch(line.text) if line.role == "details" else None
        dated = time and not time["hour"] and head > 1 and _is_office(lines[head - 2])
        if line.role not in ("short", "heading") and not dated:
            break
        head -= 1
    return head


def _best_title(lines: Sequence[Line], start: int) -> int | None:
    """Return the line over the text that reads and stands most like a title."""
    best, worth = None, 0.0
    for i in range(max(start - 24, 0), start):
        if not _is_title(lines[i]):
            continue
        text = lines[i].text
        here = (len(text) >= 8) * 3 + (len(text) >= 12) + 1 - 0.25 * (start - i)
        below = lines[i + 1]
        if below.role in ("details", "tools", "reactions") or is_byline(below.text) or _SUBTITLE.match(below.text):
            here += 3
        elif len(below.text) <= 14 and lines[min(i + 2, start)].role == "details":  # who publishes stands between
            here += 2
        here += _DOCUMENT.search(text) is not None
        here -= 4 * _is_office(lines[i])
        if best is None or here > worth:
            best, worth = i, here
    return best


def _is_office(line: Line) -> bool:
    return line.role == "short" and _OFFICE.match(line.text) is not None
