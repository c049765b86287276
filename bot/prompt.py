"""Question and evidence -> what the language model reads (pure).

What never changes comes first (rules, worked examples), so that it is read once and kept; then the
evidence, then the question. The reply opens with whether the evidence states the answer, so that
one look at the odds of "yes" and "no" decides before anything is written.
"""

from collections.abc import Sequence
from itertools import groupby

from bot.evidence import byline
from bot.types import Evidence, Prompt

_RULES = (
    "You answer questions from numbered sentences of news articles. First say whether the "
    "sentences state the answer: yes or no. If yes, answer in one or two short whole sentences, "
    "using only what they say, and end each with the numbers of the sentences it stands on."
)

_STATED = "Stated:"
YES, NO = " yes", " no"

# Written for this prompt, about nothing real. Two of the five look answerable and are not: the
# person, the place or the year asked about is not the one in the sentences.
_EXAMPLES = (
    (
        "Coast Herald, 4 March 2019: Ferry fares rise on island routes\n"
        "[1] Norlund Ferries will charge 12 crowns for a single trip from April, up from 9.\n"
        "[2] Spokeswoman Ida Brekke said the rise would pay for two electric boats.\n"
        "[3] Islanders plan to protest outside the company's offices in Varde on Saturday.\n\n"
        "Question: Why are the ferry fares going up?",
        "Stated: yes\nNorlund Ferries is raising fares to pay for two electric boats, "
        "spokeswoman Ida Brekke said [2].",
    ),
    (
        "Coast Herald, 4 March 2019: Ferry fares rise on island routes\n"
        "[1] Norlund Ferries will charge 12 crowns for a single trip from April, up from 9.\n"
        "[2] Spokeswoman Ida Brekke said the rise would pay for two electric boats.\n\n"
        "Question: What will Norlund Ferries charge for a car?",
        "Stated: no",
    ),
    (
        "The Plain Ledger, 19 August 2021: Storm floods Tarrow valley\n"
        "[1] Flood water closed the bridge at Tarrow on Tuesday night.\n"
        "[2] The mayor, Paul Adeyemi, said 140 people had been taken to a school hall.\n"
        "Morning Wire, 20 August 2021: Tarrow counts the cost\n"
        "[3] The number of people moved from their homes had risen to 210 by Wednesday.\n\n"
        "Question: How many people were moved out by Wednesday?",
        "Stated: yes\nBy Wednesday 210 people had been moved from their homes [3].",
    ),
    (
        "Coast Herald, 3 May 2014: Ferry runs aground off Varde\n"
        "[1] The ferry Norlund ran aground off Varde on Saturday with 60 people on board.\n"
        "[2] It was the first ferry to run aground there since a winter storm in June 2009.\n\n"
        "Question: The ferry Norlund ran aground on 3 May 2014. When was the last time before "
        "that?",
        "Stated: yes\nThe last time before that was in June 2009 [2].",
    ),
    (
        "The Plain Ledger, 19 August 2021: Storm floods Tarrow valley\n"
        "[1] Flood water closed the bridge at Tarrow on Tuesday night.\n"
        "[2] The mayor, Paul Adeyemi, said 140 people had been taken to a school hall.\n\n"
        "Question: Who was mayor of Tarrow before Paul Adeyemi?",
        "Stated: no",
    ),
)


def examples() -> Prompt:
    """The part of every prompt that never changes, to be read ahead."""
    return Prompt(_RULES, _EXAMPLES)


def check(question: str, evidence: Sequence[Evidence]) -> Prompt:
    """Up to the point where the model says whether the evidence states the answer."""
    return Prompt(_RULES, (*_EXAMPLES, (_asked(question, evidence), _STATED)))


def answer(question: str, evidence: Sequence[Evidence]) -> Prompt:
    """Like `check`, and goes on where the answer is written."""
    return Prompt(_RULES, (*_EXAMPLES, (_asked(question, evidence), f"{_STATED}{YES}\n")))


def _asked(question: str, evidence: Sequence[Evidence]) -> str:
    lines: list[str] = []
    for _, group in groupby(evidence, key=lambda item: item.article.id):
        items = list(group)
        article = items[0].article
        lines.append(": ".join(filter(None, [byline(article), article.title])))
        lines += [f"[{item.number}] {item.sentence.text}" for item in items]
    return "\n".join(lines) + f"\n\nQuestion: {question}"
