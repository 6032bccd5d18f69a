"""Sentences of results in English and Chinese: certificates, and what is taken for granted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["zh", "en"]


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("gongxing.equilibrium").joinpath("sentences.toml").read_text("utf-8"))


def say(name: str, language: Language = "en", **values: Any) -> str:
    """Return a sentence of ``sentences.toml``, filled in."""
    return _sentences()[name][language].format(**values)


@dataclass(frozen=True)
class Assumption:
    """One assumption: the name of its sentence in ``sentences.toml`` and what fills it.

    A value that differs by language is a dictionary of them: ``{"zh": "地区生产总值", "en": "gdp"}``.
    """

    name: str
    values: dict[str, Any] = field(default_factory=dict)

    def sentence(self, language: Language = "en") -> str:
        """Say it in a language."""
        values = {key: value[language] if isinstance(value, dict) else value for key, value in self.values.items()}
        return say(self.name, language, **values)

    def __str__(self) -> str:
        """Say it in English."""
        return self.sentence()
