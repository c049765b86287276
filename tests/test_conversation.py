"""Follow-ups are made whole from the chat, and nothing is asked that nobody asked."""

import pytest
from fakes import ScriptedModel

from bot.conversation import leans_on_history, standalone
from bot.types import NOT_FOUND, Call, Turn

HISTORY = [Turn("Who won the election in Varde?", "Ida Brekke won with 52 per cent.")]


def test_a_first_question_goes_through_untouched_and_asks_no_model() -> None:
    model = ScriptedModel()
    assert standalone("And then?", [], model, Call()) == "And then?"
    assert model.prompts == []


def test_a_follow_up_is_rewritten_from_the_dialogue() -> None:
    model = ScriptedModel(["When does Ida Brekke take office in Varde?"])
    rewritten = standalone("When does she take office?", HISTORY, model, Call())
    assert rewritten == "When does Ida Brekke take office in Varde?"
    asked = model.prompts[0].turns[-1][0]
    assert "Ida Brekke won" in asked
    assert asked.endswith("Q: When does she take office?")


def test_a_rewrite_with_words_of_its_own_is_refused() -> None:
    model = ScriptedModel(["When does Ida Brekke take office as president of Norway?"])
    rewritten = standalone("When does she take office?", HISTORY, model, Call())
    assert rewritten == "Ida Brekke won with 52 per cent. When does she take office?"


def test_a_bare_name_takes_the_place_of_the_one_asked_about_before() -> None:
    history = [Turn("What did Ukraine ask for at the talks?", "A ceasefire.")]
    rewritten = standalone("and Russia?", history, ScriptedModel(), Call())
    assert rewritten == "What did Russia ask for at the talks?"


def test_a_rewrite_into_another_question_is_refused() -> None:
    model = ScriptedModel(["When did Ida Brekke win the election?"])
    rewritten = standalone("How old was she then?", HISTORY, model, Call())
    assert rewritten == "Ida Brekke won with 52 per cent. How old was she then?"


def test_a_question_about_the_time_before_that_gets_the_answer_put_before_it() -> None:
    history = [Turn("When were the talks?", "The talks were held on 16 May 2025.")]
    rewritten = standalone(
        "and when was the last time before that?", history, ScriptedModel(), Call()
    )
    assert rewritten == "The talks were held on 16 May 2025. When was the last time before that?"


def test_an_earlier_answer_that_is_empty_is_not_put_before_the_question() -> None:
    history = [Turn("Who won in Tarrow?", "")]
    rewritten = standalone("and since then?", history, ScriptedModel(), Call())
    assert rewritten == "Who won in Tarrow? Since then?"


def test_after_a_refusal_the_question_stands_for_the_answer() -> None:
    history = [Turn("Who won in Tarrow?", NOT_FOUND)]
    rewritten = standalone("and since then?", history, ScriptedModel(), Call())
    assert rewritten == "Who won in Tarrow? Since then?"


def test_a_rewrite_that_loses_a_name_asked_about_is_refused() -> None:
    model = ScriptedModel(["Who won the election in Varde?"])
    rewritten = standalone("and who in Tarrow?", HISTORY, model, Call())
    assert "Tarrow" in rewritten


@pytest.mark.parametrize(
    "question",
    ["and when?", "When did she say that?", "what about Britain?", "why did it fall so fast?"],
)
def test_pronouns_connectives_and_short_questions_lean_on_the_chat(question: str) -> None:
    assert leans_on_history(question)


def test_a_whole_question_with_a_name_stands_alone() -> None:
    question = "How many people were hurt in the Tarrow flood?"
    assert not leans_on_history(question)
    assert standalone(question, HISTORY, ScriptedModel(), Call()) == question
