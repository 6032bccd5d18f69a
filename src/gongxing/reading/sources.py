"""What the words of a command line stand for: files, folders with all they hold, standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def find_sources(arguments: Sequence[str]) -> tuple[list[Path | tuple[str, bytes]], list[str]]:
    """Return the documents that the arguments name, in order, and one sentence for each that names none.

    A folder stands for every file below it, ``-`` for the bytes of standard input.
    """
    sources: list[Path | tuple[str, bytes]] = []
    problems: list[str] = []
    for argument in arguments:
        path = Path(argument)
        if argument == "-":
            sources.append(("standard input", sys.stdin.buffer.read()))
        elif path.is_dir():
            sources.extend(sorted(p for p in path.rglob("*") if p.is_file()))
        elif path.exists():
            sources.append(path)
        else:
            problems.append(f"{argument}: there is no such file; check the spelling of the path.")
    return sources, problems
