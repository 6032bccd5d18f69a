"""Which division a row is about: names as tables write them, by year, with what stands beside and around them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gongxing.regions import Division, division, english_names, gazetteer, history
from gongxing.regions.divisions import names_ever
from gongxing.tables.notes import Note
from gongxing.tables.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUFFIXED = re.compile(r"[\u3400-\u9fff]{1,10}(?:省|市|自治[区州县旗冶]|地区|盟|县|区|旗|州|特区)")
_TRIMMED = re.compile(r"^(?:其中[:：]?|#|\*|[0-9]{1,3}[.、]|[一二三四五六七八九十]{1,3}、)|[*#①-⑳†]+$|\([^()]*\)$")
_ENGLISH_BESIDE = re.compile(r"([\u3400-\u9fff])\s*[A-Za-z][A-Za-z' .-]+$")  # 石家庄市 Shijiazhuang
_OTHER_YEARS = (None, 2018, 2009, 2002, 1996, 1990, 1984)
_MOST_DAMAGED = 100  # names to recover: a table with more of them is not damaged but about other places
_DAMAGE = str.maketrans("徳冶荥", "德治荥")


@dataclass(frozen=True, slots=True)
class Place:
    """The division of a row: ``code`` is ``None`` where no year knows the name; ``why`` says what had to be done."""

    region: str
    code: str | None
    why: Note | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be resolved: its row, the words, the English name and the code that stand beside it."""

    row: int
    name: str
    english: str = ""
    code: str = ""


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """Return a name without spaces, marks and numbering."""
    plain = _ENGLISH_BESIDE.sub(r"\1", unicodedata.normalize("NFKC", name))
    text = "".join(plain.split()).strip(":：,，.。;；·")
    for _ in range(2):
        shorter = _TRIMMED.sub("", text)
        if not shorter:
            break
        text = shorter
    return text


@cache
def is_region(text: str) -> bool:
    """Tell whether a text names a division, in some year or in form only, or the whole of the regions of a table."""
    name = folded(text)
    if not 1 < len(name) < 14:
        return False
    words = vocabulary()
    if name in words["rows"]["whole"]:
        return True
    if any(name == "".join(word.split()) for part in words["scope"].values() for word in part):
        return False
    if name in words["roles"]["region"] or name in words["rows"]["never"]:
        return False
    if name in gazetteer(None).forms:
        return True
    if name.isascii():
        return _letters(name) in _english_codes()
    return bool(_SUFFIXED.fullmatch(name))


def is_whole(text: str) -> bool:
    """Tell whether a row stands for all regions of its table (合计, 全省)."""
    return folded(text) in vocabulary()["rows"]["whole"]


def is_sum(text: str) -> bool:
    """Tell whether a word means a sum or mean of whatever it stands over (合计), not of regions alone (全省)."""
    return folded(text) in vocabulary()["rows"]["sums"]


@cache
def _english_codes() -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for name, found in english_names().items():
        codes[_letters(name)] = tuple(dict.fromkeys((*codes.get(_letters(name), ()), *found)))
    return codes


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return re.sub("[^a-z]", "", plain.lower())


def find_place(name: str, year: int | None, within: str | None = None) -> Division | None:
    """Return the division that a clean name means in a year, in the division ``within`` first where it is given."""
    names = gazetteer(year)
    if within is not None:
        inside = [d for d in names.candidates(name, within) if d.code != within]
        if inside and not (names.candidates(name) and names.candidates(name)[0].name == name):
            return inside[0] if len({d.level for d in inside}) == len(inside) else None
    found = names.resolve(name)
    if found is None and within is not None:
        found = names.resolve(name, within)
    return found


def resolve_labels(labels: Sequence[Label], year: int | None, within: str | None) -> tuple[dict[int, Place], list[str]]:
    """Resolve the names of one column of a table.

    Parameters
    ----------
    labels
        The names in the order of rows.
    year
        The year whose divisions count, ``None`` for now.
    within
        Code of the division that the table is about, where its title says one.

    Returns
    -------
    dict, list of str
        Place by row, and the rows' names that no year knows.
    """
    places: dict[int, Place] = {}
    if within is None:
        within = _common_province([find_place(folded(label.name), year) for label in labels])
    around = within
    for label in labels:
        place, found = _resolve(label, year, within, around)
        if place is not None:
            places[label.row] = place
        if found is not None and found.level != "county":
            around = found.code if found.level == "province" or within is None else around
    _raise_levels(labels, places, year)
    unknown = [label for label in labels if label.row not in places]
    for label in unknown if len(unknown) <= _MOST_DAMAGED else ():
        recovered = _recover(label, labels, places, year)
        if recovered is not None:
            places[label.row] = recovered
    lost = []
    for label in unknown:
        if label.row not in places:
            name = folded(label.name)
            province = division(within, year) if within is not None and name in ("全省", "全区") else None
            places[label.row] = Place(name, None) if province is None else Place(province.name, province.code)
            if not is_whole(name):
                lost.append(label.name.strip())
    return places, lost


def _raise_levels(labels: Sequence[Label], places: dict[int, Place], year: int | None) -> None:
    """Take short names for prefectures of other years where a table of prefectures would have one county among them."""
    known: dict[int, Division] = {}
    for label in labels:
        place = places.get(label.row)
        now = division(place.code, year) if place is not None and place.code is not None else None
        if now is not None:
            known[label.row] = now
    counties = [label for label in labels if label.row in known and known[label.row].level == "county"]
    if len(counties) * 2 >= len(known):
        return
    for label in counties:
        name = folded(label.name)
        if name == known[label.row].name:
            continue
        for other in _near_years(year):
            found = next((d for d in gazetteer(other).candidates(name) if d.level == "prefecture"), None)
            if found is not None:
                why = Note("prefecture_like_others", name=name, found=found.name, when=_when(other))
                places[label.row] = Place(found.name, found.code, why)
                break


def _common_province(found: list[Division | None]) -> str | None:
    """Return the province that holds most of the divisions of a table, where one does."""
    known = [d.province for d in found if d is not None and d.level != "province"]
    if len(known) < 4:
        return None
    common = max(set(known), key=known.count)
    return common if known.count(common) * 10 >= 7 * len(known) else None


def _resolve(
    label: Label, year: int | None, within: str | None, around: str | None
) -> tuple[Place | None, Division | None]:
    name = folded(label.name)
    if label.code and (coded := _by_code(label.code, name, year)) is not None:
        return Place(coded.name, coded.code), coded
    if name.isascii():
        codes = _english_codes().get(_letters(name), ())
        found = division(codes[0], year) or division(codes[0]) if len(codes) == 1 else None
        return (Place(found.name, found.code), found) if found else (None, None)
    found = find_place(name, year, within) or (find_place(name, year, around) if around != within else None)
    if found is not None:
        return Place(found.name, found.code), found
    plain = name.translate(_DAMAGE)
    if plain != name and (found := find_place(plain, year, within)) is not None:
        return Place(found.name, found.code, Note("read_as", name=label.name.strip(), found=found.name)), found
    for other in _near_years(year) if name in names_ever() else ():
        found = find_place(name, other, within)
        if found is not None:
            missing = Note("these_years") if year is None else Note("year", year=year)
            why = Note("other_year_name", name=name, when=_when(other), year=missing)
            return Place(found.name, found.code, why), found
    return None, None


def _when(year: int | None) -> Note:
    return Note("now") if year is None else Note("in_year", year=year)


def _near_years(year: int | None) -> tuple[int | None, ...]:
    near = () if year is None else (year - 1, year + 1, *range(year - 2, year - 6, -1))
    return (*near, *_OTHER_YEARS)


def _by_code(code: str, name: str, year: int | None) -> Division | None:
    """Return the division of a code that stands beside a name, where the two agree."""
    digits = re.sub(r"\.0$", "", code.strip())[:6]
    found = division(digits, year) or next(iter(reversed(history(digits))), None)
    if found is None:
        return None
    stretches = history(digits)
    agree = any(name in (d.name, d.short) or d.short.startswith(name[:2]) for d in stretches)
    return found if agree or not name else None


def _recover(label: Label, labels: Sequence[Label], places: dict[int, Place], year: int | None) -> Place | None:
    """Recover a damaged name by the English name beside it, or by one wrong character, and the order of codes."""
    before, after = _neighbours(label, labels, places)
    name = folded(label.name)

    def fits(code: str) -> bool:
        return (before is None or before < code) and (after is None or code < after)

    codes = _english_codes().get(_letters(label.english), ()) if label.english else ()
    known = [d for code in codes if (d := division(code, year)) is not None]
    fitting = [d for d in known if fits(d.code)] or [d for d in known if len(set(d.name) & set(name)) > 1]
    if len(fitting) == 1:
        found = fitting[0]
        how = "read_by_english_and_order" if fits(found.code) else "read_by_english"
        return _recovered(label, found, how)
    if before is None and after is None:
        return None
    names = {
        d.code: d
        for form, candidates in gazetteer(year).forms.items()
        if len(form) == len(name) > 2 and sum(a != b for a, b in zip(form, name, strict=True)) == 1
        for d in candidates
        if fits(d.code) and d.level != "county"
    }
    if len(names) == 1:
        found = next(iter(names.values()))
        how = "read_by_english_and_order" if _nearly(label.english, found.code) else "read_by_order"
        return _recovered(label, found, how)
    return None


def _recovered(label: Label, found: Division, how: str) -> Place:
    why = Note(how, name=label.name.strip(), found=found.name, english=label.english.strip())
    return Place(found.name, found.code, why)


def _nearly(english: str, code: str) -> bool:
    """Whether English words are nearly the name of a division (Naqu for Nagqu)."""
    letters = _letters(english)
    names = (_letters(name) for name, codes in english_names().items() if code in codes)
    return bool(letters) and any(SequenceMatcher(None, letters, name).ratio() > 0.75 for name in names)


def _neighbours(label: Label, labels: Sequence[Label], places: dict[int, Place]) -> tuple[str | None, str | None]:
    position = labels.index(label)
    before = next((p.code for k in reversed(labels[:position]) if (p := places.get(k.row)) and p.code), None)
    after = next((p.code for k in labels[position + 1 :] if (p := places.get(k.row)) and p.code), None)
    return before, after


def region_in(text: str, year: int | None) -> Division | None:
    """Return the division that a title names: its official name anywhere, a short one at the beginning."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    forms = gazetteer(year).forms
    for start in range(len(plain)):
        for length in range(min(14, len(plain) - start), 1, -1):
            piece = plain[start : start + length]
            found = forms.get(piece)
            if found is None or (found[0].level == "county" and (length < 3 or start)):
                continue
            official = piece == found[0].name and _SUFFIXED.fullmatch(piece) is not None
            if official or (start == 0 and found[0].level != "county"):
                return found[0]
    return None
