"""Reads plain text, one article a file, as saved by hand or by a scraper.

Reads the line ` date 2025-05-16 ` that some scrapers put before the text.
"""

import re

from index.readers.date_parsing import date_remark, parse_date
from index.types import RawArticle

_DATE_LINE = re.compile(r"\s*date[ \t]*:?[ \t]+(\d{4}-\d{2}-\d{2})(?=\s|$)", re.IGNORECASE)


def read_text(text: str) -> RawArticle:
    """Read the article in `text`. Its title is "", because cleaning decides which line is one."""
    mark = _DATE_LINE.match(text)
    if not mark:
        return RawArticle(key="", title="", text=text.strip())
    return RawArticle(
        key="",
        title="",
        text=text[mark.end() :].strip(),
        published=parse_date(mark[1]),
        remarks=date_remark(mark[1]),
    )
