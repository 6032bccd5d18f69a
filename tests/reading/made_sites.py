"""Sites of our own on loopback, which a fetcher finds behind public addresses: nothing outside is ever asked."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore

from gongxing.reading.fetching.fetcher import Fetcher

PAGE = (
    "<html><head><meta charset='utf-8'><title>清河市2024年工作</title></head><body><h1>清河市2024年工作</h1>"
    "<p>2024年，清河市实现地区生产总值512.3亿元，比上年增长5.2%，一般公共预算收入增长4.1%，全年新开工项目86个。</p>"
    "</body></html>"
).encode()
PUBLIC = "93.184.215.14"  # stands for a site; what dials it is led to loopback


@dataclass
class Reply:
    """What a site answers to one path."""

    body: bytes = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    drip: float = 0.0  # seconds before each byte of the body
    drip_head: float = 0.0  # seconds before each byte of the head

    def send(self, out: Callable[[bytes], object]) -> None:
        head = f"HTTP/1.1 {self.status} Said\r\n"
        headers = {"Content-Length": str(len(self.body)), "Connection": "close", **self.headers}
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value) + "\r\n"
        for data, pause in ((head.encode(), self.drip_head), (self.body, self.drip)):
            if not pause:
                out(data)
                continue
            for number in range(len(data)):
                time.sleep(pause)
                out(data[number : number + 1])


class Web:
    """Hosts with their pages, the time, and what was asked of whom."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[tuple[str, str], Reply] = {}
        self.answers: dict[str, list[list[str]]] = {}  # of a host, one answer after another
        self.asked: list[tuple[str, str, float]] = []
        self.agents: set[str] = set()
        self.resolved: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self._ahead = 0.0

    def clock(self) -> float:
        return time.monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        self._ahead += seconds

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        if host in self.answers:
            answers = self.answers[host]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        if host.endswith(".test"):
            return [PUBLIC]
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM, 0, _NUMERIC)]

    def dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout)

    def fetcher(self, **options: float) -> Fetcher:
        return Fetcher(  # type: ignore[arg-type]
            resolve=self.resolve, dial=self.dial, clock=self.clock, sleep=self.sleep, **options
        )

    def put(self, host: str, path: str, reply: Reply | None = None) -> str:
        self.pages[host, path] = reply or Reply()
        return f"http://{host}{path}"

    def redirect(self, host: str, path: str, location: str, status: int = 302) -> str:
        return self.put(host, path, Reply(b"", status, {"Location": location}))

    def paths(self, host: str) -> list[str]:
        return [path for asked, path, _ in self.asked if asked == host]


_NUMERIC = socket.AI_NUMERICHOST  # a name that is not written here is never looked up


@contextmanager
def made_web() -> Iterator[Web]:
    """A server on loopback that stands for every host of a ``Web``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            web.asked.append((host, self.path, web.clock()))
            web.agents.add(self.headers["User-Agent"])
            reply = web.pages.get((host, self.path)) or Reply(b"", 404)
            with suppress(OSError):
                reply.send(lambda data: (self.wfile.write(data), self.wfile.flush()))
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
