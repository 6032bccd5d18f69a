"""Which indicator of the catalogue a header means, and how sure that is.

The lowest words of a header are looked up among all names; names that mean something only below another heading
(发明 below 专利授权数) count when that heading stands above. The unit and the words for shares, growth and ratios
decide between a level and what is made of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gongxing.indicators.catalogue import Indicator, catalogue, folded_name, growth_of, without_growth
from gongxing.tables.notes import Note
from gongxing.tables.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.tables.units import Scale


@dataclass(frozen=True, slots=True)
class Placement:
    """An indicator for a header; ``confidence`` from 0 to 1, ``why`` in words."""

    indicator: Indicator | None
    confidence: float
    why: Note


class _Name(NamedTuple):
    contexts: tuple[str, ...]
    indicator: Indicator
    own: bool


class _Index(NamedTuple):
    chinese: dict[str, tuple[_Name, ...]]
    english: dict[str, tuple[_Name, ...]]


NOWHERE = Placement(None, 0.0, Note("no_name"))


@cache
def _index() -> _Index:
    chinese: dict[str, list[_Name]] = {}
    english: dict[str, list[_Name]] = {}
    for indicator in catalogue().values():
        for position, name in enumerate(indicator.names):
            table = english if name.isascii() else chinese
            key = _letters(name) if name.isascii() else folded_name(name)
            table.setdefault(key, []).append(_Name((), indicator, position == 0))
            if name.isascii() and position < len(indicator.names) - 1:  # GDP stands in Chinese headers as well
                chinese.setdefault(folded_name(name), []).append(_Name((), indicator, own=False))
        for header in indicator.headers:
            *contexts, leaf = (part.strip() for part in header.split(">"))
            folded = tuple(folded_name(context) for context in contexts)
            table = english if leaf.isascii() else chinese
            key = _letters(leaf) if leaf.isascii() else folded_name(leaf)
            table.setdefault(key, []).append(_Name(folded, indicator, own=False))
    return _Index({k: tuple(v) for k, v in chinese.items()}, {k: tuple(v) for k, v in english.items()})


def _letters(text: str) -> str:
    """Return the letters of an English name, as character recognition leaves them alone."""
    return re.sub(r"[^a-z0-9%]", "", text.lower())


@cache
def place(above: tuple[str, ...], leaf: str, english: str, unit: Scale | None) -> Placement:
    """Place a header.

    Parameters
    ----------
    above
        The words over it, from the top down, titles first.
    leaf
        Its own words.
    english
        Its English words, empty where there are none.
    unit
        Its unit, ``None`` where none is stated.
    """
    upper = tuple(folded_name(words) for words in above)
    near = upper[-1:] if _hangs_on_above(above, leaf) else upper
    best: tuple[float, Placement] = (0.0, NOWHERE)
    for words, sureness, how in _variants(above, leaf):
        found = _best(_index().chinese.get(folded_name(words), ()), near, (*above, leaf), unit)
        if found is not None and sureness * found[0] > best[0]:
            score, name, doubt = found
            why = Note(how, words=words)
            if name.contexts:
                why = Note("below", how=why, contexts=" > ".join(name.contexts))
            best = (sureness * score, Placement(name.indicator, round(sureness * (0.9 if doubt else 1.0), 2), why))
    if best[1].indicator is not None:
        return best[1]
    growing = _by_growth(above, leaf, unit)
    if growing.indicator is not None:
        return growing
    return _by_english(english or leaf, upper, (*above, leaf), unit) or NOWHERE


def _hangs_on_above(above: tuple[str, ...], leaf: str) -> bool:
    """Tell whether a header is the growth of what stands right above it, whatever a title speaks of."""
    if not above or without_growth(leaf) != "":
        return False
    return place(above[:-1], above[-1], "", None).indicator is not None


def _by_growth(above: tuple[str, ...], leaf: str, unit: Scale | None) -> Placement:
    """Place a name with a word for growth behind it, or such a word alone below a name."""
    if unit is not None and unit.base not in ("%", "pp"):
        return NOWHERE
    level = without_growth(leaf)
    if level is None:
        return NOWHERE
    if level:
        return growth_placement(place(above, level, "", None))
    return growth_placement(place(above[:-1], above[-1], "", None)) if above else NOWHERE


def growth_placement(level: Placement) -> Placement:
    """Return the placement of the growth of what is placed."""
    growth = growth_of(level.indicator) if level.indicator is not None else None
    return NOWHERE if growth is None else replace(level, indicator=growth, why=Note("growth", why=level.why))


def _variants(above: tuple[str, ...], leaf: str) -> Iterator[tuple[str, float, str]]:
    """Yield ways to write the name of a header, the surest first: the name, how sure, the id of the reason."""
    yield leaf, 1.0, "named"
    bare = re.sub(r"\([^()]*\)", "", leaf).strip()
    if bare and bare != leaf:
        yield bare, 0.95, "named_without_brackets"
    for inside in re.findall(r"\(([^()]*)\)", leaf):
        yield inside, 0.8, "named_in_brackets"
    short = strip_prefix(bare or leaf)
    if short and short != leaf:
        yield short, 0.95, "named_after_opening"
    clean = re.sub(r"[^\u3400-\u9fffA-Za-z0-9&%+]", "", bare or leaf)
    if clean and clean != leaf:
        yield clean, 0.9, "named_but_strays"
    if above:
        yield above[-1] + leaf, 0.9, "named_with_above"
        if short != leaf:
            yield above[-1] + short, 0.85, "named_with_above"


def strip_prefix(words: str) -> str:
    """Return words without openings that say nothing of what is measured (其中：, 年末)."""
    prefixes = vocabulary()["prefixes"]["words"]
    while True:
        for prefix in prefixes:
            if words.startswith(prefix) and len(words) > len(prefix) + 1:
                words = words[len(prefix) :].lstrip(" :：,，、#")
                break
        else:
            return words


def _best(
    names: tuple[_Name, ...], upper: tuple[str, ...], chain: tuple[str, ...], unit: Scale | None
) -> tuple[float, _Name, str] | None:
    """Return the name that fits best, with its score and what is in doubt about it."""
    kind = kind_of(chain, unit)
    best: tuple[float, _Name, str] | None = None
    for name in names:
        if not all(any(_says(words, context) for words in upper) for context in name.contexts):
            continue
        fits = _fits(name.indicator, unit, kind)
        if fits is None:
            continue
        # A heading that stands just above tells more than a title far away; a longer one more than a short one.
        near = sum(len(c) * (1 + 0.5 * (bool(upper) and c in upper[-1])) for c in name.contexts)
        score = 10 + near + (1 if name.own else 0) - (0 if not fits else 3)
        if best is None or score > best[0]:
            best = (score, name, fits)
    return best


def _says(words: str, context: str) -> bool:
    """Tell whether words speak of a context; 分行业 alone is one, in 分行业固定资产投资 it is another's."""
    return words == context if context.startswith("分") else context in words


def _fits(indicator: Indicator, unit: Scale | None, kind: str | None) -> str | None:
    """Return ``""`` where unit and kind fit an indicator, words of doubt where they may, ``None`` where they do not."""
    own = kind_of_indicator(indicator)
    if unit is not None:
        # A growth in percentage points is still what it is called.
        alike = (indicator.unit, *indicator.equivalents, *(("pp",) if indicator.unit == "%" else ()))
        if unit.base not in alike and not _per_head(indicator, unit):
            return None
        if kind in ("growth", "index") and own != kind and not indicator.name.endswith(("率", "比重")):
            return None
        if kind != "growth" and own == "growth" and indicator.name.endswith("增速"):
            return None
        return ""
    if kind is not None and own != kind and not (kind == "share" and indicator.unit == "%"):
        return None
    if kind is None and own in ("growth", "index") and indicator.name.endswith("增速"):
        return None
    return "" if indicator.unit == "%" and own is not None else ", unit not stated"


def _per_head(indicator: Indicator, unit: Scale) -> bool:
    return indicator.dimension.endswith("/person") and unit.base == f"{indicator.unit}/people"


def kind_of(chain: tuple[str, ...], unit: Scale | None) -> str | None:
    """Return whether a header speaks of a share, a growth, an index or a ratio per head; ``None`` for a level.

    A title may name several (营业收入及增速), so words far above count only where the unit is a per cent.
    """
    near = chain[-1] if chain else ""
    words = vocabulary()["kinds"]
    for text in (near, *(reversed(chain[:-1]) if unit is not None and unit.base in ("%", "pp", "index") else ())):
        lower = text.lower()
        for kind in ("head", "growth", "share", "index"):
            if any(word in lower for word in words[kind]) and not ("自然增长" in text and kind == "growth"):
                if unit is not None and kind in ("growth", "share") and unit.base not in ("%", "pp"):
                    continue
                return kind
    return None


def kind_of_indicator(indicator: Indicator) -> str | None:
    """Return the kind of an indicator in the words of ``kind_of``."""
    if indicator.dimension == "growth":
        return "growth"
    if indicator.dimension == "index":
        return "index"
    if indicator.dimension.endswith("/person"):
        return "head" if "人均" in indicator.name or "每" in indicator.name else None
    return "share" if indicator.dimension == "share" else None


def _by_english(english: str, upper: tuple[str, ...], chain: tuple[str, ...], unit: Scale | None) -> Placement | None:
    """Place by the English words, allowing for a few letters that character recognition got wrong."""
    letters = _letters(english)
    if len(letters) < 6:
        return None
    index = _index().english
    found = _best(index.get(letters, ()), upper, chain, unit)
    if found is not None:
        return Placement(found[1].indicator, 0.8, Note("by_english", name=english))
    for key, names in index.items():
        if abs(len(key) - len(letters)) > 3 or key[:2] != letters[:2]:
            continue
        if SequenceMatcher(None, key, letters).ratio() >= 0.94:
            found = _best(names, upper, chain, unit)
            if found is not None:
                return Placement(found[1].indicator, 0.6, Note("nearly_english", name=english))
    return None


def place_within(title: str, unit: Scale | None) -> Placement:
    """Place a title by the longest name of the catalogue in it (各市州地区生产总值及排名)."""
    folded = folded_name(title)
    best: tuple[int, Placement] = (0, NOWHERE)
    for key, names in _index().chinese.items():
        if len(key) > max(best[0], 2) and key in folded:
            found = _best(tuple(n for n in names if not n.contexts), (), (title,), unit)
            if found is not None:
                best = (len(key), Placement(found[1].indicator, 0.7, Note("in_title", title=title)))
    return best[1]
