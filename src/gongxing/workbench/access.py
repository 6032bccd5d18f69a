"""Who may do what: each route declares the least role that it asks for.

A route without :func:`needs` (or :func:`everyone`) fails ``tests/workbench/test_safety.py``.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from fastapi import Depends

from gongxing.workbench.problems import RefusedError, SignInError

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

# FastAPI reads the annotations of dependencies when the module runs.
from starlette.requests import Request

Role = Literal["public", "reader", "editor", "owner"]
ROLES: tuple[Role, ...] = ("public", "reader", "editor", "owner")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking; ``signed_in`` is false where the workbench knows nobody by name.

    ``share`` is the number of the link by which somebody without an account reads one page.
    """

    name: str
    role: Role
    signed_in: bool = False
    share: int | None = None

    def may(self, role: Role) -> bool:
        """Tell whether this visitor's role is at least ``role``."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Visitors(Protocol):
    """Says who is asking; the accounts of a workbench with log-in are one."""

    def visitor(self, request: HTTPConnection) -> Visitor:
        """Return who is asking."""
        ...


class OnePerson:
    """A workbench of one person on their own machine: whoever can reach it owns it."""

    def __init__(self) -> None:
        try:
            self._name = getpass.getuser()
        except (OSError, KeyError):
            self._name = "owner"

    def visitor(self, request: HTTPConnection) -> Visitor:
        """Return the person at this machine."""
        return Visitor(self._name, "owner")


class Needs:
    """The dependency that lets a visitor of a role pass; tests find it on every route."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, request: Request) -> Visitor:
        """Return the visitor.

        Raises
        ------
        SignInError, RefusedError
            Nobody is logged in, or the role is too small.
        """
        visitors: Visitors = request.app.state.workbench.visitors
        visitor = visitors.visitor(request)
        if not visitor.may(self.role):
            if visitor.role == "public":
                raise SignInError
            raise RefusedError("role", needed=self.role)
        request.state.visitor = visitor
        return visitor


def needs(role: Role) -> Any:
    """Declare the least role of a route or a router: ``APIRouter(dependencies=[needs("reader")])``."""
    return Depends(Needs(role))
