"""Holding a number that was reached against one that was promised, and saying by which rule."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.panel.claims.check import Said
from gongxing.panel.writing import quantity
from gongxing.promises.vocabulary import states, table

if TYPE_CHECKING:
    from gongxing.promises.promise import Quoted, Sighting, State, Target

_NOISE = 1e-9  # of floats
_POINTS = frozenset({"%", "pp"})
_BOUNDS = {"gt": ("超过", "over"), "lt": ("不足", "under"), "approx": ("约", "about")}


class Verdict(NamedTuple):
    """A state and the sentence that says how it was found."""

    state: State
    reason: Said


class Found(NamedTuple):
    """What became of a promise; ``stage`` and ``sightings`` where it is one of a named thing."""

    verdict: Verdict
    outcome: Quoted | None = None
    others: tuple[Quoted, ...] = ()
    stage: str | None = None
    sightings: tuple[Sighting, ...] = ()


@cache
def _rules() -> dict[str, Any]:
    return table("rules.toml")


def say(sentence: str, **fields: object) -> Said:
    """Return a sentence of ``rules.toml``; a pair is Chinese and English, anything else is both."""
    written = _rules()["sentences"][sentence]
    return Said(*(
        written[language].format(**{
            name: value[place] if isinstance(value, tuple) else value for name, value in fields.items()
        })
        for place, language in enumerate(("zh", "en"))
    ))  # fmt: skip


def joined(*said: Said | None) -> Said:
    """Join sentences."""
    kept = [s for s in said if s is not None]
    return Said("；".join(s.zh for s in kept), "; ".join(s.en for s in kept))


def number(value: float, unit: str, written: str | None = None) -> tuple[str, str]:
    """Write a value in both languages, in Chinese as its document writes it."""
    zh, en = quantity(value, unit)
    if written and value < 0 and unit in _POINTS and written[0] not in "-－−":
        return f"下降{written}", en
    return written or zh, en


def reached_words(reached: Quoted, unit: str) -> tuple[str, str]:
    """Write a number that was reached with its bound in both languages: 超过140个."""
    assert reached.value is not None
    zh, en = number(reached.value, unit, reached.written)
    before = _BOUNDS.get(reached.bound or "")
    return (f"{before[0]}{zh}", f"{before[1]} {en}") if before else (zh, en)


def target_words(target: Target) -> tuple[str, str]:
    """Write a promised number with its bound in both languages: 7%左右, 5万人以上."""
    zh, en = number(target.value, target.unit, target.written)
    if target.upper is not None:
        return zh, en
    return {"gt": (f"{zh}以上", f"at least {en}"), "lt": (f"{zh}以内", f"at most {en}"),
            "approx": (f"{zh}左右", f"about {en}")}.get(target.bound, (zh, en))  # fmt: skip


def tolerance(target: Target) -> float:
    """Return what 左右 allows, in the target's unit: half a point of percentages, two per cent of anything else."""
    rule = _rules()["approximate"]
    return float(rule["points"]) if target.unit in _POINTS else float(rule["part"]) * abs(target.value)


def judge(target: Target, reached: Quoted, *, less_is_better: bool) -> Verdict:
    """Return whether a number that was reached keeps a promised one.

    Parameters
    ----------
    target
        What was promised.
    reached
        What was reached: ``value`` in the target's unit, with its ``bound``.
    less_is_better
        Whether a smaller number keeps the promise better; 以内 and 以上 say so themselves.

    Returns
    -------
    Verdict
        ``met`` or ``missed``; ``cannot_say`` where the outcome's own bound leaves it open (超过, 不足, 约).
    """
    assert reached.value is not None
    sentence, limit, at_most = _limit(target, less_is_better=less_is_better)
    kept, known = _is_kept(reached.value, reached.bound or "eq", limit, tolerance(target), at_most=at_most)
    written = reached_words(reached, target.unit)
    shown = target_words(target)
    if not known:
        return Verdict("cannot_say", say("open_bound", actual=written, target=shown))
    fields: dict[str, object] = {"target": shown, "actual": written}
    if target.upper is not None:
        fields["upper"] = number(target.upper, target.unit)
    if target.bound == "approx":
        allowed = number(tolerance(target), "pp" if target.unit == "%" else target.unit)
        fields["tolerance"] = allowed
    return Verdict("met" if kept else "missed", say(sentence, **fields))


def _limit(target: Target, *, less_is_better: bool) -> tuple[str, float, bool]:
    """Return the sentence of the rule, the number that decides, and whether the outcome may be at most that."""
    if target.upper is not None:
        return ("range_at_most", target.upper, True) if less_is_better else ("range", target.value, False)
    if target.value < 0 and target.bound != "lt":
        return "falls", target.value + (tolerance(target) if target.bound == "approx" else 0), True
    at_most = target.bound == "lt" or (target.bound != "gt" and less_is_better)
    if target.bound == "approx":
        allowed = tolerance(target)
        return ("about_at_most", target.value + allowed, True) if at_most else (
            "about_at_least", target.value - allowed, False)  # fmt: skip
    return ("at_most", target.value, True) if at_most else ("at_least", target.value, False)


def _is_kept(value: float, bound: str, limit: float, allowed: float, *, at_most: bool) -> tuple[bool, bool]:
    """Return whether the limit is kept, and whether the outcome's bound lets that be known."""
    noise = _NOISE * max(abs(value), abs(limit), 1e-12)
    kept = value <= limit + noise if at_most else value >= limit - noise
    if bound in ("gt", "lt"):
        if (bound == "lt") == at_most:
            return kept, kept  # under 5 is at most 6; whether it is at most 4 is not known
        return False, (value >= limit - noise) if at_most else (value <= limit + noise)
    if bound == "approx":
        return kept, abs(value - limit) > allowed or kept
    return kept, True


def state_words(state: State) -> tuple[str, str]:
    """Return the name of a state in both languages."""
    return states()[state]
