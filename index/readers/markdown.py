"""Reads Markdown with front matter: title, outlet, url, published; then the article.

Rooms of python-frontmatter and markdown-it. Leaves plain paragraphs: no marks, no link targets.
"""

from collections.abc import Iterator

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.readers.dates import date_remark, parse_date
from index.readers.records import LANGUAGE, OUTLET, PUBLISHED, TITLE, URL, first, word
from index.types import RawArticle

_PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def read_markdown(text: str) -> RawArticle:
    """The article in `text`. The first level-one heading is the title if none is given above.

    Front matter that is not valid YAML is read as part of the text rather than refused.
    """
    try:
        fields, body = frontmatter.parse(text)
    except yaml.YAMLError:
        fields, body = {}, text
    title = word(fields, TITLE)
    published = first(fields, PUBLISHED)
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
        url=word(fields, URL),
        outlet=word(fields, OUTLET),
        published=parse_date(published),
        language=word(fields, LANGUAGE),
        remarks=date_remark(published),
    )


def _paragraphs(body: str) -> Iterator[tuple[str, str]]:
    """Each block of text with the tag it stands in."""
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
    """The words of inline tokens: links give their text, images nothing, breaks a space."""
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)
