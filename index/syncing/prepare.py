"""One article as a reader found it -> all that the library keeps of it but the vectors.

Knows nothing of where things are kept.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.cleaning.cleaner import CLEANER_VERSION, clean, fallback_title
from index.splitting.passages import PASSAGES_VERSION, passages
from index.splitting.sentences import SPLITTER_VERSION, split
from index.types import Article, Encoder, Passage, RawArticle, Sentence

# Cleaning and splitting that changed make every article count as changed.
RECIPE = f"clean {CLEANER_VERSION}, sentences {SPLITTER_VERSION}, passages {PASSAGES_VERSION}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article, its sentences and passages; `key` and `digest` are those of its record."""

    article: Article
    sentences: list[Sentence]
    passages: list[Passage]
    key: str
    digest: str
    remarks: tuple[str, ...]


def prepare(
    raw: RawArticle, id: str, source: Path, digest: str, encoder: Encoder | None
) -> Prepared | None:
    """`raw` cleaned, split and packed under the article id `id`; None when no sentence is left.

    Without `encoder`, which says how long a passage may be, it is neither split nor packed.
    """
    cleaned = clean(raw.text)
    if not cleaned.text:
        return None
    article = Article(
        id=id,
        title=raw.title or fallback_title(cleaned.text),
        text=cleaned.text,
        url=raw.url,
        outlet=raw.outlet or cleaned.outlet,
        published=raw.published,
        source=str(source),
    )
    if encoder is None:
        return Prepared(article, [], [], raw.key, digest, raw.remarks)
    sentences = split(article, raw.language)
    parts = passages(
        article, sentences, max_tokens=encoder.max_tokens, count_tokens=encoder.count_tokens
    )
    return Prepared(article, sentences, parts, raw.key, digest, raw.remarks)


def digest(raw: RawArticle, recipe: str) -> str:
    """Tells whether an article would come out as it did before."""
    fields = json.dumps([recipe, asdict(raw)], default=str)
    return hashlib.sha256(fields.encode("utf-8", "surrogatepass")).hexdigest()
