"""Read many documents, one after another or in a pool of processes, with the same results in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.engines.executors import WorkerKilledError, engine_for, in_order
from gongxing.reading import Article, UnreadableDocumentError, read_bytes, read_file
from gongxing.reading.fetching import WebAddress, fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gongxing.facts import Fact

Source = Path | tuple[str, bytes] | WebAddress


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one document: its article and facts, or the problem in one sentence."""

    name: str
    article: Article | None
    facts: tuple[Fact, ...]
    problem: str | None


def read_document(source: Source) -> Reading:
    """Read one document, a path, a name with its bytes or an address; one that cannot be read gives its problem."""
    name = name_of(source)
    try:
        if isinstance(source, WebAddress):
            source = (name, fetch(source).data)
        article = (
            read_file(source, while_waiting=_load_facts)
            if isinstance(source, Path)
            else read_bytes(source[1], source[0])
        )
    except UnreadableDocumentError as error:
        return Reading(name, None, (), str(error))
    from gongxing.facts import extract_facts

    return Reading(name, article, tuple(extract_facts(article)), None)


def _load_facts() -> None:
    """Load the rules and dictionaries: a first document need not wait for them after it was read."""
    import gongxing.facts  # noqa: F401


def read_documents(
    sources: Sequence[Source], *, jobs: int = 1, read: Callable[[Source], Reading] = read_document
) -> Iterator[Reading]:
    """Yield a reading for each source, in the order given.

    Parameters
    ----------
    sources
        Paths, names with bytes, or addresses, which this process fetches when their turn comes.
    jobs
        Processes to use. The results are the same for any number.
    read
        What is done with each source (a function that can be pickled).
    """
    jobs = min(jobs, len(sources))
    for source, reading in in_order(partial(_read, read), _at_hand(sources), engine_for(max(jobs, 1))):
        if isinstance(reading, WorkerKilledError):
            name = name_of(source)
            problem = str(UnreadableDocumentError(name, str(reading), "leave it out, or read it alone to see why"))
            yield Reading(name, None, (), problem)
        else:
            yield reading


def name_of(source: Source | UnreadableDocumentError) -> str:
    """Return what to call a source."""
    if isinstance(source, UnreadableDocumentError):
        return source.name
    return source[0] if isinstance(source, tuple) else str(source)


def _at_hand(sources: Iterable[Source]) -> Iterator[Source | UnreadableDocumentError]:
    """Yield the sources, addresses as what was fetched: one process keeps to the pace that a site may expect."""
    for source in sources:
        try:
            yield (str(source), fetch(source).data) if isinstance(source, WebAddress) else source
        except UnreadableDocumentError as error:
            yield error


def _read(read: Callable[[Source], Reading], source: Source | UnreadableDocumentError) -> Reading:
    if isinstance(source, UnreadableDocumentError):
        return Reading(source.name, None, (), str(source))
    return read(source)
