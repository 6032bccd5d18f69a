"""The stored outcome of a scenario, as blocks take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxing.library import LibraryError

if TYPE_CHECKING:
    from gongxing.briefs.blocks.context import Context


def outcome_of(context: Context, slug: str, version: int | None = None) -> tuple[Any, dict[str, Any]]:
    """Return a stored scenario and the content of its last outcome.

    Raises
    ------
    LibraryError
        There is no such scenario, or it was not run.
    """
    stored = context.library.scenario(slug, version)
    outcome = context.library.outcome(slug, version)
    if outcome is None:
        raise LibraryError(f"the scenario {slug} was not run yet; run it with gongxing scenario run {slug}")
    return stored, outcome.content
