"""Asks the language model for an answer over evidence, and lets through what the evidence carries.

What speaks for an answer is put together in `confidence`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answering import citations, confidence, prompt
from bot.answering.relevance import answers
from bot.question.question import Question
from bot.types import Call, Evidence, LanguageModel

_ANSWER_TOKENS = 80  # a few words, or a sentence each from two articles; a runaway ends here
STATED_FROM = 0.0
"""Log-odds from which on an answer is given; see `confidence` and evals/LOG.md."""


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
        odds = self._model.log_odds(
            prompt.check(question, evidence), prompt.YES, prompt.NO, call, then=prompt.STATED
        )
        hoped = confidence.support(confidence.at_best(odds, evidence))
        if hoped < stated_from:
            return citations.Checked(support=hoped)
        draft = ""
        written = self._model.write(
            prompt.answer(question, evidence), max_tokens=_ANSWER_TOKENS, stop=("\n",), call=call
        )
        for piece in written:
            draft += piece
            wrote(draft)
        checked = citations.check(draft, evidence, question.text, earlier=question.earlier)
        said = " ".join(claim.text for claim in checked.claims)
        if not checked.claims or not answers(question, said, checked.grounds):
            return citations.Checked(support=hoped)
        seen = confidence.witnesses(odds, said, checked.grounds, evidence)
        support = confidence.support(seen)
        if support < stated_from:
            return citations.Checked(support=support, witnesses=seen)
        return replace(checked, support=support, witnesses=seen)
