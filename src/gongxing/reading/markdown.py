"""Markdown: headings, tables and front matter by their marks; everything else as the words it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongxing.reading.composition import Composition
from gongxing.reading.dump.lines import TIME
from gongxing.reading.dump.surroundings import iso_time
from gongxing.reading.prose import join_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from gongxing.reading.article import Article

_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+\S")
_TABLE_RULE = re.compile(r"(?m)^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$")
_INLINE = re.compile(r"!?\[[^\[\]\n]{1,300}\]\([^()\s]{1,500}\)|\*\*(?=\S)[^*\n]{1,300}\*\*")
_FRONT = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^([A-Za-z_\u4e00-\u9fff]{1,20})[ \t]*[:：][ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_FIELDS = {
    "title": "title",
    "标题": "title",
    "题目": "title",
    "subtitle": "subtitle",
    "副标题": "subtitle",
    "author": "author",
    "作者": "author",
    "source": "source",
    "来源": "source",
    "date": "published",
    "published": "published",
    "日期": "published",
    "发布时间": "published",
    "发布日期": "published",
}
_TAG = re.compile(r"<[^<>]{0,2000}>|<!--.*?-->", re.DOTALL)


def is_markdown(text: str, name: str) -> bool:
    """Tell whether a text is written in Markdown: by its marks, or by its name."""
    if name.lower().endswith((".md", ".markdown", ".mkd")):
        return True
    head = text[:50_000]
    front = _FRONT.match(head)
    if front and _FIELD.search(front[1]):
        return True
    marks = len(_HEADING.findall(head)) + len(_TABLE_RULE.findall(head))
    inline = len(_INLINE.findall(head))
    return marks >= 2 or (marks >= 1 and inline >= 1) or inline >= 5


def read_markdown(text: str, name: str) -> Article:
    """Read Markdown; see ``read_prose``."""
    from markdown_it import MarkdownIt

    front, text = _front_matter(text)
    # Indented paragraphs are paragraphs in Chinese, not code.
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").disable("code")
    composition = Composition()
    _Walker(composition).walk(parser.parse(text))
    title = composition.take_title(front.get("title"))
    return composition.article(
        name,
        title=title,
        subtitle=front.get("subtitle"),
        source=front.get("source"),
        author=front.get("author"),
        published=_date(front.get("published")),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of the front matter that are ours, and the text after it."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    found = {}
    for field in _FIELD.finditer(match[1]):
        name = _FIELDS.get(field[1].lower())
        if name and name not in found:
            found[name] = field[2].strip("\"'“”[]")
    return found, text[match.end() :]


def _date(written: str | None) -> str | None:
    match = TIME.search(written or "")
    return iso_time(match) if match else None


class _Walker:
    """Walks over the parts of a parsed text and adds what they show."""

    def __init__(self, composition: Composition) -> None:
        self.composition = composition
        self._cells: list[str] | None = None
        self._item = ""

    def walk(self, tokens: Sequence[Token]) -> None:
        level = 0
        for token in tokens:
            if token.type == "heading_open":
                level = int(token.tag[1:])
            elif token.type == "heading_close":
                level = 0
            elif token.type == "tr_open":
                self._cells = []
            elif token.type == "tr_close":
                self.composition.add_row(self._cells or [])
                self._cells = None
            elif token.type == "table_close":
                self.composition.end_table()
            elif token.type == "list_item_open":
                self._item = f"{token.info}{token.markup} " if token.info else ""
            elif token.type == "inline":
                self._add_inline(token, level)
            elif token.type == "html_block":
                self._add_lines(_TAG.sub("", token.content))

    def _add_inline(self, token: Token, level: int) -> None:
        words = _words(token.children or [])
        if self._cells is not None:
            self._cells.append(words)
        elif level:
            self.composition.add_heading(words, level)
        else:
            self._add_lines(self._item + words)
            self._item = ""

    def _add_lines(self, words: str) -> None:
        """Add a paragraph; its source lines are joined where a line neither ends a sentence nor stops short."""
        paragraph = ""
        for raw in words.split("\n"):
            line = raw.strip(" \t\u3000\xa0")
            paragraph = join_lines(paragraph, line) if paragraph else line
            if len(line) < 20 or line[-1] in "。！？；：.!?:;":
                self.composition.add(paragraph)
                paragraph = ""
        self.composition.add(paragraph)


def _words(children: Sequence[Any]) -> str:
    """Return what inline marks show: the words of links and emphasis, no pictures, no tags."""
    parts = []
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or child.content.lower().startswith("<br"):
            parts.append("\n")
    # Marks next to Chinese quotation marks are no emphasis by the rules of Markdown, but were meant as such.
    return "".join(parts).replace("**", "")
