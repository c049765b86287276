"""Which sentences are put before the model, in which order, within which room."""

from datetime import date

import pytest

from bot.answering.sentence_selection import byline, candidates, select
from bot.question.understand import understood
from bot.types import Turn
from index.splitting.sentences import split
from index.types import Article, Hit, Passage


def hit(id: str, *sentences: str, score: float = 0.03) -> Hit:
    article = Article(id, f"About {id}", " ".join(sentences))
    parts = split(article)
    passage = Passage(f"{id}:1", id, 0, len(parts) - 1, article.text)
    return Hit(article, passage, tuple(parts), score)


def words(text: str) -> int:
    return len(text.split())


HITS = [
    hit("a", "Alpha stands first.", "Beta follows alpha.", "Gamma ends it."),
    hit("b", "Delta is elsewhere.", "Epsilon is too."),
]


def test_the_best_sentences_are_numbered_from_one_in_reading_order() -> None:
    chosen = select(HITS, [0.5, 0.0, 0.6, 0.1, 0.0], words, max_tokens=500, max_sentences=2)
    assert [(e.number, e.sentence.text) for e in chosen] == [
        (1, "Alpha stands first."),
        (2, "Gamma ends it."),
    ]


def test_the_article_with_the_best_sentence_comes_first() -> None:
    chosen = select(HITS, [0.1, 0.2, 0.1, 0.0, 0.9], words, max_tokens=500, max_sentences=2)
    assert [e.article.id for e in chosen] == ["b", "a"]


def test_evidence_stays_within_its_room() -> None:
    chosen = select(HITS, [0.5, 0.4, 0.3, 0.2, 0.1], words, max_tokens=25)
    assert len(chosen) == 2
    assert sum(words(e.sentence.text) + 8 for e in chosen) <= 25


def test_a_sentence_too_long_for_the_room_makes_way_for_others() -> None:
    hits = [hit("a", "Alpha " + "and on " * 75 + "ends.", "Beta is short.")]
    chosen = select(hits, [0.9, 0.1], words, max_tokens=60)
    assert [e.sentence.text for e in chosen] == ["Beta is short."]


def test_a_sentence_that_two_articles_share_is_offered_once() -> None:
    hits = [hit("a", "The same line stands here."), hit("b", "The same line stands here.")]
    assert len(select(hits, [0.9, 0.9], words, max_tokens=500)) == 1


MOON = hit(
    "moon",
    "Vikram touched down at 6.04.",
    "It carries a rover.",
    "Narendra Modi watched from Johannesburg.",
    "Vikram is named after Vikram Sarabhai of 2019.",
)


def offered(question: str, sentences: int = 2, max_tokens: int = 500) -> list[str]:
    chosen = select(
        [MOON],
        [0.9, 0.8, 0.1, 0.2],
        words,
        max_tokens=max_tokens,
        max_sentences=sentences,
        question=understood(question),
    )
    return [item.sentence.text for item in chosen]


def test_a_sentence_with_a_telling_word_takes_the_last_place() -> None:
    first, rover, modi, _ = (s.text for s in MOON.sentences)
    assert offered("where was modi when Vikram touched down?") == [first, modi]
    assert offered("and when did vikram touch down?") == [first, rover]
    assert offered("what of vikram in 2019?") == [first, rover]  # a number tells nothing
    assert offered("where was modi when Vikram touched down?", max_tokens=25) == [first, rover]


def test_overlapping_hits_give_each_sentence_once() -> None:
    assert len(candidates([HITS[0], HITS[0], HITS[1]])) == 5


def test_no_hits_give_no_evidence() -> None:
    assert select([], [], words, max_tokens=500) == []


def test_a_byline_names_what_is_known() -> None:
    day = date(2025, 5, 6)
    assert byline(Article("a", "", "", outlet="Reuters", published=day)) == "Reuters, 6 May 2025"
    assert byline(Article("a", "", "", outlet="Reuters")) == "Reuters"
    assert byline(Article("a", "", "", published=day)) == "6 May 2025"
    assert byline(Article("a", "", "")) == ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When did it burn?", "It broke out on 15 April 2019."),
        ("What year was that?", "The bridge opened in 1998."),
        ("How many were hurt?", "The doctors counted seventeen."),
        ("Who paid?", "The bill went to Ida Brekke."),
    ],
)
def test_a_sentence_of_the_kind_asked_for_goes_before_a_like_one(
    question: str, sentence: str
) -> None:
    hits = [hit("a", "The sea is calm there.", sentence)]
    asked = understood(question)
    chosen = select(hits, [0.55, 0.5], words, max_tokens=500, max_sentences=1, question=asked)
    assert [e.sentence.text for e in chosen] == [sentence]
    without = select(hits, [0.55, 0.5], words, max_tokens=500, max_sentences=1)
    assert [e.sentence.text for e in without] == ["The sea is calm there."]


DATED = Article(
    "swap",
    "Exchange ends",
    "On Friday, 23 May, 390 came home. On Sunday 303 came home. Some 1,000 came home in all.",
    published=date(2025, 5, 26),
)


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("How many came home on 25 May 2025?", ["On Sunday 303", "Some 1,000"]),
        ("How many came home yesterday (25 May 2025)?", ["On Sunday 303", "Some 1,000"]),
        ("How many came home before 25 May 2025?", ["On Friday", "On Sunday 303", "Some 1,000"]),
        ("How many came home in May 2025?", ["On Friday", "On Sunday 303", "Some 1,000"]),
    ],
)
def test_a_sentence_of_another_day_than_the_one_asked_about_comes_last(
    question: str, offered: list[str]
) -> None:
    parts = split(DATED)
    passage = Passage("swap:1", "swap", 0, len(parts) - 1, DATED.text)
    hits = [Hit(DATED, passage, tuple(parts), 0.03)]
    asked, room = understood(question), len(offered)
    chosen = select(
        hits, [0.5, 0.5, 0.5], words, max_tokens=500, max_sentences=room, question=asked
    )
    assert all(e.sentence.text.startswith(o) for e, o in zip(chosen, offered, strict=True))


def test_what_was_said_on_a_day_about_others_is_offered_all_the_same() -> None:
    article = Article(
        "law",
        "Law",
        "It takes effect on 1 July. A vote follows on 20 May.",
        published=date(2025, 5, 17),
    )
    parts = split(article)
    passage = Passage("law:1", "law", 0, len(parts) - 1, article.text)
    hits = [Hit(article, passage, tuple(parts), 0.03)]
    asked = understood("What did the minister announce on 16 May 2025?")
    assert len(select(hits, [0.5, 0.5], words, max_tokens=500, question=asked)) == 2


@pytest.mark.parametrize(
    ("question", "first"),
    [("When was the time before that?", "They had met in"), ("Where was that?", "They met on 2")],
)
def test_a_day_told_before_makes_way_where_another_is_asked_for(question: str, first: str) -> None:
    hits = [hit("a", "They met on 2 June 2025 in Varde.", "They had met in March 2022.")]
    asked = understood(question, [Turn("When did they meet?", "On 2 June 2025.")])
    chosen = select(hits, [0.6, 0.4], words, max_tokens=500, max_sentences=1, question=asked)
    assert chosen[0].sentence.text.startswith(first)


@pytest.mark.parametrize(
    ("mission", "other", "offered"),
    [
        ("A mission from Turkey carried 117 animals up.", "Turkish bakers sold bread.", "mission"),
        ("A mission carried 117 animals up.", "The Turkish mission carried on.", "other"),
    ],
)
def test_an_article_is_on_the_subject_by_its_names_and_a_country_is_that_of_its_people(
    mission: str, other: str, offered: str
) -> None:
    hits = [hit("mission", mission), hit("other", other)]
    asked = understood("How many animals did the Turkish mission carry?")
    chosen = select(hits, [0.8, 0.4], words, max_tokens=100, question=asked)
    assert [item.article.id for item in chosen] == [offered]
