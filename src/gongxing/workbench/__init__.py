"""The pages that people live in and the HTTP API: thin over the library, one module a page."""

from gongxing.workbench.application import create_app
from gongxing.workbench.settings import Settings

__all__ = ["Settings", "create_app"]
