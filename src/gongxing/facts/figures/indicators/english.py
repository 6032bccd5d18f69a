"""English: the noun phrase before a verb of being or change, or after a counted number."""

from __future__ import annotations

import re

_LINK = re.compile(
    r"(?:[\s,]*\b(?:reached|reaching|reaches|hit|hits|totaled|totalled|totaling|stood|stands|amounted|was|were|is|are|at"
    r"|to|of|by|about|around|nearly|some|over|more than|less than|exceeded|exceeding|surpassed|topped|up|down|an|a|the"
    r"|for|from|with|has|have|had|only|approximately|roughly|almost|another|its|their))+[\s$]*$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?P<verb>grew|grow|grown|growing|rose|rise|risen|increas\w+|climbed|jumped|gained|expand\w+|surged|fell|fall|fallen|declin\w+"
    r"|dropp\w+|decreas\w+|shrank|contracted|slipped|up|down)\b[^,;.]{0,24}$",
    re.IGNORECASE,
)
_START = re.compile(
    r".*(?:[,;:(]|[.]\s|\b(?:while|and|with|that|which|as|when|where|said|in (?:19|20)\d\d)\b)\s*", re.IGNORECASE
)
_LEAD = re.compile(r"^(?:the|its|their|our|a|an|total|this|last|year|in|by)\s+", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:of\s+)?((?:[A-Za-z][\w'-]*\s*){1,4})")
_STOP = re.compile(
    r"\s*\b(?:in|on|at|by|for|from|to|and|were|was|are|is|will|have|has|that|which|last|this|compared|year|over|as|with)\b.*"
)


def read_english(left: str, right: str, unit: str) -> tuple[str, str]:
    """Return the base and the measure of a number in an English sentence.

    ``left`` and ``right`` are the words of its clause; either part is empty where the clause does not say.
    """
    change = _CHANGE.search(left)
    before = left[: change.start()] if change else _LINK.sub("", left)
    base = _LEAD.sub("", _START.sub("", _LINK.sub("", before), count=1).strip()).strip(" ,.;:\"'“”")
    measure = "growth" if change and unit in ("%", "pp", "x") else ""
    after = _AFTER.match(right)
    if not change and after is not None and (not base or unit in ("count", "people") or right.startswith(" of ")):
        noun = _STOP.sub("", after[1]).strip()
        if noun:
            return noun, measure
    if unit == "people" and not base:
        return "people", measure
    return " ".join(base.split()[-8:]), measure
