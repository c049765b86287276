"""Splits two questions in one, so that each is answered by itself (pure).

"How many fought the fire and how many worked on the rebuilding?" has its answers in two articles,
and the small model gives one of them. The same holds where two things are compared: what was when,
and which of two came first, is put together from the answers to both.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from bot.language.dates_in_text import mentions
from bot.question.follow_ups import Standalone, leans_on_history
from index.language_data.en import question_wording

_SECOND = re.compile(question_wording.SECOND_QUESTION, re.IGNORECASE)
_FIRST = re.compile(rf"{question_wording.ASKS}\b", re.IGNORECASE)
_TWO_OF_A_KIND = re.compile(question_wording.TWO_OF_A_KIND, re.IGNORECASE)
_VERB = re.compile(question_wording.AUXILIARY, re.IGNORECASE)
_ELSEWHERE = re.compile(question_wording.ELSEWHERE, re.IGNORECASE)
_OF_ANOTHER = re.compile(question_wording.OF_ANOTHER, re.IGNORECASE)
_VERB_LAST = re.compile(question_wording.VERB_LAST, re.IGNORECASE)
_WHICH_FIRST = re.compile(question_wording.WHICH_FIRST, re.IGNORECASE)
_CHANGED = re.compile(question_wording.CHANGED, re.IGNORECASE)
_PLURAL = re.compile(question_wording.PLURAL, re.IGNORECASE)
_YEAR = re.compile(r" \d{4}$")
_WORDS = 4  # of a question that can stand before another one


class Part(NamedTuple):
    """One question of those that a message is made of; `about` is put before its answer."""

    asked: Standalone
    about: str = ""


def parts(asked: Standalone) -> list[Part]:
    """Return the questions of which `asked` is made, in order: one, or two.

    One that is not whole ("and where was she?") leans on the one before it. One that only names
    another time, place or thing ("and what in June?") is the one before it with that in it. What
    is compared is asked of each ("When was the fire?").
    """
    text = asked.text
    if order := _WHICH_FIRST.fullmatch(text):
        return [_named(asked, f"When was {order[name]}?", order[name]) for name in ("one", "other")]
    if change := _CHANGED.fullmatch(text):
        moments = change["one"] or change["since"], change["other"]
        was = "were" if _PLURAL.search(change["what"]) else "was"
        return [_named(asked, f"What {was} {change['what']}, {when}?", when) for when in moments]
    if both := _TWO_OF_A_KIND.search(text):
        before, behind = text[: both.start()], text[both.end() :]
        return [
            _named(asked, f"{before}{which}{behind}", which)
            for which in (both["one"], both["other"])
        ]
    cut = _SECOND.search(text)
    if not cut or not _FIRST.match(text) or len(text[: cut.start()].split()) < _WORDS:
        return [Part(asked)]
    first = asked._replace(text=f"{text[: cut.start()].rstrip('?')}?")
    rest = text[cut.end() :]
    if same := _asked_elsewhere(first.text, rest) or _asked_of_another(first.text, rest):
        return [Part(first), Part(asked._replace(text=same))]
    whole = _VERB.search(rest) and not leans_on_history(rest)
    earlier = asked.earlier if whole else first.whole
    return [Part(first), Part(Standalone(f"{rest[:1].upper()}{rest[1:]}", earlier))]


def order_asked(text: str) -> str:
    """Return in which order "What came first, A or B?" asks: "earliest", "latest", or ""."""
    asks = _WHICH_FIRST.fullmatch(text)
    if not asks:
        return ""
    return "latest" if asks["order"].lower() in ("later", "last") else "earliest"


def in_order(order: str, answers: Sequence[str], today: date) -> list[int]:
    """Return the indices of the partial `answers` in `order`, by the dates that they tell.

    Where one tells no day, two overlap, or `order` is "", all stay as they are.
    """
    indices = list(range(len(answers)))
    if not order:
        return indices
    # "On Friday (16 May 2025)": the date, for the weekday would be read against another day.
    dates = [[m.span for m in mentions(text, today) if not m.relative] for text in answers]
    if not all(dates):
        return indices
    spans = [found[0] for found in dates]
    ordered = sorted(indices, key=lambda index: spans[index].first)
    if any(spans[a].last >= spans[b].first for a, b in pairwise(ordered)):
        return indices
    return ordered[::-1] if order == "latest" else ordered


def _named(asked: Standalone, text: str, about: str) -> Part:
    return Part(asked._replace(text=text), f"{about[:1].upper()}{about[1:]}")


def _asked_of_another(first: str, rest: str) -> str:
    """ "How much did the hall cost?" and "how much the bridge?" -> "how much did the bridge cost?".

    "" where that cannot be told.
    """
    here, other = _VERB_LAST.fullmatch(first), _OF_ANOTHER.fullmatch(rest.rstrip("?"))
    if not here or not other or _VERB.search(rest):
        return ""
    if here["asks"].lower() != other["asks"].lower():
        return ""
    return f"{other['asks']} {here['verb']} {other['what']} {here['last']}?"


def _asked_elsewhere(first: str, rest: str) -> str:
    """ "What did she say in May 2020?" and "what in June?" -> "What did she say in June 2020?".

    "" where that cannot be told.
    """
    other = _ELSEWHERE.fullmatch(rest.rstrip("?"))
    if not other or _VERB.search(rest):
        return ""
    here = re.fullmatch(rf"(?P<asked>.+ ){other['how']} (?P<what>[^?]+)\?", first, re.IGNORECASE)
    if not here:
        return ""
    year = _YEAR.search(here["what"])
    missing = year.group() if year and not _YEAR.search(other["what"]) else ""
    return f"{here['asked']}{other['how']} {other['what']}{missing}?"
