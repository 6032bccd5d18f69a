"""What the commands share: formats, progress, language, files that cannot be written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORMATS = ("table", "json", "csv", "xlsx")


def style_of(output: Path | None) -> str:
    """Return the format that a file's suffix asks for; a table where none is named."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    return {"json": "json", "jsonl": "json", "csv": "csv", "xlsx": "xlsx"}.get(suffix, "table")


def progress(total: int, words: str = "读取 reading") -> Any:
    """Return a context whose value moves a progress bar on standard error by one (none for few files)."""
    from contextlib import contextmanager

    @contextmanager
    def bar() -> Iterator[Any]:
        if total < 3 or not sys.stderr.isatty():
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar_of_task:
            task = bar_of_task.add_task(words, total=total)
            yield lambda: bar_of_task.advance(task)

    return bar()


def guarded(output: Path, write: Callable[[], object]) -> None:
    """Write a file; say in one sentence why it cannot be written."""
    try:
        write()
    except OSError as error:
        raise click.ClickException(f"{output}: cannot be written ({error.strerror or error})") from error


def tongue_of(asked: str | None) -> Literal["zh", "en"]:
    """Return the language asked for, else the system's."""
    from gongxing.listing.words import preferred_language

    return preferred_language() if asked is None else "en" if asked == "en" else "zh"
