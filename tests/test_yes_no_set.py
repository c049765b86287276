"""The set `yes-no`: its data is whole, and no answer asserts the opposite whatever a model says."""

from collections import Counter
from datetime import date
from functools import cache

import pytest
from every_case import over

from bot.answering import citations, roles, yes_no
from bot.question.understand import understood
from bot.types import Evidence
from evals import libraries, pattern_sets, sets
from index.splitting.sentences import split
from index.types import Article

LINES = list(sets.json_lines(libraries.YES_NO / "questions.jsonl"))
CASES = {line["id"]: pattern_sets.case(line) for line in LINES}


@cache
def articles() -> dict[str, Article]:
    lines = sets.json_lines(libraries.YES_NO / "articles.jsonl")
    return {
        line["id"]: Article(
            line["id"],
            line["title"],
            line["text"],
            outlet=line["outlet"],
            published=date.fromisoformat(line["published"]),
        )
        for line in lines
    }


def evidence(line: dict) -> list[Evidence]:  # type: ignore[type-arg]
    (name,) = line["article_ids"]
    article = articles()[name]
    return [Evidence(n, s, article, likeness=0.5) for n, s in enumerate(split(article), start=1)]


def test_there_are_enough_questions_of_every_kind_in_both_halves() -> None:
    assert len(CASES) == len(LINES) > 80
    held_out = [case for case in CASES.values() if case.held_out]
    assert len(held_out) >= 40
    for some in (held_out, list(CASES.values())):
        assert set(Counter(case.kind for case in some)) >= {"no", "yes", "who", "absent"}
    assert all(case.opposite for case in CASES.values())


@over(LINES)
def test_the_gold_sentence_stands_in_the_article(line: dict) -> None:  # type: ignore[type-arg]
    assert all(wanted in articles()[line["article_ids"][0]].text for wanted in line["sentence"])
    assert CASES[line["id"]].answerable == bool(line["sentence"])


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_a_model_that_says_yes_to_every_sentence_asserts_no_opposite(line: dict) -> None:  # type: ignore[type-arg]
    if line["kind"] == "who":
        pytest.skip("asks for no yes or no")
    opposite = CASES[line["id"]].opposite
    question = understood(line["question"], (), date(2026, 6, 20))
    offered = evidence(line)
    told = yes_no.told(question, offered)
    for item in offered if not told.claims else []:
        said = item.sentence.text.rstrip(".")
        for draft in (
            f"Yes, {said[:1].lower()}{said[1:]} [{item.number}].",
            f"Yes [{item.number}]",
        ):
            checked = citations.check(draft, offered, question.text)
            checked = roles.put_right(question, yes_no.quoted(question, checked), offered)
            assert opposite
            assert not opposite.search(checked.text)
    assert opposite
    assert not opposite.search(told.text)
