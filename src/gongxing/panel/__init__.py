"""One panel of all observations, and claims checked against it."""

from gongxing.panel.errors import PanelError
from gongxing.panel.order import Disagreement, Order
from gongxing.panel.panel import Panel
from gongxing.panel.schema import Entry, SourceKind

__all__ = ["Disagreement", "Entry", "Order", "Panel", "PanelError", "SourceKind"]
