"""The table of what holds each rule of security names tests that are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs" / "security.md"


@cache
def functions(module: str) -> frozenset[str]:
    tree = ast.parse((TESTS / module).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def rows() -> list[tuple[int, str, str]]:
    found = re.findall(r"^\| (\d+) \| (.+?) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [(int(number), rule, tests) for number, rule, tests in found]


def test_all_rules_are_there_each_with_a_test() -> None:
    assert [number for number, _, _ in rows()] == list(range(1, 26))
    for number, _, tests in rows():
        assert "::test_" in tests, f"rule {number} names no test"


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE.read_text("utf-8"))
    assert len(named) > 60
    missing = [f"{module}::{name}" for module, name in named if not (TESTS / module).is_file() or
               name not in functions(module)]  # fmt: skip
    assert missing == []
