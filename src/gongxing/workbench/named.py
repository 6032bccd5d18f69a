"""The region that a person means: a Chinese name, a code, or the name that it has in English."""

from __future__ import annotations

from functools import cache

from gongxing.regions.divisions import Division, division
from gongxing.regions.names import english_names, resolve


@cache
def _in_english() -> dict[str, tuple[str, ...]]:
    return {name.casefold(): tuple(codes) for name, codes in english_names().items()}


def region_named(text: str) -> Division | None:
    """Return the division of a name in either language or a code; ``None`` where it is none, or could be several."""
    if text.isdigit():
        return division(text)
    if text.isascii():
        codes = _in_english().get(text.strip().casefold(), ())
        return division(codes[0]) if len(codes) == 1 else None
    return resolve(text)
