"""Speed and memory of reading a yearbook, beside what openpyxl and pandas need only to load the same file.

    ./gx bench tables                    the largest yearbook beside the project, else a made one of the same size
    ./gx bench tables --rounds 5         more rounds; the median is printed
    ./gx bench tables --file FILE.xlsx   another workbook

Each contestant is a whole process: start of Python, imports, the file, and for Gongxing all that follows (headers,
regions, indicators, units, checks) with its observations written as JSON by ``gongxing table``. Seconds of processor
and clock come from the system, memory is the peak of the process and of its worker together. openpyxl and pandas give
the bare cells. Times taken on a busy machine are noisy; the ratios of one run are what counts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
YEARBOOKS = ROOT.parent / "shared" / "statistics" / "yearbooks"
_PEAK = """
import resource
from gongxing.reading.sandbox import shared_reader
shared_reader().close()
kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
print(sum(resource.getrusage(kind).ru_maxrss for kind in kinds), file=sys.stderr)
"""
_PEAK_ALONE = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
CONTESTANTS = {
    "gongxing table, as JSON": (
        "import sys; from gongxing.cli import main\n"
        "main(['table', sys.argv[1], '--format', 'json'], standalone_mode=False)\n" + _PEAK
    ),
    "gongxing.read_table": "import sys, gongxing; gongxing.read_table(sys.argv[1])\n" + _PEAK,
    "openpyxl, bare load": "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1])\n" + _PEAK_ALONE,
    "openpyxl read-only, all cells": (
        "import sys, openpyxl\n"
        "book = openpyxl.load_workbook(sys.argv[1], read_only=True)\n"
        "[list(sheet.iter_rows(values_only=True)) for sheet in book]\n" + _PEAK_ALONE
    ),
    "pandas.read_excel, bare load": (
        "import sys, pandas; pandas.read_excel(sys.argv[1], sheet_name=None, header=None)\n" + _PEAK_ALONE
    ),
}


def made_workbook(path: Path) -> Path:
    """Write a workbook of the size of a yearbook: 300 cities by 227 columns of values."""
    import xlsxwriter

    from gongxing.regions import divisions

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Data")
    sheet.write(0, 0, "中国2018年地级以上城市数据")
    sheet.write_row(1, 0, ["城 市", *(f"年末总户数（万户） {n}" for n in range(227))])
    cities = [d.name for d in divisions(2018) if d.level == "prefecture"][:300]
    for row, city in enumerate(cities, 2):
        sheet.write_row(row, 0, [city, *(row * 1000 + n + 0.25 for n in range(227))])
    book.close()
    return path


def measure(code: str, file: Path, rounds: int) -> tuple[float, float, float]:
    """Return the median of processor seconds and of clock seconds, and the peak of memory in MB."""
    processor, clock, peaks = [], [], []
    for _ in range(rounds):
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        clock.append(time.perf_counter() - start)
        if status:
            sys.exit(said)
        processor.append(usage.ru_utime + usage.ru_stime)
        peaks.append(int(said.split()[-1]) / 1024)
    return statistics.median(processor), statistics.median(clock), max(peaks)


def main() -> None:
    """Print processor seconds, clock seconds and memory of each, and ratios to Gongxing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        known = sorted(YEARBOOKS.glob("*.xlsx"), key=lambda path: path.stat().st_size)
        file = options.file or (known[-1] if known else made_workbook(Path(folder) / "made.xlsx"))
        print(f"{file.name}, {file.stat().st_size / 1024:.0f} KB, whole processes, median of {options.rounds}")
        ours: tuple[float, float, float] | None = None
        for name, code in CONTESTANTS.items():
            found = measure(code, file, options.rounds)
            ours = ours or found
            print(
                f"  {name:30} {found[0]:6.2f} s processor  {found[1]:6.2f} s clock  {found[2]:5.0f} MB   "
                f"{found[0] / ours[0]:5.2f} x processor  {found[2] / ours[2]:5.2f} x memory"
            )


if __name__ == "__main__":
    main()
