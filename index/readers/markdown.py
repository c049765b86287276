"""Reads Markdown with front matter: title, outlet, url, published; then the article.

Rooms of python-frontmatter and markdown-it. Leaves plain paragraphs: no marks, no link targets.
"""

from collections.abc import Iterator

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.readers.dates import parse_date
from index.types import RawArticle

_PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
# The names under which sites and note-taking programs keep them.
_OUTLET = ("outlet", "source", "publisher", "sitename")
_URL = ("url", "link", "canonical_url")
_PUBLISHED = ("published", "date", "published_at")


def read_markdown(text: str) -> RawArticle:
    """The article in `text`. The first level-one heading is the title if none is given above.

    Front matter that is not valid YAML is read as part of the text rather than refused.
    """
    try:
        fields, body = frontmatter.parse(text)
    except yaml.YAMLError:
        fields, body = {}, text
    title = _field(fields, ("title",))
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
        url=_field(fields, _URL),
        outlet=_field(fields, _OUTLET),
        published=next((parse_date(fields[name]) for name in _PUBLISHED if name in fields), None),
    )


def _field(fields: dict[str, object], names: tuple[str, ...]) -> str:
    values = (fields[name] for name in names if name in fields)
    return next((str(value).strip() for value in values if isinstance(value, str | int)), "")


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
