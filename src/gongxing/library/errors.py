"""One error for everything that a user can set right, in one sentence."""

from __future__ import annotations


class LibraryError(Exception):
    """What is wrong with a library and what to do."""
