"""A yes stands on one clause that says so: of that one, then and there, and not of a part of it."""

from datetime import date

from every_case import over
from test_yes_no import evidence

from bot.answering.yes_no import told
from bot.question.understand import understood

YES = [
    ("Did Ness lie?", "There is no doubt that Ness lied."),
    (
        "Was Anders Holm convicted of fraud?",
        "Anders Holm, charged with murder, was convicted of fraud.",
    ),
    ("Did Pell resign in June?", "Pell was appointed in March and resigned in June."),
    ("Was a bomb found in Varn?", "A bomb was found in Varn, 20 km from Holm."),
    ("Did the ferry sink off Crete?", "The ferry to Malta sank off Crete."),
    ("Did Halden buy Brisk in June?", "Halden reported profits in March. It bought Brisk in June."),
    ("Did Pell resign in May?", "Pell resigned on 5 May."),
    ("Did Pell resign in May?", "In May, Pell resigned."),
    ("Was the bridge in Holm closed?", "The bridge in Holm was closed on Monday."),
    ("Was the bridge closed in March?", "On Monday 3 March the bridge was closed."),
    (
        "Did the company sell its plant in Brazil?",
        "The company sold its plant in Brazil to Melk Group.",
    ),
    (
        "Did the mayor open the new school in Bremen?",
        "The mayor opened the new school in Bremen on Friday.",
    ),
    ("Did Ness visit Berlin on Monday?", "Ness visited Berlin on Monday and Paris on Tuesday."),
    ("Was the deputy mayor arrested?", "The deputy mayor was arrested on Friday."),
    ("Was the museum closed because of the flood?", "The museum was closed because of the flood."),
    (
        "Did inflation fall to 3 per cent in June?",
        "Inflation fell to 3 per cent in June, the bank said.",
    ),
    ("Did the army withdraw from the town?", "The army withdrew from the town at night."),
    ("Did fewer than 100 people die?", "Fewer than 100 people died."),
    ("Did Theresa May resign?", "Theresa May resigned on Friday."),
    ("Will the bridge open in May?", "The bridge will open in May."),
]

YES_OF_TITLES = [
    ("Was Donald Aas convicted?", "Former President Donald Aas was convicted on Friday."),
    ("Did Lind resign?", "Vice President Lind resigned on Friday."),
]

NEITHER = [
    (
        "Was Anders Holm convicted of murder?",
        "Anders Holm, charged with murder, was convicted of fraud.",
    ),
    ("Did Pell resign in March?", "Pell was appointed in March and resigned in June."),
    ("Was a bomb found in Holm?", "A bomb was found in Varn, 20 km from Holm."),
    ("Did the ferry sink off Malta?", "The ferry to Malta sank off Crete."),
    (
        "Did Halden buy Brisk in March?",
        "Halden reported profits in March. It bought Brisk in June.",
    ),
    ("Was the vote rigged?", "Observers found no evidence that the vote was rigged."),
    ("Was the vote rigged?", "Nobody said that the vote was rigged."),
    ("Was the vote rigged?", "No witness said the vote was rigged."),
    ("Is the water safe?", "No official has confirmed that the water is safe."),
    ("Was Ness guilty?", "Neither judge found that Ness was guilty."),
    ("Was the vote rigged?", "The commission found little evidence that the vote was rigged."),
    ("Did everyone survive?", "Not everyone survived the crash."),
    ("Did doctors complain?", "Few doctors complained."),
    ("Did doctors strike?", "Hardly any doctors struck."),
    ("Did more than 100 people die?", "Fewer than 100 people died."),
    ("Did prices rise by more than 5 per cent?", "Prices rose by less than 5 per cent."),
    ("Is the bridge open?", "The bridge is partly open."),
    ("Is the bridge open?", "The bridge is open to cyclists only."),
    ("Were the hostages freed?", "The hostages were freed, except two."),
    ("Did Lund buy a house?", "Lund bought a boat, not a house."),
    ("Did Pell meet Roth?", "Pell met Ness, not Roth."),
    ("Was the mayor arrested?", "The former mayor was arrested on Friday."),
    ("Was the mayor arrested?", "The deputy mayor was arrested on Friday."),
    ("Is Ona Pell the finance chief?", "Ona Pell is the former finance chief."),
    ("Did Pell resign in May?", "Pell resigned in June."),
    ("Was the bridge closed in May?", "The bridge was closed in September 2024."),
    ("Did Ness visit Paris on Monday?", "Ness visited Berlin on Monday and Paris on Tuesday."),
    (
        "Did the prime minister resign?",
        "The former prime minister, who resigned in 2014, gave a talk.",
    ),
    (
        "Did the council vote to close the library?",
        "The council voted to close the pool, and the library may be next.",
    ),
    ("Do most residents oppose the dam?", "Several residents oppose the dam."),
]


def opening(question: str, text: str) -> str:
    """How the answer begins: "Yes", "No" or "" for neither."""
    answer = told(understood(question, asked_on=date(2026, 6, 3)), evidence(text)).text
    return answer.partition(":")[0] if answer.startswith(("Yes:", "No:")) else ""


@over(YES + YES_OF_TITLES)
def test_a_yes_is_told_where_the_clause_says_all_of_it(question: str, text: str) -> None:
    assert opening(question, text) == "Yes"


@over(NEITHER)
def test_no_yes_or_no_is_told_of_another_one_time_place_or_part(question: str, text: str) -> None:
    assert opening(question, text) == ""


def test_a_denial_is_a_no() -> None:
    assert opening("Has the strike ended?", "The strike has not ended, the union said.") == "No"
