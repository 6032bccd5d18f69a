"""Draw a real run of ``gongxing read`` as the picture of the README: python scripts/draw_terminal.py."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from gongxing.engines import read_documents
from gongxing.listing.terminal import summary

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "docs" / "sample" / "metropolitan-area.html"
# No web font: the picture must not fetch anything.
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "Noto Sans Mono CJK SC", "Sarasa Mono SC", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def main() -> None:
    """Write docs/terminal.svg."""
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print("[bold]$ gongxing read docs/sample/metropolitan-area.html")
    for reading in read_documents([SAMPLE]):
        console.print(summary(reading, "zh", 15))
    svg = console.export_svg(title="gongxing", code_format=FORMAT, unique_id="gongxing")
    (ROOT / "docs" / "terminal.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
