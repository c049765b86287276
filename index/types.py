"""Data types of the index, and the protocols of the encoder and the vector store.

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
    """One article as published, not yet cleaned: the output of a reader.

    `key` identifies a record within its file; it is "" where the file is one article. Text fields
    are "" and `published` is None where the source does not say. `language` is a code such as "de"
    or "de-AT" that the source claims. `remarks` are lines for people about oddities of the source.
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

    Sentences and citations point into `text` by character offset, so `text` never changes under an
    id unless the sentences change with it. `source` is the path of the file it came from.
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
    """A sentence and its place in the article: `article.text[start:end] == text`, always.

    `number` counts the article's sentences from 0.
    """

    article_id: str
    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences `first` to `last` (both included) of an article: the unit of search.

    `text`, the headline followed by the sentences, is what is encoded and indexed by keyword. The
    id is derived from article and content, so that unchanged text keeps its id.
    """

    id: str
    article_id: str
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by a search, with its article and sentences. Higher scores are better.

    `also` holds up to 50 other articles that print nearly the same passage, the earliest first,
    whether the search found them or not: one report printed in many papers is one hit.
    """

    article: Article
    passage: Passage
    sentences: tuple[Sentence, ...]
    score: float
    also: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """A span of publication days, both included; None leaves that end open.

    No span contains an undated article.
    """

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for: at most `count` hits for `text`.

    Those of articles published within `about` are looked for once more by themselves, so that they
    come before others that fit as well. Articles published after `until` are left out. With
    `latest`, newer articles rank above older ones among the best hits.
    """

    text: str
    count: int = 8
    about: Published | None = None
    until: date | None = None
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a library holds: counts, first and last day, and (outlet, articles), largest first."""

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
    """What a sync did: numbers of articles, what it could not read, and what it found odd.

    It is filled in while the sync runs.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    remarks: list[Failure] = field(default_factory=list)
    moved: int = 0


# Called with the progress of a sync: articles done, articles in all files that have to be read,
# name of the current file. The total is 0 while that is being found out.
Progress = Callable[[int, int, str], None]


def quiet(done: int, total: int, file: str) -> None:
    """Ignore progress."""


class Encoder(Protocol):
    """Turns text into unit vectors; the dot product of two is their similarity in meaning."""

    @property
    def name(self) -> str:
        """Model and version. A library remembers it and refuses another encoder."""
        ...

    @property
    def max_tokens(self) -> int:
        """Length of the longest text that is encoded in full, in the model's tokens."""
        ...

    def count_tokens(self, text: str) -> int:
        """Count the tokens of `text`, special tokens included."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts to unit vectors, shape (len(texts), dimensions), in the order given."""
        ...


@runtime_checkable
class QuickEncoder(Encoder, Protocol):
    """An encoder with a faster method for many texts, whose vectors may differ slightly."""

    def encode_many(self, texts: Sequence[str]) -> Vectors:
        """Encode as `encode` does, faster and slightly less exactly."""
        ...


@runtime_checkable
class AskingEncoder(Encoder, Protocol):
    """An encoder that reads questions otherwise than passages: some models want a mark on each."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, to be compared with what `encode` makes of passages."""
        ...


def encode_questions(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Encode questions to unit vectors, shape (len(texts), dimensions), as `encoder` wants them."""
    asking = encoder.encode_questions if isinstance(encoder, AskingEncoder) else encoder.encode
    return asking(texts)


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
        """Number of passages held."""
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
