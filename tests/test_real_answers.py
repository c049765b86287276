"""Questions to the real models over real articles: what a person would ask, and what must be said.

Slow: about ten questions with the default language model.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import REAL_CACHE

from bench.model import BEFORE
from bot import assembly
from bot.answering import prompt
from bot.answering.answerer import Answerer
from bot.settings import Settings, load
from bot.types import Answer, LanguageModel, Turn
from index.library.library import Library
from index.types import Encoder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

REPOSITORY = Path(__file__).parents[1]
SHARED = Path(os.environ.get("BYLINE_SHARED") or REPOSITORY.parent / "shared")
SAMPLES = REPOSITORY / "bot" / "samples"


@dataclass(frozen=True)
class Room:
    """A library with someone who answers from it."""

    answerer: Answerer
    library: Library

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """An answer whose every quotation was compared with the library."""
        answer = self.answerer.ask(question, history)
        for citation in answer.citations:
            article = self.library.article(citation.article_id)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.sentence
        numbers = {citation.number for citation in answer.citations}
        assert all(claim.citations and numbers >= set(claim.citations) for claim in answer.claims)
        return answer


@pytest.fixture(scope="session")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The default models, whatever the owner's environment says."""
    patch = pytest.MonkeyPatch()
    for name in list(os.environ):
        if name.startswith(("BYLINE_", "TELEGRAM_")):
            patch.delenv(name)
    patch.chdir(tmp_path_factory.mktemp("nowhere"))
    try:
        return load(cache=REAL_CACHE)
    finally:
        patch.undo()


@pytest.fixture(scope="session")
def model(chosen: Settings) -> LanguageModel:
    return assembly.language_model(chosen, remember=False)


@pytest.fixture(scope="session")
def encoder(chosen: Settings) -> Encoder:
    return assembly.encoder(chosen)


def opened(
    articles: Path, folder: Path, settings: Settings, encoder: Encoder, model: LanguageModel
) -> Iterator[Room]:
    own = settings.model_copy(update={"library": folder})
    library_folder = assembly.open_library_folder(own, encoder)
    assert library_folder.index([articles]).failed == []
    answerer = Answerer(library_folder.searcher, model, assembly.reader(own))
    answerer.warm_up()
    yield Room(answerer, library_folder.library)
    library_folder.close()


@pytest.fixture(scope="session")
def scraped(
    chosen: Settings,
    encoder: Encoder,
    model: LanguageModel,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Room]:
    """One article as it was scraped: donation appeal, captions and all."""
    articles = SHARED / "articles"
    if not articles.is_dir():
        pytest.skip(f"{articles} is not there: set BYLINE_SHARED to the folder that holds articles")
    yield from opened(articles, tmp_path_factory.mktemp("scraped"), chosen, encoder, model)


@pytest.fixture(scope="session")
def samples(
    chosen: Settings,
    encoder: Encoder,
    model: LanguageModel,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Room]:
    """The articles that ship with Byline."""
    yield from opened(SAMPLES, tmp_path_factory.mktemp("samples"), chosen, encoder, model)


def test_what_russia_demanded_is_answered_from_the_sentence_that_says_it(scraped: Room) -> None:
    answer = scraped.ask("what did Russia demand?")
    assert answer.outcome == "answered", answer
    sentences = [citation.sentence for citation in answer.citations]
    assert any("ultimatums" in s and "withdraw" in s for s in sentences), sentences


def test_what_the_article_does_not_say_is_not_found_and_its_headline_is_near(
    scraped: Room,
) -> None:
    answer = scraped.ask("How did the FTSE 100 react to the talks?")
    assert answer.outcome == "not_found", answer
    assert (answer.claims, answer.citations) == ((), ())
    assert [headline.title for headline in answer.nearest if headline.title]


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("Who led Ukraine's team at the Istanbul talks in May?", "umerov"),
        ("How long was the Suez Canal blocked by the Ever Given?", "six days"),
        ("What share of voters chose to leave the EU?", "51.9"),
        ("How much did the restoration of Notre-Dame cost?", "700 million"),
    ],
)
def test_a_plain_question_is_answered_with_the_fact_and_a_sentence_that_states_it(
    samples: Room, question: str, gold: str
) -> None:
    answer = samples.ask(question)
    assert answer.outcome == "answered", answer
    assert gold in answer.text.casefold()
    assert any(gold in citation.sentence.casefold() for citation in answer.citations), (
        answer.citations
    )


def test_a_follow_up_is_understood_from_the_question_before(samples: Room) -> None:
    first = samples.ask("When did the talks in Istanbul take place?")
    assert first.outcome == "answered", first
    assert "2025" in first.text
    then = samples.ask("and when was the last time before that?", [first.turn])
    assert then.outcome == "answered", then
    assert "March 2022" in then.text, then


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2022 football World Cup?",
        "How much did the Istanbul talks cost the Turkish government?",
    ],
)
def test_a_question_that_no_article_answers_is_not_found(samples: Room, question: str) -> None:
    answer = samples.ask(question)
    assert answer.outcome == "not_found", answer
    assert answer.citations == ()
    assert len(answer.nearest) <= 3


def test_bench_takes_the_rates_of_the_bare_model_where_our_prompts_are(chosen: Settings) -> None:
    fresh = assembly.language_model(chosen, remember=False)
    assert fresh.unread(prompt.examples()) == pytest.approx(BEFORE, rel=0.03)
