"""The HTTP API: the same library as the pages show, as JSON, CSV, XLSX and Parquet under ``/api``.

A route is thin: it reads its parameters, asks the library, and answers with a model of ``models``. ``routing`` says how
routes are declared, ``guide`` is the page and the OpenAPI document that are made of these declarations.
"""

ROUTERS = (
    "guide", "status", "regions", "documents", "facts", "numbers", "promises", "measures", "search", "scenarios",
    "briefs", "jobs",
)  # fmt: skip
