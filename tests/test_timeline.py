"""Finds become dated events, in order, near-identical ones folded."""

from datetime import date

from bot.lookup.timeline import happened, timeline
from bot.lookup.topic import Find, finds, on_topic, share, telling
from index.types import Article, Hit, Passage, Sentence


def article(id: str, text: str, published: date | None, outlet: str = "The Ledger") -> Article:
    return Article(id, f"Title {id}", text, outlet=outlet, published=published)


def find(id: str, text: str, published: date | None, outlet: str = "The Ledger") -> Find:
    sentence = Sentence(id, 0, 0, len(text), text)
    return Find(article(id, text, published, outlet), (sentence,))


def told(*found: Find) -> list[tuple[Find, Sentence]]:
    return [(each, each.sentences[0]) for each in found]


def hit(id: str, *texts: str, also: tuple[Article, ...] = ()) -> Hit:
    sentences = tuple(Sentence(id, n, n, n + 1, text) for n, text in enumerate(texts))
    whole = article(id, " ".join(texts), date(2024, 1, 1))
    return Hit(whole, Passage(f"{id}-0", id, 0, len(texts) - 1, ""), sentences, 1.0, also)


def test_an_event_happened_on_the_day_its_sentence_names_else_when_it_was_published() -> None:
    sunday = date(2025, 5, 18)
    assert happened("They met on Friday in Istanbul.", sunday) == date(2025, 5, 16)
    assert happened("The fire of 15 April 2019 took the spire.", sunday) == date(2019, 4, 15)
    assert happened("They had met since March.", sunday) == sunday
    assert happened("They will meet on 3 June 2025.", sunday) == sunday  # not yet


def test_events_come_by_date_and_articles_without_one_are_left_out() -> None:
    found = timeline(
        told(
            find("b", "The bridge opened.", date(2024, 3, 9)),
            find("none", "The bridge was planned.", None),
            find("a", "Work on the tunnel began on 2 May 2023.", date(2024, 3, 9)),
        ),
        10,
    )
    assert [(e.day, e.article.id) for e in found] == [
        (date(2023, 5, 2), "a"),
        (date(2024, 3, 9), "b"),
    ]


def test_near_identical_events_of_a_day_or_the_next_are_one_with_all_who_tell_it() -> None:
    found = timeline(
        told(
            find("a", "A ferry with 40 people sank off Varde.", date(2024, 3, 9)),
            find("b", "A ferry with 40 people sank off Varde at night.", date(2024, 3, 10), "Star"),
            find("c", "A ferry with 41 people sank off Varde.", date(2024, 3, 9)),
            find("d", "A ferry with 40 people sank off Varde.", date(2024, 4, 9)),
        ),
        10,
    )
    assert [e.article.id for e in found] == ["a", "c", "d"]
    assert [other.outlet for other in found[0].also] == ["Star"]


def test_the_best_events_are_kept_when_there_are_too_many() -> None:
    many = [find(f"n{n}", f"Event of kind {n}.", date(2024, 1, 28 - n)) for n in range(20)]
    found = timeline(told(*many), 5)
    assert {e.article.id for e in found} == {"n0", "n1", "n2", "n3", "n4"}
    assert [e.day for e in found] == sorted(e.day for e in found)


def test_each_article_is_found_once_with_all_its_sentences() -> None:
    twin = article("twin", "x", None)
    found = finds([hit("a", "One.", "Two."), hit("b", "Three."), hit("a", "Two.", also=(twin,))])
    assert [each.article.id for each in found] == ["a", "b"]
    assert found[0].also == (twin,)


def test_only_articles_with_enough_of_the_words_are_on_topic() -> None:
    found = finds(
        [hit("a", "The Varde bridge opened."), hit("b", "A bridge closed."), hit("c", "Rain.")]
    )
    assert [f.article.id for f in on_topic("Varde bridge opening", found)] == ["a"]
    assert on_topic("zeppelins", found) == []


def test_words_are_known_in_other_forms_and_scripts() -> None:
    assert share("earthquakes", "An earthquake shook the town.") == 1
    assert share("переговоры", "О переговорах сообщили вечером.") == 1
    assert share("地震", "日本で大きな地震があった。") == 1
    assert share("talks walls", "They talked.") == 0.5


def test_the_telling_sentence_has_the_words_when_likeness_does_not_decide() -> None:
    (found,) = finds([hit("a", "It was a long day.", "Umerov led the team.")])
    assert telling("Umerov", found, [0.3, 0.2]).text == "Umerov led the team."
    assert telling("Umerov", found, [0.9, 0.2]).text == "It was a long day."
