"""Markup to lines: one pass over the parsed page that keeps what the body finder needs to know of each line.

The tree is walked without recursion, so that its depth is bounded by memory alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongxing.reading.page.lexicon import lexicon

_BOLD = frozenset(("b", "strong"))
# What an element does to the lines in it, and what must be undone when it is left, as bits.
_BOX, _LINK, _WEIGHT, _PRE, _HEADING, _HIDDEN = 1, 2, 4, 8, 16, 32
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
# Landmarks of HTML5 that hold no article; header and form may, and are judged by what is in them.
_LANDMARKS = {"nav": "navigation", "footer": "footer", "aside": "sidebar", "menu": "navigation", "dialog": "navigation"}

# Elements that hold the article whatever their names say: "comments-open" is a state, not a thread.
_TRUSTED = frozenset(("article", "main", "form"))

_STYLES = re.compile(
    r"(?P<hidden>display\s*:\s*none)|(?P<heavy>font-weight\s*:\s*(?:bold|[6-9]00))|(?P<kept>white-space\s*:\s*pre)",
    re.I,
)
_WIDE = "\u2e80-\u9fff\u3000-\u303f\uff00-\uffef\uf900-\ufaff“”‘’…—"
# A line break of the source between two wide characters is no space.
_WRAPPED = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
# Zero-width characters and the private-use glyphs of icon fonts.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Paragraphs that a page parts by indentation alone, inside one element.
_INDENTED = re.compile("(?<=[。！？!?…”：；])\\s*(?:[\u3000\u2003]{2}|[\xa0\u2002]{4})\\s*")
_NUMBERED = re.compile("(?<=[。！？])\\s+(?=[一二三四五六七八九十]{1,3}、[^，。；]{2,20}\\s)")

# Beyond this nesting, block elements are opened no more: the parser's time grows with the square of the depth.
_DEEPEST = 1_000
_STRIDE = 65_536
_BLOCK_TAG = re.compile(
    r"<(/?)(?:div|p|ul|ol|li|dl|dd|dt|section|article|blockquote|center|form|h[1-6]|pre|aside|nav|main|header|footer"
    r"|address|details|fieldset|figure|dir|menu|table|tr|td|th|tbody|button)\b[^<>]*+>?",
    re.I,
)


@dataclass(slots=True)
class Line:
    """One paragraph, heading, list item or cell: the text between two breaks of the layout.

    ``size`` counts its characters without spaces, ``link`` those inside links, ``bold`` those in bold type; ``box`` is
    the innermost block element; ``level`` 1-6 in h1-h6, else 0; ``broken`` says that only a ``br`` parts it from the
    line before, ``indented`` that its source begins with indentation.
    """

    text: str
    size: int
    link: int
    bold: int
    box: int
    level: int
    broken: bool
    indented: bool


@dataclass(slots=True)
class Page:
    """The lines of a page and the tree of block elements (boxes) around them, in document order.

    Box 0 is the root. ``role`` is what the name of a box says it holds (``comment``, ``related``, ``navigation`` …,
    ``hidden``), ``favoured`` whether its name speaks of an article; ``first`` and ``last`` bound its lines;
    ``name`` is its "class id".
    """

    tree: LexborHTMLParser
    lines: list[Line] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    role: list[str | None] = field(default_factory=list)
    favoured: list[bool] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    name: dict[int, str] = field(default_factory=dict)
    cell_spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def inside(self, box: int, ancestor: int) -> bool:
        """Say whether ``box`` is ``ancestor`` or stands in it (boxes are numbered in document order)."""
        while box > ancestor:
            box = self.parent[box]
        return box == ancestor


def parse_page(markup: str) -> Page:
    """Parse HTML as a browser would and return its lines and boxes."""
    return _Walk(LexborHTMLParser(_flattened(markup))).run()


def flat_text(raw: str) -> str:
    """Return text as a browser shows it on one line: white space collapsed, invisible characters gone."""
    if "\n" in raw:
        raw = _WRAPPED.sub("", raw)
    if not raw.isascii() and _INVISIBLE.search(raw):
        raw = _INVISIBLE.sub("", raw)
    return " ".join(raw.split())


def _flattened(markup: str) -> str:
    """Drop the opening tags of block elements nested deeper than any real page."""
    if not _may_be_deep(markup):
        return markup
    depth, kept, end = 0, [], 0
    for match in _BLOCK_TAG.finditer(markup):
        if match[1]:
            depth = max(depth - 1, 0)
            continue
        depth += 1
        if depth > _DEEPEST:
            kept.append(markup[end : match.start()])
            end = match.end()
    if not kept:
        return markup
    kept.append(markup[end:])
    return " ".join(kept)


def _may_be_deep(markup: str) -> bool:
    """Say whether anywhere many more tags are open than closed; counted at strides, which is fast and near enough."""
    open_ = 0
    for start in range(0, len(markup), _STRIDE):
        end = start + _STRIDE
        open_ += markup.count("<", start, end) - 2 * markup.count("</", start, end)
        if open_ > _DEEPEST:
            return True
        open_ = max(open_, 0)
    return False


class _Walk:
    """The state of one pass over the tree."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.page = Page(tree)
        self.parents = self.page.parent
        self.words = lexicon()
        self.styles: dict[str, int] = {}
        self.pieces: list[str] = []
        self.link = self.bold = 0  # characters of the current line
        self.links = self.bolds = self.pre = 0  # open elements
        self.box = -1
        self.level = 0
        self.broken = False

    def run(self) -> Page:
        root = self.page.tree.body
        self._open_box("body", None, False)
        if root is not None:
            self._descend(root)
            self._flush()
        self.page.last[0] = len(self.page.lines)
        return self.page

    def _descend(self, root: LexborNode) -> None:
        skipped, inline, pieces = self.words.skipped, self.words.inline, self.pieces
        stack: list[tuple[LexborNode, int]] = []
        node = root.first_child
        while True:
            if node is None:
                if not stack:
                    return
                opened, kind = stack.pop()
                if kind:
                    self._leave(kind)
                node = opened.next
                continue
            tag = node.tag
            if tag == "-text":
                data = node.text_content
                if data and (pieces or not data.isspace() or "\u3000" in data or "\xa0" in data):
                    self._text(data)
            elif tag == "br":
                wrote = bool(pieces)
                self._flush()
                self.broken = wrote  # a second break in a row parts paragraphs
            elif tag not in skipped and tag is not None:
                if tag in inline or ":" in tag:
                    kind = self._enter_inline(tag, node.attributes)
                else:
                    kind = self._enter_block(tag, node.attributes)
                if kind >= 0:
                    child = node.first_child
                    if child is not None:
                        stack.append((node, kind))
                        node = child
                        continue
                    if kind:
                        self._leave(kind)
            node = node.next

    def _enter_inline(self, tag: str, attributes: dict[str, str | None]) -> int:
        """Note an inline element; return what to undo when it is left, or -1 when it is not to be read."""
        kind = _WEIGHT if tag in _BOLD else 0
        if attributes:
            style = attributes.get("style")
            if style:
                kind |= self._styled(style)
            if kind & _HIDDEN or "hidden" in attributes:
                return -1
            if tag == "a" and "href" in attributes:
                kind |= _LINK
                self.links += 1
        if kind & _WEIGHT:
            self.bolds += 1
        if kind & _PRE:
            self.pre += 1
        return kind

    def _enter_block(self, tag: str, attributes: dict[str, str | None]) -> int:
        """Open a box for a block element; return what to undo when it is left."""
        if self.pieces:
            self._flush()
        kind = _BOX
        role, favoured = None, False
        if attributes:
            style = attributes.get("style")
            if style:
                kind |= self._styled(style)
            if "class" in attributes or "id" in attributes:
                name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
                role, favoured = self.words.role(name)
                self.page.name[len(self.parents)] = name
                if tag in _TRUSTED:
                    role = None
            if kind & _HIDDEN or "hidden" in attributes:
                role = "hidden"
        self._open_box(tag, role or _LANDMARKS.get(tag), favoured)
        if tag in _HEADINGS:
            kind |= _HEADING
            self.level = _HEADINGS[tag]
        elif tag in ("td", "th"):
            self._note_spans(attributes)
        elif tag == "pre":
            kind |= _PRE
        if kind & _WEIGHT:
            self.bolds += 1
        if kind & _PRE:
            self.pre += 1
        return kind

    def _styled(self, style: str) -> int:
        """Return what an inline style does, as bits; a page repeats the same few styles hundreds of times."""
        bits = self.styles.get(style)
        if bits is None:
            bits = 0
            for match in _STYLES.finditer(style):
                bits |= {"hidden": _HIDDEN, "heavy": _WEIGHT, "kept": _PRE}[match.lastgroup or ""]
            self.styles[style] = bits
        return bits

    def _leave(self, kind: int) -> None:
        if kind & _LINK:
            self.links -= 1
        if kind & _WEIGHT:
            self.bolds -= 1
        if kind & _PRE:
            self.pre -= 1
        if kind & _BOX:
            if self.pieces:
                self._flush()
            self.broken = False
            self.page.last[self.box] = len(self.page.lines)
            self.box = self.parents[self.box]
            if kind & _HEADING:
                self.level = 0

    def _open_box(self, tag: str, role: str | None, favoured: bool) -> None:
        page, here = self.page, len(self.page.lines)
        self.parents.append(self.box)
        page.tag.append(tag)
        page.role.append(role)
        page.favoured.append(favoured)
        page.first.append(here)
        page.last.append(here)
        self.box = len(self.parents) - 1
        self.broken = False

    def _note_spans(self, attributes: dict[str, str | None]) -> None:
        if "colspan" in attributes or "rowspan" in attributes:
            across, down = (_whole(attributes.get(name)) for name in ("colspan", "rowspan"))
            self.page.cell_spans[self.box] = (across, down)

    def _text(self, data: str) -> None:
        if data.isspace():
            if self.pieces:
                self.pieces.append(data if data[0] in "\xa0\u3000\u2002\u2003" else " ")
            elif data[0] != "\n" and ("\u3000" in data or "\xa0" in data):
                self.pieces.append(data)
            return
        if self.pre and "\n" in data:
            self._broken_text(data)
            return
        self.pieces.append(data)
        if self.links or self.bolds:
            size = len(data.strip())
            if self.links:
                self.link += size
            if self.bolds:
                self.bold += size

    def _broken_text(self, data: str) -> None:
        """Take text whose line breaks count, as in ``pre``."""
        for number, part in enumerate(data.split("\n")):
            if number:
                self._flush()
                self.broken = True
            if part:
                self.pieces.append(part)

    def _flush(self) -> None:
        if not self.pieces:
            return
        raw = "".join(self.pieces) if len(self.pieces) > 1 else self.pieces[0]
        self.pieces.clear()
        parts = _paragraphs(raw) if len(raw) > 60 else None
        lead = raw.lstrip(" \t\r\n")[:2]
        indented = lead[:1] == "\u3000" or lead in ("\xa0\xa0", "\u2002\u2002", "\u2003\u2003")
        if parts is None or len(parts) == 1:
            self._add(flat_text(raw), self.link, self.bold, indented)
        else:
            for part in parts:
                share = len(part) / len(raw)
                self._add(flat_text(part), int(self.link * share), int(self.bold * share), indented)
                indented = True
        self.link = self.bold = 0
        self.broken = False

    def _add(self, text: str, link: int, bold: int, indented: bool) -> None:
        if text:
            size = len(text) - text.count(" ")
            self.page.lines.append(Line(text, size, link, bold, self.box, self.level, self.broken, indented))


def _paragraphs(raw: str) -> list[str]:
    """Part the text of one element where indentation, or a number after a sentence, begins a paragraph."""
    parts = [raw]
    if "\u3000\u3000" in raw or "\xa0\xa0" in raw or "\u2003" in raw:
        parts = _INDENTED.split(raw)
    if len(raw) > 400:
        parts = [piece for part in parts for piece in _NUMBERED.split(part)]
    return parts


def _whole(value: str | None) -> int:
    """Read a span attribute; a page may say anything, a table is never wider than a few hundred cells."""
    return min(max(int(value), 1), 300) if value and value.isdecimal() and len(value) < 6 else 1
