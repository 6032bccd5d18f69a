"""What the answers of several resources share: fields with their meaning, pages of rows, facets, problems, versions."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")


def said(description: str) -> Any:
    """Return a field with what it means."""
    return Field(description=description)


def may(description: str) -> Any:
    """Return a field that is null where nothing is known, with what it means."""
    return Field(default=None, description=description)


class Problem(BaseModel):
    """What went wrong (RFC 9457), in the language asked for."""

    type: str = said("Always about:blank: the status says what kind of problem it is.")
    title: str = said("The kind of problem in a few words.")
    status: int = said("The HTTP status.")
    detail: str = said("One sentence: what is wrong and with which parameter.")


class Listing(BaseModel, Generic[T]):
    """One page of rows."""

    rows: list[T] = said("The rows of this page, in the order of the list.")
    total: int = said("How many rows all pages have; at least so many where exact is false.")
    exact: bool = said("Whether total was counted to the end.")
    next: str | None = said("The address of the next page; null on the last one.")


class Facet(BaseModel):
    """One value of a facet."""

    value: str | None = said("The value, as the filter of this name takes it.")
    count: int = said("How many there are of it under the other filters.")


class Facets(BaseModel):
    """How many there are of each kind, region, source and year; each facet leaves its own filter aside."""

    kind: list[Facet] = said("By kind.")
    region: list[Facet] = said("By region, the fifty most told of.")
    source: list[Facet] = said("By account, or by source where no account is named; the fifty most frequent.")
    year: list[Facet] = said("By year of publication, the last first.")


class Version(BaseModel):
    """A version of something that people made; versions are appended and never overwritten."""

    slug: str = said("Its name in addresses.")
    version: int
    title: str
    who: str
    at: str = said("ISO 8601.")
