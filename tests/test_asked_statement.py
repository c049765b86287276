"""A question for a yes or a no as the statement that it asks about."""

import pytest
from every_case import over

from bot.answering.asked_statement import asked_by, wants_yes_or_no
from bot.question.understand import understood

ASKED = [
    ("Is the Bank of Tolle insolvent?", "the Bank of Tolle is insolvent."),
    ("Did the plane from Hamar crash?", "the plane from Hamar did crash."),
    ("Did the trawler sink?", "the trawler did sink."),
    ("Did the town ignore warnings?", "the town did ignore warnings."),
    ("Was the clerk of Judge Aas sentenced?", "the clerk of Judge Aas was sentenced."),
    ("Was Eva Ness beaten in the final?", "Eva Ness was beaten in the final."),
    ("Has Korvo Air gone bankrupt?", "Korvo Air has gone bankrupt."),
    ("Hasn't the mayor resigned?", "the mayor has resigned."),
    ("Will the hall in Alm open in May?", "the hall in Alm will open in May."),
    ("Was the quay built too low?", "the quay was built too low."),
    ("Were there any injuries?", "there were any injuries."),
    ("Is it true that the harbour was closed?", "the harbour was closed."),
    ("and did the strike end?", "the strike did end."),
    ("was the old bridge at rena closed", "the old bridge at rena was closed."),
    ("Did the union win a pay rise of six per cent?",
     "the union did win a pay rise of six per cent."),
]  # fmt: skip


@over(ASKED)
def test_a_question_is_put_as_a_statement(question: str, statement: str) -> None:
    asked = asked_by(understood(question))
    assert asked is not None
    assert asked.statement == statement


@pytest.mark.parametrize(
    "question",
    [
        "Who sued the town?",
        "When did the ferry sink?",
        "Is it a ferry or a trawler?",
        "ferry to Hamnvik",
        "Ist die Bank pleite?",
    ],
)
def test_other_questions_want_no_yes_or_no(question: str) -> None:
    assert not wants_yes_or_no(understood(question))
    assert asked_by(understood(question)) is None
