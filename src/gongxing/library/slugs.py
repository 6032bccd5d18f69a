"""Names of stored things: short, readable in an address, Chinese allowed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from gongxing.library.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 64  # characters
_SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def checked_slug(name: str) -> str:
    """Return a name in the one form in which it is kept: composed, in lower case.

    Raises
    ------
    LibraryError
        It holds something else than letters, digits and single hyphens between them, or more than 64 of these.
    """
    slug = _composed(name)
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST:
        better = slug_of(name)
        hint = f", e.g. {better}" if better else ", e.g. chengmei-railway or 成眉铁路"
        raise LibraryError(
            f"{name!r} cannot be a name; use letters (Chinese too), digits and single hyphens, at most {LONGEST}{hint}"
        )
    return slug


def slug_of(title: str) -> str:
    """Return a name made of a title, empty where the title holds no letter or digit."""
    words = re.findall(r"[^\W_]+", _composed(title))
    return "-".join(words)[:LONGEST].strip("-")


def unknown_name(kind: str, name: str, there: Sequence[str]) -> str:
    """Return the sentence that says that a name is not there, and what is."""
    near = difflib.get_close_matches(_composed(name), there, n=3, cutoff=0.5) or there[:5]
    known = f"there are {', '.join(near)}" if near else "none is stored yet"
    return f"there is no {kind} {name!r} in this library; {known}"


def _composed(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
