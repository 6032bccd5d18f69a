"""Ranks among the units of a larger region, and how far a rank moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.indicators import catalogue
from gongxing.panel.amount import Amount
from gongxing.panel.claims.attempt import Attempt
from gongxing.panel.claims.check import Reason, Step
from gongxing.panel.claims.shares import whole_region
from gongxing.panel.claims.words import indicator_words, listed, number, say
from gongxing.panel.deriving import ranks
from gongxing.panel.evidence import Place
from gongxing.panel.groups import parts_of
from gongxing.regions import division, divisions

if TYPE_CHECKING:
    from gongxing.panel.claims.bench import Bench
    from gongxing.panel.claims.check import Claim


def by_rank(claim: Claim, bench: Bench) -> Attempt | None:
    """Rank the region among its peers, which must all have a value."""
    measure, place = claim.measure, claim.place
    if measure is None or measure.aspect != "rank" or place is None or claim.period is None:
        return None
    region = whole_region(claim, measure.region) if measure.region else None
    if region is None or claim.group is not None or measure.what not in catalogue():
        return Attempt("rank", None, (), (Reason("missing", say("scope-of-rank")),))
    return _ranked(claim, bench, region, peers_of(place, region, claim.period), claim.period)


def peers_of(place: Place, region: Place, period: str) -> tuple[Place, ...]:
    """Return the divisions that a region is ranked among: those of its own rank within a larger one."""
    year = int(period[:4]) if period[:4].isdigit() else None
    own = division(place.key, year) or division(place.key)
    if own is None:
        return ()
    if region.key.isdigit() and own.parent == region.key:
        return parts_of(region.key, year)
    inside = (d for d in divisions(year) if d.level == own.level and (not region.key.isdigit() or d.within(region.key)))
    return tuple(Place(d.code, d.short) for d in inside if d.code[:2] not in ("71", "81", "82"))


def _ranked(claim: Claim, bench: Bench, region: Place, peers: tuple[Place, ...], period: str) -> Attempt:
    measure, place = claim.measure, claim.place
    assert measure is not None
    assert place is not None
    rows = [(peer, bench.evidence.first(peer.key, measure.what, period)) for peer in peers]
    missing = [peer.name for peer, entry in rows if entry is None]
    what = indicator_words(measure.what)
    if missing or not rows:
        there = [(peer, entry) for peer, entry in rows if entry is not None]
        among = next((row.rank for row in ranks(there) if row.place.key == place.key), None)
        words = say("missing-siblings", name=region.name, count=len(peers), missing=len(missing), period=period,
                    what=what, names=listed(missing))  # fmt: skip
        reasons = [Reason("missing", words)]
        if among is not None and there:
            found = number(float(among), "rank")
            reasons.append(Reason("missing", say("rank-among", count=len(there), found=found)))
        return Attempt("rank", None, (), tuple(reasons))
    ranked = ranks((peer, entry) for peer, entry in rows if entry is not None)
    mine = next(row for row in ranked if row.place.key == place.key)
    at = ranked.index(mine)
    near = ranked[max(at - 1, 0) : at + 2]
    around = tuple(
        ", ".join(f"{row.rank} {row.place.name} {number(row.entry.observation.value, row.entry.observation.unit)[i]}"
                  for row in near)
        for i in (0, 1)
    )  # fmt: skip
    ties = say("ties", names=listed(t.name for t in mine.ties)) if mine.ties else ("", "")
    words = say("rank", whole=region.name, count=len(peers), found=number(float(mine.rank), "rank"), around=around,
                ties=tuple(ties))  # fmt: skip
    # Of tied regions each may call itself any of the places that they share.
    last = mine.rank + len(mine.ties)
    amount = Amount(Amount.of(mine.rank).value, Amount.of(mine.rank).value, Amount.of(last).value)
    return Attempt("rank", amount, (Step(words, tuple(row.entry for row in near)),))


def by_rank_change(claim: Claim, bench: Bench) -> Attempt | None:
    """Take the rank at the end of a period from the rank before it."""
    measure, place = claim.measure, claim.place
    if measure is None or measure.aspect != "rank-change" or place is None or claim.period is None:
        return None
    first, _, last = claim.period.partition("/")
    last = last or first
    if not (first[:4].isdigit() and last[:4].isdigit()):
        return None
    years = (last[:4], str(int(first[:4]) - 1))
    entries = [bench.level(claim, place.key, measure.what, year, unit="rank") for year in years]
    if entries[0] is None or entries[1] is None:
        lacking = [year for year, entry in zip(years, entries, strict=True) if entry is None]
        words = say("rank-before", name=place.name, what=indicator_words(measure.what), periods=listed(lacking))
        return Attempt("rank-change", None, (), (Reason("missing", words),))
    now, before = entries[0].observation.value, entries[1].observation.value
    words = say("difference", now=number(before, "rank"), before=number(now, "rank"),
                found=number(before - now, "rank-change"))  # fmt: skip
    return Attempt("rank-change", Amount.of(before - now), (Step(words, (entries[0], entries[1])),))
