"""Search over documents, facts, cells and regions, with facets in the address."""

from __future__ import annotations

import re

from starlette.responses import Response

from gongxing.library.narrowing import KINDS
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import BadAddressError

router = page_router("reader")
HITS = 60
DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@router.get("/search")
def search(page: Page) -> Response:
    """Show what is found, each in its words, with the exact count of each kind."""
    view = page.view
    words = view.text("q")
    names = ("region", "since", "until", "period", "source")
    asked = {name: view.text(name) for name in names}
    for name in ("since", "until"):
        if asked[name] and not DATE.fullmatch(asked[name] or ""):
            raise BadAddressError(name, asked[name] or "", "choice", "2024, 2024-06, 2024-06-30")
    kinds = tuple(kind for kind in view.many("kind") if kind in KINDS)
    found = None
    if words:
        found = page.remember(
            f"search {words!r} {kinds} {asked}",
            lambda library: library.search(words, kinds=kinds, limit=HITS, **asked),
        )
    counts = found.counts if found else {}
    if words and kinds:  # chips count every kind, chosen or not
        counts = page.library.search(words, limit=1, **asked).counts  # type: ignore[arg-type]
    given = "".join(f", {name}={value!r}" for name, value in [*asked.items(), ("kinds", kinds)] if value)
    return page.render(
        "search/page.html", q=words, asked=asked, kinds=kinds, found=found, counts=counts, narrowed=any(asked.values()),
        python=f"library.search({words!r}, limit={HITS}{given})" if words else None,
        api=page.api("/search", q=words, limit=HITS, kind=kinds, **asked) if words else None,
    )  # fmt: skip
