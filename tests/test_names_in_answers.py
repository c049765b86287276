"""A right name stays in an answer, however it is written, and a wrong one is put right."""

from every_case import over
from test_yes_no import answer

from bot.language.grammar import parsed
from bot.language.noun_phrase_match import matching, phrase

WRITTEN_OTHERWISE = [
    ("What did Ireland win?", "Ireland won the Six Nations on Saturday.", "the Six Nations"),
    ("Who resigned?", "Scotland's First Minister resigned on Friday.", "Scotland's First Minister"),
    ("Did Orban resign?", "Prime minister Viktor Orbán resigned on Monday.", "Yes"),
    ("Did Erdogan win?", "Recep Tayyip Erdoğan won the run-off on Sunday.", "Yes"),
    ("Was Ola Lund convicted?", "Ola Lund was in court. Mr Lund was convicted of fraud.", "Yes"),
    ("Has the bill passed?", "The Senate has passed the bill.", "Yes"),
    ("Did Aas meet Lind?", "Lind met Aas in Tolle on Friday.", "Yes"),
    ("When did Aas resign?", "Aas resigned in May.", "May"),
    ("When did Aas resign?", "Aas resigned in May.", "In May"),
    ("Who resigned?", "Theresa May resigned on Friday.", "Mrs May"),
]


@over(WRITTEN_OTHERWISE)
def test_a_right_answer_in_another_spelling_is_told(question: str, text: str, said: str) -> None:
    last = text.count(". ") + 1
    assert answer(question, text, f"{said} [{last}]")


NAMED = [
    ("Who met Aas?", "Aas met Lind in Tolle on Friday.", "Lind [1]", "Lind [1]."),
    ("Who met Aas?", "Lind met Aas in Tolle on Friday.", "Lind [1]", "Lind [1]."),
    ("Who replaced Aas?", "The union replaced Per Aas with Ida Lind.", "Ida Lind [1]",
     "Ida Lind [1]."),
    ("Who sued the town?", "The town was sued by Dora Aas-Lind.", "The town [1]",
     "Dora Aas-Lind [1]."),
    ("Who leads the party?", "The party was led by Bo Strand until May. Ada Lang leads it now.",
     "Ada Lang [2]", "Ada Lang [1]."),
    ("Who has resigned?", "Ona Pell resigned after Bo Strand was jailed.", "Bo Strand [1]",
     "Ona Pell [1]."),
    ("Who will lead the trial?", "Ola Berg will lead the trial. Ida Lind led another one.",
     "Ida Lind [2]", "Ola Berg [1]."),
]  # fmt: skip


@over(NAMED)
def test_the_one_is_named_who_is_asked_for(question: str, text: str, draft: str, told: str) -> None:
    assert answer(question, text, draft) == told


@over([("Mr Aas", "Per Aas", "same"), ("Mr Aas", "Mrs Aas", "other"), ("Dr Aas", "Ms Aas", "same")])
def test_a_title_makes_nobody_else_but_a_man_of_a_woman(one: str, other: str, match: str) -> None:
    asked, said = (
        phrase(tree, next(word for word in tree.words if word.text == "Aas"))
        for tree in (parsed(f"{name} resigned.") for name in (one, other))
    )
    assert matching(asked, said) == match


READ = [
    ("Does the law ban smoking in cars?", "The law bans smoking in cars with children."),
    ("Is the drinking water safe?", "The drinking water is safe, the town said."),
]


@over(READ)
def test_an_auxiliary_stands_behind_the_whole_subject(question: str, text: str) -> None:
    assert not answer(question, text).startswith("No")
