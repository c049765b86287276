"""Questions typed in small letters get their names as articles write them, and nothing else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from every_case import over
from fakes import HashingEncoder, ListStore, ScriptedModel

from bot.answering.answerer import Answerer
from bot.types import Turn
from index.library import letter_case
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync

NEWS = """Harbour fees rise in Kraysund

Kirsty Vale runs the port of Kraysund for McIntyre Lines. Dockers in Kraysund may strike, said Vale
on Friday. "Apples rot on the quay," a grower near Saint-Aubin told NATO officers. The port is a
port like any other, and apples are apples. The winter market was cold; in winter nobody swims, but
the Winter Palace was open. A shot was heard, and "Shots" was the word; a film called Shots,
USA Today wrote today. The LA Times asked in La Paz and near La Granja.
Near Kraysund a president met President Vale and President Lund of Norland. In May the US voted.
Oskar Bly of the EU spoke. A report by Bly was late."""


@over([
        ("what did dockers in kraysund do?", "what did dockers in Kraysund do?"),
        ("kraysund port fees", "Kraysund port fees"),
        ("Kraysund port of mcintyre", "Kraysund port of McIntyre"),
        ("how old is kirsty vale", "how old is Kirsty Vale"),
        ("who asked nato’s officers about mcintyre", "who asked NATO’s officers about McIntyre"),
        ("was i right about the eu", "was i right about the EU"),
        ("What did bly say?", "What did Bly say?"),
        ("the blys' report", "the Blys' report"),
        ("blys report", "Blys report"),
        ("WHO RUNS KRAYSUND?", "Who runs Kraysund?"),
        ("İZMİR AND KRAYSUND", "İZMİR AND Kraysund"),
        ("WHO OWNS KRAYSUND'S PORT?", "Who owns Kraysund's port?"),
        ("who may tell us in may near kraysund", "who may tell us in may near Kraysund"),
        ("why did the president of norland leave", "why did the president of Norland leave"),
        ("I'm in kraysund, who runs it", "I'm in Kraysund, who runs it"),
        ("what did Bly say of kraysund?", "what did Bly say of kraysund?"),
        ("are apples at the port cold in winter", "are apples at the port cold in winter"),
        ("the winter palace in winter", "the Winter Palace in winter"),
        ("did police fire any shots", "did police fire any shots"),
        ("what did usa today report today", "what did USA Today report today"),
        ("who told the la times of la paz", "who told the LA Times of La Paz"),
        ("who came from zembla", "who came from zembla"),
        ("saint-aubin growers", "Saint-Aubin growers"),
        ("", ""), ("?!", "?!"), ("東京の天気は", "東京の天気は"),
        ('"NEAR" (AND OR', '"NEAR" (AND OR'),
    ],
)  # fmt: skip
def test_names_get_the_capitals_that_articles_give_them(typed: str, printed: str) -> None:
    assert letter_case.recased(typed, lambda word: [NEWS]) == printed


@pytest.fixture
def searcher(
    library: Library, store: ListStore, encoder: HashingEncoder, write: Callable[[str, str], Path]
) -> Iterator[Searcher]:
    write("east.txt", "Mira Sund runs the port of Eastholm. The port of Eastholm is large.")
    write("west.txt", "Per Aas runs the port of Kraysund. The port of Kraysund is small.")
    sync([write("z.txt", "Nothing else was known of it.").parent], library, store, encoder)
    opened = Searcher(library, store, encoder)
    yield opened
    opened.close()


def test_a_library_knows_its_names(library: Library, searcher: Searcher) -> None:
    assert library.texts_with("zembla", 9) == []
    assert searcher.as_printed("who runs kraysund port") == "who runs Kraysund port"
    library.remove("west")
    assert searcher.as_printed("who runs kraysund port") == "who runs kraysund port"


def test_a_follow_up_in_small_letters_is_understood_by_its_names(searcher: Searcher) -> None:
    asked = Answerer(searcher, ScriptedModel([" Per Aas [1]"])).find(
        "and kraysund?", [Turn("who runs the port of eastholm", "Mira Sund.")]
    )
    assert asked.question.whole == "who runs the port of Kraysund?"
