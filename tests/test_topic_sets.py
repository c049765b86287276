"""The sets `topics` and `languages` are sound: each right sentence is one sentence of its story."""

import pytest

from evals import languages, libraries, sets, topics
from index.splitting.sentences import split
from index.types import Article

ARTICLES = {
    line["id"]: Article(line["id"], line["title"], line["text"])
    for line in sets.json_lines(libraries.TOPICS / "articles.jsonl")
}
QUESTIONS = list(sets.json_lines(libraries.TOPICS / "questions.jsonl"))


@pytest.mark.parametrize("line", QUESTIONS, ids=[line["id"] for line in QUESTIONS])
def test_a_right_sentence_stands_in_one_article_only(line: dict[str, list[str]]) -> None:
    for gold in line["sentence"]:
        holding = [
            article.id
            for article in ARTICLES.values()
            if any(gold in sentence.text for sentence in split(article))
        ]
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
