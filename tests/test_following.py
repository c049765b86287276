"""What is on a topic and what was told, stories of a day, hours and zones, and what is kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from every_case import over
from fakes import HashingEncoder

from bot.following import matching
from bot.following.matcher import Matcher
from bot.following.stories import stories
from bot.following.words import MAX_CHARS, can_be_followed, topic_of
from bot.memory.topics import (
    LEFT_OUT,
    NOBODY,
    TOLD,
    WAITING,
    Briefing,
    Clock,
    Found,
    Topic,
    Topics,
)
from evals import following
from index.library.arrivals import last_number, numbered_above
from index.library.library import Library
from index.splitting.passages import passages
from index.splitting.sentences import split
from index.types import Article, Sentence, Vectors

DAY = date(2026, 11, 28)
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
ENCODER = HashingEncoder()


def article(
    name: str, title: str = "", text: str = "", days_ago: int = 0, outlet: str = ""
) -> Article:
    return Article(name, title, text, outlet=outlet, published=DAY - timedelta(days=days_ago))


def held(path: Path, *articles: Article) -> Library:
    """A library of these articles, with vectors."""
    library = Library(path / "library.sqlite")
    for each in articles:
        sentences = split(each)
        parts = passages(each, sentences, max_tokens=256, count_tokens=ENCODER.count_tokens)
        vectors = dict(
            zip([p.id for p in parts], ENCODER.encode([p.text for p in parts]), strict=True)
        )
        library.put(each, sentences, parts, key=each.id, digest="", vectors=vectors)
    return library


def likeness(words: str, sentences: Sequence[Sentence]) -> list[float]:
    vectors = ENCODER.encode([words, *(s.text for s in sentences)])
    found: list[float] = (vectors[1:] @ vectors[0]).tolist()
    return found


def matcher(library: Library) -> Matcher:
    return Matcher(library, ENCODER, likeness)


# -- on a topic


@over(
    {
        "near in meaning and in words": (0.5, "The ferry strike goes on.", True),
        "near in meaning, half of the words": (0.5, "The ferry is late.", False),
        "very near in meaning, none of the words": (0.77, "Ships stay in port.", True),
        "all words, on something else": (0.4, "A strike on the ferry.", False),
    }.values()
)
def test_an_article_is_on_a_topic_by_meaning_and_by_words(
    likeness: float, beginning: str, told: bool
) -> None:
    near = matching.nearness("ferry strike", likeness, beginning)
    assert (near >= matching.ON_TOPIC_FROM) == told


def test_the_telling_sentence_of_the_nearest_passage_is_given(tmp_path: Path) -> None:
    strike = article(
        "a", "Harbour ferry strike", "Nobody came. The harbour ferry strike goes on today."
    )
    other = article("b", "A new quay", "The quay of Lowick was opened this morning.")
    library = held(tmp_path, strike, other)
    match, topics = matcher(library), ["harbour ferry strike", "Lowick elections"]
    vectors = match.vectors(topics)
    said, nothing = match.tellings(strike, topics, vectors)
    assert said is not None
    assert said.text == "The harbour ferry strike goes on today."
    assert nothing is None
    assert match.tellings(other, topics, vectors) == [None, None]
    assert match.tellings(strike, [], vectors[:0]) == []


@over([(0, True), (3, True), (4, False)])
def test_what_begins_nearly_the_same_is_told_once_in_three_days(days: int, repeated: bool) -> None:
    vector = ENCODER.encode(["The ferry strike goes on"])[0]
    told = [(article("old", days_ago=days), vector)]
    assert matching.is_repeated(article("new"), vector, told) == repeated
    assert not matching.is_repeated(article("new"), ENCODER.encode(["A new quay"])[0], told)


def test_a_near_copy_of_what_was_told_is_known_and_news_of_it_is_not(tmp_path: Path) -> None:
    text = "The harbour ferry strike goes on today. The union wants a raise of four percent."
    first = article("a", "Ferry strike goes on", text)
    copy = article("b", "Still no ferries", text, outlet="The Ledger")
    news = article("c", "Strike ends", "Crews of the harbour ferry took the offer of Monday.")
    match = matcher(held(tmp_path, first, copy, news))
    assert match.is_repeated(copy, ["a"])
    assert not match.is_repeated(news, ["a", "b", "gone"])
    assert not match.is_repeated(first, ["a"])


@over([(0, True), (14, True), (15, False)])
def test_an_old_article_that_comes_in_is_no_news(days: int, is_news: bool) -> None:
    assert matching.is_news(article("a", days_ago=days), DAY) == is_news


def test_an_article_without_a_date_may_be_news() -> None:
    assert matching.is_news(replace(article("a"), published=None), DAY)


@over(
    {
        "Who led the Ukrainian team at the Istanbul talks in May 2025?": (
            "Ukrainian team Istanbul talks"
        ),
        "istanbul talks": "istanbul talks",
        "When does the ferry strike in Aldon end?": "ferry strike Aldon end",
        "Is it true?": "true",
        "": "",
    }.items()
)
def test_a_question_names_its_topic(question: str, topic: str) -> None:
    assert topic_of(question) == topic


def test_a_topic_is_short_and_has_a_word_that_tells() -> None:
    assert len(topic_of("the " + "very long story " * 30)) <= MAX_CHARS
    assert can_be_followed("Istanbul talks")
    assert not can_be_followed("the")
    assert not can_be_followed("")


# -- stories


def vectors_of(*angles: float) -> Vectors:
    return np.array([[np.cos(a), np.sin(a)] for a in angles], dtype=np.float32)


def test_the_story_of_most_outlets_comes_first_with_the_article_in_its_middle() -> None:
    a, b, c = (article(n, outlet=n) for n in "abc")
    lone, same = article("lone", outlet="x"), article("same", outlet="a")
    # b lies between a and c, which are too far from each other.
    found = stories([lone, a, b, c, same], vectors_of(3.0, 0.0, 0.6, 1.2, 0.0), 5)
    assert [story.article.id for story in found] == ["b", "lone"]
    assert {each.id for each in found[0].others} == {"a", "c", "same"}
    assert (found[0].outlets, found[1].outlets) == (3, 1)


def test_no_chain_of_small_steps_makes_one_story() -> None:
    found = stories([article(n) for n in "abcd"], vectors_of(0.0, 0.8, 1.6, 2.4), 5)
    assert sorted(len(story.articles) for story in found) == [1, 3]
    assert stories([], vectors_of(), 5) == []
    assert len(stories([article(n) for n in "abc"], vectors_of(0, 2, 4), 2)) == 2


def test_a_briefing_is_of_these_days_without_what_was_shown(tmp_path: Path) -> None:
    days = {"today": 0, "yesterday": 1, "older": 2, "tomorrow": -1, "later": -2, "shown": 0}
    texts = {name: f"{name} {name} saw something of its own happen." for name in days}
    later = article("copy", "shown", texts["shown"], outlet="The Ledger")
    library = held(tmp_path, *(article(n, n, texts[n], ago) for n, ago in days.items()), later)
    found = matcher(library).stories(DAY, ["shown"], 5)
    # A reader east or west of the bot has another day.
    assert {story.article.id for story in found} == {"today", "yesterday", "tomorrow"}
    opening = matcher(library).opening(found[0].article)
    assert opening is not None
    assert opening.text == texts[found[0].article.id]


def test_articles_that_come_in_are_known_by_their_numbers(tmp_path: Path) -> None:
    library = held(tmp_path, article("a", "A", "One."), article("b", "B", "Two."))
    assert last_number(library) == 2
    assert [(n, a.id) for n, a in numbered_above(library, 0, 9)] == [(1, "a"), (2, "b")]
    library.remove("b")
    assert (last_number(library), numbered_above(library, 1, 9)) == (2, [])


# -- what is kept


def store(folder: Path) -> Topics:
    return Topics(folder / "topics.sqlite")


def topic(words: str = "ferry strike", chat: int = 7, person: int = 7) -> Topic:
    return Topic(0, chat, None, person, "en", words, 3)


def test_a_topic_is_followed_once_and_survives_a_restart(tmp_path: Path) -> None:
    first = store(tmp_path)
    kept = first.follow(topic())
    assert first.follow(topic("Ferry Strike")) == kept
    assert first.follow(topic(chat=8)).id != kept.id
    first.close()
    again = store(tmp_path)
    assert again.topics(7) == [kept]
    assert len(again.topics()) == 2
    assert not again.unfollow(8, kept.id)
    assert again.unfollow(7, kept.id)
    assert again.topics(7) == []


def test_finds_wait_are_told_and_counted_and_go_with_their_topic(tmp_path: Path) -> None:
    topics = store(tmp_path)
    kept = topics.follow(topic())
    found = [Found(kept.id, name, 1, WAITING, NOON) for name in "abc"]
    topics.note(found)
    topics.note([replace(found[0], state=TOLD), replace(found[1], state=LEFT_OUT)])
    assert topics.waiting() == [found[2]]
    assert [f.article for f in topics.finds(kept.chat, NOON)] == ["a", "c"]
    assert topics.finds(kept.chat, NOON + timedelta(seconds=1)) == []
    assert topics.told_since(7, NOON) == 1
    assert topics.told_since(8, NOON) == 0
    later = replace(found[2], article="d", at=NOON + timedelta(days=31))
    topics.note([later])
    assert [f.article for f in topics.finds(kept.chat, NOON)] == ["d"]
    topics.note([])
    topics.unfollow(7, kept.id)
    assert topics.waiting() == []


def test_how_far_was_looked_clocks_and_briefings_are_kept(tmp_path: Path) -> None:
    topics = store(tmp_path)
    assert topics.looked_upto() is None
    topics.look_upto(4)
    topics.look_upto(9)
    assert topics.looked_upto() == 9
    assert topics.clock(7) == Clock()
    topics.set_clock(7, Clock("Asia/Tokyo", ""))
    assert topics.clock(7) == Clock("Asia/Tokyo", "")
    briefing = Briefing(7, None, 7, "en", "08:00", "", reads_on=False, shown=("a", "b"))
    topics.brief(replace(briefing, at="09:00"))
    topics.brief(briefing)
    assert topics.briefings() == [briefing]
    topics.briefed(7, DAY, ["c"])
    assert topics.briefings() == [replace(briefing, last="2026-11-28", shown=("c",))]
    topics.briefed(8, DAY, ["c"])  # it was stopped meanwhile
    assert len(topics.briefings()) == 1
    assert topics.stop_briefing(7)
    assert not topics.stop_briefing(7)


LEAVING: list[tuple[Callable[[Topics], None], set[int]]] = [
    (lambda topics: topics.leave(7), {8, -5}),
    (lambda topics: topics.forget(7), {8, -5}),  # the group goes on being told
    (lambda topics: topics.move(-5, -100), {7, 8, -100}),
]


@over(LEAVING)
def test_a_chat_that_is_left_forgotten_or_moved_takes_all_along(
    act: Callable[[Topics], None], left: set[int]
) -> None:
    with TemporaryDirectory() as folder:
        topics = store(Path(folder))
        for chat, person in ((7, 7), (8, 8), (-5, 7)):
            topics.follow(topic(chat=chat, person=person))
            topics.brief(Briefing(chat, None, person, "en", "08:00", ""))
            topics.set_clock(chat, Clock("Asia/Tokyo", ""))
        act(topics)
        assert {each.chat for each in topics.topics()} == left
        assert {each.chat for each in topics.briefings()} == left
        assert topics.clock(8).zone == "Asia/Tokyo"
        if 7 not in left:
            assert topics.clock(7) == Clock()
        topics.close()


def test_who_asked_for_what_a_group_is_told_is_forgotten_and_the_group_is_told_on(
    tmp_path: Path,
) -> None:
    topics = store(tmp_path)
    topics.follow(topic(chat=-5))
    topics.brief(Briefing(-5, None, 7, "en", "08:00", ""))
    topics.forget(7)
    assert [each.person for each in topics.topics(-5)] == [NOBODY]
    assert [each.person for each in topics.briefings()] == [NOBODY]


def test_a_topic_goes_where_and_in_the_language_in_which_it_was_last_asked_for(
    tmp_path: Path,
) -> None:
    topics = store(tmp_path)
    first = topics.follow(topic(chat=-5))
    again = topics.follow(Topic(0, -5, 9, 8, "de", "FERRY strike", 30))
    assert again == Topic(first.id, -5, 9, 8, "de", "ferry strike", first.since)
    assert topics.topics(-5) == [again]


# -- the measure


def test_twenty_topics_are_judged_and_half_of_them_held_out() -> None:
    found = following.topics()
    assert len({each.id for each in found}) == len({each.words for each in found}) == 20
    assert sum(each.held_out for each in found) == 10
    for each in found:
        assert len(each.yes) >= 5
        assert not each.yes & each.no
        assert can_be_followed(each.words)


def test_the_measure_counts_what_is_told_found_and_left_out(tmp_path: Path) -> None:
    strike = "The harbour ferry strike goes on today. The union wants a raise of four percent."
    library = held(
        tmp_path,
        article("first", "Harbour ferry strike", strike, 2),
        article("copy", "Harbour ferry strike", strike, 1),
        article("wrong", "Harbour ferry strike remembered", "The harbour ferry strike of 1926.", 0),
        article("other", "A new quay", "The quay of Lowick was opened this morning."),
    )
    wanted = following.FollowedTopic(
        *("ferry", "harbour ferry strike", False),
        *(frozenset({"first", "copy", "missed"}), frozenset({"other"})),
    )
    (row,) = following.rows([wanted], library, likeness, ENCODER)
    assert (row["told"], row["right"], row["wanted"], row["found"]) == (2, 1, 3, 2)
    assert (row["silent"], row["copies"], row["not_judged"]) == (1, 0, 1)
    assert (row["wrong"], row["missed"]) == (["wrong"], ["missed"])
    figures = following.summary([row])
    assert (figures["precision"], figures["recall"]) == (0.5, 0.667)
