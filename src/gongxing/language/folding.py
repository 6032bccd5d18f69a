"""A shadow of the text in one spelling, with the way back to the text as written.

The rules of the other rooms read the shadow: simplified characters, half-width letters and digits, one form of each
punctuation mark, no white space inside numbers or words. Each shadow character knows where it stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

# Spaces that a typesetter or a converter left inside a number, before its unit, or inside a spaced-out word.
_SPACE = "[ \t\u00a0\u2002-\u200b\u3000\ufeff]"
_HAN = "[\u3400-\u9fff]"
_INNER_SPACE = re.compile(
    rf"(?<=[\d.,]){_SPACE}+(?=[%‰\u3400-\u9fff])|(?<={_HAN}){_SPACE}+(?=\d)|(?<=\d){_SPACE}+(?=[.,]\d)"
    rf"|(?<=[第约超近达至为]){_SPACE}+(?=\d)|[\u200b\ufeff\u00ad]"
)
_SPACED_WORD = re.compile(rf"(?<!{_HAN})(?:{_HAN}{_SPACE}){{3,}}{_HAN}(?!{_HAN})")


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` in one spelling; ``offsets[i]`` is where character ``i`` stands in the original (``None``: at ``i``)."""

    text: str
    offsets: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original text of ``text[start:end]`` (``start < end``)."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


@cache
def _spelling() -> dict[int, str]:
    """One character for one character, never a word for a word: offsets must stay true."""
    table: dict[int, str] = {}
    for code in range(
        0xFF01, 0xFF5F
    ):  # full-width ASCII block: only letters, digits and signs inside numbers are folded
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain.isalnum() or plain in "%.+-~/":
            table[code] = plain
    table.update(
        {
            0x3000: " ",
            0x00A0: " ",
            0x2009: " ",
            0x202F: " ",
            0x2236: ":",
            0x2027: "·",
            0x30FB: "·",
            0x2022: "·",
            0xFE63: "-",
            0x2212: "-",
            0xFF65: "·",
            0xFE6A: "%",
            0xFF0E: ".",
            0x2014: "—",
            0x2013: "—",
            0x2015: "—",
        }
    )
    return table


@cache
def _simplifier() -> dict[int, str]:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    table = {}
    for code in (*range(0x4E00, 0xA000), *range(0x3400, 0x4DC0), *range(0xF900, 0xFB00)):
        character = chr(code)
        simple = convert(character)
        if simple != character and len(simple) == 1:
            table[code] = simple
    return table


# Characters that only traditional text has and that every traditional page of a thousand characters uses.
_TRADITIONAL = re.compile("[國產業經濟發與為這個來時會開關點實際區億萬縣鄉鎮億達設極傳統義務農東車長門風]")
_HALF_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_PUNCTUATION = str.maketrans({";": "；", "?": "？", "!": "！"})


def fold(text: str) -> Folded:
    """Fold a text into one spelling.

    Half-width commas, semicolons and brackets next to Han characters become full-width; a comma inside a number stays.
    The ratio sign ∶ and a full-width colon between digits become ``:``.
    """
    folded = text.translate(_spelling())
    if _TRADITIONAL.search(folded):
        folded = folded.translate(_simplifier())
    if re.search("[\u3400-\u9fff]", folded):
        folded = _HALF_COMMA.sub("，", folded).translate(_PUNCTUATION)
        folded = re.sub(r"(?<=\d)：(?=\d)", ":", folded)
        folded = re.sub(r"(?<!\d):|:(?!\d)", "：", folded)
        folded = folded.replace("(", "（").replace(")", "）")
    cuts = [match.span() for match in _INNER_SPACE.finditer(folded)]
    for match in _SPACED_WORD.finditer(folded):
        cuts.extend((match.start() + i, match.start() + i + 1) for i, c in enumerate(match[0]) if not c.strip())
    if not cuts:
        return Folded(folded)
    dropped = {i for start, end in cuts for i in range(start, end)}
    kept = [i for i in range(len(folded)) if i not in dropped]
    return Folded("".join(folded[i] for i in kept), tuple(kept))
