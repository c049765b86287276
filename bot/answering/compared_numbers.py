"""Answers which of several is the first by a number, where all of their numbers are told (pure).

"North School has 410 pupils, East School 388 and Hill School 512": asked which has the most, a
small model takes the first or the last. Names and numbers are paired here clause by clause and
compared. Where a clause leaves it open, or the question asks for more than the sentences have,
nothing is said, and the model is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answering.citations import Checked, check
from bot.language.quantities import in_digits, magnitudes
from bot.language.words import CAPITALISED, stem, stems
from bot.question.comparison import Comparison
from bot.question.question import Question
from bot.types import Evidence
from index.language_data.en import comparisons as worded
from index.language_data.en.date_words import MONTHS, WEEKDAYS
from index.language_data.en.follow_ups import FUNCTION_WORDS
from index.language_data.en.numbers import CURRENCY_SIGNS
from index.splitting.sentences import split
from index.types import Sentence

SURE = 9.9  # support of what is read off, in the log-odds of `bot.types.Answer`
_NEAR = 0.15  # of likeness: a sentence farther than this from the nearest compares something else
_AROUND = 3  # sentences before and behind it that may go on with the comparison
_WORDS = 3  # behind a number, one of which it counts: "62 millimetres of rain"
_YEAR = re.compile(r"\b(?:in|of|since|from|by|during) ((?:1[5-9]|20)\d\d)\b")
_YEARS = range(1000, 2101)

_CLAUSE = re.compile(worded.CLAUSE, re.IGNORECASE)
_AHEAD = re.compile(worded.AHEAD, re.IGNORECASE)
_TOGETHER = re.compile(worded.TOGETHER, re.IGNORECASE)
_INEXACT = re.compile(worded.INEXACT, re.IGNORECASE)
_NOT_SO = re.compile(worded.NOT_SO)
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?P<sign>[{CURRENCY_SIGNS}]?)(?P<value>\d+(?:\.\d+)?)(?![\w-])(?P<after>[^\d]*)"
)
_LABEL = re.compile(r"%|[^\W\d_][\w’'-]*")
_CALENDAR = {*MONTHS, *WEEKDAYS}


@dataclass(frozen=True, slots=True)
class _Told:
    """A number with its sign of money, the word behind it that it counts, and whose it is."""

    name: str
    sign: str
    value: Decimal
    label: str
    sentence: Sentence

    def __str__(self) -> str:
        """ "Hill School: 512 pupils"."""
        year = not self.label and self.value in _YEARS
        number = f"{self.value:f}" if year else f"{self.value:,f}"
        return f"{self.name}: {self.sign}{number} {self.label}".strip()


def first_of_several(question: Question, evidence: Sequence[Evidence]) -> Checked:
    """Return which is the first, on its sentence; no claims where that is not certain."""
    asked = question.compares
    if not asked or not evidence:
        return Checked()
    near = max(item.likeness for item in evidence) - _NEAR
    found: dict[str, tuple[_Told, Evidence]] = {}
    for item in evidence:
        if item.likeness >= near and (first := _first(asked, question, item)):
            found[first.name] = first, item
    if len(found) != 1:
        return Checked()
    ((first, item),) = found.values()
    ground = replace(item, number=1, sentence=first.sentence)
    checked = check(f"{first} [1]", [ground], question.text, earlier=question.earlier)
    return replace(checked, support=SURE) if checked.claims else Checked()


def _first(asked: Comparison, question: Question, item: Evidence) -> _Told | None:
    """The first of those that the sentences around `item` tell of; None where that is uncertain."""
    article = item.article
    sentences = split(article)
    at = next((n for n, s in enumerate(sentences) if s.start == item.sentence.start), None)
    if at is None:
        return None
    around = sentences[max(at - _AROUND, 0) : at + _AROUND + 1]
    told = _pairs(asked, question, around)
    values = {pair.value for pair in told}
    if len(told) < 2 or not len(told) == len(values) == len({pair.name for pair in told}):
        return None
    stand_in = {pair.sentence.start: pair.sentence.text for pair in told}
    said = stems(" ".join((*stand_in.values(), article.title, article.outlet)))
    first_years, *others = (set(_YEAR.findall(text)) for text in stand_in.values())
    # Not "1,200 workers in 1990" behind those of today.
    of_one_time = asked.by_year or all(years <= first_years for years in others)
    if item.sentence.start not in stand_in or not asked.wanted <= said or not of_one_time:
        return None
    if asked.kind and asked.kind not in stems(f"{article.title} {article.text}"):
        return None
    first = (max if asked.greatest else min)(told, key=lambda pair: pair.value)
    rest = (s.text for s in around if s.start not in stand_in and _AHEAD.search(s.text))
    # "Ola Lie won. Nora Berg got 1,200 votes and Per Aas 900."
    if any(_named(text, asked, question) and first.name not in text for text in rest):
        return None
    return first


def _pairs(asked: Comparison, question: Question, sentences: Sequence[Sentence]) -> list[_Told]:
    """Whose which number is, in the order of the text; [] where one of them cannot be told."""
    found: list[_Told] = []
    places: list[tuple[list[str], list[str]]] = []  # the names before and behind each number
    known = set(stems(question.text))
    for sentence in sentences:
        for clause in _CLAUSE.split(in_digits(sentence.text)):
            numbers = _compared(asked, clause, found[-1] if found else None, sentence)
            if _TOGETHER.search(clause):
                continue
            if not numbers:
                if magnitudes(clause) and found and found[-1].sentence == sentence:
                    return []  # "Sudland two dozen"
                continue
            number, label = numbers[0], " ".join(_behind(numbers[0])[:1])
            before, after = clause[: number.start()], clause[number.end("value") :]
            others = stems(CAPITALISED.sub(" ", before)) - known
            if len(numbers) > 1 or _INEXACT.search(before) or _NOT_SO.search(clause):
                return []
            if found and others - known:
                return []  # "gained 5" behind "lost 12"
            known |= others
            places.append((_named(before, asked, question), _named(after, asked, question)))
            label = label or (found[-1].label if found else "")
            found.append(_Told("", number["sign"], Decimal(number["value"]), label, sentence))
    names = _in_order(places)
    return [replace(told, name=name) for told, name in zip(found, names, strict=False)]


def _in_order(places: Sequence[tuple[list[str], list[str]]]) -> list[str]:
    """The name that belongs to each number: the one before, or the one behind; [] if unclear."""
    sides = [[before for before, _ in places], [behind for _, behind in places]]
    fitting = [side for side in sides if all(len(names) == 1 for names in side)]
    if not fitting:
        both = [[*before, *behind] for before, behind in places]
        fitting = [both] if all(len(names) == 1 for names in both) else []
    return [names[0] for names in fitting[0]] if len(fitting) == 1 else []


def _compared(
    asked: Comparison, clause: str, last: _Told | None, sentence: Sentence
) -> list[re.Match[str]]:
    """The numbers of `clause` that are of what is compared; `last` is the one told before."""
    numbers = list(_NUMBER.finditer(clause))
    if asked.by_year:
        return [n for n in numbers if not _behind(n) and Decimal(n["value"]) in _YEARS]
    label = last.label if last else ""
    counted = [
        number
        for number in numbers
        if {number["sign"], *map(stem, _behind(number))} & asked.counted
        or (label and _behind(number)[:1] == [label])
    ]
    if counted:
        return counted
    if asked.rated and len(numbers) == 1 and _behind(numbers[0]) and asked.counted & stems(clause):
        return numbers
    goes_on = last and last.sentence == sentence
    return [n for n in numbers if not _behind(n)] if goes_on else []


def _behind(number: re.Match[str]) -> list[str]:
    """What stands behind a number and is counted by it: "pupils", "millimetres of rain"; or []."""
    words = [word.group() for word in _LABEL.finditer(number["after"])][:_WORDS]
    return [] if not words or words[0] in FUNCTION_WORDS or words[0][0].isupper() else words


def _named(part: str, asked: Comparison, question: Question) -> list[str]:
    """The names in `part` that the question does not have: months and days for "which month"."""
    given, found = set(question.text.lower().rstrip("?").split()), []
    for match in CAPITALISED.finditer(part):
        words = match.group().split()
        while words and (
            words[0].lower() in FUNCTION_WORDS or (words[0] in _CALENDAR and not asked.times)
        ):
            del words[0]
        times = bool(_CALENDAR.intersection(words))
        if (
            not words
            or times != asked.times
            or (not times and given.issuperset(word.lower() for word in words))
        ):
            continue
        behind = part[match.end() :].split()
        if behind and (behind[0].isdigit() or (asked.kind and stem(behind[0]) == asked.kind)):
            words.append(behind[0])  # "the Orion 5", "the Lunde farm"
        found.append(" ".join(words))
    return found
