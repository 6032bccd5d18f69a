"""Help and errors in the language of the system: what commands say, and what Click says around it.

Commands write their help in English, paragraph by paragraph; its Chinese stands in ``help.toml`` and is found by its
text, as that of errors is (``language/saying.py``).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EXTRA = re.compile(r"(?:^|  )\[([^\[\]]*)\]$")  # what Click writes behind the help of an option
_RAW = "\b"  # begins a paragraph whose lines stay as they are
_WITH_VALUE = re.compile(r"(.*--?[\w-]+) ([A-Z].*)")  # an option and what stands for its value


@cache
def _texts() -> dict[str, dict[str, str]]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files("gongxing.cli").joinpath("help.toml").read_text("utf-8"))


def in_chinese(paragraph: str) -> str:
    """Return a paragraph of help in Chinese; as it is where its Chinese is not known."""
    plain = " ".join(paragraph.split())
    return _texts()["texts"].get(plain, plain)


def _frame(words: str) -> str:
    return _texts()["frame"].get(words, words)


def _speaks_chinese() -> bool:
    from gongxing.cli.output import tongue_of_errors

    return tongue_of_errors() == "zh"


class ChineseHelp(click.HelpFormatter):
    """A page of help in Chinese, its lines as wide as a terminal draws them."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        for words in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(words, _frame(words))
        super().write_usage(prog, args, _frame("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write the name of a section."""
        self.write(f"{'':>{self.current_indent}}{_frame(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; examples stay as they are, line by line."""
        indent = " " * self.current_indent
        parts = []
        for paragraph in re.split(r"\n\s*\n", text):
            lines = paragraph.splitlines()
            if lines[0].strip() == _RAW:
                shown = [_frame(lines[1].strip()), *lines[2:]]
            else:
                shown = self._lines(in_chinese(paragraph), self.width - self.current_indent)
            parts.append("".join(f"{indent}{line}\n" for line in shown))
        self.write("\n".join(parts))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names, each with what it means beside it, or below it where the name is long."""
        said = [(self._named(first), self._meant(second)) for first, second in rows]
        widths = [_columns(first) for first, _ in said]
        across = min(max(widths, default=0), col_max) + col_spacing
        for (first, second), width in zip(said, widths, strict=True):
            lines = self._lines(second, max(self.width - self.current_indent - across, 10))
            margin = f"{'':>{self.current_indent}}"
            if width > across - col_spacing or not lines:
                self.write(f"{margin}{first}\n")
            else:
                self.write(f"{margin}{first}{'':>{across - width}}{lines.pop(0)}\n")
            for line in lines:
                self.write(f"{margin}{'':>{across}}{line}\n")

    @staticmethod
    def _lines(text: str, columns: int) -> list[str]:
        from gongxing.charts.figure import wrapped

        return wrapped(text, columns, narrow=0.5)

    @staticmethod
    def _named(name: str) -> str:
        """Return an option with what stands for its value."""
        match = _WITH_VALUE.fullmatch(name)
        return f"{match[1]} {_texts()['values'].get(match[2], match[2])}" if match else name

    @staticmethod
    def _meant(text: str) -> str:
        """Return the help of an option, and what is said behind it of its default and range."""
        extra = _EXTRA.search(text)
        if extra is None:
            return in_chinese(text)
        told = [
            _frame("default: {value}").format(value=part.removeprefix("default: "))
            if part.startswith("default: ")
            else _frame(part)
            for part in extra[1].split("; ")
        ]
        return f"{in_chinese(text[: extra.start()])}  [{'；'.join(told)}]".strip()


def _columns(text: str) -> int:
    from gongxing.charts.figure import width_of

    return round(2 * width_of(text, narrow=0.5))


class SpokenContext(click.Context):
    """What a command runs in; its help is in the language of the system."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what help is written with."""
        if not _speaks_chinese():
            return super().make_formatter()
        return ChineseHelp(width=self.terminal_width, max_width=self.max_content_width)


class SpokenGroup(click.Group):
    """A group that speaks the language of the system, and whose commands do."""

    context_class = SpokenContext

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called, ready to speak."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            command.context_class = SpokenContext
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands; a line in Chinese is never cut off."""
        if not isinstance(formatter, ChineseHelp):
            super().format_commands(ctx, formatter)
            return
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_paragraph(one)) for name, one in commands if one is not None])


def _first_paragraph(command: click.Command) -> str:
    return re.split(r"\n\s*\n", (command.help or "").strip())[0]


class _Said(click.ClickException):
    """What is wrong, in Chinese."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Tell it on standard error."""
        _tell(_frame("Error: {message}").format(message=self.format_message()), file)


class _SaidOfUsage(click.UsageError):
    """What is wrong with how a command is called, in Chinese."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Tell it on standard error, and where the help is."""
        if self.ctx is not None:
            _tell(self.ctx.get_usage(), file)
            hint = _frame("Try '{command} {option}' for help.")
            _tell(hint.format(command=self.ctx.command_path, option="--help") + "\n", file)
        _tell(_frame("Error: {message}").format(message=self.format_message()), file)


class _Stopped(click.ClickException):
    """A person has stopped a command."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Tell it on standard error."""
        _tell(self.format_message(), file)


def _tell(text: str, file: IO[Any] | None) -> None:
    click.echo(text, file=file, err=file is None)


@contextmanager
def errors_spoken() -> Iterator[None]:
    """Let what is wrong with a command be said in the language of the system."""
    from gongxing.cli.output import said

    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.ClickException as error:
        if isinstance(error, _Said | _SaidOfUsage | _Stopped) or not _speaks_chinese():
            raise
        text = said(error.format_message())
        if isinstance(error, click.UsageError):
            raise _SaidOfUsage(text, error.ctx) from error
        raise _Said(text) from error
    except (click.Abort, KeyboardInterrupt) as stop:
        if not _speaks_chinese():
            raise
        raise _Stopped("\n" + _frame("Aborted!")) from stop
