"""People of a library: a name, a role, a password; switched off, never removed, so that the log keeps its names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from gongxing.library.accounts.errors import AccountError
from gongxing.library.schema import account

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Each may do what those before it may: read; correct, save and publish; say who may do what.
ROLES = ("reader", "editor", "owner")
_LONGEST = 40  # characters of a name


@dataclass(frozen=True, slots=True)
class Account:
    """A person: ``role`` is one of ``ROLES``; ``disabled`` says that nobody gets in by this name."""

    id: int
    name: str
    role: str
    disabled: bool
    made: str


def checked_role(role: str) -> str:
    """Return a role; raises ``AccountError`` where it is none."""
    if role not in ROLES:
        raise AccountError("role", f"{role!r} is no role; name one of {', '.join(ROLES)}", role=role)
    return role


def checked_name(name: str) -> str:
    """Return a name as it is kept; raises ``AccountError`` where it cannot be one."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if not plain or len(plain) > _LONGEST or not all(c.isalnum() or c in " ._-·@" for c in plain):
        raise AccountError(
            "name", f"{name[:60]!r} cannot be a name; use at most {_LONGEST} letters (Chinese too), digits, . _ - @ "
            "and spaces", most=_LONGEST,
        )  # fmt: skip
    return plain


def key_of(name: str) -> str:
    """Return what makes names the same: their letters, whatever their case."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def find(connection: Connection, name: str) -> Any:
    """Return the row of a person, ``None`` where there is none."""
    return connection.execute(select(account).where(account.c.key == key_of(name))).first()


def named(connection: Connection, name: str) -> Any:
    """Return the row of a person.

    Raises
    ------
    AccountError
        There is none.
    """
    row = find(connection, name)
    if row is None:
        there = connection.execute(select(account.c.name).order_by(account.c.id).limit(8)).scalars().all()
        known = f"there are {', '.join(there)}" if there else "add one with gongxing users add NAME"
        raise AccountError("unknown", f"nobody is called {name[:60]!r} in this library; {known}", name=name)
    return row


def account_of(row: Any) -> Account:
    """Return a row as a person."""
    return Account(row.id, row.name, row.role, bool(row.disabled), row.made)


def add(connection: Connection, name: str, role: str, password: str, made: str) -> Account:
    """Add a person whose password has the hash ``password``."""
    name = checked_name(name)
    if find(connection, name) is not None:
        raise AccountError("taken", f"somebody is called {name!r} already; take another name", name=name)
    values = {"name": name, "key": key_of(name), "role": checked_role(role), "password": password, "disabled": 0,
              "made": made}  # fmt: skip
    number: int = connection.execute(insert(account).values(values).returning(account.c.id)).scalar_one()
    return Account(number, name, role, False, made)


def change(connection: Connection, row: Any, **values: Any) -> None:
    """Change a person.

    Raises
    ------
    AccountError
        No owner would be left who can log in.
    """
    loses = (
        row.role == "owner" and not row.disabled and (values.get("role", "owner") != "owner" or values.get("disabled"))
    )
    if loses:
        others = select(func.count()).where(
            account.c.role == "owner", account.c.disabled == 0, account.c.id != row.id
        )  # fmt: skip
        if not connection.execute(others).scalar():
            raise AccountError(
                "last_owner", f"{row.name} is the last owner; make another one first: gongxing users role NAME owner"
            )
    connection.execute(update(account).where(account.c.id == row.id).values(values))
