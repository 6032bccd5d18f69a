"""What can be wrong with a request, as exceptions that become pages."""

from __future__ import annotations


class ProblemError(Exception):
    """Something that a page says in words: ``status`` of HTTP, ``key`` of the words in ``words/errors.toml``.

    ``details`` fill the sentence; an error among them is said in the visitor's language.
    """

    status = 400

    def __init__(self, key: str, status: int | None = None, **details: object) -> None:
        super().__init__(key, details)
        self.key = key
        self.details = details
        if status is not None:
            self.status = status


class BadAddressError(ProblemError):
    """A parameter of the address is not what it may be."""

    def __init__(self, name: str, value: str, reason: str, allowed: str = "") -> None:
        super().__init__(f"address_{reason}", name=name, value=value[:80], allowed=allowed)


class NotHereError(ProblemError):
    """There is no such thing: ``key`` says of what kind (``document``, ``region``, ``figure`` …), ``name`` which."""

    status = 404

    def __init__(self, key: str, name: object = "") -> None:
        super().__init__(f"no_{key}", name=str(name)[:80])


class RefusedError(ProblemError):
    """The visitor's role does not allow it."""

    status = 403


class SignInError(ProblemError):
    """Nobody is logged in, and the page asks for somebody."""

    status = 401

    def __init__(self) -> None:
        super().__init__("sign_in")


class NothingToShowError(Exception):
    """A figure has no data: one sentence says what is missing and how to get it."""
