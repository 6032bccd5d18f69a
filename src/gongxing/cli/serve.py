"""``gongxing serve``: the workbench in the browser."""

from __future__ import annotations

import os
import socket
import sys

import click

from gongxing.cli.library import library_options, opened

DEFAULT_PORT = 8421
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@library_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port. Default: {DEFAULT_PORT}, or the next that is free.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name by which browsers reach it, repeatable.")
@click.option("--log-in", is_flag=True, help="Ask everyone who they are; needed to listen beyond this machine.")
@click.option("--browser/--no-browser", default=True, help="Open the browser where there is a display.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words where the browser does not say.")
def serve(
    place: str, files: str | None, host: str, port: int | None, names: tuple[str, ...], log_in: bool, browser: bool,
    language: str | None,
) -> None:  # fmt: skip
    """Open the workbench: pages over the library, on this machine.

    A library that is not there is made, empty; its first page says how to fill it. Ctrl+C ends it.

    \b
    Examples:
      gongxing serve
      gongxing serve --library sichuan.db --port 9000 --no-browser
    """
    from gongxing.cli.output import tongue_of

    if host not in _LOOPBACK and not log_in:
        raise click.UsageError(
            f"--host {host} lets other machines in, and nobody would be asked who they are; add --log-in, or listen at "
            "127.0.0.1"
        )
    listener = _listen(host, port)
    with opened(place, files, create=True):
        pass  # made or brought up to date before the first page asks for it
    address = _address(host, listener.getsockname()[1])
    _announce(address, place, tongue_of(language))
    _run(listener, place, files, (*names, *(() if host in _LOOPBACK else (host,))), log_in, tongue_of(language),
         address if browser and _has_display() else None)  # fmt: skip


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
            click.echo(f"Port {first} is in use; taking {tried}.", err=True)
        return listener
    raise click.ClickException(f"ports {first} to {min(first + 49, 65535)} are all in use; name a free one with --port")


def _taken() -> tuple[int, ...]:
    import errno

    return (errno.EADDRINUSE, errno.EACCES, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))


_TAKEN = _taken()


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)
    return f"http://{shown}:{port}/"


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
    listener: socket.socket, place: str, files: str | None, hosts: tuple[str, ...], log_in: bool, language: str,
    open_at: str | None,
) -> None:  # fmt: skip
    import uvicorn

    from gongxing.workbench import Settings, create_app

    settings = Settings(files=files, hosts=hosts, log_in=log_in, language="en" if language == "en" else "zh")
    config = uvicorn.Config(
        create_app(place, settings), log_level="warning", server_header=False, timeout_graceful_shutdown=3,
        timeout_keep_alive=10, limit_concurrency=200, proxy_headers=False,
    )  # fmt: skip
    if open_at is not None:
        import threading
        import webbrowser

        threading.Timer(0.4, webbrowser.open, (open_at,)).start()
    uvicorn.Server(config).run(sockets=[listener])
