"""Wraps python-docx: reads the paragraphs and tables of a Word document, in order.

Pictures, notes and comments are left out.
"""

import io
import re
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.table import Table

from index.errors import UnreadableSourceError
from index.readers.archive import opened
from index.readers.dates import parse_date
from index.types import RawArticle

# Titles and authors that programs write into every document.
_NO_TITLE = re.compile(r"(?:Word Document|Microsoft Word.*|untitled)?$", re.IGNORECASE)
_TEMPLATE_AUTHOR = "python-docx"


def read_word(data: bytes, name: str) -> RawArticle:
    """Read the article in a document.

    If the properties name no title, a first paragraph in the style Title or Heading 1 is the title.
    The date is the document's date of creation. Raises UnreadableSourceError, which calls the file
    `name`.
    """
    opened(data, name).close()  # a document is an archive, so it may be a zip bomb
    try:
        document = docx.Document(io.BytesIO(data))
        about = document.core_properties
        title = "" if _NO_TITLE.match(about.title.strip()) else about.title
        paragraphs: list[str] = []
        for style, text in _paragraphs(document):
            if not title and not paragraphs and style in ("Title", "Heading 1"):
                title = text
            else:
                paragraphs.append(text)
        return RawArticle(
            key="",
            title=title,
            text="\n\n".join(paragraphs),
            # The template of python-docx has a date of its own, from 2013.
            published=None if about.author == _TEMPLATE_AUTHOR else parse_date(about.created),
            language=about.language,
        )
    except Exception as error:  # the library raises all kinds of errors for damaged files
        raise UnreadableSourceError(
            f"{name} is not a Word document that can be read: save it again as .docx, or as .txt."
        ) from error


def _paragraphs(document: Document) -> Iterator[tuple[str, str]]:
    """Style and text of each block."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # A merged cell comes once for each column it spans.
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield "", " ".join(filter(None, cells))
        else:
            text = " ".join(block.text.split())
            if text:
                yield (block.style.name or "" if block.style else ""), text
