"""Asks the language model for an answer over evidence, and lets through what the evidence carries.

What speaks for an answer is put together in `confidence`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answering import (
    answered_clause,
    citations,
    confidence,
    prompt,
    roles,
    verification,
    whole_sentence,
    yes_no,
)
from bot.answering.asked_statement import wants_yes_or_no
from bot.answering.compared_numbers import first_of_several
from bot.answering.only_when import on_its_days, tells_only_when, without_time
from bot.answering.relevance import answers, wants_one_thing
from bot.answering.sentence_selection import best_first, sure
from bot.errors import ModelError
from bot.language import initials
from bot.question.question import Question, Wants
from bot.types import Call, Evidence, LanguageModel, Reader

_ANSWER_TOKENS = 80  # a few words, or a sentence each from two articles; a runaway ends here
_SENTENCE_TOKENS = 48
_WHEN = Wants.TIME | Wants.DATE


def _silent(draft: str) -> None:
    pass


class Writer:
    """Asks one model, and a reader what the sentences carry; see the module."""

    def __init__(self, model: LanguageModel, reader: Reader | None = None) -> None:
        self._model = model
        self._reader = reader

    def answer(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        call: Call,
        wrote: Callable[[str], None] = _silent,
        *,
        stated_from: float = confidence.STATED_FROM,
    ) -> citations.Checked:
        """Return the checked answer to `question`; no claims where its support is too low.

        An answer counts from the support `stated_from` on, in log-odds.
        `wrote` is given the draft as it grows. Raises what the model raises.
        """
        if not evidence:
            return citations.Checked()
        read_off = first_of_several(question, evidence)
        if read_off.claims:
            return read_off
        odds = self._model.log_odds(
            prompt.check(question, evidence), prompt.YES, prompt.NO, call, then=prompt.STATED
        )
        judged = verification.judges(self._reader, question, evidence)
        seen = confidence.at_best(odds, evidence, judged=judged)
        at_best = confidence.support(seen)
        if at_best < stated_from:
            return citations.Checked(support=at_best, witnesses=seen)
        checked = self._written(question, evidence, call, wrote)
        if tells_only_when(question, _said(checked)):
            undated, offered = without_time(question), on_its_days(question, evidence)
            checked = self._written(undated, offered, call, wrote)
        if not _is_answer(question, checked):
            return citations.Checked(support=at_best, witnesses=seen)
        return self._believed(question, checked, odds, evidence, stated_from)

    def _written(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        call: Call,
        wrote: Callable[[str], None],
    ) -> citations.Checked:
        """What the model writes as the answer, checked."""
        draft = ""
        if wants_yes_or_no(question):
            wrote = _silent  # a yes may be told as something else in the end
        written = self._model.write(
            prompt.answer(question, evidence), max_tokens=_ANSWER_TOKENS, stop=("\n",), call=call
        )
        for piece in written:
            draft += piece
            wrote(draft)
        draft = _as_printed(draft, evidence)
        checked = citations.check(
            draft,
            evidence,
            question.text,
            earlier=question.earlier,
            one=wants_one_thing(question),
        )
        told = yes_no.quoted(question, checked, citations.cited_by(draft, evidence), evidence)
        return roles.put_right(question, told, evidence)

    def as_sentence(
        self, question: Question, checked: citations.Checked, call: Call
    ) -> citations.Checked:
        """Return `checked` with its one answer of a few words said as a short whole sentence.

        As it is where it is none, the model did not write it, or words it otherwise than it may.
        A time that is told of something else than what is asked about is told as it is printed.
        Raises Stopped.
        """
        said = whole_sentence.wanted(question, checked) if checked.witnesses else ""
        if not said:
            return checked
        (claim,) = checked.claims
        if question.wants & _WHEN and not answered_clause.tells_of_the_deed(question, checked):
            # "On 14 July" says when it was launched, and not when it landed: who asks shall see.
            printed = citations.sentence_case(citations.as_printed(checked.grounds[0]))
            return replace(checked, claims=(replace(claim, text=printed, short=claim.text),))
        asked = prompt.sentence(question, checked.evidence, said, checked.grounds)
        try:
            draft = "".join(
                self._model.write(asked, max_tokens=_SENTENCE_TOKENS, stop=("\n",), call=call)
            )
        except ModelError:
            return checked  # the answer stands as it is
        draft = _as_printed(draft, checked.grounds)
        worded = whole_sentence.worded(question, checked, said, draft)
        sentence = worded or whole_sentence.behind_that(said)
        if not sentence:
            return checked
        return replace(checked, claims=(replace(claim, text=sentence, short=claim.text),))

    def _believed(
        self,
        question: Question,
        checked: citations.Checked,
        odds: float,
        evidence: Sequence[Evidence],
        stated_from: float,
    ) -> citations.Checked:
        """`checked` with what speaks for it; no claims where that is too little."""
        said = _said(checked)
        carried = verification.carried(self._reader, question, said, checked.grounds)
        seen = confidence.witnesses(
            odds, question, said, checked.grounds, evidence, carried=carried
        )
        support = confidence.support(seen)
        believed = checked if support >= stated_from else citations.Checked()
        told = answered_clause.in_its_sentence(question, believed)
        return replace(told, support=support, witnesses=seen)


def pointed_at(question: Question, checked: citations.Checked) -> Evidence | None:
    """Return the sentence that answers by the reader, where the model took quite another one.

    Only for questions that several sentences may answer ("What did they demand?"): then both are
    told. Of one thing there is one answer.
    """
    seen = checked.witnesses
    if seen is None or seen.agreement or wants_one_thing(question) or not question.states:
        return None
    best = best_first(checked.evidence)[0]
    return replace(best, number=1) if sure(best) > 0 and best not in checked.grounds else None


def _is_answer(question: Question, checked: citations.Checked) -> bool:
    """Whether something is left of a draft, and it can be an answer to `question`."""
    said = _said(checked)
    return (
        bool(said)
        and answers(question, said, checked.grounds)
        and not tells_only_when(question, said)
    )


def _as_printed(draft: str, evidence: Sequence[Evidence]) -> str:
    """`draft` with its initials as the evidence has them."""
    return initials.as_printed(draft, "\n".join(item.sentence.text for item in evidence))


def _said(checked: citations.Checked) -> str:
    return " ".join(claim.text for claim in checked.claims)
