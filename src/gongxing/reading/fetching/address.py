"""Addresses of documents on the web, as people write them and as they are asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from gongxing.reading.errors import UnreadableDocumentError

_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000  # characters
# What may stand in a path and a query as it is; a per cent sign begins an escape that is there already.
_PATH = "/:@!$&'()*+,;=~-._%"
_QUERY = _PATH + "?"
_NAME = re.compile(r"(?i)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")


def is_web_address(argument: str) -> bool:
    """Tell whether an argument is an address (``https://…``, whatever its scheme) rather than a path."""
    return _SCHEME.match(argument) is not None


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that may be asked for: http or https, a host, port 80 or 443, no name or password in it.

    ``url`` is written in ASCII, without a fragment.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The address in its plain form."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """The host, with its port where that is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def file_name(self) -> str:
        """The last part of the path in plain characters; the host where the path ends in a slash."""
        return unquote(self.target.partition("?")[0].rpartition("/")[2]) or self.host

    def __str__(self) -> str:
        return self.url

    @classmethod
    def parse(cls, url: str) -> WebAddress:
        """Read an address as a person or a site writes it.

        Raises
        ------
        UnreadableDocumentError
            It is of another scheme or port, holds a name and password, or is no address.
        """
        shown = _shown(url)
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            raise UnreadableDocumentError(shown, "this is no address", "copy it anew from the browser") from None
        scheme = parts.scheme.lower()
        if scheme not in _PORTS:
            what = f"an address that begins with {scheme}: is not fetched" if scheme else "this is no address"
            raise UnreadableDocumentError(shown, what, "give one that begins with https:// or http://, or a file")
        if "@" in parts.netloc:
            raise UnreadableDocumentError(
                shown, "a name and password stand in this address", "log in with a browser, save the page and read it"
            )
        if port not in (None, 80, 443):
            raise UnreadableDocumentError(
                shown, f"port {port} is not asked", "public pages are on ports 80 and 443: save the page and read it"
            )
        if len(url) > _LONGEST:
            raise UnreadableDocumentError(
                shown[:80] + "…", f"this address has more than {_LONGEST:,} characters", "save the page and read it"
            )
        target = urlunsplit(("", "", quote(parts.path or "/", safe=_PATH), quote(parts.query, safe=_QUERY), ""))
        return cls(scheme, _host(parts.hostname, shown), port or _PORTS[scheme], _rooted(target))

    def joined(self, location: str) -> WebAddress:
        """Return the address that a redirect from here leads to; errors as in ``parse``."""
        return WebAddress.parse(urljoin(self.url, location.strip()))


def _rooted(target: str) -> str:
    # A path that begins with two slashes would be read as a host.
    return "/" + target.lstrip("/") if target.startswith("//") else target


def _host(host: str | None, shown: str) -> str:
    wrong = UnreadableDocumentError(shown, "there is no host in this address", "copy it anew from the browser")
    if not host:
        raise wrong
    if ":" in host:
        return host
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise wrong from None
    if len(ascii_host) > 253 or not _NAME.fullmatch(ascii_host):
        raise wrong
    return ascii_host.lower()


def _shown(url: str) -> str:
    """Return an address for a message: without a name and password, without characters that a terminal obeys."""
    plain = "".join(character if character.isprintable() else "�" for character in url.strip())
    return re.sub(r"^([^/?#]*//)[^/?#]*@", r"\1", plain)
