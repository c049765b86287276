"""The articles of an evaluation set, split as the library holds them."""

from functools import cache
from pathlib import Path

from index.readers.formats import read
from index.splitting.sentences import split
from index.syncing.prepare_articles import prepare
from index.types import RawArticle


@cache
def sentences_of(file: Path) -> dict[str, list[str]]:
    """Return the sentences of each article in a JSONL file by its key; each has a day."""
    found = {}
    for record in read(file):
        assert isinstance(record, RawArticle)
        prepared = prepare(record, record.key, file, "", None)
        assert prepared
        assert prepared.article.published
        found[record.key] = [sentence.text for sentence in split(prepared.article)]
    return found
