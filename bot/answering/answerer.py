"""Answers questions: understand, find, attempt, check, join; the one place where the steps meet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from bot.answering import (
    bold_words,
    citations,
    coverage,
    differing_figures,
    news_of_a_day,
    prompt,
    rewriting,
    yes_no,
)
from bot.answering.answer_cache import AnswerCache
from bot.answering.answer_metrics import Tally
from bot.answering.attempts import Attempt, Attempts
from bot.answering.citations import Checked
from bot.answering.confidence import STATED_FROM
from bot.answering.read_ahead import ReadAhead
from bot.answering.readings import Reading, readings
from bot.answering.retrieval import Finder, Found, Search
from bot.answering.sentence_selection import best_first, candidates, share
from bot.answering.timing import Clock
from bot.answering.writer import Writer, pointed_at
from bot.question.parts import in_order
from bot.question.question import Question, Wants
from bot.question.typed import tidy
from bot.types import NOT_FOUND, Answer, Call, Evidence, Headline, LanguageModel, Reader, Turn
from index.types import Hit

READ_AHEAD = 64
_NEAREST = 3  # headlines named when the answer is not found
# Likeness from which on a sentence makes its article worth naming. Over the tuning halves of our
# own questions, 0.94 of refused ones name their look-alike; asked on another library 0.07 name any.
_NAMED_FROM = 0.4


class Answerer:
    """Answers questions over one library with one model. One question at a time."""

    def __init__(
        self,
        search: Search,
        model: LanguageModel,
        reader: Reader | None = None,
        *,
        stated_from: float = STATED_FROM,
        read_ahead: int = READ_AHEAD,
    ) -> None:
        """Take an answer from the support `stated_from` on (log-odds).

        With a `reader` the sentences are chosen, and answers are believed, by what it says too.
        `read_ahead` is how many passages of the newest articles are read while nobody asks.
        """
        self._search = search
        self._model = model
        self._writer = Writer(model, reader)
        self._finder = Finder(search, model, reader)
        self._read = ReadAhead(model)
        self._attempts = Attempts(self._finder, model, self._read)
        self._answers = AnswerCache()
        self._stated_from = stated_from
        self._ahead = read_ahead
        self.tally = Tally()
        """What became of the questions so far."""

    def warm_up(self) -> None:
        """Read ahead what prompts share, so that the first question is as fast as the rest."""
        self._model.read_ahead(rewriting.ahead())
        self._model.read_ahead(prompt.examples())

    def read_ahead(self, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Read one thing that may be asked about soon; False when there is none left to read.

        Raises Stopped soon after `stopped()` is true, ModelError when the model fails.
        """
        if not self._ahead:
            return False
        return self._read.read_one(self._search.newest(self._ahead), stopped)

    def find(
        self, question: str, history: Sequence[Turn] = (), *, asked_on: date | None = None
    ) -> Found:
        """Return what `ask` puts before the model at first; from any thread, while it writes."""
        return self._finder.find(self._finder.understood(question, history, asked_on), asked_on)

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
        """Return a checked answer to `question`, asked after `history` (oldest turn first).

        Words such as "yesterday" are read against `asked_on` (default: today), and articles
        published later are not looked at. `on_evidence` is given what was found, and once more what
        the reader chose of it, before the model reads it. `on_text` is given the whole draft as it
        grows, marks included; what is shown in the end is the returned answer. Raises
        QuestionError for an empty or overlong question, Stopped soon after `stopped()` is true,
        ModelError when the model fails.
        """
        self.tally.begun += 1
        clock = Clock()
        call = Call(stopped=stopped)
        asked = self._finder.understood(question, history, asked_on)
        ways = readings(self._finder, asked, asked_on, on_evidence)
        clock.retrieved()
        if ways[0].found[0].words:
            on_evidence(ways[0].evidence)

        reports: list[Checked] = []

        def wrote(draft: str) -> None:
            clock.wrote()
            so_far = citations.joined(reports)
            shown = citations.preview(draft, len(so_far.citations) + 1)
            on_text(f"{so_far.text} {shown}".strip())

        def all_ways() -> Iterator[Reading]:
            yield from ways
            yield from self._rewritten(asked, question, history, asked_on, call)

        tried = []
        for reading in all_ways():
            reports.clear()
            for each in reading.found:
                reports.append(self._report(each, history, call, wrote))
            tried.append((reading, list(reports)))
            if any(report.claims for report in reports):
                break
        else:
            reading, reports = tried[0]  # where all are refused, what is said is of the likeliest
        asked, found = reading.question, reading.found
        evidence = reading.evidence
        checked = _in_order(asked, reports, asked_on or date.today())
        hits = [hit for each in found for hit in each.hits]
        missing = [
            f"{part.text.rstrip('?')}?"
            for part, report in zip(asked.each, reports, strict=True)
            if not report.claims
        ]
        answer = Answer(
            question=tidy(question),
            standalone_question=asked.whole,
            outcome="answered" if checked.claims else "not_found",
            text=_text(checked, missing),
            claims=checked.claims,
            citations=checked.citations,
            nearest=() if checked.claims else self._headlines(asked.text, hits),
            evidence=tuple(map(citations.citation, best_first(evidence), count(1))),
            support=round(checked.support, 2),
            earlier=asked.earlier,
            unanswered=tuple(missing) if checked.claims else (),
            confidence=round(share(checked.support), 3),
            witnesses=checked.witnesses,
            beyond=None if checked.claims else coverage.beyond(asked, self._search),
        )
        turns = [*history, answer.turn]
        self._read.note(turns, reports[-1].evidence, checked.grounds, evidence, hits)
        answer = replace(answer, timing=clock.timing(call))
        self.tally.answered(answer)
        return answer

    def _rewritten(
        self,
        asked: Question,
        question: str,
        history: Sequence[Turn],
        asked_on: date | None,
        call: Call,
    ) -> list[Reading]:
        """Find evidence for a follow-up as the model words it.

        Nothing for a question that stands alone or cannot be worded so. One that wants something
        else than what was told before would be told the same once more.
        """
        stands_alone = self._finder.understood(question, (), asked_on).whole == asked.whole
        if not history or stands_alone or any(part.another for part in asked.each):
            return []
        put = rewriting.rewritten(self._model, question, history, call)
        if not put:
            return []
        understood = self._finder.understood(put, (), asked_on)
        if len(understood.each) < len(asked.each):
            return []  # half of it would be left out
        return readings(self._finder, understood, asked_on)

    def _headlines(self, question: str, hits: Sequence[Hit]) -> tuple[Headline, ...]:
        """The articles of the nearest sentences by name, each once; none that is far.

        Near to the question as it was asked: what it may lean on is no news to who asks it.
        """
        sentences = candidates(hits)
        like = zip(self._search.likeness(question, sentences), sentences, strict=True)
        near = sorted(((near, s) for near, s in like if near >= _NAMED_FROM), key=lambda x: -x[0])
        articles = {hit.article.id: hit.article for hit in hits}
        named = dict.fromkeys(sentence.article_id for _, sentence in near)
        return tuple(citations.headline(articles[each]) for each in list(named)[:_NEAREST])

    def _report(
        self, found: Found, history: Sequence[Turn], call: Call, wrote: Callable[[str], None]
    ) -> Checked:
        """The checked answer to one question."""
        if found.days and Wants.NEWS in found.question.wants:
            news = news_of_a_day.news_of(found.hits, found.evidence, found.days)
            if news.claims:
                return news

        def answer() -> Checked:
            attempts = self._attempts.plan(found, history, self._stated_from)
            return bold_words.of_the_answer(self._attempted(found.question, attempts, call, wrote))

        return self._answers.get(found, answer)

    def _attempted(
        self,
        question: Question,
        attempts: Sequence[Attempt],
        call: Call,
        wrote: Callable[[str], None],
    ) -> Checked:
        """The first answer that an attempt gives, with a second figure where articles differ."""
        if attempts:
            everything = attempts[-1].evidence
            told = yes_no.told(question, everything)
            if told.claims:
                return replace(told, evidence=tuple(everything))
        checked = Checked()
        for attempt in attempts:
            checked = self._writer.answer(
                question, attempt.evidence, call, wrote, stated_from=attempt.stated_from
            )
            checked = replace(checked, evidence=tuple(attempt.evidence))
            if checked.claims:
                break
        if checked.claims and (other := pointed_at(question, checked)):
            second = self._writer.answer(question, [other], call, stated_from=self._stated_from)
            both = citations.joined([checked, second]) if second.claims else checked
            checked = replace(both, support=checked.support, evidence=checked.evidence)
        if checked.claims and differing_figures.may_differ(question):
            others = differing_figures.another_report(question, checked, attempts[-1].evidence)
            second = self._writer.answer(question, others, call, stated_from=self._stated_from)
            checked = differing_figures.both(checked, second)
        # "The first evening: 2,500.": what stands behind a label is short.
        return checked if question.about else self._writer.as_sentence(question, checked, call)


def _in_order(asked: Question, reports: Sequence[Checked], today: date) -> Checked:
    """The answers to all parts as one, each under its label, in the order asked for."""
    reports = list(reports)
    for index, report in enumerate(reports):  # each sees what those before it have left
        reports[index] = citations.without_repeats(report, reports)
    order = in_order(asked.order, [report.text for report in reports], today)
    return citations.joined(
        [citations.labelled(asked.each[index].about, reports[index]) for index in order]
    )


def _text(checked: Checked, missing: Sequence[str]) -> str:
    """The text of an answer, with a line for each part that was not answered beside another one."""
    if not checked.claims:
        return NOT_FOUND
    return " ".join([checked.text, *(f"{NOT_FOUND.rstrip('.')}: {part}" for part in missing)])
