"""Writes what the language model reads: rules, examples, evidence, question (pure).

What never changes comes first (rules, worked examples), so that it is read once and kept; then the
evidence, then the question. The reply opens with whether the evidence states the answer, so that
one look at the odds of "yes" and "no" decides before anything is written.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.answering.asked_statement import asked_by
from bot.answering.sentence_selection import byline
from bot.language.dates_in_text import dated
from bot.question.question import Question
from bot.types import Evidence, Prompt

_RULES = (
    "You answer questions from numbered sentences of news articles. First say whether the "
    "sentences state the answer: yes or no. If yes, give the answer in as few words as say it "
    "all, taken from the sentences, with the number of the sentence it stands in. Where articles "
    "differ, give both."
)

_NUMBER = re.compile(r"\[(\s*\d[\d\s,;]*)\]")
_CHECK = "Stated:"
YES, NO = " yes", " no"
STATED = f"{YES}\nAnswer:"  # behind the check where the evidence states the answer

_FARES = (
    "Coast Herald, 4 March 2019: Ferry fares rise on island routes\n"
    "[1] Norlund Ferries will charge 12 crowns for a single trip from April, up from 9.\n"
    "[2] Spokeswoman Ida Brekke said the rise would pay for two electric boats.\n"
    "[3] Islanders plan to protest outside the company's offices in Varde on Saturday."
)
_FLOOD = (
    "The Plain Ledger, 19 August 2021: Storm floods Tarrow valley\n"
    "[1] Flood water closed the bridge at Tarrow on Tuesday night.\n"
    "[2] The mayor, Paul Adeyemi, said 140 people had been taken to a school hall.\n"
    "Morning Wire, 20 August 2021: Tarrow counts the cost\n"
    "[3] The number of people moved from their homes had risen to 210 by Wednesday."
)
_AGROUND = (
    "Coast Herald, 3 May 2014: Ferry runs aground off Varde\n"
    "[1] The ferry Norlund ran aground off Varde on Saturday with 60 people on board.\n"
    "[2] It was the first ferry to run aground there since a winter storm in June 2009."
)
# Without examples of its own: beside answers in whole sentences the model gives its first answer as
# one too, and less often right (0.73 of 48 look-alikes instead of 0.77, evals/LOG.md).
AS_A_SENTENCE = "Say this as one whole sentence, in the words of the question:"

# Written for this prompt, about nothing real: (evidence, question, answer or None). Those without
# one look answerable and are not: it is another person, place or time that is asked about.
_EXAMPLES = tuple(
    (
        f"{evidence}\n\n{question}",
        f"{_CHECK}{STATED} {answer}" if answer else f"{_CHECK}{NO}",
    )
    for evidence, question, answer in (
        (
            _FARES,
            "Question: Why are the ferry fares going up?",
            "to pay for two electric boats, spokeswoman Ida Brekke said [2]",
        ),
        (_FARES, "Question: What will Norlund Ferries charge for a car?", None),
        (
            _FLOOD,
            "Question: How many people were moved out?",
            "140, the mayor said [2]; 210 by Wednesday [3]",
        ),
        (
            _AGROUND,
            "Earlier: When did the ferry Norlund run aground? On 3 May 2014.\n"
            "Question: When was the last time before that?",
            "in June 2009 [2]",
        ),
        (_FLOOD, "Question: Who was mayor of Tarrow before Paul Adeyemi?", None),
        (_FLOOD, "Question: Which structure was shut by the water?", "the bridge at Tarrow [1]"),
        (_AGROUND, "Question: How many people were on board the ferry in 2009?", None),
    )
)


def examples() -> Prompt:
    """Return the part of every prompt that never changes, to be read ahead."""
    return Prompt(_RULES, _EXAMPLES)


def ahead(evidence: Sequence[Evidence], earlier: str = "") -> Prompt:
    """Return what all prompts over `evidence` begin with, to be read ahead.

    With `earlier` it goes on to the question itself, for one that leans on that.
    """
    begun = _before_question(evidence, earlier) if earlier else _listed(evidence)
    return Prompt(_RULES, _EXAMPLES, begun=begun)


def check(question: Question, evidence: Sequence[Evidence]) -> Prompt:
    """Return the prompt up to where the model says whether the evidence states the answer."""
    return Prompt(_RULES, (*_EXAMPLES, (_shown(question, evidence), _CHECK)))


def answer(question: Question, evidence: Sequence[Evidence]) -> Prompt:
    """Return the prompt that goes on where the answer is written: a few words, then [n]."""
    return Prompt(_RULES, (*_EXAMPLES, (_shown(question, evidence), f"{_CHECK}{STATED}")))


def sentence(
    question: Question, evidence: Sequence[Evidence], said: str, cited: Sequence[Evidence]
) -> Prompt:
    """Return the prompt that goes on behind the answer `said`, which is put as a sentence there."""
    marks = "".join(f"[{item.number}]" for item in cited)
    given = (_shown(question, evidence), f"{_CHECK}{STATED} {said} {marks}")
    return Prompt(_RULES, (*_EXAMPLES, given, (f'{AS_A_SENTENCE} "{said}"', "")))


def _shown(question: Question, evidence: Sequence[Evidence]) -> str:
    # Not for days, nor behind what was said before: what was read ahead is to stay as it was read.
    if not question.earlier and any(span.unit != "day" for span in question.times):
        evidence = [_with_dates(item) for item in evidence]
    return f"{_before_question(evidence, question.earlier)} {_written_out(_as_put(question))}"


def _as_put(question: Question) -> str:
    """The question as the model is asked it: what is said, where a yes or a no is wanted.

    Else its "no" could mean either that it is not so, or that nothing is stated.
    """
    asked = asked_by(question)
    return f"What is said on whether {asked.statement.rstrip(' .')}?" if asked else question.text


def _with_dates(item: Evidence) -> Evidence:
    """A sentence with its dates: the small model does not count back from that of an article."""
    text = dated(item.sentence.text, item.article.published)
    return replace(item, sentence=replace(item.sentence, text=text))


def _before_question(evidence: Sequence[Evidence], earlier: str) -> str:
    # Marked as earlier: else the small model answers what was asked before once more.
    before = [f"Earlier: {earlier}"] if earlier else []
    return "\n".join([_listed(evidence), "", *before, "Question:"])


def _written_out(question: str) -> str:
    """A question as typed on a phone -> as the examples have it; the model answers those better."""
    ended = question if question.endswith(("?", ".", "!")) else f"{question}?"
    return f"{ended[:1].upper()}{ended[1:]}"


def _listed(evidence: Sequence[Evidence]) -> str:
    lines: list[str] = []
    for _, group in groupby(evidence, key=lambda item: item.article.id):
        items = list(group)
        article = items[0].article
        lines.append(_unnumbered(": ".join(filter(None, [byline(article), article.title]))))
        lines += [f"[{item.number}] {_unnumbered(item.sentence.text)}" for item in items]
    return "\n".join(lines)


def _unnumbered(text: str) -> str:
    """The words of an article without numbers that look like those of sentences: [3] -> (3)."""
    return _NUMBER.sub(r"(\1)", text)
