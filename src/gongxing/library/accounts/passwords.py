"""Passwords: hashed with Argon2id (RFC 9106), compared in one time whether the account exists or not."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from gongxing.library.accounts.errors import AccountError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10  # characters
LONGEST = 256
_FEWEST = 4  # characters that must differ
_at_once = threading.Semaphore(2)  # a hash takes 64 MiB, and strangers may ask for many


@cache
def _hasher() -> PasswordHasher:
    import argon2

    return argon2.PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str, name: str = "") -> str:
    """Return the hash of a new password.

    Raises
    ------
    AccountError
        It is too short, too long, or easily guessed: the name itself, or a few characters over and over.
    """
    plain = _composed(password)
    if len(plain) < SHORTEST:
        raise AccountError(
            "short", f"a password has at least {SHORTEST} characters; a short sentence is easy to keep", least=SHORTEST
        )
    if len(plain) > LONGEST:
        raise AccountError("long", f"a password has at most {LONGEST} characters", most=LONGEST)
    name = _composed(name)
    if len(set(plain.casefold().replace(name.casefold(), "") if name else plain)) < _FEWEST:
        raise AccountError("weak", "this password is easily guessed; take one with more different characters")
    with _at_once:
        return _hasher().hash(plain)


def matches(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one whose hash is kept; ``None`` (no account) takes as long and matches never."""
    from argon2.exceptions import InvalidHashError, VerificationError

    plain = _composed(password)[: LONGEST + 1]
    with _at_once:
        try:
            return _hasher().verify(kept if kept is not None else _nobody(), plain) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Tell whether a hash was made with weaker parameters than those of today."""
    return _hasher().check_needs_rehash(kept)


def _composed(password: str) -> str:
    """Write a password in one form, however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password)
