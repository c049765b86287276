"""Does a sentence carry a claim: names, numbers, and enough of the words."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from every_case import over

from bot.answering.claim_check import carried, coverage, prints
from bot.language.quantities import numbers
from bot.language.words import names, stems

SENTENCE = "The mayor, Paul Adeyemi, said 140 people had been taken to a school hall in Tarrow."
QUESTION = "How many people were taken to the school hall?"


@pytest.mark.parametrize(
    "claim",
    [
        "140 people were taken to a school hall.",
        "Paul Adeyemi, the mayor, said 140 people had been taken there.",
        "In Tarrow 140 people were taken to a hall.",
    ],
)
def test_a_claim_that_repeats_the_sentence_is_carried(claim: str) -> None:
    assert carried(claim, [SENTENCE], asked=QUESTION)


@pytest.mark.parametrize(
    "claim",
    [
        "210 people were taken to a school hall.",  # another number
        "Mayor Ida Brekke said 140 people were taken to a hall.",  # another name
        "The mayor resigned after protests about flood defences in 140 towns.",  # other words
    ],
)
def test_a_claim_with_another_number_name_or_story_is_not_carried(claim: str) -> None:
    assert not carried(claim, [SENTENCE], asked=QUESTION)


def test_a_name_of_the_question_may_be_repeated_only_if_the_article_knows_it() -> None:
    sentence = "The company said it would pay for two electric boats."
    claim = "The boats are paid for by Norlund Ferries, the company said."
    question = "What will Norlund Ferries pay for?"
    assert not carried(claim, [sentence])
    assert not carried(claim, [sentence], asked=question)
    assert carried(claim, [sentence], asked=question, article=f"Norlund Ferries is old. {sentence}")
    assert carried(claim, [sentence], around="Norlund Ferries to charge more, Herald, 4 March 2019")


def test_two_sentences_carry_together_what_neither_does_alone() -> None:
    first, second = "Ida Brekke won the vote in Varde.", "She takes office on 3 May."
    claim = "Ida Brekke, who won in Varde, takes office on 3 May."
    assert not carried(claim, [first])
    assert not carried(claim, [second])
    assert carried(claim, [first, second])


def test_a_claim_that_only_repeats_the_question_covers_nothing_of_another_sentence() -> None:
    claim = "People were taken to the school hall."
    assert not carried(claim, ["Flood water closed the bridge."], asked=QUESTION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,000 prisoners", {"1000"}),
        ("a rise of 2.5 per cent", {"2.5"}),
        ("seventeen ships and 3 tugs", {"17", "3"}),
        ("on the 22nd of May", {"22"}),
        ("no figures at all", set()),
        ("on 16 May 2025", {"16", "2025", "2025-may-16"}),
        ("on May 16th, 2025", {"16", "2025", "2025-may-16"}),
    ],
)
def test_numbers_are_compared_as_digits(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_a_date_may_not_be_put_together_from_parts() -> None:
    sentence = "They had last met in March 2022."
    around = "Talks in Istanbul, Herald, 16 May 2025"
    assert carried("They had last met in March 2022.", [sentence], around=around)
    assert not carried("They had last met on 16 May 2022.", [sentence], around=around)
    # Nor taken from the byline: the day of printing is not the day of the talks.
    assert not carried("The talks were on 16 May 2025.", ["The talks were short."], around=around)


def test_a_capital_that_grammar_asks_for_is_no_name() -> None:
    assert names("Flood water rose. Then Paul Adeyemi spoke.") == stems("Paul Adeyemi")


def test_coverage_counts_what_the_question_did_not_bring() -> None:
    claim = "The fares pay for boats."
    assert coverage(claim, "Electric boats cost money.", given="What do the fares pay for?") == 1.0
    assert coverage(claim, "Nothing of that.", given="What do the fares pay for?") == 0.0


def test_several_threads_may_ask_at_once() -> None:
    texts = [f"generalization{n} nationally organizes {n} relational events" for n in range(200)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(stems, texts * 4))
    stems.cache_clear()
    assert together == [stems(text) for text in texts] * 4


def test_a_text_prints_a_sentence_in_nearly_the_same_words() -> None:
    sentence = (
        "The ferry will run again from Monday, the harbour office said in a statement on Friday."
    )
    assert prints(f"Good news. {sentence} It was closed.", sentence)
    assert prints(sentence.replace("in a statement ", ""), sentence)
    assert not prints("The ferry will stay in the harbour, the office said on Friday.", sentence)
    counted = "The storm damaged 41 boats in the harbour of Varde, the mayor said on Friday."
    assert not prints(counted.replace("41", "20"), counted)


YES_NO = [  # a question, a sentence that affirms it, and one that denies it
    ("Is the Bank of Sund insolvent?", "The Bank of Sund is insolvent, the supervisor said.",
     "The Bank of Sund is not insolvent, the supervisor said."),
    ("Has the mayor resigned?", "The mayor has resigned, her office said.",
     "The mayor has not resigned, her office said."),
    ("Will the ferry sail on Monday?", "The ferry will sail on Monday, Norlund said.",
     "The ferry will not sail on Monday, Norlund said."),
    ("Did Varde accept the plan?", "Varde accepted the plan on Friday.",
     "Varde rejected the plan on Friday."),
    ("Did prices rise in May?", "Prices rose by 3 per cent in May.",
     "Prices fell by 3 per cent in May."),
    ("Did Norlund sue Varde?", "Norlund sued Varde over the bridge.",
     "Varde sued Norlund over the bridge."),
    ("Was the bridge closed?", "The bridge was closed, the police said.",
     "The bridge was never closed, the police said."),
    ("Did the firm pay the fine?", "The firm paid the fine in June.",
     "The firm refused to pay the fine."),
    ("Are there survivors?", "There are survivors, a doctor said.",
     "There are no survivors, a doctor said."),
    ("Were more than 40 boats damaged?", "More than 40 boats were damaged, the mayor said.",
     "Fewer than 40 boats were damaged, the mayor said."),
]  # fmt: skip


@over(YES_NO)
def test_a_yes_does_not_stand_on_a_denial(question: str, affirming: str, denying: str) -> None:
    for claim in ("Yes.", f"Yes, {affirming[:1].lower()}{affirming[1:]}"):
        assert not carried(claim, [denying], asked=question)
    assert carried(f"Yes, {affirming[:1].lower()}{affirming[1:]}", [affirming], asked=question)
