"""Makes synthetic libraries of any size: words as frequent as in real text, vectors in clusters.

They are real Chroma and SQLite files, made once a size and kept in the cache. The words come from
the encoder's tokenizer, which lists them by frequency.
"""

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import SettingsError
from index.library.library import Library
from index.syncing.vector_repair import encode
from index.types import Article, Encoder, Passage, Sentence, Vectors
from index.vectors.chroma_store import ChromaStore

REAL_VECTORS_UP_TO = 50_000
QUESTIONS = 300
_VERSION = 1  # raise it when the same size would give another library than before

_DIMENSIONS = 384
# Real passages vary in far fewer directions than vectors have numbers. With 384 random directions
# every search of Chroma's graph fails; with 48 and some noise it behaves as over real passages.
_DIRECTIONS = 48
_WORDS, _SENTENCES, _PASSAGES = 21, 6, 7  # in a sentence, a passage, an article, as in real ones
_SHARD = 500  # articles made and written at a time
_VOCABULARY = 200_000
_EVERYWHERE = 250  # the most frequent words, which no question is about


@dataclass(frozen=True)
class Made:
    """A library and its questions, with the id of the passage that each question is about.

    `vectors` has one row a question; `seconds` is how long making the library took.
    """

    library: Path
    chroma: Path
    questions: list[str]
    passages: list[str]
    vectors: Vectors
    seconds: float


class KnownVectors:
    """Takes as long as the real encoder, and returns the known vector of a question."""

    def __init__(self, encoder: Encoder, questions: Sequence[str], vectors: Vectors) -> None:
        self._encoder = encoder
        self._known = dict(zip(questions, vectors, strict=True))

    @property
    def name(self) -> str:
        """The wrapped encoder's name."""
        return self._encoder.name

    @property
    def max_tokens(self) -> int:
        """The wrapped encoder's limit."""
        return self._encoder.max_tokens

    def count_tokens(self, text: str) -> int:
        """As the wrapped encoder."""
        return self._encoder.count_tokens(text)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode all texts, then put the known vectors in place of their own."""
        encoded = self._encoder.encode(texts)
        known = [self._known.get(text, row) for text, row in zip(texts, encoded, strict=True)]
        return np.asarray(known, dtype=np.float32)


def made(passages: int, folder: Path, encoder: Encoder, weights: str | Path) -> Made:
    """Return a library of about `passages` passages below `folder`, made now unless it is there.

    `weights` is the folder of the encoder, whose tokenizer.json lists the words. Up to
    `REAL_VECTORS_UP_TO` passages the vectors are the encoder's own.
    """
    own = folder / f"{passages}-{_VERSION}"
    done = own / "made.json"
    if not done.exists():
        shutil.rmtree(own, ignore_errors=True)
        began = time.monotonic()
        questions, about, vectors = _make(own, passages, encoder, vocabulary(Path(weights)))
        np.save(own / "questions.npy", vectors)
        seconds = round(time.monotonic() - began)
        facts = {"questions": questions, "passages": about, "seconds": seconds}
        done.write_text(json.dumps(facts), encoding="utf-8")
    facts = json.loads(done.read_text(encoding="utf-8"))
    return Made(
        own / "library.sqlite",
        own / "chroma",
        facts["questions"],
        facts["passages"],
        np.load(own / "questions.npy"),
        facts["seconds"],
    )


def vocabulary(weights: Path) -> npt.NDArray[np.object_]:
    """Return words, the most frequent first: the encoder's, then names made of two of them.

    Raises SettingsError where the folder has no tokenizer.json with words.
    """
    try:
        known = json.loads((weights / "tokenizer.json").read_text(encoding="utf-8"))
        numbers: dict[str, int] = known["model"]["vocab"]
    except (OSError, KeyError, ValueError) as error:
        raise SettingsError(
            f"{weights} has no tokenizer.json with words: measure retrieval with "
            "BYLINE_ENCODER=all-minilm-l6-v2."
        ) from error
    words = [w for w in sorted(numbers, key=numbers.__getitem__) if w.isascii() and w.isalpha()]
    words = [word for word in words if len(word) > 1]
    rng = np.random.default_rng(1)
    parts = np.array([word for word in words if 3 < len(word) < 8], dtype=object)
    pairs = parts[rng.integers(0, len(parts), (_VOCABULARY - len(words), 2))]
    return np.array([*words, *(pairs[:, 0] + pairs[:, 1])], dtype=object)


def _make(
    folder: Path, passages: int, encoder: Encoder, words: npt.NDArray[np.object_]
) -> tuple[list[str], list[str], Vectors]:
    rng = np.random.default_rng(passages)
    # Writing the whole graph every thousand vectors would write 850 GB for a million of them.
    every = max(1000, passages // 8)
    library = Library(folder / "library.sqlite")
    store = ChromaStore(folder / "chroma", saved_every=every)
    real = passages <= REAL_VECTORS_UP_TO
    articles = max(1, passages // _PASSAGES)
    share = min(1.0, QUESTIONS / articles)
    questions: list[str] = []
    about: list[str] = []
    asked: list[Vectors] = []
    for first in range(0, articles, _SHARD):
        count = min(_SHARD, articles - first)
        ranks = _ranks(rng, len(words), count)
        texts = words[ranks]
        parts: list[Passage] = []
        for number in range(count):
            article, sentences, own = _article(first + number, texts[number])
            library.put(article, sentences, own, key=article.id, digest="")
            parts += own
        vectors = encode(encoder, [p.text for p in parts]) if real else _vectors(rng, count)
        store.put(parts, vectors)
        for number in np.flatnonzero(rng.random(count) < share).tolist():
            passage = int(rng.integers(_PASSAGES))
            questions.append(_question(rng, words, ranks[number, passage].ravel()))
            about.append(parts[number * _PASSAGES + passage].id)
            near = vectors[number * _PASSAGES + passage]
            noise = rng.standard_normal(near.shape[0]) * (0.6 / near.shape[0] ** 0.5)
            asked.append(_unit((near + noise)[None])[0])
    store.close()
    library.close()
    _save_graph(folder / "chroma", parts, vectors)
    return questions, about, encoder.encode(questions) if real else np.stack(asked)


def _save_graph(path: Path, parts: list[Passage], vectors: Vectors) -> None:
    """Make Chroma write the whole graph: else each opening would build its last eighth again."""
    store = ChromaStore(path)
    store.put(parts, vectors)  # they are stored already; putting them makes Chroma write
    store.close()


def _ranks(rng: np.random.Generator, size: int, articles: int) -> npt.NDArray[np.int64]:
    """Draw ranks of words by Zipf's law with Mandelbrot's offset, as in English text.

    Half of an article's rarer words come from a few hundred that it repeats.
    """
    weights = 1.0 / (np.arange(size) + 2.7) ** 1.05
    steps = np.cumsum(weights / weights.sum())
    shape = (articles, _PASSAGES, _SENTENCES, _WORDS)
    ranks = np.searchsorted(steps, rng.random(shape)).clip(0, size - 1)
    own = np.searchsorted(steps, rng.random((articles, 300))).clip(0, size - 1)
    again = np.take_along_axis(own, rng.integers(0, 300, (articles, np.prod(shape[1:]))), 1)
    mixed = np.where((rng.random(shape) < 0.5) & (ranks > _EVERYWHERE), again.reshape(shape), ranks)
    return mixed.astype(np.int64)


def _article(
    number: int, words: npt.NDArray[np.object_]
) -> tuple[Article, list[Sentence], list[Passage]]:
    article_id = f"s{number:07d}"
    said = [[" ".join(sentence).capitalize() + "." for sentence in part] for part in words]
    title = " ".join(words[0, 0, :8]).capitalize()
    text = "\n\n".join(" ".join(part) for part in said)
    day = date(2015, 1, 1) + timedelta(days=number % 3650)
    url = f"https://example.org/{article_id}"
    article = Article(article_id, title, text, url, "Synthetic", day, article_id)
    sentences, start = [], 0
    for n, sentence in enumerate(sentence for part in said for sentence in part):
        sentences.append(Sentence(article_id, n, start, start + len(sentence), sentence))
        start += len(sentence) + (2 if n % _SENTENCES == _SENTENCES - 1 else 1)
    passages = [
        Passage(
            f"{article_id}-{n}",
            article_id,
            n * _SENTENCES,
            (n + 1) * _SENTENCES - 1,
            f"{title}\n{' '.join(part)}",
        )
        for n, part in enumerate(said)
    ]
    return article, sentences, passages


def _vectors(rng: np.random.Generator, articles: int) -> Vectors:
    """Draw unit vectors in order of the passages; those of one article are near each other."""
    axes = np.random.default_rng(0).standard_normal((_DIRECTIONS, _DIMENSIONS))
    subject = rng.standard_normal((articles, 1, _DIRECTIONS))
    own = rng.standard_normal((articles, _PASSAGES, _DIRECTIONS))
    meant = (subject + own) @ axes / _DIRECTIONS**0.5
    return _unit((meant + rng.standard_normal(meant.shape) * 0.5).reshape(-1, _DIMENSIONS))


def _unit(vectors: npt.NDArray[np.float64]) -> Vectors:
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _question(
    rng: np.random.Generator, words: npt.NDArray[np.object_], ranks: npt.NDArray[np.int64]
) -> str:
    """Ask with four words of a passage and three frequent ones, which cost keyword search most."""
    telling = np.unique(ranks[ranks > _EVERYWHERE])
    chosen = rng.choice(telling, min(4, len(telling)), replace=False)
    frequent = rng.integers(_EVERYWHERE, _EVERYWHERE * 8, 3)
    asked = words[rng.permutation(np.concatenate([chosen, frequent]))]
    return f"What did the {' '.join(asked)}?"
