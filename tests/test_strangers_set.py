"""The set `strangers`: every question can be answered from its articles, or not at all."""

from collections import Counter

from every_case import over
from set_articles import sentences_of

from evals import libraries, pattern_sets, scoring, sets

LINES = list(sets.json_lines(libraries.STRANGERS / "questions.jsonl"))
CASES = {line["id"]: pattern_sets.case(line) for line in LINES}
ANSWERED = [line for line in LINES if line["kind"] != "absent"]


def sentences() -> dict[str, list[str]]:
    return sentences_of(libraries.STRANGERS / "articles.jsonl")


@over(ANSWERED)
def test_a_gold_sentence_stands_in_the_articles_named(line: dict) -> None:  # type: ignore[type-arg]
    assert line["sentence"]
    own = [text for article in line["article_ids"] for text in sentences()[article]]
    for wanted in line["sentence"]:
        assert scoring.holds_one(own, [wanted]), wanted


@over(ANSWERED)
def test_the_patterns_match_the_answer(line: dict) -> None:  # type: ignore[type-arg]
    patterns = CASES[line["id"]].patterns
    assert patterns
    assert scoring.matches(line["gold"], patterns)


def test_what_has_no_answer_has_no_patterns() -> None:
    absent = [line for line in LINES if line["kind"] == "absent"]
    assert len(absent) >= len(LINES) / 5
    assert not [line["id"] for line in absent if line["answer"] or line["sentence"]]


def test_a_follow_up_has_a_chat_before_it_and_nothing_else_has() -> None:
    for line in LINES:
        assert bool(line.get("history")) == (line["kind"] == "followup"), line["id"]


def test_ids_are_unique_and_no_article_is_asked_about_in_both_halves() -> None:
    assert len(CASES) == len(LINES)
    halves: dict[str, set[str]] = {"first": set(), "later": set()}
    for line in ANSWERED:
        halves[line["half"]].update(line["article_ids"])
    assert not halves["first"] & halves["later"]
    assert halves["first"] | halves["later"] <= sentences().keys()


def test_both_halves_have_questions_of_every_kind() -> None:
    for half in ("first", "later"):
        kinds = Counter(line["kind"] for line in LINES if line["half"] == half)
        assert set(kinds) == {line["kind"] for line in LINES}
