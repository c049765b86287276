"""Asks the reader whether the cited sentences carry an answer to its question (pure).

The question stays beside the answer ("Who won the cup? Per Aas."): whether the sentences say so of
what was asked is what a small language model is often wrong about.
"""

import re
from collections.abc import Sequence
from math import log

from bot.answering.reader_language import may_judge
from bot.question.question import Question
from bot.types import Evidence, Reader

MOST = 4.0
"""Log-odds of the surest verdict that is believed, 0.98 as a probability."""

# Characters of the article that are read before and behind a cited sentence, about two sentences:
# the reader learned from as many.
_BEFORE, _BEHIND = 300, 200
_BEGINS = re.compile(r"(?<=[.!?])\s+|\n+")


def judges(reader: Reader | None, question: Question, evidence: Sequence[Evidence]) -> bool:
    """Return whether `reader` can say whether some of `evidence` carries an answer."""
    return reader is not None and any(may_judge(question, item.article) for item in evidence)


def carried(
    reader: Reader | None, question: Question, answer: str, grounds: Sequence[Evidence]
) -> float | None:
    """Return the log-odds, -MOST to MOST, that one of `grounds` carries `answer`.

    None without a reader, or where it can judge none of them.
    """
    grounds = [item for item in grounds if may_judge(question, item.article)]
    if reader is None or not grounds:
        return None
    claim = f"{question.whole.rstrip(' ?.!')}? {answer.rstrip(' .')}."
    verdicts = reader.weigh([(claim, passage(item)) for item in grounds])
    return _log_odds(max(verdict.carried for verdict in verdicts))


def passage(item: Evidence) -> str:
    """Return a cited sentence within its article: some sentences before and behind it."""
    text, sentence = item.article.text, item.sentence
    before = text[max(0, sentence.start - _BEFORE) : sentence.start]
    behind = text[sentence.end : sentence.end + _BEHIND]
    if sentence.start > _BEFORE:
        before = _BEGINS.split(before, maxsplit=1)[-1]
    if len(behind) == _BEHIND:
        behind = " ".join(_BEGINS.split(behind)[:-1])
    return " ".join(f"{before}{sentence.text} {behind}".split())


def _log_odds(share: float) -> float:
    inside = min(max(share, 1e-6), 1 - 1e-6)
    return max(-MOST, min(MOST, log(inside / (1 - inside))))
