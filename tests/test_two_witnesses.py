"""Language model and reader together: what is offered, believed, and shown; both are scripted."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering import confidence
from bot.answering.answerer import Answerer
from bot.messenger.queue.previews import preview_of
from bot.question.understand import understood
from bot.types import Evidence, Turn, Verdict, Witnesses, Words
from index.library.library import Library
from index.search import Searcher
from index.splitting.sentences import split
from index.syncing.sync import sync
from index.types import Article

FARES = """---
title: Ferry fares rise on island routes
outlet: Coast Herald
published: 2019-03-04
---
Norlund Ferries will charge 12 crowns for a single trip from April. The rise would pay for two
electric boats, spokeswoman Ida Brekke said. Islanders plan to protest in Varde on Saturday.
"""
CUP = """---
title: Lom win the cup
outlet: Coast Herald
published: 2019-03-05
---
Lom beat Tor in the final. Per Aas took the penalty in the last minute. The keeper went the wrong
way.
"""


class Pointing:
    """A reader that is sure of the given words wherever they stand, and of nothing else."""

    def __init__(self, **sure: float) -> None:
        self.sure = {words.replace("_", " "): odds for words, odds in sure.items()}
        self.asked: list[str] = []

    def read(self, question: str, texts: Sequence[Sequence[str]]) -> list[list[Words]]:
        self.asked.append(question)
        return [[self._best(sentence) for sentence in text] for text in texts]

    def weigh(self, claims: Sequence[tuple[str, str]]) -> list[Verdict]:
        return [Verdict(0.5, 0.5) for _ in claims]

    def _best(self, sentence: str) -> Words:
        flat = sentence.replace("\n", " ")
        for words, odds in self.sure.items():
            if words in flat:
                return Words(flat.index(words), flat.index(words) + len(words), odds)
        return Words(0, 0, -9.0)


Ask = Callable[[ScriptedModel, Pointing], Answerer]


@pytest.fixture
def answerer(
    write: Callable[[str, str], Path], library: Library, store: ListStore, encoder: HashingEncoder
) -> Ask:
    write("cup.md", CUP)
    sync([write("fares.md", FARES).parent], library, store, encoder)
    return lambda model, reader: Answerer(Searcher(library, store, encoder), model, reader)


def test_the_readers_sentence_is_shown_and_its_words_are_marked(answerer: Ask) -> None:
    shown: list[Evidence | None] = []
    reader = Pointing(two_electric_boats=8.0)
    model = ScriptedModel(["two electric boats [1]"])
    answer = answerer(model, reader).ask(
        "What will the rise pay for?",
        on_evidence=lambda evidence: shown.append(preview_of(evidence)),
    )
    best = shown[-1]
    assert best is not None
    assert best.words is not None
    (citation,) = answer.citations
    assert citation.words is not None
    pointed = citation.sentence[slice(*citation.words)]
    assert " ".join(pointed.split()) == "two electric boats"
    assert answer.evidence[0].sentence == citation.sentence


def test_bold_are_the_words_of_the_answer_where_the_reader_points_at_others(answerer: Ask) -> None:
    model = ScriptedModel(["Ida Brekke [2]"])
    answer = answerer(model, Pointing(two_electric_boats=8.0)).ask("Who spoke of the rise?")
    (citation,) = answer.citations
    assert citation.words is not None
    assert citation.sentence[slice(*citation.words)] == "Ida Brekke"


def test_the_readers_words_alone_are_no_answer(answerer: Ask) -> None:
    model = ScriptedModel(["The king resigned in 1905 [1]."])
    answer = answerer(model, Pointing(Per_Aas=8.0)).ask("Who took the penalty in the final?")
    assert answer.outcome == "not_found"


def test_what_neither_is_sure_of_is_refused(answerer: Ask) -> None:
    model = ScriptedModel(["Per Aas [1]"], odds=[-4.0])
    answer = answerer(model, Pointing(Per_Aas=-6.0)).ask("Who took the corner in the final?")
    assert answer.outcome == "not_found"
    assert answer.confidence < 0.5


def test_another_topic_is_found_though_the_question_has_no_name(answerer: Ask) -> None:
    before = Turn("What will the fares of Norlund Ferries pay for?", "Two electric boats.")
    reader = Pointing(Per_Aas=8.0)
    question = "Who took the penalty in the last minute?"
    answer = answerer(ScriptedModel(["Per Aas [1]"]), reader).ask(question, [before])
    assert answer.text == "Per Aas [1]."
    assert answer.earlier == ""
    assert question in reader.asked


def test_a_question_that_goes_on_stays_with_what_was_told(answerer: Ask) -> None:
    before = Turn("What will Norlund Ferries charge?", "12 crowns for a single trip.")
    reader = Pointing(Ida_Brekke=3.0, Per_Aas=3.0)
    answer = answerer(ScriptedModel(["Ida Brekke [1]"]), reader).ask(
        "Who spoke of the rise?", [before]
    )
    assert answer.earlier


def test_words_are_those_of_the_question_and_not_of_the_one_before(answerer: Ask) -> None:
    reader = Pointing(two_electric_boats=8.0)
    model = ScriptedModel(["two electric boats [2]", "Ida Brekke [2]"])
    asked = answerer(model, reader)
    first = asked.ask("What will the rise pay for?")
    reader.sure = {"Ida Brekke": 8.0}
    second = asked.ask("And who said that of the rise?", [first.turn])
    (citation,) = second.citations
    assert citation.words is not None
    assert citation.sentence[slice(*citation.words)] == "Ida Brekke"
    assert second.witnesses is not None
    assert second.witnesses.agreement == 1.0


def witnesses(**given: Any) -> Witnesses:
    usual = {"odds": 0.0, "likeness": 0.5, "agreement": 0.0, "carried": 0.0, "read": 0.0}
    return Witnesses(**{**usual, **given})


@pytest.mark.parametrize("what", ["odds", "carried", "read", "agreement"])
def test_each_witness_adds_to_the_confidence(what: str) -> None:
    usual = getattr(witnesses(), what)
    more = witnesses(**{what: usual + 0.5})
    assert confidence.support(more) > confidence.support(witnesses())


@pytest.mark.parametrize(("what", "less"), [("missing", 1), ("missing", 3), ("repeats", True)])
def test_names_that_are_missing_and_nothing_new_speak_against_an_answer(
    what: str, less: int
) -> None:
    assert confidence.support(witnesses(**{what: less})) < confidence.support(witnesses())


LONG = (
    "Ida Brekke of Norlund Ferries spoke first. The fares rise in April. "
    + "It rained on the harbour for the whole afternoon and well into the night. " * 8
    + "The fare will be 12 crowns."
)


@pytest.mark.parametrize(
    ("question", "sentence", "missing"),
    [
        # In the sentence, before it, in the headline, the outlet or the day over it.
        ("What will Norlund charge?", "The fares rise in April.", 0),
        ("What did the Coast Herald report from Varde?", "The fares rise in April.", 0),
        ("What rose in March 2019?", "The fares rise in April.", 0),
        ("What will the Turkish line charge?", "The fares rise in April.", 1),
        ("What will Per Aas of Sorvik charge?", "The fares rise in April.", 3),
        # Too far from the sentence; a question without a name.
        ("What will Norlund charge?", "The fare will be 12 crowns.", 1),
        ("what will it be", "The fare will be 12 crowns.", 0),
    ],
)
def test_names_of_a_question_are_looked_for_near_what_is_cited(
    question: str, sentence: str, missing: int
) -> None:
    article = Article("a", "Fares in Varde", LONG, "", "Coast Herald", date(2019, 3, 4))
    (item,) = (
        Evidence(1, each, article, likeness=0.5) for each in split(article) if each.text == sentence
    )
    seen = confidence.witnesses(1.0, understood(question), "12", [item], [item])
    assert seen.missing == missing


@pytest.mark.parametrize(
    ("answer", "repeats"),
    [("Two boats.", True), ("The boats of Ida Brekke.", True), ("Two electric boats.", False)],
)
def test_an_answer_that_only_says_again_what_was_said_is_seen(answer: str, repeats: bool) -> None:
    article = Article("a", "Fares", "Two electric boats were bought.")
    item = Evidence(1, split(article)[0], article, likeness=0.5)
    before = Turn("What did Ida Brekke buy?", "Two boats.")
    asked = understood("What did she pay for?", [before])
    assert confidence.witnesses(1.0, asked, answer, [item], [item]).repeats == repeats
