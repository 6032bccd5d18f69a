"""A shadow of the text in one spelling, with the way back to the text as written.

The rules of the other rooms read the shadow: simplified characters, half-width letters and digits, one form of each
punctuation mark, no white space inside numbers or words. Each shadow character knows where it stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

# Spaces that a typesetter or a converter left inside a number, before its unit, or inside a spaced-out word. A tab
# parts the cells of a table and a newline paragraphs: they stay.
_SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE_RUN = re.compile(f"[{_SPACES}]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_HAN = "[\u3400-\u9fff]"
_NUMBER_GOES_ON = re.compile(f"[0-9]{{1,3}}[{_SPACES}]?[%‰]|[.,][0-9]")
# No space is ever needed beside these marks.
_MARKS = frozenset("，。；：、！？（）《》“”")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one spelling and the way back.

    Nothing but single stretches is ever dropped, so the way back is a step function: from folded offset ``starts[i]``
    on, the original offset is ``shifts[i]`` higher. Both are empty where nothing was dropped.
    """

    text: str
    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def offset(self, position: int) -> int:
        """Return where a character of the folded text stands in the original."""
        step = bisect_right(self.starts, position)
        return position + self.shifts[step - 1] if step else position

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original text of ``text[start:end]`` (``start < end``)."""
        return self.offset(start), self.offset(end - 1) + 1


@cache
def _spelling() -> tuple[re.Pattern[str], dict[str, str]]:
    """One character for one character, never a word for a word: offsets must stay true."""
    table: dict[str, str] = {}
    for code in range(0xFF01, 0xFF5F):
        # Of the full-width block only letters, digits and signs inside numbers are folded; punctuation stays wide.
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain.isalnum() or plain in "%.+-~/&#@":
            table[chr(code)] = plain
    alike = {
        " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        ":": "\u2236\ufe30\ufe55\ua789",
        "·": "\u2027\u2022\u30fb\uff65\u2219",
        "-": "\ufe63\u2212\u2010\u2011",
        "—": "\u2013\u2015\u2012",
        "~": "\u223c\u301c",
        "%": "\ufe6a\u066a",
        ".": "\ufe52\u2024",
        "，": "\ufe50",
        "、": "\uff64\ufe51",
        "；": "\ufe54",
        "。": "\uff61",
        "“": "\u300c\u301d\uff62\u300e",
        "”": "\u300d\u301e\uff63\u300f",
        "〇": "\u25cb\u25ef",
    }
    table.update({variant: plain for plain, variants in alike.items() for variant in variants})
    return re.compile(f"[{''.join(map(re.escape, table))}]"), table


# Characters that only traditional text has and that every traditional page of a thousand characters uses.
_TRADITIONAL = re.compile("[國產業經濟發與為這個來時會開關點實際區億萬縣鄉鎮達設極傳統義務農東車長門風]")
_HAS_HAN = re.compile(_HAN)
# Each pattern begins with its mark, which makes the search for it many times faster.
_HALF_COMMA = re.compile(r",(?:(?![0-9])|(?<![0-9],))")
_HALF_COLON = re.compile(r":(?:(?![0-9])|(?<![0-9]:))")
_WIDE_COLON = re.compile(r"：(?=[0-9])(?<=[0-9]：)")
_STRAIGHT_QUOTED = re.compile(r'"([^"\n]*)"')
_WIDE_FORMS = {";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}


def fold(text: str) -> Folded:
    """Fold a text into one spelling.

    Beside Han characters half-width commas, colons, semicolons, quotation marks and brackets become full-width; a comma
    inside a number stays. The ratio sign ∶ and a full-width colon between digits become ``:``.
    """
    unlike, plain = _spelling()
    folded = unlike.sub(lambda match: plain[match[0]], text)
    has_han = _HAS_HAN.search(folded) is not None
    if has_han:
        if _TRADITIONAL.search(folded):
            folded = _simplified(folded)
        folded = _HALF_COMMA.sub("，", folded)
        for half, wide in _WIDE_FORMS.items():
            folded = folded.replace(half, wide)
        folded = _HALF_COLON.sub("：", _WIDE_COLON.sub(":", folded))
        folded = _STRAIGHT_QUOTED.sub(r"“\1”", folded)
    cuts = _cuts(folded) if has_han else [match.span() for match in _UNSEEN.finditer(folded)]
    return _without(folded, cuts)


def _simplified(text: str) -> str:
    """Return the text in simplified characters, of the same length."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    simple: str = convert(text)
    if len(simple) == len(text):
        return simple
    # Some word changed its length: character by character then, which cannot.
    return "".join(s if len(s := convert(character)) == 1 else character for character in text)


def _cuts(text: str) -> list[tuple[int, int]]:
    """Return the stretches to drop, in order."""
    cuts = [match.span() for match in _UNSEEN.finditer(text)]
    last = len(text)
    spaced: list[tuple[int, int]] = []
    for match in _SPACE_RUN.finditer(text):
        start, end = match.span()
        if not start or end == last:
            continue
        if _joins(text, start, end):
            cuts.append((start, end))
        if end - start == 1 and _is_han(text[start - 1]) and _is_han(text[end]):
            if spaced and spaced[-1][1] != start - 1:
                cuts.extend(_spaced_word(text, spaced))
                spaced = []
            spaced.append((start, end))
    cuts.extend(_spaced_word(text, spaced))
    return sorted(set(cuts))


def _spaced_word(text: str, spaces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spaces of a word set with a space after each of its characters (各 位 代 表), none otherwise."""
    if len(spaces) < 3:
        return []
    start, end = spaces[0][0] - 1, spaces[-1][1] + 1
    alone = not _is_han(text[start - 1 : start]) and not _is_han(text[end : end + 1])
    return spaces if alone else []


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _joins(text: str, start: int, end: int) -> bool:
    """Tell whether what stands on both sides of a run of spaces belongs together."""
    before, after = text[start - 1], text[end]
    if before in _MARKS or after in _MARKS:
        return True
    if before.isdigit():
        return after in "%‰" or _is_han(after) or (after in ".," and text[end + 1 : end + 2].isdigit())
    if before in ".," and text[start - 2 : start - 1].isdigit():
        return _NUMBER_GOES_ON.match(text, end) is not None
    if _is_han(before):
        if before in "万亿" and text[max(0, start - 5) : start - 1].rstrip(" 万")[-1:].isdigit():
            return _is_han(after)
        return after.isdigit() or (after == "-" and text[end + 1 : end + 2].isdigit())
    return False


def _without(text: str, cuts: list[tuple[int, int]]) -> Folded:
    if not cuts:
        return Folded(text)
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    kept_until = length = 0
    for start, end in cuts:
        if start < kept_until:
            continue
        pieces.append(text[kept_until:start])
        length += start - kept_until
        kept_until = end
        if starts and starts[-1] == length:
            shifts[-1] = kept_until - length
        else:
            starts.append(length)
            shifts.append(kept_until - length)
    pieces.append(text[kept_until:])
    return Folded("".join(pieces), tuple(starts), tuple(shifts))
