"""Reading into a library: one document for one content, copies for mirrors, failures by name, any engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from made_library import CITIES, check_whole, dump, plan, write_plans

from gongxing.engines import engine_for
from gongxing.library import Library
from gongxing.library.ingest import ingest, left_open, outdated
from gongxing.library.preparation import Job, Prepared, prepare


def test_figures_come_back_with_their_words(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(plan("绵阳"), "utf-8")
    report = library.ingest([path])
    assert (report.read, report.copies, report.failures) == (1, 0, [])
    frame = library.figures(region="绵阳")
    rows = {row["quote"]: row for row in frame.to_dicts()}
    space = rows["9万平方米"]
    assert (space["value"], space["unit"], space["period"], space["about_code"]) == (90_000, "m2", "2026", "510700")
    assert rows["209.5万人"]["value"] == 2_095_000
    assert library.commitments(region="绵阳市").height >= 1
    check_whole(library)


def test_the_same_bytes_are_one_document_wherever_they_are(library: Library, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(plan("成都"), "utf-8")
    first = library.ingest([tmp_path / "a.txt"])
    second = library.ingest([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert (first.read, second.read, second.known) == (1, 0, 2)
    state = library.status()
    assert (state.documents, state.copies, state.places) == (1, 0, 2)


def test_the_same_bytes_twice_in_one_run_are_one_document(library: Library, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(plan("成都"), "utf-8")
    library.ingest([tmp_path], jobs=2)
    state = library.status()
    assert (state.documents, state.copies, state.places) == (1, 0, 3)
    check_whole(library)


PROSE = "".join(
    f"{city}市加快建设第{number}批产业基地，投资{number * 7 + 3}亿元，带动周边县区就业{number * 11 + 5}万人。"
    for number, city in enumerate(CITIES)
)


def test_a_repost_is_a_copy_and_its_facts_count_once(library: Library, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(f"十市共建产业基地\n{PROSE}\n", "utf-8")
    (tmp_path / "2.txt").write_text(f"十市共建产业基地\n来源：转载\n{PROSE}\n责任编辑：文心\n", "utf-8")
    (tmp_path / "3.txt").write_text(f"十市共建产业基地\n{PROSE.replace('，', ', ')}\n", "utf-8")
    report = library.ingest([tmp_path])
    assert (report.read, report.copies) == (3, 2)
    state = library.status()
    assert (state.documents, state.copies) == (1, 2)
    assert library.search("产业基地", kinds=["document"]).counts == {"document": 1}
    assert library.figures().get_column("document").unique().to_list() == [1]
    assert library.documents(copies=True).height == 3


def test_this_years_communique_is_no_copy_of_last_years(library: Library, tmp_path: Path) -> None:
    for year in (2024, 2025):
        text = "".join(
            f"全市{name}达到{year - 1900 + number * 13}.{number}亿元，比上年增长{(year * number) % 9 + 1}.{number}%。"
            for number, name in enumerate(("地区生产总值", "工业增加值", "进出口总额", "零售总额", "一般预算收入") * 3)
        )
        (tmp_path / f"{year}.txt").write_text(f"{year}年统计公报\n{text}\n", "utf-8")
    assert library.ingest([tmp_path]).copies == 0


def test_a_failed_file_is_listed_and_the_rest_is_read(library: Library, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 6)
    (tmp_path / "in" / "0003.txt").write_bytes(b"")
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    report = library.ingest([tmp_path / "in"], jobs=2)
    assert report.read == 5
    assert sorted(Path(failure.source).name for failure in report.failures) == ["0003.txt", "broken.pdf"]
    state = library.status()
    assert state.parts == {"done": 5, "failed": 2}
    assert all(failure.reason.endswith(".") for failure in state.failures)
    (tmp_path / "in" / "0003.txt").write_text(plan("资阳", 2020), "utf-8")
    assert library.ingest([tmp_path / "in"], jobs=2).read == 1
    assert library.status().parts == {"done": 6, "failed": 1}


def test_a_pool_gives_what_one_process_gives(tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 12)
    dumps = []
    for jobs in (1, 2):
        with Library(tmp_path / f"{jobs}.db", tmp_path / f"{jobs}") as library:
            library.ingest([tmp_path / "in"], jobs=jobs)
            dumps.append(dump(library))
    assert dumps[0] == dumps[1]


def kill_for(name: str, flag: Path | None, job: Job) -> Prepared:
    """Kill the worker at one document: always, or once."""
    if job.name.endswith(name) and (flag is None or not flag.exists()):
        if flag is not None:
            flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return prepare(job)


def test_a_document_that_kills_its_worker_is_set_apart(library: Library, tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "in", 8)
    report = ingest(library, paths, engine_for(2), work=partial(kill_for, "0004.txt", None))
    assert report.read == 7
    assert [Path(failure.source).name for failure in report.failures] == ["0004.txt"]
    check_whole(library)


def test_a_worker_that_is_killed_once_loses_and_doubles_nothing(library: Library, tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "in", 8)
    ingest(library, paths, engine_for(2), work=partial(kill_for, "0004.txt", tmp_path / "flag"))
    assert library.status().parts == {"done": 8}
    check_whole(library)


CLUSTER = """
import sys
from distributed import LocalCluster
from gongxing.library import Library
folder = sys.argv[1]
with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster:
    with Library(folder + "/cluster.db", folder + "/cluster") as library:
        report = library.ingest([folder + "/in"], cluster=cluster.scheduler_address)
        assert (report.read, report.failures) == (6, []), report
"""


def test_a_cluster_gives_what_one_process_gives(tmp_path: Path) -> None:
    """In a process of its own: a cluster leaves threads behind."""
    pytest.importorskip("distributed")
    write_plans(tmp_path / "in", 6)
    subprocess.run([sys.executable, "-c", CLUSTER, str(tmp_path)], check=True, timeout=120)
    with Library(tmp_path / "one.db", tmp_path / "one") as library:
        library.ingest([tmp_path / "in"])
        alone = dump(library)
    with Library(tmp_path / "cluster.db", tmp_path / "cluster") as library:
        assert dump(library) == alone


def stop_at(name: str, job: Job) -> Prepared:
    if job.name.endswith(name):
        raise KeyboardInterrupt
    return prepare(job)


def test_what_a_stopped_ingest_left_is_known(library: Library, tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "in", 5)
    with pytest.raises(KeyboardInterrupt):
        ingest(library, paths, engine_for(1), work=partial(stop_at, "0003.txt"))
    assert [Path(str(source)).name for source in left_open(library)] == ["0003.txt", "0004.txt"]
    ingest(library, left_open(library), engine_for(1))
    assert library.status().parts == {"done": 5}
    assert left_open(library) == []


def test_newer_rules_read_again_from_the_originals(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_plans(tmp_path / "in", 3)
    library.ingest([tmp_path / "in"])
    before = library.facts().to_dicts()
    for path in paths:
        path.unlink()
    monkeypatch.setattr("gongxing.library.ingest.reading_version", lambda: "newer")
    sources = outdated(library)
    assert len(sources) == 3
    report = ingest(library, sources, engine_for(1))
    assert (report.read, report.failures) == (3, [])
    assert library.facts().to_dicts() == before  # numbers too
    assert outdated(library) == []
    check_whole(library)


def test_the_mirrors_of_the_real_pages_are_copies(shared: Path, tmp_path: Path) -> None:
    """Each page of the folder has its body beside it as plain text: two files, one article."""
    pages = sorted((shared / "pages" / "html").glob("*.html"))[:4]
    sources = [source for page in pages for source in (page, page.with_name(page.stem + ".body.txt"))]
    with Library(tmp_path / "real.db") as library:
        report = library.ingest([str(source) for source in sources])
        state = library.status()
        assert (state.documents, state.copies, len(report.failures)) == (4, 4, 0)
        check_whole(library)
