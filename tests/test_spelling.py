"""Names as people type them find the names that articles print; what is known is left alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from every_case import over
from fakes import HashingEncoder, ListStore

from index.library import spelling
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync
from index.types import Query

PRINTED = (
    "Harrowgate Volkonsky Yermolenko Çelikbilek Kjærstad Brzozowski Zhukovka Chernenko Pellingham "
    "Wierzba Khorasani Øvrebø Quillfeather Sjöholm Schwarzhaupt Dnipropetrovsk Saint-Aubin Mireaux "
    "Oyelowo Filatova"
)


@over([
        ("Harrogate", "Harrowgate"), ("Volkonski", "Volkonsky"), ("Wolkonskij", "Volkonsky"),
        ("Волконский", "Volkonsky"), ("Jermolenko", "Yermolenko"), ("Ermolenkko", ""),
        ("Celikbilek", "Çelikbilek"), ("Kjarstad", "Kjærstad"), ("Kjaerstad", "Kjærstad"),
        ("Brzozovski", "Brzozowski"), ("Shukovka", "Zhukovka"), ("Tschernenko", "Chernenko"),
        ("Czernenko", "Chernenko"), ("Pelingham", "Pellingham"), ("pellinham", "Pellingham"),
        ("Vierzba", "Wierzba"), ("Horasani", "Khorasani"), ("Ovrebo", "Øvrebø"),
        ("Quilfeather", "Quillfeather"), ("Sjoholm", "Sjöholm"), ("Sjoeholm", "Sjöholm"),
        ("Schwartzhaupt", "Schwarzhaupt"), ("Dnjepropetrowsk", "Dnipropetrovsk"),
        ("Mirreaux", "Mireaux"), ("Филатова", "Filatova"), ("Philatova", "Filatova"),
        ("Harold", ""), ("Pelican", ""), ("Volvo", ""), ("Kerstin", ""), ("Sherman", ""),
        ("Mirror", ""), ("Filter", ""), ("chernobyl", ""), ("Quill", ""), ("Celia", ""),
    ],
)  # fmt: skip
def test_a_typed_name_means_the_printed_one_that_is_near(typed: str, printed: str) -> None:
    pairs = [(spelling.sound(word), word) for word in PRINTED.split()]
    heard = spelling.sound(typed)
    near = spelling.candidates(typed, [pair for pair in pairs if pair[0][0] == heard[0]])
    counts = {word.lower(): 1 for word in PRINTED.split()}
    assert spelling.likeliest(near, counts) == printed


def test_of_names_as_near_the_one_that_is_in_more_passages_is_meant() -> None:
    near = spelling.candidates("Marden", [(spelling.sound(w), w) for w in ("Morden", "Marten")])
    assert spelling.likeliest(near, {"morden": 1, "marten": 40}) == "Marten"
    assert spelling.likeliest(near, {"morden": 40, "marten": 1}) == "Morden"
    assert spelling.likeliest(near, {}) == ""


def test_words_with_a_capital_may_be_names_and_all_where_none_has_one() -> None:
    assert spelling.may_be_names("What did Kjærstad’s office ask of Ann Oyelowo?") == [
        *("Kjærstad", "Oyelowo")
    ]
    assert spelling.may_be_names("What did oyelowo ask?") == ["oyelowo"]
    assert spelling.may_be_names("東京の天気は? 2025") == []


def test_a_question_is_respelt_with_what_stands_around_the_name() -> None:
    names = {"Volkonskij": "Volkonsky"}
    assert spelling.respelt("Did Volkonskij’s team win (2-1)?", names) == (
        "Did Volkonsky’s team win (2-1)?"
    )


@pytest.fixture
def searcher(
    library: Library, store: ListStore, encoder: HashingEncoder, write: Callable[[str, str], Path]
) -> Iterator[Searcher]:
    write("dam.txt", "The dam will be closed. Olena Volkonsky, the engineer, found a crack in it.")
    write("mill.txt", "The mill burnt down. Jon Pellingham, who owns it, will build it again.")
    for number in range(6):
        write(f"fair{number}.txt", f"Fair number {number} was said to be a success by all there.")
    sync([write("z.txt", "Nothing else was known of it.").parent], library, store, encoder)
    opened = Searcher(library, store, encoder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "question",
    ["What was said of Wolkonskij?", "what was said of volkonski", "Волконская: what was said?"],
)
def test_the_article_of_a_misspelt_name_is_found(searcher: Searcher, question: str) -> None:
    assert searcher.search(Query(question))[0].article.id == "dam"


def test_names_that_articles_have_and_those_like_none_are_not_changed(
    library: Library,
    searcher: Searcher,
) -> None:
    typed = ["Pellingham", "pellingham", "Volkonsky", "Ravensworth", "fair", "Dame"]
    assert library.printed_names(typed) == {}
    assert library.printed_names(["Pelingham"]) == {"Pelingham": "Pellingham"}


def test_a_name_whose_article_is_gone_is_not_meant(library: Library, searcher: Searcher) -> None:
    library.remove("mill")
    assert library.printed_names(["Pelingham"]) == {}
    library.rebuild_keywords()
    assert library.printed_names(["Volkonski", "Wolkonskij"]) == {"Wolkonskij": "Volkonsky"}


def test_likeness_is_to_the_name_as_articles_spell_it(searcher: Searcher) -> None:
    hit = searcher.search(Query("Volkonsky engineer"))[0]
    right = searcher.likeness("Volkonsky engineer", hit.sentences)
    assert searcher.likeness("Wolkonskij engineer", hit.sentences) == pytest.approx(right)
