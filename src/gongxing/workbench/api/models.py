"""What the API answers with, as types: every field with its meaning and its unit."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")
Standing = Literal["found", "accepted", "corrected", "rejected", "merged"]
Kind = Literal["figure", "place", "person", "project", "industry", "member", "commitment"]


def said(description: str) -> Any:
    """Return a field with what it means."""
    return Field(description=description)


def may(description: str) -> Any:
    """Return a field that is null where nothing is known, with what it means."""
    return Field(default=None, description=description)


class Problem(BaseModel):
    """What went wrong (RFC 9457), in the language asked for."""

    type: str = said("Always about:blank: the status says what kind of problem it is.")
    title: str = said("The kind of problem in a few words.")
    status: int = said("The HTTP status.")
    detail: str = said("One sentence: what is wrong and with which parameter.")


class Listing(BaseModel, Generic[T]):
    """One page of rows."""

    rows: list[T] = said("The rows of this page, in the order of the list.")
    total: int = said("How many rows all pages have; at least so many where exact is false.")
    exact: bool = said("Whether total was counted to the end.")
    next: str | None = said("The address of the next page; null on the last one.")


class Facet(BaseModel):
    """One value of a facet."""

    value: str | None = said("The value, as the filter of this name takes it.")
    count: int = said("How many there are of it under the other filters.")


class Facets(BaseModel):
    """How many there are of each kind, region, source and year; each facet leaves its own filter aside."""

    kind: list[Facet] = said("By kind.")
    region: list[Facet] = said("By region, the fifty most told of.")
    source: list[Facet] = said("By account, or by source where no account is named; the fifty most frequent.")
    year: list[Facet] = said("By year of publication, the last first.")


class Document(BaseModel):
    """A document or a table of the library."""

    id: int = said("Its number in this library.")
    sha256: str = said("SHA-256 of its bytes.")
    kind: str = said("document or table.")
    name: str = said("The file as it was given.")
    title: str | None = may("Its title.")
    source: str | None = may("The account that published it, else the source that it names.")
    author: str | None = may("Its author, where it names one.")
    published: str | None = may("Date of publication, ISO 8601.")
    language: str | None = may("zh, en, …")
    characters: int | None = may("Length of its text, in code points; null for a table.")
    facts: int | None = may("How many facts of it are shown.")
    added: str = said("When it was read in, ISO 8601.")


class Edit(BaseModel):
    """What a person said of a fact; never overwritten."""

    id: int = said("Its number; undo takes it.")
    at: str = said("When, ISO 8601.")
    who: str = said("By whom.")
    action: str = said("accept, reject, correct, merge, part or undo.")
    undoes: int | None = may("The edit that this one takes back.")


class Fact(BaseModel):
    """A fact of a document with the span that it was read from."""

    id: int = said("Its number in this library.")
    kind: Kind = said("What kind of fact.")
    quote: str = said("The words: the document's text from start to end.")
    start: int = said("Where the quote begins in the text, in code points.")
    end: int = said("Where it ends.")
    document: int = said("Number of the document.")
    reference: str = said("The reference to this span, which /api/evidence resolves.")
    about: str | None = may("The region that it is about, in short.")
    about_code: str | None = may("Its adcode.")
    indicator: str | None = may("What a figure measures.")
    value: float | None = may("The number of a figure, in its base unit (see unit); not in 万 or 亿.")
    unit: str | None = may("Base unit: CNY, USD, people, count, m, m2, t, kWh, %, pp, …")
    period: str | None = may("The time it is about: 2025, 2024-06, 2024-H1, 2024-Q3, 2021/2025.")
    bound: str | None = may("eq, gt (at least), lt (at most) or approx.")
    modality: str | None = may("actual, or target for what is planned.")
    deadline: str | None = may("By when, of a commitment.")
    standing: Standing = said("What people said of it.")
    rule: str = said("The rule that found it.")
    fields: dict[str, Any] = said("All fields of its kind, as they stand.")
    published: str | None = may("Date of publication of the document.")


class FactDetail(Fact):
    """A fact with its history."""

    extracted: dict[str, Any] | None = may("The fields as they were found, where a person corrected them.")
    edits: list[Edit] = said("What people said of it, the first first.")
    seen: int | None = may("The last edit: send it with a write, so that two people on one fact are told.")


class Section(BaseModel):
    """A heading and its part of the text."""

    heading: str
    start: int = said("Offset of the heading, in code points.")
    end: int = said("Offset behind the section.")
    level: int = said("1 is the highest.")


class Citation(BaseModel):
    """How the document is cited."""

    gbt7714: str = said("By GB/T 7714.")
    bibtex: str = said("As a BibTeX entry.")


class DocumentDetail(Document):
    """A document with its text, its facts and how it is cited."""

    text: str | None = may("The body as it was read, paragraphs joined by one newline; null for a table.")
    sections: list[Section] = said("Its headings.")
    facts_list: list[Fact] = said("Its facts in the order of the text; those rejected or merged too (see standing).")
    places: list[str] = said("Where its bytes were found: paths and addresses.")
    copies: list[int] = said("Numbers of documents that hold the same article.")
    original: int | None = may("The document that this one is a copy of.")
    citation: Citation = said("How it is cited.")


class Observation(BaseModel):
    """A cell of a table."""

    id: int = said("Its number in this library.")
    document: int = said("Number of the table.")
    file: str = said("The file.")
    sheet: str | None = may("The sheet; null for CSV.")
    cell: str = said("The cell: E4.")
    reference: str = said("The reference to this cell, which /api/evidence resolves.")
    region: str = said("The region as the table writes it.")
    code: str | None = may("Its adcode.")
    indicator: str = said("The indicator as the table writes it.")
    indicator_id: str | None = may("Its id in the catalogue of indicators.")
    period: str | None = may("2025, 2024-06, …")
    value: float = said("The number in its base unit.")
    unit: str = said("Base unit: CNY, people, m2, %, …")
    scope: str | None = may("prefecture (全市) or district (市辖区).")
    flags: str = said("Doubts of the reader, joined by a semicolon; empty where there is none.")


class PanelValue(BaseModel):
    """The value that the panel shows for a region, indicator and period, with its source."""

    region: str
    code: str | None = may("Adcode.")
    indicator: str
    indicator_id: str | None = may("Id in the catalogue of indicators.")
    period: str | None = None
    value: float = said("In its base unit.")
    unit: str = said("Base unit: CNY, people, m2, %, …")
    scope: str | None = may("prefecture or district.")
    modality: str = said("actual or target.")
    bound: str = said("eq, gt, lt or approx.")
    rounding: float | None = may("Half a unit of the last digit written, in the base unit.")
    kind: str = said("table, bulletin or document: where it is from.")
    file: str = said("The file that it is from.")
    sheet: str | None = None
    cell: str | None = may("The cell of a table.")
    start: int | None = may("Offset in a document's text, in code points.")
    end: int | None = None
    quote: str | None = may("The words of a document.")


class Region(BaseModel):
    """A region that documents or tables speak of."""

    name: str = said("Its name as it is known here.")
    code: str | None = may("Adcode (GB/T 2260); null for a functional region.")
    level: str | None = may("province, prefecture, county, …")


class ProfileFact(BaseModel):
    """A fact in the profile of a region."""

    id: int
    document_id: int = said("Number of the document.")
    kind: Kind
    quote: str
    start: int = said("In code points of the document's text.")
    end: int
    indicator: str | None = None
    period: str | None = None
    value: float | None = may("In its base unit.")
    unit: str | None = None
    bound: str | None = None
    modality: str | None = None
    deadline: str | None = None
    published: str | None = None
    standing: Standing


class Profile(BaseModel):
    """What the library knows of a region at a glance."""

    region: str = said("Its short name.")
    code: str | None = may("Adcode.")
    counts: dict[str, int] = said("How many facts are about it, by kind.")
    figures: list[ProfileFact] = said("The newest actual value of each indicator.")
    projects: list[ProfileFact] = said("The newest projects.")
    industries: list[ProfileFact] = said("The newest industries.")
    commitments: list[ProfileFact] = said("The newest commitments.")


class Promise(BaseModel):
    """A promise of a region and what became of it, with the words of both."""

    id: str = said("The same for the same promise in every run.")
    kind: str = said("indicator, task, project, open_call, pilot_centre or platform.")
    region: str = said("Whose it is.")
    region_code: str | None = may("Adcode.")
    theme: str = said("The theme: industry, transport, livelihood, …")
    subject: str = said("What is promised.")
    value: float | None = may("The promised number in its base unit; of a range the lower end.")
    upper: float | None = may("The upper end of a range.")
    unit: str | None = may("Base unit.")
    bound: str | None = may("gt, lt, approx or eq.")
    period: str | None = may("What it is promised for.")
    deadline: str | None = may("The year by whose end it shall be done, as the document says.")
    due: str | None = may("The last day of the time promised for.")
    state: Literal["met", "missed", "not_yet", "cannot_say"]
    reason: str = said("How the state was found, in Chinese.")
    stage: str | None = may("Where a named thing stands.")
    quote: str = said("The words of the promise.")
    reference: str = said("Where they stand; /api/evidence resolves it.")
    source: str = said("The document.")
    date: str | None = may("Of its publication.")
    mentions: int = said("How many documents make the promise.")
    outcome_quote: str | None = may("The words or the cell that tell what became of it.")
    outcome_reference: str | None = may("Where they stand.")
    outcome_source: str | None = may("The document or table.")
    outcome_value: float | None = may("The number reached, in its base unit.")
    outcome_period: str | None = may("Its time.")
    answers: int = said("How many divisions answer it.")


class Check(BaseModel):
    """A figure of a document tested against everything else in the library."""

    document: int = said("Number of the document.")
    reference: str = said("The figure's span; /api/evidence resolves it.")
    quote: str = said("The figure as written.")
    region: str | None = None
    indicator: str | None = None
    period: str | None = None
    value: float = said("The figure in its base unit.")
    unit: str
    verdict: Literal["confirmed", "contradicted", "unchecked"]
    way: str = said("The arithmetic that leads to it: value, sum, share, growth, rank, …")
    expected: float | None = may("What the rest of the library gives, in the unit of the figure.")
    difference: float | None = may("The figure less what is expected.")
    causes: list[str] = said("What explains a contradiction, or keeps the figure from being checked.")
    said: str = said("The verdict in one sentence, with its cells, in the language asked for.")


class Measure(BaseModel):
    """A measure of the catalogue."""

    id: str
    family: str
    name: str = said("In the language asked for.")
    line: str = said("What it tells, in one line.")


class Argument(BaseModel):
    """An argument of a measure."""

    name: str
    kind: str = said("number, label, time or weights for a column; option else.")
    required: bool
    default: str | None = may("As it is written.")
    choices: list[str] = said("The words that it takes; empty where it takes any.")


class MeasureDetail(Measure):
    """A measure with its formula, arguments, assumptions and traps."""

    formula: str = said("TeX.")
    arguments: list[Argument]
    assumptions: list[str]
    traps: list[str]
    references: list[str]
    unit: str = said("1 for a pure number, value where it has the unit of what is measured.")
    better: str | None = may("low or high: which end is desirable.")
    scale: str = said("invariant where a change of unit changes nothing, equivariant, or other.")


class MeasureRow(BaseModel):
    """One number of a result."""

    key: dict[str, str | None] = said("The columns that it is parted by: year, code, …")
    group: str | None = may("What it is about; null where it is about all.")
    term: str = said("total, between, within, speed, …")
    value: float | None = may("The number; null where it does not exist, which a note explains.")
    unit: str | None = None
    n: int = said("How many regions it was made from.")


class MeasureResult(BaseModel):
    """What a measure gives on the panel of the library."""

    measure: str
    rows: list[MeasureRow]
    notes: list[str] = said("What was dropped, trimmed or shifted.")
    explanation: str = said("How it reads, in plain words with the numbers at hand.")
    specification: dict[str, Any] = said("What is needed to compute it again.")


class Find(BaseModel):
    """One find of a search."""

    kind: str = said("document, a kind of fact, observation or region.")
    id: int
    title: str | None = None
    context: str = said("The words around what was found.")
    start: int = said("Where the find begins in context.")
    end: int
    document: int | None = None
    published: str | None = None
    source: str | None = None
    about: str | None = None


class Found(BaseModel):
    """What a search found."""

    words: str
    counts: dict[str, int] = said("The exact number of finds of each kind.")
    hits: list[Find] = said("The first of each kind, up to limit.")


class Evidence(BaseModel):
    """What a reference leads to."""

    reference: str
    kind: Literal["doc", "cell", "measure", "scenario"]
    source: str = said("One line for a footnote.")
    quote: str = said("The words of the document, or a sentence that says the number.")
    value: float | None = may("In its base unit, where exactly one number is stated.")
    unit: str | None = None
    period: str | None = None
    region: str | None = None
    indicator: str | None = None
    context: str | None = may("The sentence around the quote.")
    rests_on: list[str] = said("References to what it was worked out from.")
    sha256: str | None = may("SHA-256 of its document.")


class Version(BaseModel):
    """A version of something that people made; versions are appended and never overwritten."""

    slug: str = said("Its name in addresses.")
    version: int
    title: str
    who: str
    at: str = said("ISO 8601.")


class Scenario(Version):
    """A scenario: its text, and what it leaves open."""

    toml: str = said("The scenario as written.")
    files: dict[str, str] = said("SHA-256 of the tables that it names.")
    open: list[str] = said("Values that are still to be stated before it can run.")


class Outcome(BaseModel):
    """What a version of a scenario led to."""

    slug: str
    version: int
    basis: str = said("Hash of all that it rests on: rules, text, data, draws, seed.")
    content: dict[str, Any] = said("The run: regions with changes in per cent and intervals, and its certificate.")
    who: str
    at: str


class Brief(Version):
    """A brief as its outline."""

    language: Literal["zh", "en"]
    outline: str = said("Markdown; every number is a link to its evidence.")


class Publication(BaseModel):
    """A brief as it was published."""

    permanent_id: str
    slug: str
    version: int
    who: str
    at: str
    address: str = said("Where it can be read.")


class Finding(BaseModel):
    """A sentence that a person keeps, with its evidence."""

    id: int
    reference: str
    sentence: str
    who: str
    at: str


class Job(BaseModel):
    """Work that goes on: ask again until over."""

    id: str
    kind: str = said("What it does: ingest, scenario, search, check, …")
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    total: int | None = may("Steps, where that is known.")
    done: int = said("Steps done.")
    now: str = said("What is worked on.")
    left: float | None = may("Seconds left at the speed so far.")
    over: bool
    cancelling: bool
    result: str | None = may("The page of what came out.")
    problem: str | None = may("What went wrong, in one sentence.")


class Status(BaseModel):
    """What is in the library and what awaits a person."""

    documents: int = said("Articles, each once.")
    tables: int
    copies: int = said("Mirrors and reposts beside them.")
    first: str | None = may("Date of the oldest publication.")
    last: str | None = may("Date of the newest.")
    facts: dict[str, int] = said("By kind.")
    standing: dict[str, int] = said("Facts by what people said of them.")
    observations: int = said("Cells of tables.")
    regions: int
    edits: int
    scenarios: int
    findings: int
    briefs: int
    publications: int
    failures: int = said("Sources that could not be read.")
    flagged: int = said("Doubtful observations.")
    outdated: int = said("Documents that were read by older rules.")
