"""A few words are told alone where they stand in the clause that tells of what is asked."""

from dataclasses import replace

from every_case import over
from fakes import ScriptedModel
from test_yes_no import evidence

from bot.answering import citations
from bot.answering.answered_clause import in_its_sentence
from bot.answering.writer import Writer
from bot.language.dates_in_text import undated
from bot.question.understand import understood
from bot.types import Call, Claim

RIGHT = [
    (
        "How many died in the fire?",
        "Five people died and 23 were taken to hospital.",
        "Five people",
    ),
    ("When did the festival begin?", "The festival began on 3 July and ends on 9 July.", "3 July"),
    (
        "Where was the ship built?",
        "The ship, built in Gdansk, sailed from Malta on Friday.",
        "in Gdansk",
    ),
    (
        "How many seats did the Greens win?",
        "The Greens won 12 seats and the Reds won 19.",
        "12 seats",
    ),
    ("How many people were injured?", "The crash killed five and injured 12.", "12"),
    (
        "Why did the ferry sink?",
        "The ferry sank because the doors had been left open.",
        "because the doors had been left open",
    ),
    (
        "Why did the ferry sink?",
        "The ferry sank because the doors had been left open.",
        "The doors had been left open",
    ),
    ("What did the minister say?", "The minister said that taxes would rise.", "taxes would rise"),
    (
        "What did Russia demand?",
        "Russia demanded that Ukraine give up four regions.",
        "Ukraine give up four regions",
    ),
    ("When was Ness arrested?", "Ness was arrested at home on Monday, police said.", "Monday"),
    (
        "How much did Halden pay for Brisk?",
        "Halden bought Brisk for 3 million euros.",
        "3 million euros",
    ),
    # A deed in other words, one that the question has, and one that tells nothing.
    ("What happened to the boss?", "The boss Ann Bell was sacked on Monday.", "Ann Bell was fired"),
    (
        "Why should people boil their water?",
        "Residents were told to boil it after traces of bacteria turned up in a sample.",
        "Bacteria were found in a sample",
    ),
    ("When did the talks end?", "The talks were over by noon.", "The talks ended by noon"),
    ("Who said a vote was likely?", "Ida Sund said a vote was likely.", "Ida Sund said"),
    ("Who won the race?", "Ida Sund won the race ahead of Per Aas.", "Ida Sund"),
    ("How many people were killed?", "Nobody was killed in the blast.", "Nobody"),
    ("Who was killed?", "A man was killed in the blast.", "A man"),
    ("How many jobs will go?", "The firm plans to cut 300 jobs.", "300 jobs"),
    ("What caused the crash?", "The crash was caused by ice on the wings.", "ice on the wings"),
    (
        "What caused the crash?",
        "Investigators believe that ice on the wings caused the crash.",
        "ice on the wings",
    ),
    (
        "Where did the plane crash?",
        "The plane took off from Oslo and crashed near Bergen.",
        "near Bergen",
    ),
    (
        "Why was the ferry cancelled?",
        "A storm hit the coast and the ferry was cancelled.",
        "A storm hit the coast",
    ),
    ("How many died?", "The death toll rose to 40 after two more people died.", "40"),
    ("What did the court find?", "The court found that the mayor had lied.", "The mayor had lied"),
    ("How long did the strike last?", "The strike lasted 19 days.", "19 days"),
    ("How long will the strike last?", "The union plans to strike for 19 days.", "19 days"),
    ("How much does the bridge cost?", "The bridge will cost 40 million crowns.", "40 million"),
    ("Who was the captain?", "The captain was Ida Sund, who will retire in May.", "Ida Sund"),
    ("What was the price?", "The price rose to 40 crowns and may rise again.", "40 crowns"),
    ("Who was jailed?", "Der Richter wurde in Bonn verhaftet, sagte die Polizei.", "Der Richter"),
]

WRONG = [
    ("How many died in the fire?", "Five people died and 23 were taken to hospital.", "23"),
    ("When did the festival begin?", "The festival began on 3 July and ends on 9 July.", "9 July"),
    (
        "Where was the ship built?",
        "The ship, built in Gdansk, sailed from Malta on Friday.",
        "Malta",
    ),
    ("How many people were injured?", "The crash killed five and injured 12.", "five"),
    (
        "When was Ness arrested?",
        "Police said on Friday that Ness was arrested on Monday.",
        "on Friday",
    ),
    ("How many houses were destroyed?", "The fire destroyed 40 houses and damaged 100.", "100"),
    ("Who resigned?", "Ona Pell resigned after Bo Strand was arrested.", "Bo Strand"),
    # What was only meant to be is told as such where the question is what has been.
    (
        "How long did the rebuilding take?",
        "The president had promised to rebuild the church within five years.",
        "five years",
    ),
    ("How long did the strike last?", "The union plans to strike for 19 days.", "19 days"),
    (
        "How much did the bridge cost?",
        "The bridge would cost 40 million crowns, the council said.",
        "40 million crowns",
    ),
    ("When was the vote?", "Members will vote on Monday, the party said.", "on Monday"),
]
# What does not say what was asked, or more than its sentence does, is not even the short answer.
SAYS_NO_SUCH = [
    (
        "What did Ida Sund say?",
        "The first minister, Ida Sund, said that a second vote was likely.",
        "The first minister, Ida Sund, said",
    ),
    ("Why will it close?", "Paul Noor announced that the shop had no customers.", "Noor announced"),
    (
        "What happened in the canal?",
        "The ship Ness is afloat again, and the canal is open.",
        "The ship Ness was towed away and the canal is open",
    ),
    (
        "What did the company do to its price?",
        "The customers pay 27 cents for it at present; from February it will be 39.",
        "The price rose from 27 cents to 39",
    ),
]


def stands(question: str, text: str, answer: str) -> bool:
    asked = understood(question)
    checked = citations.check(f"{answer} [1]", evidence(text), asked.text)
    assert checked.claims
    return in_its_sentence(asked, checked) == checked


@over(RIGHT)
def test_what_the_telling_clause_holds_is_an_answer(question: str, text: str, answer: str) -> None:
    assert stands(question, text, answer)


@over(WRONG)
def test_what_another_clause_holds_is_told_as_its_sentence(
    question: str, text: str, answer: str
) -> None:
    asked = understood(question)
    checked = citations.check(f"{answer} [1]", evidence(text), asked.text)
    (claim,) = in_its_sentence(asked, checked).claims
    assert undated(claim.text) == text
    assert claim.short == checked.claims[0].text


@over(SAYS_NO_SUCH)
def test_what_its_sentence_does_not_say_is_told_as_that(
    question: str, text: str, answer: str
) -> None:
    asked = understood(question)
    checked = citations.check(f"{answer} [1]", evidence(text), asked.text)
    (claim,) = in_its_sentence(asked, checked).claims
    assert (undated(claim.text), claim.short) == (text, "")


def test_over_an_article_in_another_language_an_answer_stays() -> None:
    text = "Die Fähre Solveig ist am Montag in den Hafen gefahren, wie der Bürgermeister sagte."
    asked = understood("What happened to the ferry Solveig?")
    checked = citations.check("Die Fähre Solveig [1].", evidence(text), asked.text)
    said = replace(checked, claims=(Claim("The ferry Solveig was moored in the port.", (1,)),))
    assert in_its_sentence(asked, said) == said


def test_of_two_sentences_each_is_told_with_its_own_citation() -> None:
    text = "The ship Ness is afloat again. Tugs pulled it from the sand on Monday morning."
    asked = understood("What happened to the ship Ness?")
    both = citations.check("Afloat again [1]. From the sand [2].", evidence(text), asked.text)
    checked = replace(both, claims=(Claim("The ship Ness sank in the sand.", (1, 2)),))
    told = in_its_sentence(asked, checked)
    assert [(undated(c.text), c.citations) for c in told.claims] == [
        ("The ship Ness is afloat again.", (1,)),
        ("Tugs pulled it from the sand on Monday morning.", (2,)),
    ]


def test_two_answers_of_one_sentence_are_told_as_it_once() -> None:
    text = "The fire destroyed 40 houses and damaged 100 cars and 12 boats."
    asked = understood("What did the fire destroy?")
    checked = citations.check("100 cars [1]. 12 boats [1].", evidence(text), asked.text)
    assert [claim.text for claim in checked.claims] == ["100 cars.", "12 boats."]
    assert in_its_sentence(asked, checked).text == f"{text[:-1]} [1]."


def test_what_a_model_takes_from_another_clause_is_not_told_alone() -> None:
    text = "Five people died and 23 were taken to hospital."
    writer = Writer(ScriptedModel(["23 [1]"]))
    asked = understood("How many died in the fire?")
    found = writer.answer(asked, evidence(text), Call(), stated_from=-5)
    assert found.text == f"{text[:-1]} [1]."
