"""Gives new articles their ids."""

import hashlib
import os
import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from index.library.library import Library
from index.syncing.prepare_articles import fingerprint
from index.types import RawArticle


class ArticleIds:
    """Ids for the articles that a sync adds to `library`.

    `old` is the library that this one replaces: an article that it holds keeps its id, also when
    its file was moved since. `recipe` is what the old library was made by, if it did not note it.
    """

    def __init__(self, library: Library, old: Library | None, recipe: str) -> None:
        self._library = library
        self._old = old
        self._recipe = (old.recipe() if old else None) or recipe
        self._kept: Mapping[tuple[str, str], str] = old.article_ids() if old else {}
        self._taken = set(self._kept.values())
        self._moved: set[str] = set()

    def new(self, record: RawArticle, file: Path) -> str:
        """An id for `record` of `file`, fit for links and buttons, that no other article has."""
        source, key = str(file), record.key
        kept = self._kept.get((source, key)) or self._id_before_it_moved(record)
        if kept:
            return kept
        base = re.sub(r"[^\w.-]+", "-", key or file.stem).strip("-")[:80] or "article"
        candidate = base
        for attempt in count():
            if candidate not in self._taken and self._library.article(candidate) is None:
                break
            candidate = f"{base}-{_short_hash(chr(0).join((source, key, str(attempt))))}"
        self._taken.add(candidate)
        return candidate

    def _id_before_it_moved(self, record: RawArticle) -> str | None:
        if self._old is None:
            return None
        for article_id, file in self._old.articles_like(fingerprint(record, self._recipe)):
            if article_id not in self._moved and not os.path.lexists(file):
                self._moved.add(article_id)
                return article_id
        return None


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
