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
    from gongxing.briefs import BriefError, parse_outline
    from gongxing.library import LibraryError

    path = Path(source)
    if source == "-":
        text, name = sys.stdin.read(), "-"
    elif path.exists() or path.suffix:
        text, name = _text(path), str(path)
    else:
        try:
            stored = library.brief(source)
        except LibraryError as error:
            raise click.ClickException(f"{source}: there is no such file, and {error}") from error
        text, name = stored.outline, stored.slug
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
