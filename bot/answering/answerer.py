"""Answerer.ask: the one place where the steps from a question to a checked answer meet."""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Protocol

from bot.answering import citations, news_of_a_day, prompt, second_report
from bot.answering.evidence import asks_for_another, candidates, nearest_first, select
from bot.answering.read_before import ReadCache, joined
from bot.answering.reader import STATED_FROM, Reader
from bot.answering.relevance import asks_for_one_thing
from bot.answering.timing import Clock
from bot.errors import QuestionError
from bot.language import dates
from bot.question import follow_ups, parts
from bot.question.follow_ups import Standalone
from bot.types import NOT_FOUND, Answer, Call, Evidence, Headline, LanguageModel, Turn
from index.types import Hit, Published, Query, Sentence

MAX_QUESTION_CHARS = 1000
READ_AHEAD = 64

_HITS = 8
_REPORTED_AFTER = timedelta(days=2)  # an evening's event is in the next day's papers, or Monday's
_NEAREST = 3  # headlines named when the answer is not found
# Most questions for one thing are answered by the first three sentences, or by as many as hold the
# best, in half the time of all six; those are read where the first do not state an answer with so
# much more support than is asked of all.
_FIRST = 3
_SURE_AT_FIRST = 1.5
# Evidence at hand was not chosen for the question: it takes this much more support to stop there.
_SURE = 2.0
_QUESTION_TOKENS = 100  # at most so many are left to read where evidence is at hand
_GIVEN = 512  # answers that are remembered


class Search(Protocol):
    """What the answerer asks of the index; `index.search.Searcher` is one."""

    def search(self, query: Query) -> list[Hit]: ...

    def likeness(self, question: str, sentences: Sequence[Sentence]) -> list[float]: ...

    def newest(self, count: int) -> list[Hit]: ...


# What a question was asked over decides its answer: the same question over the same evidence.
_Given = tuple[str, tuple[Evidence, ...]]
_Try = tuple[list[Evidence], float]  # evidence, and the support from which its answer counts


@dataclass(frozen=True, slots=True)
class Found:
    """What the library holds on a question, before a model has read any of it.

    `days` are those on which what it asks about was published, if it names any.
    """

    asked: Standalone
    hits: list[Hit]
    evidence: list[Evidence]
    days: Published | None = None


class Answerer:
    """Answers questions over one library with one model. One question at a time."""

    def __init__(
        self,
        search: Search,
        model: LanguageModel,
        *,
        stated_from: float = STATED_FROM,
        read_ahead: int = READ_AHEAD,
    ) -> None:
        """`read_ahead` is how many passages of the newest articles are to be read ahead."""
        self._search = search
        self._model = model
        self._reader = Reader(model)
        self._stated_from = stated_from
        self._ahead = read_ahead
        self._at_hand = ReadCache()
        # Once each: where room is short one drives out another.
        self._looked_ahead: set[str] = set()
        self._given: OrderedDict[_Given, citations.Checked] = OrderedDict()

    def warm_up(self) -> None:
        """Read ahead what all prompts share, so that the first question is as fast as the rest."""
        self._model.read_ahead(prompt.examples())

    def read_ahead(self, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Read one thing that may be asked about soon; False when there is none left to read.

        Raises Stopped soon after `stopped()` is true, ModelError when the model fails.
        """
        if not self._ahead:
            return False
        worth_it: set[str] = set()
        for item in self._at_hand.to_read(self._search.newest(self._ahead)):
            ahead = prompt.ahead(item.block, item.earlier)
            worth_it.add(ahead.begun)
            if ahead.begun in self._looked_ahead:
                continue
            unread = self._model.unread(ahead)
            if unread:
                lasting = not item.earlier  # a chat is seldom gone on with after a restart
                self._model.read_ahead(ahead, Call(stopped=stopped), lasting=lasting)
            self._looked_ahead.add(ahead.begun)
            if unread:
                return True
        self._looked_ahead &= worth_it  # those of old chats are not asked for again
        return False

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
        clock = Clock()
        question = tidy(question)
        call = Call(stopped=stopped)
        asked = _asked(question, history, asked_on)
        asked_for = parts.parts(asked)
        sought = [self._find(part.asked, asked_on) for part in asked_for]
        evidence = [item for found in sought for item in found.evidence]
        clock.retrieved()
        on_evidence(evidence)

        reports: list[citations.Checked] = []

        def wrote(draft: str) -> None:
            clock.wrote()
            so_far = citations.joined(reports)
            shown = citations.preview(draft, len(so_far.citations) + 1)
            on_text(f"{so_far.text} {shown}".strip())

        for found in sought:
            reports.append(self._report(found, history, call, wrote))

        told = [report.text for report in reports]
        order = parts.in_order(asked.question, told, asked_on or date.today())
        checked = citations.joined(
            [citations.about(asked_for[place].about, reports[place]) for place in order]
        )
        missing = [
            part.asked for part, report in zip(asked_for, reports, strict=True) if not report.claims
        ]
        said = [checked.text, parts.unanswered(missing)] if checked.claims else [NOT_FOUND]
        answer = Answer(
            question=question,
            standalone_question=str(asked),
            outcome="answered" if checked.claims else "not_found",
            text=" ".join(filter(None, said)),
            claims=tuple(checked.claims),
            citations=tuple(checked.citations),
            nearest=() if checked.claims else headlines(sought[0].hits),
            evidence=tuple(map(citations.citation, nearest_first(evidence), count(1))),
            support=round(checked.support, 2),
        )
        hits = [hit for found in sought for hit in found.hits]
        turns = [*history, answer.turn]
        self._at_hand.note(turns, reports[-1].evidence, checked.grounds, evidence, hits)
        return replace(answer, timing=clock.timing(call))

    def find(
        self, question: str, history: Sequence[Turn] = (), *, asked_on: date | None = None
    ) -> Found:
        """What `ask` would put before the model; from any thread, and while it writes."""
        return self._find(_asked(tidy(question), history, asked_on), asked_on)

    def _find(self, asked: Standalone, asked_on: date | None) -> Found:
        days = _reported(dates.asked_about(asked.question, asked_on or date.today()))
        hits = self._search.search(
            Query(
                str(asked),
                _HITS,
                about=days,
                until=asked_on,
                latest=dates.asks_for_latest(asked.question),
            )
        )
        return Found(asked, hits, self._evidence(asked, hits), days)

    def _report(
        self,
        found: Found,
        history: Sequence[Turn],
        call: Call,
        wrote: Callable[[str], None],
    ) -> citations.Checked:
        """The checked answer to one question; the same as before over the same evidence."""
        if found.days and news_of_a_day.asked(found.asked.question):
            news = news_of_a_day.told(found.hits, found.evidence, found.days)
            if news.claims:
                return news
        given = _key(found)
        if (checked := self._given.get(given)) is None:
            checked = self._sought(found.asked, self._tries(found, history), call, wrote)
        self._given[given] = checked
        self._given.move_to_end(given)
        while len(self._given) > _GIVEN:
            self._given.popitem(last=False)
        return checked

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

    def _tries(self, found: Found, history: Sequence[Turn]) -> list[_Try]:
        """What to seek the answer in: what is at hand or the first of what was found, then all.

        The one begins with the other, so that nothing is read twice.
        """
        if not found.evidence:
            return []
        first, surer = self._block(found, history), _SURE
        if not first and asks_for_one_thing(found.asked.question):
            first, surer = _first(found.evidence), _SURE_AT_FIRST
        everything = joined(first, found.evidence)
        more = 0 < len(first) < len(everything)
        tries = [(first, self._stated_from + surer)] if more else []
        return [*tries, (everything, self._stated_from)]

    def _block(self, found: Found, history: Sequence[Turn]) -> list[Evidence]:
        """Evidence that the model has read and that holds the best of what was found, or []."""
        asked = found.asked
        if asks_for_another(asked):
            return []  # what was read for the last answer holds that answer
        for block in self._at_hand.blocks(found.evidence, history, found.hits):
            if self._model.unread(prompt.check(asked, block)) <= _QUESTION_TOKENS:
                like = self._search.likeness(str(asked), [item.sentence for item in block])
                return [
                    replace(item, likeness=near) for item, near in zip(block, like, strict=True)
                ]
        return []

    def _sought(
        self,
        asked: Standalone,
        tries: Sequence[_Try],
        call: Call,
        wrote: Callable[[str], None],
    ) -> citations.Checked:
        """The first answer that any of `tries` surely gives."""
        checked = citations.Checked()
        for evidence, stated_from in tries:
            checked = self._reader.answer(asked, evidence, call, wrote, stated_from=stated_from)
            checked.evidence = evidence
            if checked.claims:
                break
        if checked.claims and second_report.may_differ(asked.question):
            evidence = tries[-1][0]
            others = second_report.another_report(asked.question, checked, evidence)
            second = self._reader.answer(asked, others, call, stated_from=self._stated_from)
            checked = second_report.both(checked, second)
        return checked


def _asked(question: str, history: Sequence[Turn], asked_on: date | None) -> Standalone:
    """The question so that it stands alone, its days spelled out."""
    asked = follow_ups.standalone(question, history)
    today = asked_on or date.today()
    return replace(asked, question=dates.spelled_out(asked.question, today))


def _first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The beginning of `evidence`, up to the sentence that is most like the question."""
    return list(evidence[: max(_FIRST, nearest_first(evidence)[0].number)])


def _key(found: Found) -> _Given:
    """The same for a question that differs in capitals, spaces and punctuation only."""
    words = " ".join(re.findall(r"\w+", str(found.asked).casefold()))
    return words, tuple(replace(item, likeness=0.0) for item in found.evidence)


def _reported(span: dates.Span | None) -> Published | None:
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
