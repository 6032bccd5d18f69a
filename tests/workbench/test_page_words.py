"""Every word that a person sees exists in both languages, and none stands in a template."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from gongxing.workbench.words import FORMS, Words, catalogue

ROOM = Path(__file__).resolve().parents[2] / "src" / "gongxing" / "workbench"
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
WORDS = sorted((ROOM / "words").glob("*.toml"))
SPOKEN = ("title", "alt", "aria-label", "placeholder", "label", "content", "summary")
HAN = re.compile(r"[\u3400-\u9fff]")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_every_key_speaks_both_languages_of_the_same_things(path: Path) -> None:
    for key, entry in tomllib.loads(path.read_text("utf-8")).items():
        assert {"zh", "en"} <= entry.keys() <= set(FORMS), key
        assert all(entry.values()), key
        assert len({frozenset(fields(text)) for text in entry.values()}) == 1, f"{key}: the forms fill other braces"
        assert not HAN.search(entry["en"]) or key in ("other_language", "seal"), f"{key}: Chinese in English words"


def bare(template: str) -> list[str]:
    """Return the letters that a template shows by itself."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", template, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", " ", text, flags=re.DOTALL)
    found = [
        value
        for name, value in re.findall(r'\s([\w-]+)="([^"]*)"', text)
        if name in SPOKEN
        and re.search(r"[^\W\d_]", value)
        and not re.fullmatch(r"[\w\-=, ]*(width|dark|light)[\w\-=., ]*", value)
    ]
    text = re.sub(r"<!doctype[^>]*>|<[^>]*>|&\w+;", " ", text)
    return [*found, *re.findall(r"[^\W\d_]+", text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOM / "templates")))
def test_no_words_stand_in_a_template(path: Path) -> None:
    allowed = {"Enter", "Esc", "j", "k", "g", "s"}  # names of keys
    assert set(bare(path.read_text("utf-8"))) <= allowed


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOM / "templates")))
def test_words_that_a_template_asks_for_are_there(path: Path) -> None:
    page = path.parent.name
    asked = set(re.findall(r"""\bt\(\s*["'](\w+)["']\s*[,)]""", path.read_text("utf-8")))
    if page in ("parts", "templates"):
        assert asked - {"lead"} <= catalogue("base").keys()  # a page may have a lead
    else:
        assert asked <= catalogue(page).keys() | catalogue("base").keys()


def test_counts_take_the_singular_and_years_no_comma() -> None:
    assert Words("base", "en")("more_rows", count=1) == "1 more row in the files"
    assert Words("base", "en")("more_rows", count=2500) == "2,500 more rows in the files"
    assert Words("errors", "zh")("no_region", name="2024") == "没有名为“2024”的地区。"


def test_the_care_edition_has_plainer_words() -> None:
    assert Words("base", "zh", care=True)("section_atlas") == "地图"
    assert Words("base", "zh")("section_atlas") == "图谱"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOM / "templates")))
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|javascript:|\|\s*safe", text)
