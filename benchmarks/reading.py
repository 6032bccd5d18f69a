"""Speed and memory of reading, beside peers, on the same texts in one run.

    ./gx bench                    every reader
    ./gx bench --rounds 5         more rounds; the median is printed

CPU seconds, start-up (imports, dictionaries, the first document) apart. The texts are the public pages beside the
project where they are present, else the sample page, repeated. Peers: readability-lxml, trafilatura and resiliparse for
bodies from HTML; recognizers-text for quantities (currencies, dimensions and numbers: it knows no regions, periods,
indicators or names, so it does a small part of the work). They are installed into .benchmark-venv from
benchmarks/requirements.lock.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from _peers import peers_python
from gongxing.reading import UnreadableDocumentError, read_file
from gongxing.reading.decoding import decode

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT.parent / "shared" / "pages"
READERS = {
    "facts from text, characters a CPU-second": ("gongxing_facts", "recognizers_quantities"),
    "bodies from HTML, pages a CPU-second": (
        "gongxing_bodies",
        "resiliparse_bodies",
        "readability_bodies",
        "trafilatura_bodies",
    ),
}


def texts(folder: Path) -> dict[str, Path]:
    """Write the article texts and the decoded pages into a folder; return a list of paths for each kind."""
    sample = ROOT / "docs" / "sample" / "metropolitan-area.html"
    pages = sorted(PAGES.glob("html/*.html")) + sorted(PAGES.glob("bulletins/*.html")) or [sample] * 20
    documents = sorted(PAGES.glob("reports/*.txt")) + sorted(PAGES.glob("bulletins/*.html")) or [sample] * 20
    lists: dict[str, list[str]] = {"facts": [], "bodies": []}
    for number, path in enumerate(pages):
        lists["bodies"].append(str(folder / f"page-{number}.html"))
        Path(lists["bodies"][-1]).write_text(decode(path.read_bytes(), path.name), "utf-8")
    for number, path in enumerate(documents):
        try:
            text = read_file(path).text
        except UnreadableDocumentError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        lists["facts"].append(str(folder / f"text-{number}.txt"))
        Path(lists["facts"][-1]).write_text(text, "utf-8")
    result = {}
    for kind, paths in lists.items():
        result[kind] = folder / f"{kind}.list"
        result[kind].write_text("\n".join(paths), "utf-8")
    return result


def measure(reader: str, listing: Path, rounds: int) -> dict[str, float]:
    """Run one reader in a process of its own."""
    python = sys.executable if reader.startswith("gongxing") else str(peers_python())
    command = [python, str(ROOT / "benchmarks" / "reader.py"), reader, str(listing), str(rounds)]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return {**found, "seconds": statistics.median(found["seconds"])}


def main() -> None:
    """Print a table a task: rate, ratio to Gongxing, start-up, peak memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        lists = texts(Path(name))
        for task, readers in READERS.items():
            listing = lists[task.split()[0]]
            results = {reader: measure(reader, listing, rounds) for reader in readers}
            ours = results[readers[0]]
            print(f"\n{task}  ({ours['documents']:.0f} documents, {ours['characters']:,.0f} characters, "
                  f"median of {rounds})")  # fmt: skip
            amount = "characters" if task.startswith("facts") else "documents"
            for reader, found in results.items():
                rate = found[amount] / found["seconds"]
                ratio = ours["seconds"] / found["seconds"]
                print(f"  {reader:26} {rate:12,.0f}   {ratio:6.2f} x Gongxing   start-up {found['startup']:5.2f} s   "
                      f"peak {found['peak_mb']:5.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
