"""Puts a follow-up so that it can be understood without the chat, by the language model.

It comes last, after a refusal: the model takes two seconds for it, and of what it leaves out or
misunderstands nobody can be told. Of follow-ups refused so far it gets a third answered
(evals/LOG.md).
"""

from collections.abc import Sequence

from bot.answering.reader_language import asked_in_english
from bot.language.words import names, stems
from bot.types import NOT_FOUND, Call, LanguageModel, Prompt, Turn

_TURNS = 3  # the latest ones; what follow-ups lean on is seldom farther back
_TOKENS = 48  # of a question

RULES = (
    "You rewrite the last question of a chat so that it can be understood without the chat. Keep "
    "its words, put names and things from the chat in place of what it leaves out or of words such "
    "as it, he, they, that. Add nothing else. Reply with one question."
)
# About nothing real, one for each way in which questions lean on others.
_EXAMPLES = (
    (
        "Q: Who opened the dam at Lom?\nA: Ida Brekke.\nQ: how old is she",
        "How old is Ida Brekke, who opened the dam at Lom?",
    ),
    (
        "Q: How much does a single ferry trip from Varde cost?\nA: 12 crowns.\nQ: and with a car?",
        "How much does a ferry trip from Varde with a car cost?",
    ),
    (
        "Q: How many people were moved out of Tarrow after the flood?\nA: 210.\n"
        "Q: How many of them were children",
        "How many of the 210 people who were moved out of Tarrow after the flood were children?",
    ),
    (
        "Q: Why was the bridge at Tarrow closed?\nA: Because of flood water.\n"
        "Q: When does it open again?",
        "When does the bridge at Tarrow open again?",
    ),
    (
        "Q: Who won the men's race in Holm?\nA: Jon Falk.\nQ: and among the women?",
        "Who won the women's race in Holm?",
    ),
    (
        "Q: What did the mayor of Orl ask for?\nA: Ten more police officers.\nQ: did he get them?",
        "Did the mayor of Orl get the ten more police officers he asked for?",
    ),
    (
        "Q: What happened to the Norlund ferry in May 2014?\nA: It ran aground off Varde.\nQ: why",
        "Why did the Norlund ferry run aground off Varde in May 2014?",
    ),
)


def rewritten(model: LanguageModel, question: str, history: Sequence[Turn], call: Call) -> str:
    """Return `question`, asked after `history` (oldest turn first), as one that stands alone.

    "" where it is not in English, or the model puts in a name or number that nobody said. Raises
    what the model raises.
    """
    turns = history[-_TURNS:]
    said = " ".join([*(f"{turn.whole_question} {turn.answer}" for turn in turns), question])
    if not asked_in_english(said):
        return ""
    told = "\n".join(f"Q: {turn.question}\nA: {turn.answer or NOT_FOUND}" for turn in turns)
    prompt = Prompt(RULES, (*_EXAMPLES, (f"{told}\nQ: {question}", "")))
    pieces = model.write(prompt, max_tokens=_TOKENS, stop=("\n",), call=call)
    put = "".join(pieces).strip()
    return put if put.endswith("?") and not _new(put, said) else ""


def _new(put: str, said: str) -> frozenset[str]:
    """The names and numbers of `put` that are not in what was `said`."""
    named = names(put) | {stem for stem in stems(put) if stem[0].isdigit()}
    return frozenset(named) - stems(said)
