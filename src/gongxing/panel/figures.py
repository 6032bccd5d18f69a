"""Figures of documents as observations: their words to the catalogue, their regions to codes, their precision kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.facts import Figure
from gongxing.facts.document import Document
from gongxing.indicators import find_indicator
from gongxing.panel.precision import written_precision
from gongxing.panel.schema import Entry, SourceKind
from gongxing.regions import division, resolve
from gongxing.tables import Observation, SpanSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxing.facts import Fact
    from gongxing.indicators import Indicator
    from gongxing.reading import Article
    from gongxing.tables.observation import Scope


def entries_of_document(
    article: Article, facts: Iterable[Fact], file: str, kind: SourceKind | None = None
) -> Iterator[Entry]:
    """Yield an entry for each figure that says what it measures and whose it is.

    Parameters
    ----------
    article, facts
        What ``gongxing.read_file`` and ``gongxing.extract_facts`` return.
    file
        The name under which the source is listed.
    kind
        What kind of source it is; by default a communiqué where the document says so, else another document.
    """
    frame = Document(article).frame
    if kind is None:
        kind = "bulletin" if frame.kind == "bulletin" else "document"
    published = frame.published or article.published
    vintage = int(published[:4]) if published and published[:4].isdigit() else frame.year
    for figure in facts:
        if isinstance(figure, Figure) and figure.indicator and figure.region:
            yield entry_of_figure(figure, file, kind, vintage)


def entry_of_figure(figure: Figure, file: str, kind: SourceKind, vintage: int | None) -> Entry:
    """Return one figure as an entry; it must have an indicator and a region."""
    assert figure.indicator is not None
    assert figure.region is not None
    indicator = indicator_of(figure.indicator, figure.unit)
    code = code_of(figure)
    observation = Observation(
        figure.region,
        code,
        indicator.name if indicator else figure.indicator,
        indicator.id if indicator else None,
        figure.unit,
        figure.value,
        figure.period,
        scope_of(code),
        SpanSource(file, figure.start, figure.end, figure.quote),
    )
    return Entry(
        observation, kind, vintage, figure.modality, figure.bound, written_precision(figure.quote, figure.value)
    )


def indicator_of(words: str, unit: str) -> Indicator | None:
    """Return the catalogue's indicator that a figure's words name, if it is measured in the figure's unit.

    Words before the last part may only say of whom (全体居民人均可支配收入), so that nothing is taken for a part of it.
    """
    indicator = find_indicator(words)
    return indicator if indicator and indicator.unit == unit else None


def code_of(figure: Figure) -> str | None:
    """Return the adcode of a figure's region, by its name and year where the fact has none."""
    if figure.region_code or not figure.region:
        return figure.region_code
    year = int(figure.period[:4]) if figure.period and figure.period[:4].isdigit() else None
    found = resolve(figure.region, year)
    return found.code if found else None


def scope_of(code: str | None) -> Scope | None:
    """Return ``prefecture`` (全市) for a prefecture-level division; other regions have no urban districts apart."""
    found = division(code) if code else None
    return "prefecture" if found and found.level == "prefecture" else None
