"""``gongxing users``: who may do what in a library that several people use."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Any

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import tell, tongue_of
from gongxing.cli.speaking import SpokenGroup

if TYPE_CHECKING:
    from collections.abc import Callable

ROLES = ("reader", "editor", "owner")
_LANGUAGE = click.option(
    "--language", type=click.Choice(["zh", "en"]), help="Words of the output. Default: as your system says."
)
_FORMAT = click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", help="How to print.")


@click.group(cls=SpokenGroup)
def users() -> None:
    """Say who may log in to the workbench of a library, and what each may do.

    A reader reads; an editor corrects facts, ingests, saves scenarios and publishes briefs; an owner also says who may
    do what. Passwords are asked for (or read from standard input), never taken from the command line.

    \b
    Examples:
      gongxing users add 林 --role owner
      gongxing users role 林 editor
      gongxing users token 林 --scope reader --days 30
    """


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    return library_options(_LANGUAGE(command))


@users.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What this person may do.")
@_options
def add(name: str, role: str, language: str | None, place: str, files: str | None) -> None:
    """Add a person; the password is asked for.

    \b
    Example:
      gongxing users add 林 --role owner
    """
    with opened(place, files, create=True) as library:
        person = library.accounts.add(name, role, _password(), who=_who())
    click.echo(_said("added", language, name=person.name, role=role))


@users.command("list")
@_FORMAT
@_options
def list_people(style: str, language: str | None, place: str, files: str | None) -> None:
    """List everybody who has an account.

    \b
    Example:
      gongxing users list
    """
    with opened(place, files) as library:
        people = library.accounts.people()
    _print(people, style, "people_table", language)


@users.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@_options
def role(name: str, role: str, language: str | None, place: str, files: str | None) -> None:
    """Give a person another role.

    \b
    Example:
      gongxing users role 林 editor
    """
    with opened(place, files) as library:
        person = library.accounts.set_role(name, role, who=_who())
    click.echo(_said("role_set", language, name=person.name, role=role))


@users.command()
@click.argument("name")
@_options
def disable(name: str, language: str | None, place: str, files: str | None) -> None:
    """Switch a person off: nobody gets in by this name, and what was logged in with it ends.

    \b
    Example:
      gongxing users disable 林
    """
    with opened(place, files) as library:
        person = library.accounts.set_disabled(name, True, who=_who())
    click.echo(_said("disabled_now", language, name=person.name))


@users.command()
@click.argument("name")
@_options
def enable(name: str, language: str | None, place: str, files: str | None) -> None:
    """Switch a person on again.

    \b
    Example:
      gongxing users enable 林
    """
    with opened(place, files) as library:
        person = library.accounts.set_disabled(name, False, who=_who())
    click.echo(_said("enabled_now", language, name=person.name))


@users.command()
@click.argument("name")
@_options
def password(name: str, language: str | None, place: str, files: str | None) -> None:
    """Give a person another password, which is asked for; what was logged in with the old one ends.

    \b
    Example:
      gongxing users password 林
    """
    with opened(place, files) as library:
        person = library.accounts.set_password(name, _password(), who=_who())
    click.echo(_said("password_set", language, name=person.name))


@users.command()
@click.argument("name")
@click.option("--scope", type=click.Choice(ROLES), default="reader", show_default=True, help="The most that it may do.")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="Days until it expires.")
@click.option("--label", default="", help="What it is for; the list shows it.")
@_options
def token(
    name: str, scope: str, days: int, label: str, language: str | None, place: str, files: str | None
) -> None:  # fmt: skip
    """Make a token with which a program may use the HTTP API; it is printed this once.

    \b
    Example:
      gongxing users token 林 --scope reader --days 30 --label "weekly report"
    """
    with opened(place, files) as library:
        text = library.accounts.make_token(name, label, scope, days, who=_who())
    click.echo(_said("token_made", language, name=name, days=days), err=True)
    click.echo(text)


@users.command()
@click.argument("name")
@click.option("--end", "ended", type=int, metavar="NUMBER", help="End the session or token of this number.")
@_FORMAT
@_options
def tokens(
    name: str, ended: int | None, style: str, language: str | None, place: str, files: str | None
) -> None:  # fmt: skip
    """List the sessions and tokens of a person (never their texts), or end one.

    \b
    Example:
      gongxing users tokens 林 --end 7
    """
    with opened(place, files) as library:
        if ended is not None:
            library.accounts.end_credential(name, ended, who=_who())
        kept = library.accounts.credentials(name)
    _print(kept, style, "credentials_table", language)


@users.command()
@click.option("--who", help="Only what this person did.")
@click.option("--since", metavar="DATE", help="Only what was done then or later, e.g. 2026-03-01.")
@click.option("--rows", type=click.IntRange(1, 10_000), default=30, show_default=True, help="Lines at most.")
@_FORMAT
@_options
def log(
    who: str | None, since: str | None, rows: int, style: str, language: str | None, place: str, files: str | None
) -> None:
    """Show who did what, the newest first: log-ins, rights, links, edits of facts, what was saved and published.

    \b
    Example:
      gongxing users log --who 林 --since 2026-03-01
    """
    with opened(place, files) as library:
        entries = library.accounts.log(who=who, since=since, limit=rows)
    _print(entries, style, "log_table", language)


def _password() -> str:
    """Ask for a password twice, or read a line of standard input where no person is there to ask."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    while True:
        answer: str = click.prompt("密码 Password", hide_input=True)
        if answer == click.prompt("再输一次 Again", hide_input=True):
            return answer
        tell("the two passwords differ; type them again")


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "terminal"


def _said(words: str, language: str | None, /, **values: object) -> str:
    from gongxing.listing.accounts import sentence

    return sentence(words, tongue_of(language), **values)


def _print(items: list[Any], style: str, table: str, language: str | None) -> None:
    if style == "json":
        import json
        from dataclasses import asdict

        for item in items:
            click.echo(json.dumps(asdict(item), ensure_ascii=False))
        return
    from rich.console import Console

    from gongxing.listing import accounts

    Console(file=sys.stdout, highlight=False).print(getattr(accounts, table)(items, tongue_of(language)))
