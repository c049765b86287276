"""Follow-ups are made whole from the chat, and nothing is asked that nobody asked."""

import pytest

from bot.question.follow_ups import leans_on_history, standalone
from bot.types import NOT_FOUND, Turn


def whole(question: str, history: list[Turn]) -> str:
    return standalone(question, history).whole


HISTORY = [Turn("Who won the election in Varde?", "Ida Brekke won with 52 per cent.")]


def test_a_first_question_goes_through_untouched() -> None:
    assert whole("And then?", []) == "And then?"


def test_what_a_follow_up_leans_on_is_put_before_it() -> None:
    assert whole("When does she take office?", HISTORY) == (
        "Who won the election in Varde? Ida Brekke won with 52 per cent. When does she take office?"
    )


def test_a_bare_name_takes_the_place_of_the_one_asked_about_before() -> None:
    history = [Turn("What did Ukraine ask for at the talks?", "A ceasefire.")]
    assert whole("and Russia?", history) == "What did Russia ask for at the talks?"


def test_a_chat_of_many_turns_keeps_its_opening_and_latest_answers() -> None:
    turns = [Turn("Who won the election in Varde?", "Ida Brekke won.")]
    for question, answer in (
        ("When did she win?", "On 3 May 2014."),
        ("By how much?", "By 52 per cent."),
        ("and what did she promise?", "Two electric boats."),
    ):
        asked = standalone(question, turns)
        turns.append(Turn(asked.text, answer, asked.earlier))
    assert whole("when will they come?", turns) == (
        "Who won the election in Varde? On 3 May 2014. By 52 per cent. Two electric boats. "
        "When will they come?"
    )


def test_a_new_topic_leaves_the_old_one_behind() -> None:
    turns = [*HISTORY, Turn("How long is the bridge at Tarrow?", "140 metres.")]
    assert whole("and how old is it?", turns) == (
        "How long is the bridge at Tarrow? 140 metres. How old is it?"
    )


def test_an_earlier_answer_that_is_empty_is_not_put_before_the_question() -> None:
    history = [Turn("Who won in Tarrow?", "")]
    assert whole("and since then?", history) == "Who won in Tarrow? Since then?"


def test_after_a_refusal_only_the_question_is_put_before() -> None:
    history = [Turn("Who won in Tarrow?", NOT_FOUND)]
    assert whole("and since then?", history) == "Who won in Tarrow? Since then?"


def test_a_long_answer_is_cut() -> None:
    history = [Turn("What is said of Tarrow?", "word " * 500)]
    assert len(whole("and why is that?", history).split()) < 40


@pytest.mark.parametrize(
    "question",
    ["and when?", "When did she say that?", "what about Britain?", "why did it fall so fast?"],
)
def test_pronouns_connectives_and_short_questions_lean_on_the_chat(question: str) -> None:
    assert leans_on_history(question)


def test_a_whole_question_with_a_name_stands_alone() -> None:
    question = "How many people were hurt in the Tarrow flood?"
    assert not leans_on_history(question)
    assert whole(question, HISTORY) == question
