"""What a page says about its article: title, source, author, date; first what readers see, then what it declares."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from gongxing.reading.page.lexicon import Lexicon, lexicon
from gongxing.reading.page.markup import Line, Page, flat_text

_DATE = re.compile(
    r"(?<!\d)(20\d\d|19\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)\s*日?"
    r"(?:(?:\s|T|[日·])*(2[0-3]|[01]?\d)\s*[:：]\s*([0-5]\d)(?:\s*[:：]\s*([0-5]\d))?)?"
)
_ENGLISH_DATE = re.compile(
    r"\b(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+)?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:\s+(?P<late>[0-3]?\d)(?:st|nd|rd|th)?)?,?\s+(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_BEIJING = timezone(timedelta(hours=8))  # the one clock of the pages read here
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ADDRESS_DATE = re.compile(r"(?<!\d)(20[0-3]\d)[-/_]?(1[0-2]|0[1-9])[-/_]?(3[01]|[12]\d|0[1-9])(?!\d{2})")
_SCRIPT_DATE = re.compile(
    r"""\b(?:publish_?(?:ed)?_?(?:time|date|at)|pub_?(?:time|date)|create_?time|release_?(?:time|date))["']?\s*[:=]\s*["'](20\d\d[-/年][^"'<>]{4,24})["']""",
    re.I,
)
_STEMS = ("ublish", "ubTime", "ubtime", "ub_time", "ubDate", "ubdate", "ub_date", "reateTime", "reate_time", "var ct")
_SITE_SUFFIX = re.compile(r"\s*[_|｜丨]+\s*|\s+[-–—]+\s+|--+|(?<=[\u4e00-\u9fff）”？！])-(?=[\u4e00-\u9fffA-Z])")
_FOOTNOTE = re.compile(r"\s*(?:\[\d+\]|［\d+］|【\d+】)$")
_PLAIN = re.compile(r"[\W_]+")
_NAME = re.compile(
    r"[\u4e00-\u9fff·]{2,12}(?:[\s、，,]+[\u4e00-\u9fff·]{2,12}){0,4}|[A-Z][\w.'’-]+(?:\s+[\w.'’-]+){1,3}"
)
_SIGNED = re.compile(r"([\u4e00-\u9fff]{2,4}(?:[、 ][\u4e00-\u9fff]{2,4}){0,3})\s*/\s*([\u4e00-\u9fff]{3,14})")
_REPORTER = re.compile(
    r"\W*[\u4e00-\u9fff]{0,10}记者[\s:：]+([\u4e00-\u9fff·]{2,6}(?:[\s、]+[\u4e00-\u9fff·]{2,6}){0,4})\W*"
)
_WRITER = re.compile(
    r"[Bb]y\s+([A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,3}(?:(?:,|\s+and)\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,3})*)(?=\s*(?:$|[|,·•–—-]))"
)
_EPOCH = re.compile(
    r"""\b(?:ct|publish_?time|create_?time|pub_?time)["']?\s*[:=]\s*["']?(1[2-9]\d{8})(?:\d{3})?["']?[,;}\s]""", re.I
)
# The lines above and below the title in which date, source and author are looked for.
_HEADER_LINES = 24


@dataclass(slots=True)
class Declared:
    """What meta elements and JSON-LD say; every list in the order of trust."""

    window: str = ""
    titles: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Byline:
    """What the lines around the title say; the date in ISO 8601.

    ``publisher`` is who put it on the site, ``beside`` a name beside the date without a label; ``labelled`` says that
    the date has one.
    """

    source: str | None = None
    publisher: str | None = None
    beside: str | None = None
    author: str | None = None
    published: str | None = None
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """The title and the lines ``first:last`` that show it, where the page shows it."""

    text: str | None
    first: int | None = None
    last: int | None = None


def declared(tree: LexborHTMLParser) -> Declared:
    """Collect what the head of a page declares."""
    words = lexicon().declared
    found = Declared()
    values: dict[str, str] = {}
    scripts: list[str] = []
    for element in tree.css('title, meta[content], link[rel="canonical"], script[type="application/ld+json"]'):
        attributes = element.attributes
        tag = element.tag
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content:
                values.setdefault(name.strip().lower(), flat_text(content))
        elif tag == "title":
            found.window = found.window or flat_text(element.text())
        elif tag == "link":
            values.setdefault("og:url", attributes.get("href") or "")
        else:
            scripts.append(element.text())
    for kind, into in (
        ("title", found.titles),
        ("date", found.dates),
        ("source", found.sources),
        ("author", found.authors),
    ):
        into.extend(values[name] for name in words[kind] if values.get(name))
    for script in scripts:
        _linked_data(script, found)
    for name in ("og:url", "url"):
        match = _ADDRESS_DATE.search(values.get(name, ""))
        if match:
            found.dates.append("-".join(match.groups()))
    return found


def _linked_data(text: str, found: Declared) -> None:
    if len(text) > 200_000:
        return
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    queue: list[Any] = [data]
    for item in queue:
        if isinstance(item, list):
            queue.extend(item[:20])
        elif isinstance(item, dict):
            queue.extend(item.get("@graph") or ())
            for keys, into in (
                (("headline", "title"), found.titles),
                (("datePublished", "pubDate"), found.dates),
                (("author",), found.authors),
            ):
                into.extend(value for key in keys if isinstance(value := _named(item.get(key)), str))
        if len(queue) > 200:
            return


def _named(value: Any) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("name") if isinstance(value, dict) else value


def find_title(page: Page, found: Declared, heavy: int) -> Title:
    """Find the title among the lines up to the first paragraphs (``heavy``), or in what the page declares.

    A line is the title when it says what the window title or a meta element says; failing that, the last top heading
    before the text.
    """
    window = _key(found.window)
    keys = [key for key in map(_key, found.titles) if len(key) >= 4]
    lines = page.lines
    best: tuple[float, int, int] | None = None
    end = min(len(lines), heavy + 8)
    line_keys = [_key(line.text) if line.size <= 120 else "" for line in lines[: end + 3]]
    said = " ".join([window, *keys])
    for index in range(end):
        if not line_keys[index] or line_keys[index][:3] not in said:
            continue
        joined = ""
        for last in range(index + 1, min(index + 4, len(lines)) + 1):
            joined += line_keys[last - 1]
            if len(joined) > 120:
                break
            rank = _likeness(joined, window, keys, lines[index].level)
            if rank <= 0:
                continue
            rank += 0.4 * (0 < lines[index].level < 4) - 0.002 * abs(heavy - index)
            if page.role[lines[index].box] in ("navigation", "byline") and not lines[index].level:
                rank -= 0.3
            if best is None or rank > best[0]:
                best = (rank, index, last)
    if best is not None:
        text = _FOOTNOTE.sub("", _joined(lines[best[1] : best[2]]))
        return Title(text, best[1], best[2])
    headings = [index for index in range(min(len(lines), heavy + 1)) if lines[index].level in (1, 2)]
    full = [index for index in headings if lines[index].size >= 8 and not lines[index].link]
    named = next((title for title in found.titles if len(title) >= 6), None)
    if full and not named:  # the window only names the site or the channel
        return Title(_FOOTNOTE.sub("", lines[full[-1]].text), full[-1], full[-1] + 1)
    return Title(named or _without_site(found.window) or None)


def _joined(lines: list[Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text += ("" if ord(text[-1]) > 0x2E7F and ord(line.text[0]) > 0x2E7F else " ") + line.text
    return text


def _likeness(key: str, window: str, keys: list[str], level: int) -> float:
    """Say how well a line matches the declared titles: above 1 where one of them is the line, 0 where none is."""
    if len(key) < 4:
        return 0.0
    for declared_key in keys:
        if key == declared_key:
            return 2.0
        if key.startswith(declared_key) and (level or 24 <= 3 * len(declared_key) > len(key)):
            return 1.5  # a meta title cut short at a quotation mark
    if key == window:
        return 2.0
    if key in window and len(key) >= 6 and len(key) * 3 >= len(window):
        return 1.0 + len(key) / len(window)
    if len(window) >= 10 and (key.startswith(window) or (key.endswith(window) and len(key) < 2 * len(window))):
        return 1.2
    return 0.0


def _key(text: str) -> str:
    return _PLAIN.sub("", _FOOTNOTE.sub("", text)).lower()


def _without_site(window: str) -> str:
    """Cut the names of channel and site off a window title: its longest part, the first of equals."""
    parts = [part for part in _SITE_SUFFIX.split(window) if part.strip()]
    return max(parts, key=len).strip() if parts else ""


def read_byline(page: Page, title: Title, start: int) -> Byline:
    """Read date, source and author from the lines between the title and the text, and just above the title."""
    words = lexicon()
    found = Byline()
    lines = page.lines
    if title.last is not None and title.first is not None and title.last <= start:
        near = list(range(title.last, min(start, title.last + _HEADER_LINES)))
        near += range(max(0, title.first - 8), title.first)
    else:
        near = list(range(max(0, start - _HEADER_LINES), start))
    for index in near:
        following = lines[index + 1].text if index + 1 < start else ""
        _read_line(lines[index].text, following, words, found)
    return found


def _read_line(text: str, following: str, words: Lexicon, found: Byline) -> None:
    if len(text) > 300:
        return
    labels = list(words.label.finditer(text))
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        value = text[label.end() : end].strip(" |｜丨/·,，;；")
        if not value and place + 1 == len(labels) and not words.label.match(following):
            value = following
        _take(label[0].rstrip(" :："), value, words, found)
    if not labels and words.bare_label.fullmatch(text):
        _take(text.strip(" 【】[]:："), following, words, found)
    date = iso_date(text)
    if date and (found.published is None or (not found.labelled and len(date) > len(found.published))):
        found.published = date
        if found.beside is None and not labels:
            found.beside = _beside_date(text)
    if found.author is None:
        writer = _WRITER.match(text) or _REPORTER.fullmatch(text)
        found.author = writer[1] if writer else None
    signed = _SIGNED.fullmatch(text)
    if signed:
        found.author, found.beside = found.author or signed[1], found.beside or signed[2]


def _take(label: str, value: str, words: Lexicon, found: Byline) -> None:
    kinds = words.label_kinds
    if kinds["source"].fullmatch(label):
        found.source = found.source or source_name(value)
    elif kinds["publisher"].fullmatch(label):
        found.publisher = found.publisher or source_name(value)
    elif kinds["author"].fullmatch(label):
        found.author = found.author or person_names(value)
    elif kinds["date"].fullmatch(label):
        date = iso_date(value)
        later = label.lower().startswith(("最后", "更新", "last", "updated", "成文", "生成"))
        if date and (not found.labelled or len(date) > len(found.published or "")) and not (later and found.published):
            found.published, found.labelled = date, not later


def _beside_date(text: str) -> str | None:
    """Read the source that stands beside a bare date (原创 南方都市报 2019-09-09 16:01:46)."""
    rest = _DATE.sub(" ", text).strip(" ·|")
    parts = [part for part in rest.split() if part not in ("原创", "转载", "字号", "A+", "A-", "A")]
    if len(parts) == 1 and 2 <= len(parts[0]) <= 16 and re.fullmatch(r"[\u4e00-\u9fffA-Za-z·]+", parts[0]):
        return parts[0]
    return None


def source_name(value: str) -> str | None:
    """Clean the value of a source label: no date, no button beside it."""
    value = _DATE.split(value)[0].strip(" |｜丨/·,，;；()（）[]【】>《")
    value = re.split(r"\s{2,}|[\s|｜](?=[【\[(（]|责任|作者|编辑|浏览|字体|字号|打印|举报|分享)", value)[0].strip(
        " |｜》"
    )
    return value if 2 <= len(value) <= 40 and not value.isdecimal() else None


def person_names(value: str) -> str | None:
    """Return the names a value begins with, or ``None`` when it begins with none."""
    match = _NAME.match(value.strip())
    return match[0].strip() if match and len(match[0]) <= 60 else None


def iso_date(text: str) -> str | None:
    """Return the first date in a text as ISO 8601, with its time of day where one follows."""
    match = _DATE.search(text)
    if match:
        year, month, day, hour, minute, second = match.groups()
        date = f"{year}-{int(month):02}-{int(day):02}"
        if hour is None:
            return date
        return f"{date}T{int(hour):02}:{minute}:{second}" if second else f"{date}T{int(hour):02}:{minute}"
    english = _ENGLISH_DATE.search(text)
    if english:
        day = english["late"] or english["day"]
        month_number = _MONTHS.index(english["month"].lower()) + 1
        if day and 1 <= int(day) <= 31:
            return f"{english['year']}-{month_number:02}-{int(day):02}"
    return None


def published(byline: Byline, found: Declared, markup: str) -> str | None:
    """Choose the date: visible, declared, in the address, in a script; a declared time completes a visible day."""
    dates = [date for date in map(iso_date, found.dates) if date]
    shown = byline.published
    if shown:
        return next((date for date in dates if len(date) > len(shown) and date.startswith(shown)), shown)
    if dates:
        return dates[0]
    return _scripted_date(markup)


def _scripted_date(markup: str) -> str | None:
    """Read the date from a variable of a script; whole pages are searched for the plain stems of its names only."""
    for stem in _STEMS:
        start = markup.find(stem)
        while start >= 0:
            near = markup[max(0, start - 8) : start + 80]
            match = _SCRIPT_DATE.search(near)
            if match and (date := iso_date(match[1])):
                return date
            epoch = _EPOCH.search(near)
            if epoch:
                return datetime.fromtimestamp(int(epoch[1]), _BEIJING).strftime("%Y-%m-%dT%H:%M:%S")
            start = markup.find(stem, start + 1)
    return None


def merged(found: Declared, beside: Declared) -> Declared:
    """Put what stands beside an embedded article after what the page's head declares."""
    for name in ("titles", "dates", "sources", "authors"):
        getattr(found, name).extend(getattr(beside, name))
    return found


def declared_author(found: Declared, source: str | None) -> str | None:
    """Return a declared author that is a name, neither the site's nor the source's."""
    for value in found.authors:
        name = person_names(value)
        if (
            name
            and name == value.strip()
            and name not in found.window
            and name != source
            and "admin" not in name.lower()
        ):
            return name
    return None
