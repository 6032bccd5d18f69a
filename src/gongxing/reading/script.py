"""Which language a text is written in, by its characters."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]+")
_SAMPLE = 20_000
# Frequent characters that exist in one of the two spellings only.
_TRADITIONAL = re.compile(
    "[國這個來時們對會發動過說產種學經進電實現應還開間關線數條無題黨員總設長級圖統組見計別論運農區從業與為億萬縣鄉鎮]"
)
_SIMPLIFIED = re.compile(
    "[国这个来时们对会发动过说产种学经进电实现应还开间关线数条无题党员总设长级图统组见计别论运农区从业与为亿万县乡镇]"
)


def language_of(text: str) -> str | None:
    """Return ``zh``, ``zh-Hant`` (traditional characters) or ``en``, ``None`` for a text without letters."""
    sample = text[:_SAMPLE]
    han = len(_HAN.findall(sample))
    words = len(_LETTER.findall(sample))
    if not han and not words:
        return None
    if han < words:
        return "en"
    return "zh-Hant" if len(_TRADITIONAL.findall(sample)) > len(_SIMPLIFIED.findall(sample)) else "zh"
