"""``gongxing brief``: briefs whose every number leads to its evidence. One module a subcommand, loaded when it runs."""

from __future__ import annotations

from importlib import import_module

import click

from gongxing.cli.speaking import SpokenGroup

# Subcommands in the order of the work: name -> module, function, the one line that help shows.
SUBCOMMANDS = {
    "new": ("new", "new", "Draft a brief about a region from the library."),
    "check": ("check", "check", "List the numbers of an outline that have no evidence or not what it says."),
    "build": ("build", "build", "Build an outline into HTML, PDF and DOCX."),
    "save": ("kept", "save", "Keep an outline in the library."),
    "list": ("kept", "list_briefs", "List the briefs of the library."),
    "cite": ("cite", "cite", "Cite the documents and tables behind a reference: GB/T 7714 or BibTeX."),
}


class Subcommands(SpokenGroup):
    """A group whose subcommands load when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the subcommands."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a subcommand; its module is loaded now."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module, function, _ = SUBCOMMANDS[cmd_name]
        command = getattr(import_module(f"gongxing.cli.brief.{module}"), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in SUBCOMMANDS.items()])


@click.group(cls=Subcommands)
def brief() -> None:
    """Write briefs whose every number leads to the sentence, cell or computation that it came from.

    An outline is Markdown with a TOML front matter and typed blocks; docs/briefs.md shows it.

    \b
    Examples:
      gongxing brief new 四川 -o outline.md
      gongxing brief check outline.md
      gongxing brief build outline.md -o brief.pdf -o brief.docx
      gongxing brief save outline.md --name 四川
      gongxing brief cite "cell:3f2a91c0b7de/!C8" --style bibtex
    """
