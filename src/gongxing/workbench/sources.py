"""Where a value of the panel can be read in the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.workbench.page import PageRequest


def address_of(page: PageRequest, row: Mapping[str, Any], number: int | None) -> str | None:
    """Return the address of a row's cell, or of its words, in the document of a number; ``None`` without one."""
    if number is None:
        return None
    if row["cell"] is not None:
        return page.view.to(f"/documents/{number}", sheet=row["sheet"], cell=row["cell"])
    return page.view.to(f"/documents/{number}", at=f"{row['start']}-{row['end']}") + f"#{row['start']}"
