"""The nouns of the index, and what it asks of the two vendors it leans on.

Knows nothing of files, databases, chat or language models.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What a reader found: one article as published, not yet cleaned.

    `key` tells apart the records of one file and is "" where a file is one article. Text fields
    are "" and `published` is None where the source does not say. `language` is a code such as "de"
    or "de-AT", and only what the source claims. `remarks` say what was odd about it, for people.
    """

    key: str
    title: str
    text: str
    url: str = ""
    outlet: str = ""
    published: date | None = None
    language: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article: `text` holds its paragraphs, separated by a blank line.

    Sentences and citations point into `text` by character offset, so it never changes under an
    id without its sentences changing with it.
    """

    id: str
    title: str
    text: str
    url: str = ""
    outlet: str = ""
    published: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence where it stands: `article.text[start:end] == text`, always.

    `number` counts the article's sentences from 0.
    """

    article_id: str
    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences `first` to `last` (both included) of one article: the unit of search.

    `text` is what is encoded and keyword-searched: headline, then the sentences. The id derives
    from article and content, so that unchanged text keeps its id.
    """

    id: str
    article_id: str
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with its article and sentences. Higher scores are better.

    `also` holds other articles that print this passage in nearly the same words, found or not: one
    report printed in many papers is one hit. At most 50 of them, the earliest.
    """

    article: Article
    passage: Passage
    sentences: tuple[Sentence, ...]
    score: float
    also: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """Days of publication, both included; None is open. Undated articles are in no such span."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for: at most `count` hits for `text`.

    Passages of articles published within `about` come first. Articles published after `until` are
    left out. With `latest`, newer articles rank above older ones among the best hits.
    """

    text: str
    count: int = 8
    about: Published | None = None
    until: date | None = None
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a library holds: counts, the span of dates, and the outlets with most articles first."""

    articles: int
    sentences: int
    passages: int
    oldest: date | None
    newest: date | None
    outlets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that was left out or is odd, and why.

    `file` is a path, a web address or another name that a person knows. `record` is the key of a
    record within it, "" where all of it is meant. `reason` is one line for people.
    """

    file: str
    reason: str
    record: str = ""

    @property
    def source(self) -> str:
        """File and record as they are shown to people."""
        return f"{self.file} {self.record}".rstrip()


@dataclass(slots=True)
class Report:
    """What a sync did, in articles, what it could not read, and what it read but found odd."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    remarks: list[Failure] = field(default_factory=list)
    moved: int = 0


# Is told how far a sync is: files done, files in all, and the name of the one at hand.
Progress = Callable[[int, int, str], None]


def quiet(done: int, total: int, file: str) -> None:
    """A `Progress` that tells nobody."""


class Encoder(Protocol):
    """Turns text into vectors whose dot product is their likeness in meaning."""

    @property
    def name(self) -> str:
        """Names model and version; a library remembers it and refuses another."""
        ...

    @property
    def max_tokens(self) -> int:
        """Longest text, in the model's tokens, that is read to its end."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`, special ones included."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions), in the order given."""
        ...


@runtime_checkable
class QuickEncoder(Encoder, Protocol):
    """An encoder that has a faster way for many texts, which may be off by a hair."""

    def encode_many(self, texts: Sequence[str]) -> Vectors:
        """As `encode`."""
        ...


class PassageStore(Protocol):
    """Keeps passage vectors and finds the nearest.

    `tests/test_store.py` says what every implementation must do. All methods may raise
    LibraryError.
    """

    def put(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Add or replace passages by id; `vectors` has one row each."""
        ...

    def delete(self, passage_ids: Iterable[str]) -> None:
        """Remove passages; unknown ids are ignored."""
        ...

    def nearest(
        self, vector: Vectors, count: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Ids and cosine similarity of at most `count` passages nearest to `vector`, best first.

        With `among`, only those passages are searched; ids that are not held are ignored.
        """
        ...

    def count(self) -> int:
        """How many passages are held."""
        ...

    def ids(self) -> set[str]:
        """All passage ids held."""
        ...

    def vectors(self, passage_ids: Iterable[str]) -> dict[str, Vectors]:
        """Vectors by passage id; ids that are not held are left out."""
        ...

    def refresh(self) -> None:
        """Load what other processes have written since this store was opened or refreshed."""
        ...

    def close(self) -> None:
        """Release files and memory; the store cannot be used afterwards."""
        ...
