"""A yes, a no or a name is told where a clause says so of that very subject, and else not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from every_case import over
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering import citations, roles, yes_no
from bot.answering.answerer import Answerer
from bot.answering.prompt import check
from bot.question.understand import understood
from bot.types import Evidence, Words
from index.library.library import Library
from index.search import Searcher
from index.splitting.sentences import split
from index.syncing.sync import sync
from index.types import Article


def evidence(text: str, title: str = "News") -> list[Evidence]:
    article = Article("a", title, text, outlet="Post", published=date(2026, 6, 2))
    return [Evidence(n, s, article, likeness=0.5) for n, s in enumerate(split(article), start=1)]


def answer(question: str, text: str, draft: str = "") -> str:
    """What is told where a model writes `draft`: its own sentence for "Yes"."""
    asked, offered = understood(question), evidence(text)
    told = yes_no.told(asked, offered)
    if told.claims or not draft:
        return told.text
    checked = citations.check(draft, offered, asked.text)
    return roles.put_right(asked, yes_no.quoted(asked, checked), offered).text


TOLD = [
    ("Is the Bank of Tolle insolvent?",
     "The Bank of Tolle is not insolvent, the supervisor said.",
     "No: the Bank of Tolle is not insolvent, the supervisor said [1]."),
    ("Is the Bank of Tolle insolvent?", "The savings bank of Nes is insolvent.", ""),
    ("Was Judge Aas sentenced?", "The clerk of Judge Aas was sentenced to two years.", ""),
    ("Was Judge Aas sentenced?", "Judge Aas's clerk was sentenced. Judge Aas was acquitted.",
     "No: Judge Aas was acquitted [1]."),
    ("Was Judge Aas sentenced?", "Judge Per Aas was sentenced to a year.",
     "Yes: Judge Per Aas was sentenced to a year [1]."),
    ("Did the talks bring a truce?", "Ostmark had gone in asking for a truce.", ""),
    ("Did the talks bring a truce?", "The talks brought no truce.",
     "No: the talks brought no truce [1]."),
    ("Did the mayor meet Lind?", "The mayor denied that she had met Lind.",
     "The mayor denied that she had met Lind [1]."),
    ("Did Sund sue the yard?", "The yard sued Sund.", ""),
    ("Was Sund sued?", "The yard sued Sund.", "Yes: the yard sued Sund [1]."),
    ("Did the council close the pool?", "The council plans to close the pool.", ""),
    ("Did the council close the pool?", "The council may close the pool.", ""),
    ("Did anyone die?", "Nobody died.", "No: nobody died [1]."),
    ("Was Per Vik hurt?", "Eva Vik was hurt.", ""),
    ("Did Per Vik resign?", "Per Vik and Eva Vik met on Monday. Vik resigned.", ""),
    ("Did the ferry sink?", "The ferry left at noon. It did not sink.", "No: it did not sink [1]."),
    ("Is the tunnel open?", "The tunnel was open in 1990.", ""),
    ("Did dockers vote for a strike?", "The dockers voted against a strike.",
     "No: the dockers voted against a strike [1]."),
    ("Did prices rise?", "The prices fell.", "No: the prices fell [1]."),
    ("Did prices fall?", "Prices did not rise.", ""),
    ("Did 300 workers leave?", "200 workers left.", ""),
    ("Will the hall open in May?", "The hall will open in May.",
     "Yes: the hall will open in May [1]."),
]  # fmt: skip


@over(TOLD)
def test_a_yes_or_a_no_is_told_where_a_clause_says_so(question: str, text: str, told: str) -> None:
    assert answer(question, text) == told


def test_where_sentences_say_both_both_are_told() -> None:
    said = answer("Was the bridge closed?", "The bridge was closed. The bridge was not closed.")
    assert said == "The bridge was closed [1]. The bridge was not closed [2]."


QUOTED = [
    ("Did the firm survive?", "The firm collapsed in May.",
     "The firm collapsed in May [1]."),  # other words: told without a yes
    ("Was Judge Aas sentenced?", "The clerk of Judge Aas was sentenced to two years.", ""),
    ("Did the council close the pool?", "The council wants to close the pool.", ""),
    ("Did Lind leave?", "Snow fell in Tolle.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "told"), QUOTED)
def test_what_a_model_affirms_is_told_as_its_sentence_or_not_at_all(
    question: str, text: str, told: str
) -> None:
    draft = f"Yes, {text[:1].lower()}{text[1:-1]} [1]."
    offered = evidence(text)
    checked = citations.check(draft, offered, "")
    assert yes_no.quoted(understood(question), checked).text == told


def test_a_bare_no_is_told_as_the_sentence_that_it_names() -> None:
    question = understood("Did the pilots send a distress call?")
    offered = evidence("Snow fell. The pilots never gave such a sign.")
    checked = citations.check("no [2]", offered, question.text)
    assert not checked.claims  # it has no word that could be checked
    told = yes_no.quoted(question, checked, citations.cited_by("no [2]", offered))
    assert told.text == "The pilots never gave such a sign [1]."


@pytest.mark.parametrize(("sure", "told"), [(2.0, "There is no toll [1]."), (-2.0, "")])
def test_a_sentence_in_other_words_is_told_where_the_reader_holds_that_it_answers(
    sure: float, told: str
) -> None:
    question = understood("Do you have to pay on the bridge?")
    (item,) = evidence("There is no toll.")
    item = replace(item, words=Words(0, 16, sure))
    assert yes_no.quoted(question, citations.Checked(), [item]).text == told


@pytest.mark.parametrize(
    ("cited", "sure", "told"),
    [
        (2, 2.0, "There is no toll [1]. The bridge is ours, the mayor said [2]."),
        (2, -2.0, "The bridge is ours, the mayor said [1]."),
        (3, 2.0, "There is no toll [1]."),  # it has no word of the question
    ],
)
def test_what_the_reader_is_surest_of_is_told_before_what_the_model_cites(
    cited: int, sure: float, told: str
) -> None:
    question = understood("Do you have to pay on the bridge?")
    best, *others = evidence("There is no toll. The bridge is ours, the mayor said. Snow fell.")
    offered = [replace(best, words=Words(0, 16, sure), score=1.0), *others]
    named = citations.cited_by(f"no [{cited}]", offered)
    assert yes_no.quoted(question, citations.Checked(), named, offered).text == told


def test_two_sentences_of_one_article_are_told_in_its_order() -> None:
    question = understood("Did Macron keep his promise?")
    promise, critics = evidence("Macron promised to do it in five years. Critics laughed at that.")
    offered = [promise, replace(critics, words=Words(0, 23, 2.0), score=1.0)]
    told = yes_no.quoted(question, citations.Checked(), [promise], offered)
    assert told.text == "Macron promised to do it in five years [1]. Critics laughed at that [2]."


def test_the_model_is_asked_what_is_said_on_it() -> None:
    prompt = check(understood("did the mayor resign"), evidence("The mayor resigned."))
    assert prompt.turns[-1][0].endswith("Question: What is said on whether the mayor did resign?")
    for other in ("Who resigned?", "Trat der Bürgermeister zurück?"):
        prompt = check(understood(other), evidence("The mayor resigned."))
        assert prompt.turns[-1][0].endswith(f"Question: {other}")


WHO = [
    ("Who was sued?", "The yard sued the town of Orkan.", "The yard [1]", "The town of Orkan [1]."),
    ("Who was sued?", "The yard sued the town of Orkan.", "the town [1]", "The town [1]."),
    ("Who sued the town?", "The yard sued the town.", "The town [1]", "The yard [1]."),
    ("Which airline went bankrupt?",
     "Fjell Air did not go bankrupt. Sund Air went bankrupt.", "Fjell Air [1]", "Sund Air [1]."),
    ("Which airline went bankrupt?",
     "Fjell Air did not go bankrupt, but Sund Air did.", "Fjell Air [1]", "Sund Air [1]."),
    ("Who was fined?", "Jens Krag was not fined.", "Jens Krag [1]", ""),
    ("Who was sentenced?", "Judge Aas was acquitted. His clerk, Ola Rind, was sentenced.",
     "Judge Aas [1]", "Ola Rind [1]."),
    ("Who stole the ring?", "The guard did not steal the ring. It was stolen by a student.",
     "The guard [1]", "A student [1]."),
    ("Who may replace Holt?", "Lie may replace Holt.", "Lie [1]", "Lie [1]."),
    ("Who spoke of a rise?", "Ida Brekke spoke of a rise.", "Ida Brekke [1]", "Ida Brekke [1]."),
    # Who got an office is not who gave it.
    ("who was made minister of trade", "Premier Edda Holm has made Oskar Bly minister of trade.",
     "Edda Holm was made minister of trade [1]", "Oskar Bly [1]."),
    ("Who was made captain on Monday?", "The club has made striker Ali Noor captain.",
     "The club [1]", "Ali Noor [1]."),
    ("who was made minister of trade yesterday",
     "Premier Edda Holm has made Oskar Bly minister of trade.",
     "Edda Holm [1]", "Oskar Bly [1]."),
    ("who was elected president", "Parliament elected Nina Holt president by 61 votes to 40.",
     "Parliament [1]", "Nina Holt [1]."),
    ("who was appointed attorney general",
     "Governor Bell appointed former judge Ida Moe attorney general.",
     "Governor Bell [1]", "Ida Moe [1]."),
    ("Who was appointed chief executive?", "The board has appointed Ann Bell chief executive.",
     "The board [1]", "Ann Bell [1]."),
    ("who was named head of the port", "Mayor Lars Hede named Ida Sund head of the port.",
     "Ida Sund [1]", "Ida Sund [1]."),
    ("Who was elected leader?", "The party elected Tom Rask leader on Sunday.",
     "The party [1]", "Tom Rask [1]."),
    ("Who was declared the winner?", "The judges declared Rita Vang the winner.",
     "The judges [1]", "Rita Vang [1]."),
    ("who made bly captain", "Coach Moe made Bly captain.", "Bly [1]", "Coach Moe [1]."),
    ("Who is the new director?", "The museum named Olga Brandt director on Friday.",
     "Olga Brandt [1]", "Olga Brandt [1]."),
]  # fmt: skip


@over(WHO)
def test_who_is_named_stands_in_the_role_asked_for(
    question: str, text: str, draft: str, told: str
) -> None:
    assert answer(question, text, draft) == told


NEWS = """---
title: Bank of Tolle is sound
outlet: Vardal Post
published: 2026-06-02
---
{}
"""


@pytest.fixture
def ask(
    write: Callable[[str, str], Path], library: Library, store: ListStore, encoder: HashingEncoder
) -> Callable[[str, str, ScriptedModel], str]:
    def told(question: str, text: str, model: ScriptedModel) -> str:
        sync([write("news.md", NEWS.format(text)).parent], library, store, encoder)
        return Answerer(Searcher(library, store, encoder), model).ask(question).text

    return told


def test_a_plain_denial_is_told_without_asking_a_model(
    ask: Callable[[str, str, ScriptedModel], str],
) -> None:
    model = ScriptedModel()
    text = "The Bank of Tolle is not insolvent. The bank of Nes is insolvent."
    said = ask("Is the Bank of Tolle insolvent?", text, model)
    assert said == "No: the Bank of Tolle is not insolvent [1]."
    assert not model.calls


def test_a_models_yes_over_a_denial_of_somebody_else_is_refused(
    ask: Callable[[str, str, ScriptedModel], str],
) -> None:
    text = "The bank of Nes is insolvent. Its customers wait."
    said = ask(
        "Is the Bank of Tolle insolvent?", text, ScriptedModel(["Yes, it is insolvent [1]"] * 2)
    )
    assert said == "The articles don't say."


def test_a_no_stands_before_a_quotation_that_has_both_marks() -> None:
    text = 'Not one player came to me," he said.'
    article = Article("a", "Coach", text)
    (sentence,) = split(article)
    item = Evidence(1, sentence, article)
    assert yes_no._worded(item, "No") == 'No: "Not one player came to me," he said.'
    assert yes_no._worded(item, "") == '"Not one player came to me," he said.'
