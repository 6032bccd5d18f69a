"""The library: documents, tables, facts and what people said of them, in SQLite or PostgreSQL."""

from gongxing.library.errors import LibraryError
from gongxing.library.library import Library, default_files, open_library
from gongxing.library.stored import Finding, Publication, StoredBrief, StoredOutcome, StoredScenario

__all__ = [
    "Finding",
    "Library",
    "LibraryError",
    "Publication",
    "StoredBrief",
    "StoredOutcome",
    "StoredScenario",
    "default_files",
    "open_library",
]
