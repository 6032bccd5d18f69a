"""Numbers, cells and regions in words, Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.tables import Cell

if TYPE_CHECKING:
    from gongxing.panel.schema import Entry
    from gongxing.tables import SpanSource

_CHINESE = {"CNY": "元", "USD": "美元", "people": "人", "m2": "平方米", "m": "米", "m3": "立方米", "t": "吨",
            "kWh": "千瓦时", "x": "倍", "pp": "个百分点", "W": "瓦", "rank-change": "位", "count": ""}  # fmt: skip
_UNSCALED = frozenset({"%", "pp", "x", "rank", "rank-change", "year", "day", "h"})
_SCALES_ZH = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_SCALES_EN = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


def quantity(value: float, unit: str) -> tuple[str, str]:
    """Write a value in base units in Chinese and English: 2.78451万亿元, 2.78451 trillion CNY."""
    if unit == "rank":
        return f"第{value:g}位", f"rank {value:g}"
    written = []
    for scales, word, gap in ((_SCALES_ZH, _CHINESE.get(unit, unit), ""), (_SCALES_EN, _english(unit), " ")):
        steps = () if unit in _UNSCALED else scales
        size, scale = next(((s, w) for s, w in steps if abs(value) >= s), (1.0, ""))
        number = _number(value / size, unit)
        written.append(f"{number}{scale}{'' if word in ('', '%') else gap}{word}")
    return written[0], written[1]


def _number(value: float, unit: str) -> str:
    if unit in ("%", "pp"):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.10g}"


def _english(unit: str) -> str:
    return {"count": "", "x": "times", "rank-change": "ranks"}.get(unit, unit)


def source_words(source: Cell | SpanSource) -> str:
    """Return where a value stands: ``yearbook.xlsx [Sheet1!C8]`` or ``bulletin.html “2.78万亿元”``."""
    name = source.file.replace("\\", "/").rpartition("/")[2]
    if isinstance(source, Cell):
        at = "!".join(filter(None, (source.sheet, source.cell)))
        return f"{name} [{at}]" if at else name
    return f"{name} “{source.quote}”"


def cell_words(entry: Entry) -> str:
    """Return a value with its region, period and place: ``成都 2023 2.2万亿元 (yearbook.xlsx [C8])``."""
    observation = entry.observation
    value, _ = quantity(observation.value, observation.unit)
    district = " 市辖区" if observation.scope == "district" else ""
    when = observation.period or ""
    return f"{observation.region}{district} {observation.indicator} {when} {value} ({source_words(observation.source)})"
