"""The command line: thin, the rooms do the work. Each command is a module of its own, loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from gongxing.cli.speaking import SpokenGroup, errors_spoken

# Commands in the order in which help lists them: name -> the one line that the list shows.
COMMANDS = {
    "demo": "Show the whole job on a sample library: from documents and tables to a brief.",
    "serve": "Open the workbench in the browser.",
    "read": "Read documents into articles and facts, each with the words that say so.",
    "table": "Read tables of workbooks, CSV, web pages and Word into observations, each with its cell.",
    "ingest": "Read documents and tables into the library.",
    "status": "Tell what is in the library, what failed and what awaits a person.",
    "search": "Find documents, facts and regions, in Chinese and English.",
    "edit": "Accept, reject, correct or merge what was read; undo it; see who did what.",
    "promises": "Follow what was promised: met, missed, not yet, or cannot be said, each with both quotes.",
    "export": "Write tables of the library as CSV, XLSX, Parquet, or all in a ZIP.",
    "backup": "Write the library and its originals to one file.",
    "restore": "Make a library from a backup, checked by its hashes.",
    "users": "Say who may log in to the workbench, and what each may do.",
    "panel": "Join tables and documents in one panel: what it holds, one indicator by year, where sources disagree.",
    "check": "Check the figures of documents against tables: confirmed, contradicted, or what is missing.",
    "regions": "Look up divisions of any year, what they became, and functional regions.",
    "measure": "Measure inequality, convergence, structure and more; explain each measure in two languages.",
    "scenario": "Draft the scenario that a document's projects imply; compare two scenarios.",
    "simulate": "Say what a railway, a laboratory or a port would change for every region.",
    "brief": "Build briefs in which every number leads to its evidence; check them; cite sources.",
}


class LazyCommands(SpokenGroup):
    """A group whose commands load when they run, so that ``--help`` and each command start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command ``NAME`` of the module ``gongxing.cli.NAME``."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"gongxing.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments; what is wrong is said in the system's language."""
        with errors_spoken():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what is wrong is said in the system's language."""
        with errors_spoken():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="gongxing")
def main() -> None:
    """Gongxing (共兴) reads public documents and tables into evidence that can be checked.

    \b
    Example:
      gongxing read report.html
    """
