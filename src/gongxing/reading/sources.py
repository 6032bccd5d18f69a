"""What the words of a command line stand for: files, folders with all they hold, addresses, standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.fetching import WebAddress, is_web_address
from gongxing.reading.packages import is_package, unpacked
from gongxing.reading.reader import LARGEST, check_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Source = Path | tuple[str, bytes] | WebAddress

# What is taken from a folder. A file that is named itself is read whatever its suffix.
SUFFIXES = frozenset(
    (
        *(".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"),
        *(".txt", ".text", ".md", ".markdown"),
        *(".pdf", ".docx", ".doc", ".wps"),
    )
)


def find_sources(
    arguments: Sequence[str], suffixes: frozenset[str] = SUFFIXES, *, packages: bool = True
) -> tuple[list[Source], list[str]]:
    """Return the documents that the arguments name, in order, and one sentence for each that names none.

    Parameters
    ----------
    arguments
        Paths. A folder stands for every document below it, sorted by path, hidden ones left out; ``-`` for the bytes of
        standard input; ``https://…`` for what is fetched from there when its turn comes. A document that is named twice
        is read once.
    suffixes
        What is taken from a folder, and from a ZIP that is named.
    packages
        Whether a ZIP is opened here; else it is returned as it is.
    """
    sources: dict[Source, None] = {}
    problems: list[str] = []
    for argument in arguments:
        try:
            for source in _sources_of(argument, suffixes, packages):
                sources.setdefault(source)
        except UnreadableDocumentError as error:
            problems.append(str(error))
    return list(sources), problems


def _sources_of(argument: str, suffixes: frozenset[str], packages: bool) -> Iterator[Source]:
    if argument == "-":
        yield "standard input", _standard_input()
        return
    if is_web_address(argument):
        yield WebAddress.parse(argument)
        return
    path = Path(argument)
    try:
        folder = path.is_dir()
    except (OSError, ValueError):
        folder = False
    if not folder:
        check_file(path)
        if packages and is_package(argument):
            yield from unpacked(path, argument, suffixes)
        else:
            yield path
        return
    found = False
    for file in _files_below(path, suffixes):
        found = True
        yield file
    if not found:
        advice = "name a folder with HTML, text, PDF or DOCX files, or name the files themselves"
        raise UnreadableDocumentError(argument, "no document is in this folder", advice)


def _files_below(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """Yield the documents below a folder; links to folders are not followed, so that no circle is walked."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        raise UnreadableDocumentError(
            str(folder), f"this folder cannot be opened ({error.strerror})", "change its permissions or leave it out"
        ) from None
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(Path(entry.path), suffixes)
        elif Path(entry.name).suffix.lower() in suffixes:
            yield Path(entry.path)


def _standard_input() -> bytes:
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        limit = LARGEST // 10**6
        raise UnreadableDocumentError(
            "standard input", f"it has more than {limit} MB and at most {limit} MB are read", "split it"
        )
    return data
