"""Finding the body: the box whose lines read like an article, and where in it the article begins and ends.

Every line weighs what it adds to the belief that it belongs to an article: running text with sentence marks counts its
own length, lists of links count against. The box with the greatest sum holds the article, since clutter lowers the sum
of every box that takes it in; what is left of clutter at the ends and inside is then cut by what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_THREAD_MARKS = 4


@dataclass(slots=True)
class Body:
    """The lines of the article, as indices into ``Page.lines``, and the box that holds them."""

    box: int
    lines: list[int]
    weight: float
    weights: list[float]


def find_body(page: Page, title: str | None = None) -> Body | None:
    """Find the article on a page, or ``None`` when nothing on it reads like one."""
    words = lexicon()
    threads = _threads(page, words)
    found = None
    for trusting in (True, False):  # first believe the names of containers, then judge by the text alone
        weights = _weights(page, words, threads, trusting)
        box, weight = _heaviest(page, weights)
        if weight >= _FAINT or not trusting:
            found = Body(box, [], weight, weights)
            if weight >= _FAINT:
                break
    if found is None or found.weight <= 0:
        return None
    found.lines = _trimmed(page, found, words, threads, title)
    return found if found.lines else None


def is_wide(line: Line) -> bool:
    """Say whether a line is written mostly in Han characters rather than in letters."""
    text = line.text
    return len(text.encode()) - len(text) > 0.4 * line.size


def sentence_weight(line: Line) -> float:
    """Weigh a line by its text and links alone."""
    free = line.size - line.link
    if line.link * 2 > line.size:
        return -3.0 - 0.2 * line.link
    if is_wide(line):
        marks = len(_WIDE_MARKS.findall(line.text))
        if marks:
            return free * min(1.0, _WIDE_PACE * marks / line.size)
        return -0.5 if line.size <= _SHORT else 0.1 * free
    marks = len(_LATIN_MARKS.findall(line.text))
    if marks and line.size > _SHORT:
        return _LATIN_WORTH * free * min(1.0, _LATIN_PACE * marks / line.size)
    return -0.5


def _weights(page: Page, words: Lexicon, threads: set[int], trusting: bool) -> list[float]:
    weights = []
    roles, tags = page.role, page.tag
    for line in page.lines:
        box = line.box
        role = roles[box]
        if (trusting and role is not None) or box in threads:
            weights.append(-1.0)
            continue
        weight = sentence_weight(line)
        if weight <= 0:
            if weight == -0.5 and tags[box] in ("td", "th"):
                weight = 0.0  # cells of data tables speak neither for nor against
        elif line.size < 300 and words.boilerplate.search(line.text):
            weight = -10.0 - 0.5 * line.size
        elif line.size <= 90 and words.furniture.fullmatch(line.text):
            weight = -3.0
        weights.append(weight)
    return weights


def _heaviest(page: Page, weights: list[float]) -> tuple[int, float]:
    totals = [0.0] * len(page.parent)
    for line, weight in zip(page.lines, weights, strict=True):
        totals[line.box] += weight
    best, most = 0, 0.0
    parent = page.parent
    for box in range(len(totals) - 1, 0, -1):
        totals[parent[box]] += totals[box]
    for box, total in enumerate(totals):
        score = total * 1.1 if page.favoured[box] else total
        if score >= most:
            best, most = box, score
    return best, totals[best]


def _threads(page: Page, words: Lexicon) -> set[int]:
    """Return every box that is, or stands in, a thread of comments: many lines of it are 回复, 举报, 3小时前 …."""
    marked: dict[int, int] = {}
    for line in page.lines:
        if line.size <= 24 and words.thread.fullmatch(line.text):
            marked[line.box] = marked.get(line.box, 0) + 1
    if sum(marked.values()) < _THREAD_MARKS:
        return set()
    counts = [0] * len(page.parent)
    for box, count in marked.items():
        counts[box] = count
    for box in range(len(counts) - 1, 0, -1):
        counts[page.parent[box]] += counts[box]
    threads: set[int] = set()
    for box, count in enumerate(counts):
        if page.parent[box] in threads or (
            count >= _THREAD_MARKS and count * 6 >= page.last[box] - page.first[box] and box
        ):
            threads.add(box)
    return threads


def _trimmed(page: Page, body: Body, words: Lexicon, threads: set[int], title: str | None) -> list[int]:
    """Cut the lines before the first and after the last that belong to the article, and clutter between."""
    lines, weights = page.lines, body.weights
    first, last = page.first[body.box], page.last[body.box]
    heavy = [index for index in range(first, last) if weights[index] > 0]
    if not heavy:
        return []
    last = _end(page, body, words, heavy, last)
    start = _start(page, body, words, heavy[0], title)
    kept = []
    for index in range(start, last):
        line = lines[index]
        if weights[index] == -1.0 and (line.box in threads or page.role[line.box] is not None):
            continue
        if weights[index] <= 0 and _is_furniture(line, words):
            continue
        kept.append(index)
    return kept


def _is_furniture(line: Line, words: Lexicon) -> bool:
    return line.size <= 90 and (
        words.furniture.fullmatch(line.text) is not None or words.boilerplate.search(line.text) is not None
    )


def _end(page: Page, body: Body, words: Lexicon, heavy: list[int], last: int) -> int:
    lines, weights = page.lines, body.weights
    total = sum(weights[index] for index in heavy)
    done = 0.0
    end = last
    for index in range(heavy[0], last):
        line = lines[index]
        if weights[index] > 0:
            done += weights[index]
        if (
            line.size <= 24
            and done > 0.4 * total
            and weights[index] <= 0
            and words.after.fullmatch(line.text)
            and page.tag[line.box] not in ("td", "th")
        ):
            end = index
            break
    tail = max((index for index in heavy if index < end), default=heavy[-1])
    # After the last paragraph, signatures, dates and tables still belong; the first run of links ends it.
    for index in range(tail + 1, end):
        line = lines[index]
        if weights[index] < -0.5 or line.link or _is_furniture(line, words):
            return index
    return end


def _start(page: Page, body: Body, words: Lexicon, heavy: int, title: str | None) -> int:
    """Return the first line of the article: after title, byline and whatever is clutter before the first paragraph."""
    lines, weights = page.lines, body.weights
    start = heavy
    for index in range(heavy - 1, page.first[body.box] - 1, -1):
        line = lines[index]
        if weights[index] < -0.5 or line.link or _is_furniture(line, words):
            break
        start = index
    return start
