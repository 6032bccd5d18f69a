"""Draw pages of the workbench on the demo's library: the pictures of the README, or every page in every look.

python scripts/draw_pages.py                         three pictures for docs/
python scripts/draw_pages.py --all FOLDER            every page, zh and en, light and dark
python scripts/draw_pages.py --all FOLDER --library my.db --width 400
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from gongxing.library import Library
from gongxing.workbench import create_app
from gongxing.workbench.sections import SECTIONS

DOCS = Path(__file__).resolve().parent.parent / "docs"
# The pictures of the README: name -> address on the demo's library, what is opened before it is drawn, height.
PICTURES = {
    "atlas": ("/atlas?lang=zh", None, 1000),
    "document": ("/documents/{document}?lang=zh", "main a.fact-contradicted", 1000),
    "scenario": ("/scenarios/chengmei?lang=en", None, 1000),
}
QUERIES = {"search": "/search?q=氢能"}
# Pages that no section opens on: name -> address.
BENEATH = {
    "jobs": "/jobs", "plans": "/scenarios/new/plans", "drawing": "/scenarios/new/map",
    "measure": "/help/measures/theil", "keys": "/help/keys", "documents": "/documents",
    "atlas-measure": "/atlas?measure=location_quotient", "compare-structure": "/compare?family=structure",
    "compare-groups": "/compare?versus=groups", "compare-convergence": "/compare?family=convergence",
    "not-here": "/documents/99999999", "wrong": "/atlas?year=x", "nothing-found": "/search?q=没有这样的词",
}  # fmt: skip


def main() -> None:
    """Draw what is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--all", type=Path, metavar="FOLDER", help="draw every page in every look into FOLDER")
    options.add_argument("--library", type=Path, help="a library of your own; default: the demo's, made anew")
    options.add_argument("--width", type=int, default=1360)
    asked = options.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("No Chromium is installed (apt-get install chromium).")
    with contextlib.ExitStack() as stack:
        place = asked.library or demo(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        address = stack.enter_context(served(place))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--force-color-profile=srgb"]
        )
        if asked.all:
            draw_all(browser, address, place, asked.all, asked.width)
        else:
            draw_pictures(browser, address, place)
        browser.close()


def demo(folder: Path) -> Path:
    """Make the library of ``gongxing demo``."""
    command = [sys.executable, "-m", "gongxing", "demo", str(folder), "--language", "zh", "--no-serve"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "gongxing.db"


@contextlib.contextmanager
def served(place: Path) -> Iterator[str]:
    """Serve a library on a free port of loopback; yield the address."""
    server = uvicorn.Server(uvicorn.Config(create_app(place), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def draw_pictures(browser: Browser, address: str, place: Path) -> None:
    """Draw the pictures of the README into docs/."""
    with Library(place) as library:
        (newest,) = library.page_documents(limit=1, kind="document").rows
    for name, (path, opened, height) in PICTURES.items():
        tab = browser.new_page(viewport={"width": 1280, "height": height}, color_scheme="light")
        visit(tab, address + path.format(document=newest["id"]))
        if opened:
            tab.locator(opened).first.click()
            tab.wait_for_timeout(300)
        tab.screenshot(path=DOCS / f"workbench-{name}.png")
        tab.close()


def draw_all(browser: Browser, address: str, place: Path, folder: Path, width: int) -> None:
    """Draw every page in each language and theme, each whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for language, theme in itertools.product(("zh", "en"), ("light", "dark")):
        tab = browser.new_page(viewport={"width": width, "height": 900})
        for name, path in addresses(place).items():
            seen = visit(tab, f"{address}{path}{'&' if '?' in path else '?'}lang={language}&theme={theme}")
            wide = tab.evaluate("document.documentElement.scrollWidth")
            tab.screenshot(path=folder / f"{name}-{language}-{theme}-{width}.png", full_page=True)
            print(name, language, theme, seen.status, "" if wide <= width else f"scrolls sideways: {wide}", flush=True)
        tab.close()


def addresses(place: Path) -> dict[str, str]:
    """Return the pages of a library: those of the bar, those beneath them, one of each kind with what opens in it."""
    found = {one.name: QUERIES.get(one.name, one.path) for one in SECTIONS} | BENEATH
    with Library(place) as library:
        for row in library.page_documents(limit=1, kind="document").rows:
            found["one-document"] = f"/documents/{row['id']}"
            for fact in library.page_facts(document=row["id"], kind="figure", limit=1).rows:
                found["one-fact"] = f"/documents/{row['id']}?fact={fact['id']}"
        for row in library.page_documents(limit=1, kind="table").rows:
            found["one-table"] = f"/documents/{row['id']}"
        told = [facet.value for facet in library.fact_facets()["region"] if facet.value]
        found |= {f"region-{place}": f"/regions/{name}" for place, name in enumerate(told[:2])}
        if told:
            found["board-region"] = f"/board?region={told[0]}"
        slugs = [one.slug for one in library.scenarios()[:2]]
        found |= {f"scenario-{slug}": f"/scenarios/{slug}" for slug in slugs}
        if slugs:
            found["budget"] = f"/scenarios/{slugs[0]}/budget"
        if len(slugs) == 2:
            found["two-scenarios"] = f"/scenarios/{slugs[0]}?with={slugs[1]}"
        found |= {f"brief-{one.slug}": f"/briefs/{one.slug}" for one in library.briefs()[:1]}
    return found


def visit(tab: Any, address: str) -> Any:
    """Open an address and wait until its figures are drawn."""
    answer = tab.goto(address)
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(300)
    return answer


if __name__ == "__main__":
    main()
