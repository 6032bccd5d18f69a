"""What pages share and the first visitor would else wait for: the document of the API, neighbours on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI


def ready(app: FastAPI) -> None:
    """Make it."""
    from gongxing.measures.neighbourhoods import word_weights
    from gongxing.workbench.api.guide import document_of

    document_of(app)
    word_weights("queen", "prefecture")  # the level of most tables
