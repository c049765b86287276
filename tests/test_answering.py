"""From a question to a checked answer, with a scripted model and a real small library."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering.answerer import Answerer
from bot.errors import ModelError, QuestionError, Stopped
from bot.messenger.queue.previews import preview_of
from bot.question.typed import MAX_QUESTION_CHARS
from bot.types import NOT_FOUND, Evidence, Prompt, Turn
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync

ARTICLE = """---
title: Ferry fares rise on island routes
outlet: Coast Herald
url: https://example.org/fares
published: 2019-03-04
---
Norlund Ferries will charge 12 crowns for a single trip from April. The rise would pay for two
electric boats, spokeswoman Ida Brekke said.

Islanders plan to protest in Varde on Saturday.
"""

Ask = Callable[[ScriptedModel], Answerer]


@pytest.fixture
def answerer(
    write: Callable[[str, str], Path], library: Library, store: ListStore, encoder: HashingEncoder
) -> Ask:
    folder = write("fares.md", ARTICLE).parent
    sync([folder], library, store, encoder)
    return lambda model: Answerer(Searcher(library, store, encoder), model)


def number_of(prompt: str, words: str) -> str:
    """The mark under which the prompt offers the sentence with these words."""
    line = next(line for line in prompt.splitlines() if words in line)
    return line.split()[0]


def test_an_answer_cites_the_very_sentence(answerer: Ask) -> None:
    model = ScriptedModel(
        [
            lambda prompt: [
                "It pays for two electric boats ",
                number_of(prompt.turns[-1][0], "boats"),
            ]
        ]
    )
    answer = answerer(model).ask("What will the rise pay for?")
    assert answer.outcome == "answered"
    assert answer.text == (
        "It pays for two electric boats, according to spokeswoman Ida Brekke [1]."
    )
    assert "two electric boats" in answer.citations[0].sentence.replace("\n", " ")
    assert answer.citations[0].article_id == "fares"
    assert answer.nearest == ()


def test_evidence_that_does_not_state_the_answer_ends_without_a_word_written(answerer: Ask) -> None:
    model = ScriptedModel(odds=[-9.0])
    answer = answerer(model).ask("What will a single trip cost from April on the island routes?")
    assert (answer.outcome, answer.text) == ("not_found", NOT_FOUND)
    assert [headline.title for headline in answer.nearest] == ["Ferry fares rise on island routes"]
    assert model.calls == ["log_odds"]
    assert answer.timing.first_token_s is None


def test_what_was_found_is_told_before_the_model_is_asked_anything(answerer: Ask) -> None:
    model = ScriptedModel(odds=[-9.0])
    told: list[tuple[str, int]] = []

    def note(evidence: Sequence[Evidence]) -> None:
        best = preview_of(evidence)
        told.append((best.sentence.text if best else "", len(model.calls)))

    answer = answerer(model).ask("What will a single trip from April cost?", on_evidence=note)
    assert len(told) == 1
    assert told[0][0].startswith("Norlund Ferries will charge")
    assert told[0][1] == 0
    assert answer.evidence[0].sentence == told[0][0]
    assert [item.number for item in answer.evidence] == [1, 2, 3]


def test_far_off_sentences_are_not_taken_for_something_found(answerer: Ask) -> None:
    seen: list[Evidence | None] = []
    model = ScriptedModel(odds=[-9.0])
    answerer(model).ask("Who won?", on_evidence=lambda evidence: seen.append(preview_of(evidence)))
    assert seen == [None]


def test_an_answer_of_which_nothing_is_carried_is_not_found(answerer: Ask) -> None:
    answer = answerer(ScriptedModel(["The king resigned in 1905 [1]."])).ask("Who resigned?")
    assert answer.outcome == "not_found"
    assert answer.citations == ()
    assert answer.nearest == ()  # no sentence is near to the question


def test_the_draft_is_shown_as_it_grows(answerer: Ask) -> None:
    drafts: list[str] = []
    model = ScriptedModel(["The rise would pay for two electric boats [1]."])
    answerer(model).ask("What will the rise pay for?", on_text=drafts.append)
    assert drafts[0] == "The"
    assert all(b.startswith(a.rstrip(".")) for a, b in pairwise(drafts))


def test_a_follow_up_is_searched_for_as_a_whole_question(answerer: Ask) -> None:
    model = ScriptedModel(odds=[-9.0])
    history = [Turn("Why is there a rise of the ferry fares?", "Norlund Ferries needs money.")]
    answer = answerer(model).ask("what will it pay for?", history)
    assert answer.question == "what will it pay for?"
    assert answer.standalone_question == (
        "Why is there a rise of the ferry fares? Norlund Ferries needs money. What will it pay for?"
    )
    assert (
        model.prompts[-1]
        .turns[-1][0]
        .endswith(
            "Earlier: Why is there a rise of the ferry fares? Norlund Ferries needs money.\n"
            "Question: What will it pay for?"
        )
    )


@pytest.mark.parametrize("question", ["", " \n\t ", "x" * (MAX_QUESTION_CHARS + 1)])
def test_an_empty_or_huge_question_is_refused_before_anything_is_done(
    answerer: Ask, question: str
) -> None:
    model = ScriptedModel()
    with pytest.raises(QuestionError):
        answerer(model).ask(question)
    assert model.prompts == []


def test_an_empty_library_finds_nothing_and_asks_no_model(
    library: Library, store: ListStore, encoder: HashingEncoder
) -> None:
    model = ScriptedModel()
    answer = Answerer(Searcher(library, store, encoder), model).ask("Anything new?")
    assert answer.outcome == "not_found"
    assert model.prompts == []


def test_stop_reaches_the_model(answerer: Ask) -> None:
    model = ScriptedModel(["It goes on and on and on [1]."])
    seen: list[str] = []
    with pytest.raises(Stopped):
        answerer(model).ask("What?", on_text=seen.append, stopped=lambda: len(seen) >= 2)
    assert len(seen) == 2


def test_a_failing_model_is_an_error_that_can_be_shown(answerer: Ask) -> None:
    with pytest.raises(ModelError, match="ask again"):
        answerer(ScriptedModel(odds=[ModelError("It failed: ask again.")])).ask("What?")


def test_what_all_prompts_share_is_read_ahead_and_is_their_beginning(answerer: Ask) -> None:
    model = ScriptedModel(odds=[-4.0])
    asking = answerer(model)
    asking.warm_up()
    asking.ask("What will a car cost?")
    shared = model.read[-1]  # last, so that it is still in the context
    assert model.prompts[0].system == shared.system
    assert model.prompts[0].turns[: len(shared.turns)] == shared.turns


def test_the_same_question_over_the_same_articles_is_not_thought_about_twice(
    answerer: Ask,
    write: Callable[[str, str], Path],
    library: Library,
    store: ListStore,
    encoder: HashingEncoder,
) -> None:
    model = ScriptedModel(["two electric boats [1]", "three electric boats [1]"])
    asking = answerer(model)
    first = asking.ask("What will the rise pay for?")
    asked = len(model.calls)
    again = asking.ask("what will the rise  pay for")
    assert len(model.calls) == asked
    assert (again.text, again.citations) == (first.text, first.citations)

    folder = write("fares.md", ARTICLE.replace("for two", "for three")).parent
    sync([folder], library, store, encoder)
    changed = asking.ask("What will the rise pay for?")
    assert "Three electric boats" in changed.text
    assert "three electric boats" in " ".join(changed.citations[0].sentence.split())


LONG = """---
title: Bridges of the Tarrow valley
outlet: The Plain Ledger
published: 2021-08-19
---
The first bridge of Tarrow is of stone. The second bridge of Tarrow is of wood. The third bridge
of Tarrow is of iron. The fourth bridge of Tarrow is of brick. The fifth bridge of Tarrow is of
glass. The sixth bridge of Tarrow fell into the river.
"""


def offered(prompt: Prompt) -> list[str]:
    """The numbered sentences of a prompt."""
    listed = prompt.turns[-1][0].partition("\n\n")[0]
    return [line for line in listed.splitlines() if line.startswith("[")]


@pytest.fixture
def bridges(
    write: Callable[[str, str], Path], library: Library, store: ListStore, encoder: HashingEncoder
) -> Ask:
    sync([write("bridges.md", LONG)], library, store, encoder)
    return lambda model: Answerer(Searcher(library, store, encoder), model)


def test_the_first_sentences_are_enough_where_they_tell_the_answer(bridges: Ask) -> None:
    model = ScriptedModel(["of wood [2]"])
    answer = bridges(model).ask("Of which material is the second bridge of Tarrow?")
    assert "wood" in answer.citations[0].sentence
    assert [len(offered(prompt)) for prompt in model.prompts] == [3, 3]  # odds, then the answer
    assert len(answer.evidence) == 6


def test_where_they_do_not_all_are_read_behind_them(bridges: Ask) -> None:
    model = ScriptedModel(["of brick [4]"], odds=[-1.0, 5.0])
    answer = bridges(model).ask("Of which material is the fourth one?")
    assert "brick" in answer.citations[0].sentence
    few, all_of_them, _ = map(offered, model.prompts)
    assert len(few) < len(all_of_them) == 6
    assert all_of_them[: len(few)] == few


def test_what_may_be_told_in_several_sentences_is_asked_of_all(bridges: Ask) -> None:
    model = ScriptedModel(["of wood [2]"])
    bridges(model).ask("What do we know of the second bridge of Tarrow?")
    assert [len(offered(prompt)) for prompt in model.prompts] == [6, 6]


def test_the_sentence_most_like_the_question_is_among_the_first(bridges: Ask) -> None:
    model = ScriptedModel(["into the river [6]"])
    bridges(model).ask("Which bridge of Tarrow fell into the river, the sixth?")
    assert any("fell into the river" in line for line in offered(model.prompts[0]))


def test_a_follow_up_goes_on_over_the_evidence_that_was_read(answerer: Ask) -> None:
    model = ScriptedModel(["two electric boats [1]", "from April [1]"])
    asking = answerer(model)
    first = asking.ask("What will the rise of Norlund Ferries pay for?")
    asking.ask("And when will it charge 12 crowns?", [first.turn])
    before, after = (model.prompts[at].turns[-1][0].partition("\n\n")[0] for at in (0, -1))
    assert after.startswith(before)


def test_while_an_answer_is_read_all_of_its_follow_up_but_the_question_is_read(
    answerer: Ask,
) -> None:
    model = ScriptedModel(["two electric boats [1]", "from April [1]"])
    asking = answerer(model)
    first = asking.ask("What will the rise of Norlund Ferries pay for?")
    assert asking.read_ahead()
    asking.ask("When will it charge 12 crowns?", [first.turn])
    asked = model.prompts[-1].turns[-1][0]
    assert asked == f"{model.read[-1].begun} When will it charge 12 crowns?"


def test_passages_are_read_ahead_one_by_one_until_none_is_left(answerer: Ask) -> None:
    model = ScriptedModel(["two electric boats [1]"])
    asking = answerer(model)
    assert asking.read_ahead()
    assert not asking.read_ahead()
    asking.ask("What will the rise pay for?")
    assert model.prompts[0].turns[-1][0].startswith(model.read[0].begun)
    with pytest.raises(Stopped):
        answerer(model_without := ScriptedModel()).read_ahead(lambda: True)
    assert model_without.read == []


def test_two_questions_in_one_are_both_answered(answerer: Ask) -> None:
    model = ScriptedModel(["two electric boats [1]", "12 crowns [1]"])
    drafts: list[str] = []
    answer = answerer(model).ask(
        "What will the rise pay for and what will Norlund Ferries charge?", on_text=drafts.append
    )
    assert [claim.citations for claim in answer.claims] == [(1,), (2,)]
    assert "boats" in answer.citations[0].sentence
    assert "12 crowns" in answer.citations[1].sentence
    assert drafts[-1] == f"{answer.claims[0].text.rstrip('.')} [1]. 12 crowns [2]"


def test_the_half_that_the_articles_do_not_answer_is_named(answerer: Ask) -> None:
    model = ScriptedModel(["two electric boats [1]"], odds=[5.0, -9.0])
    answer = answerer(model).ask("What will the rise pay for and what will a car be charged?")
    assert answer.outcome == "answered"
    assert len(answer.claims) == 1
    assert answer.text.endswith(" The articles don't say: What will a car be charged?")


def test_where_nothing_can_be_kept_a_passage_is_not_read_ahead_over_and_over(answerer: Ask) -> None:
    class Forgetful(ScriptedModel):
        def unread(self, prompt: Prompt) -> int:
            return 1000

    model = Forgetful()
    asking = answerer(model)
    assert asking.read_ahead()
    assert not asking.read_ahead()
    assert len(model.read) == 1
