"""A reader of Chinese meets no sentence that is English only, and a reader of English no Chinese of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import copy_library
from browser.furnishing import OWNER, Furnished, addresses, furnish, is_paper
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

import gongxing
from gongxing.library import Library
from gongxing.measures import measures
from gongxing.workbench import Settings, create_app
from gongxing.workbench.comparing import FAMILIES
from gongxing.workbench.marking import marked

# Words of no language: code, what is typed, addresses, formulas, and what documents and people wrote.
APART = ("script", "style", "code", "pre", "kbd", "samp", "textarea", "math", "svg")
SPOKEN = ("title", "alt", "aria-label", "placeholder", "label", "content")
ENGLISH = re.compile(r"[A-Za-z][a-z']*(?:,? [A-Za-z][a-z']*){3,}")
ENGLISH_WORDS = re.compile(r"[A-Za-z]+ [a-z]+")
HAN_ALONE = re.compile(r"[\u3400-\u9fff]+")
HAN = re.compile(r"[\u3400-\u9fff]{2,}")


@pytest.fixture(scope="module")
def furnished(library_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    place = tmp_path_factory.mktemp("two languages") / "library.db"
    copy_library(library_place, place)
    return furnish(place)


@pytest.fixture(scope="module")
def visited(furnished: Furnished) -> Iterator[TestClient]:
    with TestClient(create_app(furnished.place), base_url="http://127.0.0.1") as opened:
        yield opened


def foreign(html: str, language: str) -> list[str]:
    """Return texts of a page that are in the other language and do not say so."""
    pattern, other = (ENGLISH, "en") if language == "zh" else (HAN, "zh")
    found = []

    def look(node: LexborNode, spoken: str) -> None:
        if node.tag == "-text":
            text = " ".join((node.text_content or "").split())
            if spoken != other and pattern.search(text):
                found.append(text[:160])
            return
        if node.tag in APART or (node.tag == "title" and language == "en"):  # a title cannot say what is in it
            return
        spoken = (node.attributes.get("lang") or spoken)[:2]
        if spoken != other:
            for name in SPOKEN if language == "zh" else ():
                value = node.attributes.get(name) or ""
                if pattern.search(value):
                    found.append(f"{name}: {value[:160]}")
        for child in node.iter(include_text=True):
            look(child, spoken)

    root = LexborHTMLParser(html).root
    assert root is not None
    look(root, language)
    return found


# What has something lacking, or is asked in a wrong way.
WRONG = (
    "/regions/nowhere", "/documents/99999", "/nothing", "/atlas?indicator=nonsense", "/atlas?year=1850",
    "/search?q=%20", "/search?q=%E3%80%82", "/evidence?reference=doc:00%231-2", "/evidence?reference=x",
    "/help/measures/nothing", "/scenarios/nothing", "/briefs/nothing", "/published/nothing", "/board?state=nonsense",
    "/jobs/none", "/library/uploads/none", "/documents/1?fact=99999", "/documents?since=soon",
    "/compare?year=1850&family=linkage", "/compare?family=association&within=成都都市圈",
    "/compare?versus=groups&one=510100&other=510700&family=convergence",
)  # fmt: skip


EMPTY = (
    "/", "/atlas", "/regions/成都", "/documents", "/board", "/compare", "/scenarios", "/scenarios/new/draw",
    "/scenarios/new/plans", "/briefs", "/library", "/search?q=氢能", "/help", "/jobs", "/audit",
)  # fmt: skip


def pages(visited: TestClient, furnished: Furnished, language: str) -> Iterator[tuple[str, str]]:
    """Every page of the workbench with its address; a built brief has a language of its own."""
    families = [f"/compare?family={family}&weight=residents" for family in FAMILIES]
    helped = [f"/help/measures/{name}" for name in measures()]
    for path in (*addresses(furnished, visited.app), *families, *helped, *WRONG):
        answer = visited.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        if not is_paper(path) and "text/html" in answer.headers.get("content-type", ""):
            yield path, answer.text


def spoken_of(root: LexborNode) -> list[str]:
    """Return what attributes of a page say to a person."""
    return [node.attributes.get(name) or "" for node in root.traverse() for name in SPOKEN if node.attributes]


def material(furnished: Furnished) -> str:
    """Return what documents, tables, lists of regions and the people of this test have written."""
    parts = [OWNER, "共兴", "中文"]
    with Library(furnished.place) as library:
        for row in library.page_documents(limit=100).rows:
            held = library.document(row["id"])
            parts += [str(held.row), str(held.article), str(held.facts)]
        parts.append(str(library.documents(copies=True, frame="pandas").to_dict()))
        parts.append(f"{library.scenarios()} {library.findings()} {library.briefs()}")
        parts.append(library.observations().write_csv())
    room = Path(gongxing.__file__).parent
    lists = [
        *sorted(room.glob("regions/*.csv")),
        *sorted(room.glob("regions/*.toml")),
        room / "measures/references.toml",
    ]
    parts += [path.read_text("utf-8") for path in lists]
    return "\n".join(parts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_speaks_the_language_of_its_reader(visited: TestClient, furnished: Furnished, language: str) -> None:
    wrong = []
    for path, html in pages(visited, furnished, language):
        wrong += [f"{path}: {text}" for text in dict.fromkeys(foreign(html, language))]
        if language == "zh":
            heads = [node.text(strip=True) for node in LexborHTMLParser(html).css("th")]
            wrong += [f"{path}: heading {text}" for text in dict.fromkeys(heads) if re.fullmatch("[a-z_ ]{3,}", text)]
    assert not wrong, "\n".join(wrong)


def test_chinese_in_an_english_page_is_of_documents_tables_and_names(visited: TestClient, furnished: Furnished) -> None:
    """Every Chinese word of an English page stands in the material, and none in the program's own sentences."""
    known = "".join(HAN_ALONE.findall(material(furnished)))
    wrong = []
    for path, html in pages(visited, furnished, "en"):
        root = LexborHTMLParser(re.sub(r"(?s)<(script|style)\b.*?</\1>", "", html)).root
        assert root is not None
        words = dict.fromkeys(HAN_ALONE.findall(f"{root.text(separator=' ')} {' '.join(spoken_of(root))}"))
        wrong += [f"{path}: {word}" for word in words if word not in known and word not in path]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<a href='/x'>成都</a>", "<a href='/x' lang=\"zh\">成都</a>"),
        ("<p>Member of 成都都市圈, 2023</p>", '<p><span>Member of <span lang="zh">成都都市圈</span>, 2023</span></p>'),
        ('<p lang="zh-CN">成都</p>', '<p lang="zh-CN">成都</p>'),
        ("<p><b>A</b> 成都 <i>B</i></p>", '<p><b>A</b><span> <span lang="zh">成都</span> </span><i>B</i></p>'),
        ("<li>成眉市域铁路S5线</li>", '<li lang="zh">成眉市域铁路S5线</li>'),
        ("<option>成都 (5)</option>", '<option lang="zh">成都 (5)</option>'),
        ("<title>成都 · Gongxing</title>", "<title>成都 · Gongxing</title>"),
        ('<script>"<b>成都</b>"</script>', '<script>"<b>成都</b>"</script>'),
        ("<p>&lt;b&gt;成都&lt;/b&gt;</p>", '<p><span>&lt;b&gt;<span lang="zh">成都</span>&lt;/b&gt;</span></p>'),
    ],
)
def test_an_english_page_marks_what_is_chinese(html: str, said: str) -> None:
    assert marked(html) == said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_library_speaks_the_language_of_its_reader(tmp_path: Path, language: str) -> None:
    wrong = []
    with TestClient(create_app(tmp_path / "new.db", Settings(create=True)), base_url="http://127.0.0.1") as opened:
        for path in EMPTY:
            answer = opened.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
            wrong += [f"{path}: {text}" for text in foreign(answer.text, language)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path",
    ["/api/regions/nowhere", "/api/documents/99999", "/api/nothing", "/api/search?q=%20", "/api/documents?limit=0",
     "/api/panel?indicator=nonsense", "/api/facts?since=soon", "/api/measures/theil?indicator=nonsense",
     "/api/measures/nothing", "/api/evidence?reference=x", "/api/documents?cursor=x"],
)  # fmt: skip
def test_the_api_says_what_is_wrong_in_the_language_that_is_accepted(visited: TestClient, path: str) -> None:
    for accepted, pattern, other in (("zh-CN", HAN, ENGLISH), ("en-GB,en;q=0.9", ENGLISH_WORDS, HAN)):
        answer = visited.get(path, headers={"Accept-Language": accepted})
        assert answer.headers["content-type"].startswith("application/problem+json")
        for name in ("title", "detail"):
            assert pattern.search(answer.json()[name]), answer.json()
            assert not other.search(answer.json()[name].replace("氢能", "")), answer.json()
