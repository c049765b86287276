"""Turns an article as read into all that the library keeps of it, except vectors.

Knows nothing of where things are kept.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.cleaning.cleaner import CLEANER_VERSION, clean, fallback_title
from index.splitting.passages import PASSAGES_VERSION, passages
from index.splitting.sentences import SPLITTER_VERSION, split
from index.types import Article, Encoder, Passage, RawArticle, Sentence, Vectors

# Part of every fingerprint: when cleaning or splitting changes, every article counts as changed.
RECIPE = f"clean {CLEANER_VERSION}, sentences {SPLITTER_VERSION}, passages {PASSAGES_VERSION}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with its sentences and passages; `key` and `fingerprint` are its record's.

    `vectors` has a row for each passage, where they were encoded already.
    """

    article: Article
    sentences: list[Sentence]
    passages: list[Passage]
    key: str
    fingerprint: str
    remarks: tuple[str, ...]
    vectors: Vectors | None = None


def prepare(
    raw: RawArticle, article_id: str, source: Path, mark: str, encoder: Encoder | None
) -> Prepared | None:
    """Clean `raw`, split it and pack it into passages; None when no sentence is left.

    `mark` is its fingerprint. Without an encoder, whose limit decides how long a passage may be,
    the article is neither split nor packed.
    """
    cleaned = clean(raw.text)
    if not cleaned.text:
        return None
    article = Article(
        id=article_id,
        title=raw.title or fallback_title(cleaned.text),
        text=cleaned.text,
        url=raw.url,
        outlet=raw.outlet or cleaned.outlet,
        published=raw.published,
        source=str(source),
    )
    if encoder is None:
        return Prepared(article, [], [], raw.key, mark, raw.remarks)
    sentences = split(article, raw.language)
    parts = passages(
        article, sentences, max_tokens=encoder.max_tokens, count_tokens=encoder.count_tokens
    )
    return Prepared(article, sentences, parts, raw.key, mark, raw.remarks)


def fingerprint(raw: RawArticle, recipe: str) -> str:
    """SHA-256 of an article and the recipe: it changes whenever the prepared article would."""
    fields = json.dumps([recipe, asdict(raw)], default=str)
    return hashlib.sha256(fields.encode("utf-8", "surrogatepass")).hexdigest()
