"""Promises of a library: filters, frames, the command in every format, and messages for what it does not know."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from city_reports import BULLETIN_2024, REPORT_2024, REPORT_2025, REVISION_2024, documents
from click.testing import CliRunner

import gongxing
from gongxing.cli import main
from gongxing.library import Library, LibraryError, promising
from gongxing.promises import follow
from gongxing.promises.places import place_of
from gongxing.sample import open_sample

TEXTS = (REPORT_2024, REPORT_2025, BULLETIN_2024, REVISION_2024)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("promises")
    texts = dict(zip(("a.txt", "b.txt", "c.txt", "d.txt"), TEXTS, strict=True))
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    with gongxing.open(folder / "my.db") as library:
        library.ingest([folder / name for name in texts])
    return folder / "my.db"


@pytest.fixture
def library(place: Path) -> Library:
    return gongxing.open(place)


def run(place: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["promises", "--library", str(place), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_frame_has_both_quotes_and_their_references(library: Library) -> None:
    frame = library.promises(region="绵阳市", theme="rural", state="met").frame()
    (row,) = frame.to_dicts()
    assert (row["subject"], row["value"], row["unit"], row["period"]) == ("粮食产量", 2.3e6, "t", "2024")
    assert (row["quote"], row["outcome_quote"]) == ("粮食产量46亿斤以上", "粮食总产量46.2亿斤")
    assert row["reference"].startswith("doc:")
    assert row["outcome_reference"] != row["reference"]
    assert len(library.promises(region="绵阳").frame("pandas")) == len(library.promises())


def test_filters_narrow_and_their_counts_add_up(library: Library) -> None:
    everything = library.promises()
    coverage = everything.coverage().to_dicts()
    assert sum(row["promises"] for row in coverage) == len(everything)
    for state in ("met", "missed", "not_yet", "cannot_say"):
        assert len(library.promises(state=state)) == sum(row[state] for row in coverage)
    assert list(library.promises(region="510700")) == list(everything)
    assert {p.promised.date for p in library.promises(since="2025")} == {"2025-01-18"}
    assert {p.kind for p in library.promises(kind="pilot_centre")} == {"pilot_centre"}
    assert len(library.promises(region="成都")) == 0


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"theme": "sport"}, "theme 'sport' is not known; expected one of innovation"),
        ({"state": "done"}, "state 'done' is not known"),
        ({"region": "999999"}, "no division with the code 999999"),
    ],
)
def test_what_is_not_known_is_named(library: Library, filters: dict[str, str], said: str) -> None:
    with pytest.raises(LibraryError, match=said):
        library.promises(**filters)  # type: ignore[arg-type]


def test_a_library_without_tables_finds_the_same_states_as_its_documents_alone(library: Library) -> None:
    alone = {(p.kind, p.subject, p.due): p.state for p in follow(documents(TEXTS)) if p.is_promised}
    assert {(p.kind, p.subject, p.due): p.state for p in library.promises()} == alone
    assert "not_yet" in alone.values()


def test_one_region_has_the_promises_that_it_has_among_all(library: Library) -> None:
    assert list(library.promises(region="绵阳")) == [p for p in library.promises() if p.region == "绵阳"]


def test_a_correction_of_a_person_counts(place: Path, tmp_path: Path) -> None:
    with gongxing.open(tmp_path / "own.db") as library:
        library.ingest([place.parent / "a.txt", place.parent / "b.txt"])
        (before,) = library.promises(theme="rural", kind="indicator", state="missed")
        facts = library.figures(indicator="建成高标准农田").to_dicts()
        library.correct(facts[0]["id"], who="林", value=2.1e8)
        after = [p for p in library.promises(kind="indicator") if p.subject == before.subject]
        assert [p.state for p in after] == ["met"]


def test_the_table_shows_state_and_both_quotes_within_80_columns(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = run(place, "--language", "zh", "--rows", "0")
    assert "“新建高标准农田30万亩”" in text
    assert "“建成高标准农田28万亩”" in text
    assert "✗ 未完成  新建高标准农田  2024" in text
    from rich.cells import cell_len

    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= 80


def test_groups_and_english(place: Path) -> None:
    text = run(place, "--language", "en", "--group-by", "state", "--rows", "1")
    names = ("met", "missed", "not yet", "cannot say")
    heads = [name for line in text.splitlines() for name in names if re.fullmatch(rf"{name}  \d+ *", line)]
    assert heads == ["met", "missed", "not yet", "cannot say"]
    assert "; --rows 0 lists all" in text
    assert "民生" in run(place, "--language", "zh", "--group-by", "theme", "--coverage")


def test_json_and_csv_hold_everything(place: Path) -> None:
    content = json.loads(run(place, "--format", "json", "--state", "missed"))
    assert content["counts"] == {"met": 0, "missed": len(content["promises"]), "not_yet": 0, "cannot_say": 0}
    promise = next(p for p in content["promises"] if p["subject"] == "新建高标准农田")
    assert promise["outcome"]["quote"] == "建成高标准农田28万亩"
    assert set(promise["reason"]) == {"zh", "en"}
    rows = list(csv.DictReader(io.StringIO(run(place, "--format", "csv", "--state", "missed"))))
    assert {row["subject"] for row in rows} == {p["subject"] for p in content["promises"]}


def test_a_workbook_has_promises_mentions_stages_answers_and_counts(place: Path, tmp_path: Path) -> None:
    run(place, "-o", str(tmp_path / "p.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["promises", "mentions", "stages", "answers", "counts"]
    header, *rows = book["promises"].iter_rows(values_only=True)
    assert isinstance(rows[0][header.index("value")], int | float)


def test_mistakes_are_one_sentence(place: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    missing = runner.invoke(main, ["promises", "--library", str(tmp_path / "none.db")])
    assert missing.exit_code == 1
    assert "there is no library here" in missing.output
    workbook = runner.invoke(main, ["promises", "--library", str(place), "--format", "xlsx"])
    assert "add --output promises.xlsx" in workbook.output
    theme = runner.invoke(main, ["promises", "--library", str(place), "--theme", "sport"])
    assert (theme.exit_code, "theme 'sport' is not known" in theme.output) == (1, True)


def test_cells_of_other_places_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Everywhere(frozenset[str]):
        def __contains__(self, place: object) -> bool:
            return True

    asked: list[int] = []
    chosen = promising._tables

    def every(library: Library, name: str | None, code: str | None, newest: int | None, places: object) -> object:
        asked.append(len(list(places)))  # type: ignore[call-overload]
        return chosen(library, name, code, newest, Everywhere())

    with open_sample(tmp_path) as library:
        narrow = library.promises()
        monkeypatch.setattr(promising, "_tables", every)
        assert library.promises() == narrow
    assert asked and 0 < asked[0] < 18  # places with a number promised, fewer than the tables tell of
    assert {one.state for one in narrow} >= {"met", "missed"}


def test_of_a_region_only_what_it_promises_is_followed() -> None:
    every = follow(documents(TEXTS))
    for name in ("绵阳", "四川", "成都"):
        whose = place_of(name)
        assert whose is not None
        one = follow(documents(TEXTS), about=whose)
        assert [each for each in one if each.region == name] == [each for each in every if each.region == name]
    assert len(follow(documents(TEXTS), about=place_of("上海"))) < len(every)
