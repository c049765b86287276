"""What is found for a question tells something, however an article is stuffed to be found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering.retrieval import Finder
from bot.question.understand import understood
from bot.types import Turn
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync

ASKED = "How many months will the repair of the bridge at Sund take?"
STUFFED = " ".join(
    f"{asks} the repair of the bridge at Sund take? Only Doctor Zed knows."
    for asks in ("How many months will", "Why does", "Where may", "Whom did", "What might", "Can")
)
TOLD = "The work on the crossing in Sund takes four months, the engineer said."


@pytest.fixture
def finder(
    library: Library, store: ListStore, encoder: HashingEncoder, write: Callable[[str, str], Path]
) -> Finder:
    for number in range(12):
        write(f"stuffed{number}.txt", f"{number}. {STUFFED} {STUFFED}\n\n{STUFFED}")
    write("told.txt", f"Sund closes its bridge\n\n{TOLD} Buses go another way.")
    sync([write("fair.txt", "A fair in Lom had many guests.").parent], library, store, encoder)
    return Finder(Searcher(library, store, encoder), ScriptedModel([]))


def test_an_article_stuffed_with_questions_does_not_hide_what_answers(finder: Finder) -> None:
    found = finder.find(understood(ASKED))
    offered = [item.sentence.text for item in found.evidence]
    assert TOLD in offered
    assert not any(text.endswith("?") for text in offered)
    assert offered.count("Only Doctor Zed knows.") <= 1
    assert len(found.hits) <= 8


def test_where_there_is_nothing_but_questions_nothing_is_offered(
    library: Library, store: ListStore, encoder: HashingEncoder, write: Callable[[str, str], Path]
) -> None:
    sync([write("asks.txt", "Who mends it? And when?").parent], library, store, encoder)
    found = Finder(Searcher(library, store, encoder), ScriptedModel([])).find(understood("Who?"))
    assert (found.hits, found.evidence) == ([], [])


def test_what_leans_on_the_chat_is_answered_from_articles_on_what_was_told(
    library: Library, store: ListStore, encoder: HashingEncoder, write: Callable[[str, str], Path]
) -> None:
    for number in range(10):
        write(f"fire{number}.txt", f"{number} people complained of the smoke of fire {number}.")
    write("toll.txt", "Sund raises its toll to 9 crowns.\n\n" + "Drivers complained. " * 3)
    write("lift.txt", "The toll of Sund was 7 crowns, and drivers of 9 vans complained in May.")
    sync([write("fair.txt", "A fair in Lom had guests.").parent], library, store, encoder)
    finder = Finder(Searcher(library, store, encoder), ScriptedModel([]))
    before = [Turn("What is the toll of Sund raised to?", "9 crowns.")]
    found = finder.find(understood("How many people complained?", before))
    assert {Path(item.article.source).name for item in found.evidence} == {"toll.txt", "lift.txt"}
    alone = finder.find(understood("How many people complained?"))
    assert any("fire" in item.article.source for item in alone.evidence)
