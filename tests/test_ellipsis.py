"""A follow-up that names only a part takes the place of that part in the question before."""

from ellipsis_cases import IN_FULL
from every_case import over

from bot.question.follow_ups import standalone, understood_turns
from bot.types import Turn


def asked(*chain: str) -> str:
    """The last question of a chat as it is understood, with what it leans on."""
    turns: list[Turn] = []
    for question in chain:
        understood = standalone(question, turns)
        turns.append(Turn(understood.text, "So it is.", understood.earlier))
    return turns[-1].whole_question


@over(IN_FULL)
def test_a_part_takes_the_place_of_the_one_of_its_kind(chain: tuple[str, ...], whole: str) -> None:
    assert asked(*chain) == whole


@over(
    [
        ("How long did the strike in Lom last?", "Any reaction?"),
        ("How long did the strike in Lom last?", "And why?"),
        ("How long did the strike in Lom last?", "And then?"),
        ("How long did the strike in Lom last?", "Anything else?"),
        ("How long did the strike in Lom last?", "And what did Nora Berg say?"),
        ("How long did the strike in Lom last?", "What divides them?"),
        ("How many were hurt in Lom?", "How many died?"),
        ("How heavy is the bell of Lom?", "And the one in Gran?"),
        ("How heavy is the bell of Lom?", "And the old one?"),
        ("What did the Swedish and the Danish minister say?", "And the Finnish one?"),
        ("What did the mayor say about the bridge?", "And the pool?"),
        ("Who was tried in Lom?", "Was Berg guilty?"),
        ("Who was tried in Lom?", "Sentenced by whom?"),
        ("Which doctors were tried in Lom?", "And his wife?"),
        ("Did Norland attack Sudland?", "And Westland?"),
        ("How fast were the men in autumn 2022?", "And half a year before?"),
        ("How long does a new knee take in Lom?", "And a year before that?"),
        ("What did Norland export in May 2021?", "And the month before?"),
        ("How many came in 2020 and 2021?", "And the year after?"),
        ("Who won the 2022-23 season?", "And the year after?"),
        ("How many of the 2000 workers left?", "And the year after?"),
        ("What share of voters chose to leave the EU in the British vote?", "And Scotland?"),
    ]
)
def test_what_fits_no_part_or_more_than_one_stands_behind_what_was_said(
    before: str, question: str
) -> None:
    understood = standalone(question, [Turn(before, "So it is.")])
    assert understood.earlier == f"{before} So it is."
    assert understood.text.casefold() == question.casefold().removeprefix("and ")


def test_a_name_from_the_answer_is_asked_about_and_takes_no_place() -> None:
    turns = [Turn("Who stands for mayor of Lom?", "Nora Berg, Per Aas and Ola Lie.")]
    assert standalone("And Per Aas?", turns).earlier
    assert standalone("And of Gran?", turns).text == "Who stands for mayor of Gran?"


def test_a_date_that_was_written_out_is_kept_and_not_written_out_again() -> None:
    turns = [Turn("How many came to Lom yesterday (16 May 2025)?", "Forty.")]
    assert standalone("And to Gran?", turns).text == "How many came to Gran on 16 May 2025?"
    assert standalone("And today?", turns).text == "How many came to Lom today?"
    turns = [Turn("How many came last week (5 to 11 May 2025)?", "Forty.")]
    assert standalone("And this week?", turns).text == "How many came this week?"


def test_a_chat_from_elsewhere_is_understood_turn_by_turn() -> None:
    said = [
        Turn("How many kayaks did Nilsen sell in May?", "40."),
        Turn("And canoes?", "12."),
        Turn("Why so few?", "It rained."),
    ]
    turns = understood_turns(said)
    assert turns[1] == Turn("How many canoes did Nilsen sell in May?", "12.")
    assert turns[2].earlier == "How many canoes did Nilsen sell in May? 12."
    assert standalone("And by whom was that said?", turns).earlier == (
        "How many canoes did Nilsen sell in May? 12. It rained."
    )


def test_a_whole_question_in_place_of_the_one_before_is_asked_without_the_excuse() -> None:
    asked_now = asked("What did Kestrel Bank earn?", "Sorry, I meant when was it founded")
    assert asked_now == "What did Kestrel Bank earn? So it is. When was it founded"
    asked_now = asked("How many died?", "No one was hurt, right?")
    assert asked_now == "How many died? So it is. No one was hurt, right?"
