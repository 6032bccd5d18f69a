"""What a number measures, so that next year's document can be found to speak of the same."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from gongxing.indicators.catalogue import GROWTH_WORDS, catalogue, folded_name
from gongxing.panel.figures import indicator_of, words_of
from gongxing.promises.vocabulary import either, table

if TYPE_CHECKING:
    from gongxing.facts import Figure
    from gongxing.indicators import Indicator

Form = Literal["level", "growth", "average", "change"]

_FORMS: tuple[tuple[str, Form], ...] = (
    *((word, "average") for word in ("年均增速", "年均增长率", "平均增速", "累计增速")),
    *((word, "change") for word in ("变化", "提高")),
    *((word, "growth") for word in (*GROWTH_WORDS, "涨幅", "降幅")),
)  # fmt: skip
# 地区生产总值增长预期目标调整 (为5%): the goal of an indicator is its own promised value.
_GOAL = re.compile(
    r"(?P<what>.{2,}?)(?:的?(?:年度|全年)?(?:预期|主要|计划)?目标值?)(?:由|从)?(?:调整|下调|上调|修订|调低|调高|确定|定)?"
)
_DURATIONS = frozenset({"year", "month", "day", "h"})
_YEARS = re.compile(r"^(?:到)?(?:19|20)\d\d年(?:末|底)?")


class Subject(NamedTuple):
    """What a number measures.

    ``base`` is the same for level and growth of one indicator; ``form`` tells them apart. ``name`` is shown;
    ``indicator`` is the catalogue's id where it has one.
    """

    base: str
    form: Form
    name: str
    indicator: str | None


class Words(NamedTuple):
    """The word lists of ``subjects.toml``, ready for look-up."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    same: dict[str, str]
    less: re.Pattern[str]
    less_clause: re.Pattern[str]
    reach: re.Pattern[str]
    keep: re.Pattern[str]
    flow: re.Pattern[str]
    unmeasured: re.Pattern[str]
    unmeasured_quote: re.Pattern[str]
    lengthening: re.Pattern[str]
    unmeasured_units: frozenset[str]


@cache
def subject_words() -> Words:
    """Load the words once."""
    raw = table("subjects.toml")
    same = {folded_name(name): group[0] for group in raw["same"] for name in group}
    return Words(
        re.compile(f"^(?:{either(raw['lead'])})+"),
        re.compile(f"(?:{either(raw['tail'])})+$"),
        same,
        re.compile(either(raw["less"])),
        re.compile(either(raw["less_clause"])),
        re.compile(either(raw["reach"])),
        re.compile(either(raw["keep"])),
        re.compile(either(raw["flow"])),
        re.compile(f"(?:{either(raw['unmeasured'])})$"),
        re.compile("|".join(raw["unmeasured_quotes"])),
        re.compile(f"(?:{either(raw['unmeasured_lengthening'])})$"),
        frozenset(raw["unmeasured_units"]),
    )


def subject_of(figure: Figure, indicator: Indicator | None) -> Subject | None:
    """Return what a figure measures, ``None`` where its document does not say.

    Parameters
    ----------
    figure
        A figure of a document.
    indicator
        What the catalogue takes it for, see ``gongxing.panel.figures.indicators_of``.
    """
    if not figure.indicator:
        return None
    words = words_of(figure)
    if indicator is None and (goal := _GOAL.fullmatch(words)) is not None:
        words = f"{goal['what'].removesuffix('增长')} 增速" if goal["what"].endswith("增长") else goal["what"]
        indicator = indicator_of(words, figure.unit)
    if indicator is not None:
        return of_indicator(indicator, "average" if "年均" in words else None)
    return _named(words, figure.unit)


@lru_cache(maxsize=8192)
def of_indicator(indicator: Indicator, form: Form | None = None) -> Subject:
    """Return the subject of an indicator of the catalogue."""
    if indicator.dimension == "growth":
        base = indicator.id.removesuffix("_growth")
        level = catalogue().get(base)
        name = _same(level.name if level else indicator.name.removesuffix("增速").strip())
        return Subject(name, form or "growth", indicator.name, indicator.id)
    return Subject(_same(indicator.name), "level", indicator.name, indicator.id)


def of_words(name: str, unit: str) -> Subject:
    """Return the subject of a column of a table that the catalogue does not know."""
    return _named(name, unit)


@lru_cache(maxsize=1 << 16)
def _named(words: str, unit: str) -> Subject:
    known = subject_words()
    text, form = words.strip(), "level"
    for word, told in _FORMS:
        if text.endswith(word):
            text, form = text.removesuffix(word).strip(" :："), told
            break
    if unit == "pp" and form == "level":
        form = "change"
    text = _YEARS.sub("", text)
    name = known.same.get(folded_name(text))
    if name is None:
        bare = known.lead.sub("", text)
        bare = bare if len(bare) >= 2 else text
        shorter = known.tail.sub("", bare)
        bare = shorter if len(shorter) >= 2 else bare
        name = known.same.get(folded_name(bare), bare)
    growth = {"growth": " 增速", "average": " 年均增速", "change": " 变化"}.get(form, "")
    return Subject(folded_name(name), form, f"{name}{growth}", None)  # type: ignore[arg-type]


def _same(name: str) -> str:
    return folded_name(subject_words().same.get(folded_name(name), name))


def is_less_better(subject: Subject, clause: str) -> bool:
    """Whether a smaller number keeps the promise better: 失业率, 能耗, 控制在…."""
    known = subject_words()
    return bool(known.less.search(subject.name) or known.less_clause.search(clause))


def is_measured(figure: Figure) -> bool:
    """Whether a promised number can be held against an outcome.

    How many points a list has (九大行动) cannot, nor by how long a term is lengthened.
    """
    known = subject_words()
    if figure.unit in known.unmeasured_units or known.unmeasured_quote.search(figure.quote):
        return False
    indicator = figure.indicator or ""
    if figure.unit in _DURATIONS and known.lengthening.search(indicator):
        return False
    return not known.unmeasured.search(indicator)
