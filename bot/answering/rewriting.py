"""Puts a follow-up so that it can be understood without the chat, by the language model.

Comes last, after a refusal: it takes 1.5 to 4 s, and the model may misunderstand. Of the set
`chats` it answers 5 of 14 follow-ups that were wrongly refused, and one of 9 that were rightly
refused (evals/LOG.md).
"""

import re
from collections.abc import Iterable, Sequence

from bot.answering.reader_language import asked_in_english
from bot.errors import ModelError
from bot.language.words import names, stems
from bot.question.follow_ups import first_words
from bot.question.typed import tidy
from bot.types import NOT_FOUND, Call, LanguageModel, Prompt, Turn

_TURNS = 3  # the latest ones; what follow-ups lean on is seldom farther back
_TOKENS = 48  # of a question
_DIGITS = re.compile(r"\d+")  # "the first one" may go on as "the fastest"

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


def ahead() -> Prompt:
    """Return what every prompt of `rewritten` begins with, to be read ahead: half of its time."""
    return Prompt(RULES, _EXAMPLES, begun="Q:")


def rewritten(model: LanguageModel, question: str, history: Sequence[Turn], call: Call) -> str:
    """Return `question`, asked after `history` (oldest turn first), as one that stands alone.

    "" where that cannot be trusted: the chat is not in English, the model fails, puts in a name or
    number that nobody said, leaves out one of the question, or asks an earlier question again.
    Raises Stopped.
    """
    asked, turns = tidy(question), history[-_TURNS:]
    if not (asked_in_english(asked) and asked_in_english(turns[-1].question)):
        return ""
    told = [f"Q: {first_words(t.question)}\nA: {first_words(t.answer) or NOT_FOUND}" for t in turns]
    prompt = Prompt(RULES, (*_EXAMPLES, ("\n".join([*told, f"Q: {asked}"]), "")))
    try:
        put = "".join(model.write(prompt, max_tokens=_TOKENS, stop=("\n",), call=call)).strip()
    except ModelError:
        return ""  # the refusal stands
    said = [asked, *(f"{turn.whole_question} {turn.answer}" for turn in turns)]
    kept = put.endswith("?") and _named(put, said) and _named(asked, [put])
    return put if kept and not any(_asks_again(put, turn.question) for turn in turns) else ""


def _asks_again(put: str, question: str) -> bool:
    """Whether `put` asks no more than an earlier question, or nothing; "where" is not "what"."""
    said = stems(put)
    asks_alike = put.split(maxsplit=1)[0].lower() in question.lower().split()
    return not said or (asks_alike and said <= stems(question))


def _named(text: str, others: Iterable[str]) -> bool:
    """Whether the names and numbers of `text` stand in `others`."""
    beside = " ".join(others)
    numbers = set(_DIGITS.findall(text)) - set(_DIGITS.findall(beside))
    # Without full stops, behind which a capital would be that of a new sentence: "Dr. Weber".
    return not numbers and names(text.replace(".", " ")) <= stems(beside)
