"""The set `versions`: every question can be answered from its articles, or not at all."""

import re
from collections import Counter

from every_case import over
from set_articles import sentences_of

from evals import libraries, pattern_sets, scoring, sets

LINES = list(sets.json_lines(libraries.VERSIONS / "questions.jsonl"))
CASES = {line["id"]: pattern_sets.case(line) for line in LINES}
ANSWERED = [line for line in LINES if line["kind"] != "absent"]
ABSENT = [line for line in LINES if line["kind"] == "absent"]
DIFFERENCES = {"year", "season", "place", "company", "round", "unit", "person"}


def sentences() -> dict[str, list[str]]:
    return sentences_of(libraries.VERSIONS / "articles.jsonl")


def named(line: dict[str, str]) -> str:
    return line["id"]


def test_there_are_enough_articles_and_they_are_short() -> None:
    assert 40 <= len(sentences()) <= 60
    for article, texts in sentences().items():
        assert 80 <= sum(len(text.split()) for text in texts) <= 200, article


def test_there_are_enough_questions_and_a_third_has_no_answer() -> None:
    assert len(LINES) >= 150
    assert len(ABSENT) >= len(LINES) / 3
    assert len(CASES) == len(LINES), "ids are not unique"
    # A question may come back after another chat or on another day.
    asked = Counter(
        (line["question"], str(line.get("history")), line["asked_on"]) for line in LINES
    )
    assert max(asked.values()) == 1


@over(ANSWERED)
def test_a_gold_sentence_stands_in_the_articles_named_and_in_no_other(line: dict) -> None:  # type: ignore[type-arg]
    assert line["sentence"]
    for wanted in line["sentence"]:
        holding = {a for a, texts in sentences().items() if scoring.holds_one(texts, [wanted])}
        assert holding
        assert holding <= set(line["article_ids"])


@over(ANSWERED)
def test_the_patterns_match_the_answer_and_not_that_of_the_look_alike(line: dict) -> None:  # type: ignore[type-arg]
    patterns = CASES[line["id"]].patterns
    assert patterns
    assert scoring.matches(line["gold"], patterns)
    assert line["look_alike"]
    assert not scoring.matches(line["look_alike"], patterns)


@over(ABSENT)
def test_what_has_no_answer_names_what_may_be_taken_for_one(line: dict) -> None:  # type: ignore[type-arg]
    assert not line["answer"]
    assert not line["sentence"]
    assert not line["gold"]
    assert line["look_alike"]


def test_every_article_named_exists_and_every_article_is_asked_about() -> None:
    named_ones = {article for line in LINES for article in line["article_ids"]}
    assert named_ones <= sentences().keys()
    assert sentences().keys() == {a for line in ANSWERED for a in line["article_ids"]}


def test_a_follow_up_has_a_chat_before_it_and_nothing_else_has() -> None:
    for line in LINES:
        assert bool(line.get("history")) == (line["kind"] == "followup"), line["id"]


def test_both_halves_have_their_share_of_every_kind_and_difference() -> None:
    assert {line["differs"] for line in LINES} == DIFFERENCES
    for field in ("kind", "differs"):
        whole = Counter(line[field] for line in LINES)
        held_out = Counter(line[field] for line in LINES if CASES[line["id"]].held_out)
        for name, count in whole.items():
            assert 0.35 <= held_out[name] / count <= 0.65, f"{name}: {held_out[name]} of {count}"


def test_no_article_is_asked_about_in_both_halves() -> None:
    halves: dict[bool, set[str]] = {True: set(), False: set()}
    for line in ANSWERED:
        halves[CASES[line["id"]].held_out].update(line["article_ids"])
    # The damaged rail bridge of one story is mentioned in another.
    assert halves[True] & halves[False] <= {"osen-open"}


def test_most_questions_are_typed_as_on_a_phone() -> None:
    small = [line for line in LINES if line["question"] == line["question"].lower()]
    without = [line for line in LINES if not line["question"].endswith("?")]
    assert len(small) == len(LINES)
    assert len(without) > 0.8 * len(LINES)
    assert not [line["id"] for line in LINES if re.search(r"\s{2}|^\s|\s$", line["question"])]
