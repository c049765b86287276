"""Reads dates in words: "yesterday" in a question, "on Friday" in an article (pure).

A question is read against the day it was asked on, an article against the day it was published.
Knows nothing of search or answers.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import ModuleType

from bot.language.date_rules import Mention, TimeWords
from bot.language.spans import Span, whole
from index.language_data.de import date_words as de
from index.language_data.de import words as de_words
from index.language_data.en import date_words as en
from index.language_data.en import words as en_words
from index.language_data.es import date_words as es
from index.language_data.es import words as es_words
from index.language_data.fr import date_words as fr
from index.language_data.fr import words as fr_words
from index.language_data.ru import date_words as ru
from index.language_data.uk import date_words as uk

__all__ = ["Mention", "Span", "dated", "mentions", "quoted", "spelled_out", "undated"]

_DATA = {"en": en, "de": de, "es": es, "fr": fr, "ru": ru, "uk": uk}
_LANGUAGES = {code: TimeWords(code, data) for code, data in _DATA.items()}
_CYRILLIC = ("ru", "uk")
_COMMON = {
    "en": en_words.COMMON_WORDS,
    "de": de_words.COMMON_WORDS,
    "es": es_words.COMMON_WORDS,
    "fr": fr_words.COMMON_WORDS,
}
_SURE = 2  # common words that show a language
_CYRILLIC_LETTER = re.compile("[а-яіїєґ]", re.IGNORECASE)
_WRITTEN = re.compile(
    r" \([^()]*\d{4}[^()\d]{0,4}\)"
)  # a date that stands beside its words already


def mentions(text: str, today: date) -> list[Mention]:
    """Return what `text`, read on the day `today`, says about when, in reading order.

    What is counted from another time ("two years earlier", "the next day") is not read.
    """
    return list(_mentions(text, today))


@lru_cache(maxsize=4096)
def _mentions(text: str, today: date) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for code in _languages(text):
        for mention in _LANGUAGES[code].mentions(text, today):
            if not any(mention.start < m.end and m.start < mention.end for m in found):
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _languages(text: str) -> Sequence[str]:
    """Those in which `text` may be written: by its letters, and by common words of each.

    "Hier" is yesterday in French, and "here" in German.
    """
    if _CYRILLIC_LETTER.search(text):
        return _CYRILLIC
    words = set(re.findall(r"\w+", text.lower()))
    shown = {code: len(words & common) for code, common in _COMMON.items()}
    if max(shown.values()) < _SURE:
        return list(shown)
    return [code for code, count in shown.items() if count >= max(1, max(shown.values()) - 1)]


def spelled_out(text: str, today: date) -> str:
    """Return `text` with its relative times written out in days: "yesterday (16 May 2025)"."""
    return _with_dates(text, [m for m in mentions(text, today) if m.relative], weeks="days")


def quoted(claim: str, sentence: str, today: date) -> list[Mention]:
    """Return the mentions of `claim`, whose words are from `sentence`, as they are meant there.

    "On Friday" alone does not tell whether it was or will be.
    """
    meant = {_core(m, sentence): m.span for m in mentions(sentence, today)}
    return [
        replace(mention, span=meant.get(_core(mention, claim), mention.span))
        for mention in mentions(claim, today)
    ]


def _core(mention: Mention, text: str) -> str:
    """ "On Friday" -> "friday"."""
    return re.sub(r"^on ", "", text[mention.start : mention.end].lower())


def dated(claim: str, published: date | None, sentence: str = "") -> str:
    """Return `claim` with its times written out: "They met on Friday (16 May 2025)."

    `published` is the day of its article, `sentence` the one that it stands on. Days, weeks, months
    and years are written out, each once, and not those that the claim gives as a date itself: a
    reader a year later must not have to count.
    """
    if published is None:
        return claim
    found = quoted(claim, sentence or claim, published)
    given = [mention.span for mention in found if not mention.relative]
    chosen: list[Mention] = []
    for mention in found:
        span = mention.span
        known = [*given, *(other.span for other in chosen)]
        if mention.relative and _is_plain(span) and not any(s.within(span) for s in known):
            chosen.append(mention)
    return _with_dates(claim, chosen, weeks="week")


def undated(claim: str) -> str:
    """Return `claim` without what `dated` wrote behind its times."""
    return _WRITTEN.sub("", claim)


def _is_plain(span: Span) -> bool:
    """Whether a span can be said as one: "over the past two months" needs no dates."""
    return span.unit is not None or span == whole(span.first, "weekend")


def _with_dates(text: str, found: Sequence[Mention], weeks: str) -> str:
    for mention in reversed(found):
        end = mention.end
        owner = re.match(r"['’]s\b", text[end:])  # "yesterday's talks"
        end += owner.end() if owner else 0
        if not _WRITTEN.match(text, end):
            text = f"{text[:end]} ({_written(mention, weeks)}){text[end:]}"
    return text


def _written(mention: Mention, weeks: str) -> str:
    """The days of a mention in its own language: "16 May 2025", "12 to 18 May 2025".

    `weeks` is the form of a whole week: "days", or "week" for "week of 12 May 2025".
    """
    data, span = _DATA[mention.language], mention.span
    unit = span.unit or "days"
    form = data.DATE_FORMS[weeks if unit == "week" else unit]
    same = (span.first.year, span.first.month) == (span.last.year, span.last.month)
    first = data.DATE_FORMS["first of days" if same else "day"]
    day = span.first if unit == "week" and weeks == "week" else span.last
    written: str = form.format(first=_filled(first, span.first, data), **_parts(day, data))
    return written


def _filled(form: str, day: date, data: ModuleType) -> str:
    return form.format(**_parts(day, data))


def _parts(day: date, data: ModuleType) -> dict[str, str]:
    return {
        "day": str(day.day),
        "month": data.MONTH_NAMES[day.month - 1],
        "of_month": data.MONTHS_IN_DATES[day.month - 1],
        "year": str(day.year),
    }
