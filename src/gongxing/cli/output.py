"""What the commands share: formats, progress, language, files that cannot be written."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
        raise click.ClickException(f"{output}: cannot be written ({_reason(error)})") from error


def _reason(error: OSError) -> str:
    """Return the system's words without a number or the name of a file half-written."""
    return error.strerror or re.sub(r"^\[Errno \d+\] |: '[^']*'$", "", str(error))


def whole(output: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` write a file beside the one that is wanted, and put it in its place once it is whole.

    What was there before stays where a disk is full or the work is stopped.
    """
    if output.exists() and not output.is_file():  # a pipe, a device
        guarded(output, lambda: write(output))
        return
    unfinished = output.with_name(f".{output.stem}.unfinished{output.suffix}")

    def place() -> None:
        try:
            write(unfinished)
            unfinished.replace(output)
        finally:
            with suppress(OSError):
                unfinished.unlink()

    guarded(output, place)


def tongue_of(asked: str | None) -> Literal["zh", "en"]:
    """Return the language asked for, else the system's."""
    from gongxing.listing.words import preferred_language

    return preferred_language() if asked is None else "en" if asked == "en" else "zh"


def tongue_of_errors() -> Literal["zh", "en"]:
    """Return Chinese where the system speaks it, else English as the other errors of a terminal are."""
    from gongxing.listing.words import system_locale

    return "zh" if system_locale().startswith("zh") else "en"


def said(error: Exception | str) -> str:
    """Return what an error, or a note beside a table, says in the language of ``tongue_of_errors``."""
    tongue = tongue_of_errors()
    if tongue == "en":
        return str(error)
    from gongxing.language.saying import said_of

    return said_of(error, tongue)


def tell(error: Exception | str) -> None:
    """Tell a person on standard error, in the language of ``tongue_of_errors``."""
    click.echo(said(error), err=True)


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
    if style == "table":
        write_page(output, table())
        return
    if style == "xlsx" and output is not None:
        whole(output, xlsx)
        return
    text = json().rstrip("\n") + "\n" if style == "json" else csv()
    if output is None:
        click.echo(text, nl=False)
    else:
        encoding = "utf-8-sig" if style == "csv" else "utf-8"
        whole(output, lambda target: target.write_text(text, encoding, newline=""))


def write_list(
    style: str, output: Path | None, title: str, rows: Sequence[dict[str, Any]], columns: Sequence[str], *,
    table: Callable[[], Any],
) -> None:  # fmt: skip
    """Write the list of what a library keeps: rows under their columns, and as people like to read it."""
    from json import dumps

    from gongxing.listing import stored as listing

    write_as(
        style,
        output,
        table=table,
        json=lambda: dumps(rows, ensure_ascii=False),
        csv=lambda: listing.rows_csv(rows, columns),
        xlsx=lambda target: listing.rows_xlsx(title, rows, target, columns),
    )


def write_page(output: Path | None, content: Any) -> None:
    """Print what rich can print to a file or to standard output."""
    import io

    from rich.console import Console

    if output is None:
        Console(file=sys.stdout, highlight=False).print(content)
        return
    page = io.StringIO()
    Console(file=page, highlight=False, width=120).print(content)
    whole(output, lambda target: target.write_text(page.getvalue(), "utf-8"))
