"""Runs a set over its library with one pipeline and adds up the verdicts.

Every row keeps the model's odds, so that thresholds can be chosen afterwards on the tuned half and
reported on the held-out half.
"""

import random
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bot.memory.answer_json import answer_to_json
from bot.question import follow_ups
from bot.types import Answer, Turn
from evals import scoring, sets
from index.library.library import Library
from index.search import Searcher
from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Encoder, Hit, Published, Query, Sentence
from index.vectors.chroma_store import ChromaStore

Row = dict[str, Any]
Summary = Callable[[Sequence[Row]], dict[str, float]]


class _Answerable(Protocol):
    @property
    def answerable(self) -> bool: ...


AnyCase = TypeVar("AnyCase", bound=_Answerable)


class Pipeline(Protocol):
    """What is measured: `bot.answering.answerer.Answerer` or `evals.plain.PlainPipeline`."""

    def ask(
        self, question: str, history: Sequence[Turn] = ..., *, asked_on: date | None = ...
    ) -> Answer:
        """Answer `question`, asked after `history` (oldest turn first) on the day `asked_on`."""
        ...


@dataclass
class Watched:
    """Keeps the hits of the last search, to be scored, and can leave one article out.

    Without the article that holds it a question has no answer.
    """

    searcher: Searcher
    missing: str = ""  # id of the article
    hits: list[Hit] = field(default_factory=list)

    def search(self, query: Query) -> list[Hit]:
        """As the searcher, without the missing article."""
        room = query.count * 2 if self.missing else query.count
        hits = self.searcher.search(replace(query, count=room))
        self.hits = [hit for hit in hits if hit.article.id != self.missing][: query.count]
        return self.hits

    def as_printed(self, question: str) -> str:
        """As the searcher."""
        return self.searcher.as_printed(question)

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        """As the searcher."""
        return self.searcher.likeness(question, sentences)

    def newest(self, count: int) -> list[Hit]:
        """As the searcher."""
        return self.searcher.newest(count)

    def holds(self, when: Published) -> bool:
        """As the searcher."""
        return self.searcher.holds(when)


def build(articles: Sequence[sets.Given], folder: Path, encoder: Encoder) -> Searcher:
    """Open a library of these articles in `folder`; made once, then only opened."""
    library, store = Library(folder / "library.sqlite"), ChromaStore(folder / "chroma")
    if library.summary().articles != len(articles):
        for article, given in articles:
            sentences = given or split(article)
            parts = passages(
                article,
                sentences,
                max_tokens=encoder.max_tokens,
                count_tokens=encoder.count_tokens,
            )
            store.put(parts, encoder.encode([part.text for part in parts]))
            library.put(article, sentences, parts, key=article.id, digest="")
    return Searcher(library, store, encoder)


def shuffled(cases: Iterable[Any], seed: int) -> list[Any]:
    """Return `cases` in an order that `seed` fixes."""
    mixed = list(cases)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - nothing secret
    return mixed


def sample(cases: Sequence[AnyCase], limit: int | None, seed: int) -> list[AnyCase]:
    """Return at most `limit` cases, as many answerable as not, in an order that `seed` fixes."""
    mixed = shuffled(cases, seed)
    if limit is None:
        return mixed
    yes = [case for case in mixed if case.answerable]
    no = [case for case in mixed if not case.answerable]
    if not no:
        return yes[:limit]
    return [case for pair in zip(yes, no, strict=False) for case in pair][:limit]


class Run:
    """Asks the cases of one set and scores each answer."""

    def __init__(self, articles: Iterable[sets.Given], search: Watched, pipeline: Pipeline) -> None:
        given_articles = list(articles)
        self._search = search
        self._pipeline = pipeline
        self._texts = {article.id: article.text for article, _ in given_articles}
        # Where each article's sentences start: a citation is one of them.
        self._starts = {
            article.id: [sentence.start for sentence in given or split(article)]
            for article, given in given_articles
        }

    def row(self, case: sets.Case, *, absent: bool = False) -> Row:
        """Ask `case` and return the public record of its answer with the scores.

        With `absent` the article that holds the answer is left out of the search.
        """
        self._search.missing = case.article_id if absent else ""
        answer = self._pipeline.ask(case.question)
        answered = answer.outcome == "answered"
        cited = " ".join(citation.sentence for citation in answer.citations)
        row: Row = {
            "held_out": case.held_out,
            "answerable": case.answerable and not absent,
            "answered": answered,
            "right": answered and scoring.right(answer.text, case.gold),
            "cited": answered and scoring.right(cited, case.gold),
            "carried": [
                scoring.names_and_numbers_cited(claim.text, cited) for claim in answer.claims
            ],
            "verbatim": [
                self._texts[c.article_id][c.start : c.end] == c.sentence for c in answer.citations
            ],
            "gold": list(case.gold)[:3],
            **answer_to_json(answer, case.id),
        }
        if case.selections and answered:
            own = frozenset(self._numbers(case, answer))
            row["precision"], row["recall"] = scoring.sentence_scores(own, case.selections)
        return row

    def _numbers(self, case: sets.Case, answer: Answer) -> Iterator[int]:
        """Yield the numbers of the cited sentences; one of another article gets a negative one."""
        for place, citation in enumerate(answer.citations):
            own = citation.article_id == case.article_id
            yield self._starts[case.article_id].index(citation.start) if own else -1 - place


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the figures of a set of rows; a share that has no cases is left out."""
    yes = [row for row in rows if row["answerable"]]
    told = [row for row in yes if row["gold"]]
    no = [row for row in rows if not row["answerable"]]
    scored = [row for row in rows if "precision" in row]
    carried = [ok for row in rows for ok in row["carried"]]
    shares = {
        "right": [row["right"] for row in told],
        "right and cited": [row["right"] and row["cited"] for row in told],
        "wrongly refused": [not row["answered"] for row in yes],
        "refused": [not row["answered"] for row in no],
        "precision": [row["precision"] for row in scored],
        "recall": [row["recall"] for row in scored],
        "names and numbers cited": carried,
        "verbatim": [ok for row in rows for ok in row["verbatim"]],
    }
    figures = {name: statistics.fmean(values) for name, values in shares.items() if values}
    figures["seconds (median)"] = statistics.median(row["timing"]["total_s"] for row in rows)
    figures["cases"] = len(rows)
    return {name: round(value, 3) for name, value in figures.items()}


def follow_up_rows(cases: Iterable[sets.FollowUp]) -> Iterator[Row]:
    """Yield a row a follow-up: our standalone question and how it compares to the person's."""
    for case in cases:
        turns = follow_ups.understood_turns(case.history)
        ours = follow_ups.standalone(case.question, turns).whole
        history = " ".join(f"{turn.question} {turn.answer}" for turn in case.history)
        added, carried, own, invented = scoring.rewrite_scores(
            case.question, history, case.rewrite, ours
        )
        yield {
            "id": case.id,
            "held_out": sets.held_out(case.id),
            "question": case.question,
            "rewrite": case.rewrite,
            "ours": ours,
            "added": added,
            "carried": carried,
            "own": own,
            "invented": invented,
            "words": len(ours.split()),
            "their_words": len(case.rewrite.split()),
        }


def follow_up_summary(rows: Sequence[Row]) -> dict[str, float]:
    """Return the share of added words that we carry, and of our words that are invented."""
    return {
        "carried": round(
            sum(r["carried"] for r in rows) / max(1, sum(r["added"] for r in rows)), 3
        ),
        "invented": round(
            sum(r["invented"] for r in rows) / max(1, sum(r["own"] for r in rows)), 3
        ),
        "words (median)": statistics.median(row["words"] for row in rows),
        "words of the person's (median)": statistics.median(row["their_words"] for row in rows),
        "cases": len(rows),
    }
