"""Family 7, hierarchy: how cities rank, whether leaders lift those around them, where the weight of the map lies."""

from gongxing.measures.hierarchy.centre import centre_of_gravity, deviational_ellipse
from gongxing.measures.hierarchy.poles import growth_pole
from gongxing.measures.hierarchy.sizes import primacy, rank_size, zipf

__all__ = ["centre_of_gravity", "deviational_ellipse", "growth_pole", "primacy", "rank_size", "zipf"]
