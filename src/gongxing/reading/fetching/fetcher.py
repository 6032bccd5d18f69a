"""A polite client for public documents: guarded connections, robots.txt, one request a second, sizes and times bounded.

Whatever goes wrong is an ``UnreadableDocumentError``: the address, what is wrong and what to do, in one sentence.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import httpcore

import gongxing
from gongxing.reading.errors import UnreadableDocumentError
from gongxing.reading.fetching import guard
from gongxing.reading.fetching.address import WebAddress
from gongxing.reading.fetching.body import LARGEST, Unpacking
from gongxing.reading.fetching.fetched import Fetched, is_taken, name_of
from gongxing.reading.fetching.robots import Robots, parse_robots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 120.0  # for one document, with its redirects and pauses
HOPS = 5  # redirects that are followed
PAUSE = 1.0  # seconds between the beginnings of two requests to one host
PRODUCT = "Gongxing"
_REMEMBERED = 3_600.0  # seconds that a robots.txt is believed
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ROBOTS = 500 << 10  # bytes
_SAVE = "open it in a browser, save the page and read the file"
_STATUS = {
    401: ("the site asks for a log-in", _SAVE),
    403: ("the site refuses to give it", _SAVE),
    404: ("the site has no such page", "check the address"),
    410: ("the site has taken this page away", "look for a copy"),
    429: ("the site asks for fewer requests", "wait some minutes and try again"),
}


@dataclass(slots=True)
class _Manners:
    """What is known of hosts: when the next request may begin, and what each site allows."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next_request: dict[str, float] = field(default_factory=dict)
    robots: dict[str, tuple[float, Robots]] = field(default_factory=dict)


class _Answer(NamedTuple):
    address: WebAddress
    status: int
    headers: dict[str, str]
    body: bytes


class Fetcher:
    """Fetches documents from public addresses.

    Parameters
    ----------
    seconds, largest
        Limits of one document: seconds in all, bytes (as sent, and unpacked).
    resolve, dial, clock, sleep
        The net and the time; see ``guard.Guard``. Whatever ``resolve`` says, only public addresses are dialled.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        largest: int = LARGEST,
        resolve: Callable[[str, int], list[str]] = guard.resolve,
        dial: Callable[[str, int, float], httpcore.NetworkStream] = guard.dial,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.seconds = seconds
        self.largest = largest
        self.resolve = resolve
        self.dial = dial
        self.clock = clock
        self.sleep = sleep
        self.manners = _Manners()

    def fetch(self, address: WebAddress | str) -> Fetched:
        """Fetch one document.

        Raises
        ------
        UnreadableDocumentError
            The address is not public or not asked for here, the site forbids it, does not answer or has no such page,
            or what it sends is no document, too large or too slow.
        """
        asked = WebAddress.parse(address) if isinstance(address, str) else address
        late = self.clock() + self.seconds
        connections = guard.Guard(lambda: late - self.clock(), self.resolve, self.dial)
        with httpcore.ConnectionPool(network_backend=connections, max_connections=2) as pool:
            return _Visit(self, pool, asked, late).fetched()

    def wait(self, host: str, pause: float, late: float) -> bool:
        """Wait for this host's turn; False where it would come after ``late``."""
        with self.manners.lock:
            now = self.clock()
            turn = max(now, self.manners.next_request.get(host, now))
            if turn >= late:
                return False
            self.manners.next_request[host] = turn + pause
        if turn > now:
            self.sleep(turn - now)
        return True


@cache
def shared_fetcher() -> Fetcher:
    """Return the fetcher of this process, so that all that is fetched keeps to one request a second a host."""
    return Fetcher()


class _Visit:
    """One document being fetched."""

    def __init__(self, fetcher: Fetcher, pool: httpcore.ConnectionPool, asked: WebAddress, late: float) -> None:
        self.fetcher = fetcher
        self.pool = pool
        self.asked = asked
        self.late = late

    def fetched(self) -> Fetched:
        address = self.asked
        for _ in range(HOPS + 1):
            robots = self._robots(address)
            if not robots.allows(address.target):
                raise self._refused(f"the site asks programs not to fetch it (robots.txt of {address.host})", _SAVE)
            answer = self._ask(address, max(PAUSE, robots.pause), self._check)
            if answer.status not in _REDIRECTS:
                kind = _content_type(answer)
                name = name_of(answer.address, kind, answer.headers.get("content-disposition", ""))
                return Fetched(self.asked.url, answer.address.url, name, kind, answer.body)
            address = self._next(answer)
        raise self._refused(f"it redirects more than {HOPS} times", _SAVE)

    def _next(self, answer: _Answer) -> WebAddress:
        location = answer.headers.get("location", "")
        try:
            return answer.address.joined(location)
        except UnreadableDocumentError as error:
            raise self._refused(f"it redirects to {error.name}, and {error.problem}", error.advice) from None

    def _robots(self, address: WebAddress) -> Robots:
        """Return what the site of an address allows, asking it once an hour."""
        manners = self.fetcher.manners
        site = f"{address.scheme}://{address.authority}"
        known = manners.robots.get(site)
        if known is not None and known[0] > self.fetcher.clock():
            return known[1]
        found = self._read_robots(WebAddress(address.scheme, address.host, address.port, "/robots.txt"))
        if len(manners.robots) > 1_000:
            manners.robots.clear()
        manners.robots[site] = (self.fetcher.clock() + _REMEMBERED, found)
        return found

    def _read_robots(self, address: WebAddress) -> Robots:
        for _ in range(HOPS + 1):
            answer = self._ask(address, PAUSE, lambda _status, _headers: None, _ROBOTS)
            if answer.status in _REDIRECTS:
                address = self._next(answer)
                continue
            if answer.status == 200:
                return parse_robots(answer.body, PRODUCT)
            if answer.status == 429 or answer.status >= 500:
                problem = f"the site does not say what programs may fetch (robots.txt answers {answer.status})"
                raise self._refused(problem, f"try again later, or {_SAVE}")
            return Robots()  # RFC 9309, 2.3.1.3: there is none, so nothing is forbidden
        return Robots()  # RFC 9309, 2.3.1.2

    def _check(self, status: int, headers: dict[str, str]) -> None:
        """Refuse an answer by its head, before its body is read."""
        if status in _REDIRECTS:
            return
        if status != 200:
            problem, advice = _STATUS.get(status, ("the site has a fault", f"try again later, or {_SAVE}"))
            raise self._refused(f"{problem} ({status})", advice)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if not is_taken(kind):
            raise self._refused(f"it is no document or table but {_printable(kind)[:80]}", "give the page's address")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self.fetcher.largest:
            raise self._too_large()

    def _ask(
        self,
        address: WebAddress,
        pause: float,
        check: Callable[[int, dict[str, str]], None],
        at_most: int | None = None,
    ) -> _Answer:
        """Send one request and read its answer; with ``at_most``, only so much of it."""
        if not self.fetcher.wait(address.host, pause, self.late):
            raise self._too_slow()
        url = httpcore.URL(
            scheme=address.scheme.encode(), host=address.host.encode(), port=address.port,
            target=address.target.encode(),
        )  # fmt: skip
        headers: dict[bytes | str, bytes | str] = {
            "Host": address.authority,
            "User-Agent": f"{PRODUCT}/{gongxing.__version__} (fetches a public document that a person named)",
            "Accept": "text/html, application/xhtml+xml, application/pdf, text/*, application/*; q=0.5",
            "Accept-Language": "zh-CN, zh; q=0.9, en; q=0.5",
            "Accept-Encoding": "gzip",
        }
        with self._explained(address), self.pool.stream("GET", url, headers=headers) as response:
            found = {_text(name).lower(): _text(value) for name, value in response.headers}
            check(response.status, found)
            wanted = response.status == 200
            return _Answer(address, response.status, found, self._body(response, found, at_most) if wanted else b"")

    def _body(self, response: httpcore.Response, headers: dict[str, str], at_most: int | None) -> bytes:
        limit = self.fetcher.largest if at_most is None else at_most
        unpacking = Unpacking(headers.get("content-encoding", ""), limit)
        if not unpacking.known:
            raise self._refused("it is packed in a way that is not read", _SAVE)
        for part in response.iter_stream():
            unpacking.feed(part)
            if self.fetcher.clock() > self.late:
                raise self._too_slow()
            if unpacking.too_large:
                if at_most is None:
                    raise self._too_large()
                return unpacking.content()
        if unpacking.broken:
            raise self._refused("what the site sends is cut off or damaged", "try again later")
        return unpacking.content()

    @contextlib.contextmanager
    def _explained(self, address: WebAddress) -> Iterator[None]:
        there = "" if address.host == self.asked.host else f" at {address.url}"
        try:
            yield
        except guard.NotPublicError as error:
            raise self._refused(
                f"it leads{there} to {error}, which is no address of the public net",
                "only public pages are fetched: save the page and read the file",
            ) from None
        except guard.UnknownHostError as error:
            raise self._refused(
                f"no site is known by the name {error}", "check the address, and that this machine is on the net"
            ) from None
        except (httpcore.TimeoutException, TimeoutError):
            if self.fetcher.clock() >= self.late:
                raise self._too_slow() from None
            raise self._refused(f"the site does not answer{there}", f"try again later, or {_SAVE}") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            cause = error.__cause__ or error.__context__
            if isinstance(cause, ssl.SSLCertVerificationError):
                raise self._refused(f"the site's certificate is not valid ({cause.verify_message})", _SAVE) from None
            raise self._refused(
                f"the site cannot be reached or breaks off{there} ({type(error).__name__})",
                f"try again later, or {_SAVE}",
            ) from None

    def _refused(self, problem: str, advice: str) -> UnreadableDocumentError:
        return UnreadableDocumentError(self.asked.url, problem, advice)

    def _too_large(self) -> UnreadableDocumentError:
        limit = self.fetcher.largest / 1e6
        return self._refused(f"it has more than {limit:g} MB", "download it yourself and read the file")

    def _too_slow(self) -> UnreadableDocumentError:
        return self._refused(f"fetching it takes more than {self.fetcher.seconds:g} seconds", _SAVE)


def _content_type(answer: _Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _text(value: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return value.decode(encoding)
    return value.decode("latin-1")


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
