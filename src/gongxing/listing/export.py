"""A library's tables as files for other programs: CSV for Excel, XLSX, Parquet, or all of them in a ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gongxing
from gongxing.listing.sheets import csv_text, write_xlsx

if TYPE_CHECKING:
    import polars

    from gongxing.library import Library

TABLES = ("documents", "facts", "figures", "commitments", "observations")
STORED = ("scenarios", "findings", "briefs")  # what people made
SUFFIXES = (".csv", ".xlsx", ".parquet", ".zip")
_MOST_ROWS = 1_048_575  # of a sheet, beside its head


def table_of(library: Library, name: str, region: str | None) -> polars.DataFrame:
    """Return one of ``TABLES`` about one region where it is named, or one of ``STORED``."""
    frame: Any
    if name in STORED:
        return _stored(library, name)
    if name == "documents":
        frame = library.documents(copies=True)
    elif name == "facts":
        frame = library.facts(region=region)
    elif name == "figures":
        frame = library.figures(region=region)
    elif name == "commitments":
        frame = library.commitments(region=region)
    else:
        frame = library.observations(region=region)
    return frame  # type: ignore[no-any-return]


def _stored(library: Library, name: str) -> polars.DataFrame:
    """Return every version of what people made."""
    import polars

    entries: Any
    columns: tuple[str, ...]
    if name == "scenarios":
        columns = ("slug", "version", "title", "toml", "who", "at")
        entries = [version for last in library.scenarios() for version in library.scenario_versions(last.slug)]
    elif name == "briefs":
        columns = ("slug", "version", "title", "language", "outline", "who", "at")
        entries = [version for last in library.briefs() for version in library.brief_versions(last.slug)]
    else:
        columns = ("id", "reference", "sentence", "who", "at")
        entries = library.findings()
    data = [[getattr(entry, column) for column in columns] for entry in entries]
    schema = {column: polars.Int64 if column in ("id", "version") else polars.String for column in columns}
    return polars.DataFrame(data, schema=schema, orient="row")


def sources_of(library: Library, numbers: set[int]) -> polars.DataFrame:
    """Return the documents that a table rests on, each with its citation by GB/T 7714."""
    import polars

    rows = [row for row in library.documents(copies=True).to_dicts() if row["id"] in numbers]  # type: ignore[operator]
    columns = ("id", "title", "source", "account", "author", "published", "name", "url", "sha256")
    data = [[row[column] for column in columns] + [citation(row)] for row in rows]
    return polars.DataFrame(data, schema=[*columns, "citation"], orient="row", infer_schema_length=None)


def citation(row: dict[str, Any]) -> str:
    """Cite a document by GB/T 7714: who. title[EB/OL]. (published)[kept]. address."""
    who = row["author"] or row["source"] or row["account"]
    kind = "EB/OL" if row["kind"] == "document" else "DS"
    published = f"({row['published'][:10]})" if row["published"] else ""
    address = f" {row['url']}." if row.get("url") else ""
    cited = f"{f'{who}. ' if who else ''}{row['title'] or row['name']}[{kind}]. {published}[{row['added'][:10]}]."
    return cited + address


def export(library: Library, target: Path, name: str, region: str | None) -> int:
    """Write one table, or with ``.zip`` all of them, and return the number of rows.

    Raises
    ------
    OSError
        The file cannot be written.
    ValueError
        A sheet cannot hold so many rows.
    """
    if target.suffix.lower() == ".zip":
        return _write_zip(library, target, region)
    frame = table_of(library, name, region)
    if target.suffix.lower() == ".csv":
        target.write_text(_csv(frame), "utf-8-sig", newline="")
    elif target.suffix.lower() == ".parquet":
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        target.write_bytes(buffer.getvalue())
    else:
        if frame.height > _MOST_ROWS:
            raise ValueError(
                f"{frame.height:,} rows are more than a sheet holds ({_MOST_ROWS:,}); write .csv or .parquet"
            )
        sheets = {name: (frame.columns, frame.rows())}
        if name not in STORED:
            sources = sources_of(library, _documents(frame, name))
            sheets["sources"] = (sources.columns, sources.rows())
        write_xlsx(sheets, target)
    return int(frame.height)


def _csv(frame: polars.DataFrame) -> str:
    return csv_text(frame.columns, frame.iter_rows())


def _documents(frame: polars.DataFrame, name: str) -> set[int]:
    return set(frame.get_column("id" if name == "documents" else "document").to_list())


def _write_zip(library: Library, target: Path, region: str | None) -> int:
    rows, counts, numbers = 0, {}, set[int]()
    buffer = io.BytesIO()  # a ZIP that cannot be closed complains once more when it is forgotten
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in TABLES:
            if name == "documents":
                continue
            frame = table_of(library, name, region)
            numbers |= _documents(frame, name)
            counts[name] = frame.height
            rows += frame.height
            archive.writestr(f"{name}.csv", "\ufeff" + _csv(frame))
        sources = sources_of(library, numbers)
        archive.writestr("sources.csv", "\ufeff" + _csv(sources))
        if region is None:
            _write_stored(library, archive)
        made = datetime.now(UTC).strftime("%Y-%m-%d")
        metadata = {"made": made, "gongxing": gongxing.__version__, "region": region, "rows": counts,
                    "sources": sources.height}  # fmt: skip
        archive.writestr("metadata.json", json.dumps(metadata, ensure_ascii=False, indent=1))
        archive.writestr("README.txt", _README.format(made=made, region=region or "—", sources=sources.height))
    target.write_bytes(buffer.getvalue())
    return rows


def _write_stored(library: Library, archive: zipfile.ZipFile) -> None:
    """Write what people made, each version as a file of its own kind."""
    archive.writestr("findings.csv", "\ufeff" + _csv(_stored(library, "findings")))
    for scenario in (version for last in library.scenarios() for version in library.scenario_versions(last.slug)):
        name = f"{scenario.slug}.{scenario.version}"
        archive.writestr(f"scenarios/{name}.toml", scenario.toml)
        for table, sha256 in scenario.files.items():
            archive.writestr(f"scenarios/{name}.tables/{Path(table).name}", library.blobs.get(sha256))
        outcome = library.outcome(scenario.slug, scenario.version)
        if outcome is not None:
            archive.writestr(
                f"scenarios/{name}.outcome.json", json.dumps(outcome.content, ensure_ascii=False, indent=1)
            )
    for brief in (version for last in library.briefs() for version in library.brief_versions(last.slug)):
        archive.writestr(f"briefs/{brief.slug}.{brief.version}.md", brief.outline)
    for publication in library.publications():
        archive.writestr(
            f"briefs/{publication.slug}.{publication.version}.{publication.permanent_id}.html", publication.html
        )


_README = """\
共兴资料库导出 · Export of a Gongxing library
{made} · 地区 region: {region} · 来源文件 documents: {sources}

figures.csv       数值：地区、指标、时间、值（基本单位）、原文  figures in base units, with their words
commitments.csv   任务：谁、做什么（原文）、何时  who will do what, by when
facts.csv         七类事实  facts of all kinds
observations.csv  统计表的观测值及其单元格  cells of tables
sources.csv       来源文件及引用格式（GB/T 7714）  the documents, each with its citation
findings.csv      要点及其依据；scenarios 与 briefs 两个文件夹是情景和简报（未限定地区时）
                  findings with their evidence; folders of scenarios and briefs (where no region is named)

每一行的 document 列对应 sources.csv 的 id 列，start 与 end 是原文在正文中的位置（按字符计）。
The column document of a row leads to the column id of sources.csv; start and end are offsets of characters.

权利 Rights: 原文的权利属于各发布者，引用请注明 sources.csv 所列出处；事实与数字本身不受著作权保护。
The quoted words belong to their publishers; cite them as sources.csv says. Facts and figures themselves are free.

引用 Cite: 共兴（Gongxing）资料库导出，{made}；原始来源见 sources.csv。
"""
