"""Where the sample lies, and a library made of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.library import Library

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SamplePaths:
    """Folders and files of the sample.

    ``root`` is what ``gongxing ingest`` takes: ``tables`` and ``documents`` lie in it. ``scenarios`` run on ``tables``,
    ``scenario`` is the railway among them; ``sources`` says where each figure is from.
    """

    root: Path
    tables: Path
    documents: Path
    scenarios: Path
    scenario: Path
    sources: Path


def paths() -> SamplePaths:
    """Return where the sample lies in the installed package."""
    return _within(_HERE)


def _within(folder: Path) -> SamplePaths:
    root, scenarios = folder / "library", folder / "scenarios"
    return SamplePaths(
        root, root / "tables", root / "documents", scenarios, scenarios / "chengmei.toml", folder / "SOURCES.md"
    )


def copy_sample(folder: str | Path) -> SamplePaths:
    """Copy the sample to a folder, to look at and to change; files that are there are kept.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    found = _within(Path(folder))
    for name in ("library", "scenarios"):
        for source in sorted((_HERE / name).rglob("*")):
            target = Path(folder) / source.relative_to(_HERE)
            if source.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
    for name in ("SOURCES.md", "SOURCES-cities.csv"):
        shutil.copyfile(_HERE / name, Path(folder) / name)
    return found


def open_sample(folder: str | Path) -> Library:
    """Open the library ``sample.db`` of a folder and read the sample into it; what is there is not read again.

    Parameters
    ----------
    folder
        Made where it is not there; the originals go beside the library.

    Raises
    ------
    LibraryError
        The folder cannot be written, or a part of the sample cannot be read.
    """
    from gongxing.library import LibraryError, open_library

    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"{folder}: the folder cannot be made ({error.strerror}); name another one") from error
    library = open_library(folder / "sample.db")
    try:
        report = library.ingest([paths().root])
        if report.failures:
            raise LibraryError(report.failures[0].reason)
    except BaseException:
        library.close()
        raise
    return library
