"""What the plans would change, for whom, and which of them would lift all: numbers of stored scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from gongxing.briefs.drafting.blocks import block, table
from gongxing.briefs.drafting.material import Part
from gongxing.library.references import scenario_reference
from gongxing.library.simulated import turned
from gongxing.scenarios.record import HIGH, LOW

if TYPE_CHECKING:
    import polars as pl

    from gongxing.briefs.drafting.material import Material
    from gongxing.library import StoredOutcome, StoredScenario

_ENDS = 3  # regions told of at either end
_STILL = 1e-4  # a change of Theil's index below this is called none
_PLANS = 2  # told of in words; the others stand in the table
_COMPARED = 12
_MOSTLY = 0.5  # of a document's facts, to be about the subject


class Plan(NamedTuple):
    """A scenario of the library with its outcome."""

    stored: StoredScenario
    outcome: StoredOutcome

    @property
    def slug(self) -> str:
        """Its name in references."""
        return self.stored.slug

    @property
    def content(self) -> dict[str, Any]:
        """The outcome."""
        content: dict[str, Any] = self.outcome.content
        return content

    @property
    def regions(self) -> list[dict[str, Any]]:
        """Its regions, the largest rise of real income first."""
        return sorted(self.content["regions"], key=lambda row: -row["real_income"])

    @property
    def harmed(self) -> list[dict[str, Any]]:
        """Regions whose real income falls for certain: where intervals were drawn, over the whole of theirs."""
        return [row for row in self.regions if row["real_income"] < 0 and row.get(f"real_income {HIGH}", -1.0) < 0]

    @property
    def course(self) -> float:
        """The change of Theil's index."""
        theil = self.content["theil"]
        return float(theil["after"] - theil["before"])


def plans_of(material: Material) -> list[Plan]:
    """Return the scenarios of the library that were run and that concern units of the subject."""
    codes = material.subject.codes
    found = []
    for stored in material.library.scenarios():
        outcome = material.library.outcome(stored.slug)
        if outcome is None:
            continue
        concerned = {row["code"] for row in outcome.content["regions"]} & codes
        if len(concerned) > 1:
            found.append(Plan(stored, outcome))
    return found


def plans(material: Material) -> Part:
    """Return the section on what stored scenarios say."""
    writer, heading = material.writer, material.writer.say("plans.heading")
    found = plans_of(material)
    if not found:
        projects = writer.listed(f"“{name}”" for name in _drafted(material))
        return Part(heading, [writer.say("plans.nothing", region=material.region, projects=projects)])
    paragraphs = []
    for plan in found[:_PLANS]:
        said = writer.joined(_assumption(material, plan), _balance(material, plan), _who(material, plan))
        paragraphs += [said] if said else []
    paragraphs += [writer.say("plans.rests")]
    first = found[0]
    paragraphs += [block("scenario", slug=first.slug)]
    return Part(heading, paragraphs, _finding(material, first))


def frontier(material: Material) -> Part:
    """Return the section on plans compared: who lifts all, growth against balance."""
    writer, heading = material.writer, material.writer.say("frontier.heading")
    found = plans_of(material)
    if len(found) < 2:
        return Part(heading, [writer.say("frontier.nothing" if found else "frontier.none")])
    most, flattest = max(found, key=lambda p: p.content["growth"]), min(found, key=lambda p: p.course)
    verdict = _verdict(material, found)
    said = [
        verdict,
        writer.attempt("frontier.growth", title=most.stored.title, number=lambda: _number(material, most, "growth")),
        writer.attempt(
            "frontier.balance", title=flattest.stored.title, before=lambda: _number(material, flattest, "theil_before"),
            after=lambda: _number(material, flattest, "theil_after"),
        ),
        writer.say("frontier.same" if most is flattest else "frontier.differ"),
    ]  # fmt: skip
    return Part(heading, [writer.joined(*said), _table(material, found)], verdict)


def _verdict(material: Material, found: list[Plan]) -> str | None:
    """Say which plans harm nobody for certain, and which of them narrow the gap too."""
    writer = material.writer
    gentle = [plan for plan in found if not plan.harmed]
    if not gentle:
        kindest = max(found, key=lambda plan: plan.regions[-1]["real_income"])
        worst = kindest.regions[-1]
        return writer.attempt(
            "frontier.none_all", title=kindest.stored.title, region=_called(material, worst),
            number=lambda: _number(material, kindest, "real_income", worst),
        )  # fmt: skip
    both = [plan for plan in gentle if plan.course < -_STILL]
    all_rise = all(plan.regions[-1]["real_income"] >= 0 for plan in gentle)
    return writer.joined(
        writer.say(
            "frontier.all_gain" if all_rise else "frontier.none_harmed", titles=writer.listed(map(_titled, gentle))
        ),
        writer.say("frontier.both", titles=writer.listed(map(_titled, both))) if both else None,
    )


def _table(material: Material, found: list[Plan]) -> str:
    """Return the plans beside each other."""
    writer = material.writer
    columns = ("title", "growth", "before", "after", "gaining", "losing")
    rows = [[writer.say(f"frontier.column_{name}") for name in columns]]
    for plan in found[:_COMPARED]:
        numbers = [_number(material, plan, what) for what in
                   ("growth", "theil_before", "theil_after", "gaining", "losing")]  # fmt: skip
        rows.append([_titled(plan), *numbers])
    return table(rows)


def _titled(plan: Plan) -> str:
    return f"“{plan.stored.title}”"


def _called(material: Material, row: dict[str, Any]) -> str:
    return material.name(row["code"]) if row["code"] in material.subject.codes else str(row["name"])


def _number(material: Material, plan: Plan, what: str, row: dict[str, Any] | None = None) -> str:
    signed = what not in ("theil_before", "theil_after", "gaining", "losing", "regions")
    region = None if row is None else str(row["name"])
    digits = 4 if what.startswith("theil") else 3
    return material.writer.number(scenario_reference(plan.slug, what, region), digits, signed=signed)


def _assumption(material: Material, plan: Plan) -> str | None:
    """Say what a scenario assumes, and who says so."""
    writer, changes = material.writer, plan.content["changes"]

    def stated(place: int, change: dict[str, Any]) -> str:
        reference = scenario_reference(plan.slug, "change", str(place))
        where = writer.listed(change["regions"])
        return writer.say(f"shocks.{change['kind']}", where=where, number=writer.number(reference, signed=True))

    by = writer.listed(dict.fromkeys(change["statement"]["by"] for change in changes if change["statement"]["by"]))
    return writer.attempt(
        "plans.assumption", title=plan.stored.title, by=by or writer.say("plans.nobody"),
        changes=lambda: writer.parted(stated(place, change) for place, change in enumerate(changes, 1)),
    )  # fmt: skip


def _turned(material: Material, plan: Plan, what: str, row: dict[str, Any] | None = None) -> tuple[str, str]:
    """Return another choice of what stands for jobs and its number, where the sign turns; else nothing."""
    found = turned(plan.content, what, None if row is None else str(row["name"]))
    if found is None:
        return "", ""
    return found.name[material.writer.language], _number(material, plan, f"{what}.otherwise", row)


def _balance(material: Material, plan: Plan) -> str | None:
    """Say growth against balance."""
    writer = material.writer
    spans = plan.content.get("intervals")
    growth, welfare = (_turned(material, plan, what) for what in ("growth", "welfare"))
    return writer.attempt(
        "plans.balance",
        growth_choice=growth[0],
        growth_other=growth[1],
        welfare_choice=welfare[0],
        welfare_other=welfare[1],
        growth=lambda: _number(material, plan, "growth"),
        welfare=lambda: _number(material, plan, "welfare"),
        low=lambda: _number(material, plan, "welfare.low") if spans else "",
        high=lambda: _number(material, plan, "welfare.high") if spans else "",
        before=lambda: _number(material, plan, "theil_before"),
        after=lambda: _number(material, plan, "theil_after"),
        course=_course(material, plan),
    )


def _course(material: Material, plan: Plan) -> str:
    change = plan.course
    return material.writer.say(f"gap.{'still' if abs(change) < _STILL else 'wider' if change > 0 else 'narrower'}")


def _who(material: Material, plan: Plan) -> str | None:
    """Say who gains and who loses, with intervals where they were drawn."""
    writer, rows = material.writer, plan.regions
    spans = plan.content.get("intervals")
    sure = [row for row in rows if not spans or row[f"real_income {LOW}"] * row[f"real_income {HIGH}"] > 0]
    gainers = [row for row in sure if row["real_income"] > 0][:_ENDS]
    losers = [row for row in sure[::-1] if row["real_income"] < 0][:_ENDS]

    def one(row: dict[str, Any]) -> str:
        ends = {end: _number(material, plan, f"real_income.{end}", row) if spans else "" for end in ("low", "high")}
        choice, other = _turned(material, plan, "real_income", row)
        number = _number(material, plan, "real_income", row)
        return writer.say("plans.one", name=_called(material, row), number=number, choice=choice, other=other, **ends)

    return writer.attempt(
        "plans.who",
        regions=lambda: _number(material, plan, "regions"),
        gaining=lambda: _number(material, plan, "gaining"),
        losing=lambda: _number(material, plan, "losing"),
        gainers=lambda: writer.listed(map(one, gainers)),
        losers=lambda: writer.listed(map(one, losers)),
        unsure=writer.say("plans.unsure") if len(sure) < len(rows) else "",
    )


def _finding(material: Material, plan: Plan) -> str | None:
    """Say who gains most and who is drained most."""
    writer, rows = material.writer, plan.regions
    first, last = rows[0], rows[-1]
    drained = last in plan.harmed
    choice, other = _turned(material, plan, "real_income", first)
    last_choice, last_other = _turned(material, plan, "real_income", last) if drained else ("", "")
    return writer.attempt(
        "plans.finding", title=plan.stored.title, first=_called(material, first),
        number=lambda: _number(material, plan, "real_income", first), last=_called(material, last) if drained else "",
        loss=lambda: _number(material, plan, "real_income", last) if drained else "", course=_course(material, plan),
        choice=choice, other=other, last_choice=last_choice, last_other=last_other,
    )  # fmt: skip


def _drafted(material: Material) -> list[str]:
    """Return projects for which a rule says what they would change, railways first.

    Only of documents that are mostly about the subject: a 资阳区 of another province is no 资阳.
    """
    from gongxing.scenarios.rules import rule_of

    codes = {*material.subject.codes, material.subject.code}
    facts = cast("pl.DataFrame", material.library.facts())
    told: dict[int, list[bool]] = {}
    for row in facts.filter(facts["about_code"].is_not_null()).iter_rows(named=True):
        told.setdefault(row["document"], []).append(row["about_code"] in codes)
    names: dict[str, int] = {}
    for row in facts.filter(facts["kind"] == "project").iter_rows(named=True):
        rule = rule_of(row["quote"], "")
        here = told.get(row["document"], [])
        if rule is not None and row["about_code"] in codes and sum(here) > _MOSTLY * len(here):
            names.setdefault(row["quote"], 0 if rule.shock == "travel_time" else 1)
    return sorted(names, key=lambda name: names[name])[:_ENDS]
