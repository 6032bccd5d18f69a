"""Where a scenario's text comes from, and where the names of tables in it lead."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gongxing.panel import Panel

# Keys of a section whose values are names of files.
NAMED_FILES = {
    "data": ("regions", "travel_time", "trade_distance", "commuters"),
    "economy": ("tables", "travel_times"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """The text of a scenario and what stands around it.

    Attributes
    ----------
    name
        What messages call it: the file, or the name under which a library keeps it.
    text
        TOML.
    kept
        Where the tables that it names lie; ``None`` where the names are relative to the file itself.
    panel
        Gives the panel that ``library = true`` means; ``None`` where there is no library.
    """

    name: Path
    text: str
    kept: Mapping[str, Path] | None = None
    panel: Callable[[], Panel] | None = None

    def words(self) -> dict[str, Any]:
        """Return what the text says.

        Raises
        ------
        ScenarioError
            It is no TOML.
        """
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise ScenarioError(f"{self.name}: is not a TOML file ({error}); correct that line.") from error

    def file(self, name: str) -> Path:
        """Return where a table lies; that it is there is seen when it is opened."""
        if self.kept is None:
            return self.name.parent / name
        return self.kept.get(name, Path(name))

    def files(self, name: str) -> list[Path]:
        """Return where a table, or each table of a folder, lies."""
        if self.kept is None or name in self.kept:
            return [self.file(name)]
        folder = name.rstrip("/") + "/"
        return [path for key, path in self.kept.items() if key.startswith(folder) and path.suffix != ".toml"]


def origin_of_file(path: str | Path, panel: Callable[[], Panel] | None = None) -> Origin:
    """Return the origin of a scenario file.

    Raises
    ------
    ScenarioError
        The file cannot be read.
    """
    path = Path(path)
    try:
        return Origin(path, path.read_text("utf-8-sig"), panel=panel)
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: is not text in UTF-8; save it as that.") from error


def named_files(origin: Origin) -> dict[str, bytes]:
    """Return the bytes of every table that a scenario file names, and of the corrections beside a table.

    Raises
    ------
    ScenarioError
        A table cannot be read.
    """
    found: dict[str, bytes] = {}
    for name in _names(origin.words()):
        place = origin.file(name)
        if place.is_dir():
            parts = {f"{name.rstrip('/')}/{path.relative_to(place).as_posix()}": path for path in _tables(place)}
        else:
            parts = {name: place}
        for key, path in parts.items():
            found[key] = _bytes(path)
            corrections = path.with_name(f"{path.name}.toml")
            if corrections.is_file():
                found[f"{key}.toml"] = _bytes(corrections)
    return found


def _names(words: dict[str, Any]) -> Iterator[str]:
    for section, keys in NAMED_FILES.items():
        said = words.get(section)
        said = said if isinstance(said, dict) else {}
        for key in keys:
            value = said.get(key)
            names = value if isinstance(value, list) else [value]
            yield from (name for name in names if isinstance(name, str) and name != "?")


def _tables(folder: Path) -> list[Path]:
    from gongxing.panel import PanelError
    from gongxing.panel.gathering import table_files

    try:
        return table_files([folder])
    except PanelError as error:
        raise ScenarioError(str(error)) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror}); check the path in the scenario.") from error
