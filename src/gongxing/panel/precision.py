"""How finely a number was written: 2.78万亿元 is within 0.005万亿元 of what it says."""

from __future__ import annotations

import re
from decimal import Decimal

from gongxing.language.numerals import ARABIC

_NUMBER = re.compile(ARABIC)


def written_precision(quote: str, value: float) -> float | None:
    """Return half a unit of the last digit that a quote writes, in the unit of its value.

    Parameters
    ----------
    quote
        A number as written, with its multiplier and unit (``2.78万亿元``, ``46.3%``, ``第17位``).
    value
        Its value in base units (2.78e12).

    Returns
    -------
    float or None
        0.005e12 for the first example; ``None`` where the number is not written in digits.
    """
    found = _NUMBER.search(quote.replace("．", ".").replace("，", ","))
    if found is None or not value:
        return None
    digits = found.group().replace(",", "")
    number = Decimal(digits)
    if not number:
        return None
    decimals = len(digits.partition(".")[2])
    return float(Decimal(5).scaleb(-decimals - 1) / number * abs(Decimal(str(value))))
