"""Every error that a person can meet is said in Chinese too: all places that raise one are walked."""

from __future__ import annotations

import ast
import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import gongxing
from gongxing.language.saying import said_of

SOURCE = Path(gongxing.__file__).parent


def _both(table: dict[str, Any]) -> dict[str, str]:
    return {**table.pop("phrases", {}), **table}


SENTENCES = {
    (page.parent.name, english): chinese
    for page in sorted(SOURCE.glob("*/errors.toml"))
    for english, chinese in _both(tomllib.loads(page.read_text("utf-8"))).items()
}
FIELD = re.compile(r"\{(\w+)\}")
# Calls that make an error, and how its arguments become its text.
MADE = {
    **dict.fromkeys(
        ("LibraryError", "PanelError", "RegionError", "ScenarioError", "FigureError", "DataError", "ClusterError",
         "TooSlowError", "click.ClickException", "click.UsageError"), "{0}"),
    "AccountError": "{1}",
    "UnreadableDocumentError": "{0}: {1}; {2}.",
    "self._refused": "⟦n⟧: {0}; {1}.",
    "_mistake": "{0}: {1} should be {2}, but is {3}; see docs/tables.md for what such a file may say.",
    "complaint": "{0}: expected {1}, but {2} (⟦c⟧); {3}",
}  # fmt: skip
VALUE_ERRORS = ("equilibrium", "library")  # rooms whose plain ValueErrors reach a person
# Words of code, which stay as they are in a Chinese sentence.
CODE = re.compile(
    r"gongxing( [a-zA-Z.\w-]+)+|pip install [-\w'\[\]]+( \w+)*|[\w-]+ = \S+|\w+(=|: |://)\S+|Library\.\w+\(\)|x and y"
    r"|\[\[?\w+\]\]?|--[\w-]+|`\w+`|GeoJSON FeatureCollection|Panel\.from_frame\(.*?\)|min-max"
)


def test_each_sentence_is_whole() -> None:
    for (room, english), chinese in SENTENCES.items():
        fields = FIELD.findall(english)
        assert len(fields) == len(set(fields)), (room, english)
        assert set(FIELD.findall(chinese)) <= set(fields), (room, english)


def constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Texts that a module names at its top."""
    return {
        target.id: node.value
        for node in tree.body if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip


def texts(node: ast.AST, known: dict[str, ast.expr], numbers: Iterator[int]) -> list[str]:
    """Every text that an expression may come to, what only runs can tell written as ⟦number⟧."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in itertools.product(*(texts(v, known, numbers) for v in node.values))]
    if isinstance(node, ast.FormattedValue):
        quote = "'" if node.conversion == ord("r") else ""
        return [f"{quote}{text}{quote}" for text in texts(node.value, known, numbers)]
    if isinstance(node, ast.IfExp):
        return texts(node.body, known, numbers) + texts(node.orelse, known, numbers)
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in texts(value, known, numbers)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pairs = itertools.product(texts(node.left, known, numbers), texts(node.right, known, numbers))
        return ["".join(pair) for pair in pairs]
    if isinstance(node, ast.Name) and isinstance(known.get(node.id), ast.Constant | ast.JoinedStr):
        return texts(known[node.id], known, numbers)
    return [f"⟦{next(numbers)}⟧"]


def raised() -> Iterator[tuple[str, str]]:
    """Each place that makes an error, and each text that it may have."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        known = constants(tree)
        room = path.relative_to(SOURCE).parts[0]
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            form = "{0}" if name == "ValueError" and room in VALUE_ERRORS else MADE.get(name)
            if form is None or any(isinstance(argument, ast.Starred) for argument in node.args):
                continue
            numbers = itertools.count()
            given = [texts(argument, known, numbers) for argument in node.args]
            for arguments in itertools.product(*given[:4]):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", form.format(*arguments)


def english_left(text: str) -> list[str]:
    """Return runs of three English words and more in a Chinese sentence."""
    return re.findall(r"[A-Za-z][a-z']*(?:,? [A-Za-z][a-z']*){2,}", CODE.sub("·", text))


def test_every_error_is_said_in_chinese() -> None:
    missing = []
    for place, english in raised():
        if not re.search(r"[A-Za-z]{2,} [A-Za-z]", english):
            continue  # another error handed on
        chinese = said_of(english, "zh")
        lost = set(re.findall("⟦.*?⟧", english)) - set(re.findall("⟦.*?⟧", chinese))
        if chinese == english or english_left(chinese) or len(lost) > 1:
            missing.append(f"{place}\n    {english}\n    {chinese}")
    assert not missing, "\n".join(missing)


FAR = ["reading/**/*.py", "tables/loading.py", "tables/delimited.py", "library/connection.py", "library/slugs.py",
       "measures/composite/specification.py", "engines/executors.py"]  # fmt: skip
NOT_ERRORS = (
    "from gongxing",
    "set transaction",
    "update alembic_version set",
    "file is not a database",
    "unable to open database file",
    "a worker has pipes",
)


def test_every_reason_that_is_put_together_far_from_its_error_is_said_in_chinese() -> None:
    """What parsers and databases say is looked up clause by clause, wherever in these files it stands."""
    missing, found = [], 0
    for path in sorted(itertools.chain(*(SOURCE.glob(pattern) for pattern in FAR))):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            parts = node.elts if isinstance(node, ast.Tuple) else node.args if isinstance(node, ast.Call) else ()
            for part in parts:
                if not isinstance(part, ast.Constant | ast.JoinedStr):
                    continue
                for text in texts(part, constants(tree), itertools.count()):
                    prose = re.fullmatch(r"[^\\|{}*<]*", text) and len(re.findall(r"[a-z']+ ", text)) > 2
                    if not prose or text.lower().startswith(NOT_ERRORS):
                        continue
                    found += 1
                    if said_of(text, "zh") == text or english_left(said_of(text, "zh")):
                        missing.append(f"{path.name}:{node.lineno} {text}")
    assert not missing, "\n".join(missing)
    assert found > 150


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("no measure is called 'thiel'; did you mean theil, ties? measures() lists all",
         "没有叫 “thiel” 的测度；是不是 theil, ties？measures() 列出全部"),
        ("no division of today is called 成部: perhaps 成都、迭部. --within or --year may help",
         "现在 没有叫 成部 的区划：是不是 成都、迭部。可加 --within 或 --year"),
        ("there is no indicator gdb; did you mean gdp?", "没有指标 gdb；是不是 gdp？"),
        ("there is no indicator gdb", "没有指标 gdb"),
        ("there is no scenario '高铁' in this library; there are chengmei",
         "资料库里没有名为 “高铁” 的情景；有 chengmei"),
        ("a.pdf: it is locked with a password; open it, save it without one and read that file.",
         "a.pdf: 它有密码保护；请打开后去掉密码保存，再读那个文件。"),
        ("theil in 2020: expected weights with a sum above 0, but they sum to 0 (510100, 510300); name another weight, "
         "or leave it out", "theil（2020）: 权重之和应大于 0，现为 0（510100, 510300）；请换权重，或不写"),
        ("s.toml: is not a TOML file (Invalid statement (at line 3, column 1)); correct that line.",
         "s.toml: 不是 TOML 文件（第 3 行第 1 列：这一行看不懂）；请改正那一行。"),
        ("a.db: it cannot be read (Permission denied)", "a.db: 不能读取（没有权限）"),
        ("https://a.cn: the site is gone; nobody knows why", "https://a.cn: the site is gone; nobody knows why"),
    ],
)  # fmt: skip
def test_it_is_said_as_a_person_would(english: str, chinese: str) -> None:
    assert said_of(english, "zh") == chinese
    assert said_of(english, "en") == english


def test_what_is_too_long_for_an_error_is_left_as_it_is() -> None:
    assert said_of("a.db: its folder does not exist; make it first", "zh") == "a.db: 所在的文件夹不存在；请先建好"
    long = "名" * 5_000 + ".db: its folder does not exist; make it first"
    assert said_of(long, "zh") == long
