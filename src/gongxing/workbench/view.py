"""What a page shows, as its address says it: language, theme, filters, selection, year; and links that keep the rest.

Nothing of a view is kept anywhere else, so that an address opens to the same page in another browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote_plus

from gongxing.workbench.problems import BadAddressError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.requests import Request

    from gongxing.workbench.settings import Language

Theme = Literal["auto", "light", "dark"]
Pairs = tuple[tuple[str, str], ...]
Value = str | int | float | bool | None | list[str] | tuple[str, ...]

# What every link carries on; all else belongs to one page.
LOOK = ("lang", "theme", "care")


@dataclass(frozen=True, slots=True)
class View:
    """The state of a page: ``path`` and the ``pairs`` of its query; ``language`` may have come from the browser."""

    path: str
    pairs: Pairs
    language: Language
    theme: Theme = "auto"
    care: bool = False

    def text(self, name: str, default: str | None = None) -> str | None:
        """Return a parameter's text; ``default`` where it is absent or blank."""
        return next((value.strip() for key, value in self.pairs if key == name and value.strip()), default)

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a parameter, in order, each once."""
        return tuple(dict.fromkeys(value.strip() for key, value in self.pairs if key == name and value.strip()))

    def choice(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        """Return one of some words; the first is the default.

        Raises
        ------
        BadAddressError
            It is none of them.
        """
        value = self.text(name)
        if value is None:
            return default if default is not None else allowed[0]
        if value not in allowed:
            raise BadAddressError(name, value, "choice", ", ".join(allowed))
        return value

    def number(
        self, name: str, default: int | None = None, *, low: int | None = None, high: int | None = None
    ) -> int | None:
        """Return a whole number.

        Raises
        ------
        BadAddressError
            It is none, or out of bounds.
        """
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?\d{1,15}", value, re.ASCII):
            raise BadAddressError(name, value, "number")
        number = int(value)
        if (low is not None and number < low) or (high is not None and number > high):
            raise BadAddressError(
                name, value, "bounds", f"{'…' if low is None else low} – {'…' if high is None else high}"
            )
        return number

    def flag(self, name: str) -> bool:
        """Tell whether a parameter is ``1``."""
        return self.text(name) == "1"

    @property
    def selected(self) -> tuple[str, ...]:
        """The regions that are selected, as adcodes (``?select=510100``)."""
        return self.many("select")

    def link(self, path: str | None = None, /, **changes: Value) -> str:
        """Return the address of this view with changes; ``None`` takes a parameter out, a list repeats it."""
        kept = [(key, value) for key, value in self.pairs if key not in changes and key not in LOOK and value]
        look = [pair for pair in self._look() if pair[0] not in changes]
        return _address(path or self.path, [*kept, *pairs_of(changes), *look])

    def to(self, path: str, /, **parameters: Value) -> str:
        """Return the address of another page, in the same language and look and nothing else of this view."""
        look = [pair for pair in self._look() if pair[0] not in parameters]
        return _address(path, [*pairs_of(parameters), *look])

    def rest(self, *without: str) -> list[tuple[str, str]]:
        """Return the pairs that a form must carry on beside its own fields, which are named."""
        kept = [(key, value) for key, value in self.pairs if key not in without and key not in LOOK and value]
        return [*kept, *(pair for pair in self._look() if pair[0] not in without)]

    @property
    def permalink(self) -> str:
        """The address that gives the same page anywhere."""
        return self.link(said=None)

    def _look(self) -> list[tuple[str, str]]:
        look: list[tuple[str, str]] = [("lang", self.language)]
        if self.theme != "auto":
            look.append(("theme", self.theme))
        if self.care:
            look.append(("care", "1"))
        return look


def view_of(request: Request, default: Language = "zh") -> View:
    """Return the view that a request asks for; a look that is not known counts as not said."""
    pairs = tuple((key, value) for key, value in request.query_params.multi_items() if "\x00" not in key + value)
    said = dict(pairs)
    language: Language = "zh"
    if said.get("lang") in ("zh", "en"):
        language = "en" if said["lang"] == "en" else "zh"
    else:
        language = preferred(request.headers.get("accept-language", ""), default)
    theme = said.get("theme")
    return View(
        request.url.path,
        pairs,
        language,
        theme if theme in ("light", "dark") else "auto",  # type: ignore[arg-type]
        said.get("care") == "1",
    )


def preferred(accepted: str, default: Language = "zh") -> Language:
    """Return the language that an ``Accept-Language`` header prefers; Chinese where both are equal.

    >>> preferred("en-GB,en;q=0.9,zh;q=0.5")
    'en'
    """
    weights: dict[str, float] = {}
    for part in accepted.split(","):
        name, _, parameters = part.strip().partition(";")
        found = re.search(r"q\s*=\s*([01](?:\.\d{0,3})?)", parameters)
        weight = float(found[1]) if found else 1.0
        for language in ("zh", "en"):
            if name.strip().lower().split("-")[0] == language:
                weights[language] = max(weight, weights.get(language, 0.0))
    if not any(weights.values()):
        return default
    return "en" if weights.get("en", 0.0) > weights.get("zh", 0.0) else "zh"


def pairs_of(values: Mapping[str, Value]) -> Iterable[tuple[str, str]]:
    """Yield the pairs of a query; what is absent, false or blank is left out."""
    for key, value in values.items():
        if isinstance(value, list | tuple):
            yield from ((key, str(one)) for one in value)
        elif value is True:
            yield key, "1"
        elif value is not None and value is not False and value != "":
            yield key, str(value)


_quoted = lru_cache(maxsize=8_192)(quote_plus)  # pages write the same words into hundreds of addresses


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = "&".join(f"{_quoted(key)}={_quoted(value)}" for key, value in pairs)
    return f"{path}?{query}" if query else path
