"""`byline eval news-a`, `versions`, `yes-no`: when an answer counts as right, cited, refused."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from every_case import over

from bot.errors import SettingsError
from bot.types import Answer, Citation, Claim, Turn
from evals import measure, pattern_sets, scoring
from evals.run import Row

LINE = {
    "id": "harbour-01",
    "kind": "list",
    "differs": "year",
    "question": "who paid for the quay in 2021",
    "asked_on": "2024-05-02",
    "answer": [["\\btown\\b|council"], ["\\bport\\b"]],
    "sentence": ["The council and the port’s owner paid"],
}
CASE = pattern_sets.case(LINE)
ABSENT = pattern_sets.case({**LINE, "kind": "absent", "answer": [], "sentence": []})


def answer(text: str, *cited: str) -> Answer:
    citations = tuple(
        Citation(
            number=number,
            sentence=sentence,
            article_id="quay",
            title="The quay",
            outlet="",
            published=None,
            url="",
            start=0,
            end=len(sentence),
        )
        for number, sentence in enumerate(cited, start=1)
    )
    return Answer(
        question="",
        standalone_question="",
        outcome="answered" if text else "not_found",
        text=text,
        claims=(Claim(text, (1,)),) if text else (),
        citations=citations,
    )


GOOD = "The council and the port's owner\npaid for it."


@over(
    [
        (answer("The council and the port [1].", GOOD), True, True),
        (answer("COUNCIL, PORT", GOOD), True, True),
        (answer("The council and the port [1].", "It rained.", GOOD), True, True),
        (answer("The council and the port [1].", "It rained."), True, False),
        (answer("The council and the port."), True, False),
        (answer("The council [1].", GOOD), False, False),  # half of the list
        (answer("The county [1].", GOOD), False, False),
        (answer(""), False, False),
    ]
)
def test_right_needs_every_part_and_cited_needs_right(
    given: Answer, right: bool, cited: bool
) -> None:
    row = pattern_sets.verdict(CASE, given)
    assert (row["right"], row["cited"]) == (right, cited)


def test_an_absent_one_is_never_right_but_may_be_refused() -> None:
    assert not pattern_sets.verdict(ABSENT, answer("The council [1].", GOOD))["right"]
    assert pattern_sets.verdict(ABSENT, answer("The council [1].", GOOD))["answered"]
    assert not pattern_sets.verdict(ABSENT, answer(""))["answered"]


@over([("Yes [1].", True), ("No: it was not closed [1].", False), ("", False)])
def test_an_answer_may_say_the_opposite(text: str, opposite: bool) -> None:
    asked = pattern_sets.case({**LINE, "wrong": "^\\W*yes\\b"})
    found = [pattern_sets.verdict(asked, answer(text, GOOD))]
    assert found[0]["opposite"] is opposite
    assert pattern_sets.summary(found)["asserts the opposite"] == float(opposite)
    assert "opposite" not in pattern_sets.verdict(CASE, answer(text, GOOD))


def test_a_set_may_say_which_half_a_case_is_in() -> None:
    assert not pattern_sets.case({**LINE, "half": "first"}).held_out
    assert pattern_sets.case({**LINE, "half": "later"}).held_out


@over(
    [
        ("Seven ships [1].", [["(?<![\\d.,])1(?![.,]?\\d)"]], False),  # the mark is no number
        ("One ship [2].", [["\\bone\\b"]], True),
        ("On\n3 June [1]", [["3 June"]], True),
        ("No [1].", [["^(?!\\W*yes\\b)"], ["\\bno\\b"]], True),
        ("Yes, no doubt [1].", [["^(?!\\W*yes\\b)"], ["\\bno\\b"]], False),
        ("Anything", [], True),
    ]
)
def test_patterns_are_looked_for_in_what_the_answer_says(
    text: str, patterns: list[list[str]], right: bool
) -> None:
    line = {**LINE, "answer": patterns}
    assert scoring.matches(text, pattern_sets.case(line).patterns) is right


@over(
    [
        (["“It’s late,” she said."], ['"It\'s late," she'], True),
        (["The ferry   sailed\nat ten."], ["ferry sailed at ten"], True),
        (["The Ferry sailed."], ["the ferry"], True),
        (["The ferry sailed.", "It rained."], ["rained", "snowed"], True),
        (["The ferry sailed."], ["the ferries"], False),
        (["The ferry", "sailed."], ["ferry sailed"], False),  # in no one sentence
        ([], ["ferry"], False),
        (["The ferry sailed."], [], False),
    ]
)
def test_a_wanted_text_stands_in_one_cited_sentence(
    cited: list[str], wanted: list[str], holds: bool
) -> None:
    assert scoring.holds_one(cited, wanted) is holds


def row(kind: str = "plain", **told: object) -> Row:
    given = {
        "id": "n1",
        "kind": kind,
        "differs": "year",
        "held_out": False,
        "answerable": kind != "absent",
        "answered": True,
        "right": False,
        "cited": False,
        "question": "who paid",
        "text": "The county [1].",
        "timing": {"total_s": 2.0},
    }
    return {**given, **told}


def test_the_figures_are_shares_of_what_has_and_of_what_has_no_answer() -> None:
    found = [
        row(right=True, cited=True),
        row(right=True),
        row(answered=False),
        row("followup", right=True, differs="place"),
        row("absent"),
        row("absent", answered=False, differs="place"),
        row("absent", answered=False, differs="place"),
    ]
    figures = pattern_sets.summary(found)
    assert figures == {
        "right": 0.75,
        "right and cited": 0.25,
        "follow-ups right": 1.0,
        "wrongly refused": 0.25,
        "refused": 0.667,
        "right: followup": 1.0,
        "right: plain": 0.667,
        "right: another place": 1.0,
        "refused: another place": 1.0,
        "right: another year": 0.667,
        "refused: another year": 0.0,
        "seconds (median)": 2.0,
        "cases": 7,
    }


def test_figures_without_cases_are_left_out() -> None:
    figures = pattern_sets.summary([row("absent", differs="")])
    assert figures == {"refused": 0.0, "seconds (median)": 2.0, "cases": 1}


def test_confidence_is_scored_where_answers_carry_it() -> None:
    found = [
        row(right=True, confidence=0.8),
        row("absent", confidence=0.4),
        row(answered=False, confidence=0.1),  # nothing was claimed
        row(right=True),
    ]
    assert pattern_sets.confidences(found) == [(0.8, True), (0.4, False)]
    figures = pattern_sets.summary(found)
    assert (figures["Brier score"], figures["calibration error"]) == (0.1, 0.3)
    assert "Brier score" not in pattern_sets.summary([row()])


def test_single_cases_are_told_of_the_tuning_half_only() -> None:
    found = [
        row(id="a", right=True, cited=True),
        row(id="b", right=True),
        row(id="c"),
        row(id="d", answered=False),
        row("absent", id="e"),
        row("absent", id="f", answered=False),
        row(id="g", held_out=True),
    ]
    assert [(line[0], line[2], line[4]) for line in pattern_sets.misses(found)] == [
        ("b", "other sentence", "The county [1]."),
        ("c", "wrong", "The county [1]."),
        ("d", "refused", "-"),
        ("e", "answered", "The county [1]."),
    ]


@over(
    [
        ("news", False, True),
        ("news", True, True),
        ("versions", False, True),
        ("versions", True, False),  # nobody looks at single cases
        ("news-a", False, False),  # not ours to copy
        ("news-a", True, False),
        ("qa", False, False),
    ]
)
def test_texts_are_kept_where_they_are_ours_and_may_be_looked_at(
    which: str, held_out: bool, kept: bool
) -> None:
    hidden = measure._hidden(which, row(held_out=held_out))
    assert ("question" in hidden) is not kept
    assert "right" not in hidden


def test_all_questions_of_a_story_are_in_one_half() -> None:
    def half(case_id: str) -> bool:
        return pattern_sets.case({**LINE, "id": case_id}).held_out

    for story in ("harbour", "two-words", "mill"):
        assert len({half(f"{story}-{number:02d}") for number in range(30)}) == 1
    assert {half(f"n{number:03d}") for number in range(30)} == {True, False}


@dataclass
class Pipeline:
    """Gives one answer and remembers what it was asked."""

    given: Answer
    asked: list[tuple[str, tuple[Turn, ...], date | None]] = field(default_factory=list)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked_on: date | None = None
    ) -> Answer:
        self.asked.append((question, tuple(history), asked_on))
        return self.given


def test_news_a_is_read_from_the_data_and_asked_with_its_chat_and_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {**LINE, "history": [{"question": "who owns it", "answer": "The port."}], "note": ""}
    (tmp_path / "news_a.jsonl").write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    monkeypatch.setenv("BYLINE_EVAL_DATA", str(tmp_path))
    pipeline = Pipeline(answer("The council and the port [1].", GOOD))
    (found,) = pattern_sets.rows(pattern_sets.cases("news-a"), pipeline)
    assert found["cited"]
    assert found["id"] == "harbour-01"
    (asked,) = pipeline.asked
    assert asked == (LINE["question"], (Turn("who owns it", "The port."),), date(2024, 5, 2))


def test_missing_data_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_EVAL_DATA", str(tmp_path))
    with pytest.raises(SettingsError, match=r"news_a\.jsonl is not there: set BYLINE_EVAL_DATA"):
        pattern_sets.cases("news-a")
