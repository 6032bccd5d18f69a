"""One reader on one set of texts, in a process of its own: ``reading.py`` starts it and reads the JSON that it prints.

python reader.py NAME LIST ROUNDS: LIST is a file with one path a line. Prints start-up, then for each round the CPU
seconds of all documents together, the characters or pages read, and the peak of resident memory in MB.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def gongxing_facts() -> Callable[[str], object]:
    from gongxing.facts import extract_facts
    from gongxing.reading import Article

    return lambda text: extract_facts(Article(text=text, language="zh"))


def gongxing_bodies() -> Callable[[str], object]:
    from gongxing.reading import UnreadableDocumentError
    from gongxing.reading.page import read_page

    def read(markup: str) -> object:
        try:
            return read_page(markup, "page")
        except UnreadableDocumentError:  # a page that only links to its text: finding that out is part of the work
            return None

    return read


def recognizers_quantities() -> Callable[[str], object]:
    from recognizers_number import recognize_number
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_suite import Culture

    def read(text: str) -> object:
        return [f(text, Culture.Chinese) for f in (recognize_currency, recognize_dimension, recognize_number)]

    return read


def readability_bodies() -> Callable[[str], object]:
    from readability import Document

    return lambda markup: Document(markup).summary()


def trafilatura_bodies() -> Callable[[str], object]:
    import trafilatura

    return lambda markup: trafilatura.extract(markup, include_comments=False)


def resiliparse_bodies() -> Callable[[str], object]:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda markup: extract_plain_text(markup, main_content=True)


READERS: dict[str, Callable[[], Callable[[str], object]]] = {
    f.__name__: f
    for f in (gongxing_facts, gongxing_bodies, recognizers_quantities, readability_bodies, trafilatura_bodies,
              resiliparse_bodies)
}  # fmt: skip


def main() -> None:
    name, listing, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    texts = [Path(line).read_text("utf-8") for line in listing.read_text("utf-8").splitlines()]
    started = time.process_time()
    read = READERS[name]()
    read(texts[0])  # dictionaries and patterns are loaded by the first document
    startup = time.process_time() - started
    seconds = []
    for _ in range(rounds):
        started = time.process_time()
        for text in texts:
            read(text)
        seconds.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    json.dump({"startup": startup, "seconds": seconds, "characters": sum(map(len, texts)), "documents": len(texts),
               "peak_mb": peak}, sys.stdout)  # fmt: skip


if __name__ == "__main__":
    main()
