"""What the commands on a library share: the option that names it, and its errors as one sentence."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gongxing.library import Library

_PLACE = click.option(
    "--library", "place", default="gongxing.db", show_default=True, envvar="GONGXING_LIBRARY", metavar="FILE|URL",
    help="SQLite file, or postgresql://user@host/database. GONGXING_LIBRARY names it too.",
)  # fmt: skip
_FILES = click.option(
    "--files", envvar="GONGXING_FILES", metavar="FOLDER",
    help="Folder of the originals. Default: the library's name with .files behind it.",
)  # fmt: skip


def library_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--library`` and ``--files`` to a command."""
    return _PLACE(_FILES(command))


@contextmanager
def opened(place: str, files: str | None, *, create: bool = False) -> Iterator[Library]:
    """Open a library for a command; whatever is wrong with it becomes one sentence."""
    import json

    from gongxing.cli.output import progress
    from gongxing.library import Library, LibraryError
    from gongxing.library.connection import DAMAGED

    try:
        with Library(place, files, create=create, watch=lambda steps: progress(steps, "升级 upgrading")) as library:
            yield library
    except LibraryError as error:
        raise click.ClickException(str(error)) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:  # what was written as text and JSON is neither now
        raise click.ClickException(f"{place}: {DAMAGED}") from error


def panel_of(place: str, files: str | None) -> Callable[[], Any]:
    """Return what gives a library's panel; the library is opened when that is asked for."""

    def panel() -> Any:
        with opened(place, files) as library:
            return library.panel()

    return panel


def who_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--who``: the person who does it, by default the name that the system knows."""
    return click.option(
        "--who", default=_person, envvar="GONGXING_WHO", metavar="NAME",
        help="Your name, kept beside what you do. Default: GONGXING_WHO, else your name on this system.",
    )(command)  # fmt: skip


def _person() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return ""
