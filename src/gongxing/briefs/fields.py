"""The fields of the front matter and of typed blocks: which there are, and whether what is written fits."""

from __future__ import annotations

import datetime
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongxing.briefs.errors import Problem, problem, unknown
from gongxing.briefs.outline import Front, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.briefs.outline import Inlines

_KEY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*=""")
_WHERE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
# What a field of each kind is called in messages.
_EXPECTED = {
    "word": ("文字", "a text"), "text": ("文字", "a text"), "reference": ("证据", "a reference to evidence"),
    "integer": ("整数", "a whole number"), "flag": ("true 或 false", "true or false"),
    "words": ("文字或文字的列表", "a text or a list of texts"), "year": ("年份，如 2025", "a year, e.g. 2025"),
    "years": ("年份、年份的列表或 \"2018..2025\"", "a year, a list of years or \"2018..2025\""),
}  # fmt: skip
# Arguments of figures that a brief sets itself.
_OURS = frozenset({"language", "theme", "title", "source", "selected", "unit", "period"})


@cache
def _types() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("gongxing.briefs").joinpath("blocks.toml").read_text("utf-8"))


def type_names() -> list[str]:
    """Return the types of blocks."""
    return [name for name in _types() if name != "front"]


def read_toml(body: str, first: int) -> tuple[dict[str, Any] | None, dict[str, int], list[Problem]]:
    """Read TOML of an outline.

    Parameters
    ----------
    body
        The TOML.
    first
        The line of the outline on which it begins.

    Returns
    -------
    tuple
        The values (``None`` where it is no TOML), the line of each key at the top, and what is wrong.
    """
    rows = body.split("\n")
    lines: dict[str, int] = {}
    for at, row in enumerate(rows):
        if match := _KEY.match(row):
            lines.setdefault(match[1] or match[2] or match[3], first + at)
    try:
        return tomllib.loads(body), lines, []
    except tomllib.TOMLDecodeError as error:
        words = str(error)
        where = _WHERE.search(words)
        line = first + (int(where[1]) - 1 if where and where[1] else max(0, len(rows) - 1))
        return None, lines, [problem(line, "toml", detail=ValueError(_WHERE.sub("", words).strip()))]


def front_of(values: Mapping[str, Any], lines: Mapping[str, int], line: int) -> tuple[Front | None, list[Problem]]:
    """Return the front matter, or what is wrong with it."""
    from gongxing.briefs.parsing import inlines_of

    values = {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
    problems = _problems("front", values, lines, line)
    language = values.get("language", "zh")
    if isinstance(language, str) and language not in ("zh", "en"):
        problems.append(problem(lines.get("language", line), "bad_language", value=language))
    date = values.get("date")
    if isinstance(date, str):
        try:
            datetime.date.fromisoformat(date)
        except ValueError:
            problems.append(problem(lines.get("date", line), "bad_date", value=date))
    if problems:
        return None, problems
    summary, problems = inlines_of(values.get("summary", ""), lines.get("summary", line))
    authors = values.get("authors", ())
    plain = {name: values.get(name) for name in ("subtitle", "kind", "number", "organisation", "date")}
    front = Front(
        values["title"], language, **plain, authors=(authors,) if isinstance(authors, str) else tuple(authors),
        summary=summary, contents=values.get("contents", True), lines=dict(lines),
    )  # fmt: skip
    return front, problems


def typed_block(word: str, body: str, line: int) -> tuple[Typed | None, list[Problem]]:
    """Return a block with a type, or what is wrong with it; ``line`` is that of its opening fence."""
    if word not in type_names():
        return None, [unknown(line, "unknown_type", word, type_names())]
    values, lines, problems = read_toml(body, line + 1)
    if values is None:
        return None, problems
    problems = _problems(word, values, lines, line)
    return (None if problems else Typed(word, values, lines, line)), problems


def _problems(type_: str, values: Mapping[str, Any], lines: Mapping[str, int], line: int) -> list[Problem]:
    """Return what is wrong with fields."""
    declared: dict[str, Any] = _types()[type_]
    fields: dict[str, str] = declared["fields"]
    named = "题头 front matter" if type_ == "front" else type_
    problems = []
    missing = [name for name in declared.get("required", ()) if values.get(name) in (None, "")]
    if missing:
        problems.append(problem(line, "missing_field", type=named, names=", ".join(missing)))
    others, found = _arguments(type_, declared.get("open"), values, lines, line)
    problems += found
    for name, value in values.items():
        at = lines.get(name, line)
        if name in fields:
            problems += _misfit(named, name, fields[name], value, at)
            problems += _unknown_choices(named, name, declared.get("choices", {}), value, at)
        elif others is not None and name not in others:
            problems.append(unknown(at, "unknown_field", name, [*fields, *others], type=named))
    return problems


def _arguments(
    type_: str, kind: str | None, values: Mapping[str, Any], lines: Mapping[str, int], line: int
) -> tuple[list[str] | None, list[Problem]]:
    """Return the arguments that a block takes besides, of its measure or figure; ``None`` where that is not known."""
    if kind == "measure" and isinstance(values.get("name"), str):
        from gongxing.measures import DataError, find_measure, measures

        try:
            entry = find_measure(values["name"])
        except DataError:
            return None, [unknown(lines.get("name", line), "unknown_measure", values["name"], measures())]
        return [name for name in entry.signature.parameters if name not in ("data", "dimensions")], []
    if kind == "chart":
        from gongxing.charts.catalogue import figure_kinds

        word = values.get("kind", "region_map" if type_ == "map" else None)
        if isinstance(word, str) and word not in figure_kinds():
            return None, [unknown(lines.get("kind", line), "unknown_chart", word, figure_kinds())]
        if isinstance(word, str):
            return [name for name in figure_kinds()[word].options if name not in _OURS], []
    return (None if kind else []), []


def _misfit(type_: str, name: str, kind: str, value: Any, line: int) -> list[Problem]:
    """Return what is wrong with the kind of a value."""
    number = isinstance(value, int) and not isinstance(value, bool)
    fits = {
        "word": isinstance(value, str), "text": isinstance(value, str), "reference": isinstance(value, str),
        "integer": number, "flag": isinstance(value, bool),
        "words": isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value)),
        "year": number or (isinstance(value, str) and value[:4].isdecimal()),
        "years": number or isinstance(value, str) or (isinstance(value, list) and all(_is_year(v) for v in value)),
    }  # fmt: skip
    if fits[kind]:
        return []
    zh, en = _EXPECTED[kind]
    return [problem(line, "wrong_kind", type=type_, name=name, expected_zh=zh, expected_en=en, value=repr(value))]


def _is_year(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and value[:4].isdecimal()
    )


def _unknown_choices(
    type_: str, name: str, choices: Mapping[str, list[str]], value: Any, line: int
) -> list[Problem]:  # fmt: skip
    if name not in choices:
        return []
    given = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    wrong = [word for word in given if isinstance(word, str) and word not in choices[name]]
    return [unknown(line, "unknown_choice", word, choices[name], type=type_, name=name) for word in wrong]


def text_fields(block: Typed) -> list[tuple[Inlines, int]]:
    """Return the prose in the fields of a block, with its line."""
    from gongxing.briefs.parsing import inlines_of

    kinds = _types()[block.type]["fields"]
    return [
        (inlines_of(value, block.line_of(name))[0], block.line_of(name))
        for name, value in block.fields.items() if kinds.get(name) == "text"
    ]  # fmt: skip
