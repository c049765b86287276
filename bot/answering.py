"""Answerer.ask: the one place where the steps from a question to a checked answer meet."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Protocol

from bot import citations, conversation, disagreement, prompt, when
from bot.conversation import Standalone
from bot.errors import QuestionError
from bot.evidence import candidates, nearest_first, select
from bot.types import NOT_FOUND, Answer, Call, Evidence, Headline, LanguageModel, Timing, Turn
from index.types import Hit, Published, Sentence

MAX_QUESTION_CHARS = 1000

_HITS = 8
_REPORTED_AFTER = timedelta(days=2)  # an evening's event is in the next day's papers, or Monday's
_NEAREST = 3  # headlines named when the answer is not found
_ANSWER_TOKENS = 80  # a few words, or a sentence each from two articles; a runaway ends here
# Log-odds of "yes", and this much for the likeness of question and cited sentence above 0.5, that
# together must reach the threshold; both fitted on the tuning half of `qa` (see evals/LOG.md).
_NEARNESS = 6.0
STATED_FROM = 1.0
_LEANING = 0.6  # to a follow-up, which is worded less like the sentence that answers it


class Search(Protocol):
    """What the answerer asks of the index; `index.search.Searcher` is one."""

    def search(
        self,
        question: str,
        count: int = ...,
        *,
        about: Published | None = ...,
        until: date | None = ...,
        latest: bool = ...,
    ) -> list[Hit]: ...

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """What the library holds on a question, before a model has read any of it."""

    asked: Standalone
    hits: list[Hit]
    evidence: list[Evidence]


class Answerer:
    """Answers questions over one library with one model. One question at a time."""

    def __init__(
        self, search: Search, model: LanguageModel, *, stated_from: float = STATED_FROM
    ) -> None:
        self._search = search
        self._model = model
        self._stated_from = stated_from

    def warm_up(self) -> None:
        """Read ahead what all prompts share, so that the first question is as fast as the rest."""
        self._model.read_ahead(prompt.examples())

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        asked_on: date | None = None,
        on_evidence: Callable[[Sequence[Evidence]], None] = lambda evidence: None,
        on_text: Callable[[str], None] = lambda text: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """A checked answer to `question`, asked after `history` (oldest turn first).

        Words such as "yesterday" are read against `asked_on` (default: today), and what was
        published later is not looked at.
        `on_evidence` is given what was found, before the model reads it.
        `on_text` is given the whole draft as it grows, marks included; what is shown in the end
        is the returned answer. Raises QuestionError for an empty or overlong question, Stopped
        soon after `stopped()` is true, ModelError when the model fails.
        """
        clock = _Clock()
        question = tidy(question)
        call = Call(stopped=stopped)
        found = self.find(question, history, asked_on=asked_on)
        asked, hits, evidence = found.asked, found.hits, found.evidence
        clock.retrieved()
        on_evidence(evidence)

        def wrote(draft: str) -> None:
            clock.wrote()
            on_text(citations.preview(draft))

        checked = self._answered(asked, evidence, call, wrote)
        if checked.claims and disagreement.may_differ(asked.question):
            others = disagreement.another_report(asked.question, checked.grounds, evidence)
            checked = disagreement.both(checked, self._answered(asked, others, call))

        answer = Answer(
            question=question,
            standalone_question=str(asked),
            outcome="answered" if checked.claims else "not_found",
            text=checked.text or NOT_FOUND,
            claims=tuple(checked.claims),
            citations=tuple(checked.citations),
            nearest=() if checked.claims else headlines(hits),
            evidence=tuple(map(citations.citation, nearest_first(evidence), count(1))),
            support=round(checked.support, 2),
        )
        return replace(answer, timing=clock.timing(call))

    def find(
        self, question: str, history: Sequence[Turn] = (), *, asked_on: date | None = None
    ) -> Found:
        """What `ask` would put before the model; from any thread, and while it writes."""
        question = tidy(question)
        today = asked_on or date.today()
        asked = conversation.standalone(question, history)
        asked = replace(asked, question=when.spelled_out(asked.question, today))
        hits = self._search.search(
            str(asked),
            _HITS,
            about=_reported(when.asked_about(question, today)),
            until=asked_on,
            latest=when.asks_for_latest(question),
        )
        return Found(asked, hits, self._evidence(asked, hits))

    def _evidence(self, asked: Standalone, hits: Sequence[Hit]) -> list[Evidence]:
        sentences = candidates(hits)
        whole = self._search.likeness(str(asked), sentences)
        # What was said before must not drown what is asked now, so both count.
        alone = self._search.likeness(asked.question, sentences) if asked.earlier else whole
        likeness = [(a + b) / 2 for a, b in zip(whole, alone, strict=True)]
        room = self._model.context_tokens // 2
        chosen = select(hits, likeness, self._model.count_tokens, max_tokens=room, asked=asked)
        nearest = dict(zip(sentences, map(max, whole, alone), strict=True))
        return [replace(item, likeness=nearest[item.sentence]) for item in chosen]

    def _answered(
        self,
        asked: Standalone,
        evidence: Sequence[Evidence],
        call: Call,
        wrote: Callable[[str], None] = lambda draft: None,
    ) -> citations.Checked:
        """What of the model's answer stands on `evidence`; nothing where that does not state it.

        Two things speak for an answer: the model's odds that it is stated, and how near the
        sentences that it stands on are to the question. Each alone separates worse.
        """
        if not evidence:
            return citations.Checked()
        odds = self._model.log_odds(prompt.check(asked, evidence), prompt.YES, prompt.NO, call)
        support = odds + _nearness(evidence, asked)
        if support < self._stated_from:
            return citations.Checked(support=support)
        draft = ""
        written = self._model.write(
            prompt.answer(asked, evidence), max_tokens=_ANSWER_TOKENS, stop=("\n",), call=call
        )
        for piece in written:
            draft += piece
            wrote(draft)
        checked = citations.check(draft, evidence, str(asked))
        support = odds + _nearness(checked.grounds, asked)
        if support < self._stated_from:
            return citations.Checked(support=support)
        checked.support = support
        return checked


def _nearness(grounds: Sequence[Evidence], asked: Standalone) -> float:
    near = _NEARNESS * (max((item.likeness for item in grounds), default=0.0) - 0.5)
    # "And when was that?" is like no sentence at all; that must not count against the answer.
    return max(near, 0.0) + _LEANING if asked.earlier else near


def _reported(span: when.Span | None) -> Published | None:
    """When articles about those days appear: then, and a little after."""
    return Published(span.first, span.last + _REPORTED_AFTER) if span else None


def tidy(question: str) -> str:
    """The question on one line. Raises QuestionError when it is empty or overlong."""
    words = " ".join(question.split())
    if not words:
        raise QuestionError("The question is empty: type what you want to know.")
    if len(words) > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"The question is {len(words):,} characters long: "
            f"ask in at most {MAX_QUESTION_CHARS:,}."
        )
    return words


def headlines(hits: Sequence[Hit]) -> tuple[Headline, ...]:
    """The articles of the best hits, each once."""
    articles = {hit.article.id: hit.article for hit in hits}
    return tuple(map(citations.headline, list(articles.values())[:_NEAREST]))


class _Clock:
    """Notes when the steps of one answer end, in seconds from its start."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._retrieved = 0.0
        self._first: float | None = None

    def retrieved(self) -> None:
        self._retrieved = self._now()

    def wrote(self) -> None:
        if self._first is None:
            self._first = self._now()

    def timing(self, call: Call) -> Timing:
        return Timing(
            retrieve_s=self._retrieved,
            first_token_s=self._first,
            total_s=self._now(),
            prompt_tokens=call.prompt_tokens,
            cached_tokens=call.cached_tokens,
            answer_tokens=call.answer_tokens,
        )

    def _now(self) -> float:
        return round(time.perf_counter() - self._start, 3)
