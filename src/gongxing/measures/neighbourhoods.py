"""Spatial weights as people give them: made ones, a frame of pairs, or a word such as ``queen`` or ``nearest:5``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from gongxing.measures.errors import DataError
from gongxing.measures.notes import Note
from gongxing.regions.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.measures.frame import Table

WORDS = "queen, rook, nearest:5 (seats), band:200 (km between seats)"
_FORM = re.compile(r"(queen|rook)|(nearest|band):(\d+(?:\.\d+)?)")


def is_word(text: str) -> bool:
    """Whether a text is a word for neighbours."""
    return _FORM.fullmatch(text.strip().lower()) is not None


def given_weights(w: Any, codes: Sequence[str], table: Table) -> Weights:
    """Return what was given as spatial weights.

    Parameters
    ----------
    w
        :class:`gongxing.regions.weights.Weights`; a frame with columns origin, destination and, if not all one, weight;
        or a word: ``queen`` and ``rook`` contiguity of the divisions' boundaries, the ``nearest:K`` seats, or
        those within a ``band:KM``.
    codes
        Regions of the data. With a word, a region whose boundary or seat is not known gets no neighbour, and a note
        says so.

    Raises
    ------
    DataError
        A word that is none of these; distances, which are no weights.
    RegionError
        A frame that holds no weights.
    """
    from gongxing.regions.distances import Distances

    if isinstance(w, Weights):
        return w
    if isinstance(w, Distances):
        raise DataError(
            f"{table.measure.id}: w: expected weights of neighbours, but distances came; make weights of them with "
            ".nearest(5) or .band(limit)"
        )
    if isinstance(w, str):
        return _named(w, codes, table)
    return Weights.from_table(w)


def _named(word: str, codes: Sequence[str], table: Table) -> Weights:
    match = _FORM.fullmatch(word.strip().lower())
    if match is None:
        raise DataError(
            f"{table.measure.id}: w: expected weights, a frame of them, or one of {WORDS}, but {word!r} came"
        )
    if match[1]:
        made, what = word_weights(match[1], _level(codes)), Note("boundary")
    else:
        from gongxing.regions.seats import seat_distances, seats

        distances = seat_distances([code for code in dict.fromkeys(codes) if code in seats()])
        number = float(match[3])
        made = distances.nearest(int(number)) if match[2] == "nearest" else distances.band(1000 * number)
        what = Note("seat")
    here = set(made.codes)
    lacking = [code for code in dict.fromkeys(codes) if code not in here]
    if not lacking:
        return made
    table.note("neighbours_unknown", what=what, count=len(lacking), total=len(codes), codes=lacking)
    frame = made.to_table()
    return Weights.from_table(frame, (*made.codes, *lacking), description=made.description)


def _level(codes: Sequence[str]) -> Literal["province", "prefecture", "county"]:
    """Return the level of the divisions of some codes; the municipalities lie among prefectures, too."""
    if any(not code.endswith("00") for code in codes):
        return "county"
    return "prefecture" if any(not code.endswith("0000") for code in codes) else "province"


@lru_cache(maxsize=6)
def word_weights(kind: Literal["queen", "rook"], level: Literal["province", "prefecture", "county"]) -> Weights:
    """Return the contiguity of all divisions of a level, made once."""
    from gongxing.regions.layers import load_layer
    from gongxing.regions.neighbours import contiguity

    return contiguity(load_layer(level), kind)
