"""Numerals as Chinese documents write them: 45,321、2.78万亿、两千三百、百万、百分之五点二、三分之二.

``NUMERAL`` finds them; ``arabic_value`` and ``spelled_value`` say what they are worth. Values are exact decimals, so
that 83.9亿 is 8 390 000 000 and not a neighbour of it.
"""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
# Longer numerals are telephone numbers, keys or noise, and converting them would cost more than linear time.
LONGEST = 24

SPELLED = "[零〇一二两三四五六七八九十百千万亿]"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
MULTIPLIER = "(?:[百千]?万亿|[十百千]亿|亿|[十百千]万|万|千|百)"


def multiplier_value(word: str) -> int:
    """Return what a multiplier after digits is worth: 万亿 is 10^12, 百万 10^6; the empty word is 1."""
    value = 1
    for character in word:
        value *= _TENS.get(character) or _MYRIADS[character]
    return value


def arabic_value(digits: str) -> Decimal | None:
    """Return the value of digits with optional thousands commas, ``None`` where they are too long to be a number."""
    if len(digits) > LONGEST:
        return None
    return Decimal(digits.replace(",", ""))


def spelled_value(words: str) -> Decimal | None:
    """Return the value of a numeral spelled in characters.

    两千三百 is 2300, 百万 1 000 000, 五点二 5.2, 二〇二五 2025. ``None`` for what is no number: 七八 (seven or eight),
    一二三 (a row of digits), 十千.
    """
    if not words or len(words) > LONGEST:
        return None
    whole, point, decimals = words.partition("点")
    value = _whole_value(whole)
    if value is None or not point:
        return value if value is None else Decimal(value)
    if not decimals or any(c not in DIGITS for c in decimals):
        return None
    return Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in decimals)}")


def _whole_value(words: str) -> int | None:
    if len(words) > 1 and all(c in DIGITS for c in words):
        # A row of digits is a number only where it is written like one with a zero (二〇二五, 一〇〇).
        return int("".join(str(DIGITS[c]) for c in words)) if "〇" in words or "零" in words[1:] else None
    for myriad, worth in (("亿", 100_000_000), ("万", 10_000)):
        before, found, after = words.rpartition(myriad)
        if found:
            rest = after.lstrip("零〇")
            high = _whole_value(before) if before else 1
            low = _whole_value(rest) if rest else 0
            if high is None or low is None or low >= worth:
                return None
            # 三万五 is 35 000 in speech, 三万零五 is 30 005.
            return high * worth + (low * worth // 10 if len(after) == 1 and low < 10 else low)
    return _below_myriad(words)


def _below_myriad(words: str) -> int | None:
    total, digit, last = 0, None, 10_000
    zero = False
    for character in words:
        if character in "零〇":
            zero = True
        elif character in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[character]
        else:
            tens = _TENS[character]
            if tens >= last:
                return None
            total += (1 if digit is None else digit) * tens
            digit, last, zero = None, tens, False
    if digit is None:
        return total
    # 两百五 is 250 in speech, 两百零五 is 205.
    return total + (digit * last // 10 if 100 <= last < 10_000 and not zero else digit)
