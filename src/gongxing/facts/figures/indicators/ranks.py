"""Ranks (居全国第7位), moves in rank (提升24位) and lengths of an unbroken run (连续9年)."""

from __future__ import annotations

import re

_RANK = re.compile(
    r"(?P<verb>(?<!吨)位居|居于|居|位列|列|排名|排位|排序|排在|排|位于|位次|跃居|升至|升到|上升至|上升到|前移至|提升至|提升到|进至|晋升至|晋升到|跃升至|跃升到|跃至|保持在?|稳居|进入"
    r"|跻身|蝉联|获得?|夺得|成为|在|名列|为)(?P<scope>[^，；、居列排在]{0,14}?)(?:排名|排行|位次|中)?(?:第|前)?$"
)
_SCOPE = re.compile(
    r"(?P<scope>(?:(?:全国|全球|世界|亚洲|国际|全省|全区|全市|东部|中部|西部|东北|北方|南方|长三角|珠三角|京津冀|沿海|沿边|各?省会|地级|副省级|计划单列|同类|省区市|省份|省|区|市|城市|地区|"
    r"[一二三四五六七八九十]+)){1,4})(?:排名|位次)?(?:第|前)?$"
)
_AMONG = re.compile(r"在([^，；]{2,40}?)(?:当中|之中|中|上|里)$")
_RUN = re.compile(r"(?:已|已经)?(连续|连年|接连|累计连续)(?:第|超过?|约|近|保持)?$")


def read_rank(left: str) -> tuple[str, str]:
    """Return the phrase that is ranked and the scope of the ranking."""
    match = _RANK.search(left[-40:])
    scoped = _SCOPE.search(left[-30:])
    if match is not None and (scoped is None or match["scope"]):
        phrase, scope = left[: len(left) - len(match[0])], match["scope"]
    elif scoped is not None:
        phrase, scope = left[: len(left) - len(scoped[0])], scoped["scope"]
    else:
        return left, ""
    return phrase, scope.removesuffix("的").removesuffix("总体")


def among(phrase: str) -> str:
    """Return the ranking that a phrase names: 在中国城市科技创新竞争力50强中."""
    match = _AMONG.search(phrase)
    return match[1] if match is not None else ""


def read_run(left: str) -> tuple[str, str] | None:
    """Return the phrase before 连续 and the word itself, or None where no run is told."""
    match = _RUN.search(left[-12:])
    return (left[: len(left) - len(match[0])], match[1]) if match is not None else None
