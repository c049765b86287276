"""Answerer.ask: the one place where the steps from a question to a checked answer meet."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from bot import citations, conversation, prompt, when
from bot.errors import QuestionError
from bot.evidence import candidates, select
from bot.types import NOT_FOUND, Answer, Call, Evidence, Headline, LanguageModel, Timing, Turn
from index.types import Hit, Published, Sentence

MAX_QUESTION_CHARS = 1000

_HITS = 8
_REPORTED_AFTER = timedelta(days=2)  # an evening's event is in the next day's papers, or Monday's
_NEAREST = 3  # headlines named when the answer is not found
_ANSWER_TOKENS = 120  # one or two sentences; a runaway reply ends here
# Log-odds of "yes" from which the evidence counts as stating the answer (see evals/LOG.md).
STATED_FROM = 1.0


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


class Answerer:
    """Answers questions over one library with one model. One question at a time."""

    def __init__(self, search: Search, model: LanguageModel) -> None:
        self._search = search
        self._model = model

    def warm_up(self) -> None:
        """Read ahead what all prompts share, so that the first question is as fast as the rest."""
        self._model.read_ahead(prompt.examples())

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        asked_on: date | None = None,
        on_text: Callable[[str], None] = lambda text: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """A checked answer to `question`, asked after `history` (oldest turn first).

        Words such as "yesterday" are read against `asked_on` (default: today), and what was
        published later is not looked at.
        `on_text` is given the whole draft as it grows, marks included; what is shown in the end
        is the returned answer. Raises QuestionError for an empty or overlong question, Stopped
        soon after `stopped()` is true, ModelError when the model fails.
        """
        clock = _Clock()
        question = tidy(question)
        call = Call(stopped=stopped)
        today = asked_on or date.today()
        alone = when.spelled_out(conversation.standalone(question, history), today)

        hits = self._search.search(
            alone,
            _HITS,
            about=_reported(when.asked_about(question, today)),
            until=asked_on,
            latest=when.asks_for_latest(question),
        )
        likeness = self._search.likeness(alone, candidates(hits))
        room = self._model.context_tokens // 2
        evidence = select(hits, likeness, self._model.count_tokens, max_tokens=room, question=alone)
        clock.retrieved()

        checked = citations.Checked()
        if evidence and self._stated(alone, evidence, call) >= STATED_FROM:
            draft = ""
            written = self._model.write(
                prompt.answer(alone, evidence),
                max_tokens=_ANSWER_TOKENS,
                stop=("\n",),
                call=call,
            )
            for piece in written:
                clock.wrote()
                draft += piece
                on_text(citations.preview(draft))
            checked = citations.check(draft, evidence, alone)

        answer = Answer(
            question=question,
            standalone_question=alone,
            outcome="answered" if checked.claims else "not_found",
            text=checked.text or NOT_FOUND,
            claims=tuple(checked.claims),
            citations=tuple(checked.citations),
            nearest=() if checked.claims else headlines(hits),
        )
        return replace(answer, timing=clock.timing(call))

    def _stated(self, question: str, evidence: Sequence[Evidence], call: Call) -> float:
        return self._model.log_odds(prompt.check(question, evidence), prompt.YES, prompt.NO, call)


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
