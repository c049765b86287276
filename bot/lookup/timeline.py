"""Finds -> dated events, one a line, in the order in which they happened (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language.dates import mentions
from bot.language.quantities import numbers
from bot.language.words import stems
from bot.lookup.topic import Find
from index.types import Article, Sentence

_SAME = 0.6  # share of the shorter one's words from which two sentences tell one event
_NEXT_DAY = timedelta(days=1)  # an evening's event is in some papers on the next day


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on `day`, in the words of one article; `also` tell nearly the same."""

    day: date
    sentence: Sentence
    article: Article
    also: tuple[Article, ...] = ()


def timeline(told: Iterable[tuple[Find, Sentence]], most: int) -> list[Event]:
    """At most `most` events by date, of `told`: finds with their telling sentence, best first.

    An event's day is the one that the sentence names, else that of publication. Articles without
    a date are left out; events that are nearly identical are folded into the best.
    """
    kept: list[Event] = []
    for find, sentence in told:
        if find.article.published is None:
            continue
        day = happened(sentence.text, find.article.published)
        event = Event(day, sentence, find.article, find.also)
        same = next((n for n, other in enumerate(kept) if _one(event, other)), None)
        if same is not None:
            also = dict.fromkeys((*kept[same].also, find.article, *find.also))
            also.pop(kept[same].article, None)
            kept[same] = replace(kept[same], also=tuple(also))
        elif len(kept) < most:
            kept.append(event)
    return sorted(kept, key=lambda event: event.day)


def happened(sentence: str, published: date) -> date:
    """The first single day up to `published` that `sentence` names, else `published`."""
    spans = [mention.span for mention in mentions(sentence, published)]
    days = (span.first for span in spans if span.first == span.last)
    return next((day for day in days if day <= published), published)


def _one(event: Event, other: Event) -> bool:
    if abs(event.day - other.day) > _NEXT_DAY:
        return False
    short, long = sorted((event.sentence.text, other.sentence.text), key=lambda t: len(stems(t)))
    shared = stems(short) & stems(long)
    # A number of its own makes it another event: the next day's toll.
    return len(shared) >= _SAME * len(stems(short)) > 0 and numbers(short) <= numbers(long)
