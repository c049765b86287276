"""Measures whether passages encoded in 8 bits are found as well; needs no language model.

    python -m evals.found MODEL_FOLDER [COMPUTE_TYPE ...]

Every question of `qa` names its passage, also those that the passage does not answer. Questions are
encoded in float32, passages in each of CTranslate2's compute types; the first type is the reference
for the others. "By meaning" compares every passage; "whole search" is `index.search` over real
stores.
"""

import sys
from collections.abc import Sequence
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from evals import sets
from index.folder.open_generation import open_encoder
from index.folder.vector_places import vector_store
from index.library.library import Library
from index.search import Searcher
from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Article, Passage, Query, Sentence, Vectors
from index.vectors.ctranslate2_encoder import CTranslate2Encoder

PLACES = (1, 5, 8)
_USUAL = ("float32", "int8_float32")

Cut = tuple[Article, list[Sentence], list[Passage]]


def ranks_by_meaning(
    asked: Vectors, wanted: Sequence[str], rows: Vectors, owners: Sequence[str]
) -> list[int]:
    """Return for each question how many passages rank above the best of its own article.

    `asked` has one vector a question, `rows` one a passage; `owners` are the passages' article ids.
    """
    ranks = []
    for question, article in zip(asked, wanted, strict=True):
        order = np.argsort(-(rows @ question), kind="stable")
        ranks.append([owners[n] for n in order].index(article))
    return ranks


def ranks_of_search(
    searcher: Searcher, questions: Sequence[str], wanted: Sequence[str], count: int
) -> list[int]:
    """Return the same for the whole search; `count` where the article is not among the hits."""
    ranks = []
    for question, article in zip(questions, wanted, strict=True):
        found = [hit.article.id for hit in searcher.search(Query(question, count))]
        ranks.append(found.index(article) if article in found else count)
    return ranks


def sign_test(lost: int, gained: int) -> float:
    """Return the chance of a split this uneven if neither way were better (exact McNemar test)."""
    total, less = lost + gained, min(lost, gained)
    as_uneven = 2 * sum(comb(total, n) for n in range(less + 1))
    return min(1.0, as_uneven / float(2**total))


def row(way: str, kind: str, ranks: Sequence[int], before: Sequence[int]) -> str:
    """Return a row of the table: shares found, cases lost and gained, and the p-value of that."""
    cells = [way, kind]
    for place in PLACES:
        hit = [rank < place for rank in ranks]
        had = [rank < place for rank in before]
        lost = sum(b and not a for a, b in zip(hit, had, strict=True))
        gained = sum(a and not b for a, b in zip(hit, had, strict=True))
        share = f"{sum(hit)} ({sum(hit) / len(hit):.4f})"
        cells += [share, f"-{lost} +{gained}, p {sign_test(lost, gained):.2f}"]
    return "| " + " | ".join(cells) + " |"


def main(model: Path, kinds: Sequence[str]) -> None:
    """Print the table."""
    encoder = open_encoder(model, model.name)
    assert isinstance(encoder, CTranslate2Encoder), "the model has no converted copy to compare"
    given, cases = sets.qa()
    cut: list[Cut] = []
    for article, _ in given:
        sentences = split(article)
        parts = passages(
            article, sentences, max_tokens=encoder.max_tokens, count_tokens=encoder.count_tokens
        )
        cut.append((article, sentences, parts))
    flat = [passage for _, _, parts in cut for passage in parts]
    owners, texts = [p.article_id for p in flat], [p.text for p in flat]
    questions, wanted = [c.question for c in cases], [c.article_id for c in cases]
    asked = encoder.encode(questions)
    print(f"{len(cases)} questions, {len(flat)} passages\n")
    names = [cell for place in PLACES for cell in (f"first {place}", "against the first row")]
    print("| by | passages in | " + " | ".join(names) + " | mean cosine | least |")
    print("|" + "---|" * (2 * len(PLACES) + 4))
    exact: Vectors | None = None
    first: dict[str, list[int]] = {}
    for kind in kinds:
        rows = encoder._vectors(texts, encoder._open(kind))  # what `encode_many` does in 8 bits
        exact = rows if exact is None else exact
        cosines = np.sum(rows * exact, axis=1)
        tail = f" {cosines.mean():.4f} | {cosines.min():.4f} |"
        ranks = {"meaning": ranks_by_meaning(asked, wanted, rows, owners)}
        with TemporaryDirectory() as folder:
            library, store = Library(Path(folder, "l.sqlite")), vector_store(Path(folder, "c"))
            try:
                store.put(flat, rows)
                for article, sentences, parts in cut:
                    library.put(article, sentences, parts, key=article.id, digest="")
                searcher = Searcher(library, store, encoder)
                ranks["whole search"] = ranks_of_search(searcher, questions, wanted, max(PLACES))
            finally:
                store.close()
                library.close()
        for way, found in ranks.items():
            print(row(way, kind, found, first.setdefault(way, found)) + tail, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or _USUAL)
