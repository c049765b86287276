"""Wraps python-frontmatter and markdown-it: reads Markdown with front matter.

Gives plain paragraphs without marks and link targets.
"""

from collections.abc import Iterator

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.readers.article_from_fields import (
    LANGUAGE,
    OUTLET,
    PUBLISHED,
    TITLE,
    URL,
    field_text,
    first_value,
)
from index.readers.date_parsing import date_remark, parse_date
from index.readers.html import read_lines
from index.readers.page_markup import prepared
from index.types import RawArticle

_CELLS = ("th", "td")
_PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def read_markdown(text: str) -> RawArticle:
    """Read the article in `text`. Without a title in front matter, the first `#` heading is it.

    Front matter that is not valid YAML is read as part of the text.
    """
    try:
        fields, body = frontmatter.parse(text)
    except yaml.YAMLError:
        fields, body = {}, text
    title = field_text(fields, TITLE)
    published = first_value(fields, PUBLISHED)
    paragraphs = []
    for tag, paragraph in _paragraphs(body):
        if tag == "h1" and title in ("", paragraph):
            title = paragraph
        else:
            paragraphs.append(paragraph)
    return RawArticle(
        key="",
        title=title,
        text="\n\n".join(paragraphs),
        url=field_text(fields, URL),
        outlet=field_text(fields, OUTLET),
        published=parse_date(published),
        language=field_text(fields, LANGUAGE),
        remarks=date_remark(published),
    )


def _paragraphs(body: str) -> Iterator[tuple[str, str]]:
    """Tag and text of each block; of a table that is each row."""
    tag, cells = "", list[str]()
    for token in _PARSER.parse(body):
        if token.nesting == 1:
            tag = token.tag
        if token.type == "inline":
            text = " ".join(_plain(token.children or []).split())
            if tag not in _CELLS:
                yield from [(tag, text)] if text else []
            else:
                cells.append(text)
        elif token.type == "tr_close":
            yield from [("tr", " | ".join(cells))] if any(cells) else []
            cells = []
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield tag, token.content.strip()
        elif token.type == "html_block":
            yield from (
                ("p", line) for line in read_lines(prepared(token.content)).splitlines() if line
            )


def _plain(tokens: list[Token]) -> str:
    """Text of inline tokens: of links their text, of images nothing, of breaks a space."""
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or token.content.startswith("<br"):
            parts.append(" ")
    return "".join(parts)
