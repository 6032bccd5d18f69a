"""Accounts: passwords and secrets are kept as hashes, end when they should, and all that is done is written down."""

from __future__ import annotations

import hmac
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from click.testing import CliRunner, Result
from made_library import write_plans
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from gongxing.cli import main
from gongxing.library import Library, LibraryError
from gongxing.library.accounts import Access, AccountError, Accounts, passwords, secrets
from gongxing.library.backup import back_up, restore
from gongxing.library.connection import reading, writing
from gongxing.library.schema import account, audit, credential, share

PASSWORD = "山高水长，风物长宜放眼量"
OTHER = "another long sentence 7"
pytestmark = pytest.mark.usefixtures("cheap_passwords")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def time(self) -> float:
        return self.now.timestamp()

    def ahead(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in ("limits.storage.memory", "gongxing.library.accounts.attempts"):
        monkeypatch.setattr(f"{module}.time", SimpleNamespace(time=clock.time))
    return clock


@pytest.fixture
def accounts(library: Library, clock: Clock) -> Accounts:
    accounts = Accounts(library.engine, clock)
    accounts.add("林", "owner", PASSWORD, who="terminal")
    return accounts


def session(accounts: Accounts, name: str = "林", password: str = PASSWORD) -> tuple[str, Access]:
    token = accounts.log_in(name, password, "192.0.2.7")
    access = accounts.access(token)
    assert access is not None
    return token, access


def test_a_person_logs_in_and_out(accounts: Accounts) -> None:
    token, access = session(accounts)
    assert (access.account.name, access.role, access.credential.kind) == ("林", "owner", "session")
    accounts.log_out(access)
    assert accounts.access(token) is None
    assert [entry.action for entry in accounts.log()] == ["log_out", "log_in", "account_added"]


def test_a_password_is_argon2id_and_never_kept_as_it_is(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher)
    kept = passwords.hashed(PASSWORD)
    parameters = extract_parameters(kept)
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19 * 1024  # KiB; RFC 9106 and OWASP ask at least so much
    assert parameters.time_cost >= 2
    assert passwords.matches(PASSWORD, kept)
    assert not passwords.matches(PASSWORD + "x", kept)
    assert PASSWORD not in kept
    assert passwords.hashed(PASSWORD) != kept


def test_secrets_are_kept_as_hashes(accounts: Accounts, library: Library) -> None:
    texts = [session(accounts)[0], accounts.make_token("林", "report", "reader", 30, who="林")]
    link = accounts.share("/regions/成都", "for the county", 7, who="林")
    with reading(library.engine) as connection:
        everything = [
            str(value)
            for table in (account, credential, share, audit)
            for row in connection.execute(select(table))
            for value in row
        ]
    for secret in (*texts, link, PASSWORD):
        assert len(secret) > 10
        assert not any(secret in value or secret[4:] in value for value in everything)


def test_comparison_takes_one_time(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []
    real = hmac.compare_digest
    monkeypatch.setattr(secrets.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or real(a, b))
    token, _ = session(accounts)
    assert accounts.access(token)
    assert accounts.shared(accounts.share("/a", "", 1, who="林"))
    assert len(compared) == 3
    # An unknown name costs a hash, as a known one does.
    verified: list[str] = []
    hasher = passwords._hasher()
    fake = SimpleNamespace(
        verify=lambda kept, password: verified.append(kept) or hasher.verify(kept, password), hash=hasher.hash
    )
    monkeypatch.setattr(passwords, "_hasher", lambda: fake)
    for name in ("林", "nobody"):
        with pytest.raises(AccountError, match="do not belong together"):
            accounts.log_in(name, "wrong password", "192.0.2.8")
    assert len(verified) == 2


def test_five_tries_a_minute_for_a_name_from_an_address(accounts: Accounts, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(AccountError, match="do not belong together"):
            accounts.log_in("林", "wrong", "192.0.2.7")
        clock.ahead(seconds=1)
    with pytest.raises(AccountError, match=r"too many tries.* in 55 seconds") as refused:
        accounts.log_in("林", PASSWORD, "192.0.2.7")
    assert refused.value.reason == "too_many"
    assert accounts.access(accounts.log_in("林", PASSWORD, "192.0.2.9"))  # another address is not hindered
    clock.ahead(seconds=56)
    assert accounts.access(accounts.log_in("林", PASSWORD, "192.0.2.7"))


def test_thirty_tries_a_minute_from_an_address(accounts: Accounts) -> None:
    for number in range(30):
        with pytest.raises(AccountError, match="do not belong together"):
            accounts.log_in(f"name{number}", "wrong", "192.0.2.7")
    with pytest.raises(AccountError, match="too many tries"):
        accounts.log_in("another", "wrong", "192.0.2.7")


def test_a_session_ends_when_it_is_not_used_and_after_a_week(accounts: Accounts, clock: Clock) -> None:
    token, _ = session(accounts)
    clock.ahead(hours=11)
    assert accounts.access(token)
    clock.ahead(hours=11)
    assert accounts.access(token), "a session that is used lasts on"
    clock.ahead(hours=13)
    assert accounts.access(token) is None
    token, _ = session(accounts)
    for _ in range(15):
        clock.ahead(hours=11)
        assert accounts.access(token)
    clock.ahead(hours=4)  # a week and an hour
    assert accounts.access(token) is None


def test_a_token_does_no_more_than_it_may_and_expires(accounts: Accounts, clock: Clock) -> None:
    accounts.add("文", "editor", OTHER, who="林")
    token = accounts.make_token("文", "weekly report", "reader", 30, who="文")
    access = accounts.access(token)
    assert access
    assert (access.account.name, access.role, access.credential.kind) == ("文", "reader", "token")
    with pytest.raises(AccountError, match="文 is editor, so a token cannot be owner"):
        accounts.make_token("文", "", "owner", 30, who="文")
    for days in (0, 367):
        with pytest.raises(AccountError, match="days cannot be"):
            accounts.make_token("文", "", "reader", days, who="文")
    clock.ahead(days=31)
    assert accounts.access(token) is None


def test_another_role_holds_at_once(accounts: Accounts) -> None:
    accounts.add("文", "editor", OTHER, who="林")
    token, access = session(accounts, "文", OTHER)
    program = accounts.make_token("文", "", "editor", 1, who="文")
    assert access.role == "editor"
    accounts.set_role("文", "reader", who="林")
    assert [accounts.access(each).role for each in (token, program)] == ["reader", "reader"]  # type: ignore[union-attr]
    accounts.set_role("文", "owner", who="林")
    assert [accounts.access(each).role for each in (token, program)] == ["owner", "editor"]  # type: ignore[union-attr]


def test_who_is_switched_off_is_out(accounts: Accounts) -> None:
    accounts.add("文", "editor", OTHER, who="林")
    token, _ = session(accounts, "文", OTHER)
    program = accounts.make_token("文", "", "reader", 1, who="文")
    accounts.set_disabled("文", True, who="林")
    assert accounts.access(token) is None
    assert accounts.access(program) is None
    with pytest.raises(AccountError, match="do not belong together"):
        accounts.log_in("文", OTHER, "192.0.2.7")
    accounts.set_disabled("文", False, who="林")
    assert accounts.access(token) is None, "what has ended stays ended"
    assert accounts.access(accounts.log_in("文", OTHER, "192.0.2.7"))


def test_the_last_owner_stays(accounts: Accounts) -> None:
    for change in (
        lambda: accounts.set_role("林", "editor", who="林"),
        lambda: accounts.set_disabled("林", True, who="林"),
    ):
        with pytest.raises(AccountError, match="林 is the last owner"):
            change()
    accounts.add("文", "owner", OTHER, who="林")
    accounts.set_role("林", "editor", who="文")
    assert accounts.has_owner()


def test_a_new_password_ends_what_the_old_one_began(accounts: Accounts) -> None:
    here, access = session(accounts)
    elsewhere, _ = session(accounts)
    with pytest.raises(AccountError, match="do not belong together"):
        accounts.change_password(access, "not the old one", OTHER, "192.0.2.7")
    accounts.change_password(access, PASSWORD, OTHER, "192.0.2.7")
    assert accounts.access(here)
    assert accounts.access(elsewhere) is None
    with pytest.raises(AccountError):
        accounts.log_in("林", PASSWORD, "192.0.2.7")
    accounts.set_password("林", PASSWORD, who="terminal")
    assert accounts.access(here) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "short"), ("aaaaaaaaaaaaaaaa", "weak"), ("linlinlinlin", "weak"), ("x" * 257, "long"), ("", "short")],
)
def test_passwords_that_are_easily_guessed_are_refused(password: str, reason: str) -> None:
    with pytest.raises(AccountError) as refused:
        passwords.hashed(password, "lin")
    assert refused.value.reason == reason


@pytest.mark.parametrize("name", ["", "  ", "a/b", "<b>x</b>", "x" * 41, "a\nb\x00", "\u202e林"])
def test_names_that_cannot_be_are_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match="cannot be a name"):
        accounts.add(name, "reader", OTHER, who="林")


def test_a_name_is_one_whatever_its_case(accounts: Accounts) -> None:
    accounts.add("Anna  Lee", "reader", OTHER, who="林")
    with pytest.raises(AccountError, match="already"):
        accounts.add("ANNA LEE", "reader", OTHER, who="林")
    assert session(accounts, "anna lee", OTHER)[1].account.name == "Anna Lee"
    with pytest.raises(AccountError, match="nobody is called"):
        accounts.set_role("Anne", "editor", who="林")


def test_a_link_holds_for_its_path_until_it_ends(accounts: Accounts, clock: Clock) -> None:
    link = accounts.share("/regions/成都", "for the county", 7, who="林")
    other = accounts.share("/board", "", 30, who="林")
    found = accounts.shared(link)
    assert found
    assert (found.path, found.who, found.label) == ("/regions/成都", "林", "for the county")
    assert accounts.access(link) is None, "a link lets nobody log in"
    clock.ahead(days=8)
    assert accounts.shared(link) is None
    (kept,) = accounts.shares()
    accounts.end_share(kept.id, who="林")
    assert accounts.shared(other) is None
    for path in ("https://example.org/", "//example.org", "board", "/a\nb"):
        with pytest.raises(AccountError, match="no page"):
            accounts.share(path, "", 7, who="林")


@pytest.mark.parametrize("text", ["", "gxs_", "gxs_" + "a" * 43, "gxt_x", "gxl_x", "' OR 1=1 --", "林" * 9, "\ud800"])
def test_what_nobody_was_given_lets_nobody_in(accounts: Accounts, text: str) -> None:
    assert accounts.access(text) is None
    assert accounts.shared(text) is None


def test_the_log_is_only_ever_appended(accounts: Accounts, library: Library) -> None:
    statements = [
        update(audit).values(who="somebody else"),
        delete(audit),
        text("UPDATE audit SET subject = '' WHERE id = 1"),
    ]
    if library.engine.dialect.name == "postgresql":
        statements.append(text("TRUNCATE audit"))
    for statement in statements:
        with (
            pytest.raises((LibraryError, DBAPIError), match="only ever appended"),
            writing(library.engine) as connection,
        ):
            connection.execute(statement)
    assert [entry.subject for entry in accounts.log()] == ["林"]


def test_the_log_tells_who_did_what_to_which_fact(library: Library, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    library.ingest([tmp_path / "in"])
    fact = library.facts().to_dicts()[0]
    library.reject(fact["id"], who="林")
    library.add_finding("doc:0000#0-1", "绵阳增长最快", who="文")
    entries = library.accounts.log()
    assert {(e.who, e.action, e.subject, e.origin) for e in entries} == {
        ("林", "reject", fact["quote"], "edit"),
        ("文", "finding_kept", "绵阳增长最快", "finding"),
    }
    edit = next(e for e in entries if e.origin == "edit")
    assert edit.details["sha256"] == library.documents().to_dicts()[0]["sha256"]
    assert edit.details["found"]["fields"]
    assert [e.who for e in library.accounts.log(who="文")] == ["文"]
    assert library.accounts.log(until="2020") == []
    assert len(library.accounts.log(limit=1)) == 1


def test_a_refused_log_in_is_written_down_without_what_was_typed(accounts: Accounts) -> None:
    for name in ("林", PASSWORD):  # a password typed where the name belongs
        with pytest.raises(AccountError):
            accounts.log_in(name, "guess", "192.0.2.7")
    first, second = accounts.log(action="log_in_refused")
    assert {first.who, second.who} == {"林", ""}
    assert first.address == "192.0.2.7"
    assert PASSWORD not in json.dumps([e.subject + e.who for e in (first, second)], ensure_ascii=False)


def test_a_line_of_the_log_stays_one_line(accounts: Accounts) -> None:
    accounts.note("林", "export", "a\nb\x1b[31m" + "x" * 1_000)
    (entry,) = accounts.log(action="export")
    assert entry.subject.isprintable()
    assert len(entry.subject) == 500


def test_a_backup_keeps_people_and_log_but_nothing_that_lets_in(
    accounts: Accounts, library: Library, tmp_path: Path
) -> None:
    token, _ = session(accounts)
    accounts.share("/board", "", 7, who="林")
    back_up(library, tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        assert not {"tables/credential.jsonl", "tables/share.jsonl"} & set(archive.namelist())
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert secrets.digest_of(token).encode() not in content
    restore(tmp_path / "kept.zip", str(tmp_path / "again.db"))
    with Library(tmp_path / "again.db") as again:
        restored = Accounts(again.engine, accounts.clock)
        assert restored.access(token) is None
        assert restored.shares() == []
        assert restored.log() == accounts.log()
        assert restored.access(restored.log_in("林", PASSWORD, "192.0.2.7"))


def run(place: object, *words: str, input: str = "") -> Result:
    return CliRunner().invoke(main, ["users", *words, "--library", str(place), "--language", "en"], input=input)


def test_the_commands(tmp_path: Path) -> None:
    place = tmp_path / "library.db"
    assert run(place, "add", "林", "--role", "owner", input=f"{PASSWORD}\n").stdout == "林 was added as owner.\n"
    assert run(place, "add", "文", input=f"{OTHER}\n").exit_code == 0
    assert run(place, "role", "文", "editor").stdout == "文 is editor now.\n"
    made = run(place, "token", "文", "--scope", "editor", "--days", "3", "--label", "report")
    assert made.stdout.startswith("gxt_")
    with Library(place) as library:
        access = library.accounts.access(made.stdout.strip())
        assert access
        assert access.role == "editor"
        assert library.accounts.log_in("林", PASSWORD, "")
    (kept,) = map(json.loads, run(place, "tokens", "文", "--format", "json").stdout.splitlines())
    assert (kept["label"], kept["scope"]) == ("report", "editor")
    assert run(place, "tokens", "文", "--end", str(kept["id"])).exit_code == 0
    assert run(place, "disable", "文").exit_code == 0
    assert run(place, "enable", "文").exit_code == 0
    assert run(place, "password", "文", input=f"{PASSWORD}!\n").exit_code == 0
    people = [json.loads(line) for line in run(place, "list", "--format", "json").stdout.splitlines()]
    assert [(p["name"], p["role"], p["disabled"]) for p in people] == [("林", "owner", False), ("文", "editor", False)]
    assert "password" not in people[0]
    listed = run(place, "list")
    assert "owner" in listed.stdout
    assert "argon2" not in listed.stdout
    log = run(place, "log", "--rows", "50")
    assert log.exit_code == 0
    assert "was refused" not in log.stdout
    assert "made a token" in " ".join(log.stdout.split())


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("add", "林"), "short\n", "at least 10 characters"),
        (("add", "a/b"), f"{OTHER}\n", "cannot be a name"),
        (("role", "nobody", "editor"), "", "nobody is called 'nobody'"),
        (("disable", "林"), "", "no library here"),
    ],
)
def test_mistakes_are_one_sentence(tmp_path: Path, words: tuple[str, ...], typed: str, said: str) -> None:
    place = tmp_path / "library.db"
    if words[0] == "role":
        with Library(place):
            pass
    result = run(place, *words, input=typed)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_password_is_taken_from_the_command_line(tmp_path: Path) -> None:
    result = run(tmp_path / "library.db", "add", "林", "--password", PASSWORD)
    assert result.exit_code == 2
    assert "No such option" in result.stderr
