"""What a workbench is started with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """How a workbench answers.

    ``files`` is the folder of originals (default: beside the library). ``hosts`` are names by which a browser may call
    it beside the loopback ones; ``log_in`` asks everyone who they are. ``body_limit`` is bytes of a request's body.
    ``requests_each_second`` of one address are answered where people log in, more are not.
    ``language`` is spoken where the browser does not say which. ``create`` makes the library where there is none.
    ``warm`` reads the tables when it starts rather than when a page first asks for them.
    """

    files: str | None = None
    hosts: tuple[str, ...] = ()
    log_in: bool = False
    language: Language = "zh"
    body_limit: int = 64 * MEGABYTE
    jobs_each: int = 2
    requests_each_second: int = 50
    create: bool = False
    warm: bool = False
