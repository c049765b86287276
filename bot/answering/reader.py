"""Evidence -> what of the model's answer stands on it; nothing where it does not state one.

Two things speak for an answer: the model's odds that it is stated, and how near the sentences that
it stands on are to the question. Each alone separates worse (see evals/LOG.md).
"""

from collections.abc import Callable, Sequence

from bot.answering import citations, prompt
from bot.answering.relevance import answers
from bot.question.follow_ups import Standalone
from bot.types import Call, Evidence, LanguageModel

_ANSWER_TOKENS = 80  # a few words, or a sentence each from two articles; a runaway ends here
# Log-odds of "yes", and this much for the likeness of question and cited sentence above 0.5, that
# together must reach the threshold; both fitted on the tuning half of `qa` (see evals/LOG.md).
_NEARNESS = 6.0
STATED_FROM = 1.0
_LEANING = 0.6  # to a follow-up, which is worded less like the sentence that answers it


def _silent(draft: str) -> None:
    pass


class Reader:
    """Asks one model about evidence, and lets through only what the evidence carries."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def answer(
        self,
        asked: Standalone,
        evidence: Sequence[Evidence],
        call: Call,
        wrote: Callable[[str], None] = _silent,
        *,
        stated_from: float = STATED_FROM,
    ) -> citations.Checked:
        """The checked answer to `asked`, without claims where its support is below `stated_from`.

        `wrote` is given the draft as it grows. Raises what the model raises.
        """
        if not evidence:
            return citations.Checked()
        odds = self._model.log_odds(
            prompt.check(asked, evidence), prompt.YES, prompt.NO, call, then=prompt.STATED
        )
        support = odds + _nearness(evidence, asked)
        if support < stated_from:
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
        said = " ".join(claim.text for claim in checked.claims)
        if support < stated_from or not answers(asked.question, said, checked.grounds):
            return citations.Checked(support=support)
        checked.support = support
        return checked


def _nearness(grounds: Sequence[Evidence], asked: Standalone) -> float:
    near = _NEARNESS * (max((item.likeness for item in grounds), default=0.0) - 0.5)
    # "And when was that?" is like no sentence at all; that must not count against the answer.
    return max(near, 0.0) + _LEANING if asked.earlier else near
