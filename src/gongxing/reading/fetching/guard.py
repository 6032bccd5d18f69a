"""Connections to public addresses only: what a name stands for is checked at the moment of connecting.

A check before the request could be fooled by a name that answers twice; here the name is resolved once, every address
of the answer must be public, and the connection goes to the very address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_STEP = 15.0  # seconds that one step of a connection may take
# Not public, though releases of Python before 3.11.10 say so of some of them (IANA's special-purpose registries).
_SPECIAL = tuple(map(ipaddress.ip_network, (
    "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)))  # fmt: skip
_UNICAST = ipaddress.ip_network("2000::/3")  # the part of IPv6 that is given out for the public net
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address as networks with IPv6 alone write it (RFC 6052)


class NotPublicError(Exception):
    """A name stands for an address that is not public; the message is that address."""


class UnknownHostError(Exception):
    """A name stands for no address."""


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public net.

    An IPv4 address inside an IPv6 one counts as itself. Sources: the special-purpose registries of IANA (RFC 6890),
    RFC 4291 for mapped addresses, RFC 6052 for translated ones.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _TRANSLATED:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _UNICAST or address.scope_id is not None:
            return False
    special = any(address.version == network.version and address in network for network in _SPECIAL)
    return address.is_global and not address.is_multicast and not special


def resolve(host: str, port: int) -> list[str]:
    """Ask the system what a name stands for; raises ``OSError``."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def dial(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    """Connect to an address; no name is looked up."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout)


class Guard(httpcore.NetworkBackend):
    """Connects for an HTTP client, to public addresses and within a time.

    Parameters
    ----------
    remaining
        Returns the seconds that are left; every connection and every read ends with them.
    resolve
        What gives a name's addresses.
    dial
        What connects to an address that was found public.
    """

    def __init__(
        self,
        remaining: Callable[[], float],
        resolve: Callable[[str, int], list[str]] = resolve,
        dial: Callable[[str, int, float], httpcore.NetworkStream] = dial,
    ) -> None:
        self._remaining = remaining
        self._resolve = resolve
        self._dial = dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host, if every address that it stands for is public.

        Raises
        ------
        NotPublicError, UnknownHostError
            It must not, or cannot, be reached.
        httpcore.ConnectError, httpcore.ConnectTimeout
            No address answers.
        """
        addresses = self._addresses(host, port)
        for address in addresses:
            if not is_public(address):
                raise NotPublicError(str(address))
        for number, address in enumerate(addresses, 1):
            share = self._remaining() / (len(addresses) - number + 1)
            try:
                return _Timed(self._dial(str(address), port, max(min(share, _STEP), 0.001)), self._remaining)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise UnknownHostError(host)

    def _addresses(self, host: str, port: int) -> list[Address]:
        """Return what a name stands for; the system's own time to give up may be longer than ours."""
        answer: list[list[str] | OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(max(min(self._remaining(), _STEP), 0.001))
        if not answer:
            raise httpcore.ConnectTimeout
        found = answer[0]
        if isinstance(found, Exception):
            raise UnknownHostError(host) from found
        return [ipaddress.ip_address(address) for address in dict.fromkeys(found)]

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: no socket of this machine is a public address."""
        raise NotPublicError(path)


class _Timed(httpcore.NetworkStream):
    """A stream that ends with the time, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, remaining: Callable[[], float]) -> None:
        self._stream = stream
        self._remaining = remaining

    def _within(self, late: type[Exception]) -> float:
        seconds = self._remaining()
        if seconds <= 0:
            raise late
        return min(seconds, _STEP)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._within(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._within(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        within = self._within(httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, within), self._remaining)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
