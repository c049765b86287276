"""The set `chats`: every follow-up can be answered from the articles, or not at all."""

from collections import Counter

from every_case import over
from set_articles import sentences_of

from evals import libraries, pattern_sets, scoring, sets

LINES = list(sets.json_lines(libraries.CHATS / "questions.jsonl"))
CASES = {line["id"]: pattern_sets.case(line) for line in LINES}
ANSWERED = [line for line in LINES if line["kind"] != "absent"]


def sentences() -> dict[str, list[str]]:
    return {
        key: texts
        for folder in (libraries.STRANGERS, libraries.VERSIONS)
        for key, texts in sentences_of(folder / "articles.jsonl").items()
    }


@over(ANSWERED)
def test_a_gold_sentence_stands_in_the_articles_named(line: dict) -> None:  # type: ignore[type-arg]
    assert line["sentence"]
    own = [text for article in line["article_ids"] for text in sentences()[article]]
    assert scoring.holds_one(own, line["sentence"])


@over(ANSWERED)
def test_the_patterns_match_the_answer_and_nothing_said_before(line: dict) -> None:  # type: ignore[type-arg]
    case = CASES[line["id"]]
    assert scoring.matches(line["gold"], case.patterns)
    assert not any(scoring.matches(turn.answer, case.patterns) for turn in case.history)


def test_every_question_comes_after_another_one() -> None:
    assert all(case.history for case in CASES.values())
    assert len({case.question for case in CASES.values()}) == len(LINES)


def test_what_has_no_answer_has_no_patterns() -> None:
    absent = [line for line in LINES if line["kind"] == "absent"]
    assert len(absent) > 10
    assert not [line["id"] for line in absent if line["answer"] or line["sentence"]]


def test_both_halves_have_questions_of_every_kind() -> None:
    kinds = {line["kind"] for line in LINES}
    for held_out in (False, True):
        half = Counter(case.kind for case in CASES.values() if case.held_out is held_out)
        assert set(half) == kinds
