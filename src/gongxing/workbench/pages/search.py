"""Search over documents, facts, cells and regions, with facets in the address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import Response

from gongxing.library.narrowing import KINDS
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import BadAddressError

if TYPE_CHECKING:
    from gongxing.library.searching import SearchResult
    from gongxing.workbench.page import PageRequest

router = page_router("reader")
HITS = 60
COUNTED = 5_000  # documents, and facts, up to which finds are counted
DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@router.get("/search")
def search(page: Page) -> Response:
    """Show what is found, each in its words, the count of each kind; what is found everywhere is not counted out."""
    view = page.view
    words = view.text("q")
    names = ("region", "since", "until", "period", "source")
    asked = {name: view.text(name) for name in names}
    for name in ("since", "until"):
        if asked[name] and not DATE.fullmatch(asked[name] or ""):
            raise BadAddressError(name, asked[name] or "", "choice", "2024, 2024-06, 2024-06-30")
    kinds = tuple(kind for kind in view.many("kind") if kind in KINDS)
    found = _found(page, words, kinds, HITS, asked) if words else None
    every = _found(page, words, (), 1, asked) if words and kinds else found  # chips count every kind, chosen or not
    counts = every.counts if every else {}
    more = every.more if every else frozenset()
    given = "".join(f", {name}={value!r}" for name, value in [*asked.items(), ("kinds", kinds)] if value)
    return page.render(
        "search/page.html", q=words, asked=asked, kinds=kinds, found=found, counts=counts, more=more,
        narrowed=any(asked.values()), all_kinds=KINDS,
        python=f"library.search({words!r}, limit={HITS}{given})" if words else None,
        api=page.api("/search", q=words, limit=HITS, kind=kinds, **asked) if words else None,
    )  # fmt: skip


def _found(
    page: PageRequest, words: str, kinds: tuple[str, ...], limit: int, asked: dict[str, str | None]
) -> SearchResult:
    return page.remember(
        f"search {words!r} {kinds} {limit} {asked}",
        lambda library: library.search(words, kinds=kinds, limit=limit, count_to=COUNTED, **asked),
    )
