"""The body of an answer, counted as it comes: as sent, and unpacked."""

from __future__ import annotations

import zlib

LARGEST = 50_000_000  # bytes
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class Unpacking:
    """Collects a body; a small one that unpacks to much stops at the limit, with no more memory than that."""

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        self.known = encoding in ("", "identity", "gzip", "x-gzip", "deflate")
        self.limit = limit
        self.too_large = False
        self._unpacker = None if encoding in ("", "identity") else zlib.decompressobj(_GZIP_OR_ZLIB)
        self._parts: list[bytes] = []
        self._received = 0
        self._length = 0
        self._damaged = False

    @property
    def broken(self) -> bool:
        """Whether what came is no whole packed stream."""
        return self._damaged or (self._unpacker is not None and not self._unpacker.eof and self._length > 0)

    def feed(self, data: bytes) -> None:
        """Take what came next; ``too_large`` says that the limit is passed and the rest is of no use."""
        self._received += len(data)
        if self._unpacker is not None and not self._damaged:
            try:
                data = self._unpacker.decompress(data, self.limit - self._length + 1)
            except zlib.error:
                self._damaged = True
        if self._damaged:
            return
        self._parts.append(data)
        self._length += len(data)
        self.too_large = max(self._length, self._received) > self.limit

    def content(self) -> bytes:
        """Return what was collected, at most as much as the limit."""
        return b"".join(self._parts)[: self.limit]
