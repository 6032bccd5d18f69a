"""Chinese in an English page says that it is Chinese, so that it is read aloud, hyphenated and set as such.

What a page shows of documents, tables and names is Chinese in either language; it stands in many places, so it is
marked where the page is whole.
"""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff"
_SIGNS = "\u3000-\u303f\uff00-\uffef“”‘’—…·"
# From the first character to the last, with signs, digits and short Latin names (S5, GDP) between.
_RUN = re.compile(
    f"[{_SIGNS}]*[{_HAN}](?:[{_HAN}{_SIGNS}]|[0-9.%+-]+(?=[{_HAN}{_SIGNS}])|[A-Za-z0-9]{{1,6}}(?=[{_HAN}]))*"
)
_APART = "script|style|textarea|title|svg"
# An element that holds nothing but a text; what is left alone; a text with Chinese in it.
_TEXT = re.compile(
    rf"<({_APART})\b.*?</\1>"
    rf"|(?P<head><(?P<name>[a-z][a-z0-9]*)(?P<said>(?: [^<>]*)?)>)(?P<whole>[^<>]*[{_HAN}][^<>]*)(?=</(?P=name)>)"
    rf"|(?<=>)(?P<part>[^<>]*[{_HAN}][^<>]*)(?=<)",
    re.DOTALL,
)


def marked(html: str) -> str:
    """Return an English page with ``lang="zh"`` at its Chinese.

    >>> marked("<p>Member of 成都都市圈</p><a>成都</a>")
    '<p><span>Member of <span lang="zh">成都都市圈</span></span></p><a lang="zh">成都</a>'
    """
    return _TEXT.sub(_mark, html)


def _mark(found: re.Match[str]) -> str:
    if found["part"]:
        return _parts(found["part"])
    if not found["whole"]:
        return found[0]
    if " lang=" in found["said"]:
        return found[0]
    if found["name"] == "option" or _RUN.fullmatch(found["whole"].strip()):  # an option holds no other element
        return f'{found["head"][:-1]} lang="zh">{found["whole"]}'
    return found["head"] + _parts(found["whole"])


def _parts(text: str) -> str:
    """Mark the Chinese of a text; the text stays one piece, as it was to a row of boxes."""
    return "<span>" + _RUN.sub(r'<span lang="zh">\g<0></span>', text) + "</span>"
