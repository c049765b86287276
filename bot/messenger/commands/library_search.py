"""Searches the library for lists: sentences, articles, events. Asks no language model.

Blocking: call it from threads beside the event loop.
"""

from datetime import date

from bot.lookup import topic
from bot.lookup.timeline import Event, timeline
from bot.messenger.text.lists import Quote
from index.folder.library_folder import LibraryFolder
from index.types import Article, Query

MAX_WORDS_CHARS = 200
_HITS = 40
_EVENTS = 20
_NEAREST = 3


class LibrarySearch:
    """The library as lists and inline results see it."""

    def __init__(self, library_folder: LibraryFolder) -> None:
        self._library_folder = library_folder

    def quotes(self, words: str, first: int, count: int) -> tuple[list[Quote], int, bool]:
        """`count` of the best sentences for `words`, one an article, from number `first` on.

        Also gives how many there are in all, and whether they have the words, or are only near in
        meaning.
        """
        with self._library_folder.library.snapshot():
            finds = topic.finds(self._library_folder.searcher.search(Query(words, _HITS)))
            with_words = topic.on_topic(words, finds)
            listed = with_words or finds[:_NEAREST]
            quotes = self._quotes(words, listed[first : first + count])
        return quotes, len(listed), bool(with_words)

    def newest(self, words: str) -> list[Article]:
        """Articles on a topic, newest first."""
        with self._library_folder.library.snapshot():
            finds = topic.finds(self._library_folder.searcher.search(Query(words, _HITS)))
            articles = [find.article for find in topic.on_topic(words, finds)]
        return sorted(articles, key=lambda a: a.published or date.min, reverse=True)

    def events(self, words: str) -> list[Event]:
        """What happened on a topic, by date."""
        with self._library_folder.library.snapshot():
            finds = topic.finds(self._library_folder.searcher.search(Query(words, _HITS)))
            finds = topic.on_topic(words, finds)
            quotes = self._quotes(words, finds)
        sentences = [quote.sentence for quote in quotes]
        return timeline(zip(finds, sentences, strict=True), _EVENTS)

    def number(self, article: Article) -> int:
        """The number under which /article shows an article."""
        return self._library_folder.library.number(article.id)

    def _quotes(self, words: str, finds: list[topic.Find]) -> list[Quote]:
        # In one batch: the encoder takes it far faster than one sentence after the other.
        scores = self._library_folder.searcher.likeness(
            words, [s for find in finds for s in find.sentences]
        )
        quotes = []
        for find in finds:
            own, scores = scores[: len(find.sentences)], scores[len(find.sentences) :]
            quotes.append(Quote(find.article, topic.telling(words, find, own), find.also))
        return quotes
