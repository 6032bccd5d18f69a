"""Finding a division by any name it has or had, and names that are written nearly the same."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from gongxing.regions.divisions import Division, every_stretch, history
from gongxing.regions.names import gazetteer, resolve, written_forms


class Found(NamedTuple):
    """What a name or code leads to.

    ``divisions`` are those that have it in the year asked for; ``former`` those that had it in other years, latest
    stretch first; ``suggestions`` are names written nearly the same, when nothing has it.
    """

    divisions: tuple[Division, ...]
    former: tuple[Division, ...]
    suggestions: tuple[str, ...]


@cache
def _every_form() -> dict[str, tuple[Division, ...]]:
    """Return every stretch of every division by each form of its name."""
    forms: dict[str, dict[Division, None]] = {}
    for row in every_stretch():
        for form in written_forms(row):
            forms.setdefault(form, {})[row] = None
    return {form: tuple(sorted(rows, key=lambda row: -row.valid_from)) for form, rows in forms.items()}


def former(name: str, within: str | None = None) -> tuple[Division, ...]:
    """Return the divisions that had a name in some year and are on the list no more, the latest first.

    Parameters
    ----------
    name
        A name in any form: 襄樊市, 襄樊.
    within
        Code of the division that held it, where the name alone does not tell.
    """
    rows = (row for row in _every_form().get(name, ()) if row.valid_to is not None)
    kept: dict[tuple[str, str], Division] = {}
    for row in rows:
        if within is None or row.within(within):
            kept.setdefault((row.code, row.name), row)
    return tuple(kept.values())


def find(text: str, year: int | None = None, within: str | None = None) -> Found:
    """Find what a name or a code means, in a year or in any other.

    Parameters
    ----------
    text
        A code or a name in any form.
    year
        The year whose divisions count; ``None``: now.
    within
        Code of the division that holds it, where the name alone does not tell.
    """
    if text.isdigit():
        rows = tuple(reversed(history(text)))
        return Found(
            tuple(row for row in rows if row.exists(year))[:1], tuple(r for r in rows if not r.exists(year)), ()
        )
    one = resolve(text, year, within)
    candidates = (one,) if one else gazetteer(year).candidates(text, within)
    past = former(text, within)
    return Found(candidates, past, () if candidates or past else suggestions(text, year))


def suggestions(text: str, year: int | None = None, others: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return up to five names in use in a year that are written nearly like a text; ``others`` may be meant too."""
    known = [*gazetteer(year).forms, *others]
    inside = [name for name in known if len(text) > 1 and (text in name or (len(name) > 1 and name in text))]
    close = get_close_matches(text, known, n=5, cutoff=0.5)
    return tuple(dict.fromkeys([*close, *sorted(inside, key=len)]))[:5]
