"""When two documents are one article: mirrors and reposts.

The rule: the texts are equal once everything but letters and digits is left out, or at least 80 % of the stretches of
eight characters that either has are in both (Jaccard), and at least 90 % of the numbers too, so that this year's
communiqué is never taken for last year's. Texts of fewer than 100 characters are one only where they are equal, of
fewer than 20 never.

Documents to compare are found by MinHash bands [1]_: 12 bands of 4 find a pair that shares 80 % with a probability of
0.998, and one that shares 50 % with 0.54.

References
----------
.. [1] A. Z. Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences, 1997.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from gongxing.language.folding import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARED = 0.8  # of the stretches
NUMBERS_SHARED = 0.9
_SHORTEST = 20  # characters of a text that may be another's copy at all
_SHORTEST_ALIKE = 100  # characters of a text that may be alike without being equal
_STRETCH = 8  # characters
_BANDS, _ROWS = 12, 4
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_rng = np.random.default_rng(20240601)
_FACTORS = _rng.integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _rng.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64)
_POWERS = np.array([pow(1_000_003, k, 2**64) for k in range(_STRETCH)], dtype=np.uint64)


def bare(text: str) -> str:
    """Return the letters and digits of a text in one spelling."""
    return re.sub(r"[\W_]+", "", fold(text).text).lower()


def text_hash(text: str) -> str | None:
    """Return what equal articles share, ``None`` for a text too short to tell."""
    plain = bare(text)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest() if len(plain) >= _SHORTEST else None


def _stretches(plain: str) -> NDArray[np.uint64]:
    """Hash every stretch of eight characters: shape (characters - 7,), fewer where some repeat."""
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    count = len(codes) - _STRETCH + 1
    hashes = np.zeros(max(count, 0), dtype=np.uint64)
    for place, power in enumerate(_POWERS):
        hashes += codes[place : place + len(hashes)] * power
    hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes * np.uint64(0x9E3779B97F4A7C15))


def bands(text: str) -> list[int]:
    """Return the hashes of the MinHash bands of a text as signed 64-bit numbers, none for a short one."""
    plain = bare(text)
    if len(plain) < _SHORTEST_ALIKE:
        return []
    hashes = _stretches(plain)
    least = np.array(
        [(hashes * factor + shift).min() for factor, shift in zip(_FACTORS, _SHIFTS, strict=True)], dtype=np.uint64
    ).reshape(_BANDS, _ROWS)
    return [int.from_bytes(hashlib.sha256(row.tobytes()).digest()[:8], "big", signed=True) for row in least]


def similarity(one: str, other: str) -> float:
    """Return the share of stretches that two texts have in common; 0 where they are not one article by the rule."""
    first, second = bare(one), bare(other)
    if first == second:
        return 1.0 if len(first) >= _SHORTEST else 0.0
    if min(len(first), len(second)) < _SHORTEST_ALIKE or _share(_numbers(one), _numbers(other)) < NUMBERS_SHARED:
        return 0.0
    a, b = _stretches(first), _stretches(second)
    common = len(np.intersect1d(a, b, assume_unique=True))
    shared = common / (len(a) + len(b) - common)
    return shared if shared >= SHARED else 0.0


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(fold(text).text))


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0
