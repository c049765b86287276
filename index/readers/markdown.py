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
from index.types import RawArticle

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
    """Tag and text of each block."""
    tag = ""
    for token in _PARSER.parse(body):
        if token.nesting == 1:
            tag = token.tag
        if token.type == "inline":
            paragraph = " ".join(_plain(token.children or []).split())
        elif token.type in {"fence", "code_block"}:
            paragraph = token.content.strip()
        else:
            continue
        if paragraph:
            yield tag, paragraph


def _plain(tokens: list[Token]) -> str:
    """Text of inline tokens: of links their text, of images nothing, of breaks a space."""
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)
