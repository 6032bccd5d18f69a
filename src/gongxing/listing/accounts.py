"""People of a library, what they are logged in with, and the log of what they did, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from gongxing.listing.words import Language, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.library.accounts import Account, AuditEntry, Credential


def sentence(words_of: str, language: Language, /, **values: object) -> str:
    """Return what a command has done, in a line."""
    word = words(language)["accounts"]
    if "role" in values:
        values["role"] = word[str(values["role"])]
    return str(word[words_of].format(**values))


def people_table(people: Sequence[Account], language: Language) -> Table:
    """Return everybody with role and state."""
    word = words(language)["accounts"]
    table = _table(word, "name", "role", "state", "made")
    for person in people:
        state = word["disabled"] if person.disabled else word["enabled"]
        table.add_row(escape(person.name), word[person.role], state, person.made[:10])
    return table


def credentials_table(credentials: Sequence[Credential], language: Language) -> Table:
    """Return sessions and tokens, never their texts."""
    word = words(language)["accounts"]
    table = _table(word, "number", "kind", "label", "scope", "made", "expires")
    for one in credentials:
        times = (one.made[:16].replace("T", " "), one.expires[:16].replace("T", " "))
        table.add_row(str(one.id), word[one.kind], escape(one.label), word[one.scope], *times)
    return table


def log_table(entries: Sequence[AuditEntry], language: Language) -> Table:
    """Return what was done, a line each."""
    word = words(language)["accounts"]
    table = _table(word, "at", "who", "action", "subject", "address")
    for entry in entries:
        action = word["actions"].get(entry.action, entry.action)
        table.add_row(entry.at.replace("T", " ").rstrip("Z"), escape(entry.who) or "—", action,
                      escape(entry.subject), entry.address or "")  # fmt: skip
    return table


def _table(word: dict[str, Any], *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(word[column], overflow="fold")
    return table
