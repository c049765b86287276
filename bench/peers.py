"""Compares Byline with others over the same questions, weights and encoder, in one run.

The others are the plain pipeline of `evals/` and LlamaIndex's `CitationQueryEngine` on Chroma.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.answers import is_right, words_a_citation
from bench.figures import Row, Section, median, p95, ratio, share
from bench.questions import Question
from bot.answering.answerer import Answerer
from evals.plain import PlainPipeline
from index.types import Article

# Takes a question and returns a row: seconds, right or not, words a citation, and the text.
Peer = Callable[[Question], Row]


def measure(peers: dict[str, Peer], asked: Iterable[Question], notes: list[str]) -> Section:
    """Ask each question of one peer after the other, so that all run under the same conditions."""
    details = [
        {"peer": name, "id": question.id, **ask(question)}
        for question in asked
        for name, ask in peers.items()
    ]
    return Section("peers", summary(details), notes, details)


def summary(details: Sequence[Row]) -> list[Row]:
    """Return one row a peer; `times ours` is its time divided by that of the first."""
    rows: list[Row] = []
    for name in dict.fromkeys(row["peer"] for row in details):
        own = [row for row in details if row["peer"] == name]
        seconds = median(row["total_s"] for row in own)
        rows.append(
            {
                "pipeline": name,
                "questions": len(own),
                "answer (s)": seconds,
                "p95 (s)": p95(row["total_s"] for row in own),
                "times ours": ratio(rows[0]["answer (s)"] if rows else seconds, seconds),
                "right": share([row["right"] for row in own]),
                "cites": share([row["words"] is not None for row in own]),
                "words a citation": median(row["words"] for row in own),
            }
        )
    return rows


def ours(answerer: Answerer) -> Peer:
    """Make a peer of Byline itself, with whatever `answerer` has read ahead."""

    def ask(question: Question) -> Row:
        answer = answerer.ask(question.question)
        return {
            "total_s": answer.timing.total_s,
            "right": is_right(answer, question.gold),
            "words": words_a_citation(answer),
            "text": answer.text,
        }

    return ask


def plain(pipeline: PlainPipeline) -> Peer:
    """Make a peer of the baseline, whose citation is a whole passage."""

    def ask(question: Question) -> Row:
        answer = pipeline.ask(question.question)
        cited = {number for claim in answer.claims for number in claim.citations}
        words = sum(len(c.sentence.split()) for c in answer.citations)
        passages = len({c.article_id for c in answer.citations}) or 1
        return {
            "total_s": answer.timing.total_s,
            "right": is_right(answer, question.gold),
            "words": words / passages if cited else None,
            "text": answer.text,
        }

    return ask


def llama_index(
    articles: Sequence[Article], weights: Path, encoder: str | Path, context_tokens: int
) -> Peer:
    """Make a peer of LlamaIndex over the same articles.

    Raises ImportError where it is not installed.
    """
    from bench.llamaindex import CitationEngine

    engine = CitationEngine(articles, weights, encoder, context_tokens)

    def ask(question: Question) -> Row:
        row = engine.ask(question.question)
        return {
            "total_s": row["total_s"],
            "right": bool(question.gold.search(row["text"])),
            "words": words_cited(row["text"], row["sources"]),
            "text": row["text"],
        }

    return ask


def words_cited(text: str, sources: Sequence[str]) -> float | None:
    """Return the mean number of words of the sources that `text` cites; None if it cites none."""
    numbers = {int(number) for number in re.findall(r"\[(\d{1,3})\]", text)}
    cited = [sources[n - 1] for n in numbers if 0 < n <= len(sources)]
    return sum(len(source.split()) for source in cited) / len(cited) if cited else None
