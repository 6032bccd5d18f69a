"""Write docs/measures.md and docs/measures.zh.md from the registry and the catalogue of measures.

python scripts/build_measures_docs.py            write both
python scripts/build_measures_docs.py --check    say whether they are current; exit status 1 where not
"""

from __future__ import annotations

import inspect
import sys
import tomllib
from pathlib import Path

from gongxing.measures import Measure, measures
from gongxing.measures.registry import FAMILIES
from gongxing.measures.words import example_reading, references, shared, words

DOCS = Path(__file__).resolve().parents[1] / "docs"
FILES = {"en": "measures.md", "zh": "measures.zh.md"}
SAID = tomllib.loads(Path(__file__).with_name("measures_docs.toml").read_text("utf-8"))


def page(language: str) -> str:
    """Return the page of one language."""
    said, common = SAID[language], shared(language)  # type: ignore[arg-type]
    parts = [f"# {said['title']}", str(said["intro"])]
    entries = list(measures().values())
    for family in FAMILIES:
        members = [entry for entry in entries if entry.family == family]
        if members:
            parts.append(f"## {common['families'][family]}")
            parts.append("\n".join(
                f"- [{words(entry.id, language).name}](#{entry.id}) `{entry.id}`: {words(entry.id, language).line}"  # type: ignore[arg-type]
                for entry in members
            ))  # fmt: skip
            parts += [section(entry, language) for entry in members]
    return "\n\n".join(parts) + "\n"


def section(entry: Measure, language: str) -> str:
    """Return what is said of one measure."""
    text, said, heading = words(entry.id, language), SAID[language], shared(language)["headings"]  # type: ignore[arg-type]
    gap = "：" if language == "zh" else ": "
    lines = [f'<a id="{entry.id}"></a>\n\n### {text.name}', text.line, f"$${text.formula}$$"]
    facts = {
        said["call"]: f"`{call(entry)}`",
        said["needs"]: needs(entry, language),
        said["gives"]: gives(entry, language),
        heading["reading"]: example_reading(entry, language),  # type: ignore[arg-type]
    }
    lines.append("  \n".join(f"**{title}**{gap}{fact}" for title, fact in facts.items()))
    for title, sentences in ((heading["assumptions"], text.assumptions), (heading["traps"], text.traps)):
        lines.append(f"**{title}**\n\n" + "\n".join(f"- {sentence}" for sentence in sentences))
    cited = "\n".join(f"- {references()[key]}" for key in entry.references)
    lines.append(f"**{heading['references']}**\n\n{cited}")
    return "\n\n".join(lines)


def call(entry: Measure) -> str:
    """Return the call with its defaults."""
    shown, starred = [], False
    for name, parameter in entry.signature.parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            shown.append("*")
            starred = True
        default = "" if parameter.default is inspect.Parameter.empty else f"={parameter.default!r}"
        shown.append(name + default)
    return f"{entry.id}({', '.join(shown)})"


def needs(entry: Measure, language: str) -> str:
    """Return what each column must be."""
    said, parts = SAID[language], []
    for name, need in entry.needs.items():
        about = [need.sign if need.sign != "any" else "", *need.dimensions]
        about.append({True: said["adds"], False: said["ratio"], None: ""}[need.adds])  # type: ignore[arg-type]
        default = entry.signature.parameters[name].default
        about.append("" if default is inspect.Parameter.empty else said["optional"])
        inside = ", ".join(str(part) for part in about if part)
        parts.append(f"`{name}`" + (f" ({inside})" if inside else ""))
    return ", ".join(parts)


def gives(entry: Measure, language: str) -> str:
    """Return unit, range, direction and parts of the result."""
    said, give = SAID[language], entry.gives
    parts = [f"`{give.term}`"]
    if give.low is not None:
        bound = said["range"] if give.high is not None else said["from"]
        parts.append(str(bound).format(low=give.low, high=give.high))
    if give.better:
        parts.append(str(said[f"better_{give.better}"]))
    if entry.decomposes:
        parts.append(f"{said['parts']} " + ", ".join(f"`{term}`" for term in entry.decomposes))
    parts.append(said["scale"][entry.scale])  # type: ignore[index]
    return ("；" if language == "zh" else "; ").join(parts)


def main() -> int:
    """Write the pages, or check them."""
    stale = []
    for language, name in FILES.items():
        path, content = DOCS / name, page(language)
        if "--check" in sys.argv:
            if not path.is_file() or path.read_text("utf-8") != content:
                stale.append(name)
        else:
            path.write_text(content, "utf-8")
    if stale:
        print(f"not current: {', '.join(stale)}; run python scripts/build_measures_docs.py")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
