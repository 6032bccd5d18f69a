"""Where a value of the panel can be read in the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxing.library.documents import numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.library import Library
    from gongxing.workbench.page import PageRequest


def numbers_of_files(page: PageRequest) -> dict[str, int]:
    """Return the number of the document of each file of the panel, looked up once between two writes."""
    panel = page.panel

    def look_up(library: Library) -> dict[str, int]:
        return numbers_of(library, panel.to_frame()["file"].drop_nulls().unique().to_list())

    return page.remember("numbers of files", look_up)


def address_of(page: PageRequest, row: Mapping[str, Any], number: int | None) -> str | None:
    """Return the address of a row's cell, or of its words, in the document of a number; ``None`` without one."""
    if number is None:
        return None
    if row["cell"] is not None:
        return page.view.to(f"/documents/{number}", sheet=row["sheet"], cell=row["cell"])
    return page.view.to(f"/documents/{number}", at=f"{row['start']}-{row['end']}") + f"#{row['start']}"
