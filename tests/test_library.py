"""The library keeps whole articles, finds words, and says in one line why it cannot be used."""

import sqlite3
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.errors import LibraryError
from index.library.library import FileStamp, Library
from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Article, Failure, Passage, Sentence, Summary

FERRY = Article(
    id="ferry",
    title="Ferry returns",
    text="The ferry is back – “at last”, said Zoë.\n\nIslanders demanded it 🛳 for weeks.",
    url="https://example.org/ferry",
    outlet="The Harbour Post",
    published=date(2024, 3, 9),
    source="/articles/ferry.txt",
)
BRIDGE = Article("bridge", "Bridge closes", "The bridge closed on Monday.", source="/a/bridge.txt")


def put(library: Library, article: Article, digest: str = "1") -> tuple[set[str], list[Passage]]:
    """Keeps an article as a sync would; gives the stale passage ids and the new passages."""
    sentences = split(article)
    parts = passages(
        article, sentences, max_tokens=40, count_tokens=lambda text: len(text.split()) + 2
    )
    return library.put(article, sentences, parts, key="", digest=digest), parts


def found(library: Library, *words: str) -> list[str]:
    return [id.partition(":")[0] for id, _ in library.keyword_search(words, 10)]


def test_an_article_comes_back_as_it_was_put(library: Library) -> None:
    put(library, FERRY)
    put(library, BRIDGE)
    assert library.article("ferry") == FERRY
    assert library.article("bridge") == BRIDGE
    assert library.article("tunnel") is None


def test_sentences_come_back_with_offsets_that_hold(library: Library) -> None:
    put(library, FERRY)
    article = library.article("ferry")
    assert article is not None
    sentences = library.sentences(article)
    assert sentences == split(FERRY)
    assert len(sentences) == 2
    assert all(article.text[s.start : s.end] == s.text for s in sentences)


@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=400))
@example(text="A.\x00B. 👩‍👩‍👧 C!\n\nΑ; “B?” D\u0301.")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offsets_hold_for_any_text(library: Library, text: str) -> None:
    article = Article("any", "", text)
    put(library, article)
    kept = library.article("any")
    assert kept == article
    assert all(kept.text[s.start : s.end] == s.text for s in library.sentences(kept))


def test_a_range_of_sentences_holds_both_its_ends(library: Library) -> None:
    text = " ".join(f"Sentence number {n} is here." for n in range(6))
    article = Article("many", "", text)
    put(library, article)
    assert [s.number for s in library.sentences(article, 2, 4)] == [2, 3, 4]


def test_putting_an_article_again_replaces_it_and_names_what_is_stale(library: Library) -> None:
    _, before = put(library, FERRY)
    edited = Article("ferry", "Ferry returns", "It sank.", source=FERRY.source)
    stale, after = put(library, edited)
    assert stale == {passage.id for passage in before}
    assert library.passage_ids() == {passage.id for passage in after}
    assert found(library, "islanders") == []
    assert found(library, "sank") == ["ferry"]


def test_putting_the_same_again_leaves_nothing_stale(library: Library) -> None:
    put(library, FERRY)
    stale, parts = put(library, FERRY)
    assert stale == set()
    assert library.passage_ids() == {passage.id for passage in parts}
    assert found(library, "ferry") == ["ferry"]


def test_a_removed_article_leaves_nothing_behind(library: Library) -> None:
    _, parts = put(library, FERRY)
    put(library, BRIDGE)
    assert library.remove("ferry") == {passage.id for passage in parts}
    assert library.article("ferry") is None
    assert library.sentences(FERRY) == []
    assert library.passages(passage.id for passage in parts) == {}
    assert found(library, "ferry", "bridge") == ["bridge"]
    assert library.summary().articles == 1
    assert library.remove("ferry") == set()


def test_an_article_that_cannot_be_put_whole_is_not_put_at_all(library: Library) -> None:
    _, parts = put(library, FERRY)
    twice = [Sentence("ferry", 0, 0, 3, "The"), Sentence("ferry", 0, 0, 3, "The")]
    with pytest.raises(LibraryError):
        library.put(Article("ferry", "", "The"), twice, [], key="", digest="2")
    assert library.article("ferry") == FERRY
    assert library.passage_ids() == {passage.id for passage in parts}
    assert found(library, "islanders") == ["ferry"]


def test_passages_come_back_by_id_and_unknown_ids_are_left_out(library: Library) -> None:
    _, (part, *_) = put(library, FERRY)
    assert library.passages([part.id, "ferry:none"]) == {part.id: part}
    assert library.passages([]) == {}


def test_more_passages_can_be_asked_for_than_sqlite_takes_variables(library: Library) -> None:
    _, (part, *_) = put(library, FERRY)
    assert library.passages([*map(str, range(40_000)), part.id]) == {part.id: part}


def test_words_are_found_by_their_stems_in_text_and_title(library: Library) -> None:
    put(library, FERRY)
    put(library, BRIDGE)
    assert found(library, "demand") == ["ferry"]
    assert found(library, "returning") == ["ferry"]
    assert found(library, "ZOE") == ["ferry"]
    assert found(library) == []


def test_a_passage_with_more_of_the_words_is_found_first(library: Library) -> None:
    put(library, FERRY)
    put(library, BRIDGE)
    assert found(library, "the", "bridge", "monday") == ["bridge", "ferry"]
    scores = [score for _, score in library.keyword_search(["the", "bridge", "monday"], 10)]
    assert scores == sorted(scores, reverse=True)
    assert len(library.keyword_search(["the"], 1)) == 1


@given(words=st.lists(st.text(max_size=12), max_size=5))
@example(words=['"'])
@example(words=['""', "AND"])
@example(words=["\x00"])
@example(words=["ferry\x00"])
@example(words=['unbalanced" OR'])
@example(words=["NEAR(a b)", "*", "ferry*", "^ferry", "text:ferry", "-ferry", "{a b}:c"])
@example(words=["NOT"])
@example(words=["'; DROP TABLE articles; --"])
@example(words=["🛳", "👩‍👩‍👧", "\ud800"])
@example(words=[""])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_a_person_types_is_taken_for_query_syntax(
    library: Library, words: list[str]
) -> None:
    put(library, FERRY)
    assert set(found(library, *words)) <= {"ferry"}
    assert found(library, *words, "ferry") == ["ferry"]


def test_a_very_long_list_of_words_is_searched_too(library: Library) -> None:
    put(library, FERRY)
    assert found(library, *(f"word{n}" for n in range(2000)), "ferry") == ["ferry"]


def test_operators_are_words_like_any_other(library: Library) -> None:
    put(library, Article("near", "", "He stood near the pier and did not move."))
    put(library, FERRY)
    assert found(library, "NEAR") == ["near"]
    assert found(library, "NOT", "near") == ["near"]


def test_roots_are_remembered_once_in_order_and_can_be_forgotten(library: Library) -> None:
    library.add_roots([Path("/b"), Path("/a")])
    library.add_roots([Path("/b")])
    assert library.roots() == [Path("/a"), Path("/b")]
    library.forget_roots([Path("/a"), Path("/c")])
    assert library.roots() == [Path("/b")]


def test_a_file_stamp_is_remembered_and_forgotten(library: Library) -> None:
    stamp = FileStamp(size=3, mtime_ns=1_700_000_000_123_456_789, recipe="clean 1")
    library.stamp_file("/a.txt", stamp)
    assert library.files() == {"/a.txt": stamp}
    library.stamp_file("/a.txt", None)
    assert library.files() == {}


def test_a_summary_counts_what_is_held(library: Library) -> None:
    assert library.summary() == Summary(0, 0, 0, None, None, ())
    put(library, FERRY)
    put(library, Article("b", "", "One.", outlet="Post", published=date(2020, 1, 2), source="b"))
    put(library, Article("c", "", "One. Two.", outlet="Post", source="c"))
    summary = library.summary()
    assert (summary.articles, summary.sentences, summary.passages) == (3, 5, 3)
    assert (summary.oldest, summary.newest) == (date(2020, 1, 2), date(2024, 3, 9))
    assert summary.outlets == (("Post", 2), ("The Harbour Post", 1))


def test_all_is_there_after_reopening(tmp_path: Path) -> None:
    place = tmp_path / "library.sqlite"
    first = Library(place)
    put(first, FERRY)
    first.set_encoder("hashing")
    first.close()
    again = Library(place)
    assert (again.article("ferry"), again.encoder()) == (FERRY, "hashing")
    assert found(again, "demand") == ["ferry"]
    again.close()


def test_a_snapshot_does_not_see_what_is_written_meanwhile(library: Library) -> None:
    put(library, FERRY)
    edited = Article("ferry", "", "It sank.", source=FERRY.source)
    with library.snapshot():
        assert library.article("ferry") == FERRY
        writer = threading.Thread(target=put, args=(library, edited))
        writer.start()
        writer.join()
        assert library.article("ferry") == FERRY
        assert library.sentences(FERRY) == split(FERRY)
    assert library.article("ferry") == edited


def test_closing_while_others_write_and_read_crashes_nobody(tmp_path: Path) -> None:
    refused: list[str] = []

    def work(library: Library) -> None:
        try:
            for _ in range(100_000):
                put(library, FERRY)
                library.article("ferry")
        except LibraryError as error:
            refused.append(str(error))

    for number in range(10):
        library = Library(tmp_path / f"{number}.sqlite")
        put(library, FERRY)
        workers = [threading.Thread(target=work, args=(library,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        time.sleep(0.02)
        library.close()
        for worker in workers:
            worker.join()
    assert len(refused) == 20
    assert all("was closed" in reason for reason in refused)


def test_connections_of_threads_that_have_ended_are_closed(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite")
    put(library, FERRY)

    def read() -> None:
        together.wait()
        assert library.article("ferry")

    for _ in range(5):
        together = threading.Barrier(4)
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(library._opened) <= 1 + 4
    assert library.article("ferry")
    library.close()


def test_a_file_of_garbage_is_refused_with_what_to_do(tmp_path: Path) -> None:
    place = tmp_path / "index" / "library.sqlite"
    place.parent.mkdir()
    place.write_bytes(b"garbage" * 1000)
    with pytest.raises(
        LibraryError, match=r"damaged .*: move .* away and .*`byline index PATH`"
    ) as e:
        Library(place)
    assert "\n" not in str(e.value)


def test_damage_that_shows_only_while_reading_is_refused_the_same_way(tmp_path: Path) -> None:
    place = tmp_path / "library.sqlite"
    library = Library(place)
    for number in range(300):
        put(
            library, Article(f"a{number}", "", f"{FERRY.text} Number {number}.", source=str(number))
        )
    library.close()
    data = bytearray(place.read_bytes())
    # The first page and the schema stay; what follows is overwritten, as by a failing disk.
    data[len(data) // 4 :] = b"\xa5" * (len(data) - len(data) // 4)
    place.write_bytes(bytes(data))

    def read_all() -> None:
        damaged = Library(place)
        try:
            damaged.passage_ids()
            damaged.article_files()
            for number in range(300):
                damaged.article(f"a{number}")
        finally:
            damaged.close()

    with pytest.raises(LibraryError, match="damaged"):
        read_all()


def test_a_library_where_no_folder_can_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be used") as error:
        Library(tmp_path / "file" / "library.sqlite")
    assert "\n" not in str(error.value)


def test_a_folder_where_the_database_should_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").mkdir()
    with pytest.raises(LibraryError, match="cannot be used") as error:
        Library(tmp_path / "library.sqlite")
    assert "\n" not in str(error.value)


# -- numbers and newest


def test_an_article_keeps_its_number_when_it_changes_goes_and_comes_back(library: Library) -> None:
    put(library, FERRY)
    put(library, BRIDGE)
    ferry, bridge = library.number("ferry"), library.number("bridge")
    put(library, FERRY, digest="2")
    library.remove("bridge")
    assert library.numbered(ferry) == FERRY
    assert library.numbered(bridge) is None
    put(library, replace(BRIDGE, id="tunnel", source="/a/tunnel.txt"))
    put(library, BRIDGE)
    assert library.number("bridge") == bridge
    assert library.number("tunnel") not in (ferry, bridge)
    assert library.number("nobody") == 0
    assert library.numbers().keys() == {"ferry", "bridge", "tunnel"}


def test_an_article_keeps_its_number_whatever_another_library_had(library: Library) -> None:
    put(library, FERRY)
    library.keep_numbers({"bridge": 1, "tunnel": 7})
    assert library.numbers() == {"ferry": 1, "tunnel": 7}


def test_a_library_from_before_there_were_numbers_gets_them_when_it_is_opened(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.sqlite"
    old = Library(path)
    put(old, FERRY)
    put(old, BRIDGE)
    old.close()
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE numbers")
    opened = Library(path)
    assert sorted(opened.numbers().values()) == [1, 2]
    opened.close()


def test_the_newest_articles_come_first_and_undated_ones_last(library: Library) -> None:
    later = replace(FERRY, id="later", published=date(2025, 1, 1), source="/a/later.txt")
    for article in (BRIDGE, FERRY, later):
        put(library, article)
    assert [a.id for a in library.latest(2)] == ["later", "ferry"]
    assert [a.id for a in library.latest(2, skip=2)] == ["bridge"]


def test_noting_the_failures_of_a_file_does_not_look_through_those_of_all_others(
    library: Library,
) -> None:
    plan = library.read("EXPLAIN QUERY PLAN DELETE FROM failures WHERE file = 'a'")
    assert "USING INDEX" in plan[0][3].upper(), plan


def test_failures_of_records_and_folders_come_back_as_they_were_kept(library: Library) -> None:
    record = Failure("/news/all.jsonl", "is not JSON: write one object a line", "line 3")
    whole = Failure("/news/all.jsonl", "is empty: remove it.")
    library.set_failures("/news/all.jsonl", [record, whole])
    folder = Failure("/disk/closed", "cannot be read: check its permissions.")
    library.set_failures("/disk", [folder])
    assert set(library.failures()) == {record, whole, folder}
    # As libraries have always kept them.
    rows = library.read("SELECT source, file FROM failures WHERE source LIKE '% %'")
    assert rows == [("/news/all.jsonl line 3", "/news/all.jsonl")]
