"""Evidence that is computed on the library's panel: measures, and numbers worked out beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gongxing.library.connection import reading
from gongxing.library.errors import LibraryError
from gongxing.library.evidence import Evidence, Number
from gongxing.library.panel_numbers import NUMBERS, PanelNumber, chosen_within, panel_number
from gongxing.library.passages import base_name, indicator_name
from gongxing.library.references import cell_reference, document_reference
from gongxing.library.schema import document
from gongxing.library.wording import filled, said_amount, templates
from gongxing.measures import DataError, find_measure
from gongxing.measures.asking import ask, years_of
from gongxing.measures.inputs import expanded, region_codes
from gongxing.measures.words import term_in, words
from gongxing.panel import PanelError
from gongxing.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.indicators.amounts import Language
    from gongxing.library.library import Library
    from gongxing.library.references import MeasureNumber
    from gongxing.measures import Measure, Result
    from gongxing.measures.result import Row
    from gongxing.panel import Entry, Panel

# Arguments that choose one number of a result; year and region choose rows of the panel where the result has none.
_SELECTING = ("region", "of", "term")
_UNSAID = ("term", "missing", "seed", "rows", "scope", "level")  # how it is computed, not what it is about
_SHOWN_SOURCES = 3
_NAMED = 5  # indicators that are all named in a footnote
_BARE = (None, "1", "1/period", "period")  # units of results that stand behind no number
# The name by which the values of a table or a figure are referred to as a whole; it is no number.
VALUES = "values"


class Measured:
    """What is computed on one library's panel, each measure once."""

    def __init__(self, library: Library, language: Language = "zh") -> None:
        self.library = library
        self.language: Language = language
        self._panel: Panel | None = None
        self._files: dict[str, str] | None = None
        self._held: dict[str | None, set[str | None]] = {}  # indicators by the years asked for
        self._results: dict[tuple[str, tuple[tuple[str, str], ...]], Result] = {}

    @property
    def panel(self) -> Panel:
        """The library's panel, made when first asked for."""
        if self._panel is None:
            self._panel = self.library.panel()
        return self._panel

    def result(self, name: str, arguments: Mapping[str, str]) -> Result:
        """Return the result of a measure: ``indicator`` names its columns, the other arguments are its own.

        Raises
        ------
        LibraryError
            The measure cannot be computed, with the reason.
        """
        entry = self._measure(name)
        settings = self._settings(entry, arguments)
        key = (entry.id, tuple(sorted(settings.items())))
        if key not in self._results:
            rest = dict(settings)
            try:
                columns = self.columns(rest.pop("indicator", ""), rest.get("years"))
                self._results[key] = ask(self.panel, entry, columns, rest)
            except (DataError, PanelError) as error:
                raise LibraryError(f"measure {entry.id}: {error}") from error
        return self._results[key]

    def columns(self, text: str, years: str | None = None) -> list[str]:
        """Return the indicators of an argument, a pattern (``employment_*``) by those that the panel has in the years.

        Raises
        ------
        DataError
            No indicator of the catalogue matches a pattern.
        """
        found: list[str] = []
        for part in filter(None, map(str.strip, text.split(","))):
            if "*" not in part or "/" in part:  # a product is a formula
                found.append(part)
                continue
            meant = expanded([part])
            if years not in self._held:
                rows = self.panel.select(periods=years_of(years) if years else None).to_frame()
                self._held[years] = set(rows["indicator_id"])
            found += [name for name in meant if name in self._held[years]] or meant
        return found

    def evidence(self, number: MeasureNumber, reference: str) -> Evidence:
        """Return the evidence of a reference to a measure or to a number of the panel.

        Raises
        ------
        LibraryError
            It cannot be computed, or the arguments leave several numbers.
        """
        arguments = dict(number.arguments)
        try:
            if number.name in NUMBERS:
                found = panel_number(self.panel, number.name, arguments)
                return self._of_panel(found, number.name, reference)
            if number.name == VALUES:
                return self._of_values(arguments, reference)
            entry = self._measure(number.name)
            whole = arguments.pop("rows", None) == "all"
            result = self.result(number.name, arguments)
            if "*" in arguments.get("indicator", ""):
                years = self._settings(entry, arguments).get("years")
                arguments["indicator"] = ",".join(self.columns(arguments["indicator"], years))
            row = None if whole else _row(result, arguments)
            return self._of_result(entry, result, row, arguments, reference)
        except (LibraryError, PanelError) as error:
            raise LibraryError(f"{reference}: {error}") from error

    def references_of(self, entries: tuple[Entry, ...]) -> tuple[str, ...]:
        """Return references to the cells and spans of entries, where their file is known in the library."""
        if self._files is None:
            with reading(self.library.engine) as connection:
                rows = connection.execute(select(document.c.name, document.c.sha256).order_by(document.c.id)).all()
            self._files = {row.name: row.sha256 for row in reversed(rows)}
        found: dict[str, None] = {}
        for entry in entries:
            source = entry.observation.source
            sha256 = self._files.get(source.file)
            if sha256 is None:
                continue
            if isinstance(source, Cell):
                found.setdefault(cell_reference(sha256, source.sheet, source.cell))
            else:
                found.setdefault(document_reference(sha256, source.start, source.end))
        return tuple(found)

    def _measure(self, name: str) -> Measure:
        try:
            return find_measure(name)
        except DataError as error:
            raise LibraryError(f"{error}; numbers beside the measures are {', '.join(NUMBERS)}") from error

    def _settings(self, entry: Measure, arguments: Mapping[str, str]) -> dict[str, str]:
        """Return the arguments of the measure itself; a year that no column parts chooses the rows."""
        settings = {name: text for name, text in arguments.items() if name not in _SELECTING}
        parted = "year" in settings.get("by", "").split(",") or "time" in entry.signature.parameters
        if "year" in settings and parted:
            del settings["year"]
        elif "year" in settings:
            settings["years"] = settings.pop("year")
        return settings

    def _of_panel(self, found: PanelNumber, name: str, reference: str) -> Evidence:
        said = templates(self.language)

        def written(value: Any) -> Any:
            return said_amount(value[0], value[1], self.language) if isinstance(value, tuple) else value

        fields = {key: written(value) for key, value in found.words.items()}
        fields |= {key: self._name(fields[key]) for key in ("of", "within", "above", "below") if fields.get(key)}
        if name == "count":
            fields["any"] = "" if fields["above"] or fields["below"] else said["numbers"]["any"]
        quote = filled(
            said["numbers"][name], **fields, region=self._name(found.region or ""), period=found.period,
            indicator=indicator_name(found.indicator, self.language),
            amount=said_amount(found.value, found.unit, self.language),
        )  # fmt: skip
        assumption = said["in_current_prices"] if name == "growth" else None
        source = filled(said["panel"], sources=self._sources(found.parts), assumption=assumption)
        number = Number(found.value, found.unit)
        return Evidence(
            reference, "measure", source, quote, found.value, found.unit, found.period, (number,), found.region,
            found.indicator, rests_on=self.references_of(found.parts),
        )  # fmt: skip

    def _sources(self, entries: tuple[Entry, ...], *, by_file: bool = False) -> str:
        from gongxing.panel.writing import source_words

        sources = [entry.observation.source for entry in entries]
        named = list(dict.fromkeys(base_name(one.file) if by_file else source_words(one) for one in sources))
        between = "、" if self.language == "zh" else ", "
        shown = between.join(named[:_SHOWN_SOURCES])
        if len(named) <= _SHOWN_SOURCES:
            return shown
        gap = "" if self.language == "zh" else " "
        return f"{shown}{gap}{templates(self.language)['more'].format(count=len(named))}"

    def _of_values(self, arguments: Mapping[str, str], reference: str) -> Evidence:
        """Return the evidence of many values of the panel at once: their indicators, regions, periods, and sources."""
        wanted = {name: [part.strip() for part in arguments[name].split(",")] for name in ("indicator", "regions")
                  if name in arguments}  # fmt: skip
        years = years_of(arguments["years"]) if "years" in arguments else None
        chosen = chosen_within(
            self.panel, wanted.get("indicator", ()), years, within=arguments.get("within"),
            regions=wanted.get("regions", ()), level=arguments.get("level"),
            scope=arguments.get("scope", "prefecture"),
        )  # fmt: skip
        entries = tuple(chosen.entries())
        if not entries:
            raise LibraryError("the panel has no such values; gongxing panel lists what there is")
        source = filled(templates(self.language)["values"], arguments=self._arguments(arguments),
                        sources=self._sources(entries, by_file=True))  # fmt: skip
        return Evidence(reference, "measure", source, "", rests_on=self.references_of(entries))

    def _of_result(
        self, entry: Measure, result: Result, row: Row | None, arguments: Mapping[str, str], reference: str
    ) -> Evidence:
        """Return the evidence of one number of a result, or of the result as a whole (``row`` is ``None``)."""
        said = templates(self.language)
        name = words(entry.id, self.language).name
        count = row.n if row is not None else max((one.n for one in result.rows), default=0)
        source = filled(said["measure"], name=name, arguments=self._arguments(arguments), count=count)
        if row is None or row.value is None:
            return Evidence(reference, "measure", source, "", indicator=entry.id)
        term = "" if row.term in ("value", entry.gives.term) else term_in(row.term, self.language)
        keys = [self._name(str(part)) for part in (*row.key, row.group) if part not in (None, "")]
        unit = None if row.unit in _BARE else row.unit
        value = said_amount(row.value, unit, self.language)
        quote = filled(said["measure_quote"], key=self._between.join(keys), term=term, name=name, value=value)
        period = arguments.get("year") or next((str(key) for key, column in zip(row.key, result.keys, strict=True)
                                                if column == "year"), None)  # fmt: skip
        return Evidence(reference, "measure", source, quote, row.value, unit, period, (Number(row.value, unit),),
                        arguments.get("region"), entry.id)  # fmt: skip

    @property
    def _between(self) -> str:
        return "，" if self.language == "zh" else ", "

    def _arguments(self, arguments: Mapping[str, str]) -> str:
        said = [self._argument(key, text) for key, text in arguments.items() if key not in _UNSAID]
        return self._between.join(part for part in said if part)

    def _listed(self, names: list[str]) -> str:
        """Join names; of many the first ones and how many there are."""
        between = "、" if self.language == "zh" else ", "
        if len(names) <= _NAMED:
            return between.join(names)
        gap = "" if self.language == "zh" else " "
        more = templates(self.language)["more_indicators"].format(count=len(names))
        return f"{between.join(names[:_SHOWN_SOURCES])}{gap}{more}"

    def _argument(self, key: str, text: str) -> str:
        """Say one argument: indicators and regions by their names, of many the first few; years as they stand."""
        said = templates(self.language)
        text = self._listed([said["columns"].get(part.strip()) or self._name(part.strip()) for part in text.split(",")])
        word = said["arguments"].get(key)
        gap = "" if word == "" or (word and self.language == "zh") else " "
        return f"{key if word is None else word}{gap}{text}"

    def _name(self, text: str) -> str:
        """Return what an indicator or a region is called in the language; other words stay as they are."""
        from gongxing.charts.frames import place_label
        from gongxing.indicators import find_indicator

        found = find_indicator(text)
        return indicator_name(found.id, self.language) if found else place_label(text, self.language)


def _row(result: Result, arguments: Mapping[str, str]) -> Row:
    """Return the one row that the arguments choose."""
    term = arguments.get("term", result.measure.gives.term)
    rows = [row for row in result.rows if row.term == term and row.value is not None]
    if not rows:
        terms = ", ".join(dict.fromkeys(row.term for row in result.rows))
        raise LibraryError(f"{result.measure.id} gives no number {term!r} here; its terms are {terms}")
    if "year" in arguments and "year" in result.keys:
        place = result.keys.index("year")
        rows = [row for row in rows if str(row.key[place]) == arguments["year"]]
    region, of = arguments.get("region"), arguments.get("of")
    if region is not None:
        names = {region, *region_codes([region])}
        rows = [row for row in rows if names & {row.group, *map(str, row.key)}]
    if of is not None:
        rows = [row for row in rows if of in (row.group, *map(str, row.key))]
    if region is None and of is None and any(row.group is None for row in rows):
        rows = [row for row in rows if row.group is None]
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise LibraryError(
            f"{result.measure.id} has no {term} for that year, region or part; check year, region and of"
        )
    labels = ", ".join(" ".join(str(part) for part in (*row.key, row.group) if part is not None) for row in rows[:5])
    raise LibraryError(
        f"{result.measure.id} gives {len(rows)} numbers ({labels} …); choose one with year, region, of or term"
    )
