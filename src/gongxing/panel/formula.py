"""Formulas of the catalogue such as ``gdp / residents``: read as arithmetic, never run as code; dimensions checked."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.indicators import catalogue
from gongxing.panel.amount import Amount
from gongxing.panel.errors import PanelError, close_ones

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongxing.indicators import Indicator

_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_PURE = frozenset({"share", "growth", "index", "ratio", "1", ""})
Dimension = tuple[tuple[str, int], ...]


class Formula(NamedTuple):
    """A formula with the ids that it needs, in the order in which they stand."""

    text: str
    tree: ast.expr
    parts: tuple[str, ...]

    def value(self, amounts: Mapping[str, Amount]) -> Amount:
        """Return the value for amounts of every part.

        Raises
        ------
        ZeroDivisionError
            A divisor may be zero.
        """
        amount: Amount = self.worked_out(amounts.__getitem__, lambda number: Amount.of(float(number)))
        return amount

    def worked_out(self, part: Callable[[str], Any], number: Callable[[float], Any]) -> Any:
        """Return what the signs make of what ``part`` gives for an id and ``number`` for a number."""
        return _worked_out(self.tree, part, number)


@cache
def formula(text: str) -> Formula:
    """Read a formula of ids, numbers, ``+ - * /`` and brackets.

    Raises
    ------
    PanelError
        Anything else stands in it.
    """
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        raise PanelError(f"{text!r} is no formula; write ids with + - * / and brackets, e.g. gdp / residents") from None
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.setdefault(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value is not True:
            continue
        elif not isinstance(node, ast.BinOp | ast.UnaryOp | ast.USub | ast.Load | ast.operator) or (
            isinstance(node, ast.operator) and type(node) not in _SIGNS
        ):
            raise PanelError(f"{text!r}: a formula holds ids, numbers, + - * / and brackets only")
    ordered = sorted(names, key=lambda name: _place(tree, name))
    return Formula(text, tree, tuple(ordered))


def _place(tree: ast.expr, name: str) -> int:
    return min(node.col_offset for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name)


def _worked_out(node: ast.expr, part: Callable[[str], Any], number: Callable[[float], Any]) -> Any:
    match node:
        case ast.Name():
            return part(node.id)
        case ast.Constant():
            return number(node.value)  # type: ignore[arg-type]
        case ast.UnaryOp():
            return -_worked_out(node.operand, part, number)
        case ast.BinOp():
            left, right = (_worked_out(side, part, number) for side in (node.left, node.right))
            match node.op:
                case ast.Add():
                    return left + right
                case ast.Sub():
                    return left - right
                case ast.Mult():
                    return left * right
            return left / right
    raise AssertionError(node)


def formula_of(indicator: Indicator) -> Formula | None:
    """Return the formula of an indicator after a check of its parts and dimensions, ``None`` where it has none.

    Raises
    ------
    PanelError
        A part is not in the catalogue, or the dimensions do not come out as the indicator's own.
    """
    return checked_formula(indicator.formula, indicator.dimension) if indicator.formula else None


@cache
def checked_formula(text: str, dimension: str) -> Formula:
    """Read a formula and check that it comes out in a dimension (``money/person``, ``share``)."""
    read = formula(text)
    for part in read.parts:
        if part not in catalogue():
            raise PanelError(f"{text!r}: there is no indicator {part!r}{close_ones(part, catalogue())}")
    found, wanted = _dimension(read.tree, text), dimension_of(dimension)
    if found != wanted:
        raise PanelError(f"{text!r} comes out in {_words(found)}, but {_words(wanted)} was expected")
    return read


def dimension_of(words: str) -> Dimension:
    """Return the powers of a dimension: ``money/person`` is money¹ person⁻¹; a share has none."""
    powers: Counter[str] = Counter()
    above, *below = words.split("/")
    for name in above.split("*"):
        powers[name.strip()] += 1
    for name in below:
        powers[name.strip()] -= 1
    return _clean(powers)


def _clean(powers: Mapping[str, int]) -> Dimension:
    return tuple(sorted((name, power) for name, power in powers.items() if power and name not in _PURE))


def _dimension(node: ast.expr, text: str) -> Dimension:
    match node:
        case ast.Name():
            return dimension_of(catalogue()[node.id].dimension)
        case ast.UnaryOp():
            return _dimension(node.operand, text)
        case ast.BinOp():
            left, right = _dimension(node.left, text), _dimension(node.right, text)
            if isinstance(node.op, ast.Add | ast.Sub):
                if left != right:
                    raise PanelError(f"{text!r}: {_words(left)} and {_words(right)} cannot be added")
                return left
            powers = Counter(dict(left))
            for name, power in right:
                powers[name] += power if isinstance(node.op, ast.Mult) else -power
            return _clean(powers)
    return ()


def _words(dimension: Dimension) -> str:
    return " ".join(f"{name}{'' if power == 1 else f'^{power}'}" for name, power in dimension) or "a pure number"
