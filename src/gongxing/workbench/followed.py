"""How much of a library pages read: all of a small one; of a large one its tables, and promises region by region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.library.counting import count_articles, regions_that_promise
from gongxing.library.promising import evidence_of, promises
from gongxing.regions.divisions import division
from gongxing.regions.names import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.library.counting import Mentioned
    from gongxing.promises import Promise
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.shelf import Shelf

LARGE = 1_000  # documents from which on a page no longer reads them all
NEWEST = 40  # documents about a region of which the board then follows the promises
FEW = 15  # of which the region's own page does


def is_large(shelf: Shelf) -> bool:
    """Tell whether a library has more documents than a page reads."""
    return shelf.remember("articles", count_articles) > LARGE


def everything_of(page: PageRequest) -> Sequence[Promise]:
    """Return every promise of a library that is not large, followed once between two changes of what it says."""
    shelf = page.workbench.shelf
    return shelf.remember("promises", lambda library: tuple(library.promises()), shelf.facts)


def promises_of(page: PageRequest, region: str, newest: int = NEWEST) -> Sequence[Promise]:
    """Return the promises of a region; of a large library those of the newest documents that promise for it.

    ``region`` is a name in any form or an adcode, ``newest`` how many documents of a large library are followed.
    """
    found = division(region) if region.isdigit() else resolve(region)
    short = found.short if found else region
    if not is_large(page.workbench.shelf):
        code = found.code if found else None
        return [one for one in everything_of(page) if one.region == short or (code and one.region_code == code)]
    until = page.remember("evidence until", evidence_of)
    return page.remember(
        f"promises of {short} in {newest}",
        lambda library: tuple(promises(library, region=short, until=until, newest=newest)),
    )


def regions_of(page: PageRequest) -> list[Mentioned]:
    """Return the regions that promise anything, with their counts."""
    return page.remember("regions that promise", regions_that_promise)
