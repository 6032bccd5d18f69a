"""Articles that a page carries where readers do not see them: in a script's data, a textarea, a template.

Such pages build themselves in the browser. The article is then one long string, or a list of strings, of a script,
often escaped twice; its title, source and date stand beside it under telling keys.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from gongxing.reading.page.metadata import Declared

# A literal without its closing quote ends with the line or the script; asking for the quote would cost quadratic time.
_LITERAL = re.compile(r'"((?:[^"\\\n]++|\\.)*+)"?|\'((?:[^\'\\\n]++|\\.)*+)\'?|`((?:[^`\\]++|\\.)*+)`?', re.S)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\n", "b": "", "f": "\n"}
_SENTENCE = re.compile(r"[。！？；，]|[.,;!?](?=\s)")
_PARAGRAPH = re.compile(r"<(?:p|div|br|section|table|span|h[1-6])\b", re.I)
_KEYED = re.compile(
    r"""["']?\b(?P<key>[A-Za-z_]{3,30})\b["']?\s*[:=]\s*(?P<value>"(?:[^"\\\n]|\\.){1,300}"|'(?:[^'\\\n]|\\.){1,300}')"""
)
_KEYS = {
    "title": re.compile(r"(?:article_?|news_?|doc_?)?(?:title|headline)", re.I),
    "date": re.compile(r"(?:publish(?:ed)?|pub|create|release|display)_?(?:time|date|at)\w*|p?time|ctime", re.I),
    "source": re.compile(r"(?:article_?|news_?|media_?|original_?)?source(?:_?name)?|media_?name|origin", re.I),
    "author": re.compile(r"author(?:_?name)?|writer", re.I),
}
# A string is worth a look from so many sentence marks on; a list of paragraphs needs as many in all.
_MARKS = 6
_DEEPEST = 3
_LONGEST_SCRIPT = 20_000_000


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article found in data: its markup and what stands beside it."""

    markup: str
    marks: int
    declared: Declared


def find_embedded(tree: LexborHTMLParser) -> Embedded | None:
    """Return the longest running text that the page's data hold, or ``None``."""
    best: Embedded | None = None
    for element in tree.css("script, textarea, noscript, template, iframe[srcdoc]"):
        if element.tag == "script":
            found = _in_script(element.text() or "")
        else:
            found = _in_element(element.tag or "", element.text(), element.html or "", element.attributes)
        if found and (best is None or found.marks > best.marks):
            best = found
    return best


def _in_element(tag: str, text: str, whole: str, attributes: dict[str, str | None]) -> Embedded | None:
    markup = (attributes.get("srcdoc") or "") if tag == "iframe" else text if tag == "textarea" else whole
    markup = re.sub(r"</?(?:template|noscript)\b[^>]*>", " ", markup) if markup is whole else markup
    if "&lt;" in markup:
        markup = html.unescape(markup)
    marks = len(_SENTENCE.findall(markup))
    return Embedded(_as_markup(markup), marks, Declared()) if marks >= _MARKS else None


def _in_script(script: str) -> Embedded | None:
    if len(script) > _LONGEST_SCRIPT or len(script) < 60:
        return None
    if script.lstrip()[:3].upper() in ("%7B", "%5B"):
        script = unquote(script)
    opened = [script]  # the script, and the strings in it that hold data themselves
    texts = _texts(script, _DEEPEST, opened)
    if not texts:
        return None
    longest = max(texts, key=_marks)
    marks, total = _marks(longest), sum(map(_marks, texts))
    chosen = _as_markup(longest)
    if 2 * marks < total:
        chosen, marks = "".join(map(_as_markup, texts)), total
    return Embedded(chosen, marks, _beside(opened)) if marks >= _MARKS else None


def _marks(text: str) -> int:
    return len(_SENTENCE.findall(text))


def _texts(data: str, depth: int, opened: list[str]) -> list[str]:
    """Return the strings of a script that read like text, in order, each once; strings that hold data are opened."""
    texts: dict[str, None] = {}
    for match in _LITERAL.finditer(data):
        raw = match[match.lastindex or 1] or ""
        if len(raw) < 20:
            continue
        text = _unescaped(raw)
        if depth > 1 and text.lstrip()[:1] in ("{", "[") and '"' in text:
            opened.append(text)
            texts.update(dict.fromkeys(_texts(text, depth - 1, opened)))
            continue
        if "&lt;" in text:
            text = html.unescape(text)
        text = text.strip('" \n\t')
        if "function" in text and "{" in text:
            continue
        if _SENTENCE.search(text) and (_PARAGRAPH.search(text) or _reads(text)):
            texts[text] = None
    return list(texts)


def _reads(text: str) -> bool:
    """Say whether a bare string is prose: Han characters, or words with spaces between."""
    wide = sum(1 for character in text[:200] if character >= "\u4e00")
    return wide * 3 >= min(len(text), 200) or (text.count(" ") * 12 >= len(text) > 80 and "." in text)


def _unescaped(raw: str) -> str:
    if "\\" not in raw:
        return raw
    try:
        text = str(json.loads(f'"{raw}"'))
    except ValueError:
        text = _ESCAPE.sub(_escaped, raw)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a pair of an emoji is no text


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(match[3], match[3])


def _as_markup(text: str) -> str:
    if _PARAGRAPH.search(text):
        return f"<div>{text}</div>"
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _beside(opened: list[str]) -> Declared:
    found = Declared()
    into = {"title": found.titles, "date": found.dates, "source": found.sources, "author": found.authors}
    for data in opened:
        for match in _KEYED.finditer(data):
            kind = next((kind for kind, key in _KEYS.items() if key.fullmatch(match["key"])), None)
            if kind is None or len(into[kind]) >= 20:
                continue
            value = html.unescape(_unescaped(match["value"][1:-1])).strip('" \n\t')
            if value and "<" not in value:
                into[kind].append(value)
    return found
