"""What one document says: what it promises, what it reports, and where things stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from gongxing.facts import Commitment, Figure, Industry, Place, Project
from gongxing.panel.figures import indicators_of
from gongxing.promises.places import Place as Whose
from gongxing.promises.places import place_of
from gongxing.promises.promise import Quoted, Target
from gongxing.promises.subjects import Subject, is_measured, subject_of
from gongxing.promises.things import Standing, Thing, expected, is_common, standing, thing_of, unnamed_things
from gongxing.promises.vocabulary import OTHER, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gongxing.promises.material import SourceDocument

_MARKS = "，；：。！？\n\t"
_STOPS = "。！？\n"
_YEAR = re.compile(r"(20\d\d)年")
_LONGEST_PARAGRAPH = 1500
_LONGEST_QUOTE = 90  # characters, so that clauses before it are taken only as far as a reader needs
# Departments and the like: what they shall do is promised by the region that they serve.
_BODY = re.compile(
    "(?:厅|局|委|部|处|办|办公室|政府|部门|各地|单位|企业|集团|公司|法院|检察院|银行|大学|学院|党委|干部)$|^各"
)
_INDUSTRY_TAIL = re.compile("(?:产业|行业|制造业|制造)$")
# How near a source is to the office that counts: communiqués first, then tables, then reports, then the rest.
_OFFICIAL = ((re.compile("统计公报|统计快报|经济运行"), 0), (re.compile("政府工作报告|计划执行情况|预算执行情况"), 2))
TABLE_RANK = 1
_OTHER_RANK = 3


class Terms(NamedTuple):
    """What a promise shares with another: industries, groups of regions and zones."""

    industries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Promised(NamedTuple):
    """One promise as one document makes it; ``subject`` for a number, ``thing`` for a named thing, else an act."""

    place: Whose
    quoted: Quoted
    moment: str
    document: str
    subject: Subject | None = None
    target: Target | None = None
    thing: Thing | None = None
    standing: Standing | None = None
    deadline: str | None = None
    period: str | None = None
    terms: Terms = Terms()
    actor: str | None = None
    theme: str = OTHER.id


class Reported(NamedTuple):
    """One number that a document or a table says was reached; ``rank`` is lower the more official its source."""

    quoted: Quoted
    moment: str
    document: str
    rank: int


class Seen(NamedTuple):
    """What a document says outside promises of where a thing stands."""

    place: Whose | None
    quoted: Quoted
    moment: str
    document: str
    thing: Thing
    standing: Standing


class Statement(NamedTuple):
    """Everything that one document says, and when it says so."""

    moment: str
    promised: list[Promised]
    reported: list[tuple[str, Subject, Reported]]
    seen: list[Seen]


def read_document(document: SourceDocument, wanted: Callable[[Whose], bool] | None = None) -> Statement:
    """Return what one document promises, reports, and says of things; of wanted places alone, things seen apart."""
    return _Reader(document, wanted).read()


def own_time(planned: Counter[str], reported: Counter[str]) -> str:
    """Return when a document without a date speaks, as far as its own years tell; empty where they do not.

    Parameters
    ----------
    planned
        The periods that its commitments are planned for, counted: it speaks as the first of them begins.
    reported
        The periods that it reports figures of, counted: it speaks after the one it reports most.
    """
    years = Counter[str]()
    for period, count in planned.items():
        years[period[:4]] += count
    if years:
        return f"{min(years, key=lambda year: (-years[year], year))}-01"
    for period, count in reported.items():
        if "/" not in period:
            years[period[:4]] += count
    return f"{min(years, key=lambda year: (-years[year], year))}-12-31" if years else ""


class _Marks:
    """Where some marks stand in a text, found once: what is rare is not looked for to its end each time."""

    def __init__(self, text: str, marks: str) -> None:
        self._at = [match.start() for match in re.finditer(f"[{re.escape(marks)}]", text)]
        self._end = len(text)

    def behind(self, offset: int) -> int:
        """Return where what follows the last mark before an offset begins."""
        place = bisect_left(self._at, offset)
        return self._at[place - 1] + 1 if place else 0

    def next(self, offset: int) -> int:
        """Return where the next mark stands, or the text ends."""
        place = bisect_left(self._at, offset)
        return self._at[place] if place < len(self._at) else self._end


class _Reader:
    """Looks around facts of one document."""

    def __init__(self, document: SourceDocument, wanted: Callable[[Whose], bool] | None) -> None:
        self.document = document
        self.wanted = wanted or (lambda _: True)
        self.text = document.text
        self.marks, self.stops, self.lines = (_Marks(self.text, marks) for marks in (_MARKS, _STOPS, "\n"))
        facts = document.facts
        self.commitments = sorted((f for f in facts if isinstance(f, Commitment)), key=lambda f: f.start)
        self.starts = [commitment.start for commitment in self.commitments]
        self.figures = [f for f in facts if isinstance(f, Figure) and f.indicator and f.region]
        self.projects = [f for f in facts if isinstance(f, Project)]
        self.industries = _names(_INDUSTRY_TAIL.sub("", f.quote) for f in facts if isinstance(f, Industry))
        self.groups = _names(f.name for f in facts if isinstance(f, Place) and f.code is None)
        self.places = {f.quote: (f.name, f.code) for f in facts if isinstance(f, Place)}
        self.home = self._home()
        self.moment = (document.published or self._own_time())[:10]
        self.source = document.title or document.sha256[:12]

    def _home(self) -> Whose | None:
        """Return whom the document speaks of most: a division before any other body."""
        named: Counter[tuple[str | None, str | None]] = Counter(
            (commitment.actor, None) for commitment in self.commitments
        )
        named.update((figure.region, figure.region_code) for figure in self.figures)
        if not any(name for name, _ in named):
            named.update((f.name, f.code) for f in self.document.facts if isinstance(f, Place) and f.code)
        places = [(place, count) for name, count in named.items() if (place := place_of(*name)) is not None]
        return max(places, key=lambda pair: (pair[0].code is not None, pair[1], pair[0].name), default=(None, 0))[0]

    def _whose(self, actor: str | None) -> tuple[Whose | None, str | None]:
        """Return the region of an actor, and the actor where it is a body of that region (自然资源厅)."""
        place = place_of(actor)
        if place is None or (place.code is None and _BODY.search(place.name)):
            return self.home, actor
        return place, None

    def _near(self, place: Whose | None) -> Whose | None:
        """Return where a thing lies if its document speaks of that province: 北京大学深圳医院 is none of 北京."""
        same = place is not None and self.home is not None and place.province == self.home.province
        return place if same or self.home is None else None

    def _spoken_of(self, clause: str) -> Whose | None:
        """Return the place that opens a clause."""
        found = max((name for name in self.places if clause.startswith(name)), key=len, default=None)
        return place_of(*self.places[found]) if found else None

    def _own_time(self) -> str:
        planned = [commitment.period for commitment in self.commitments if commitment.period]
        told = [figure.period for figure in self.figures if figure.modality == "actual" and figure.period]
        return own_time(Counter(planned), Counter(told))

    def read(self) -> Statement:
        """Return everything that the document says."""
        promised: list[Promised] = []
        reported: list[tuple[str, Subject, Reported]] = []
        numbered: set[int] = set()
        named = indicators_of(self.figures)
        previous: Promised | None = None
        for figure in sorted(self.figures, key=lambda f: f.start):
            subject, place = subject_of(figure, named[figure.start]), place_of(figure.region, figure.region_code)
            if subject is None or place is None:
                continue
            if figure.modality == "actual":
                if self.wanted(place):
                    reported.append((place.key, subject, self._reported(figure)))
                continue
            if not is_measured(figure):
                continue
            if (commitment := self._commitment(figure.start)) is not None:
                numbered.add(commitment.start)
            if not self.wanted(place):
                previous = None
                continue
            found = self._target(figure, subject, place)
            if previous is not None and (joined := _range(previous, found, promised)) is not None:
                promised[-1] = previous = joined
                continue
            promised.append(found)
            previous = found
        seen = list(self._things(promised, numbered))
        things = {span for p in promised if p.thing for span in [self._commitment_start(p.thing.start)]}
        for commitment in self.commitments:
            if commitment.start not in numbered and commitment.start not in things:
                promised += self._act(commitment)
        return Statement(self.moment, promised, reported, seen)

    def _commitment(self, offset: int) -> Commitment | None:
        at = bisect_right(self.starts, offset) - 1
        found = self.commitments[at] if at >= 0 else None
        return found if found is not None and offset < found.end else None

    def _commitment_start(self, offset: int) -> int | None:
        found = self._commitment(offset)
        return found.start if found else None

    def _reported(self, figure: Figure) -> Reported:
        return Reported(self._quoted_figure(figure), self.moment, self.document.sha256, _rank(self.source))

    def _target(self, figure: Figure, subject: Subject, place: Whose) -> Promised:
        commitment = self._commitment(figure.start)
        quoted = self._quoted_figure(figure)
        deadline = commitment.deadline if commitment else None
        period = figure.period or deadline or (commitment.period if commitment else None)
        target = Target(figure.value, figure.unit, figure.bound, period, None, figure.quote)
        return Promised(
            place, quoted, self.moment, self.document.sha256, subject, target, deadline=deadline, period=period,
            terms=self._terms(quoted.quote), theme=self._theme(figure.start, subject.name, quoted.quote),
        )  # fmt: skip

    def _act(self, commitment: Commitment) -> Iterator[Promised]:
        place, actor = self._whose(commitment.actor)
        if place is not None and self.wanted(place):
            quoted = self._quoted(commitment.start, commitment.end)
            yield Promised(
                place, quoted, self.moment, self.document.sha256, deadline=commitment.deadline,
                period=commitment.period, terms=self._terms(commitment.quote), actor=actor,
                theme=self._theme(commitment.start, commitment.quote),
            )  # fmt: skip

    def _things(self, promised: list[Promised], numbered: set[int]) -> Iterator[Seen]:
        """Add the promises of named things and yield what is said of things outside promises."""
        for found, own in sorted(self._named_things(), key=lambda pair: pair[0].start):
            thing = found
            commitment = self._commitment(thing.start)
            if is_common(thing.name) and commitment is not None and commitment.start in numbered:
                continue  # 新增中试平台20个 is a number
            start, end = (commitment.start, commitment.end) if commitment else self._clause(thing.start, thing.end)
            clause = self.text[start:end]
            stands = standing(clause, self.text[thing.start : thing.end], thing.kind, promised=commitment is not None)
            body, actor = self._whose(commitment.actor) if commitment else (None, None)
            place = body or self._near(own) or self._spoken_of(clause) or self.home
            thing = thing.named_in(place.name) if place else thing
            quoted = self._quoted(start, end)
            if stands.goal is None and stands.stage is not None:
                yield Seen(place, quoted, self.moment, self.document.sha256, thing, stands)
            if place is None or not self.wanted(place):
                continue
            if stands.goal is not None:
                deadline, period = (commitment.deadline, commitment.period) if commitment else (None, None)
                promised.append(Promised(
                    place, quoted, self.moment, self.document.sha256, thing=thing, standing=stands, deadline=deadline,
                    period=period, terms=self._terms(clause), actor=actor, theme=self._theme(start, clause),
                ))  # fmt: skip
            else:
                promised += self._expected(thing, place, start, end)

    def _expected(self, thing: Thing, place: Whose, start: int, end: int) -> Iterator[Promised]:
        """Yield what the next clause expects of a thing (…已开工建设，预计2025年投入运行)."""
        if self.text[end : end + 1] != "，":
            return
        _, last = self._clause(end + 1, end + 1)
        clause = self.text[end + 1 : last]
        stands = expected(clause)
        year = _YEAR.search(clause)
        if stands is not None and self._commitment(end + 1) is None:
            yield Promised(
                place, self._quoted(start, last), self.moment, self.document.sha256, thing=thing, standing=stands,
                deadline=year[1] if year else None, terms=self._terms(clause), theme=self._theme(start, clause),
            )  # fmt: skip

    def _named_things(self) -> Iterator[tuple[Thing, Whose | None]]:
        taken: list[tuple[int, int]] = []
        for project in self.projects:
            if (thing := thing_of(project)) is not None:
                taken.append((thing.start, thing.end))
                yield thing, place_of(project.region)
        taken.sort()
        for match in re.finditer("中试|概念验证|揭榜", self.text):
            start, end = self._clause(match.start(), match.end())
            for thing in unnamed_things(self.text[start:end], start):
                if thing.start <= match.start() < thing.end and not _inside(thing, taken):
                    taken.append((thing.start, thing.end))
                    taken.sort()
                    yield thing, None

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        return self.marks.behind(start), self.marks.next(end)

    def _quoted_figure(self, figure: Figure) -> Quoted:
        """Return the clause of a figure, with the clauses before it until it names what is measured."""
        commitment = self._commitment(figure.start)
        start, end = (commitment.start, commitment.end) if commitment else self._clause(figure.start, figure.end)
        sentence = self.stops.behind(figure.start)
        words = (figure.indicator or "").replace("增速", "").replace("年均", "").strip()
        while start > sentence and not _names_it(self.text[start:end], words):
            earlier = max(self.marks.behind(start - 1), sentence)
            if end - earlier > _LONGEST_QUOTE:
                break
            start = earlier
        quoted = self._quoted(start, end)
        return replace(quoted, value=figure.value, unit=figure.unit, bound=figure.bound, period=figure.period,
                       written=figure.quote)  # fmt: skip

    def _quoted(self, start: int, end: int) -> Quoted:
        while start < end and self.text[start].isspace():
            start += 1
        return Quoted(self.document.reference(start, end), self.text[start:end], self.source, self.moment or None)

    def _theme(self, offset: int, *words: str) -> str:
        """Return the theme of some words; where they tell none, that of their sentence or paragraph."""
        if (theme := theme_of(*words)) != OTHER.id:
            return theme
        for marks in (self.stops, self.lines):
            around = self.text[marks.behind(offset) : marks.next(offset)]
            if (theme := theme_of(around[:_LONGEST_PARAGRAPH])) != OTHER.id:
                return theme
        return OTHER.id

    def _terms(self, clause: str) -> Terms:
        return Terms(_among(self.industries, clause), _among(self.groups, clause))


def _names(found: Iterable[str]) -> tuple[str, ...]:
    """Return names of two characters or more, once, the longest first."""
    return tuple(sorted({name for name in found if len(name) > 1}, key=lambda name: (-len(name), name)))


def _among(names: tuple[str, ...], clause: str) -> tuple[str, ...]:
    """Return the names that a clause holds, none that stands only inside a longer one."""
    found: list[str] = []
    for name in names:
        if name in clause:
            found.append(name)
            clause = clause.replace(name, "　")
    return tuple(found)


def _names_it(quote: str, words: str) -> bool:
    """Whether a quote holds the indicator's words, or most of their pairs of characters."""
    if words in quote:
        return True
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    return 2 * sum(pair in quote for pair in pairs) >= len(pairs)


def _rank(title: str) -> int:
    return next((rank for pattern, rank in _OFFICIAL if pattern.search(title)), _OTHER_RANK)


def _range(previous: Promised, found: Promised, promised: list[Promised]) -> Promised | None:
    """Return two ends of a range (5%至6%) as one promise, ``None`` where they are two."""
    one, other = previous.target, found.target
    if one is None or other is None or not promised or promised[-1] is not previous:
        return None
    if previous.subject != found.subject or one.unit != other.unit or (one.bound, other.bound) != ("gt", "lt"):
        return None
    if previous.quoted.reference != found.quoted.reference or one.upper is not None or other.value <= one.value:
        return None
    return previous._replace(target=replace(one, upper=other.value, bound="eq"))


def _inside(thing: Thing, taken: list[tuple[int, int]]) -> bool:
    return any(start < thing.end and thing.start < end for start, end in taken)
