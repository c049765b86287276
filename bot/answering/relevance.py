"""What a question asks for, and is this an answer to it or only something true? Judged by words and
years (pure)."""

import re
from collections.abc import Sequence

from bot.language.words import names, stems
from bot.types import Evidence

_ASKS_FOR_SOMETHING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.I)
_OFFERS_A_CHOICE = re.compile(r"\bor\b", re.I)
# A number by itself may be of anything, so in a question it takes a word that goes before years.
_YEAR_ASKED = re.compile(
    r"\b(?:in|of|since|during|before|after|until|by|from|year|early|late|mid|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|\d{1,2},?)"
    r"\s+((?:1[5-9]|20)\d\d)\b",
    re.I,
)
_YEAR = re.compile(r"\b\d{4}\b")
_RECKONED = re.compile(r"\([^)]*\)")  # the date that "today" was
_DAY_ASKED = re.compile(r"\b(?:what|which) (?:exact )?(?:day|date|year)\b", re.I)
_DAY = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_WHEN = re.compile(r"\bwhen\b", re.I)
_REFERS_BACK = re.compile(
    r"(?:about |some |only |just )?\w+ (?:hour|day|week|month|year|decade)s? "
    r"(?:earlier|later|before|after|afterwards|previously)\W*",
    re.I,
)
_BEFORE = 300  # characters before a sentence: about two sentences
_WHO_ELSE = re.compile(
    r"who\b.*\b(?:after|before|(?:re|dis)plac\w+|succeed\w*|follow\w*) "
    r"(?P<name>[\w’'-]+(?: [\w’'-]+){0,2})\W*",
    re.I,
)
_ONE_THING = re.compile(
    r"\b(?:who|whom|whose|when|where)\b"
    r"|\bhow (?:many|much|long|old|far|large|big|high|tall|wide|deep|heavy|strong|fast|often)\b"
    r"|\b(?:what|which) (?!(?:did|do|does|is|are|was|were|has|have|had|will|would|shall|should|can"
    r"|could|may|might|must|happen\w*|caus\w*|else|about|if)\b)\w",
    re.I,
)
_OPEN = re.compile(r"\b(?:why|how come|and what|what about)\b", re.I)


def asks_for_one_thing(question: str) -> bool:
    """Whether one sentence tells the answer: a person, place, day, number or "which company".

    What somebody demanded, or why, is told in several, and the first that fits is not the best.
    """
    return bool(_ONE_THING.search(question)) and not _OPEN.search(question)


def answers(question: str, answer: str, grounds: Sequence[Evidence]) -> bool:
    """Whether `answer`, which stands on `grounds`, can be one to `question`.

    It must say something that the question did not, unless it chooses or confirms; who came after
    somebody is somebody else. A day is a date or a weekday, and "nine days earlier"
    tells no one when. And a year that is asked about must be near: in the sentences, before them,
    or on the articles that they are from. The magnitude of last week's quake is not that of 1939,
    though one article has both.
    """
    asks = _ASKS_FOR_SOMETHING.search(question) and not _OFFERS_A_CHOICE.search(question)
    if asks and stems(answer) <= stems(question):
        return False
    bare = answer.split(", according to", maxsplit=1)[0]
    if asks and _names_again(question, bare):
        return False
    if _DAY_ASKED.search(question) and not _DAY.search(bare):
        return False
    if _WHEN.search(question) and _REFERS_BACK.fullmatch(bare):
        return False
    years = set(_YEAR_ASKED.findall(_RECKONED.sub("", question)))
    return not years or bool(years & set(_YEAR.findall(" ".join(map(_vicinity, grounds)))))


def _names_again(question: str, answer: str) -> bool:
    """ "Who came after Cameron?" "David Cameron.": that name, and nothing but a name."""
    asked, said = _WHO_ELSE.fullmatch(question.strip()), stems(answer)
    return asked is not None and said <= names(f"- {answer}") and stems(asked["name"]) <= said


def _vicinity(item: Evidence) -> str:
    # What comes behind is often of another time: "He had also led the talks of 2022."
    article, sentence = item.article, item.sentence
    near = article.text[max(sentence.start - _BEFORE, 0) : sentence.end]
    return f"{near} {article.title} {article.published or ''}"
