"""What is found for a question tells something, however an article is stuffed to be found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering.retrieval import Finder
from bot.question.understand import understood
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
