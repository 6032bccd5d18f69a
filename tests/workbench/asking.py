"""How tests ask a workbench."""

from __future__ import annotations

# What a browser sends with a form of our own pages.
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
