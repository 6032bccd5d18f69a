"""The pages: each module is a router; a new one is one line here."""

PAGES = (
    "home",
    "atlas",
    "region",
    "document",
    "board",
    "compare",
    "scenarios",
    "drafting",
    "budget",
    "briefs",
    "library",
    "search",
    "help",
    "jobs",
    "entrance",
    "account",
    "sharing",
    "people",
)
