"""ZIP files of documents: what is inside, as names and bytes, within limits that a careless or hostile one meets early.

Nothing is written to disk: a name inside is what a document is called, never a path.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gongxing.reading.errors import UnreadableDocumentError

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_MEMBERS = 2_000
UNPACKED = 200_000_000  # bytes of all members together
RATIO = 200  # times the size of the ZIP that they may unpack to
_SMALL = 1_000_000  # bytes that any ZIP may unpack to, whatever its ratio
_BLOCK = 1 << 20
_SUSPECT = "do not trust the file; if it is yours, pack the documents anew"
# What the standard library raises for a ZIP that is not as it should be.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, RuntimeError)
_UNPACK = "gongxing.reading.packages:unpack"


def is_package(name: str) -> bool:
    """Tell by its suffix whether a file is a ZIP of documents."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower() == ".zip"


def unpacked(source: Path | bytes, name: str, suffixes: Collection[str]) -> list[tuple[str, bytes]]:
    """Return the documents in a ZIP, by their suffixes, each called ``name/inner name``; a worker unpacks them.

    Raises
    ------
    UnreadableDocumentError
        It is damaged, locked, too large inside, or built to do harm; or there is no document in it.
    """
    from gongxing.reading.sandbox import shared_reader

    source = source.absolute() if isinstance(source, Path) else source
    found: list[tuple[str, bytes]] = shared_reader().call(_UNPACK, (source, tuple(sorted(suffixes))), name)
    return found


def unpack(request: tuple[Path | bytes, tuple[str, ...]], name: str) -> list[tuple[str, bytes]]:
    """Unpack in this process; see ``unpacked``."""
    source, suffixes = request
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check(members, len(data), name)
            taken = [member for member in members if _is_document(member, suffixes)]
            if not taken:
                raise UnreadableDocumentError(name, "no document is in this ZIP", "pack HTML, text, PDF or DOCX")
            return _read(archive, taken, len(data), name)
    except _DAMAGE as error:
        raise UnreadableDocumentError(
            name, "it is a damaged or cut-off ZIP, or packed in a way that is not read", "pack it again as plain ZIP"
        ) from error


def _check(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse by what the ZIP says of itself, before a byte is unpacked."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableDocumentError(
            name, f"it holds {len(members):,} files and at most {MOST_MEMBERS:,} are read", "split it"
        )
    for member in members:
        inner = _name_of(member)
        if _leaves(inner):
            raise UnreadableDocumentError(name, f"a name in it leads out of it ({inner[:80]!r})", _SUSPECT)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableDocumentError(name, f"it holds a link ({inner[:80]!r})", _SUSPECT)
        if member.flag_bits & 0x1:
            raise UnreadableDocumentError(name, "it is locked with a password", "pack it again without one")
    _check_size(sum(member.file_size for member in members), size, name)


def _check_size(inside: int, size: int, name: str) -> None:
    if inside > UNPACKED or (inside > _SMALL and inside > RATIO * size):
        raise UnreadableDocumentError(
            name,
            f"it unpacks to {inside / 1e6:,.0f} MB or more, and at most {UNPACKED // 10**6} MB, or {RATIO} times its "
            "own size, is read",
            "split it; do not trust it if it is not yours",
        )


def _read(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], size: int, name: str) -> list[tuple[str, bytes]]:
    """Unpack, and count what really comes: a ZIP may say less than it holds."""
    found, total = [], 0
    for member in members:
        parts = []
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                total += len(block)
                _check_size(total, size, name)
                parts.append(block)
        found.append((f"{name}/{_name_of(member)}", b"".join(parts)))
    return found


def _leaves(inner: str) -> bool:
    plain = inner.replace("\\", "/")
    return plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/") or "\0" in plain


def _is_document(member: zipfile.ZipInfo, suffixes: tuple[str, ...]) -> bool:
    name = _name_of(member).replace("\\", "/")
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    return not name.endswith("/") and not hidden and path.suffix.lower() in suffixes


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; Windows writes Chinese ones in its own encoding without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
