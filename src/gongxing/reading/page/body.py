"""Finding the body: the box whose lines read like an article, and where in it the article begins and ends.

Every line weighs what it adds to the belief that it belongs to an article: running text with sentence marks counts its
own length, lists of links count against. The box with the greatest sum holds the article, since clutter lowers the sum
of every box that takes it in; what is left of clutter at the ends and inside is then cut by what it says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from gongxing.reading.page.lexicon import Lexicon, lexicon
from gongxing.reading.page.markup import Line, Page

_WIDE_MARKS = re.compile("[，。；！？：、…]|[,;!?](?!\\d)")
_LATIN_MARKS = re.compile(r"[.,;:!?](?=[\s\"”’')]|$)")
# An article sentence has a mark every so many characters; a line with fewer is discounted in proportion.
_WIDE_PACE, _LATIN_PACE = 22, 90
# A Latin letter carries about a third of what a Han character does.
_LATIN_WORTH = 0.35
_SHORT = 40
# Below this weight nothing on the page deserves the name of an article.
_FAINT = 60.0
# How much heavier a body must be to be believed against the names of the containers around it.
_CONTRADICTION = 5.0
_PARAGRAPHS = 120.0  # no byline weighs so much
_THREAD_MARKS = 4
_THREAD_HINT = re.compile("[复报顶赞踩刚前楼沙网天]|eply|eport|ago|ike")  # spares most lines the whole expression
_CLUTTER = -1.0
_STUBBORN = frozenset(("comment", "related"))  # long texts are usual in them, so weight proves nothing

_LATIN_BYLINE = re.compile(
    r"^(?:by\s+[A-Z][\w.'’-]+\s+[A-Z]|(?:published|posted|updated)\b)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+(?:19|20)\d\d\b"
    r"|\b\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d\d\b",
    re.I,
)
DATE_LINE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}\s*[:：]\s*\d{2})?")


@dataclass(slots=True)
class Body:
    """The article's lines, as indices into ``Page.lines``; the box around them, and the weight of every line.

    ``weight`` is what its lines weigh together, ``roles`` what each box of the page holds by its name.
    """

    box: int
    weights: list[float]
    roles: list[str | None]
    threads: set[int]
    weight: float
    first: int
    last: int

    def is_clutter(self, line: Line) -> bool:
        """Say whether a line stands in a container of something else."""
        return self.roles[line.box] is not None or line.box in self.threads


def find_body(page: Page) -> Body | None:
    """Find the box of the article on a page, or ``None`` when nothing on it reads like one."""
    words = lexicon()
    plain = [_plain_weight(page, line, words) for line in page.lines]
    threads = _threads(page, plain, words)
    roles = _roles(page, plain, threads)
    body = _heaviest(page, plain, roles, threads)
    most = sum(weight for weight in plain if weight > 0)
    if most > max(body.weight * _CONTRADICTION, _FAINT):
        stubborn: list[str | None] = [role if role in _STUBBORN else None for role in roles]
        nothing: list[str | None] = [None] * len(roles)
        for weaker in (stubborn, nothing):
            other = _heaviest(page, plain, weaker, threads)
            if other.weight > max(body.weight * _CONTRADICTION, _FAINT):
                body = other
            if body.weight >= _FAINT:
                break
    return body if body.weight >= _FAINT / 3 else None


def is_wide(line: Line) -> bool:
    """Say whether a line is written mostly in Han characters rather than in letters."""
    return wide_text(line.text, line.size)


def wide_text(text: str, size: int) -> bool:
    """Say whether at least a fifth of ``size`` characters are Han: they take three bytes each."""
    return len(text.encode(errors="replace")) - len(text) > 0.4 * size


def sentence_weight(line: Line) -> float:
    """Weigh a line by its text and links alone."""
    free = line.size - line.link
    if line.link * 2 > line.size:
        return -3.0 - 0.2 * line.link
    if is_wide(line):
        text = line.text
        marks = len(_WIDE_MARKS.findall(text))
        if marks and line.size < 30:
            marks -= text.count("：")  # 来源：… is no sentence
        if marks > 0:
            return free * min(1.0, _WIDE_PACE * marks / line.size)
        return -0.5 if line.size <= _SHORT else 0.1 * free
    if line.size > _SHORT:
        marks = len(_LATIN_MARKS.findall(line.text))
        return _LATIN_WORTH * free * min(1.0, _LATIN_PACE * marks / line.size) if marks else -0.5
    return -0.5


def is_byline(line: Line, words: Lexicon) -> bool:
    """Say whether a line tells date, source, author, view count … of the article rather than being part of it."""
    text = line.text
    if line.size > 140 or "。" in text:
        return False
    if ("：" in text or ":" in text) and words.label.search(text):
        return True
    if line.size <= 80 and text[-1] not in ".!?" and _LATIN_BYLINE.search(text):
        return True
    date = DATE_LINE.search(text)
    return date is not None and ("-" in date[0] or "/" in date[0] or ":" in date[0]) and line.size <= 60


def is_furniture(line: Line, words: Lexicon) -> bool:
    """Say whether a line is a button, a share bar, a copyright line or the like."""
    return line.size <= 90 and (words.furniture.fullmatch(line.text) is not None or words.boilerplate.search(line.text))


def is_number_told(page: Page, line: Line) -> bool:
    """Say whether a number alone is told by the article: in a cell or a paragraph; elsewhere it counts views, likes."""
    return line.text.isdecimal() and (page.tag[line.box] == "p" or in_cell(page, line))


def in_cell(page: Page, line: Line) -> bool:
    """Say whether a line stands in a cell of a table, alone or as a paragraph there."""
    box = page.parent[line.box] if page.tag[line.box] == "p" else line.box
    return page.tag[box] in ("td", "th")


def _plain_weight(page: Page, line: Line, words: Lexicon) -> float:
    weight = sentence_weight(line)
    if weight <= 0:
        # Cells of data tables speak neither for nor against.
        return 0.0 if weight == -0.5 and page.tag[line.box] in ("td", "th") else weight
    if line.size >= 300:
        return weight
    if words.boilerplate.search(line.text):
        return -10.0 - 0.5 * line.size
    if line.size <= 120 and words.imprint.search(line.text):
        return -2.0
    if line.size <= 140 and (words.furniture.fullmatch(line.text) or is_byline(line, words)):
        return -2.0
    return weight


def _roles(page: Page, plain: list[float], threads: set[int]) -> list[str | None]:
    """Hand the roles of boxes down, passing over names given to what evidently holds most of the text."""
    totals = _sums(page, [max(weight, 0.0) for weight in plain])
    discussion = sum(totals[box] for box in threads if page.parent[box] not in threads)
    half = 0.5 * (totals[0] - discussion)
    roles: list[str | None] = []
    for box, own in enumerate(page.role):
        inherited = roles[page.parent[box]] if box else None
        role = inherited or own
        most = min(half, _PARAGRAPHS) if own == "byline" else half
        if inherited is None and own not in _STUBBORN and own != "hidden" and totals[box] > most:
            role = None
        roles.append(role)
    return roles


def _sums(page: Page, weights: list[float]) -> list[float]:
    totals = [0.0] * len(page.parent)
    for line, weight in zip(page.lines, weights, strict=True):
        totals[line.box] += weight
    parent = page.parent
    for box in range(len(totals) - 1, 0, -1):
        totals[parent[box]] += totals[box]
    return totals


def _heaviest(page: Page, plain: list[float], roles: list[str | None], threads: set[int]) -> Body:
    """Return the box with the greatest sum when the lines in boxes with a role count for nothing."""
    weights = [
        _CLUTTER if roles[line.box] is not None or line.box in threads else weight
        for line, weight in zip(page.lines, plain, strict=True)
    ]
    totals = _sums(page, weights)
    best, most = 0, 0.0
    for box, total in enumerate(totals):
        score = total * 1.1 if page.favoured[box] else total
        if score >= most:
            best, most = box, score
    return Body(best, weights, roles, threads, totals[best], page.first[best], page.last[best])


def _threads(page: Page, plain: list[float], words: Lexicon) -> set[int]:
    """Return every box that is, or stands in, a thread of comments: many lines of it are 回复, 举报, 3小时前 …."""
    marks = [
        index
        for index, line in enumerate(page.lines)
        if line.size <= 24 and _THREAD_HINT.search(line.text) and words.thread.fullmatch(line.text)
    ]
    if len(marks) < _THREAD_MARKS:
        return set()
    heights = list(accumulate((max(weight, 0.0) for weight in plain), initial=0.0))
    threads: set[int] = set()
    for box in range(1, len(page.parent)):
        if page.parent[box] in threads:
            threads.add(box)
            continue
        first, last = page.first[box], page.last[box]
        begin = bisect_left(marks, first)
        count = bisect_left(marks, last) - begin
        if count < _THREAD_MARKS or count * 6 < last - first:
            continue
        # A box that opens with an article and closes with the comments on it is no thread.
        before, total = heights[marks[begin]] - heights[first], heights[last] - heights[first]
        if before < _FAINT or before * 4 < total:
            threads.add(box)
    return threads
