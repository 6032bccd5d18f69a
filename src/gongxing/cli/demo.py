"""``gongxing demo``: the whole job on the sample library, from documents and tables to a brief and the workbench."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import time
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.output import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="gongxing-demo")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Language of the demo. Default: as your system says.")
@click.option("--serve/--no-serve", default=None, help="Open the workbench at the end. Default: where you can see it.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the workbench. Default: the first that is free.")
def demo(folder: Path, language: str | None, serve: bool | None, port: int | None) -> None:
    """Show the whole job on a sample library: ingest, status, check, measure, simulate, brief, workbench.

    Each step is a command that you could type yourself in FOLDER, shown with a part of what it prints. It ends with a
    brief in HTML, PDF and DOCX, and in a terminal it then opens the workbench in the browser. Run again, it goes on
    from what is there; files that you changed are kept, but for the brief.

    \b
    Examples:
      gongxing demo
      gongxing demo --no-serve
    """
    from gongxing.sample import copy_sample

    tongue = tongue_of(language)
    said = _steps()["words"][tongue]
    began = time.monotonic()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_sample(folder / "sample")
    except OSError as error:
        raise click.ClickException(f"{folder}: cannot be written ({error.strerror}); name another folder") from error
    click.echo(said["folder"].format(folder=folder.resolve()))
    with contextlib.chdir(folder), _library_here():
        for step in _steps()["step"]:
            _show(step, tongue, said)
    click.echo("\n" + said["end"].format(seconds=round(time.monotonic() - began)))
    from gongxing.briefs import FORMATS

    for suffix in FORMATS:
        click.echo(f"  {(folder / f'brief.{suffix}').resolve()}")
    if not (sys.stdout.isatty() if serve is None else serve):
        click.echo(said["next"].format(folder=folder, outline="brief.md"))
        return
    click.echo(said["open"].format(folder=folder))
    with contextlib.chdir(folder), _library_here():
        _run(["serve", "--language", tongue, *(["--port", str(port)] if port is not None else [])])


def _steps() -> dict[str, Any]:
    return tomllib.loads(files("gongxing.cli").joinpath("demo.toml").read_text("utf-8"))


@contextlib.contextmanager
def _library_here() -> Iterator[None]:
    """Keep to the library of the folder, whatever the reader's own is."""
    kept = {name: os.environ.pop(name) for name in ("GONGXING_LIBRARY", "GONGXING_FILES") if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _show(step: dict[str, Any], tongue: str, said: dict[str, str]) -> None:
    """Run one command in this process; print it and the first lines of what it prints."""
    from gongxing.briefs import FORMATS

    command = [word.format(formats=",".join(FORMATS), name=said["name"]) for word in step["command"]]
    words = [*command, *(["--language", tongue] if _speaks(command) else [])]
    if tongue in step:
        click.echo(f"\n# {step[tongue]}")
    click.echo(f"$ gongxing {_typed(words)}")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        _run(words)
    lines = printed.getvalue().rstrip().split("\n")
    shown = lines[: step["lines"]]
    if shown:
        click.echo("\n".join(shown))
    if shown and len(lines) > len(shown):
        click.echo(said["more"].format(count=len(lines) - len(shown)))


def _run(words: list[str]) -> None:
    from gongxing.cli import main

    try:
        main.main(args=words, prog_name="gongxing", standalone_mode=False)
    except SystemExit as stop:
        if stop.code not in (0, None):
            raise click.ClickException(f"gongxing {_typed(words)} failed; see above") from stop


def _typed(words: list[str]) -> str:
    """Write a command as one would type it; Chinese needs no quotes."""
    return " ".join(shlex.quote(word) if re.search(r"[\s\"'$&;|<>*?#()\\]", word) else word for word in words)


def _speaks(words: list[str]) -> bool:
    """Tell whether a command takes ``--language``."""
    from gongxing.cli import main

    command: click.Command | None = main
    context = click.Context(main)
    for word in words:
        if not isinstance(command, click.Group):
            break
        command = command.get_command(context, word)
    return command is not None and any(option.name == "language" for option in command.params)
