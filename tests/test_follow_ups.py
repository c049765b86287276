"""Follow-ups are made whole from the chat, and nothing is asked that nobody asked."""

import pytest
from every_case import over

from bot.question.follow_ups import leans_on_history, standalone
from bot.question.understand import understood
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


def test_the_topic_of_a_long_chat_is_kept_when_its_first_turns_are_not_at_hand() -> None:
    turns = [Turn("Who won the election in Varde?", "Ida Brekke won.")]
    for number in range(9):
        asked = standalone("and what did she do then?", turns[-4:])
        turns.append(Turn(asked.text, f"She did {number}.", asked.earlier))
    assert whole("and why?", turns[-4:]) == (
        "Who won the election in Varde? She did 6. She did 7. She did 8. Why?"
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


@pytest.mark.parametrize(
    "question",
    [
        "What did Mr. Smith say about the bridge?",
        "Who leads the U.S. Senate?",
        "What did St. Mary's Hospital refuse?",
        "How many people work for Norlund Inc. in Varde?",
        "What was said at 5 p.m. in Tarrow?",
        "Did No. 10 comment? It had promised to.",
    ],
)
def test_what_is_leant_on_is_never_cut(question: str) -> None:
    history = [Turn(question, "Nothing.")]
    assert whole("and why?", history) == f"{question} Nothing. Why?"
    deeper = [*history, Turn("Why?", "For want of money.", f"{question} Nothing.")]
    assert whole("and when?", deeper) == f"{question} Nothing. For want of money. When?"


@pytest.mark.parametrize(
    "question",
    [
        "How much did the FTSE 100 fall after the vote?",
        "How many more people died in Tarrow than in Varde?",
        "Is there a treaty between Norway and Sweden?",
        "What did Britain say about its future in Europe?",
        "Who governed Norlund before the war?",
        "What did Ukraine say about one of the ships?",
    ],
)
def test_a_whole_question_does_not_lean_for_a_small_word(question: str) -> None:
    assert not leans_on_history(question)


@pytest.mark.parametrize(
    "question",
    [
        "What happened in Varde after that?",
        "What did its owner in Varde say?",
        "What happened to the new one in Tarrow?",
        "Who came to Tarrow before?",
        "What more did Ida Brekke say?",
    ],
)
def test_a_small_word_that_points_back_makes_a_question_lean(question: str) -> None:
    assert leans_on_history(question)


@over(
    [
        "How cold did it get in Sorvik?",
        "Is it true that the whale of Pell swallowed a net?",
        "When does it start, the strike at Kestrel Bank?",
        "What was it that Velland blamed for the failure?",
        "Did it rain in Harde during the final?",
        "What happened this week in Castelmare?",
        "Who said that Kestrel Bank would cut jobs?",
        "Which vet freed the whale that stranded at Pell?",
        "Was it Orre who scored for Harde?",
        "What will those who leave Kestrel Bank get?",
        "Is it safe to swim in Tamsin?",
        "Were too many branches of Kestrel Bank closed?",
        "What did Brook demand instead of a tax cut?",
        "How late was it when the talks in Castelmare ended?",
        "Will it be possible to climb the spire of St Orwen's?",
        "Who agreed that Torrania gets the port of Lissa?",
    ],
)
def test_a_whole_question_does_not_lean_for_a_word_that_points_at_nothing(question: str) -> None:
    assert whole(question, HISTORY) == question


@over(
    [
        "When was it built to last in Lom?",
        "What did it cost to build in Lom?",
        "Who said that in Lom?",
        "When did Ida Brekke say that?",
        "What did Varde say about it?",
        "Is it open on Sundays in Pell?",
        "How long is that bridge in Sorvik?",
        "When will they meet in Castelmare again?",
        "Is it the longest in Norland?",
        "Where did it rank in Norland?",
        "How far did it drift from Pell?",
        "Who found it in Pell?",
        "What else did Brook in Lom say?",
        "Who said that about Brook?",
        "Was it true, and did Lom say so?",
    ],
)
def test_a_word_that_points_back_makes_a_question_with_a_name_lean(question: str) -> None:
    assert leans_on_history(question)


@pytest.mark.parametrize(
    "question",
    [
        "How much did it cost to rebuild Notre-Dame?",
        "How long did it take to pull the whale of Pell to sea?",
        "How much would it cost to save the branches of Kestrel Bank?",
        "How long did it take to reach Lom?",
        "Why did the bakers of Lom raise the price?",
    ],
)
def test_what_may_point_back_is_looked_for_alone_as_well(question: str) -> None:
    asked = understood(question, HISTORY)
    assert asked.earlier
    assert asked.alone is not None
    assert not asked.points_back
