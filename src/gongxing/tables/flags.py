"""The flags of observations: what makes a value doubtful, in words that a reader understands."""

from __future__ import annotations

UNKNOWN_UNIT = "unit unknown"
TARGET = "a target, not what came about"
TWICE = "two rows for one region"
SHARE = "share above 100 %"
NEGATIVE = "negative value"
PARTS = "shares do not add to 100 %"
WHOLE = "part exceeds its whole"
DISTRICTS = "districts exceed the whole city"
FORMULA = "values that follow from one another disagree"
SCALE = "off by a power of ten from the values it follows from"
SIZE = "implausible size"
JUMP = "jumps tenfold against another year"
COPIED = "same numbers as another column"
