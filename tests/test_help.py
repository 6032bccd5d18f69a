"""Help and errors of the command line, in the language of the system."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import click
import pytest
from click.testing import CliRunner, Result

from gongxing.charts.figure import width_of
from gongxing.cli import COMMANDS, main
from gongxing.cli.brief import SUBCOMMANDS
from gongxing.cli.speaking import SpokenContext, SpokenGroup
from gongxing.cli.users import _password

WORDS = tomllib.loads(files("gongxing.cli").joinpath("help.toml").read_text("utf-8"))

CALLED = "用法：gongxing [选项] 命令 [参数]...\n用 gongxing --help 查看帮助。\n\n"


def run(*words: str, locale: str = "zh_CN.UTF-8") -> Result:
    return CliRunner().invoke(main, words, env={"LC_ALL": locale, "COLUMNS": "80"}, prog_name="gongxing")


def commands(command: click.Command = main, above: click.Context | None = None) -> Iterator[click.Context]:
    """Yield the context of each command that can be called."""
    name = command.name if above else "gongxing"
    context = SpokenContext(command, parent=above, info_name=name, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        assert isinstance(command, SpokenGroup), f"{context.command_path} speaks no Chinese"
        for one in command.list_commands(context):
            below = command.get_command(context, one)
            assert below is not None
            yield from commands(below, context)


ALL = tuple(commands())


def paragraphs(context: click.Context) -> Iterator[str]:
    """Yield what stands in a command's help: paragraphs, and what each option means."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(context.command.help or "")):
        if not paragraph.startswith("\b"):
            yield " ".join(paragraph.split())
    for parameter in context.command.params:
        yield getattr(parameter, "help", None) or ""


def test_every_text_of_the_help_has_its_chinese_and_no_other_is_kept() -> None:
    written = {text for context in ALL for text in paragraphs(context)} - {""}
    lists = {*COMMANDS.values(), *(line for _, _, line in SUBCOMMANDS.values())}
    of_click = {"Show this message and exit."}
    assert written | lists | of_click == set(WORDS["texts"])


def test_every_value_of_an_option_has_its_chinese() -> None:
    records = [one.get_help_record(context) for context in ALL for one in context.command.params]
    named = [record[0] for record in records if record]
    values = {match[1] for one in named if (match := re.fullmatch(r".*--?[\w-]+ ([A-Z][A-Z |=]*)", one))}
    assert values == set(WORDS["values"])


@pytest.mark.parametrize("context", ALL, ids=lambda one: one.command_path)
def test_a_page_of_help_has_no_english_frame_and_fits_a_terminal(
    context: click.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    page = context.get_help()
    assert page.startswith(f"用法：{context.command_path} [选项]")
    assert "显示这段说明后退出。" in page
    assert not re.search(r"Usage|Options|Commands|Example|OPTIONS|ARGS|default|required|TEXT|INTEGER", page)
    # Examples and lists of choices stay in one line, however long.
    lines = [line for line in page.splitlines() if not re.match(r"    gongxing |  (-., )?--", line)]
    assert max(2 * width_of(line, narrow=0.5) for line in lines) <= 80


def test_the_help_of_a_command_in_chinese() -> None:
    assert (
        run("brief", "list", "--help").stdout
        == """\
用法：gongxing brief list [选项]

  列出资料库中的简报。

  示例：
    gongxing brief list

选项：
  --library 文件|网址             SQLite 文件，或
                                  postgresql://user@host/database；也可由环境变
                                  量 GONGXING_LIBRARY 指定。  [默认：
                                  gongxing.db]
  --files 文件夹                  原件所在的文件夹。默认：资料库名加 .files。
  --format [table|json|csv|xlsx]  输出格式；也可由 --output 的文件后缀决定。
  -o, --output 文件               写到这个文件。
  --language [zh|en]              表中文字的语言。默认：与系统一致。
  -h, --help                      显示这段说明后退出。
"""
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("serch",),
            f"{CALLED}错误：没有命令 “serch”。\n",
        ),
        (
            ("--what",),
            f"{CALLED}错误：没有选项 “--what”。\n",
        ),
        (
            ("edit", "undo", "--langage", "zh"),
            "用法：gongxing edit undo [选项] [EDIT]\n用 gongxing edit undo --help 查看帮助。\n\n"
            "错误：没有选项 “--langage”；是不是 “--language”？\n",
        ),
        (
            ("brief", "check"),
            "用法：gongxing brief check [选项] OUTLINE\n用 gongxing brief check --help 查看帮助。\n\n"
            "错误：缺少参数 “OUTLINE”。\n",
        ),
        (
            ("search", "--limit", "many", "氢能"),
            "用法：gongxing search [选项] WORDS...\n用 gongxing search --help 查看帮助。\n\n"
            "错误：“--limit” 的值不对：“many” 不是整数。\n",
        ),
    ],
)
def test_a_wrong_call_is_told_in_chinese(words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told)


def test_elsewhere_help_and_errors_are_english() -> None:
    for locale in ("en_GB.UTF-8", "C.UTF-8"):
        assert run("brief", "--help", locale=locale).stdout.startswith("Usage: gongxing brief [OPTIONS] COMMAND")
        wrong = run("serch", locale=locale)
        assert wrong.stderr.endswith("Try 'gongxing --help' for help.\n\nError: No such command 'serch'.\n")


@pytest.mark.parametrize(("locale", "told"), [("zh_CN.UTF-8", "已中止。"), ("C.UTF-8", "Aborted!")])
def test_a_stop_is_told(monkeypatch: pytest.MonkeyPatch, locale: str, told: str) -> None:
    def stop(**_: object) -> None:
        raise KeyboardInterrupt

    below = main.get_command(click.Context(main), "regions")
    monkeypatch.setattr(below, "callback", stop)
    result = run("regions", "成都", locale=locale)
    assert (result.exit_code, result.stderr.strip()) == (1, told)


def test_a_group_alone_shows_its_help() -> None:
    assert "命令：\n  new    用资料库起草关于一个地区的简报。\n" in run("brief").stderr


def test_passwords_that_differ_are_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(("a long sentence", "another sentence", "a long sentence", "a long sentence"))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(typed))
    assert _password() == "a long sentence"
    assert capsys.readouterr().err == "两次输入的密码不同；请重新输入\n"
