"""Judges whether something that is true is an answer to the question (pure)."""

import re
from collections.abc import Sequence

from bot.answering.told_times import nearly, of_claim
from bot.language.attribution import without_added_source
from bot.language.dates_in_text import mentions
from bot.language.quantities import magnitudes, numbers
from bot.language.words import WORD, names, stems
from bot.question.question import Question, Wants
from bot.types import Evidence
from index.language_data.en.date_words import MONTH, REFERS_BACK, WEEKDAY
from index.language_data.en.numbers import VAGUE_AMOUNTS
from index.language_data.en.question_wording import TELLS

_YEAR = re.compile(r"\b\d{4}\b")
_DAY = re.compile(rf"\d|\b(?:{MONTH}|{WEEKDAY})\b")
_REFERS_BACK = re.compile(REFERS_BACK, re.IGNORECASE)
_TELLS = re.compile(TELLS, re.IGNORECASE)
_BEFORE = 300  # characters before a sentence: about two sentences


def wants_one_thing(question: Question) -> bool:
    """Return whether one sentence tells the answer: a person, day, number or "which company".

    What somebody demanded, or why, is told in several, and the first that fits is not the best.
    """
    return bool(question.wants & Wants.ONE_THING) and Wants.REASON not in question.wants


def answers(question: Question, answer: str, grounds: Sequence[Evidence]) -> bool:
    """Return whether `answer`, which stands on `grounds`, can be one to `question`.

    It must say something that the question did not, unless it chooses or confirms; who came after
    somebody is somebody else. An amount is a number or a word for one, a day is a date or a
    weekday, and "nine days earlier" tells no one when. And a year that is asked about must be near:
    in the sentences, before them, or on the articles that they are from. The magnitude of last
    week's quake is not that of 1939, though one article has both. Nor is what a sentence tells of
    last year an answer for this year.
    """
    said = stems(answer)
    bare = without_added_source(answer)
    if question.states and (said <= stems(question.text) or _names_again(question, bare)):
        return False
    if Wants.DATE in question.wants and not _DAY.search(bare):
        return False
    if Wants.AMOUNT in question.wants and not _tells_amount(bare):
        return False
    if Wants.TIME in question.wants and _REFERS_BACK.fullmatch(bare):
        return False
    if _of_another_time(question, bare, grounds):
        return False
    return not question.years or any(question.years & _years_near(item) for item in grounds)


def _tells_amount(answer: str) -> bool:
    """Whether an answer has a number, or a word for one: "dozens", "most", "none"."""
    words = {word.lower() for word in WORD.findall(answer)}
    return bool(numbers(answer) or magnitudes(answer) or words & VAGUE_AMOUNTS)


def _names_again(question: Question, answer: str) -> bool:
    """ "Who came after Cameron?" "David Cameron.": that name, and nothing but a name."""
    said, name = stems(answer), question.successor_of
    return bool(name) and said <= names(answer, opening=True) and name <= said


def _of_another_time(question: Question, answer: str, grounds: Sequence[Evidence]) -> bool:
    """Whether all grounds tell what they do of other times than the one asked about.

    Only where what is asked for belongs to that time: not what was promised or denied then, and to
    a day only its number.
    """
    if _TELLS.search(question.text) or (question.states and not wants_one_thing(question)):
        return False
    asked = [
        nearly(span)
        for span in question.times
        if span.unit != "day" or Wants.AMOUNT in question.wants
    ]
    told = [of_claim(answer, item.sentence, item.article) for item in grounds]
    return bool(asked and told) and all(
        spans and not any(span.overlaps(each) for span in spans for each in asked) for spans in told
    )


def _years_near(item: Evidence) -> set[str]:
    # What comes behind is often of another time: "He had also led the talks of 2022."
    article, sentence = item.article, item.sentence
    near = article.text[max(sentence.start - _BEFORE, 0) : sentence.end]
    day = article.published
    years = set(_YEAR.findall(f"{near} {article.title} {day or ''}"))
    for mention in mentions(near, day) if day else []:
        years |= {str(mention.span.first.year), str(mention.span.last.year)}
    return years
