"""Family 5, spatial association: whether regions resemble their neighbours, overall and at each place."""

from gongxing.measures.association.overall import bivariate_moran, geary, getis_ord, moran
from gongxing.measures.association.sites import local_bivariate_moran, local_getis_ord, local_moran

__all__ = [
    "bivariate_moran",
    "geary",
    "getis_ord",
    "local_bivariate_moran",
    "local_getis_ord",
    "local_moran",
    "moran",
]
