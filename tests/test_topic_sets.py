"""The sets `topics` and `languages` are sound: each right sentence is one sentence of its story."""

from functools import cache

from every_case import over

from evals import languages, libraries, sets, topics
from index.splitting.sentences import split
from index.types import Article

ARTICLES = {
    line["id"]: Article(line["id"], line["title"], line["text"])
    for line in sets.json_lines(libraries.TOPICS / "articles.jsonl")
}
QUESTIONS = list(sets.json_lines(libraries.TOPICS / "questions.jsonl"))


@cache
def sentences() -> dict[str, list[str]]:
    """Each article's, by its id."""
    return {id: [each.text for each in split(article)] for id, article in ARTICLES.items()}


@over(QUESTIONS)
def test_a_right_sentence_stands_in_one_article_only(line: dict[str, list[str]]) -> None:
    for gold in line["sentence"]:
        holding = [id for id, told in sentences().items() if any(gold in each for each in told)]
        assert holding == line["article_ids"]


def test_every_question_has_an_id_of_its_own_and_a_chat() -> None:
    cases = topics.cases()
    assert len({case.id for case in cases}) == len(cases)
    assert all(case.history for case in cases)


def test_every_language_has_the_same_stories_each_with_its_sentence() -> None:
    told = languages.stories()
    ids = [story.id for story in told[languages.ENGLISH]]
    assert len(told) == 13
    for stories in told.values():
        assert [story.id for story in stories] == ids
        for story in stories:
            sentences = [sentence.text for sentence in split(Article("a", "", story.text))]
            assert story.sentence in sentences, (story.language, story.id)
