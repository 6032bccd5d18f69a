"""Outlines as commands take them: a file, standard input, or the name of a brief that the library keeps."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gongxing.briefs import BriefError, Outline
    from gongxing.library import Library

_LARGEST = 4 << 20  # bytes of an outline


def read_outline(source: str, library: Library) -> Outline:
    """Read an outline: a file, ``-`` for standard input, or the name of a brief of the library.

    Raises
    ------
    click.ClickException
        It cannot be read or has mistakes, with all of them.
    """
    return parsed(*outline_text(source, library))


def outline_text(source: str, library: Library) -> tuple[str, str]:
    """Return the text of an outline, and what to call it.

    Raises
    ------
    click.ClickException
        It cannot be read.
    """
    from gongxing.library import LibraryError

    path = Path(source)
    if source == "-":
        return sys.stdin.read(), "-"
    if path.exists() or path.suffix:
        return _text(path), str(path)
    try:
        stored = library.brief(source)
    except LibraryError as error:
        raise click.ClickException(f"{source}: there is no such file, and {error}") from error
    return stored.outline, stored.slug


def parsed(text: str, name: str) -> Outline:
    """Parse an outline.

    Raises
    ------
    click.ClickException
        It has mistakes, with all of them.
    """
    from gongxing.briefs import BriefError, parse_outline

    try:
        return parse_outline(text, name)
    except BriefError as error:
        raise refusal(error) from error


def refusal(error: BriefError) -> click.ClickException:
    """Return what is wrong with an outline as one message, a line each."""
    return click.ClickException(str(error))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise click.ClickException(f"{path}: an outline has at most {_LARGEST >> 20} MB; is this the right file?")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path}: is no text in UTF-8; save it as UTF-8") from error
