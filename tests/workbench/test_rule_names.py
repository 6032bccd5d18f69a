"""Every rule that finds facts has a Chinese name, which the margin of a document says."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import gongxing
from gongxing.library import Library
from gongxing.workbench.rules import rule_words

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(gongxing.__file__).parent
# What carries the name of a rule, and where among its arguments.
CARRIERS = {
    "facts/places": {"PlaceMention": ("place", 5), "_province": ("place", 3)},
    "facts/projects": {"Name": ("project", 3)},
    "facts/industries": {"Mention": ("industry", 2)},
    "facts/members.py": {"_Group": ("member", 2)},
    "facts/figures": {"Reading": ("reading", 2), "When": ("period", 1), "Context": ("period", 4)},
    "language": {"Quantity": ("number", 8)},
}
FIGURE = {"number": "{} left part", "reading": "number {} part", "period": "number left {}"}


def trees(place: str) -> Iterator[ast.AST]:
    path = SOURCES / place
    for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
        yield ast.parse(file.read_text("utf-8"))


def words_in(tree: ast.AST) -> Iterator[str]:
    """Yield the words that an expression may come to: of either branch, and those that stand alone."""
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    elif isinstance(tree, ast.IfExp):
        yield from words_in(tree.body)
        yield from words_in(tree.orelse)


def all_rules() -> Iterator[tuple[str, str]]:
    for place, carriers in CARRIERS.items():
        for tree in trees(place):
            for node in ast.walk(tree):
                name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
                if name in carriers and len(node.args) > carriers[name][1]:
                    kind, index = carriers[name]
                    yield from ((kind, word) for word in words_in(node.args[index]))
                if (
                    isinstance(node, ast.Assign)
                    and place == "language"
                    and getattr(node.targets[0], "attr", "") == "rule"
                ):
                    yield from (("number", word) for word in words_in(node.value))
    for tree in trees("facts/figures/indicators/memory.py"):  # where a phrase and its rule are returned together
        for node in ast.walk(tree):
            if isinstance(node, ast.Return) and len(getattr(node.value, "elts", ())) == 2:
                yield from (("reading", word) for word in words_in(node.value.elts[1]))
    for kind in ("person", "commitment"):
        for tree in trees("facts"):
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and re.fullmatch(rf"{kind}\.\w+", str(node.value)):
                    yield kind, node.value


def test_every_rule_in_the_code_has_a_name() -> None:
    rules = set(all_rules())
    assert {kind for kind, _ in rules} == {
        "place", "project", "industry", "member", "person", "commitment", "number", "reading", "period",
    }  # fmt: skip
    assert ("reading", "left") in rules and ("period", "first-value") in rules and ("place", "abbreviations") in rules
    unnamed = [
        (kind, rule) for kind, rule in sorted(rules)
        if not rule_words("figure" if kind in FIGURE else kind, FIGURE.get(kind, "{}").format(rule))
    ]  # fmt: skip
    assert not unnamed


def test_every_fact_of_a_library_has_its_rule_named(library_place: Path) -> None:
    with Library(library_place) as library:
        found = set(library.facts().select("kind", "rule").iter_rows())
    assert len(found) > 20
    assert not [pair for pair in found if not rule_words(*pair)]


@pytest.mark.parametrize(
    ("kind", "rule", "words"),
    [
        ("place", "division", "行政区划的名称"),
        ("figure", "number left part", "直接写明的数；指标是数左边的词；期间取自所在段落或全文"),
        (
            "figure",
            "number growth-head-of-last compared",
            "直接写明的数；读作增速，省去的中心词承前一个数；与另一时期相比",
        ),
        ("figure", "number growth-nothing part", None),
        ("place", "nothing", None),
    ],
)
def test_a_rule_is_named_by_its_parts(kind: str, rule: str, words: str | None) -> None:
    assert rule_words(kind, rule) == words


def test_the_margin_says_the_rule_in_the_language_of_the_page(client, library_place: Path) -> None:
    with Library(library_place) as library:
        fact = library.page_facts(kind="place", limit=1).rows[0]
    address = f"/documents/{fact['document']}?fact={fact['id']}"
    shown = {language: client.get(f"{address}&lang={language}").text for language in ("zh", "en")}
    words = rule_words("place", fact["rule"])
    assert words and words in shown["zh"] and words not in shown["en"]
    assert all(f"{fact['rule']}</code>" in page for page in shown.values())
