"""Topics and stories with the real encoder, over the sample articles."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_library import SAMPLES

from bot.following.matcher import Matcher
from bot.following.stories import stories
from index.folder.library_folder import LibraryFolder
from index.library.arrivals import numbered_above, with_vectors
from index.types import Encoder

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(minilm: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryFolder]:
    """A library of the samples."""
    encoder: Any = minilm
    made = LibraryFolder(tmp_path_factory.mktemp("library"), encoder, lambda _: encoder)
    made.index([Path(SAMPLES)])
    yield made
    made.close()


TOPICS = {
    "Istanbul talks": {"istanbul-talks-first-round", "istanbul-talks-second-round"},
    "Notre-Dame cathedral": {"notre-dame-fire", "notre-dame-reopens"},
    "moon landing": {"chandrayaan-3-landing-reprint"},
    "earthquake in Turkey": {"earthquake-first-day", "earthquake-one-year-later"},
    "football championship": set(),
    "interest rates": set(),
}


def test_topics_find_their_articles_and_tell_of_a_reprint_once(folder: LibraryFolder) -> None:
    matcher = Matcher(folder.library, folder.encoder, folder.searcher.likeness)
    words = list(TOPICS)
    vectors = matcher.vectors(words)
    told: dict[str, list[str]] = {each: [] for each in words}
    for _, article in numbered_above(folder.library, 0, 100):
        for topic, sentence in zip(words, matcher.tellings(article, words, vectors), strict=True):
            if sentence is not None and not matcher.is_repeated(article, told[topic]):
                assert article.text[sentence.start : sentence.end] == sentence.text
                told[topic].append(article.id)
    assert {topic: set(ids) for topic, ids in told.items()} == TOPICS


def test_reports_of_one_event_are_one_story(folder: LibraryFolder) -> None:
    import numpy as np

    articles = [article for _, article in numbered_above(folder.library, 0, 100)]
    beginnings = np.stack([with_vectors(folder.library, a.id)[0][1] for a in articles])
    (most, *_) = stories(articles, beginnings, 5)
    assert {"chandrayaan-3-landing", "chandrayaan-3-landing-reprint"} <= {
        article.id
        for story in stories(articles, beginnings, 12)
        for article in story.articles
        if len(story.articles) > 1
    }
    assert len(most.articles) > 1
