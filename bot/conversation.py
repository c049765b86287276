"""Follow-ups: makes a question that leans on the chat so far stand on its own.

Knows dialogue, not articles. The model proposes a rewrite; code refuses one that brings words the
dialogue does not have, so that nothing is asked that nobody asked.
"""

import re
from collections.abc import Sequence

from bot.support import names, numbers, stems
from bot.types import Call, LanguageModel, Prompt, Turn

TURNS_USED = 2  # further back, a follow-up leans on what was said since
_ANSWER_WORDS = 60  # of each earlier answer; enough for its names
_MAX_TOKENS = 48

_RULES = (
    "Rewrite the last question of a dialogue so that it can be understood without the dialogue. "
    "Put names for words such as he, it, there or that. Add nothing else. A question that can be "
    "understood alone stays as it is."
)
_EXAMPLES = (
    (
        "Q: Who won the election in Varde?\nA: Ida Brekke won with 52 per cent of the vote.\n"
        "Q: When does she take office?",
        "When does Ida Brekke take office in Varde?",
    ),
    (
        "Q: How many people were moved out of Tarrow after the storm?\nA: By Wednesday 210 people "
        "had been moved from their homes.\nQ: and in Lowmere?",
        "How many people were moved out of Lowmere after the storm?",
    ),
    (
        "Q: When did the Norlund ferry last run aground?\nA: The ferry ran aground in May 2014, "
        "the Coast Guard said.\nQ: what did the coast guard do about that?",
        "What did the Coast Guard do about the Norlund ferry running aground in May 2014?",
    ),
    (
        "Q: Why are fares going up?\nA: To pay for two electric boats.\n"
        "Q: Who is the mayor of Tarrow?",
        "Who is the mayor of Tarrow?",
    ),
)

_LEANING = re.compile(
    r"^(?:and|but|or|so|also|then|what about|how about|what else|why|how so|who else|anything)\b"
    r"|\b(?:he|she|it|they|him|her|his|hers|its|their|them|theirs|this|that|these|those|there|then"
    r"|one|ones|same|else|other|others|another|more|before|after|again|too|either|instead)\b",
    re.IGNORECASE,
)
_SHORT = 4  # words; "when was that?", "any reaction?" - too few to stand alone


def examples() -> Prompt:
    """The part of every rewriting prompt that never changes, to be read ahead."""
    return Prompt(_RULES, _EXAMPLES)


def leans_on_history(question: str) -> bool:
    """Whether a question, by its words, may need what was said before to be understood."""
    words = question.split()
    return len(words) <= _SHORT or bool(_LEANING.search(question)) or not names(question)


def standalone(question: str, history: Sequence[Turn], model: LanguageModel, call: Call) -> str:
    """`question` so that it can be understood without `history` (oldest turn first).

    The question itself when it does not lean on the history, or when the model's rewrite brings
    in words of its own; then the words of the last question that it lacks are put behind it.
    """
    if not history or not leans_on_history(question):
        return question
    recent = history[-TURNS_USED:]
    dialogue = "".join(f"Q: {turn.question}\nA: {_cut(turn.answer)}\n" for turn in recent)
    prompt = Prompt(_RULES, (*_EXAMPLES, (f"{dialogue}Q: {question}", "")))
    written = model.write(prompt, max_tokens=_MAX_TOKENS, stop=("\n",), call=call)
    rewrite = "".join(written).strip()
    source = f"{dialogue} {question}"
    if _is_question(rewrite) and stems(rewrite) <= stems(source) and _keeps(rewrite, question):
        return rewrite
    return f"{question} ({history[-1].question.rstrip('?. ')})"


def _keeps(rewrite: str, question: str) -> bool:
    """A rewrite may replace pronouns; names and numbers that were asked about must stay."""
    return numbers(question) <= numbers(rewrite) and names(question) <= stems(rewrite)


def _is_question(text: str) -> bool:
    return text.endswith("?") or len(text.split()) >= _SHORT


def _cut(answer: str) -> str:
    words = answer.split()
    return " ".join(words[:_ANSWER_WORDS]) + ("…" if len(words) > _ANSWER_WORDS else "")
