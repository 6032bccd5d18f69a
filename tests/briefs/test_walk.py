"""The demo's brief, walked from every number on the page to what it came from, by readers of our own.

A cell is read from its file by openpyxl or csv, a quote from the document's text at its offsets, a share or a
coefficient is worked out again here from such cells, a scenario is solved anew from its file.
"""

from __future__ import annotations

import csv
import fnmatch
import hashlib
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import numpy as np
import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from gongxing.indicators import catalogue, find_indicator
from gongxing.library import Library
from gongxing.reading import read_file
from gongxing.scenarios import intervals, read_scenario, run_scenario

GROUPS = {
    "成都都市圈": ["成都", "德阳", "眉山", "资阳"],
    "川南经济区": ["自贡", "泸州", "内江", "宜宾"],
    "川东北经济区": ["广元", "南充", "广安", "达州", "巴中"],
}
SCALES = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "": 1.0}
UNITS = {"亿元": 1e8, "万人": 1e4}
NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")
# What needs no footnote: times, titles and quotes, what is part of a Latin name.
EXEMPT = re.compile(r"《[^》]*》|“[^”]*”|\d{4}年|\d{4}—\d{4}年|\d{4}-\d\d-\d\d|[A-Za-z]\d+")


@dataclass
class Demo:
    """What the demo left in its folder, and the sample's tables by a reader of our own."""

    folder: Path

    @cached_property
    def page(self) -> LexborHTMLParser:
        return LexborHTMLParser((self.folder / "brief.html").read_text("utf-8"))

    @cached_property
    def files(self) -> dict[str, Path]:
        """Files of the sample by the first digits of their hash."""
        found = (self.folder / "sample" / "library").rglob("*.*")
        return {hashlib.sha256(path.read_bytes()).hexdigest()[:12]: path for path in found}

    def cell(self, prefix: str, sheet: str, address: str) -> Any:
        path = self.files[prefix]
        if path.suffix == ".xlsx":
            return openpyxl.load_workbook(path)[sheet][address].value
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
        with path.open(encoding="utf-8-sig", newline="") as file:
            return float(list(csv.reader(file))[int(row) - 1][ord(column) - ord("A")])

    @cached_property
    def values(self) -> dict[tuple[str, str, str], float]:
        """Every value of the sample in base units: (region, indicator, year)."""
        found: dict[tuple[str, str, str], float] = {}
        tables = self.folder / "sample" / "library" / "tables"
        for sheet in openpyxl.load_workbook(tables / "sichuan-cities.xlsx"):
            rows = list(sheet.iter_rows(min_row=2, values_only=True))
            for row in rows[2:]:
                for head, unit, value in zip(rows[0][1:], rows[1][1:], row[1:], strict=True):
                    if value is not None and head:
                        scale = UNITS.get(str(unit).strip("（）"), 1.0)
                        found[short(str(row[0])), indicator_of(str(head)), sheet.title[:4]] = float(value) * scale
        for name in ("sichuan.csv", "autonomous-prefectures.csv"):
            with (tables / name).open(encoding="utf-8", newline="") as file:
                for line in csv.DictReader(file):
                    key = short(line["region"]), indicator_of(line["indicator"]), line["period"]
                    found[key] = float(line["value"]) * UNITS.get(line["unit"], 1.0)
        return found

    def of(self, indicator: str, year: str) -> dict[str, float]:
        """Values of the units of 四川."""
        return {
            region: v for (region, i, y), v in self.values.items() if (i, y) == (indicator, year) and region != "四川"
        }

    def level(self, region: str, indicator: str, year: str) -> float:
        if region in GROUPS:
            return sum(self.values[member, indicator, year] for member in GROUPS[region])
        if (region, indicator, year) in self.values:
            return self.values[region, indicator, year]
        assert region == "四川"
        units = self.of(indicator, year)
        assert len(units) == 21  # a sum stands in for the whole only where no unit lacks
        return sum(units.values())


def short(name: str) -> str:
    return re.sub("藏族羌族自治州|藏族自治州|彝族自治州|市$|省$", "", name)


def indicator_of(words: str) -> str:
    entry = find_indicator(words)
    assert entry is not None, words
    return entry.id


def printed(text: str) -> tuple[float, float]:
    """Return a number as printed in base units, and half a unit of its last digit."""
    match = NUMBER.search(text)
    assert match, text
    bare = match[0].replace(",", "").replace("−", "-").lstrip("+")
    scale = SCALES[re.match("万亿|亿|万|", text[match.end() :])[0]]  # type: ignore[index]
    decimals = len(bare.partition(".")[2])
    return float(bare) * scale, scale * 10.0**-decimals / 2


def agrees(text: str, value: float) -> bool:
    number, half = printed(text)
    return abs(number - value) <= half * (1 + 1e-9)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    parent = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "gongxing", "demo", str(parent / "demo"), "--language", "zh"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    for suffix in ("html", "pdf", "docx"):
        assert f"brief.{suffix}" in run.stdout
    return Demo(parent / "demo")


def cited(demo: Demo) -> Iterator[tuple[str, str]]:
    """Yield each cited piece of the page: its words, and its reference as its own mark and its footnote give it."""
    notes = {node.attributes["id"]: node.attributes["data-reference"] for node in demo.page.css("li[data-reference]")}
    for node in demo.page.css("span.cited"):
        reference = node.attributes["data-reference"]
        mark = node.next
        while mark is not None and mark.tag != "sup":
            mark = mark.next
        assert mark is not None, node.text()
        link = mark.css_first("a")
        assert link is not None
        assert notes[str(link.attributes["href"]).lstrip("#")] == reference
        yield node.text(), str(reference)


def test_every_number_on_the_page_has_a_footnote(demo: Demo) -> None:
    page = LexborHTMLParser((demo.folder / "brief.html").read_text("utf-8"))
    article = page.css_first("article")
    assert article is not None
    assert len(article.css("span.cited")) > 150
    # A figure and a computed table are cited as a whole, at their caption; an assumption of a scenario at its end.
    for whole in [*article.css("figure"), *article.css("div.table")]:
        caption = whole.css_first("figcaption, caption")
        if caption is not None:
            assert caption.css_first("sup.mark") is not None, caption.text()
            whole.decompose()
    assumptions = [item for item in article.css("li") if item.css_first("sup.mark a") is not None]
    assert len(assumptions) > 5
    for item in [*assumptions, *(p for p in article.css("p") if p.css_first("strong") and p.css_first("sup.mark"))]:
        item.decompose()
    for node in [*page.css("span.cited"), *page.css("sup.mark"), *article.css("h1, h2, h3, h4")]:
        node.decompose()
    blocks = [*article.css("p, li, td, th, dd, dt"), *page.css(".summary")]
    assert len(blocks) > 60
    for block in blocks:
        assert not NUMBER.search(EXEMPT.sub("", block.text())), block.text()


def test_every_footnote_is_cited_and_says_what_it_is(demo: Demo) -> None:
    used = {reference for _, reference in cited(demo)}
    used |= {
        demo.page.css_first(str(a.attributes["href"])).attributes["data-reference"]  # type: ignore[union-attr]
        for a in demo.page.css("sup.mark a")
    }
    notes = demo.page.css("li[data-reference]")
    assert {note.attributes["data-reference"] for note in notes} == used
    for note in notes:
        assert note.css_first("span.source").text().strip()  # type: ignore[union-attr]
        if "#assumption/" in str(note.attributes["data-reference"]):
            assert any(note.css_first("q").text() in item.text() for item in demo.page.css("article li"))  # type: ignore[union-attr]
        whole = re.match(r"measure:values\?|scenario:[^#]+#all$", str(note.attributes["data-reference"]))
        assert whole or note.css_first("q").text().strip()  # type: ignore[union-attr]


def test_the_table_beside_a_figure_holds_the_cells(demo: Demo) -> None:
    notes = {
        node.attributes["id"]: str(node.attributes["data-reference"]) for node in demo.page.css("li[data-reference]")
    }
    seen = 0
    for figure in demo.page.css("figure"):
        link = figure.css_first("figcaption sup.mark a")
        assert link is not None
        reference = notes[str(link.attributes["href"]).lstrip("#")]
        if not reference.startswith("measure:values?"):
            continue
        given = dict(parse_qsl(reference.partition("?")[2]))
        heads = [head.text() for head in figure.css("thead th")]
        scale = next((SCALES[word] for word in ("万亿", "亿", "万") for head in heads if word in head), 1.0)
        years = given["years"].split(",")
        for row in figure.css("tbody tr"):
            cells = [cell.text() for cell in row.css("th, td")]
            region = next(text for text in cells if any(key[0] == text for key in demo.values))
            year = next((text for text in cells if text in years), years[-1])
            place = next(k for k, head in enumerate(heads) if head.startswith("数值"))
            value = demo.values.get((region, given["indicator"], year))
            if value is None:  # nothing is put where the tables have nothing
                assert cells[place] == "—"
                continue
            assert agrees(cells[place], value / scale), (cells, value)
            seen += 1
    assert seen > 60


def test_a_number_of_a_document_stands_at_its_offsets(demo: Demo) -> None:
    found = [(words, ref) for words, ref in cited(demo) if ref.startswith("doc:")]
    quotes = {
        node.attributes["data-reference"]: node.css_first("q").text()  # type: ignore[union-attr]
        for node in demo.page.css('li[data-reference^="doc:"]')
    }
    assert len(found) > 20
    for words, reference in found:
        prefix, start, end = re.fullmatch(r"doc:(\w+)#(\d+)-(\d+)", reference).groups()  # type: ignore[union-attr]
        quote = read_file(demo.files[prefix]).text[int(start) : int(end)]
        assert quote in quotes[reference]
        if not NUMBER.search(words) or words.startswith("“"):
            stage = not words.startswith("“")
            assert stage or words.strip("“”") == quote
            continue
        if words in quote and re.match(r"[^\d+\-−]{2}", words):  # a name as it stands there, digits within (铁路S5线)
            continue
        stated = [printed(quote[match.start() :]) for match in NUMBER.finditer(EXEMPT.sub("", quote))]
        assert any(agrees(words, value) for value, _ in stated), (words, quote)


def test_a_number_of_a_table_is_what_its_cell_holds(demo: Demo) -> None:
    found = [(words, ref) for words, ref in cited(demo) if ref.startswith("cell:")]
    assert len(found) > 40
    for words, reference in found:
        prefix, sheet, address = re.fullmatch(r"cell:(\w+)/([^!]*)!(\w+)", reference).groups()  # type: ignore[union-attr]
        value = demo.cell(prefix, unquote(sheet), address)
        assert value is not None
        # The cell holds 亿元, 万人 or the base unit itself.
        assert any(agrees(words, value * scale) for scale in (1.0, 1e4, 1e8)), (words, value)
        units = demo.page.css_first(f'li[data-reference="{reference}"] q').text()  # type: ignore[union-attr]
        assert NUMBER.search(units)


def worked_out(demo: Demo, name: str, given: dict[str, str]) -> float:
    """Work a measure out again from the cells, by its textbook formula."""
    year, region = given.get("year", ""), given.get("region", "")
    indicator = given["indicator"]
    match name:
        case "value" | "total":
            return demo.level(region, indicator, year)
        case "share":
            return 100 * demo.level(region, indicator, year) / demo.level(given["of"], indicator, year)
        case "ratio":
            return demo.level(region, indicator, year) / demo.level(given["to"], indicator, year)
        case "count":
            return len(demo.of(indicator, year))
        case "rank":
            mine = demo.level(region, indicator, year)
            return 1 + sum(value > mine for value in demo.of(indicator, year).values())
        case "variation":
            values = np.array(list(demo.of(indicator, year).values()))
            return float(values.std() / values.mean())
        case "location_quotient":
            table = employment(demo, indicator.split(","), year)
            own, all_ = table[region], sum(table.values())
            place = indicator.split(",").index(given["of"])
            return float((own / own.sum())[place] / (all_ / all_.sum())[place])
        case "structural_similarity":
            table = employment(demo, indicator.split(","), year)
            other = next(name for name in table if code_of(name) == given["of"])
            a, b = table[region], table[other]
            return float(a @ b / math.sqrt(float(a @ a) * float(b @ b)))
        case "beta_convergence":
            first, last = given["years"].split(",")
            before, after = demo.of(indicator, first), demo.of(indicator, last)
            regions = sorted(before.keys() & after.keys())
            start = np.log([before[name] for name in regions])
            growth = (np.log([after[name] for name in regions]) - start) / (int(last) - int(first))
            import statsmodels.api as sm

            fit = sm.OLS(growth, sm.add_constant(start)).fit(cov_type="HC3", use_t=True)
            return float(fit.pvalues[1] if given.get("term") == "beta p" else fit.params[1])
    raise AssertionError(name)


def code_of(name: str) -> str:
    from gongxing.regions import resolve

    found = resolve(name)
    assert found is not None
    return found.code


def employment(demo: Demo, branches: list[str], year: str) -> dict[str, Any]:
    regions = {region for region, indicator, y in demo.values if indicator == branches[0] and y == year}
    regions |= {region for region, indicator, y in demo.values if indicator in branches and y == year}
    return {
        region: np.array([demo.values.get((region, branch, year), 0.0) for branch in branches]) for region in regions
    }


def spelled_out(demo: Demo, indicators: str, year: str) -> str:
    """Return the indicators of a reference, a pattern (employment_*) by those that have a cell in the year."""
    there = sorted({indicator for _, indicator, y in demo.values if y == year})
    parts = [fnmatch.filter(there, part) if "*" in part else [part] for part in indicators.split(",")]
    assert all(parts)
    return ",".join(name for part in parts for name in part)


def test_a_measure_is_worked_out_again_from_the_cells(demo: Demo) -> None:
    found = {(words, ref) for words, ref in cited(demo) if ref.startswith("measure:")}
    names = set()
    for words, reference in found:
        name, _, query = reference.removeprefix("measure:").partition("?")
        given = dict(parse_qsl(query))
        given["indicator"] = spelled_out(demo, given["indicator"], given.get("year", ""))
        assert all(part in catalogue() for part in given["indicator"].split(","))
        value = worked_out(demo, name, given)
        names.add(name)
        assert agrees(words, value), (words, reference, value)
    assert {"share", "ratio", "count", "total", "variation", "location_quotient", "structural_similarity"} <= names


def test_a_number_of_a_scenario_comes_out_again(demo: Demo) -> None:
    found = {(words, ref) for words, ref in cited(demo) if ref.startswith("scenario:")}
    assert len(found) > 40
    again: dict[str, Any] = {}
    for words, reference in found:
        slug, what, _, region = re.fullmatch(r"scenario:([^#]+)#([^/]+)(/(.+))?", reference).groups()  # type: ignore[union-attr]
        if slug not in again:
            run = run_scenario(read_scenario(demo.folder / "sample" / "scenarios" / f"{slug}.toml"))
            assert run.outcome.certificate.certified
            again[slug] = run, intervals(run, 50, seed=0)
        run, spans = again[slug]
        income = run.changes["real_income"]
        what, _, end = what.partition(".")
        if end == "otherwise":
            jobs = run.scenario.other_jobs["unemployment_insured"]
            other = run_scenario(replace(run.scenario, jobs=jobs))
            place = run.scenario.names.index(region) if region else 0
            value = float(other.changes["real_income"][place]) if region else other.growth
            base = float(income[place]) if region else run.growth
            assert value * base < 0
            assert agrees(words, value), (words, reference, value)
            continue
        row = {"low": 0, "high": 2}.get(end)
        if what == "change":
            value = 100 * (run.scenario.changes[int(region) - 1].ratio - 1)
        elif region:
            place = run.scenario.names.index(region)
            value = float(income[place] if row is None else spans.values["real_income"][row, place])
        elif what == "welfare":
            value = float(100 * (run.outcome.welfare - 1) if row is None else spans.welfare[row])
        else:
            value = {
                "growth": run.growth,
                "theil_before": run.inequality[0],
                "theil_after": run.inequality[1],
                "gaining": float((income > 0).sum()),
                "losing": float((income < 0).sum()),
                "regions": float(len(income)),
            }[what]
        assert agrees(words, value), (words, reference, value)


def test_the_other_formats_hold_the_same_numbers(demo: Demo) -> None:
    import docx
    import pypdfium2

    numbers = {words for words, ref in cited(demo) if ref.startswith(("cell:", "measure:")) and NUMBER.search(words)}
    pdf = pypdfium2.PdfDocument(demo.folder / "brief.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    written = re.sub(r"\s", "", text)
    document = docx.Document(str(demo.folder / "brief.docx"))
    word = "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    for number in numbers:
        bare = re.sub(r"\s", "", number)
        assert bare in written, number
        assert bare in re.sub(r"\s", "", word), number


def test_run_again_the_demo_goes_on_and_keeps_what_was_changed(demo: Demo) -> None:
    note = demo.folder / "sample" / "scenarios" / "chengmei.toml"
    note.write_text(note.read_text("utf-8") + "# mine\n", "utf-8")
    command = [sys.executable, "-m", "gongxing", "demo", str(demo.folder), "--language", "en"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# mine" in note.read_text("utf-8")
    assert 'title = "Sichuan: how the leading places lead' in (demo.folder / "brief.md").read_text("utf-8")
    with Library(demo.folder / "gongxing.db") as library:
        assert library.count_documents() == 22  # read once
        versions = {stored.slug: stored.version for stored in library.scenarios()}
    assert versions == {"chengmei": 2, "pilot-chengdu": 1, "pilot-open": 1, "together": 1}


def test_the_demo_keeps_its_brief_in_the_library(demo: Demo) -> None:
    command = [sys.executable, "-m", "gongxing", "brief"]
    listed = subprocess.run(
        [*command, "list", "--format", "json"], cwd=demo.folder, capture_output=True, text=True, check=True
    )
    rows = {row["name"]: row for row in json.loads(listed.stdout)}
    assert (rows["四川"]["version"], rows["四川"]["language"], rows["四川"]["who"]) == (1, "zh", "demo")
    assert rows["sichuan"]["language"] == "en"  # of the run in English
    checked = subprocess.run([*command, "check", "四川"], cwd=demo.folder, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
