"""Runs the project's own news questions: over the samples and over a large corpus of articles.

Questions, patterns and article ids are the project's; `libraries.py` opens the articles. A
follow-up is asked after the pipeline's own earlier answer, as in a chat.
"""

import json
import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.memory.answer_json import answer_to_json
from bot.types import Answer, Turn
from evals import sets
from evals.run import Pipeline, Row, Watched, shuffled
from evals.scoring import names_and_numbers_cited
from index.types import Hit

_HERE = Path(__file__).parent
SETS = ("news", "news-corpus")
_FIRST = 5  # hits among which the article asked about should be


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence that an answer may cite: in this article, matching this pattern."""

    article_id: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NewsCase:
    """One question. Right when every pattern of `gold` matches.

    Cited when one ground of every member of `needed` is among the citations.
    """

    id: str
    kind: str
    question: str
    asked_on: date | None
    after: str
    answerable: bool
    or_refused: bool
    gold: tuple[re.Pattern[str], ...]
    needed: tuple[tuple[Ground, ...], ...]
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Chat:
    """Questions asked one after the other; the first stands alone."""

    turns: tuple[NewsCase, ...]

    @property
    def held_out(self) -> bool:
        """Whether the chat is in the half that nothing is tuned on."""
        return sets.held_out(self.turns[0].id)


def chats(which: str) -> list[Chat]:
    """Return the questions of `news` or `news-corpus`, each follow-up after what it follows."""
    name = {"news": "news.jsonl", "news-corpus": "news_corpus.jsonl"}[which]
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    cases = [_case(json.loads(line)) for line in lines if line.strip()]
    found: dict[str, list[NewsCase]] = {}
    chat_of: dict[str, list[NewsCase]] = {}
    for case in cases:
        chat = chat_of[case.after] if case.after else found.setdefault(case.id, [])
        chat.append(case)
        chat_of[case.id] = chat
    return [Chat(tuple(turns)) for turns in found.values()]


def rows(
    chosen: Iterable[Chat],
    pipeline: Pipeline,
    searched: Watched,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[Row]:
    """Ask every chat from its start and return a verdict for each question.

    `meanwhile` is called before a follow-up, where a person would read the answer.
    """
    found: list[Row] = []
    for chat in chosen:
        turns: list[Turn] = []
        for case in chat.turns:
            if turns:
                meanwhile()
            answer = pipeline.ask(case.question, turns, asked_on=case.asked_on)
            found.append(_row(case, answer, searched.hits) | {"held_out": chat.held_out})
            turns.append(answer.turn)
    return found


def sample(all_chats: Sequence[Chat], limit: int | None, seed: int) -> list[Chat]:
    """Return at most `limit` chats, in an order that `seed` fixes."""
    return shuffled(all_chats, seed)[:limit]


def summary(found: Sequence[Row]) -> dict[str, float]:
    """Return the figures of a set of rows; a share that has no cases is left out."""
    asked = [row for row in found if row["answerable"]]
    absent = [row for row in found if not row["answerable"]]
    follow_ups = [row for row in asked if row["kind"] == "follow-up"]
    shares = {
        "right": [row["right"] for row in asked],
        "right cited sentence": [row["cited"] for row in asked if not row["rightly_refused"]],
        "wrongly refused": [not row["answered"] and not row["right"] for row in asked],
        "refused": [not row["answered"] for row in absent],
        "follow-ups right": [row["right"] for row in follow_ups],
        f"article in first {_FIRST} hits": [row["found"] for row in asked],
        "names and numbers cited": [ok for row in found for ok in row["carried"]],
    }
    kinds = sorted({row["kind"] for row in asked})
    shares |= {f"right: {kind}": [r["right"] for r in asked if r["kind"] == kind] for kind in kinds}
    figures = {name: statistics.fmean(values) for name, values in shares.items() if values}
    figures["seconds (median)"] = statistics.median(row["timing"]["total_s"] for row in found)
    figures["cases"] = len(found)
    return {name: round(value, 3) for name, value in figures.items()}


def _row(case: NewsCase, answer: Answer, hits: Sequence[Hit]) -> Row:
    answered = answer.outcome == "answered"
    cited = {citation.article_id for citation in answer.citations}
    said = " ".join(citation.sentence for citation in answer.citations)
    around = " ".join(f"{c.title} {c.outlet} {c.published or ''}" for c in answer.citations)
    right = answered and all(pattern.search(answer.text) for pattern in case.gold)
    refused_well = case.or_refused and not answered
    first = list(dict.fromkeys(a.id for hit in hits for a in (hit.article, *hit.also)))
    return {
        "kind": case.kind,
        "answerable": case.answerable,
        "answered": answered,
        "right": bool(right or refused_well) if case.answerable else False,
        "rightly_refused": refused_well,
        "cited": bool(case.needed) and all(_cited(grounds, answer) for grounds in case.needed),
        "article_cited": bool(cited & case.articles),
        "found": bool(set(first[:_FIRST]) & case.articles),
        "carried": [
            names_and_numbers_cited(claim.text, f"{said} {around}") for claim in answer.claims
        ],
        **answer_to_json(answer, case.id),
    }


def _cited(grounds: Iterable[Ground], answer: Answer) -> bool:
    """Tell whether one of the grounds is cited, itself or as printed in another article."""
    return any(
        ground.pattern.search(" ".join(citation.sentence.split()))
        and ground.article_id
        in (citation.article_id, *(other.article_id for other in citation.also))
        for ground in grounds
        for citation in answer.citations
    )


def _case(line: dict[str, object]) -> NewsCase:
    gold = [str(pattern) for pattern in _list(line["gold"])]
    articles = {str(article_id) for article_id in _list(line.get("articles"))}
    if "sentence" in line:  # one pattern for the sentence, in any of the articles
        pattern = re.compile(str(line["sentence"]), re.IGNORECASE)
        needed: list[tuple[Ground, ...]] = [tuple(Ground(a, pattern) for a in sorted(articles))]
    else:
        needed = [
            tuple(Ground(str(a), re.compile(re.escape(str(words)))) for a, words in choices)
            for choices in _list(line["sentences"])
        ]
        articles = {ground.article_id for grounds in needed for ground in grounds}
    asked_on = line.get("asked_on")
    return NewsCase(
        id=str(line["id"]),
        kind=str(line["kind"]),
        question=str(line["question"]),
        asked_on=date.fromisoformat(str(asked_on)) if asked_on else None,
        after=str(line.get("after") or ""),
        answerable=bool(line["answerable"]),
        or_refused=bool(line.get("or_refused")),
        gold=tuple(re.compile(pattern, re.IGNORECASE) for pattern in gold),
        needed=tuple(needed),
        articles=frozenset(articles),
    )


def _list(value: object) -> list:  # type: ignore[type-arg]
    return list(value) if isinstance(value, list) else []
