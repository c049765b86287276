"""Wraps python-docx: opens a Word document and reads what it says about itself.

`word_text` reads its text. Pictures, notes and comments are left out.
"""

import io
import re

import docx

from index.errors import UnreadableSourceError
from index.readers.archive import opened
from index.readers.date_parsing import parse_date
from index.readers.word_text import blocks
from index.types import RawArticle

# Titles and authors that programs write into every document.
_NO_TITLE = re.compile(r"(?:Word Document|Microsoft Word.*|untitled)?$", re.IGNORECASE)
_TEMPLATE_AUTHOR = "python-docx"
_TITLES = ("title", "heading 1")  # in the file these are English, whatever people see


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
        for block in blocks(document.element.body, document.styles.element):
            if not title and not paragraphs and block.style.lower() in _TITLES:
                title = block.text
            else:
                paragraphs.append(block.text)
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
