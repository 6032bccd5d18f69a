"""Synthetic documents for the benchmark of the library: sentences of reports and news, with their facts.

Words follow Zipf's law as those of real texts do: a few regions, branches and indicators are written about most, names
of works a few times each; a document is about one city and a few branches. Every fact's span holds its quote; one
document in fifty is a repost of another.
"""

from __future__ import annotations

import itertools
import json
import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from gongxing.library import words as index
from gongxing.library.preparation import Job, Prepared, fact_words
from gongxing.reading import Article
from gongxing.regions import divisions

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
UNITS = (("亿元", 1e8, "CNY"), ("万人", 1e4, "people"), ("%", 1.0, "%"), ("家", 1.0, "count"), ("万吨", 1e4, "t"))
KINDS = {"figure": 45, "place": 20, "industry": 12, "project": 9, "commitment": 10, "person": 2, "member": 2}  # of 100
NEWEST, YEARS = 2026, 16


class Zipf:
    """Draws from a list, the n-th item with a probability in proportion to 1/n."""

    def __init__(self, items: list[str], power: float = 1.0) -> None:
        self.items = items
        self.weights = list(itertools.accumulate(1 / rank**power for rank in range(1, len(items) + 1)))

    def __call__(self, draw: random.Random) -> str:
        return draw.choices(self.items, cum_weights=self.weights)[0]


@cache
def vocabulary() -> dict[str, Zipf]:
    """Return what is drawn from; regions begin with those of 四川."""
    cities = sorted(codes(), key=lambda city: (not codes()[city].startswith("51"), codes()[city]))
    publishers = [f"{city}{end}" for end in ("日报", "发布", "发改委", "统计局") for city in cities[:75]]
    works = ["".join(pair) for pair in itertools.product(WORDS["works"], repeat=2)]
    random.Random(5).shuffle(works)
    return {
        "region": Zipf(cities), "branch": Zipf(WORDS["branches"], 0.8), "indicator": Zipf(WORDS["indicators"], 0.8),
        "form": Zipf(WORDS["forms"], 0.5), "publisher": Zipf(publishers, 0.8), "work": Zipf(works, 0.6),
    }  # fmt: skip


@cache
def codes() -> dict[str, str]:
    return {division.short: division.code for division in divisions() if division.level == "prefecture"}


CITIES = vocabulary()["region"].items


def synthetic(number: int, facts: int) -> tuple[Job, Prepared]:
    """Make a document of some 30 characters for each of its facts."""
    repost = number % 50 == 49
    draw = random.Random(number - 49 if repost else number)
    of = vocabulary()
    city = of["region"](draw)
    year = NEWEST - int(YEARS * draw.random() ** 1.5)
    published = None if draw.random() < 0.05 else f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    topics = [of["branch"](draw) for _ in range(2)]
    measured = [of["indicator"](draw) for _ in range(5)]
    title = f"{city}市{draw.choice(WORDS['verbs'])}{topics[0]}{of['form'](draw)}"
    text, rows = f"{title}\n", list[dict[str, Any]]()
    for _ in range(facts):
        kind = draw.choices(list(KINDS), list(KINDS.values()))[0]
        about = city if draw.random() < 0.7 else of["region"](draw)
        before, quote, after, fields = _sentence(draw, kind, about, year, draw.choice(topics), draw.choice(measured))
        rows.append(_row(kind, len(text) + len(before), quote, about, published, fields))
        text += f"{before}{quote}{after}，{draw.choice(WORDS['ends'])}。" + ("\n" if draw.random() < 0.25 else "")
    ordinals: dict[tuple[str, str], int] = {}
    for row in rows:
        row["ordinal"] = ordinals[row["kind"], row["quote"]] = ordinals.get((row["kind"], row["quote"]), -1) + 1
        row["words"] = fact_words(row)
    account = of["publisher"](draw) if draw.random() < 0.85 else None
    document = {
        "title": title, "source": of["publisher"](draw) if draw.random() < 0.3 else None, "account": account,
        "author": None, "published": published, "language": "zh", "characters": len(text),
        "text_hash": f"{number - 49 if repost else number}",
    }  # fmt: skip
    bands = [draw.getrandbits(63) for _ in range(12)]
    regions = sorted({(row["about"], row["about_code"], "prefecture") for row in rows if row["about"]})
    job = Job(f"{number}", f"{number}.txt", b"", f"{number:064x}")
    details = Article(text, title=title, published=published, language="zh").to_dict()
    del details["text"]
    return job, Prepared(
        document=document, text=text, details=json.dumps(details, ensure_ascii=False), bands=bands,
        passages=index.passages(text), facts=rows, regions=regions,
    )  # fmt: skip


def _sentence(
    draw: random.Random, kind: str, about: str, year: int, branch: str, indicator: str
) -> tuple[str, str, str, dict[str, Any]]:
    """Return what stands before a quote, the quote, what stands after it, and the fact's fields."""
    of = vocabulary()
    work = of["work"](draw)
    match kind:
        case "figure":
            unit, size, base = draw.choices(UNITS, (8, 3, 5, 2, 1))[0]
            value = round(draw.lognormvariate(5, 2), 1)
            period = f"{year - draw.randint(0, 2)}" + draw.choice(("", "", "", "-Q1", "-H1"))
            fields = {"value": value * size, "unit": base, "indicator": indicator, "region": about,
                      "region_code": codes()[about], "period": period, "bound": "eq",
                      "modality": draw.choice(("actual", "actual", "target"))}  # fmt: skip
            return f"{period[:4]}年，{about}市{indicator}达到", f"{value}{unit}", "", fields
        case "place":
            return (
                "",
                f"{about}市",
                f"召开{branch}工作推进会",
                {"name": about, "code": codes()[about], "level": "prefecture"},
            )
        case "industry":
            return f"{about}市{draw.choice(WORDS['verbs'])}", branch, "", {"tier": None, "region": about}
        case "project":
            name = f"{work}{branch}{of['form'](draw)}"
            return f"{about}市", name, f"开工，总投资{draw.randint(1, 200)}亿元", {"type": "industry", "region": about}
        case "commitment":
            quote = f"{draw.choice(WORDS['verbs'])}{work}{of['form'](draw)}"
            return (
                f"{about}市将",
                quote,
                "",
                {"actor": about, "deadline": f"{year + 2}" if draw.random() < 0.4 else None},
            )
        case "person":
            name = draw.choice(WORDS["surnames"]) + "".join(draw.sample(WORDS["given"], 2))
            return f"{about}市市长", name, f"调研{branch}产业", {"name": name, "post": f"{about}市市长"}
    return f"{work}联盟成员包括", f"{about}市", "", {"group": f"{work}联盟", "member": about}


_COLUMNS = ("value", "unit", "indicator", "period", "bound", "modality", "deadline")


def _row(
    kind: str, start: int, quote: str, about: str, published: str | None, fields: dict[str, Any]
) -> dict[str, Any]:
    return {
        "kind": kind, "start": start, "end": start + len(quote), "quote": quote, "rule": "made", "about": about,
        "about_code": codes()[about], **{name: fields.get(name) for name in _COLUMNS},
        "fields": json.dumps(fields, ensure_ascii=False), "published": published,
    }  # fmt: skip
