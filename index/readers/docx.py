"""Reads a Word document (.docx): its paragraphs and tables, in order.

Room of python-docx. Pictures, notes and comments are left out.
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

# What the library and others write into every document they make; none is about the article.
_NO_TITLE = re.compile(r"(?:Word Document|Microsoft Word.*|untitled)?$", re.IGNORECASE)
_TEMPLATE_AUTHOR = "python-docx"


def read_word(data: bytes, name: str) -> RawArticle:
    """The article in a document. A paragraph in the style Title, or a leading heading, is the
    title where the properties name none; the date is that of the document's making.

    Raises UnreadableSourceError, which calls the file `name`.
    """
    opened(data, name).close()  # a document is an archive, so it may be a bomb
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
            # The library's template has a date of its own, from 2013.
            published=None if about.author == _TEMPLATE_AUTHOR else parse_date(about.created),
            language=about.language,
        )
    except Exception as error:  # whatever its own libraries raise on a damaged file
        raise UnreadableSourceError(
            f"{name} is no Word document that can be read: save it anew as .docx, or as .txt."
        ) from error


def _paragraphs(document: Document) -> Iterator[tuple[str, str]]:
    """Each block of text with the name of its style."""
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
