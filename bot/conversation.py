"""Follow-ups: makes a question that leans on the chat so far stand on its own.

Knows dialogue, not articles. The model proposes a rewrite; code refuses one that brings words the
dialogue does not have, so that nothing is asked that nobody asked.
"""

import re
from collections.abc import Sequence

from bot.support import names, numbers, stems
from bot.types import NOT_FOUND, Call, LanguageModel, Prompt, Turn

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
        "Q: How much did Norlund Ferries offer its crews?\nA: The company offered 3 per cent.\n"
        "Q: and the union?",
        "How much did the union of the Norlund Ferries crews offer?",
    ),
    (
        "Q: When did the Norlund ferry run aground?\nA: The ferry ran aground on 3 May 2014, the "
        "Coast Guard said.\nQ: and the last time before that?",
        "When was the last time the Norlund ferry ran aground before 3 May 2014?",
    ),
    (
        "Q: Why did the council close the Tarrow bridge?\nA: Flood water had damaged it.\n"
        "Q: and how did the mayor react?",
        "How did the mayor react to the closing of the Tarrow bridge?",
    ),
    (
        "Q: Paul Adeyemi, Life\nA: \nQ: Did he write any books?\nA: His first novel, Low Water, "
        "came out in 1998.\nQ: What else did he write after it?",
        "What else did Paul Adeyemi write after his first novel, Low Water?",
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
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_ELLIPSIS = re.compile(
    r"(?i:and|what about|how about|and what about) "
    rf"((?:the )?{_NAME.pattern})\s*\?*"
)
_THEN = re.compile(r"\b(?:before|after|since|until) (?:that|then|this)\b", re.IGNORECASE)
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
    in words of its own; then the last answer, or question, is put before it.
    """
    if not history or not leans_on_history(question):
        return question
    easy = _swap_name(question, history[-1].question) or _put_before(question, history[-1])
    if easy:
        return easy
    # The first turn often names in full what later ones call by half a name.
    used = [*history[:-TURNS_USED][:1], *history[-TURNS_USED:]]
    dialogue = "".join(f"Q: {turn.question}\nA: {_cut(turn.answer)}\n" for turn in used)
    prompt = Prompt(_RULES, (*_EXAMPLES, (f"{dialogue}Q: {question}", "")))
    written = model.write(prompt, max_tokens=_MAX_TOKENS, stop=("\n",), call=call)
    rewrite = "".join(written).strip()
    source = f"{dialogue} {question}"
    if _is_question(rewrite) and stems(rewrite) <= stems(source) and _keeps(rewrite, question):
        return rewrite
    return _after(question, history[-1])


def _swap_name(question: str, before: str) -> str:
    """ "And Russia?" after "What did Ukraine ask for?" -> "What did Russia ask for?", else "".

    The small model repeats the earlier question here; where it had one name, code does better.
    """
    asked = _ELLIPSIS.fullmatch(question.strip())
    named = list(dict.fromkeys(m.group() for m in _NAME.finditer(before) if m.start()))
    if not asked or len(named) != 1:
        return ""
    return before.replace(named[0], asked.group(1))


def _put_before(question: str, before: Turn) -> str:
    """ "When was the last time before that?" leans on the answer as a whole: it is put in front.

    Measured: rewritten by the model such questions come out muddled, and like this answered.
    """
    return _after(question, before) if _THEN.search(question) else ""


def _after(question: str, before: Turn) -> str:
    told = before.answer.strip() not in ("", NOT_FOUND)
    said = _cut(before.answer) if told else before.question
    bare = re.sub(r"^(?:and|but|so|then)\s+", "", question, flags=re.IGNORECASE)
    ended = said if said.endswith((".", "?", "!", "…")) else f"{said}."
    return f"{ended} {bare[:1].upper()}{bare[1:]}"


def _keeps(rewrite: str, question: str) -> bool:
    """A rewrite may replace pronouns; what was asked about must stay: its names and numbers all,
    its other words for the greater part."""
    asked = stems(_LEANING.sub(" ", question))
    return (
        numbers(question) <= numbers(rewrite)
        and names(question) <= stems(rewrite)
        and 2 * len(asked & stems(rewrite)) >= len(asked)
    )


def _is_question(text: str) -> bool:
    return text.endswith("?") or len(text.split()) >= _SHORT


def _cut(answer: str) -> str:
    words = answer.split()
    return " ".join(words[:_ANSWER_WORDS]) + ("…" if len(words) > _ANSWER_WORDS else "")
