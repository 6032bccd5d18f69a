"""The library: documents, tables, facts and what people said of them, in SQLite or PostgreSQL."""

from gongxing.library.errors import LibraryError
from gongxing.library.library import Library, default_files, open_library

__all__ = ["Library", "LibraryError", "default_files", "open_library"]
