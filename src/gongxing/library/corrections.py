"""What a person writes to correct a fact, read as the fact's fields: ``value=21亿元 period=2025``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from gongxing.facts.fact import Bound, Modality
from gongxing.language.folding import fold
from gongxing.language.quantities import quantities
from gongxing.library.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Mapping

# The fields of each kind that a person may correct, in the order in which a form asks for them.
FIELDS: dict[str, tuple[str, ...]] = {
    "figure": ("value", "unit", "indicator", "region", "region_code", "period", "bound", "modality"),
    "place": ("name", "code", "level"),
    "person": ("name", "post"),
    "project": ("type", "region"),
    "industry": ("tier", "region"),
    "member": ("group", "member"),
    "commitment": ("actor", "deadline"),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "bound": get_args(Bound),
    "modality": get_args(Modality),
}
_REQUIRED = frozenset({"value", "unit", "bound", "modality", "name", "level", "type", "group", "member"})
_PERIOD = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?|-Q[1-4]|-H[12])?(?:/\d{4}(?:-(?:0[1-9]|1[0-2]))?)?")
_CODE = re.compile(r"\d{6}")
_NUMBER = re.compile(r"[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class CorrectionError(LibraryError):
    """What a person wrote is no value of a field; ``zh`` says so in Chinese, the message in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh


def corrections(kind: str, words: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a fact that a person's words state; a blank is "unknown".

    Parameters
    ----------
    kind
        The kind of the fact, one of ``FIELDS``.
    words
        Field and text. A value may carry its unit (``21亿元``), which then stands before one stated beside it.

    Raises
    ------
    CorrectionError
        The kind has no such field, or the text cannot be read as one.
    """
    known = FIELDS[kind]
    fields: dict[str, Any] = {}
    for name in sorted(words, key=lambda name: name == "value"):  # the value last: its unit wins
        text = words[name].strip()
        if name not in known:
            raise CorrectionError(
                f"这类事实没有“{name}”这一项；可以更正的有：{'、'.join(known)}",
                f"a {kind} has no field {name!r} to correct; name one of {', '.join(known)}",
            )
        if name == "value" and text:
            fields.update(_value(text))
        elif text:
            fields[name] = _checked(name, text)
        else:
            fields[name] = None
    for name, value in fields.items():
        if value is None and name in _REQUIRED:
            raise CorrectionError(f"“{name}”不能为空", f"{name} cannot be blank: a {kind} needs one")
    return fields


def _value(text: str) -> dict[str, Any]:
    folded = fold(text).text
    if _NUMBER.fullmatch(folded):
        return {"value": float(folded.replace(",", "").replace("−", "-"))}
    found = quantities(folded)
    if len(found) != 1 or found[0].start != 0 or found[0].end != len(folded):
        raise CorrectionError(
            f"“{text}”读不成一个数值；写基本单位的数（2.1e9），或带单位的数（21亿元）",
            f"{text!r} is no value; write a number in base units (2.1e9), or one with its unit (21亿元)",
        )
    return {"value": float(found[0].value), "unit": found[0].unit}


def _checked(name: str, text: str) -> str:
    if name in CHOICES and text not in CHOICES[name]:
        choices = CHOICES[name]
        raise CorrectionError(
            f"“{text}”不是 {name} 的取值；可写 {'、'.join(choices)}",
            f"{text!r} is no {name}; write one of {', '.join(choices)}",
        )
    if name in ("period", "deadline") and not _PERIOD.fullmatch(text):
        raise CorrectionError(
            f"“{text}”读不成时间；写 2025、2024-06、2024-Q3、2024-H1 或 2021/2025",
            f"{text!r} is no {name}; write 2025, 2024-06, 2024-Q3, 2024-H1 or 2021/2025",
        )
    if name in ("code", "region_code") and not _CODE.fullmatch(text):
        raise CorrectionError(
            f"“{text}”不是行政区划代码；写六位数字，如 510100",
            f"{text!r} is no adcode; write its six digits, e.g. 510100",
        )
    return text
