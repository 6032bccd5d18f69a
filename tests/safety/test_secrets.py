"""Passwords, tokens and addresses with passwords stand in no message, no log, no export and no backup."""

from __future__ import annotations

import json
import logging
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongxing.cli import main
from gongxing.library import Library, LibraryError
from gongxing.library.accounts import AccountError, secrets
from gongxing.library.backup import back_up
from gongxing.listing.export import TABLES, export

PASSWORD = "correct horse battery 7"


@pytest.fixture
def place(tmp_path: Path, cheap_passwords: None) -> Path:
    (tmp_path / "plan.txt").write_text("绵阳市工作\n2026年，绵阳市地区生产总值增长6%以上。\n", "utf-8")
    (tmp_path / ".env").write_text(f"PASSWORD={PASSWORD}\n", "utf-8")
    with Library(tmp_path / "library.db") as library:
        library.ingest([tmp_path])
        library.accounts.add("林", "owner", PASSWORD, who="terminal")
    return tmp_path / "library.db"


def held(place: Path) -> tuple[list[str], list[str]]:
    """Make a session, a token and a link; return their texts, and what the database keeps of them."""
    with Library(place) as library:
        accounts = library.accounts
        texts = [accounts.log_in("林", PASSWORD, "192.0.2.1"), accounts.make_token("林", "x", "reader", 9, who="林"),
                 accounts.share("/board", "x", 9, who="林")]  # fmt: skip
        with sqlite3.connect(place) as connection:
            (kept,) = connection.execute("SELECT password FROM account").fetchone()
    return [PASSWORD, *texts], [kept, *map(secrets.digest_of, texts)]


def test_no_export_holds_a_secret(place: Path, tmp_path: Path) -> None:
    texts, kept = held(place)
    out = tmp_path / "out"
    out.mkdir()
    with Library(place) as library:
        export(library, out / "all.zip", "facts", None)
        for table in TABLES:
            for suffix in ("csv", "xlsx", "parquet"):
                export(library, out / f"{table}.{suffix}", table, None)
    for path in out.iterdir():
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert not [secret for secret in (*texts, *kept) if secret.encode() in content], path.name


def test_a_backup_holds_no_text_and_nothing_that_lets_in(place: Path, tmp_path: Path) -> None:
    texts, kept = held(place)
    with Library(place) as library:
        back_up(library, tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    # The hash of a password is in a backup, as in the library: people can log in after a restoring.
    assert [secret for secret in (*texts, *kept) if secret.encode() in content] == [kept[0]]
    assert b"PASSWORD=" not in content, "a hidden file of a folder is not read"


def test_no_message_and_no_log_holds_a_secret(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    texts, kept = held(place)
    said = []
    with Library(place) as library:
        for name, password in (("林", PASSWORD + "x"), (PASSWORD, "y")):
            with pytest.raises(AccountError) as refused:
                library.accounts.log_in(name, password, "192.0.2.1")
            said.append(str(refused.value))
        assert library.accounts.access(texts[1] + "x") is None
        said += [json.dumps(entry.__class__.__name__) + repr(entry) for entry in library.accounts.log()]
        said += [repr(library.accounts.access(texts[1])), repr(library.accounts.people()), repr(library.accounts)]
    for words in (["list"], ["log"], ["tokens", "林"]):
        for style in ("table", "json"):
            result = CliRunner().invoke(main, ["users", *words, "--library", str(place), "--format", style])
            assert result.exit_code == 0
            said.append(result.output)
    everything = "\n".join(said) + caplog.text
    assert not [secret for secret in (*texts, *kept) if secret in everything]


@pytest.mark.parametrize("command", [["status"], ["ingest", "x.txt"], ["export", "a.csv"], ["users", "list"]])
def test_the_password_of_a_server_is_never_shown(command: list[str], tmp_path: Path) -> None:
    place = f"postgresql://me:{PASSWORD.replace(' ', '%20')}@127.0.0.1:9/region"
    result = CliRunner().invoke(main, [*command, "--library", place])
    assert result.exit_code == 1
    assert "127.0.0.1:9" in result.output
    assert "horse" not in result.output
    with pytest.raises(LibraryError) as refused:
        Library(place)
    assert "horse" not in str(refused.value)
