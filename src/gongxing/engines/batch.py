"""Read many documents, one after another or in a pool of processes, with the same results in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.engines.executors import WorkerKilledError, engine_for, in_order
from gongxing.reading import Article, UnreadableDocumentError, read_bytes, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gongxing.facts import Fact

Source = Path | tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one document: its article and facts, or the problem in one sentence."""

    name: str
    article: Article | None
    facts: tuple[Fact, ...]
    problem: str | None


def read_document(source: Source) -> Reading:
    """Read one document, a path or a name with its bytes; a document that cannot be read gives its problem."""
    name = str(source) if isinstance(source, Path) else source[0]
    try:
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
        Paths, or names with bytes.
    jobs
        Processes to use. The results are the same for any number.
    read
        What is done with each source (a function that can be pickled).
    """
    jobs = min(jobs, len(sources))
    for source, reading in in_order(read, sources, engine_for(max(jobs, 1))):
        if isinstance(reading, WorkerKilledError):
            name = str(source) if isinstance(source, Path) else source[0]
            problem = str(UnreadableDocumentError(name, str(reading), "leave it out, or read it alone to see why"))
            yield Reading(name, None, (), problem)
        else:
            yield reading
