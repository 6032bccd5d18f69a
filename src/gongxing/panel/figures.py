"""Figures of documents as observations: their words to the catalogue, their regions to codes, their precision kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts import Figure
from gongxing.facts.document import Document
from gongxing.indicators import find_indicator
from gongxing.panel.precision import written_precision
from gongxing.panel.schema import Entry, SourceKind
from gongxing.regions import division, resolve
from gongxing.tables import Observation, SpanSource

# 三次产业结构 第一产业: the reading of documents names each of the three shares so.
SECTOR = re.compile(r"三次产业(?:增加值)?(?:结构)?(?:比例|比重|构成|比)?(?:为)? ?第(?P<sector>[一二三])产业$")
_BASIS = re.compile("按(?:同口径|同比口径|可比口径|不变价格?|可比价格?)(?:计算)?")
# Words that make a sentence tell of a part only of what its figures name (限额以上单位…城镇消费品零售额).
_NARROWER = re.compile("限额以上|限上|规模以上|规上|民营经济|非公有制经济|市辖区|其中：?中心城区")

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    figures = [f for f in facts if isinstance(f, Figure) and f.indicator and f.region]
    named = indicators_of(figures)
    for figure in figures:
        flags = narrower(figure.indicator or "", sentence_at(article.text, figure.start), figure.quote)
        yield entry_of_figure(figure, named[figure.start], file, kind, vintage, flags)


def indicators_of(figures: Sequence[Figure]) -> dict[int, Indicator | None]:
    """Return the catalogue's indicator of each figure of one document, by where the figure starts.

    Where a document gives one region and period two values under two names of one indicator (旅游收入 and
    国内旅游收入), it takes them for two things: only the name that the catalogue puts first keeps the indicator.
    """
    found = {figure.start: indicator_of(words_of(figure), figure.unit) for figure in figures}
    cells: dict[tuple[object, ...], dict[str, set[float]]] = {}
    for figure in figures:
        if (indicator := found[figure.start]) is not None:
            names = cells.setdefault((indicator.id, code_of(figure) or figure.region, figure.period), {})
            names.setdefault(words_of(figure), set()).add(figure.value)
    for figure in figures:
        if (indicator := found[figure.start]) is not None:
            names = cells[indicator.id, code_of(figure) or figure.region, figure.period]
            if len(names) > 1 and len(set.union(*names.values())) > 1 and words_of(figure) != _first(indicator, names):
                found[figure.start] = None
    return found


def words_of(figure: Figure) -> str:
    """Return what a figure measures without whose it is and how it was worked out.

    成都市常住人口 of 成都 is 常住人口, 一般公共预算收入按同口径计算 增速 is 一般公共预算收入 增速.
    """
    words = _BASIS.sub("", figure.indicator or "")
    found = division(figure.region_code) if figure.region_code else None
    names = {figure.region or "", *((found.name, found.short) if found else ())} - {""}
    for name in sorted(names, key=len, reverse=True):
        rest = words.removeprefix(name)
        if len(rest) >= 2 and rest[0] not in "市省州盟":
            words = rest
    return words


def _first(indicator: Indicator, names: Iterable[str]) -> str:
    order = {name: place for place, name in enumerate(indicator.names)}
    return min(names, key=lambda name: order.get(name, len(order)))


def sentence_at(text: str, start: int) -> str:
    """Return the sentence around an offset, with the one before it where it only goes on (其中，…)."""
    begin = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
    if text[begin : begin + 6].lstrip().startswith("其中") and begin:
        begin = max(text.rfind(mark, 0, begin - 1) for mark in "。！？\n") + 1
    ends = [end for mark in "。！？\n" if (end := text.find(mark, start)) >= 0]
    return text[begin : min(ends) if ends else len(text)].strip()


def narrower(indicator: str, sentence: str, quote: str) -> tuple[str, ...]:
    """Return a flag where the sentence tells of a part (限额以上单位) and the figure's own words do not.

    >>> narrower("城镇消费品零售额", "限额以上单位中，城镇消费品零售额10亿元", "10亿元")
    ('the sentence is about 限额以上',)
    """
    before = sentence.partition(quote)[0]
    found = dict.fromkeys(match.group() for match in _NARROWER.finditer(before) if match.group() not in indicator)
    return tuple(f"the sentence is about {words}" for words in found)


def entry_of_figure(
    figure: Figure, indicator: Indicator | None, file: str, kind: SourceKind, vintage: int | None,
    flags: tuple[str, ...] = (),
) -> Entry:  # fmt: skip
    """Return one figure as an entry; it must have an indicator and a region."""
    assert figure.indicator is not None
    assert figure.region is not None
    code = code_of(figure)
    observation = Observation(
        figure.region,
        code,
        indicator.name if indicator else words_of(figure),
        indicator.id if indicator else None,
        figure.unit,
        figure.value,
        figure.period,
        scope_of(code),
        SpanSource(file, figure.start, figure.end, figure.quote),
        flags,
    )
    return Entry(
        observation, kind, vintage, figure.modality, figure.bound, written_precision(figure.quote, figure.value)
    )


def indicator_of(words: str, unit: str) -> Indicator | None:
    """Return the catalogue's indicator that a figure's words name, if it is measured in the figure's unit.

    A sector of 三次产业结构 is its share of output.
    """
    sector = SECTOR.fullmatch(words)
    indicator = find_indicator(f"第{sector['sector']}产业占地区生产总值比重" if sector else words)
    return indicator if indicator and unit in (indicator.unit, *indicator.equivalents) else None


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
