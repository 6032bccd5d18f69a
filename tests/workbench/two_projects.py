"""A scenario of two projects in three changes, none of which has a cost yet."""

from __future__ import annotations

TWO = """title = "两项"

[economy]
library = true
regions = "四川"
year = 2023
jobs = "residents"
output = "gdp"

[[travel_time]]
project = "成眉线"
between = ["成都", "眉山"]
change = "-40%"
by = "示例"
range = ["-50%", "-30%"]

[[productivity]]
project = "实验室"
regions = ["绵阳"]
change = "+2%"   # 一处
by = "示例"

[[productivity]]
project = "实验室"
regions = ["德阳"]
change = "+1%"
by = "示例"

[solve]
tolerance = 1e-9
"""
