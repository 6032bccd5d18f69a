"""One panel of all observations, and claims checked against it."""

from gongxing.panel.deriving import Derived, Gap, Rank
from gongxing.panel.errors import PanelError
from gongxing.panel.groups import Group, functional_group, group_of
from gongxing.panel.order import Disagreement, Order
from gongxing.panel.panel import Panel
from gongxing.panel.schema import Entry, SourceKind

__all__ = [
    "Derived",
    "Disagreement",
    "Entry",
    "Gap",
    "Group",
    "Order",
    "Panel",
    "PanelError",
    "Rank",
    "SourceKind",
    "functional_group",
    "group_of",
]
