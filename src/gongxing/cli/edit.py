"""``gongxing edit``: say what is right and wrong in the library; every word can be taken back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.library import library_options, opened, who_option
from gongxing.cli.output import chosen_style, format_options, tongue_of, write_as
from gongxing.cli.speaking import SpokenGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongxing.library import Library

_KINDS = ("figure", "place", "person", "project", "industry", "member", "commitment")
_KIND = click.option("--kind", type=click.Choice(_KINDS), help="Which kind, where several facts have one span.")
_LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), help="Words. Default: as your system says.")


@click.group(cls=SpokenGroup)
def edit() -> None:
    """Accept, reject, correct or merge what was read; undo it; see who did what.

    A fact is named by its number, as gongxing search shows it, or by where it stands: doc:3f2a9c…#310-316. Nothing is
    overwritten: an edit is kept with who and when, can be undone, and survives a reading by newer rules.

    \b
    Examples:
      gongxing edit accept 7
      gongxing edit correct 7 value=21亿元 period=2025
      gongxing edit undo 12
      gongxing edit history
    """


def _fact_command(action: str, says: str) -> click.Command:
    """Return the command that does one thing to facts."""

    @click.command(action, help=f"{says}\n\n\b\nExample:\n  gongxing edit {action} 7 9")
    @click.argument("facts", nargs=-1, required=True, metavar="FACT...")
    @_KIND
    @library_options
    @who_option
    @_LANGUAGE
    def command(
        facts: tuple[str, ...], kind: str | None, place: str, files: str | None, who: str, language: str | None
    ) -> None:
        with opened(place, files) as library:
            numbers = _numbers(library, facts, kind)
            for number in numbers:
                _told(library, number, lambda number=number: getattr(library, action)(number, who=who), language)  # type: ignore[misc]

    return command


edit.add_command(_fact_command("accept", "Say that facts are right: newer rules will not lose them."))
edit.add_command(_fact_command("reject", "Say that facts are wrong: they are shown and counted no more."))


@edit.command()
@click.argument("fact")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=WORDS...")
@_KIND
@library_options
@who_option
@_LANGUAGE
def correct(
    fact: str, fields: tuple[str, ...], kind: str | None, place: str, files: str | None, who: str, language: str | None
) -> None:
    """Say what a fact means, in words as documents write them.

    A figure has value (21亿元, 5.2%, 超3万人), unit, indicator, region, period (2025, 2024-06, 2024年上半年), bound and
    modality; period= with nothing behind it says that the document does not tell.

    \b
    Examples:
      gongxing edit correct 7 value=21亿元 period=2025
      gongxing edit correct doc:3f2a9c01d4e5#310-316 region=绵阳
    """
    from gongxing.library.correcting import correction

    words = dict(_pair(field) for field in fields)
    with opened(place, files) as library:
        (number,) = _numbers(library, (fact,), kind)
        found = library.fact(number)
        unit = found["fields"].get("unit")
        meant = correction(found["kind"], words, unit=unit, is_known=lambda name: _holds(library, found, name))
        _told(library, number, lambda: library.correct(number, who=who, **meant), language)


def _pair(field: str) -> tuple[str, str]:
    name, sign, words = field.partition("=")
    if not sign:
        raise click.UsageError(f"{field}: write a field and what it is, with = between them, e.g. value=21亿元")
    return name.strip(), words


def _holds(library: Library, found: dict[str, Any], name: str) -> bool:
    """Tell whether a name stands in the document of a fact."""
    from gongxing.library.lookup import read_document

    return name in read_document(library, found["document_id"])[1].text


@edit.command()
@click.argument("one", metavar="FACT|DOCUMENT")
@click.argument("into", metavar="INTO")
@click.option("--documents", is_flag=True, help="Both are documents: the first is a copy of the second.")
@_KIND
@library_options
@who_option
@_LANGUAGE
def merge(
    one: str, into: str, documents: bool, kind: str | None, place: str, files: str | None, who: str,
    language: str | None,
) -> None:  # fmt: skip
    """Say that a fact is the same as another one, or a document a copy of another.

    \b
    Examples:
      gongxing edit merge 7 9
      gongxing edit merge --documents 12 3
    """
    with opened(place, files) as library:
        if documents:
            first, second = (_document(library, words) for words in (one, into))
            number = library.merge_documents(first["id"], second["id"], who=who)
            _done(library, number, language)
            return
        fact, other = _numbers(library, (one, into), kind)
        if fact == other:
            raise click.ClickException(f"fact {fact} cannot be merged with itself; name two facts")
        _told(library, fact, lambda: library.merge(fact, other, who=who), language)


@edit.command()
@click.argument("document")
@library_options
@who_option
@_LANGUAGE
def part(document: str, place: str, files: str | None, who: str, language: str | None) -> None:
    """Say that a document which was taken for a copy is one of its own.

    gongxing status lists those that were joined because they are alike, not equal.

    \b
    Example:
      gongxing edit part 12
    """
    with opened(place, files) as library:
        number = library.part_document(_document(library, document)["id"], who=who)
        _done(library, number, language)


@edit.command()
@click.argument("number", type=click.IntRange(1), required=False, metavar="[EDIT]")
@library_options
@who_option
@_LANGUAGE
def undo(number: int | None, place: str, files: str | None, who: str, language: str | None) -> None:
    """Take an edit back, by its number; without one, your own last that stands. Undoing an undo makes it stand again.

    \b
    Examples:
      gongxing edit undo
      gongxing edit undo 12
    """
    from gongxing.library.edits import standing
    from gongxing.library.lookup import fact_of_edit

    with opened(place, files) as library:
        events = library.history()
        if number is None:
            mine = [event.id for event in standing(events) if event.who == who]
            if not mine:
                raise click.ClickException(f"no edit of {who} stands; gongxing edit history lists them all")
            number = mine[-1]
        event = next((event for event in events if event.id == number), None)
        fact = fact_of_edit(library, event) if event else None
        if fact is None:
            _done(library, library.undo(number, who=who), language)
        else:
            _told(library, fact, lambda: library.undo(number, who=who), language, event=number)


@edit.command()
@click.argument("fact", required=False, metavar="[FACT]")
@click.option("--document", help="Only edits on this document and its facts.")
@click.option("--by", help="Only edits by this person.")
@click.option("--rows", type=click.IntRange(0), default=50, show_default=True, help="The last so many. 0: all.")
@_KIND
@library_options
@format_options
def history(
    fact: str | None, document: str | None, by: str | None, rows: int, kind: str | None, place: str, files: str | None,
    style: str | None, output: Path | None, language: str | None,
) -> None:  # fmt: skip
    """List who said what and when, of everything, of a document or of one fact.

    \b
    Examples:
      gongxing edit history
      gongxing edit history 7
    """
    from gongxing.listing import edits as listing

    style = chosen_style(style, output)
    with opened(place, files) as library:
        of_fact = library.fact(_numbers(library, (fact,), kind)[0]) if fact is not None else None
        wanted = document if document is not None else of_fact["document_id"] if of_fact else None
        sha256 = _document(library, wanted)["sha256"] if wanted is not None else None
        events = listing.history_rows(library.history())
    if sha256 is not None:
        events = [event for event in events if event["sha256"] == sha256]
    if of_fact is not None:
        key = tuple(of_fact[name] for name in ("kind", "quote", "ordinal"))
        events = [event for event in events if (event["kind"], event["quote"], event["ordinal"]) == key]
    if by is not None:
        events = [event for event in events if event["who"] == by]
    shown = events[-rows:] if rows else events
    write_as(
        style,
        output,
        table=lambda: listing.history_table(shown, len(events), tongue_of(language)),
        json=lambda: json.dumps(shown, ensure_ascii=False),
        csv=lambda: listing.history_csv(shown),
        xlsx=lambda target: listing.write_history(shown, target),
    )


def _numbers(library: Library, facts: Sequence[str], kind: str | None) -> list[int]:
    """Return the numbers of facts; all are looked up before anything is done."""
    from gongxing.library.connection import reading
    from gongxing.library.lookup import find_fact

    with reading(library.engine) as connection:
        return [int(find_fact(connection, words, kind)["id"]) for words in facts]


def _document(library: Library, words: str | int) -> Any:
    from gongxing.library.connection import reading
    from gongxing.library.lookup import find_document

    with reading(library.engine) as connection:
        return find_document(connection, words)


def _told(library: Library, fact: int, act: Callable[[], int], language: str | None, event: int | None = None) -> None:
    """Do something to a fact and show it before and after."""
    from rich.console import Console

    from gongxing.library.lookup import fact_if_there
    from gongxing.listing import edits as listing

    before = library.fact(fact)
    number = act()
    after = fact_if_there(library, fact)
    page = listing.change_page(before, after, number, tongue_of(language), undone=event)
    Console(file=sys.stdout, highlight=False).print(page)


def _done(library: Library, number: int, language: str | None) -> None:
    """Say what was done to a document."""
    from rich.console import Console

    from gongxing.listing import edits as listing

    event = next(event for event in library.history() if event.id == number)
    Console(file=sys.stdout, highlight=False).print(listing.document_line(library, event, tongue_of(language)))
