"""Asks the language model for an answer over evidence, and lets through what the evidence carries.

Two things speak for an answer: the model's odds that it is stated, and how near the sentences that
it stands on are to the question. Each alone separates worse (see evals/LOG.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answering import citations, prompt
from bot.answering.comparison import first_of_several
from bot.answering.only_when import on_its_days, tells_only_when, without_time
from bot.answering.relevance import answers
from bot.question.question import Question
from bot.types import Call, Evidence, LanguageModel

_ANSWER_TOKENS = 80  # a few words, or a sentence each from two articles; a runaway ends here
# Log-odds of "yes", and this much for the likeness of question and cited sentence above 0.5, that
# together must reach the threshold; both fitted on the tuning half of `qa` (see evals/LOG.md).
_NEARNESS = 6.0
STATED_FROM = 1.0
_FOLLOW_UP = 0.6  # added for a follow-up, which is worded less like the sentence that answers it


def _silent(draft: str) -> None:
    pass


class Writer:
    """Asks one model; see the module."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def answer(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        call: Call,
        wrote: Callable[[str], None] = _silent,
        *,
        stated_from: float = STATED_FROM,
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
        support = odds + _nearness(evidence, question)
        if support < stated_from:
            return citations.Checked(support=support)
        checked = self._written(question, evidence, call, wrote)
        if tells_only_when(question, _said(checked)):
            undated, offered = without_time(question), on_its_days(question, evidence)
            checked = self._written(undated, offered, call, wrote)
        said = _said(checked)
        is_one = answers(question, said, checked.grounds) and not tells_only_when(question, said)
        support = odds + _nearness(checked.grounds, question)
        if support < stated_from or not is_one:
            return citations.Checked(support=support)
        return replace(checked, support=support)

    def _written(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        call: Call,
        wrote: Callable[[str], None],
    ) -> citations.Checked:
        """What the model writes as the answer, checked."""
        draft = ""
        written = self._model.write(
            prompt.answer(question, evidence), max_tokens=_ANSWER_TOKENS, stop=("\n",), call=call
        )
        for piece in written:
            draft += piece
            wrote(draft)
        return citations.check(draft, evidence, question.text, earlier=question.earlier)


def _said(checked: citations.Checked) -> str:
    return " ".join(claim.text for claim in checked.claims)


def _nearness(grounds: Sequence[Evidence], question: Question) -> float:
    near = _NEARNESS * (max((item.likeness for item in grounds), default=0.0) - 0.5)
    # "And when was that?" is like no sentence at all; that must not count against the answer.
    return max(near, 0.0) + _FOLLOW_UP if question.earlier else near
