"""Which units belong to a metropolitan area, with the reason for each in Chinese and English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from gongxing.measures.errors import DataError, complaint
from gongxing.measures.frame import By, Table
from gongxing.measures.kernels import delineation as kernel
from gongxing.measures.registry import Give, Need, declare
from gongxing.measures.result import Outcome
from gongxing.measures.slices import Slice, aligned_weights

_RULE = re.compile(r"\s*(?P<quantity>.+?)\s*(?P<sign><=|>=|≤|≥)\s*(?P<threshold>-?\d+(?:\.\d+)?)\s*")
_HOLDS = {"at most": "≤", "at least": "≥"}
_FAILS = {"at most": ">", "at least": "<"}


@declare(
    id="metropolitan_area",
    family="linkage",
    needs={"values": Need(), "w": Need("weights")},
    gives=Give(term="members", unit="count", low=1, high="n"),
    references=("dijkstra_poelman_veneri2019",),
    choices={"combine": ("all", "any")},
    chart="none",
)
def metropolitan_area(
    table: Table,
    values: str | Sequence[str],
    *,
    rules: str | Sequence[str],
    core: str | Sequence[str],
    w: Any = None,
    combine: str = "all",
    enclaves: bool = True,
    by: By = None,
    id: str | None = "code",
) -> Outcome:
    """Which units belong to a metropolitan area by rules of travel time, commuting, density or others, and why.

    Parameters
    ----------
    data
        A polars or pandas frame, one row a unit; a missing value is unknown, and said so.
    values
        Columns that the rules are about (minutes to the core, share of commuters, people per km2).
    rules
        ``"minutes <= 60; commuters >= 0.15"`` or a list of such: a column, ``<=`` or ``>=``, and a threshold in the
        column's unit.
    core
        Code or codes of the units that are in by definition.
    w
        Contiguity: where given, members must hang together with the core through members.
    combine
        ``"all"`` rules must hold, or ``"any"`` of them.
    enclaves
        With ``w``: take in units all of whose (at least two) neighbours are members.
    by, id
        As everywhere.

    Returns
    -------
    Result
        For each unit (``group``) ``member`` (1 or 0), with the columns ``reason_zh`` and ``reason_en``. For all
        ``members``, and ``unknown``: units that cannot be judged (they count as out).

    Raises
    ------
    DataError
        A rule that cannot be read, a column that is not there, a core that is not in the data.
    """
    quantities = [values] if isinstance(values, str) else list(values)
    read = _rules(table, rules, quantities)
    cores = [core] if isinstance(core, str) else [str(code) for code in core]
    sample = table.read(by=by, id=id, gaps=("values",), values=quantities)
    outcome = Outcome((*sample.by, "reason_zh", "reason_en"))
    for part in sample:
        order = np.argsort(part.codes.astype(str), kind="stable")
        codes = [str(code) for code in part.codes[order]]
        numbers = {name: part.numbers(f"values_{k}")[order] for k, name in enumerate(quantities)}
        inner = _inner(part, cores, codes)
        weights = None if w is None else aligned_weights(w, codes, table)
        result = kernel.delineate(
            numbers, read, inner, combine=cast(kernel.Combine, combine),
            neighbours=None if weights is None else weights.matrix, enclaves=enclaves,
        )  # fmt: skip
        if weights is not None:
            outcome.spec["weights"] = weights.description
        for k, code in enumerate(codes):
            said = [_sentence(result, k, read, numbers, language) for language in ("zh", "en")]
            outcome.add((*part.key, *said), "member", float(result.member[k]), part.n, group=code)
        outcome.add((*part.key, "", ""), "unknown", result.reason.count("unknown"), part.n)
        outcome.add((*part.key, "", ""), "members", int(result.member.sum()), part.n)
    return outcome


def _rules(table: Table, rules: str | Sequence[str], quantities: Sequence[str]) -> list[kernel.Rule]:
    """Read rules about some columns."""
    texts = rules.replace("；", ";").split(";") if isinstance(rules, str) else list(rules)
    read: list[kernel.Rule] = []
    for text in (text for text in texts if text.strip()):
        match = _RULE.fullmatch(text)
        if match is None:
            raise DataError(
                f"{table.measure.id}: rules: expected a column, <= or >=, and a number, but {text.strip()!r} came; "
                "write minutes <= 60; commuters >= 0.15"
            )
        if match["quantity"] not in quantities:
            raise DataError(
                f"{table.measure.id}: rules: expected rules about {', '.join(quantities)}, but {text.strip()!r} came; "
                "name the column among the values"
            )
        direction: kernel.Direction = "at most" if match["sign"] in ("<=", "≤") else "at least"
        read.append(kernel.Rule(match["quantity"], direction, float(match["threshold"])))
    if not read:
        raise DataError(
            f"{table.measure.id}: rules: expected at least one rule, but there is none; write minutes <= 60"
        )
    return read


def _inner(part: Slice, cores: Sequence[str], codes: Sequence[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    lacking = [code for code in cores if code not in codes]
    if lacking or not cores:
        raise complaint(
            f"core{part.where()}", "codes of units of the data", f"{len(lacking)} of {len(cores)} are none",
            "check the codes, or name another id", lacking,
        )  # fmt: skip
    return np.isin(codes, cores)


@cache
def _words() -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return content


def _sentence(
    result: kernel.Delineation, unit: int, rules: Sequence[kernel.Rule], values: dict[str, Any], language: str
) -> str:
    """Return the reason for one unit."""
    words = _words()[language]
    said: dict[int, list[str]] = {1: [], 0: [], -1: []}
    for rule, holds in zip(rules, result.holds[unit], strict=True):
        if holds < 0:
            said[-1].append(words["missing"].format(quantity=rule.quantity))
        else:
            sign = (_HOLDS if holds else _FAILS)[rule.direction]
            said[int(holds)].append(f"{rule.quantity} {values[rule.quantity][unit]:g} {sign} {rule.threshold:g}")
    join = words["between"].join
    return words[result.reason[unit]].format(passed=join(said[1]), failed=join(said[0]), unknown=join(said[-1]))
