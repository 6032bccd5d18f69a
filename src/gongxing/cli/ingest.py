"""``gongxing ingest``: documents and tables into the library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from gongxing.cli.library import library_options, opened
from gongxing.cli.output import progress, tell, tongue_of

if TYPE_CHECKING:
    from gongxing.library import Library
    from gongxing.library.ingest import Source


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|URL|-]...")
@library_options
@click.option("-j", "--jobs", type=click.IntRange(0), default=0, help="Processes. 0: as many as cores.")
@click.option("--cluster", metavar="ADDRESS", help="Read on a Dask cluster, e.g. tcp://127.0.0.1:8786.")
@click.option("--reread", is_flag=True, help="Read every document again that older rules read.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Words of the report. Default: as your system says.")
def ingest(
    paths: tuple[str, ...], place: str, files: str | None, jobs: int, cluster: str | None, reread: bool,
    language: str | None,
) -> None:  # fmt: skip
    """Read documents and tables into the library.

    A folder is read with all it holds, a ZIP as the documents in it; an address (https://…) is fetched, one request a
    second a site, if it is public and its site lets programs fetch it. The same file twice is one document; mirrors and
    reposts of an article are copies of one. Stopped at any moment, the same command goes on where it was; without a
    path it goes on with what the last one left. What cannot be read is named on standard error with the reason, the
    rest goes on, and the exit status is 1.

    \b
    Examples:
      gongxing ingest reports/ yearbooks/ --jobs 4
      gongxing ingest --library postgresql://me@server/region reports/
      gongxing ingest https://www.example.gov.cn/plan.html
      gongxing ingest --reread
    """
    from gongxing.engines import ClusterError, engine_for
    from gongxing.library.ingest import ingest as run
    from gongxing.listing.library import ingest_report

    with opened(place, files, create=True) as library:
        sources, problems = _sources(library, paths, reread)
        try:
            with progress(len(sources)) as advance:
                report = run(library, sources, engine_for(jobs if len(sources) > 1 else 1, cluster), advance=advance)
        except ClusterError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            raise click.ClickException("stopped; what was read is kept: run gongxing ingest to go on") from None
    click.echo(ingest_report(report, tongue_of(language)))
    for problem in [*problems, *(failure.reason for failure in report.failures)]:
        tell(problem)
    if problems or report.failures:
        sys.exit(1)


def _sources(library: Library, paths: tuple[str, ...], reread: bool) -> tuple[list[Source], list[str]]:
    """Return what the words of the command stand for, and one sentence for each that stands for nothing."""
    from gongxing.library.ingest import left_open, outdated
    from gongxing.library.preparation import TABLE_SUFFIXES
    from gongxing.reading.sources import SUFFIXES, find_sources

    found, problems = find_sources(paths, SUFFIXES | TABLE_SUFFIXES, packages=False)
    sources: list[Source] = list(found)
    if reread:
        sources += outdated(library)
    elif not paths:
        sources += left_open(library)
        if not sources:
            raise click.UsageError("name files or folders to read; no earlier ingest was left unfinished")
    return sources, problems
