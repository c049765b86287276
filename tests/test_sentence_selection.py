"""Which sentences are put before the model, in which order, within which room."""

from datetime import date

from bot.answering.sentence_selection import byline, candidates, select
from bot.types import Evidence
from index.splitting.sentences import split
from index.types import Article, Hit, Passage


def hit(id: str, *sentences: str, score: float = 0.03) -> Hit:
    article = Article(id, f"About {id}", " ".join(sentences))
    parts = split(article)
    passage = Passage(f"{id}:1", id, 0, len(parts) - 1, article.text)
    return Hit(article, passage, tuple(parts), score)


def words(text: str) -> int:
    return len(text.split())


def chosen(
    hits: list[Hit], scores: list[float], max_tokens: int = 500, max_sentences: int = 6
) -> list[Evidence]:
    scored = dict(zip(candidates(hits), scores, strict=True))
    return select(hits, scored, words, max_tokens=max_tokens, max_sentences=max_sentences)


HITS = [
    hit("a", "Alpha stands first.", "Beta follows alpha.", "Gamma ends it."),
    hit("b", "Delta is elsewhere.", "Epsilon is too."),
]


def test_the_best_sentences_are_numbered_from_one_in_reading_order() -> None:
    found = chosen(HITS, [0.5, 0.0, 0.6, 0.1, 0.0], max_sentences=2)
    assert [(e.number, e.sentence.text) for e in found] == [
        (1, "Alpha stands first."),
        (2, "Gamma ends it."),
    ]


def test_the_article_with_the_best_sentence_comes_first() -> None:
    found = chosen(HITS, [0.1, 0.2, 0.1, 0.0, 0.9], max_sentences=2)
    assert [e.article.id for e in found] == ["b", "a"]


def test_evidence_stays_within_its_room() -> None:
    found = chosen(HITS, [0.5, 0.4, 0.3, 0.2, 0.1], max_tokens=25)
    assert len(found) == 2
    assert sum(words(e.sentence.text) + 8 for e in found) <= 25


def test_a_sentence_too_long_for_the_room_makes_way_for_others() -> None:
    hits = [hit("a", "Alpha " + "and on " * 75 + "ends.", "Beta is short.")]
    found = chosen(hits, [0.9, 0.1], max_tokens=60)
    assert [e.sentence.text for e in found] == ["Beta is short."]


def test_a_sentence_that_two_articles_share_is_offered_once() -> None:
    hits = [hit("a", "The same line stands here."), hit("b", "The same line stands here.")]
    assert len(chosen(hits, [0.9, 0.8])) == 1


def test_overlapping_hits_give_each_sentence_once() -> None:
    assert len(candidates([HITS[0], HITS[0], HITS[1]])) == 5


def test_no_hits_give_no_evidence() -> None:
    assert chosen([], []) == []


def test_a_byline_names_what_is_known() -> None:
    day = date(2025, 5, 6)
    assert byline(Article("a", "", "", outlet="Reuters", published=day)) == "Reuters, 6 May 2025"
    assert byline(Article("a", "", "", outlet="Reuters")) == "Reuters"
    assert byline(Article("a", "", "", published=day)) == "6 May 2025"
    assert byline(Article("a", "", "")) == ""
