"""Who is whose neighbour, from polygons: queen and rook contiguity as weights keyed by code.

References
----------
Cliff, A. D. and Ord, J. K. (1981). *Spatial Processes: Models and Applications*. Pion, chapter 1 (queen and rook).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import shapely

from gongxing.regions.errors import RegionError
from gongxing.regions.weights import Weights

if TYPE_CHECKING:
    from gongxing.regions.layers import Layer

# Borders drawn twice with gaps of up to about ten metres still touch.
SNAP = 1e-4


def contiguity(layer: Layer, kind: Literal["queen", "rook"] = "queen") -> Weights:
    """Return weights of one for regions that touch.

    Parameters
    ----------
    layer
        Polygons by code, for instance ``load_layer("county").within("510000")``.
    kind
        ``"queen"``: a common point is enough; ``"rook"``: a common stretch of border.

    Returns
    -------
    Weights
        Symmetric, without a diagonal, in the order of the layer.

    Raises
    ------
    RegionError
        Another kind came.
    """
    if kind not in ("queen", "rook"):
        raise RegionError(f"contiguity is 'queen' or 'rook'; {kind!r} came")
    shapes = layer.shapes
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=SNAP)
    keep = first < second
    first, second = first[keep], second[keep]
    if kind == "rook":
        shared = shapely.intersection(shapely.buffer(shapes[first], SNAP), shapes[second])
        # A corner leaves a speck of about the snap's width; a border is longer than that by far.
        keep = shapely.length(shared) > 20 * SNAP
        first, second = first[keep], second[keep]
    codes = layer.codes
    pairs = [(codes[i], codes[j]) for i, j in zip(first, second, strict=True)]
    both = pairs + [(j, i) for i, j in pairs]
    return Weights.from_pairs(both, codes, description=f"{kind} contiguity of {len(codes)} regions ({layer.source})")
