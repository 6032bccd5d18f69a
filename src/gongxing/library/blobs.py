"""Original bytes by content hash, each written to a temporary file, synced and renamed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.library.errors import LibraryError
from gongxing.library.running import runs
from gongxing.library.steps import reached

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNFINISHED = re.compile(r"\.unfinished-(.+)-(\d+)-[^-]*")
_DAY = 86_400  # seconds
_written: set[str] = set()  # what threads of this process write now


def digest(data: bytes) -> str:
    """SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Blobs:
    """A folder of files named by the hash of what they hold; names of users never become paths."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the bytes of a hash are kept."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"{sha256!r} is no SHA-256 in hexadecimal")
        return self.folder / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep some bytes and return their hash; after it returns they survive a power cut.

        Raises
        ------
        LibraryError
            The disk is full or may not be written.
        """
        sha256 = digest(data)
        path = self.path(sha256)
        if path.exists():
            return sha256
        unfinished = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = str(path.parent / f".unfinished-{platform.node()}-{os.getpid()}-{uuid.uuid4().hex}")
            _written.add(unfinished)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                reached("blob opened")
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            reached("blob written")
            Path(unfinished).replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            if unfinished:
                with contextlib.suppress(OSError):
                    Path(unfinished).unlink()
            reason = error.strerror or str(error)
            raise LibraryError(
                f"{self.folder}: an original cannot be kept ({reason}); make room or let it be written, then run the "
                "same command again: nothing that was kept is lost"
            ) from error
        finally:
            _written.discard(unfinished or "")
        reached("blob renamed")
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes of a hash.

        Raises
        ------
        LibraryError
            They are not there, or are no longer the same.
        """
        path = self.path(sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise LibraryError(f"{path}: the original cannot be read ({error.strerror or error})") from error
        if digest(data) != sha256:
            raise LibraryError(f"{path}: the original was changed on disk; restore it from a backup")
        return data

    def hashes(self) -> Iterator[str]:
        """Yield the hash of everything kept, sorted."""
        if self.folder.is_dir():
            for path in sorted(self.folder.glob("??/" + "?" * 64)):
                yield path.name

    def sweep(self) -> None:
        """Remove what a stopped process left half-written; what others write now stays."""
        for path in self.folder.glob("??/.unfinished-*"):
            with contextlib.suppress(OSError):
                if _is_left(path):
                    path.unlink()


def _is_left(path: Path) -> bool:
    name = _UNFINISHED.fullmatch(path.name)
    if name is None or name[1] != platform.node():  # of another machine: no telling whether it still runs
        return time.time() - path.stat().st_mtime > _DAY
    if int(name[2]) == os.getpid():
        return str(path) not in _written
    return not runs(int(name[2]))


def _sync_folder(folder: Path) -> None:
    """Let the renaming itself survive a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
