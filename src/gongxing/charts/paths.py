"""Lines of an SVG in few bytes: each point as the step from the one before, on a grid finer than is seen."""

from __future__ import annotations

import re

# Up to so many characters of lines are told to a tenth of a pixel, a picture with more to half of one.
_PLENTY = 60_000
_LINES = re.compile(r' d="([^"]*)"')
_STRAIGHT = re.compile(r"M[MLZ\d.,\s-]*")  # what steps can tell: no curves
_TOKENS = re.compile(r"[MLZ]|-?[\d.]+")


def shortened(svg: str, *, page: bool = False) -> str:
    """Return an SVG whose lines are told in steps of a tenth of a pixel; on a page, where there are many, of a half."""
    whole = page and sum(len(found) for found in _LINES.findall(svg)) > _PLENTY
    return _LINES.sub(lambda found: f' d="{_steps(found[1], 2 if whole else 10)}"', svg)


def _steps(line: str, parts: int) -> str:
    """Return a path as steps of so many parts of a pixel; one with curves rounded to a tenth."""
    if not _STRAIGHT.fullmatch(line):
        return re.sub(r"-?\d+\.\d{2,}", lambda number: f"{round(float(number[0]), 1) + 0:g}", line)
    tokens, words, place = _TOKENS.findall(line), [], 0
    at = begin = (0, 0)
    drawn = 0  # points of the line that is being drawn, beside its first
    command = "M"
    while place < len(tokens):
        if tokens[place] in "MLZ":
            command = tokens[place]
            place += 1
        if command == "Z":
            # A ring that falls together is still seen, as large as a step.
            words.append("z" if drawn else f"l{_number(1, parts)} 0 0 {_number(1, parts)}z")
            at, drawn = begin, 0
            continue
        point = round(float(tokens[place]) * parts), round(float(tokens[place + 1]) * parts)
        across, down = point[0] - at[0], point[1] - at[1]
        place += 2
        if command == "M":
            words.append(("m" if words else "M") + _number(across, parts) + _apart(_number(down, parts)))
            begin, drawn, command = point, 0, "L"
        elif across or down:
            first = _number(across, parts)
            words.append(("" if drawn else "l") + (_apart(first) if drawn else first) + _apart(_number(down, parts)))
            drawn += 1
        at = point
    return "".join(words)


def _number(steps: int, parts: int) -> str:
    text = f"{steps / parts:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _apart(number: str) -> str:
    """Return a number with what parts it from the one before."""
    return number if number.startswith("-") else f" {number}"
