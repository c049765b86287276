"""Search merges meaning and words, and gives only what the library holds."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.errors import LibraryError
from index.library.library import Library
from index.search import Searcher, fuse, keywords, without_copies
from index.syncing.sync import sync
from index.types import Passage, Published, Query, Sentence

Write = Callable[[str, str], Path]


@pytest.fixture
def searcher(library: Library, store: ListStore, encoder: HashingEncoder) -> Iterator[Searcher]:
    opened = Searcher(library, store, encoder)
    yield opened
    opened.close()


@pytest.fixture
def fill(
    library: Library, store: ListStore, encoder: HashingEncoder, tmp_path: Path
) -> Callable[[], object]:
    return lambda: sync([tmp_path / "articles"], library, store, encoder)


@pytest.fixture
def harbour(write: Write, fill: Callable[[], object]) -> None:
    write("ferry.txt", "The ferry to Lower Island is back. It sails on Monday, the port said.")
    write("bridge.txt", "The bridge over the sound is closed. Divers found a crack in it.")
    write("storks.txt", "Scientists counted 312 pairs of storks. That is nine more than before.")
    fill()


@pytest.mark.usefixtures("harbour")
def test_a_hit_brings_its_article_passage_and_sentences(searcher: Searcher) -> None:
    hit = searcher.search(Query("When does the ferry sail?"))[0]
    assert hit.article.id == hit.passage.article_id == "ferry"
    assert [sentence.text for sentence in hit.sentences] == [
        "The ferry to Lower Island is back.",
        "It sails on Monday, the port said.",
    ]
    assert all(hit.article.text[s.start : s.end] == s.text for s in hit.sentences)


@pytest.mark.usefixtures("harbour")
def test_hits_come_best_first_and_no_more_than_asked(searcher: Searcher) -> None:
    hits = searcher.search(Query("storks and a crack in the bridge"))
    assert [hit.article.id for hit in hits][:2] == ["bridge", "storks"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(searcher.search(Query("storks and a crack in the bridge", 1))) == 1


@pytest.mark.usefixtures("harbour")
def test_first_in_both_searches_has_the_highest_score_there_is(searcher: Searcher) -> None:
    assert searcher.search(Query("312 pairs of storks"))[0].score == pytest.approx(2 / 61)


def test_an_empty_library_gives_no_hits(searcher: Searcher) -> None:
    assert searcher.search(Query("Anything?")) == []


@pytest.mark.usefixtures("harbour")
def test_vectors_that_the_library_let_go_are_not_found(
    searcher: Searcher, library: Library, store: ListStore
) -> None:
    library.remove("ferry")  # as when a sync is cut off before the vectors are deleted
    assert store.count() == 3
    hits = searcher.search(Query("When does the ferry sail?"))
    assert {hit.article.id for hit in hits} == {"bridge", "storks"}


@pytest.mark.usefixtures("harbour")
def test_many_vectors_that_were_let_go_take_no_place_of_those_that_count(
    searcher: Searcher, library: Library, write: Write, fill: Callable[[], object]
) -> None:
    for number in range(30):
        write(f"copy{number}.txt", "The ferry sails, the ferry sails, the ferry sails.")
    fill()
    for number in range(30):
        library.remove(f"copy{number}")
    assert len(searcher.search(Query("the ferry sails", 3))) == 3


@pytest.mark.usefixtures("harbour")
@given(question=st.text(max_size=60))
@example(question="")
@example(question='"')
@example(question="\x00ferry\x00")
@example(question="what AND is OR NOT NEAR(the*")
@example(question="🛳🛳 \ud83d ’s 's")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_can_be_searched(searcher: Searcher, question: str) -> None:
    assert len(searcher.search(Query(question))) == 3


def test_a_search_while_articles_are_edited_never_mixes_old_and_new(
    searcher: Searcher, write: Write, fill: Callable[[], object]
) -> None:
    versions = (
        "The ferry is back. It sails on Monday.",
        "Harbour news in brief: the ferry is late. Nobody knows why. It may sail on Tuesday.",
    )
    whole = {
        "The ferry is back.",
        "It sails on Monday.",
        "Harbour news in brief: the ferry is late.",
        "Nobody knows why.",
        "It may sail on Tuesday.",
    }
    write("ferry.txt", versions[0])
    fill()
    done = threading.Event()

    def edit() -> None:
        for number in range(60):
            write("ferry.txt", versions[number % 2])
            fill()
        done.set()

    editor = threading.Thread(target=edit)
    editor.start()
    searched = 0
    while not done.is_set():
        for hit in searcher.search(Query("ferry sail")):
            searched += 1
            assert {sentence.text for sentence in hit.sentences} <= whole
            assert len(hit.sentences) == hit.passage.last - hit.passage.first + 1
    editor.join()
    assert searched


@pytest.mark.usefixtures("harbour")
def test_likeness_is_the_cosine_of_each_sentence(searcher: Searcher) -> None:
    same, other = Sentence("a", 0, 0, 9, "ferry sails"), Sentence("a", 1, 9, 20, "nine storks")
    assert searcher.likeness("Sails ferry?", [other, same]) == pytest.approx([0.0, 1.0], abs=1e-6)
    assert searcher.likeness("Sails ferry?", []) == []


def test_keywords_are_what_can_tell_articles_apart() -> None:
    assert keywords("What did the Mayor’s office say about Notre-Dame in 2019?") == [
        *("mayor", "office", "notre", "dame", "2019")
    ]
    assert keywords("ferry FERRY Ferry's") == ["ferry"]
    assert keywords("Who is it?") == []


def test_fusing_prefers_what_both_rankings_hold() -> None:
    fused = fuse([["a", "b"], ["c", "b"]])
    assert list(fused) == ["b", "a", "c"]
    assert fused["b"] == pytest.approx(2 / 62)
    assert fuse([[], []]) == {}


def dated(title: str, day: str, text: str) -> str:
    return f"---\ntitle: {title}\noutlet: Wire\npublished: {day}\n---\n{text}\n"


@pytest.fixture
def talks(write: Write, fill: Callable[[], object]) -> None:
    for round, day in enumerate(("2025-05-02", "2025-05-16", "2025-06-02"), start=1):
        text = f"The talks about the border ended without a deal. Round {round} was short."
        write(f"talks-{day}.md", dated(f"Talks of {day} end", day, text))
    write("storks.md", dated("Storks", "2025-05-17", "Scientists counted 312 pairs of storks."))
    fill()


@pytest.mark.usefixtures("talks")
def test_articles_of_the_days_asked_about_come_first(searcher: Searcher) -> None:
    about = Published(date(2025, 5, 15), date(2025, 5, 18))
    hits = searcher.search(Query("How did the talks about the border end?", about=about))
    assert hits[0].article.id == "talks-2025-05-16"
    assert len(hits) == 4  # the others are still there, behind


def test_what_a_later_article_tells_of_the_days_asked_about_is_found(
    write: Write, fill: Callable[[], object], searcher: Searcher
) -> None:
    """Last month's jobless rate is printed this month, among much of last month's on jobs."""
    for number in range(12):
        text = f"Round {number} of the jobs fair opened in hall {number} of the port of Varde."
        write(f"fair-{number}.md", dated(f"Jobs fair {number}", f"2012-09-{number + 10}", text))
    rate = "The jobless rate fell to 7.8 percent in September from 8.1 percent."
    write("rate.md", dated("Jobless rate falls", "2012-10-05", rate))
    fill()
    about = Published(date(2012, 9, 1), date(2012, 10, 2))
    hits = searcher.search(Query("What was the jobless rate in September 2012?", 8, about=about))
    assert "rate" in [hit.article.id for hit in hits][:2]


@pytest.mark.usefixtures("talks")
def test_what_was_published_later_is_left_out(searcher: Searcher) -> None:
    hits = searcher.search(
        Query("How did the talks about the border end?", until=date(2025, 5, 16))
    )
    assert {hit.article.id for hit in hits} == {"talks-2025-05-02", "talks-2025-05-16"}


@pytest.mark.usefixtures("talks")
def test_the_newest_of_like_articles_wins_when_the_latest_is_asked_for(searcher: Searcher) -> None:
    hits = searcher.search(Query("How did the talks about the border end?", latest=True))
    assert hits[0].article.id == "talks-2025-06-02"


def test_a_report_printed_in_many_papers_is_one_hit(
    write: Write, fill: Callable[[], object], searcher: Searcher
) -> None:
    text = "The ferry to Lower Island is back after the storm. It sails again on Monday, {} said."
    write("herald.txt", text.format("the port"))
    write("ledger.txt", text.format("the harbour"))
    write("bridge.txt", "The bridge over the sound is closed. Divers found a crack in it.")
    fill()
    hits = searcher.search(Query("When does the ferry to Lower Island sail?"))
    assert len(hits) == 2
    assert {hits[0].article.id, *(twin.id for twin in hits[0].also)} == {"herald", "ledger"}


@pytest.mark.usefixtures("talks")
def test_like_reports_with_other_numbers_stay_apart(searcher: Searcher) -> None:
    hits = searcher.search(Query("How did the talks about the border end?"))
    assert all(hit.also == () for hit in hits)
    assert len(hits) == 4


def test_a_report_that_two_papers_print_is_quoted_from_one_of_them() -> None:
    def passage(article: str, first: int) -> Passage:
        return Passage(f"{article}-{first}", article, first, first + 1, "text")

    ranked = [passage("wire", 4), passage("ledger", 0), passage("wire", 0), passage("ledger", 4)]
    groups = {"wire-4": 2, "ledger-4": 2, "wire-0": 1, "ledger-0": 1}
    assert without_copies([*ranked, passage("herald", 0)], groups) == [
        "wire-4",
        "wire-0",
        "herald-0",
    ]
    assert without_copies(ranked, {}) == [one.id for one in ranked]


@pytest.mark.usefixtures("harbour")
def test_a_closed_searcher_leaves_no_thread_and_refuses_to_search(searcher: Searcher) -> None:
    before = set(threading.enumerate())
    searcher.search(Query("storks"))
    searcher.close()
    assert set(threading.enumerate()) <= before
    with pytest.raises(LibraryError, match="was closed"):
        searcher.search(Query("storks"))
