"""The same outline over the same library gives the same bytes in every format, in another process too."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable

from gongxing.briefs import FORMATS, build_brief, parse_outline, render
from gongxing.library import Library

Find = Callable[[str], str]
CODE = """
import hashlib, sys
from gongxing.briefs import FORMATS, build_brief, parse_outline, render
from gongxing.library import Library

with Library(sys.argv[1]) as library:
    brief = build_brief(parse_outline(sys.stdin.read()), library)
    for form in FORMATS:
        print(hashlib.sha256(render(brief, form)).hexdigest())
"""


def test_the_same_bytes_in_two_processes(library: Library, span: Find, cell: Find) -> None:
    outline = (
        "+++\ntitle = '简报'\ndate = '2026-03-18'\nauthors = ['林晓禾']\n+++\n\n## 一\n\n"
        f"产值[4638亿元]({cell('C5')})，增长[5.8%]({span('5.8%')})。\n\n- 甲\n  - 乙\n\n> 引文\n\n"
        "[网站](https://example.org)\n\n"
        "```chart\nkind = 'ranking'\nindicator = 'gdp'\nwithin = '四川'\nyear = 2025\n```\n\n"
        f"```claim\nreference = '{span('24763.6亿元')}'\n```\n\n```scenario\nslug = 'chengmei'\n```\n"
    )
    brief = build_brief(parse_outline(outline), library)
    mine = [hashlib.sha256(render(brief, form)).hexdigest() for form in FORMATS]
    other = subprocess.run(
        [sys.executable, "-c", CODE, library.place], input=outline, check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert other.stdout.split() == mine
