"""Puts questions as the next ones of a chat: behind another question and its answer.

People ask "Who designed the bridge?" and then "When did he die?". Data sets of questions over
passages hold both, each written to stand alone; here the second one leans on the first.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.question.follow_ups import first_words
from training.rows import Question

_SAME_PASSAGE = 0.6  # share of the chats that stay with one passage
_STILL_THERE = 0.4  # of those that leave it, share shown the passage that they left
_ANOTHER_TOPIC = 0.12  # share of questions behind a question on something else
_ON_ITS_OWN = 0.3  # of questions that can lean on nothing, share that is taken
_TRIED = 12  # questions to stand before another one, the first on which it can lean is taken
_AND = 0.2  # share of questions that begin with "And"
_WHOLE_ANSWER = 0.6  # share of answers that are told as their sentence
_NAME = r"[A-Z][\w’'-]*(?: (?:of |the |de |von |van )*[A-Z\d][\w’'-]*)*"
_THING = re.compile(rf"\b(?:[Tt]he |[Aa]n? )?{_NAME}|\b[Tt]h(?:e|is) [a-z]{{3,}}(?: [a-z]{{3,}})?")
_BEFORE_OBJECT = re.compile(
    r"\b(?:of|by|for|to|with|from|against|about|after|before|behind|on|over|\w+ing|to \w+)\s$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:in|at)\s$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\s(?:in|at|of|on|for|by|to|from|with|during|within|near)$")
_AUXILIARY = "did|does|do|was|is|were|are|has|have|had|will|would|can|could"
_GOES_ON = re.compile(rf" (?:and|or|as|than|{_AUXILIARY}|became|become|[a-z]+ed)\b")
_LONGER = re.compile(r" (?:of|at|in|for|from|on|to|with|between|that|who|which)\b")
_AFTER_NAME = re.compile(r" (?:at|in|for|from|on|to|with|by|during|before|after)\b")
_SUBJECT = re.compile(rf"\b(?:{_AUXILIARY})\s$")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z“\"])")
# subject, object, of whom
_HE, _SHE, _IT, _THEY = (
    ("he", "him", "his"),
    ("she", "her", "her"),
    ("it", "it", "its"),
    ("they", "them", "their"),
)


def in_chats(questions: Sequence[Question], rng: random.Random, most: int) -> list[Question]:
    """Make at most `most` questions that follow another one, whose words they may lean on.

    The one before is answered by the same passage or by another one of the title. In some of the
    latter the passage shown is that of the question before: its answer is there, that to the
    question asked is not.
    """
    by_title: dict[str, list[Question]] = defaultdict(list)
    for row in questions:
        by_title[row.title].append(row)
    answered = [row for row in questions if row.answers]
    found: list[Question] = []
    for row in rng.sample(list(questions), len(questions)):
        if len(found) >= most:
            break
        near = [q for q in by_title[row.title] if q.answers and q.question != row.question]
        if rng.random() < _ANOTHER_TOPIC:
            first = rng.choice(answered)
            found.append(replace(row, said=_said(first, rng)))
            continue
        here = rng.random() < _SAME_PASSAGE
        fit = [q for q in near if (q.passage == row.passage) == here and not _same_answer(q, row)]
        if made := _behind(rng.sample(fit, min(_TRIED, len(fit))), row, rng):
            found.append(made)
    return found


def _same_answer(first: Question, row: Question) -> bool:
    """Whether the two are answered by words of one passage that touch."""
    return first.passage == row.passage and any(
        a < d and c < b for a, b in first.answers for c, d in row.answers
    )


def _behind(firsts: Sequence[Question], row: Question, rng: random.Random) -> Question | None:
    """Put `row` behind the first of `firsts` on which it can lean; None if there is none.

    Some that can lean on none stand as they are behind any.
    """
    for first in firsts:
        said = _said(first, rng)
        if asked := leaning(row.question, said, row.passage, rng):
            break
    else:
        if not firsts or rng.random() > _ON_ITS_OWN:
            return None
        first, asked = firsts[0], row.question
        said = _said(first, rng)
    if rng.random() < _AND:
        asked = f"And {asked[:1].lower()}{asked[1:]}"
    row = replace(row, said=said, question=asked)
    left = first.passage != row.passage and rng.random() < _STILL_THERE
    texts = [row.passage[a:b].lower() for a, b in row.answers]
    if left and not any(text in first.passage.lower() for text in texts):
        return replace(row, passage=first.passage, answers=())
    return row


def _said(first: Question, rng: random.Random) -> str:
    """A question and its answer, in the words of the answer or of its sentence."""
    start, end = first.answers[0]
    answer = first.passage[start:end]
    if rng.random() < _WHOLE_ANSWER:
        begin = max((m.end() for m in _SENTENCE_END.finditer(first.passage, 0, start)), default=0)
        stop = _SENTENCE_END.search(first.passage, end)
        answer = first.passage[begin : stop.start() if stop else None]
    told = first_words(answer).rstrip(" .,;")
    return f"{first.question.strip().rstrip('?')}? {told[:1].upper()}{told[1:]}."


def leaning(question: str, said: str, passage: str, rng: random.Random) -> str | None:
    """Put a pronoun for what `question` names and `said` has, or leave it out; None if nothing.

    Whether a name is a "he", a "she" or an "it" is guessed by the pronouns of the passage.
    """
    low = said.lower()
    things = [
        match
        for match in _THING.finditer(question)
        if match.start() > 0
        and re.search(rf"\b{re.escape(_bare(match.group()))}\b", low)
        and _whole(question, match)
    ]
    if not things:
        return None
    thing = max(things, key=lambda match: len(match.group()))
    before, name, after = question[: thing.start()], thing.group(), question[thing.end() :]
    preposition = _PREPOSITION.search(before.rstrip())
    if preposition and after.strip(" ?.") == "" and rng.random() < 0.4:
        return f"{before[: preposition.start()]}?"
    subject, object_, whose = _pronouns(name, passage)
    if name.endswith(("'s", "’s")):
        return f"{before}{whose}{after}"
    if after.startswith(("'s", "’s")):
        return f"{before}{whose}{after[2:]}"
    if _PLACE.search(before) and subject == "it" and rng.random() < 0.6:
        return f"{before.rstrip()[:-2].rstrip()} there{after}"
    at_end = after.strip(" ?.") == ""
    as_object = at_end or _BEFORE_OBJECT.search(before) or _PLACE.search(before)
    return f"{before}{object_ if as_object else subject}{after}"


def _whole(question: str, thing: re.Match[str]) -> bool:
    """Whether `thing` is no part of a longer name or noun, as "Oneida" in "the Oneida Carry"."""
    before, after = question[: thing.start()], question[thing.end() :]
    if re.match(r"[\w&-]|['’](?!s\b)", after) or before.endswith(("&", "-", '"', "“")):
        return False
    if _LONGER.match(after):  # "the dam at Lom", but "by Ann Bell in May"
        return thing.group()[0].isupper() and bool(_AFTER_NAME.match(after))
    return bool(_SUBJECT.search(before) or not re.match(r" (?!$)", after) or _GOES_ON.match(after))


def _bare(name: str) -> str:
    """A name in small letters, without its article and the s of a possessive."""
    low = re.sub(r"^(?:the|this|an?) ", "", name.lower())
    return re.sub(r"['’]s?$", "", low)


def _pronouns(name: str, passage: str) -> tuple[str, str, str]:
    """The pronouns that a passage most likely has for `name`."""
    if name.lower().startswith(("the ", "this ")) or name.isupper():
        return _THEY if re.search(r"[^s]s$", name) else _IT
    low = f" {passage.lower()} "
    he, she = (sum(low.count(f" {word} ") for word in each) for each in (_HE, _SHE))
    it = sum(low.count(f" {word} ") for word in _IT)
    if max(he, she) > it and len(name.split()) <= 3:
        return _HE if he >= she else _SHE
    return _IT
