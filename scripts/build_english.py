#!/usr/bin/env python3
"""Build ``src/gongxing/regions/english.csv``: the names of provinces and prefectures as English texts write them.

    pip install pypinyin==0.55.0 && python scripts/build_english.py

Names are spelled in Pinyin (package ``pypinyin``, MIT licence, needed for the build only), with an apostrophe before a
syllable that begins with a vowel (Xi'an). What English writes otherwise stands below by hand: provinces of the
other spelling (Shaanxi), names from Mongolian, Uygur and Tibetan, and readings that the package gets wrong.
"""

from __future__ import annotations

import csv
from pathlib import Path

from pypinyin import lazy_pinyin

from gongxing.regions import divisions

TARGET = Path(__file__).resolve().parents[1] / "src" / "gongxing" / "regions" / "english.csv"
WRITTEN = {
    "150000": ("Inner Mongolia", "Nei Mongol"),
    "610000": ("Shaanxi",),
    "540000": ("Xizang", "Tibet"),
    "810000": ("Hong Kong",),
    "820000": ("Macao", "Macau"),
    "710000": ("Taiwan",),
    "140400": ("Changzhi",),
    "141100": ("Lüliang", "Luliang", "Lvliang"),
    "211300": ("Chaoyang",),
    "341500": ("Lu'an",),
    "411100": ("Luohe",),
    "150100": ("Hohhot",),
    "150600": ("Ordos",),
    "150700": ("Hulunbuir", "Hulun Buir"),
    "150800": ("Bayannur", "Bayan Nur"),
    "150900": ("Ulanqab",),
    "152200": ("Hinggan League",),
    "152500": ("Xilingol",),
    "152900": ("Alxa",),
    "230100": ("Harbin",),
    "230200": ("Qiqihar",),
    "232700": ("Da Hinggan Ling",),
    "513200": ("Aba Prefecture", "Ngawa"),
    "513300": ("Garze",),
    "540100": ("Lhasa",),
    "540200": ("Xigaze", "Shigatse"),
    "540300": ("Qamdo",),
    "540400": ("Nyingchi",),
    "540600": ("Nagqu",),
    "542500": ("Ngari",),
    "632600": ("Golog",),
    "650100": ("Urumqi", "Ürümqi"),
    "650200": ("Karamay",),
    "650400": ("Turpan",),
    "652700": ("Bortala",),
    "652800": ("Bayingolin",),
    "652900": ("Aksu",),
    "653000": ("Kizilsu",),
    "653100": ("Kashgar", "Kashi"),
    "653200": ("Hotan",),
    "654000": ("Ili",),
    "654300": ("Altay",),
    "623000": ("Gannan Prefecture",),
    "610100": ("Xi'an", "Xian"),
    "632500": ("Hainan Prefecture",),
}
VOWELS = ("a", "e", "o")


def spell(short: str) -> str:
    """Spell a short name in Pinyin as one word."""
    syllables = lazy_pinyin(short)
    word = syllables[0]
    for syllable in syllables[1:]:
        word += ("'" if syllable.startswith(VOWELS) else "") + syllable
    return word.capitalize()


def main() -> None:
    """Write one row for each form of each name."""
    rows = []
    for region in divisions():
        if region.level != "county":
            rows += [(form, region.code) for form in WRITTEN.get(region.code) or (spell(region.short),)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("form", "code"))
        writer.writerows(rows)
    print(f"{len(rows)} forms")


if __name__ == "__main__":
    main()
