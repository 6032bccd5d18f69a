"""What the commands share: formats, progress, language, files that cannot be written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORMATS = ("table", "json", "csv", "xlsx")
# Suffixes of files that hold a picture.
PICTURES = (".svg", ".png", ".pdf", ".html")


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


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format``, ``--output`` and ``--language`` to a command, as ``style``, ``output`` and ``language``."""
    for option in (
        click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the table. Default: as your system "
                     "says."),
        click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file."),
        click.option("--format", "style", type=click.Choice(FORMATS),
                     help="How to print; a file's suffix in --output decides too."),
    ):  # fmt: skip
        command = option(command)
    return command


def chosen_style(style: str | None, output: Path | None) -> str:
    """Return the format to write; a workbook without a file to go to is refused."""
    chosen = style or style_of(output)
    if chosen == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file to go to: add --output FILE.xlsx")
    return chosen


def write_as(
    style: str, output: Path | None, *, table: Callable[[], Any], json: Callable[[], str], csv: Callable[[], str],
    xlsx: Callable[[Path], object],
) -> None:  # fmt: skip
    """Write what a command found to a file or to standard output; only the form that is asked for is made."""
    if style == "xlsx" and output is not None:
        guarded(output, lambda: xlsx(output))
        return
    if style == "table":
        import io

        from rich.console import Console

        page = io.StringIO()
        Console(file=page if output else sys.stdout, highlight=False).print(table())
        text = page.getvalue()
    else:
        text = json().rstrip("\n") + "\n" if style == "json" else csv()
    if output is None:
        click.echo(text, nl=False)
    else:
        encoding = "utf-8-sig" if style == "csv" else "utf-8"
        guarded(output, lambda: output.write_text(text, encoding, newline=""))
