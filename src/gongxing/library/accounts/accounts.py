"""The accounts of a library: adding people, logging in and out, tokens, links, and the log of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from gongxing.library.accounts import audit, passwords, people, secrets
from gongxing.library.accounts.errors import AccountError
from gongxing.library.accounts.people import Account, account_of
from gongxing.library.connection import reading, writing
from gongxing.library.schema import account

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from gongxing.library.accounts.attempts import Attempts
    from gongxing.library.accounts.audit import AuditEntry
    from gongxing.library.accounts.secrets import Access, Credential, Share

IDLE = timedelta(hours=12)  # a session ends after so long without a request
LONGEST_SESSION = timedelta(days=7)
_RENEWED = timedelta(hours=1)  # a session is written at most so often
LONGEST_LIFE = timedelta(days=366)  # of a token or a link


class Accounts:
    """People, sessions, tokens, links and the log, in the library's own database.

    ``clock`` gives the time. Methods that change something take ``who`` does it; every one of them writes to the log.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = engine
        self.clock = clock

    @cached_property
    def attempts(self) -> Attempts:
        """The tries at passwords of the last minute."""
        from gongxing.library.accounts.attempts import Attempts

        return Attempts()

    def _now(self, later: timedelta = timedelta()) -> str:
        return (self.clock() + later).strftime("%Y-%m-%dT%H:%M:%SZ")

    def add(self, name: str, role: str, password: str, *, who: str) -> Account:
        """Add a person; raises ``AccountError`` for a name, role or password that cannot be."""
        name, role = people.checked_name(name), people.checked_role(role)
        kept = passwords.hashed(password, name)
        with writing(self.engine) as connection:
            person = people.add(connection, name, role, kept, self._now())
            self._note(connection, who, "account_added", name, role=role)
        return person

    def people(self) -> list[Account]:
        """Return everybody, in the order in which they were added."""
        with reading(self.engine) as connection:
            return [account_of(row) for row in connection.execute(select(account).order_by(account.c.id))]

    def has_owner(self) -> bool:
        """Tell whether an owner can log in."""
        query = select(func.count()).where(account.c.role == "owner", account.c.disabled == 0)
        with reading(self.engine) as connection:
            return bool(connection.execute(query).scalar())

    def set_role(self, name: str, role: str, *, who: str) -> Account:
        """Give a person another role; what they are logged in with has it at once."""
        people.checked_role(role)
        return self._change(name, "role_changed", who, {"role": role}, role=role)

    def set_disabled(self, name: str, disabled: bool, *, who: str) -> Account:
        """Switch a person off (sessions and tokens end) or on again."""
        action = "account_disabled" if disabled else "account_enabled"
        return self._change(name, action, who, {"disabled": int(disabled)}, end=disabled)

    def set_password(self, name: str, password: str, *, who: str) -> Account:
        """Give a person another password; every session and token of theirs ends."""
        kept = passwords.hashed(password, name)
        return self._change(name, "password_changed", who, {"password": kept}, end=True)

    def change_password(self, access: Access, old: str, new: str, address: str) -> None:
        """Let a person change their own password; every session and token but the one in use ends.

        Raises
        ------
        AccountError
            The old one is not right (counted as a try to log in), or the new one cannot be.
        """
        name = access.account.name
        self._try(name, old, address, "password_refused")
        kept = passwords.hashed(new, name)
        with writing(self.engine) as connection:
            people.change(connection, people.named(connection, name), password=kept)
            secrets.end(connection, access.account.id, but=access.credential.id)
            self._note(connection, name, "password_changed", name, address)

    def _change(
        self, name: str, action: str, who: str, values: dict[str, Any], *, end: bool = False, **details: Any
    ) -> Account:
        with writing(self.engine) as connection:
            row = people.named(connection, name)
            people.change(connection, row, **values)
            if end:
                secrets.end(connection, row.id)
            self._note(connection, who, action, row.name, **details)
            return secrets.person_of(connection, row.id)

    def log_in(self, name: str, password: str, address: str) -> str:
        """Return the text of a new session; ``address`` is where the person is.

        Raises
        ------
        AccountError
            Name and password are not those of a person who may log in, or there were too many tries.
        """
        row = self._try(name, password, address, "log_in_refused")
        fresh = passwords.hashed(password) if passwords.outdated(row.password) else None
        with writing(self.engine) as connection:
            secrets.sweep(connection, self._now())
            if fresh is not None:
                people.change(connection, row, password=fresh)
            text, _ = secrets.keep(connection, "session", row.id, "owner", "", self._now(), self._now(IDLE))
            self._note(connection, row.name, "log_in", row.name, address)
        return text

    def _try(self, name: str, password: str, address: str, refused: str) -> Any:
        """Return the row of the person whose password this is."""
        seconds = self.attempts.wait(people.key_of(name)[:100], address)
        if seconds:
            raise AccountError(
                "too_many", f"there were too many tries to log in; try again in {seconds} seconds", seconds=seconds
            )
        with reading(self.engine) as connection:
            row = people.find(connection, name)
        if not passwords.matches(password, row.password if row is not None else None) or row.disabled:
            with writing(self.engine) as connection:
                # What was typed for a name may be a password: it is kept only where it is somebody's name.
                self._note(connection, row.name if row is not None else "", refused, "", address)
            raise AccountError("wrong", "this name and password do not belong together")
        return row

    def access(self, text: str) -> Access | None:
        """Return who a session's or a token's text lets in; a session that is used lasts on."""
        now = self._now()
        with reading(self.engine) as connection:
            found = secrets.access(connection, text, now)
        if found is None or found.credential.kind != "session":
            return found
        made = datetime.fromisoformat(found.credential.made)
        until = min(self.clock() + IDLE, made + LONGEST_SESSION)
        if until - datetime.fromisoformat(found.credential.expires) > _RENEWED:
            with writing(self.engine) as connection:
                secrets.renew(connection, found.credential.id, until.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return found

    def log_out(self, access: Access, address: str | None = None) -> None:
        """End the session in use."""
        with writing(self.engine) as connection:
            secrets.end(connection, access.account.id, only=access.credential.id)
            self._note(connection, access.account.name, "log_out", access.account.name, address)

    def make_token(self, name: str, label: str, scope: str, days: int, *, who: str) -> str:
        """Return the text of a new token for programs; it is shown this once.

        Raises
        ------
        AccountError
            There is no such person, or it would outlast a year or do more than its person may.
        """
        people.checked_role(scope)
        expires = self._until(days)
        with writing(self.engine) as connection:
            row = people.named(connection, name)
            if people.ROLES.index(scope) > people.ROLES.index(row.role):
                raise AccountError(
                    "scope", f"{row.name} is {row.role}, so a token cannot be {scope}; take {row.role} or less",
                    role=row.role,
                )  # fmt: skip
            text, _ = secrets.keep(connection, "token", row.id, scope, label[:100], self._now(), expires)
            self._note(connection, who, "token_made", row.name, label=label[:100], scope=scope, expires=expires)
        return text

    def credentials(self, name: str) -> list[Credential]:
        """Return the sessions and tokens of a person that have not ended, the newest first."""
        with reading(self.engine) as connection:
            return secrets.of_person(connection, people.named(connection, name).id, self._now())

    def end_credential(self, name: str, number: int, *, who: str) -> None:
        """End one session or token of a person."""
        with writing(self.engine) as connection:
            row = people.named(connection, name)
            if not secrets.end(connection, row.id, only=number):
                raise AccountError("gone", f"{row.name} has no session or token {number}; it may have ended already")
            self._note(connection, who, "credential_ended", row.name, number=number)

    def share(self, path: str, label: str, days: int, *, who: str) -> str:
        """Return the text of a new link by which anybody may read one page until it expires.

        Raises
        ------
        AccountError
            It is no path of a page, or the link would outlast a year.
        """
        if not path.startswith("/") or path.startswith("//") or not path.isprintable() or len(path) > 2_000:
            raise AccountError("path", f"{path[:60]!r} is no page; name its path, e.g. /regions/成都")
        expires = self._until(days)
        with writing(self.engine) as connection:
            text = secrets.keep_share(connection, path, label[:100], who, self._now(), expires)
            self._note(connection, who, "share_made", path, label=label[:100], expires=expires)
        return text

    def shared(self, text: str) -> Share | None:
        """Return the link of a text, if it still holds."""
        with reading(self.engine) as connection:
            return secrets.share_of(connection, text, self._now())

    def shares(self) -> list[Share]:
        """Return the links that hold, the newest first."""
        with reading(self.engine) as connection:
            return secrets.shares(connection, self._now())

    def end_share(self, number: int, *, who: str) -> None:
        """Take a link back."""
        with writing(self.engine) as connection:
            path = secrets.end_share(connection, number)
            if path is None:
                raise AccountError("gone", f"there is no link {number}; it may have ended already")
            self._note(connection, who, "share_ended", path)

    def note(self, who: str, action: str, subject: str = "", address: str | None = None, **details: Any) -> None:
        """Write to the log what no other table keeps, e.g. that somebody took an export away."""
        with writing(self.engine) as connection:
            self._note(connection, who, action, subject, address, **details)

    def log(self, **narrow: Any) -> list[AuditEntry]:
        """Return what was done, the newest first; ``narrow`` as ``audit.entries`` takes it."""
        with reading(self.engine) as connection:
            return audit.entries(connection, **narrow)

    def _note(
        self, connection: Connection, who: str, action: str, subject: str, address: str | None = None, **details: Any
    ) -> None:
        audit.note(connection, self._now(), who, action, subject, address, **details)

    def _until(self, days: int) -> str:
        if not 1 <= days <= LONGEST_LIFE.days:
            raise AccountError("days", f"{days} days cannot be; take 1 to {LONGEST_LIFE.days}", most=LONGEST_LIFE.days)
        return self._now(timedelta(days=days))
