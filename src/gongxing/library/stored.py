"""What people make in a library: scenarios with their outcomes, findings, briefs with their publications.

All is appended and nothing overwritten (triggers refuse it): a new text of the same name is its next version. The
library keeps text and JSON; what they mean is known to the rooms that make them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, insert, select, text

from gongxing.library.clock import now
from gongxing.library.connection import reading, writing
from gongxing.library.errors import LibraryError
from gongxing.library.schema import brief, finding, outcome, publication, scenario
from gongxing.library.slugs import checked_slug, unknown_name
from gongxing.library.steps import reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Engine, RowMapping, Select, Table

    from gongxing.library.blobs import Blobs

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class StoredScenario:
    """A version of a scenario: the TOML as written, and the hashes of the tables that it names."""

    id: int
    slug: str
    version: int
    title: str
    toml: str
    files: dict[str, str]
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """What a version of a scenario led to; ``basis`` is a hash of all that ``content`` rests on."""

    id: int
    slug: str
    version: int
    basis: str
    content: dict[str, Any]
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that a person keeps, with the reference to its evidence."""

    id: int
    reference: str
    sentence: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class StoredBrief:
    """A version of a brief: its outline as written."""

    id: int
    slug: str
    version: int
    title: str
    language: str
    outline: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A version of a brief as published: its HTML under a permanent id."""

    permanent_id: str
    slug: str
    version: int
    html: str
    who: str
    at: str


_Versioned = TypeVar("_Versioned", StoredScenario, StoredBrief)


class Stored:
    """The methods of a library on what people make; ``engine`` and ``blobs`` are the library's."""

    engine: Engine
    blobs: Blobs

    def save_scenario(
        self, slug: str, *, title: str, toml: str, who: str, files: Mapping[str, bytes] | None = None
    ) -> StoredScenario:
        """Keep a scenario; return the version that holds it, the last one where nothing is new.

        Parameters
        ----------
        slug
            Its name: letters (Chinese too), digits and single hyphens.
        title, toml
            What it is called, and its file as written.
        who
            The person who keeps it.
        files
            Bytes of the tables that it names, by the names that it gives them.

        Raises
        ------
        LibraryError
            The name cannot be one, nobody is named, or the disk refuses.
        """
        kept = {name: self.blobs.put(data) for name, data in sorted((files or {}).items())}
        values = {"title": title, "toml": toml, "files": json.dumps(kept, ensure_ascii=False, sort_keys=True)}
        with writing(self.engine) as connection:
            row = _append_version(connection, scenario, checked_slug(slug), values, who)
        return _scenario(row)

    def scenarios(self) -> tuple[StoredScenario, ...]:
        """Return the last version of each scenario, by name."""
        return _by_name(_scenario(row) for row in self._rows(_last_versions(scenario)))

    def scenario(self, slug: str, version: int | None = None) -> StoredScenario:
        """Return a scenario, its last version where none is named.

        Raises
        ------
        LibraryError
            There is none of that name or version.
        """
        return _one(self.scenario_versions(slug), "scenario", slug, version, lambda: [s.slug for s in self.scenarios()])

    def scenario_versions(self, slug: str) -> tuple[StoredScenario, ...]:
        """Return every version of a scenario, the first one first."""
        query = select(scenario).where(scenario.c.slug == checked_slug(slug)).order_by(scenario.c.version)
        return tuple(_scenario(row) for row in self._rows(query))

    def save_outcome(
        self, slug: str, version: int, content: Mapping[str, Any], *, basis: str, who: str
    ) -> StoredOutcome:
        """Keep what a version of a scenario led to; the same content on the same basis is kept once.

        Parameters
        ----------
        slug, version
            The scenario.
        content
            The outcome, of values that JSON has.
        basis
            A hash of all that it rests on.
        who
            The person who ran it.

        Raises
        ------
        LibraryError
            There is no such scenario, or nobody is named.
        """
        number = self.scenario(slug, version).id
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False)
        with writing(self.engine) as connection:
            _alone(connection, outcome)
            known = select(outcome.c.id).where(outcome.c.scenario_id == number, outcome.c.basis == basis)
            if connection.execute(known.where(outcome.c.content == written)).first() is None:
                values = {"scenario_id": number, "basis": basis, "content": written, "who": _named(who), "at": now()}
                connection.execute(insert(outcome).values(values))
            reached("outcome stored")
        found = self.outcome(slug, version, basis=basis)
        assert found is not None
        return found

    def outcome(self, slug: str, version: int | None = None, *, basis: str | None = None) -> StoredOutcome | None:
        """Return the last outcome of a scenario's version (the last one), on a basis where one is named.

        Raises
        ------
        LibraryError
            There is no such scenario.
        """
        of = self.scenario(slug, version)
        query = select(outcome).where(outcome.c.scenario_id == of.id).order_by(outcome.c.id.desc()).limit(1)
        rows = self._rows(query if basis is None else query.where(outcome.c.basis == basis))
        if not rows:
            return None
        row = rows[0]
        content = json.loads(row["content"])
        return StoredOutcome(row["id"], of.slug, of.version, row["basis"], content, row["who"], row["at"])

    def add_finding(self, reference: str, sentence: str, *, who: str) -> Finding:
        """Keep a sentence with the reference to its evidence (see ``gongxing.library.evidence``).

        Raises
        ------
        LibraryError
            The sentence or the reference is empty, or nobody is named.
        """
        reference, sentence = reference.strip(), sentence.strip()
        if not reference or not sentence:
            raise LibraryError("a finding needs a sentence and the reference to its evidence; give both")
        with writing(self.engine) as connection:
            values = {"reference": reference, "sentence": sentence, "who": _named(who), "at": now()}
            row = connection.execute(insert(finding).values(values).returning(finding)).mappings().one()
        return _finding(row)

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings that stand, in the order in which they were kept."""
        return tuple(_finding(row) for row in self._rows(_standing()))

    def withdraw_finding(self, finding_id: int, *, who: str) -> None:
        """Take a finding back; the record keeps it, and who took it back.

        Raises
        ------
        LibraryError
            No such finding stands, or nobody is named.
        """
        with writing(self.engine) as connection:
            _alone(connection, finding)
            row = connection.execute(_standing().where(finding.c.id == finding_id)).mappings().first()
            if row is None:
                raise LibraryError(f"there is no finding {finding_id} that stands; Library.findings() lists them")
            values = {"reference": row["reference"], "sentence": row["sentence"], "withdraws": finding_id}
            connection.execute(insert(finding).values({**values, "who": _named(who), "at": now()}))

    def save_brief(self, slug: str, *, title: str, language: str, outline: str, who: str) -> StoredBrief:
        """Keep the outline of a brief; return the version that holds it, the last one where nothing is new.

        Raises
        ------
        LibraryError
            The name cannot be one, the language is neither ``zh`` nor ``en``, or nobody is named.
        """
        if language not in LANGUAGES:
            raise LibraryError(f"the language {language!r} of a brief is not known; name one of {', '.join(LANGUAGES)}")
        values = {"title": title, "language": language, "outline": outline}
        with writing(self.engine) as connection:
            row = _append_version(connection, brief, checked_slug(slug), values, who)
        return StoredBrief(**row)

    def briefs(self) -> tuple[StoredBrief, ...]:
        """Return the last version of each brief, by name."""
        return _by_name(StoredBrief(**row) for row in self._rows(_last_versions(brief)))

    def brief(self, slug: str, version: int | None = None) -> StoredBrief:
        """Return a brief, its last version where none is named.

        Raises
        ------
        LibraryError
            There is none of that name or version.
        """
        return _one(self.brief_versions(slug), "brief", slug, version, lambda: [entry.slug for entry in self.briefs()])

    def brief_versions(self, slug: str) -> tuple[StoredBrief, ...]:
        """Return every version of a brief, the first one first."""
        query = select(brief).where(brief.c.slug == checked_slug(slug)).order_by(brief.c.version)
        return tuple(StoredBrief(**row) for row in self._rows(query))

    def publish(self, slug: str, html: str, *, who: str, version: int | None = None) -> Publication:
        """Keep a version of a brief as it is published; the same HTML of it is published once.

        The permanent id is drawn from the brief, its version and the HTML: nobody can tell it without having them.

        Raises
        ------
        LibraryError
            There is no such brief, or nobody is named.
        """
        of = self.brief(slug, version)
        permanent_id = hashlib.sha256(f"{of.slug}\n{of.version}\n{html}".encode()).hexdigest()[:_ID]
        with writing(self.engine) as connection:
            _alone(connection, publication)
            known = select(publication.c.id).where(publication.c.permanent_id == permanent_id)
            if connection.execute(known).first() is None:
                values = {"permanent_id": permanent_id, "brief_id": of.id, "html": html, "who": _named(who)}
                connection.execute(insert(publication).values({**values, "at": now()}))
            reached("publication stored")
        return self.publication(permanent_id)

    def publication(self, permanent_id: str) -> Publication:
        """Return what was published under a permanent id.

        Raises
        ------
        LibraryError
            Nothing was.
        """
        rows = self._rows(_publications().where(publication.c.permanent_id == permanent_id))
        if not rows:
            raise LibraryError(f"nothing is published under {permanent_id!r}; check the address")
        return Publication(**rows[0])

    def publications(self, slug: str | None = None) -> tuple[Publication, ...]:
        """Return what was published, of one brief where it is named, the first first."""
        query = _publications()
        if slug is not None:
            query = query.where(brief.c.slug == checked_slug(slug))
        return tuple(Publication(**row) for row in self._rows(query))

    def _rows(self, query: Select[Any]) -> list[RowMapping]:
        with reading(self.engine) as connection:
            return list(connection.execute(query).mappings().all())


_ID = 20  # hexadecimal digits of a permanent id: 80 bits


def _append_version(connection: Connection, table: Table, slug: str, values: dict[str, Any], who: str) -> RowMapping:
    """Append the next version of a name, or return the last one where it says the same."""
    if not values["title"].strip():
        raise LibraryError(f"the {table.name} {slug} needs a title; give one")
    _alone(connection, table)
    query = select(table).where(table.c.slug == slug).order_by(table.c.version.desc()).limit(1)
    last = connection.execute(query).mappings().first()
    if last is not None and all(last[name] == value for name, value in values.items()):
        return last
    version = 1 if last is None else last["version"] + 1
    row = {**values, "slug": slug, "version": version, "who": _named(who), "at": now()}
    found = connection.execute(insert(table).values(row).returning(table)).mappings().one()
    reached("version stored")
    return found


def _alone(connection: Connection, table: Table) -> None:
    """Let nobody else append to a table until this transaction ends; a SQLite writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


def _last_versions(table: Table) -> Select[Any]:
    last = select(func.max(table.c.id)).group_by(table.c.slug)
    return select(table).where(table.c.id.in_(last))


def _by_name(entries: Iterable[_Versioned]) -> tuple[_Versioned, ...]:
    """Sort here: databases differ in their order of letters."""
    return tuple(sorted(entries, key=lambda entry: entry.slug))


def _standing() -> Select[Any]:
    withdrawn = select(finding.c.withdraws).where(finding.c.withdraws.is_not(None))
    standing = select(finding).where(finding.c.withdraws.is_(None), finding.c.id.not_in(withdrawn))
    return standing.order_by(finding.c.id)


def _publications() -> Select[Any]:
    columns = (publication.c.permanent_id, brief.c.slug, brief.c.version, publication.c.html, publication.c.who,
               publication.c.at)  # fmt: skip
    return select(*columns).join_from(publication, brief).order_by(publication.c.id)


def _one(
    versions: tuple[_Versioned, ...], kind: str, slug: str, version: int | None, names: Callable[[], Sequence[str]]
) -> _Versioned:
    if not versions:
        raise LibraryError(unknown_name(kind, slug, names()))
    if version is None:
        return versions[-1]
    for entry in versions:
        if entry.version == version:
            return entry
    raise LibraryError(
        f"the {kind} {versions[-1].slug} has no version {version}; it has {len(versions)}, the last is "
        f"{versions[-1].version}"
    )


def _named(who: str) -> str:
    if not who.strip():
        raise LibraryError("what is kept needs the name of the person who keeps it: who='...'")
    return who.strip()


def _scenario(row: RowMapping) -> StoredScenario:
    return StoredScenario(**{**row, "files": json.loads(row["files"])})


def _finding(row: RowMapping) -> Finding:
    return Finding(**{name: value for name, value in row.items() if name != "withdraws"})
