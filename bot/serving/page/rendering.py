"""Wraps Jinja: fills the page's templates, everything escaped that is not written in them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.messenger.text import page_phrases, phrases, title_outlet_date
from bot.messenger.text.translation import day, say, spoken

_MARKS = re.compile(r"\s*((?:\[\d+\]\s*)*\[\d+\])([.,;:!?…]*)")
_NUMBER = re.compile(r"\d+")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


def render(template: str, **values: object) -> str:
    """HTML of a template, in the language of this context."""
    return _environment().get_template(template).render(values, language=spoken())


@cache
def static() -> Mapping[str, tuple[bytes, str]]:
    """The files that pages load, by name: what they hold and their media type."""
    folder = files(__package__).joinpath("static")
    found = [file for file in folder.iterdir() if file.name.rpartition(".")[2] in _KINDS]
    return {file.name: (file.read_bytes(), _KINDS[file.name.rpartition(".")[2]]) for file in found}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,  # articles and questions are untrusted
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=say,
        lines=phrases,
        page_lines=page_phrases,
        names=title_outlet_date,
        day=day,
        asset=_asset,
    )
    environment.filters.update(cited=_cited, on_the_web=_on_the_web)
    return environment


@cache
def _asset(name: str) -> str:
    """The address of a static file, which changes with what it holds: browsers may keep it."""
    return f"static/{name}?{sha256(static()[name][0]).hexdigest()[:12]}"


def _cited(text: str) -> Iterator[tuple[str, list[int]]]:
    """The parts of an answer's text, each followed by the numbers of citations.

    A full stop behind them stands before them here, so that no line begins with it.
    """
    start = 0
    for marks in _MARKS.finditer(text):
        numbers = [int(number) for number in _NUMBER.findall(marks[1])]
        yield text[start : marks.start()] + marks[2], numbers
        start = marks.end()
    yield text[start:], []


def _on_the_web(url: str) -> str:
    """An address that a browser may open, "" for any other: an article can name a script."""
    return url if _WEB.match(url) else ""
