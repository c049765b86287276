"""Reads the evaluation data, which is never part of the project.

The folder is the setting BYLINE_EVAL_DATA, else ../shared/evals beside the clone. README.md beside
this file says what the files hold and where they come from.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import SettingsError
from bot.types import Turn
from index.types import Article, Sentence

_SHARED = Path(__file__).parent.parent.parent / "shared"
_DEFAULT = _SHARED / "evals"
_CORPUS = _SHARED / "corpus" / "news-4000.jsonl.gz"


# An article, and its sentences where the data says how it is split.
Given = tuple[Article, list[Sentence] | None]


@dataclass(frozen=True, slots=True)
class Case:
    """One question, and what a right answer to it is.

    `gold` holds strings of which one must be in the answer; `selections` the sets of sentence
    numbers that annotators chose as grounds; `article_id` names the article that was asked about.
    """

    id: str
    question: str
    answerable: bool
    article_id: str
    gold: tuple[str, ...] = ()
    selections: tuple[frozenset[int], ...] = ()

    @property
    def held_out(self) -> bool:
        """Whether the case is in the half that nothing is tuned on."""
        return held_out(self.id)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up question, its dialogue, and a person's rewrite of it."""

    id: str
    question: str
    history: tuple[Turn, ...]
    rewrite: str


def corpus() -> Path:
    """Return the file of the large corpus, gzipped JSONL. Raises SettingsError if it is missing."""
    file = Path(os.environ.get("BYLINE_EVAL_CORPUS") or _CORPUS)
    if not file.is_file():
        raise SettingsError(
            f"The corpus {file} is not there: set BYLINE_EVAL_CORPUS to a gzipped JSONL file of "
            "articles; evals/README.md says what it holds."
        )
    return file


def held_out(case_id: str) -> bool:
    """Tell whether a case is in the held-out half, by a hash of its id."""
    return hashlib.sha256(case_id.encode()).digest()[0] % 2 == 1


def folder() -> Path:
    """Return the folder of the evaluation data; it may not exist."""
    return Path(os.environ.get("BYLINE_EVAL_DATA") or _DEFAULT)


def qa() -> tuple[list[Given], list[Case]]:
    """Return SQuAD 2.0 passages as articles, and the questions about them."""
    articles: list[Given] = [
        (Article(r["id"], "", r["text"]), None) for r in _lines("qa_passages.jsonl")
    ]
    cases = [
        Case(r["id"], r["question"], r["answerable"], r["passage_id"], tuple(r["answers"]))
        for r in _lines("qa.jsonl")
    ]
    return articles, cases


def citations() -> tuple[list[Given], list[Case]]:
    """Return CLAPnq passages as articles, split as the annotators saw them, and the questions.

    There is no gold string: people's answers are whole sentences, which nobody else writes word for
    word.
    """
    articles: dict[str, Given] = {}
    cases = []
    for record in _lines("citations.jsonl"):
        text = " ".join(record["sentences"])
        own = hashlib.sha256(text.encode()).hexdigest()[:12]
        articles[own] = (Article(own, record["title"], text), _as_given(own, record["sentences"]))
        golds = record["gold_answers"] if record["answerable"] else []
        number = {text: place for place, text in enumerate(record["sentences"])}
        chosen = (frozenset(number[t] for t in gold["sentences"] if t in number) for gold in golds)
        cases.append(
            Case(
                record["id"],
                record["question"],
                record["answerable"],
                own,
                selections=tuple(selection for selection in chosen if selection),
            )
        )
    return list(articles.values()), cases


def followups() -> list[FollowUp]:
    """Return CANARD follow-ups; the topic of a dialogue becomes its first turn."""
    found = []
    for record in _lines("followups.jsonl"):
        topic, section, *said = record["history"]
        turns = [Turn(f"{topic}, {section}", "")]
        turns += [Turn(q, a) for q, a in zip(said[::2], said[1::2], strict=False)]
        found.append(FollowUp(record["id"], record["question"], tuple(turns), record["rewrite"]))
    return found


def _as_given(article_id: str, texts: list[str]) -> list[Sentence]:
    sentences, start = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(article_id, number, start, start + len(text), text))
        start += len(text) + 1
    return sentences


def json_lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file. Raises SettingsError if it cannot be read."""
    try:
        with file.open(encoding="utf-8") as opened:
            yield from (json.loads(line) for line in opened if line.strip())
    except OSError as error:
        raise SettingsError(
            f"The evaluation data {file} is not there: set BYLINE_EVAL_DATA to the folder that "
            "holds it; evals/README.md says what it is."
        ) from error


def _lines(name: str) -> Iterator[dict[str, Any]]:
    return json_lines(folder() / name)
