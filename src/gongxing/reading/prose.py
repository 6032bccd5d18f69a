"""Plain text and Markdown: cleaned of stray mark-up, with lines that were wrapped at a width made whole again."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.reading.article import Article

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Zero-width and other invisible characters between which words are torn, and controls that no text has.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]")
_PARAGRAPH_TAG = re.compile(
    r"(?i)<(?:br\s*/?|/?(?:p|div|li|ul|ol|tr|table|tbody|h[1-6]|section|article|blockquote)(?:\s[^<>]{0,500})?)>"
)
_TAG = re.compile(
    r"(?i)<(?:br\s*/?|/?(?:p|div|li|ul|ol|tr|table|tbody|h[1-6]|section|article|blockquote)(?:\s[^<>]{0,500})?)>"
)
_TAG = re.compile(
    r"(?i)</?(?:a|b|i|u|em|strong|span|font|sup|sub|img|td|th|o:p|center|small|big|input|button)(?:\s[^<>]{0,500})?/?>"
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_SPACES = re.compile(r"(?<=\S)(?:[ \xa0]{2,}|\xa0)(?=\S)")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”‘’—…]"
)
_STARTS = re.compile(
    r"[ \t\u3000]{2,}|\u3000|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|第[一二三四五六七八九十百]+[章节条]|[-*•●■◆▪·–]\s|\d{1,2}[.、．)）](?!\d)"
)
_NUMBER_OPEN = re.compile(r"\d[.,]?$")
_WORD_END = re.compile(r"[A-Za-z0-9,.;:)\]\"'?!%’”À-ÿ]$")
_WORD_START = re.compile(r"[A-Za-z0-9(\[\"'‘“$€£À-ÿ]")
_ENDED = re.compile(r"[。！？!?…：:；;.][”’）)\"』」]*$")


def read_prose(text: str, name: str) -> Article:
    """Read Markdown, or plain text with or without the clutter of a page around it.

    Parameters
    ----------
    text
        The decoded document.
    name
        What to call it in messages; a suffix ``.md`` hints at Markdown.

    Raises
    ------
    UnreadableDocumentError
        There is nothing in it.
    """
    from gongxing.reading.dump import read_dump
    from gongxing.reading.markdown import is_markdown, read_markdown

    text = clean_characters(text)
    if is_markdown(text, name):
        return read_markdown(text, name)
    return read_dump(unwrap(clean_markup(text)), name)


def clean_characters(text: str) -> str:
    """Make every line break one newline and drop characters that cannot be seen."""
    return _INVISIBLE.sub("", _BREAKS.sub("\n", text))


def clean_markup(text: str) -> str:
    """Replace stray tags and entities by what they stand for, and runs of spaces by one."""
    if "<" in text:
        text = _TAG.sub("", _PARAGRAPH_TAG.sub("\n", text))
    if "&" in text and _ENTITY.search(text):
        text = _INVISIBLE.sub("", html.unescape(text).replace("\r", "\n"))
    return _SPACES.sub(" ", text)


def unwrap(text: str) -> str:
    """Join lines that were broken at a width (as in e-mail and in text out of a PDF) to paragraphs.

    Text whose lines are paragraphs is returned as it is.
    """
    lines = [line.rstrip(" \t\u3000\xa0") for line in text.split("\n")]
    width = _wrapping_width(lines)
    if width is None:
        return text
    columns, characters = width
    joined: list[str] = []
    full = False  # the line before is as wide as lines are, so it goes on
    for line in lines:
        if full and line and not _STARTS.match(line):
            joined[-1] = join_lines(joined[-1], line)
        else:
            joined.append(line)
        full = bool(line) and (len(line) >= characters or _width(line) >= columns)
    return "\n".join(joined)


def join_lines(before: str, after: str) -> str:
    """Join two lines of one paragraph: a hyphenated word without its hyphen, Latin words with a space between."""
    after = after.lstrip(" \t\u3000\xa0")
    if before[-1:] == "-" and before[-2:-1].isalpha() and before[-2:-1].isascii() and after[:1].islower():
        return before[:-1] + after
    if _NUMBER_OPEN.search(before) and after[:1].isdigit():
        return before + after  # a number was broken: 5.|6
    if _WORD_END.search(before) and _WORD_START.match(after):
        return f"{before} {after}"
    return before + after


def _wrapping_width(lines: list[str]) -> tuple[int, int] | None:
    """Return the columns or characters from which a line is full; ``None`` where lines are not wrapped at a width."""
    sample = [line for line in lines[:4000] if line]
    if len(sample) < 4:
        return None
    widths = sorted(_width(line) for line in sample)
    widest = widths[-1 - len(widths) // 50]
    if not 28 <= widest <= 200 or widths[-1] > widest + 24:
        return None
    wide = widest - max(8, widest // 8)
    long = [line for line in sample if _width(line) >= wide]
    open_ended = sum(1 for line in long if not _ENDED.search(line))
    if len(long) < 0.4 * len(sample) or len(long) < 3 or open_ended < 0.6 * len(long):
        return None
    # Programs wrap at columns or at a count of characters; digits make the second kind of line narrow.
    return wide, max(map(len, sample)) - 1


def _width(line: str) -> int:
    """Columns of a terminal: characters of Chinese take two."""
    return len(line) + len(_WIDE.findall(line[:200])) if not line.isascii() else len(line)
