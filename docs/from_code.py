"""Generates reference pages: settings, commands, JSON fields and errors, from the code itself."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal

import typer
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.testing import CliRunner

import bot.errors
import bot.messenger.commands
import index.errors
from bot.setting_faults import bounds, choices
from bot.settings import Settings
from bot.terminal.cli import app
from bot.types import Answer, Beyond, Citation, Claim, Headline, Timing, Witnesses
from docs.json_fields import MEANINGS
from index.errors import BylineError

# Defaults that differ from machine to machine, in words.
_COMPUTED = {
    "library": "`byline/library` in your user data folder",
    "cache": "`~/.cache/byline`",
}


def settings() -> str:
    """A table of all settings: name in the environment, default, docstring and range."""
    meanings = attribute_docstrings(Settings)
    rows = [
        f"| `{_variable(name, field)}` | {_default(name, field)} "
        f"| {meanings[name]}{_range(field)} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| setting | default | what it does |", "|---|---|---|", *rows])


def terminal_commands() -> str:
    """A section a command of `byline`, with what its `--help` prints."""
    return "\n\n".join(
        f"## {' '.join(['byline', *path])}\n\n```text\n{_help(path)}\n```" for path in _paths()
    )


def chat_commands() -> str:
    """A table of the commands that every reader may send."""
    return _commands(owners=False)


def owner_commands() -> str:
    """A table of the commands that only owners may send."""
    return _commands(owners=True)


def json_fields() -> str:
    """A section a class of the JSON object: its fields, their types and what they mean."""
    parts = []
    for kind in (Answer, Claim, Citation, Headline, Witnesses, Beyond, Timing):
        hints = typing.get_type_hints(kind)
        documented = attribute_docstrings(kind)
        rows = [
            f"| `{field.name}` | {json_type(hints[field.name])} "
            f"| {_meaning(kind, field.name, documented)} |"
            for field in dataclasses.fields(kind)
        ]
        if kind is Answer:
            rows.insert(0, f"| `id` | string | {MEANINGS['Answer.id']} |")
        head = [f"## {kind.__name__}", "", "| field | type | what it holds |", "|---|---|---|"]
        parts.append("\n".join([*head, *rows]))
    return "\n\n".join(parts)


def errors() -> str:
    """A table of the errors that Byline raises on purpose."""
    kinds = [
        kind
        for module in (index.errors, bot.errors)
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, BylineError)
        if kind.__module__ == module.__name__
    ]
    rows = [f"| `{kind.__module__}.{kind.__name__}` | {_paragraph(kind)} |" for kind in kinds]
    return "\n".join(["| error | when |", "|---|---|", *rows])


def attribute_docstrings(kind: type) -> dict[str, str]:
    """The string below each annotated attribute of a class, on one line, by attribute."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                value=ast.Constant(value=str(text))
            ):
                found[name] = " ".join(text.split())
    return found


def json_type(hint: object) -> str:
    """A Python type as a reader of JSON knows it: "list of Claim", "number or null"."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin is tuple:
        return f"list of {json_type(arguments[0])}"
    if origin in (types.UnionType, typing.Union):
        return " or ".join(map(json_type, arguments))
    names = {str: "string", int: "number", float: "number", bool: "true or false"}
    names |= {types.NoneType: "null", date: "string `YYYY-MM-DD`"}
    if isinstance(hint, type):
        return names.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"
    return str(hint)


def _variable(name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    return alias if isinstance(alias, str) else f"BYLINE_{name.upper()}"


def _default(name: str, field: FieldInfo) -> str:
    if name in _COMPUTED:
        return _COMPUTED[name]
    value = field.default
    if value is PydanticUndefined or value is None or value in (frozenset(), ()):
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _range(field: FieldInfo) -> str:
    """ " (1 to 256)" where a number has bounds, " (`open` or `closed`)" where few words will do."""
    taken = bounds(field) or " or ".join(f"`{word}`" for word in choices(field))
    return f" ({taken})" if taken else ""


def _paths() -> Iterator[list[str]]:
    """Every command with its words: ["ask"], ["library", "check"]."""
    root: Any = typer.main.get_command(app)
    for name, command in root.commands.items():
        below = getattr(command, "commands", None)
        if below:
            yield from ([name, inner] for inner in below)
        else:
            yield [name]


def _help(path: Sequence[str]) -> str:
    result = CliRunner().invoke(app, [*path, "--help"], prog_name="byline", terminal_width=80)
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def _commands(*, owners: bool) -> str:
    """The tables of the handlers' modules, which are also the menu that Telegram shows."""
    found: dict[str, str] = {}
    package = bot.messenger.commands
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, table in sorted(vars(loaded).items()):
            if name.endswith("COMMANDS") and name.startswith("OWNER") == owners:
                found |= dict(table)
    rows = [f"| `/{name}` | {does} |" for name, does in found.items()]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def _meaning(kind: type, field: str, documented: dict[str, str]) -> str:
    """What a field holds: its docstring, else the line in docs/json_fields.py."""
    name = f"{kind.__name__}.{field}"
    if field not in documented and name not in MEANINGS:
        raise KeyError(f"{name} is described nowhere: add a line to docs/json_fields.py")
    return documented.get(field) or MEANINGS[name]


def _paragraph(kind: type) -> str:
    return " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
