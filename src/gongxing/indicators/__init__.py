"""What is measured: the catalogue of indicators, their names, units and how they add."""

from gongxing.indicators.catalogue import Indicator, catalogue, find_indicator

__all__ = ["Indicator", "catalogue", "find_indicator"]
