"""Style sheets, scripts and the charts' script under an address that holds their hash, kept by browsers for a year."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gongxing.workbench.access import needs
from gongxing.workbench.problems import NotHereError

router = APIRouter(dependencies=[needs("public")])

VEGA = "vega.js"  # Vega, Vega-Lite and Vega Embed as vl-convert carries them
_PUBLISHED = "window.vegaEmbed = vegaEmbed; window.vega = vega;"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file, as it is and compressed."""

    content: bytes
    compressed: bytes
    kind: str


def asset_address(name: str) -> str:
    """Return the address of a static file: ``/static/<hash of all>/<name>``, so that scripts can import each other."""
    if name != VEGA and name not in _names():
        raise KeyError(f"there is no static/{name}")
    return f"/static/{release()}/{name}"


@cache
def release() -> str:
    """Return a hash over all static files and the version of the charts' script."""
    from importlib.metadata import version

    whole = hashlib.sha256(version("vl-convert-python").encode())
    for name, path in sorted(_names().items()):
        whole.update(name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


@cache
def _names() -> dict[str, Path]:
    folder = Path(str(files("gongxing.workbench").joinpath("static")))
    return {path.name: path for path in folder.iterdir() if path.suffix in _KINDS}


@cache
def asset(name: str) -> Asset:
    """Return a static file; making the charts' script takes a second, once."""
    if name == VEGA:
        import vl_convert

        content = vl_convert.javascript_bundle(_PUBLISHED).encode()
    else:
        content = _names()[name].read_bytes()
    return Asset(content, gzip.compress(content, 9, mtime=0), _KINDS[Path(name).suffix])


@router.get("/static/{hash}/{name}", include_in_schema=False)
def static_file(request: Request, hash: str, name: str) -> Response:
    """Send a static file; under the hash of another release the one of today, to be asked for again."""
    if name != VEGA and name not in _names():
        raise NotHereError("file", name)
    found = asset(name)
    headers = {"Vary": "Accept-Encoding", "Cache-Control": _FOREVER if hash == release() else "no-cache"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.compressed, media_type=found.kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.content, media_type=found.kind, headers=headers)


@router.get("/favicon.ico", include_in_schema=False)
def icon() -> Response:
    """Send the seal, where a browser asks at the old place."""
    found = asset("seal.svg")
    return Response(found.content, media_type=found.kind, headers={"Cache-Control": "public, max-age=86400"})
