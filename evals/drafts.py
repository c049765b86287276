"""Measures the checks of answers over drafts: right and wrong ones, often over the same sentence.

200 short answers, half of them wrong by another clause, role, time or number, and 160 questions for
a yes or a no, written by people who had not seen the code. No language model is asked; the reader
weighs the short answers. The lines of `drafts.jsonl` say which half is held out.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot import assembly
from bot.answering import citations, roles, verification, yes_no
from bot.answering.answered_clause import in_its_sentence
from bot.answering.relevance import answers, wants_one_thing
from bot.question.question import Question
from bot.question.understand import understood
from bot.settings import load
from bot.types import Evidence, Reader
from evals import sets
from evals.run import Row
from index.language_data.en.assertions import NO, YES
from index.splitting.sentences import split
from index.types import Article
from training.score import auc

SET = "drafts"
_FILE = Path(__file__).with_name("drafts.jsonl")
_ASKED_ON, _PUBLISHED = date(2026, 6, 3), date(2026, 6, 2)
_YES_NO = ("yes", "no", "neither")


def rows(limit: int | None) -> list[Row]:
    """Return one row for each of at most `limit` lines: its kind, and what became of it.

    `told` is "yes", "no" or "neither" for a question that wants one. Of a short answer `passes`
    says whether the checks let it through, and `weighed` is the reader's log-odds for it.
    """
    reader = assembly.reader(load())
    return [_row(line, reader) for line in list(sets.json_lines(_FILE))[:limit]]


def summary(group: Sequence[Row]) -> dict[str, float]:
    """Return shares refused and let through, and of the yes and no that is told what is right."""
    right = [row for row in group if row["kind"] == "right"]
    wrong = [row for row in group if row["kind"] == "wrong"]
    asked = [row for row in group if row["kind"] in _YES_NO]
    told = [row for row in asked if row["told"] != "neither"]
    said = [row for row in asked if row["kind"] != "neither"]
    return {
        "right answers refused": _share([not row["passes"] for row in right]),
        "wrong answers let through": _share([row["passes"] for row in wrong]),
        "AUC of the reader": _auc(right, wrong),
        "yes or no told": _share([row["told"] == row["kind"] for row in said]),
        "of those told right": _share([row["told"] == row["kind"] for row in told]),
        "cases": len(group),
    }


def _row(line: dict[str, Any], reader: Reader) -> Row:
    question = understood(line["question"], asked_on=_ASKED_ON)
    evidence = _evidence(line)
    found: Row = {"id": line["id"], "kind": line["kind"], "held_out": line["held_out"]}
    if line["kind"] in _YES_NO:
        text = yes_no.told(question, evidence).text
        return found | {"told": {YES: "yes", NO: "no"}.get(text.partition(":")[0], "neither")}
    said = line["draft"].rstrip(".")
    cited = max(evidence, key=lambda item: sum(word in item.sentence.text for word in said.split()))
    passes = _passes(question, f"{said} [{cited.number}]", evidence)
    weighed = verification.carried(reader, question, said, [cited]) or 0.0
    return found | {"passes": passes, "weighed": round(weighed, 3)}


def _passes(question: Question, draft: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the checks show an answer as it was drafted."""
    checked = citations.check(draft, evidence, question.text, one=wants_one_thing(question))
    put_right = roles.put_right(question, checked, evidence)
    text = " ".join(claim.text for claim in put_right.claims)
    return (
        bool(text)
        and put_right == checked
        and answers(question, text, put_right.grounds)
        and in_its_sentence(question, put_right) == put_right
    )


def _evidence(line: dict[str, Any]) -> list[Evidence]:
    article = Article(line["id"], "News", line["text"], outlet="Post", published=_PUBLISHED)
    return [Evidence(n, s, article, likeness=0.5) for n, s in enumerate(split(article), start=1)]


def _auc(right: Sequence[Row], wrong: Sequence[Row]) -> float:
    """The chance that the reader weighs a right answer above a wrong one; 0 without both."""
    both = [*right, *wrong]
    truths = [row["kind"] == "right" for row in both]
    return round(auc([row["weighed"] for row in both], truths), 3) if right and wrong else 0.0


def _share(true: Sequence[bool]) -> float:
    return round(sum(true) / len(true), 3) if true else 0.0
