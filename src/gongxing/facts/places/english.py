"""Places in English texts: provinces and prefectures by their English names, with the word for their kind."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from gongxing.facts.places.mention import PlaceMention
from gongxing.regions import division, english_names, functional_regions

if TYPE_CHECKING:
    from gongxing.regions import Division

_HAN = re.compile(r"[\u4e00-\u9fff]")
_KIND = re.compile(
    r" (?:Province|City|Municipality|Prefecture|League|(?:\w+ ){0,2}Autonomous (?:Region|Prefecture)"
    r"|Special Administrative Region)\b"
)
# Between a prefecture and its province: Taizhou in Zhejiang; Suzhou, Anhui.
_OF = re.compile(r" (?:city )?(?:in|of)(?: eastern| western| northern| southern| central)? |, ")
# Characters that show whether a text is English.
_SAMPLE = 4000


def is_english(text: str) -> bool:
    """Whether a text has hardly any Chinese characters at its beginning."""
    sample = text[:_SAMPLE]
    return (bool(sample) and sample.isascii()) or len(_HAN.findall(sample)) * 10 < len(sample)


@cache
def _automaton() -> tuple[AhoCorasick, list[str]]:
    latin = [name for name in functional_regions() if name[0].isascii() and " " in name]
    forms = sorted({*english_names(), *latin})
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), forms


def find_english(text: str, year: int | None) -> list[PlaceMention]:
    """Return the places of an English text, in order.

    Of two prefectures with one name the one counts whose province follows or else is named most in the text.
    """
    automaton, forms = _automaton()
    found = [
        (start, end, forms[i])
        for i, start, end in automaton.find_matches_as_indexes(text)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
    ]
    names = english_names()
    homes = Counter(names[form][0][:2] for _, _, form in found if form in names and _settled(names[form]))
    mentions = []
    for i, (start, end, form) in enumerate(found):
        codes = names.get(form)
        if codes is None:
            mentions.append(PlaceMention(start, end, functional_regions()[form].name, None, "functional", "region"))
            continue
        kind = _KIND.match(text, end)
        stop = kind.end() if kind else end
        following = found[i + 1] if i + 1 < len(found) else None
        if following and following[2] in names and _OF.fullmatch(text, stop, following[0]):
            inside = tuple(code for code in codes if code[:2] == names[following[2]][0][:2])
            codes = inside or codes
        chosen = _choose(codes, kind[0] if kind else "", homes, year)
        if chosen:
            mentions.append(PlaceMention(start, stop, chosen.short, chosen.code, chosen.level, "english"))
        else:
            mentions.append(PlaceMention(start, stop, form, None, "prefecture", "english"))
    return mentions


def _settled(codes: tuple[str, ...]) -> bool:
    """Whether a name alone means one division."""
    return len(codes) == 1 or codes[0].endswith("0000")


def _choose(codes: tuple[str, ...], kind: str, homes: Counter[str], year: int | None) -> Division | None:
    """Return the division that a name with the word for its kind means."""
    found = [d for code in codes if (d := division(code, year) or division(code))]
    if "City" in kind or "Prefecture" in kind:
        found = [d for d in found if d.level == "prefecture" or d.name.endswith("市")] or found
    if len(found) == 1 or (found and found[0].level == "province"):
        return found[0]
    best = max((homes[d.code[:2]] for d in found), default=0)
    near = [d for d in found if homes[d.code[:2]] == best]
    return near[0] if len(near) == 1 else None
