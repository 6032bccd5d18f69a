"""Bytes to text: which encoding the bytes are in is judged by the bytes, not by what they declare.

Pages declare ``gb2312`` and are UTF-8, declare nothing and are GB18030, declare UTF-8 and hold a broken byte. So the
strict decoders are tried first, and where more than one could be right, samples are decoded by each and judged by how
many of their characters are ones that Chinese text is made of.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache
from importlib.resources import files

from gongxing.reading.errors import UnreadableDocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: the marks begin alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp1252")
# How people and editors call them: an editor's list of encodings has these words.
_CALLED = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5hkscs": "Big5", "cp1252": "Windows-1252"}
_SAMPLE = 24_000  # bytes in each of three samples: enough for a sure judgement, little for a large file
_FEW = 0.02  # share of characters that may be broken in a text that is taken for good
_SURE = 0.25  # share of common characters below which no decoding is believed
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 27}) + b"\x7f"
_LATIN = re.compile("(?<=[A-Za-z])[À-ÖØ-öø-ÿŒœŠšŽž’]|[À-ÖØ-öø-ÿŒœŠšŽž](?=[a-z])|[“”‘’–—…•·°£€©®«»\xa0](?![À-ÿ])")


def decode(data: bytes, name: str) -> str:
    """Decode a document.

    Parameters
    ----------
    data
        The whole document.
    name
        What to call it in messages.

    Raises
    ------
    UnreadableDocumentError
        The bytes are not text, or too many of them are broken.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding, name)
    if b"\0" in data[: 8 * _SAMPLE]:
        return _unmarked_wide(data, name)
    if _share_of_controls(data[: 8 * _SAMPLE]) > _FEW:
        raise _not_text(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    sample = _sample(data)
    scores = [(_score(sample, encoding), encoding) for encoding in _CANDIDATES]
    best, encoding = max(scores, key=lambda pair: pair[0])
    if best < _SURE:
        raise UnreadableDocumentError(
            name,
            f"its characters make no sense in any of {', '.join(_CALLED[one] for one in _CANDIDATES)}",
            "open it where it reads well, save it as UTF-8, and read that file",
        )
    return _tolerant(data, encoding, name)


def _tolerant(data: bytes, encoding: str, name: str) -> str:
    """Decode with a mark in place of each broken byte; refuse where they are not few."""
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    written = len(text) - len(text.encode("ascii", "ignore")) if broken else 0
    if broken > max(_FEW * written, 3):
        raise UnreadableDocumentError(
            name,
            f"it was read as {_CALLED.get(encoding, encoding.upper())}, and {broken} of its characters are broken",
            "save it again from the source as UTF-8, and read that file",
        )
    if "\0" in text[:100_000] and text.count("\0", 0, 100_000) > _FEW * min(len(text), 100_000):
        raise _not_text(name)
    return text


def _unmarked_wide(data: bytes, name: str) -> str:
    """Decode UTF-16 without a mark; other bytes with zeros among them are no text, save for a stray zero or two."""
    sample = data[: 4 * _SAMPLE]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        common = sum(1 for c in text if c in _common() or c in "，。、；：“”（）《》\r\n" or " " <= c <= "~")
        if common > 0.7 * len(text):
            return _tolerant(data, encoding, name)
    if data.count(b"\0") > max(3, len(data) // 10_000):
        raise _not_text(name)
    return decode(data.replace(b"\0", b""), name)


def _share_of_controls(head: bytes) -> float:
    return 1 - len(head.translate(None, _CONTROLS)) / max(len(head), 1)


def _sample(data: bytes) -> bytes:
    """Return up to three stretches with characters beyond ASCII, each cut where no double byte can be halved."""
    found = _NOT_ASCII.search(data)
    first = found.start() if found else 0
    stretches = []
    for position in sorted({first, first + (len(data) - first) // 2, max(first, len(data) - _SAMPLE)}):
        stretch = data[position : position + _SAMPLE]
        if position != first:
            cut = re.search(rb"[\t-/]", stretch)  # below 0x30: no second byte of GB18030 or Big5
            stretch = stretch[cut.start() :] if cut else stretch
        stretches.append(stretch)
    return b"\n".join(stretches)


def _score(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are common ones, less the broken ones five times over."""
    text = sample.decode(encoding, errors="replace")
    written = [c for c in text if c > "\x7f"]
    if not written:
        return 0.0
    if encoding == "cp1252":
        # Western text has few letters beyond ASCII; a page full of them is Chinese in the wrong dress.
        few = len(written) < 0.15 * len(text)
        return 0.9 * len(_LATIN.findall(text)) / len(written) if few else 0.0
    common = _common()
    good = sum(1 for c in written if c in common or c in "，。、；：“”（）《》％！？—　·【】")
    broken = sum(1 for c in written if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
    return (good - 5 * broken) / len(written)


@cache
def _common() -> frozenset[str]:
    lists = tomllib.loads(files("gongxing.reading").joinpath("characters.toml").read_text("utf-8"))
    return frozenset("".join(lists["simplified"].split()) + "".join(lists["traditional"].split()))


def _not_text(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        name,
        "this is not text, HTML, PDF or DOCX but some other kind of data",
        "save the document in one of these kinds",
    )
