"""``gongxing serve``: the workbench in the browser."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

import click

from gongxing.cli.library import library_options, opened

DEFAULT_PORT = 8421
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@library_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port. Default: {DEFAULT_PORT}, or the next that is free.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name by which browsers reach it, repeatable.")
@click.option(
    "--log-in",
    "--login",
    "log_in",
    is_flag=True,
    help="Ask everyone who they are; needed to listen beyond this machine.",
)
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False), help="Speak https with this certificate.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="The key of the certificate.")
@click.option("--proxied", is_flag=True, help="A proxy on this machine speaks https and hands requests on.")
@click.option("--browser/--no-browser", default=True, help="Open the browser where there is a display.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words where the browser does not say.")
def serve(
    place: str, files: str | None, host: str, port: int | None, names: tuple[str, ...], log_in: bool,
    certificate: str | None, key: str | None, proxied: bool, browser: bool, language: str | None,
) -> None:  # fmt: skip
    """Open the workbench: pages over the library, on this machine.

    A library that is not there is made, empty; its first page says how to fill it. Ctrl+C ends it. Whoever can reach it
    on this machine owns it; for others add --log-in, people with gongxing users add, and a certificate.

    \b
    Examples:
      gongxing serve
      gongxing serve --library sichuan.db --port 9000 --no-browser
      gongxing serve --log-in --host 0.0.0.0 --name data.example.cn --certificate site.pem --key site.key
    """
    from gongxing.cli.output import tell, tongue_of
    from gongxing.library.connection import place_of

    if host not in _LOOPBACK and not log_in:
        raise click.UsageError(
            f"--host {host} lets other machines in, and nobody would be asked who they are; add --log-in, or listen at "
            "127.0.0.1"
        )
    if bool(certificate) != bool(key):
        raise click.UsageError("a certificate and its key come together: --certificate site.pem --key site.key")
    with opened(place, files, create=True) as library:  # made or brought up to date before the first page asks for it
        if log_in and not library.accounts.has_owner():
            raise click.ClickException(
                f"nobody can log in to {place_of(library.engine)} yet; add its owner first: gongxing users add NAME "
                "--role owner"
            )
    if host not in _LOOPBACK and not certificate and not proxied:
        tell("Passwords will travel unencrypted: add --certificate and --key, or use a proxy (--proxied).")
    listener = _listen(host, port)
    address = _address(host, listener.getsockname()[1], "https" if certificate else "http")
    _announce(address, place, tongue_of(language))
    hosts = (*names, *(() if host in _LOOPBACK else (host,)))
    settings = {"files": files, "hosts": hosts, "log_in": log_in, "language": tongue_of(language), "warm": True}
    _run(listener, place, settings, certificate, key, proxied, address if browser and _has_display() else None)


def _listen(host: str, port: int | None) -> socket.socket:
    """Return a socket at the port, or at the next free one where none was asked for."""
    first = DEFAULT_PORT if port is None else port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in range(first, min(first + 50, 65536)):
        listener = socket.socket(family, socket.SOCK_STREAM)
        if os.name != "nt":  # there it would share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, tried))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if isinstance(error, socket.gaierror) or error.errno not in _TAKEN:
                raise click.ClickException(f"{host}:{tried} cannot be listened at ({error.strerror})") from error
            continue
        if port is not None and tried != port:
            listener.close()
            raise click.ClickException(
                f"port {port} is in use by another program; port {tried} is free: --port {tried}"
            )
        if tried != first:
            from gongxing.cli.output import tell

            tell(f"Port {first} is in use; taking {tried}.")
        return listener
    raise click.ClickException(f"ports {first} to {min(first + 49, 65535)} are all in use; name a free one with --port")


def _taken() -> tuple[int, ...]:
    import errno

    return (errno.EADDRINUSE, errno.EACCES, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))


_TAKEN = _taken()


def _address(host: str, port: int, scheme: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)
    return f"{scheme}://{shown}:{port}/"


def _announce(address: str, place: str, language: str) -> None:
    from gongxing.library.connection import engine_of, is_url, place_of

    shown = place_of(engine_of(place)) if is_url(place) else place
    words = (
        "共兴工作台：{0}（资料库 {1}；按 Ctrl+C 结束）"
        if language == "zh"
        else "Gongxing: {0} (library {1}; Ctrl+C ends it)"
    )
    click.echo(words.format(address, shown))


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run(
    listener: socket.socket, place: str, options: dict[str, Any], certificate: str | None, key: str | None,
    proxied: bool, open_at: str | None,
) -> None:  # fmt: skip
    import uvicorn

    from gongxing.workbench import Settings, create_app

    config = uvicorn.Config(
        create_app(place, Settings(**options)), log_level="warning", server_header=False, timeout_graceful_shutdown=3,
        timeout_keep_alive=10, limit_concurrency=200, proxy_headers=proxied, forwarded_allow_ips="127.0.0.1,::1",
        ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    if open_at is not None:
        import threading
        import webbrowser

        threading.Timer(0.4, webbrowser.open, (open_at,)).start()
    uvicorn.Server(config).run(sockets=[listener])
