"""Briefs: an outline whose every number leads to its evidence, built into HTML, PDF and DOCX."""

from gongxing.briefs.building import Brief, build_brief, check_outline
from gongxing.briefs.errors import BriefError, Problem
from gongxing.briefs.outline import Outline
from gongxing.briefs.parsing import parse_outline
from gongxing.briefs.rendering import FORMATS, render, write_brief

__all__ = [
    "FORMATS",
    "Brief",
    "BriefError",
    "Outline",
    "Problem",
    "build_brief",
    "check_outline",
    "parse_outline",
    "render",
    "write_brief",
]
