"""Finds the evidence for a question: searches, and chooses the sentences that may answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol

from bot.answering.ranking import scores
from bot.answering.reader_language import may_choose
from bot.answering.sentence_selection import byline, candidates, is_no_evidence, select
from bot.language.dates_in_text import Span
from bot.language.words import stems
from bot.question.question import Question
from bot.question.typed import tidy
from bot.question.understand import understood
from bot.types import Evidence, Reader, Turn, Words
from index.types import Article, Hit, Published, Query, Sentence

_HITS = 8
_MORE_HITS = 4 * _HITS  # where not all of the first ones tell something
# For a question that leans on what was said, in log-odds of the reader: the more, the more of its
# words the article of a sentence has. Of 36 questions, of another topic and follow-ups, all are
# read as they are meant with any weight from 2 to 6 (evals/LOG.md).
_SAME_TOPIC = 4.0
_SHARED = 0.4  # of those words; fewer speak against it
# Of the words said before, the share that an article must have to be evidence for what leans on
# them, measured by the article that has most: 157 of 161 right ones have it (evals/LOG.md).
_OF_TOPIC = 0.6
_REPORTED_AFTER = timedelta(days=2)  # an evening's event is in the next day's papers, or Monday's


class Search(Protocol):
    """What answering asks of the index; `index.search.Searcher` is one."""

    def search(self, query: Query) -> list[Hit]:
        """Return at most `query.count` hits, best first."""
        ...

    def as_printed(self, question: str) -> str:
        """Return `question`, typed without capitals, with its names as articles write them."""
        ...

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]:
        """Return the cosine of each sentence's vector and that of the question, -1 to 1."""
        ...

    def newest(self, count: int) -> list[Hit]:
        """Return `count` passages of the newest articles, newest first."""
        ...

    def holds(self, when: Published) -> bool:
        """Return whether any article was published within `when`."""
        ...


class Room(Protocol):
    """What finding asks of a language model: how much it can read."""

    @property
    def context_tokens(self) -> int:
        """Longest prompt and reply together, in tokens."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What the library holds on a question, before a model has read any of it.

    `days` are those on which articles about it were published, if it names any.
    """

    question: Question
    hits: list[Hit]
    evidence: list[Evidence]
    days: Published | None = None
    words: Mapping[Sentence, Words] = field(default_factory=dict)
    """The words of each sentence that answer best, once a reader has read the hits."""
    topic: Mapping[str, float] = field(default_factory=dict)
    """The share of the words that the question leans on which each article has, by id, 0 to 1."""
    scores: Mapping[Sentence, float] = field(default_factory=dict)
    """How likely each sentence of the hits answers, see `bot.answering.ranking`."""


class Finder:
    """Finds evidence in one library. May be used from any thread."""

    def __init__(self, search: Search, model: Room, reader: Reader | None = None) -> None:
        """`model` counts tokens: half of its context is for evidence."""
        self._search = search
        self._model = model
        self._reader = reader

    def understood(
        self, text: str, history: Sequence[Turn] = (), asked_on: date | None = None
    ) -> Question:
        """Return what `text` asks after `history` (oldest turn first); see `understand`.

        Names that were typed in small letters count, by how the articles write them. Raises
        QuestionError when the text is empty or overlong.
        """
        printed = self._search.as_printed
        before = [replace(turn, question=printed(turn.question)) for turn in history]
        return understood(printed(tidy(text)), before, asked_on)

    def find(self, question: Question, until: date | None = None) -> Found:
        """Return hits and evidence for `question`, of articles published up to `until`."""
        days = _reported(question.days)
        query = Query(question.whole, _HITS, about=days, until=until, latest=question.latest)
        first = self._search.search(query)
        hits = _telling(first)
        if len(hits) < len(first):
            # An article stuffed with questions, say, may be all that is found first.
            hits = _telling(self._search.search(replace(query, count=_MORE_HITS)))[:_HITS]
        topic = _shares(question.earlier, hits) if question.earlier else {}
        return self._ranked(Found(question, hits, [], days, topic=topic))

    def read(self, found: Found, known: Mapping[Sentence, Words] = MappingProxyType({})) -> Found:
        """Let the reader read all hits, and choose the evidence anew by what it says.

        Takes some tenths of a second, which is why `find` does without. What the reader has said
        of sentences for the same text alone is `known`; no hit of which all are is read again, nor
        one in letters that the reader does not know.
        """
        question = found.question
        hits = [hit for hit in found.hits if may_choose(question, hit.article)]
        if self._reader is None or not hits:
            return found
        unread = [hit for hit in hits if not known.keys() >= set(hit.sentences)]
        # Behind the question before, the reader finds the answer to that one once more.
        asked = question.text if stems(question.text) else question.whole
        words = _read(self._reader, asked, unread) if unread else {}
        words |= {each: known[each] for each in candidates(hits) if each in known}
        if question.earlier:
            topic = found.topic
            words = {
                sentence: replace(
                    each, sure=each.sure + _SAME_TOPIC * (topic[sentence.article_id] - _SHARED)
                )
                for sentence, each in words.items()
            }
        return self._ranked(replace(found, words=words))

    def as_found(self, block: Sequence[Evidence], found: Found) -> list[Evidence]:
        """Return `block`, read for another question, with what was `found` out for this one.

        That is the likeness of each sentence and, if it stands in a hit, its score and words.
        """
        like = self._search.likeness(found.question.whole, [item.sentence for item in block])
        behind = min(found.scores.values(), default=0.0)
        return [
            replace(
                item,
                likeness=near,
                words=found.words.get(item.sentence),
                score=found.scores.get(item.sentence, behind),
            )
            for item, near in zip(block, like, strict=True)
        ]

    def _ranked(self, found: Found) -> Found:
        """`found` with the evidence chosen anew from its hits and words."""
        question, hits = found.question, found.hits
        sentences = candidates(hits)
        near = self.likeness(question, sentences)
        # What was said before must not drown what is asked now, so both count.
        ranked = scores(question, hits, [(a + b) / 2 for a, b in near], found.words)
        told = _on_topic(found)
        articles = {hit.article.id for hit in told}
        ranked = {each: score for each, score in ranked.items() if each.article_id in articles}
        room = self._model.context_tokens // 2
        chosen = select(told, ranked, self._model.count_tokens, max_tokens=room)
        nearest = dict(zip(sentences, map(max, near), strict=True))
        evidence = [
            replace(item, likeness=nearest[item.sentence], words=found.words.get(item.sentence))
            for item in chosen
        ]
        return replace(found, evidence=evidence, scores=ranked)

    def likeness(
        self, question: Question, sentences: Sequence[Sentence]
    ) -> list[tuple[float, float]]:
        """Return how like each sentence is to the question, with and without what it leans on."""
        whole = self._search.likeness(question.whole, sentences)
        alone = self._search.likeness(question.text, sentences) if question.earlier else whole
        return list(zip(whole, alone, strict=True))


def _on_topic(found: Found) -> list[Hit]:
    """The hits that may be evidence: of articles on what the question leans on, if on anything."""
    least = _OF_TOPIC * max(found.topic.values(), default=0.0)
    return [hit for hit in found.hits if found.topic.get(hit.article.id, 0.0) >= least]


def _shares(said: str, hits: Sequence[Hit]) -> dict[str, float]:
    """The share of the words `said` that each article has, by id, 0 to 1."""
    topic = stems(said)
    return {
        hit.article.id: len(topic & stems(f"{hit.article.title} {hit.article.text}"))
        / max(1, len(topic))
        for hit in hits
    }


def _telling(hits: Sequence[Hit]) -> list[Hit]:
    """`hits` without those that have no evidence but what stands in hits before them."""
    told: set[tuple[str, date | None]] = set()
    kept = []
    for hit in hits:
        day = hit.article.published  # "The ferry was cancelled." is told of another day again
        said = {(s.text, day) for s in hit.sentences if not is_no_evidence(s, hit.article)}
        if not said <= told:
            kept.append(hit)
            told |= said
    return kept


def _read(reader: Reader, question: str, hits: Sequence[Hit]) -> dict[Sentence, Words]:
    """The best words of each sentence; those of the hit that makes the reader surest of them."""
    texts = [[_heading(hit.article), *(s.text for s in hit.sentences)] for hit in hits]
    words: dict[Sentence, Words] = {}
    for hit, (_, *found) in zip(hits, reader.read(question, texts), strict=True):
        for sentence, best in zip(hit.sentences, found, strict=True):
            if sentence not in words or best.sure > words[sentence].sure:
                words[sentence] = best
    return words


def _heading(article: Article) -> str:
    """Outlet, day and title, as the reader has learned to read them: which year is it on?"""
    return ": ".join(filter(None, [byline(article), article.title]))


def _reported(span: Span | None) -> Published | None:
    """When articles about those days appear: then, and a little after."""
    return Published(span.first, span.last + _REPORTED_AFTER) if span else None
