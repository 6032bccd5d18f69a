"""Why a page holds no article, said so that its reader knows what to do."""

from __future__ import annotations

import re
from urllib.parse import unquote

from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.page.markup import Page, flat_text
from gongxing.reading.page.metadata import declared, find_title

_FILE = re.compile(r"([^/?=&#]+\.(?:pdf|docx?|wps|xlsx?|ofd|rtf|zip|rar))(?=[?&#]|$)", re.I)


def no_article(page: Page, name: str) -> UnreadableDocumentError:
    """Return the error for a page without an article, naming the attached file that holds it where there is one."""
    for element in page.tree.css("iframe[src], embed[src], object[data]"):
        attributes = element.attributes
        match = _FILE.search(attributes.get("src") or attributes.get("data") or "")
        if match:
            return _in_a_file(name, unquote(match[1]))
    for link in page.tree.css("a[href]"):
        match = _FILE.search(link.attributes.get("href") or "")
        if match:
            return _in_a_file(name, flat_text(unquote(match[1])))
    if len(page.lines) < 5 and page.tree.css_first("iframe[src], frame[src]") is not None:
        return UnreadableDocumentError(
            name,
            "the page only shows another page in a frame",
            "open that page on its own and save it",
        )
    if len(page.lines) < 5 and page.tree.css_first("script") is not None:
        return UnreadableDocumentError(
            name,
            "the page holds no text, only scripts that would load it",
            "open it in a browser and save it once the text shows",
        )
    title = find_title(page, declared(page.tree), len(page.lines))
    if title.text and title.first is not None and len(title.text) >= 8:
        return UnreadableDocumentError(
            name,
            f"the page shows the title {title.text} but holds no text under it",
            "open it in a browser, save it once the text shows, or save the file that it offers",
        )
    return UnreadableDocumentError(
        name,
        "the page holds no article, only links and short lines",
        "open the article it leads to and save that page",
    )


def _in_a_file(name: str, file: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        name,
        f"the page does not hold the text itself, it only shows the file {file}",
        "download that file from the page and read it instead",
    )
