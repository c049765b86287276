"""Two questions in one: each is answered by itself (pure).

"How many fought the fire and how many worked on the rebuilding?" has its answers in two articles,
and the small model gives one of them. So it does where two things are compared: what was when, and
which of two came first, is put together here from the answers to both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bot.language.dates import mentions
from bot.question.follow_ups import Standalone, leans_on_history

_ASKS = (
    r"(?:(?:in|on|at|by|from|for) )?"
    r"(?:how (?:many|much|long|old|far|high|big|large|often)"
    r"|what|when|where|which|who|whom|whose|why)"
)
_SECOND = re.compile(rf",?\s+and\s+(?={_ASKS}\b)", re.IGNORECASE)
_FIRST = re.compile(rf"{_ASKS}\b", re.IGNORECASE)
_TWO_OF_A_KIND = re.compile(
    r"\b(?P<one>(?:the )?first) and (?P<other>(?:the )?second)\b", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might)\b",
    re.IGNORECASE,
)
# "what in June?": all but where or when is left out.
_ELSEWHERE = re.compile(rf"{_ASKS} (?P<how>in|on|at|by|from|for|to|during) (?P<what>[^?]+)", re.I)
_YEAR = re.compile(r" \d{4}$")
# "how much the restoration?": the verb is that of the question before.
_THING = r"(?:the|a|an|his|her|its|their|our|this|that|(?-i:[A-Z][\w’'-]*))\b"
_OF_ANOTHER = re.compile(rf"(?P<asks>{_ASKS}) (?P<what>{_THING}[^?]*)", re.IGNORECASE)
_VERB_LAST = re.compile(
    rf"(?P<asks>{_ASKS}) (?P<verb>did|do|does) (?P<what>.+) (?P<last>\w+)\?", re.IGNORECASE
)
# "What happened last, ...", but not "what happened last week or ...".
_WHICH_FIRST = re.compile(
    r"(?:what|which|which of (?:them|the two|these))(?: event)? "
    r"(?:came|happened|took place|occurred|began|started) "
    rf"(?P<order>first|earlier|sooner|later|last)(?:[,:] ?| (?={_THING}))"
    r"(?P<one>[^?]+?),? or (?P<other>[^?]+)\?*",
    re.IGNORECASE,
)
_MOMENT = (
    r"(?=[^?]*(?:\d|\b(?:hour|day|night|morning|evening|week|month|year|decade)s?\b"
    r"|\b(?:Jan|Febr)uary\b|\b(?:March|April|May|June|July|August)\b|\w+(?:em|o)ber\b"
    r"|\w+day\b|\b(?:now|first|last)\b))"
)
_CHANGED = re.compile(
    r"how (?:did|has|have) (?P<what>[^?]+?) (?:change|changed|develop|developed) "
    rf"(?:between {_MOMENT}(?P<one>[^?]+?) and|from {_MOMENT}(?P<since>[^?]+?) to) "
    rf"{_MOMENT}(?P<other>(?:(?! and (?:why|how|what|who|where)\b)[^?])+)\?*",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"^(?:the )?\w+(?<![su])s\b(?! of\b.*\bof\b)", re.IGNORECASE)
_WORDS = 4  # of a question that can stand before another one


@dataclass(frozen=True, slots=True)
class Part:
    """One question of those that a message is made of; `about` is put before its answer."""

    asked: Standalone
    about: str = ""


def parts(asked: Standalone) -> list[Part]:
    """The questions of which `asked` is made, in order: one, or two.

    One that is not whole ("and where was she?") leans on the one before it; one that only names
    another time, place or thing ("and what in June?") is the one before it with that in it. What
    is compared is asked of each ("When was the fire?").
    """
    question = asked.question
    if order := _WHICH_FIRST.fullmatch(question):
        return [_named(asked, f"When was {order[name]}?", order[name]) for name in ("one", "other")]
    if change := _CHANGED.fullmatch(question):
        moments = change["one"] or change["since"], change["other"]
        was = "were" if _PLURAL.search(change["what"]) else "was"
        return [_named(asked, f"What {was} {change['what']}, {when}?", when) for when in moments]
    if both := _TWO_OF_A_KIND.search(question):
        before, behind = question[: both.start()], question[both.end() :]
        return [
            _named(asked, f"{before}{which}{behind}", which)
            for which in (both["one"], both["other"])
        ]
    cut = _SECOND.search(question)
    if not cut or not _FIRST.match(question) or len(question[: cut.start()].split()) < _WORDS:
        return [Part(asked)]
    first = Part(replace(asked, question=f"{question[: cut.start()].rstrip('?')}?"))
    rest = question[cut.end() :]
    if same := _asked_elsewhere(first.asked.question, rest) or _asked_of_another(
        first.asked.question, rest
    ):
        return [first, Part(replace(asked, question=same))]
    whole = _VERB.search(rest) and not leans_on_history(rest)
    earlier = asked.earlier if whole else str(first.asked)
    return [first, Part(Standalone(f"{rest[:1].upper()}{rest[1:]}", earlier))]


def in_order(question: str, told: Sequence[str], today: date) -> list[int]:
    """Places of what is `told`, in the order in which `question` asks for it.

    "What came first, ...?" is answered by dates: the earlier one first. Where one tells no day, or
    nothing is to be put in order, all stays as it is.
    """
    places = list(range(len(told)))
    asks = _WHICH_FIRST.fullmatch(question)
    if not asks:
        return places
    # "On Friday (16 May 2025)": the date, for the weekday would be read against another day.
    dates = [[m.span for m in mentions(text, today) if not m.relative] for text in told]
    if not all(dates):
        return places
    spans = [found[0] for found in dates]
    ordered = sorted(places, key=lambda place: spans[place].first)
    if any(spans[a].last >= spans[b].first for a, b in pairwise(ordered)):
        return places
    return ordered[::-1] if asks["order"].lower() in ("later", "last") else ordered


def _named(asked: Standalone, question: str, about: str) -> Part:
    return Part(replace(asked, question=question), f"{about[:1].upper()}{about[1:]}")


def _asked_of_another(first: str, rest: str) -> str:
    """ "How much did the hall cost?" and "how much the bridge?" -> "how much did the bridge cost?";
    "" where that cannot be told."""
    here, other = _VERB_LAST.fullmatch(first), _OF_ANOTHER.fullmatch(rest.rstrip("?"))
    if not here or not other or _VERB.search(rest):
        return ""
    if here["asks"].lower() != other["asks"].lower():
        return ""
    return f"{other['asks']} {here['verb']} {other['what']} {here['last']}?"


def _asked_elsewhere(first: str, rest: str) -> str:
    """ "What did she say in May 2020?" and "what in June?" -> "What did she say in June 2020?"; ""
    where that cannot be told."""
    other = _ELSEWHERE.fullmatch(rest.rstrip("?"))
    if not other or _VERB.search(rest):
        return ""
    here = re.fullmatch(rf"(?P<asked>.+ ){other['how']} (?P<what>[^?]+)\?", first, re.IGNORECASE)
    if not here:
        return ""
    year = _YEAR.search(here["what"])
    missing = year.group() if year and not _YEAR.search(other["what"]) else ""
    return f"{here['asked']}{other['how']} {other['what']}{missing}?"


def unanswered(missing: Sequence[Standalone]) -> str:
    """What is said beside the answer to the other part; "" when nothing is missing."""
    return " ".join(f"The articles don't say: {part.question}" for part in missing)
