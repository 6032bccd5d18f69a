"""Sessions, tokens and links: long random texts that are shown once and kept as their hash, with an end.

A text has 256 random bits, so a fast hash keeps it as well as a slow one would.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, insert, select, update

from gongxing.library.accounts.people import ROLES, Account, account_of
from gongxing.library.schema import account, credential, share

if TYPE_CHECKING:
    from sqlalchemy import Connection

Kind = Literal["session", "token"]
# What a text begins with, so that a person (or a scanner of leaks) sees what it is.
PREFIXES: dict[str, str] = {"session": "gxs_", "token": "gxt_", "share": "gxl_"}


@dataclass(frozen=True, slots=True)
class Credential:
    """A session or a token as it is listed: never its text. ``scope`` is the most that it may do."""

    id: int
    kind: str
    label: str
    scope: str
    made: str
    expires: str


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks, and with what; ``role`` is the lesser of the person's role and the scope."""

    account: Account
    role: str
    credential: Credential


@dataclass(frozen=True, slots=True)
class Share:
    """A link by which anybody may read one page until it expires."""

    id: int
    path: str
    label: str
    who: str
    made: str
    expires: str


def digest_of(text: str) -> str:
    """Return what is kept of a secret text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fresh(kind: str) -> str:
    """Return a new secret text."""
    return PREFIXES[kind] + secrets.token_urlsafe(32)


def keep(
    connection: Connection, kind: Kind, account_id: int, scope: str, label: str, made: str, expires: str
) -> tuple[str, int]:
    """Make a session or a token; return its text, which is kept nowhere, and its number."""
    text = fresh(kind)
    values = {"digest": digest_of(text), "account_id": account_id, "kind": kind, "scope": scope, "label": label,
              "made": made, "expires": expires}  # fmt: skip
    number: int = connection.execute(insert(credential).values(values).returning(credential.c.id)).scalar_one()
    return text, number


def access(connection: Connection, text: str, now: str) -> Access | None:
    """Return who a session or a token lets in; ``None`` where it is unknown, expired, ended or its person is off."""
    if not text.startswith((PREFIXES["session"], PREFIXES["token"])):
        return None
    digest = digest_of(text)
    row: Any = connection.execute(
        select(credential, account.c.name, account.c.role, account.c.disabled, account.c.made.label("person_made"))
        .join_from(credential, account)
        .where(credential.c.digest == digest)
    ).first()
    if row is None or not hmac.compare_digest(row.digest, digest) or row.expires <= now or row.disabled:
        return None
    person = Account(row.account_id, row.name, row.role, False, row.person_made)
    return Access(person, ROLES[min(ROLES.index(row.role), ROLES.index(row.scope))], credential_of(row))


def credential_of(row: Any) -> Credential:
    """Return a row as a session or token."""
    return Credential(row.id, row.kind, row.label, row.scope, row.made, row.expires)


def of_person(connection: Connection, account_id: int, now: str) -> list[Credential]:
    """Return the sessions and tokens of a person that have not ended, the newest first."""
    mine = (credential.c.account_id == account_id, credential.c.expires > now)
    return [credential_of(row) for row in connection.execute(
        select(credential).where(*mine).order_by(credential.c.id.desc()))]  # fmt: skip


def renew(connection: Connection, number: int, expires: str) -> None:
    """Let a session last longer."""
    connection.execute(update(credential).where(credential.c.id == number).values(expires=expires))


def end(connection: Connection, account_id: int, *, only: int | None = None, but: int | None = None) -> int:
    """End sessions and tokens of a person: all, one, or all but one; return how many."""
    which = [credential.c.account_id == account_id]
    if only is not None:
        which.append(credential.c.id == only)
    if but is not None:
        which.append(credential.c.id != but)
    return connection.execute(delete(credential).where(*which)).rowcount


def sweep(connection: Connection, now: str) -> None:
    """Forget what has expired."""
    for table in (credential, share):
        connection.execute(delete(table).where(table.c.expires <= now))


def keep_share(connection: Connection, path: str, label: str, who: str, made: str, expires: str) -> str:
    """Make a link; return its text."""
    text = fresh("share")
    values = {"digest": digest_of(text), "path": path, "label": label, "who": who, "made": made, "expires": expires}
    connection.execute(insert(share).values(values))
    return text


def share_of(connection: Connection, text: str, now: str) -> Share | None:
    """Return the link of a text; ``None`` where it is unknown, expired or taken back."""
    if not text.startswith(PREFIXES["share"]):
        return None
    digest = digest_of(text)
    row: Any = connection.execute(select(share).where(share.c.digest == digest)).first()
    if row is None or not hmac.compare_digest(row.digest, digest) or row.expires <= now:
        return None
    return Share(row.id, row.path, row.label, row.who, row.made, row.expires)


def shares(connection: Connection, now: str) -> list[Share]:
    """Return the links that have not ended, the newest first."""
    rows = connection.execute(select(share).where(share.c.expires > now).order_by(share.c.id.desc()))
    return [Share(row.id, row.path, row.label, row.who, row.made, row.expires) for row in rows]


def end_share(connection: Connection, number: int) -> Any:
    """Take a link back; return its path, ``None`` where there is none."""
    return connection.execute(delete(share).where(share.c.id == number).returning(share.c.path)).scalar()


def person_of(connection: Connection, number: int) -> Account:
    """Return the person of a number."""
    return account_of(connection.execute(select(account).where(account.c.id == number)).one())
