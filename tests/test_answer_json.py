"""The public JSON object of an answer: all of it, both ways."""

import json
from dataclasses import asdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.memory.answer_json import answer_from_json, answer_to_json
from bot.types import Answer, Beyond, Citation, Claim, Headline, Timing, Witnesses

TEXT = st.text(max_size=6)
DAY = st.none() | st.dates()
COUNT = st.integers(0, 10**6)
ANSWERS = st.builds(
    Answer,
    question=TEXT,
    standalone_question=TEXT,
    outcome=st.sampled_from(["answered", "not_found"]),
    text=TEXT,
    claims=st.lists(
        st.builds(Claim, TEXT, st.lists(COUNT, min_size=1, max_size=3).map(tuple)), max_size=3
    ).map(tuple),
    citations=st.lists(
        st.builds(
            Citation,
            *[COUNT, TEXT, TEXT, TEXT, TEXT, TEXT, DAY, COUNT, COUNT],
            words=st.none() | st.tuples(COUNT, COUNT),
        ),
        max_size=3,
    ).map(tuple),
    nearest=st.lists(st.builds(Headline, TEXT, TEXT, TEXT, TEXT, DAY), max_size=3).map(tuple),
    evidence=st.lists(
        st.builds(Citation, COUNT, TEXT, TEXT, TEXT, TEXT, TEXT, DAY, COUNT, COUNT), max_size=3
    ).map(tuple),
    timing=st.builds(Timing, st.floats(0, 9), st.none() | st.floats(0, 9), st.floats(0, 9)),
    earlier=TEXT,
    unanswered=st.lists(TEXT, max_size=2).map(tuple),
    confidence=st.floats(0, 1),
    witnesses=st.none() | st.builds(Witnesses, *[st.floats(-9, 9)] * 4),
    beyond=st.none() | st.builds(Beyond, DAY, st.none() | st.integers(1, 9999)),
)


@given(ANSWERS)
def test_an_answer_comes_back_from_json_as_it_was(answer: Answer) -> None:
    assert answer_from_json(json.loads(json.dumps(answer_to_json(answer, "q1")))) == answer


def test_the_record_has_every_field_and_iso_dates() -> None:
    headline = Headline("a", "T", "O", "https://e.org", date(2025, 1, 2))
    record = answer_to_json(Answer("q", "q", "not_found", "no", nearest=(headline,)), "q1")
    assert list(record) == [
        "id", "question", "standalone_question", "outcome", "text",
        "claims", "citations", "nearest", "evidence", "support", "timing", "earlier", "unanswered",
        "confidence", "witnesses", "beyond",
    ]  # fmt: skip
    assert record["nearest"][0]["published"] == "2025-01-02"
    assert record["timing"] == asdict(Timing())


def test_fields_of_a_newer_version_are_left_out() -> None:
    cited = Citation(1, "S.", "a", "T", "O", "https://e.org", None, 0, 2)
    answer = Answer("q", "q", "answered", "S [1].", (Claim("S.", (1,)),), (cited,))
    record = answer_to_json(answer)
    for part in (record, record["timing"], record["citations"][0]):
        part["mood"] = "good"
    assert answer_from_json(record) == answer
