"""``gongxing serve`` as a user meets it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongxing.cli import main


def test_it_opens_nothing_beyond_this_machine_without_log_in(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--library", str(tmp_path / "a.db")])
    assert result.exit_code == 2
    assert "--log-in" in result.stderr
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("C.UTF-8", r"port {0} is in use by another program; port \d+ is free: --port \d+"),
        ("zh_CN.UTF-8", r"端口 {0} 被别的程序占用；端口 \d+ 空闲：--port \d+"),
    ],
)
def test_a_port_in_use_is_named_with_one_that_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--port", str(port), "--library", str(tmp_path / "a.db")])
    assert result.exit_code == 1
    assert re.search(said.format(port), result.stderr)


@pytest.mark.parametrize("name", ["none/a.db", "."])
def test_a_library_that_cannot_be_made_is_one_sentence(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--port", "0", "--library", str(tmp_path / name)])
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.output


def test_it_says_where_it_is_and_answers_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gongxing", "serve", "--port", "0", "--no-browser", "--language", "en"]
    with subprocess.Popen([*command, "--library", str(tmp_path / "new.db")], stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout
            address = re.search(r"http://127\.0\.0\.1:\d+/", run.stdout.readline())
            assert address
            with urllib.request.urlopen(f"{address[0]}?lang=en", timeout=20) as answer:
                assert "The library is empty" in answer.read().decode()
        finally:
            run.terminate()


@pytest.mark.parametrize("words", [["--serve"], ["--no-serve"], []])
def test_the_demo_opens_the_workbench_where_it_is_seen(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = []
    monkeypatch.setattr("gongxing.cli.demo._show", lambda *_: None)
    monkeypatch.setattr("uvicorn.Server.run", lambda _, sockets: served.append(sockets[0].close()))
    told = CliRunner().invoke(main, ["demo", str(tmp_path / "demo"), "--language", "en", "--port", "0", *words])
    assert told.exit_code == 0, told.output
    assert len(served) == ("--serve" in words)  # what is captured is no terminal: without a word nothing is opened
    assert ("The workbench is open" in told.stdout) == bool(served)
    assert (tmp_path / "demo" / "gongxing.db").exists() == bool(served)
