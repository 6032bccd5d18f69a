"""The panel: every value of every source in one long table, and the ways to ask it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from gongxing.panel import deriving, shaping
from gongxing.panel.coverage import by_province, coverage, summary
from gongxing.panel.deriving import Derived, Rank
from gongxing.panel.errors import PanelError, close_ones
from gongxing.panel.evidence import Evidence, Place
from gongxing.panel.figures import entries_of_document
from gongxing.panel.framing import rows_of
from gongxing.panel.gathering import entries_of_table, table_files
from gongxing.panel.groups import Group, divisions_below, functional_group
from gongxing.panel.order import Disagreement, Order, disagreements, shown, units_of
from gongxing.panel.schema import SCHEMA, Entry, SourceKind, entries_of, frame_of
from gongxing.panel.selecting import chosen, codes_of, keys_of
from gongxing.regions import division, history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxing.charts import Figure
    from gongxing.charts.appearance import ThemeName
    from gongxing.facts import Fact
    from gongxing.indicators.amounts import Language
    from gongxing.reading import Article
    from gongxing.regions.divisions import Level
    from gongxing.tables import Observation
    from gongxing.tables.observation import Scope


class Panel:
    """Observations from tables and documents, one a row; a panel is never changed, each method gives a new one.

    Several sources of one cell are all kept. Which one is *shown* follows ``order``: an exact value before a bound,
    then official table, communiqué, other document, then the newer vintage; ``disagreements`` lists the rest.

    Parameters
    ----------
    frame
        Rows in the schema of ``gongxing.panel.schema``; use the constructors ``from_…`` instead.
    order
        The order of sources.
    """

    def __init__(self, frame: pl.DataFrame | None = None, order: Order | None = None) -> None:
        self._frame = pl.DataFrame(schema=SCHEMA) if frame is None else frame
        self.order = order or Order()

    @classmethod
    def from_observations(
        cls,
        observations: Iterable[Observation],
        *,
        kind: SourceKind = "table",
        vintage: int | None = None,
        order: Order | None = None,
    ) -> Panel:
        """Return a panel of observations of one kind of source and one vintage (year of publication)."""
        return cls(frame_of(Entry(observation, kind, vintage) for observation in observations), order)

    @classmethod
    def from_entries(cls, entries: Iterable[Entry], *, order: Order | None = None) -> Panel:
        """Return a panel of observations with what is known of their sources."""
        return cls(frame_of(entries), order)

    @classmethod
    def from_tables(cls, paths: str | Path | Iterable[str | Path], *, order: Order | None = None) -> Panel:
        """Return a panel of the tables that files and folders hold (XLSX, XLS, CSV, TSV), in order.

        The vintage of a table is the year in its file's name, where that is not before the last year it reports.

        Raises
        ------
        PanelError
            A path is not there, a folder holds no table, or a table cannot be read.
        """
        files = table_files([paths] if isinstance(paths, str | Path) else paths)
        return cls(frame_of(entry for file in files for entry in entries_of_table(file)), order)

    @classmethod
    def from_frame(cls, frame: Any, *, file: str = "frame", order: Order | None = None, **columns: str) -> Panel:
        """Return a panel of a long frame (pandas, polars …), one row a value.

        Parameters
        ----------
        frame
            Columns ``region`` or ``code``, ``indicator``, ``value`` and as many others of the schema as there are.
            Units may be written as 亿元 or 万人; values are stored in base units. Codes are found by name and year,
            indicators by the catalogue.
        file
            The name under which the source is listed.
        columns
            The names of columns that are named otherwise: ``region="城市", period="年份"``.

        Raises
        ------
        PanelError
            A needed column is missing, a unit is not known, a value is no number.
        """
        return cls(rows_of(frame, columns, file), order)

    def add_observations(
        self, observations: Iterable[Observation], *, kind: SourceKind = "table", vintage: int | None = None
    ) -> Panel:
        """Return a panel that also holds these observations."""
        return self.add_entries(Entry(observation, kind, vintage) for observation in observations)

    def add_entries(self, entries: Iterable[Entry]) -> Panel:
        """Return a panel that also holds these entries."""
        return Panel(pl.concat((self._frame, frame_of(entries))), self.order)

    def add_document(
        self, article: Article, facts: Iterable[Fact], *, file: str = "document", kind: SourceKind | None = None
    ) -> Panel:
        """Return a panel that also holds the figures of a document that say what they measure and whose they are.

        Targets keep their modality apart and are never shown as values that were reached. ``kind`` is read off the
        document where it is not given.
        """
        return self.add_entries(entries_of_document(article, facts, file, kind))

    def __add__(self, other: Panel) -> Panel:
        return Panel(pl.concat((self._frame, other._frame)), self.order)

    def __len__(self) -> int:
        return self._frame.height

    @property
    def region_count(self) -> int:
        """How many regions it tells of."""
        count: int = self._frame.select(pl.coalesce("code", "region").n_unique()).item()
        return count

    def __repr__(self) -> str:
        regions = self.region_count
        indicators = self._frame.select(pl.coalesce("indicator_id", "indicator").n_unique()).item()
        return f"<Panel: {len(self):,} values, {regions:,} regions, {indicators:,} indicators>"

    def observations(self) -> list[Observation]:
        """Return every observation, in the order in which they came in."""
        return [entry.observation for entry in entries_of(self._frame)]

    def entries(self) -> list[Entry]:
        """Return every observation with what is known of its source."""
        return list(entries_of(self._frame))

    def to_frame(self, kind: str = "polars") -> Any:
        """Return every row as a polars or pandas frame; ``from_frame`` takes it back without loss."""
        return shaping.as_kind(self._frame, kind)

    def shown(self) -> Panel:
        """Return the panel with the one source of each cell that the order shows."""
        return Panel(shown(self._frame, self.order), self.order)

    def disagreements(self) -> list[Disagreement]:
        """Return every value that differs from the one shown by more than both were rounded."""
        return list(disagreements(self._frame, self.order))

    def select(
        self,
        indicators: str | Sequence[str] | None = None,
        periods: str | int | Iterable[str | int] | None = None,
        *,
        regions: str | Sequence[str] | None = None,
        within: str | None = None,
        level: Level | None = None,
        scope: Scope | None = None,
        modality: str | None = "actual",
        unit: str | None = None,
        flagged: shaping.Flagged = "keep",
    ) -> Panel:
        """Return the rows that match all that is given.

        Parameters
        ----------
        indicators
            Ids, names or synonyms of the catalogue, or the words of an indicator that it has not.
        periods
            As written (``2023``, ``2024-06``); an iterable of years such as ``range(2018, 2024)``.
        regions
            Codes or names; a functional region stands for its members.
        within
            Code or name of the division that holds them (四川: its cities and counties); of a functional region, its
            members' counties.
        level
            ``province``, ``prefecture`` or ``county``.
        scope
            ``prefecture`` (全市; also what has no scope written) or ``district`` (市辖区).
        modality
            ``actual`` or ``target``; ``None`` takes both.
        flagged
            ``drop`` leaves out values that the reading of tables found impossible.

        Raises
        ------
        PanelError
            An indicator or region that the panel does not know; close names are suggested.
        """
        rows = chosen(
            self._frame, indicators, periods, regions=regions, within=within, level=level, scope=scope,
            modality=modality, unit=unit, flagged=flagged,
        )  # fmt: skip
        return Panel(rows, self.order)

    def indicator_keys(self, indicators: str | Sequence[str]) -> list[str]:
        """Return what the rows call these indicators: the catalogue's id, else the words themselves.

        Raises
        ------
        PanelError
            Neither the catalogue nor the panel knows one of them.
        """
        return keys_of(indicators, self._frame)

    def wide(
        self,
        indicators: str | Sequence[str],
        periods: str | int | Iterable[str | int] | None = None,
        *,
        regions: str | Sequence[str] | None = None,
        within: str | None = None,
        level: Level | None = None,
        scope: Scope | None = "prefecture",
        flagged: shaping.Flagged = "keep",
        kind: str = "polars",
    ) -> Any:
        """Return one row a region and year: ``code``, ``region``, ``year``, then one column an indicator id.

        Only exact values that were reached, of whole years, as the order of sources shows them; a missing value is
        null, never zero. The parameters are those of ``select``.

        Raises
        ------
        PanelError
            An unknown indicator, or two units for one indicator.
        """
        keys = self.indicator_keys(indicators)
        rows = self.select(
            keys, periods, regions=regions, within=within, level=level, scope=scope, flagged=flagged
        )._frame
        rows = rows.filter(pl.col("period").str.contains(r"^\d{4}$") & (pl.col("bound") == "eq"))
        return shaping.as_kind(shaping.wide(shown(rows, self.order), keys), kind)

    def pivot(
        self,
        indicator: str,
        *,
        rows: str = "region",
        columns: str = "period",
        scope: Scope | None = "prefecture",
        display: bool = False,
        kind: str = "polars",
    ) -> Any:
        """Return a two-way table of one indicator, by default one row a region and one column a period.

        Parameters
        ----------
        rows, columns
            Columns of the schema.
        display
            Give values in the unit that people read (亿元, 万人); the table's last column ``unit`` names it.

        Raises
        ------
        PanelError
            An unknown indicator or column, or two units for one indicator.
        """
        for name in (rows, columns):
            if name not in SCHEMA:
                raise PanelError(f"a panel has no column {name!r}{close_ones(name, SCHEMA)}")
        (key,) = self.indicator_keys(indicator)
        chosen = self.select(key, scope=scope).shown()._frame
        units_of(chosen)
        return shaping.as_kind(shaping.pivot(chosen, rows, columns, display=display), kind)

    def in_display_units(self, kind: str = "polars") -> Any:
        """Return the shown rows with values in the units that people read (亿元, 万人), one unit an indicator."""
        return shaping.as_kind(shaping.in_display_units(self.shown()._frame), kind)

    @cached_property
    def evidence(self) -> Evidence:
        """Return the values by cell, for look-ups."""
        return Evidence(self._frame, self.order)

    def place(self, region: str) -> Place:
        """Return the region of a code or name.

        Raises
        ------
        PanelError
            Neither the divisions nor the panel know it.
        """
        (code,) = codes_of(region, self._frame)[:1]
        found = division(code) or next(iter(history(code)), None)
        return Place(code, found.short if found else region)

    def derive(self, indicator: str, region: str, period: str | int, *, scope: Scope = "prefecture") -> Derived:
        """Work an indicator out by the catalogue's formula (``gdp / residents``); the parts keep their sources."""
        (key,) = self.indicator_keys(indicator)
        return deriving.by_formula(self.evidence, key, self.place(region), str(period), scope)

    def total(self, indicator: str, group: str | Group, period: str | int, *, scope: Scope = "prefecture") -> Derived:
        """Add an indicator over a functional region; without a value where a member has none, and it is named.

        Raises
        ------
        PanelError
            The indicator does not add over regions; the group is not known or its members overlap.
        """
        (key,) = self.indicator_keys(indicator)
        group = functional_group(group, int(str(period)[:4])) if isinstance(group, str) else group
        return deriving.over_group(self.evidence, key, group, str(period), scope)

    def share(self, indicator: str, region: str | Group, whole: str, period: str | int) -> Derived:
        """Return a region's or group's per cent of a larger one, whose own value goes before the sum of its parts."""
        (key,) = self.indicator_keys(indicator)
        if isinstance(region, Group):
            part = deriving.over_group(self.evidence, key, region, str(period))
        else:
            part = deriving.whole_of(self.evidence, key, self.place(region), str(period))
        all_of = deriving.whole_of(self.evidence, key, self.place(whole), str(period))
        return deriving.share(part, all_of, f"100 * {key} / {key} of {whole}")

    def growth(
        self, indicator: str, region: str, period: int, *, before: int | None = None, deflator: float | None = None
    ) -> Derived:
        """Return growth in per cent between two years (by default from the year before), in current prices.

        ``deflator``, the rise of prices in per cent, makes it growth in constant prices; ``assumption`` says which.
        Published real growth is an indicator of its own (``gdp_growth``).
        """
        (key,) = self.indicator_keys(indicator)
        place = self.place(region)
        levels = [
            deriving.whole_of(self.evidence, key, place, str(year))
            for year in (period, period - 1 if before is None else before)
        ]
        return deriving.growth(*levels, deflator=deflator)

    def ranks(
        self, indicator: str, period: str | int, *, regions: str | Sequence[str] | None = None,
        level: Level | None = None, descending: bool = True,
    ) -> list[Rank]:  # fmt: skip
        """Rank regions by an indicator, the largest first; equal values share a rank and name each other."""
        (key,) = self.indicator_keys(indicator)
        chosen = self.select(key, period, regions=regions, level=level, scope="prefecture").shown()
        units_of(chosen._frame)
        rows = [
            (Place(entry.observation.code or entry.observation.region, entry.observation.region), entry)
            for entry in chosen.entries()
            if entry.bound == "eq"
        ]
        return deriving.ranks(rows, descending=descending)

    def summary(self) -> pl.DataFrame:
        """Return one row an indicator and unit: regions, periods with the first and last, values, doubtful values."""
        return summary(self._frame)

    def coverage(
        self, periods: Iterable[str | int] | None = None, kind: str = "polars", *, within: str | None = None
    ) -> Any:
        """Return a row for each region, indicator and period with ``sources`` and ``state`` (``missing`` among them).

        ``periods`` adds periods that no row has, ``within`` the units of a division (a name or code) that no row has;
        see ``gongxing.panel.coverage``.
        """
        wanted = [str(period) for period in periods] if periods is not None else None
        units = () if within is None else divisions_below(within)
        return shaping.as_kind(coverage(self._frame, wanted, units), kind)

    def coverage_figure(
        self, language: Language = "zh", within: str | None = None, theme: ThemeName = "light"
    ) -> Figure:
        """Return the picture of ``coverage``: a square a region and year, by province where there are many regions."""
        from gongxing.charts.coverage import MOST_ROWS, coverage

        covered = self.coverage(within=within)
        if covered["region"].n_unique() > MOST_ROWS:
            covered = by_province(covered)
        return coverage(covered, language=language, theme=theme)
