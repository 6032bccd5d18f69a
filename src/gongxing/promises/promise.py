"""What following a promise gives: the promise, what became of it, and the words that say both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gongxing.panel.claims.check import Said

Kind = Literal["indicator", "task", "project", "open_call", "pilot_centre", "platform"]
State = Literal["met", "missed", "not_yet", "cannot_say"]
Match = Literal["thing", "indicator", "industry", "group"]

KINDS: tuple[Kind, ...] = ("indicator", "task", "project", "open_call", "pilot_centre", "platform")
STATES: tuple[State, ...] = ("met", "missed", "not_yet", "cannot_say")


@dataclass(frozen=True, slots=True)
class Target:
    """A promised number in its base unit.

    ``bound`` is ``gt`` (以上, 不低于), ``lt`` (以内, 不超过), ``approx`` (左右) or ``eq``; for a range ``value`` is its
    lower and ``upper`` its upper end. ``period`` is what it is promised for: a year, or years (``2026/2030``);
    ``written`` is the number in the document's own writing (30万亩).
    """

    value: float
    unit: str
    bound: str
    period: str | None
    upper: float | None = None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, or a cell of a table, that say something of a promise.

    ``reference`` is ``doc:<sha256>#<start>-<end>`` or ``cell:<sha256>/<sheet>!<cell>``; ``source`` names the document
    or file, ``date`` is that of its publication, else as far as its own words tell (``2026-01``). ``value`` is in
    ``unit``, a base unit, where the words state a number, and ``written`` is the number as the document writes it.
    """

    reference: str
    quote: str
    source: str
    date: str | None = None
    value: float | None = None
    unit: str | None = None
    bound: str | None = None
    period: str | None = None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one document says of where a thing stands; ``goal`` where it says where it shall stand."""

    stage: str
    goal: bool
    quoted: Quoted


@dataclass(frozen=True, slots=True)
class Answer:
    """A promise of a division that answers one of its province: its id, whose it is, its words, and by what they match.

    ``by`` holds pairs of a kind (``thing``, ``indicator``, ``industry``, ``group``) and the name that both share.
    """

    promise: str
    region: str
    region_code: str | None
    quoted: Quoted
    by: tuple[tuple[Match, str], ...]
    state: State


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of one region, with every document that makes it and what became of it.

    Attributes
    ----------
    id
        Sixteen hexadecimal digits, the same for the same promise in every run.
    kind
        ``indicator`` (a number is promised), ``task`` (an act in words), or what a named thing is: ``project``,
        ``open_call``, ``pilot_centre``, ``platform``.
    region, region_code
        Whose it is: the short name and the adcode, ``None`` for what no code knows.
    theme
        An id of ``themes.toml``.
    subject
        What is promised: the indicator, the thing's name, or the act in the document's words.
    indicator
        The catalogue's id of the indicator, ``None`` where the catalogue has none.
    target
        The promised number, ``None`` for promises in words.
    deadline
        The year by whose end the document says that it shall be done, ``None`` where it does not say.
    due
        The last day of the time promised for: that of the deadline, else of the target's period, else of the year that
        the document plans for. ``None`` where nothing tells.
    state
        ``met``, ``missed``, ``not_yet`` or ``cannot_say``.
    reason
        How the state was found, with rule and tolerance, in both languages.
    mentions
        Where it is promised, by time; the last one says what holds.
    outcome
        The words or the cell that the state was read from; for ``not_yet`` the latest value, if any.
    others
        What other sources give for the same.
    stage
        Where a named thing stands (an id of ``stages.toml``).
    stages
        What each document says of that, by time.
    answers
        Promises of its divisions that answer it (for a province).
    actor
        The body of the region that shall do it (自然资源厅), where the document names one.
    """

    id: str
    kind: Kind
    region: str
    region_code: str | None
    theme: str
    subject: str
    indicator: str | None
    target: Target | None
    deadline: str | None
    due: str | None
    state: State
    reason: Said
    mentions: tuple[Quoted, ...]
    outcome: Quoted | None = None
    others: tuple[Quoted, ...] = ()
    stage: str | None = None
    stages: tuple[Sighting, ...] = ()
    answers: tuple[Answer, ...] = ()
    actor: str | None = None

    @property
    def promised(self) -> Quoted:
        """The words that say what holds: the latest mention."""
        return self.mentions[-1]

    @property
    def is_promised(self) -> bool:
        """Whether a document promises it; things that are only reported are no promises."""
        return self.kind in ("indicator", "task") or any(sighting.goal for sighting in self.stages)

    @property
    def quote(self) -> str:
        """The words of the latest mention."""
        return self.promised.quote

    @property
    def reference(self) -> str:
        """The reference of the latest mention."""
        return self.promised.reference
