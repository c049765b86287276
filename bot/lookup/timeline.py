"""Search results -> dated events, in the order in which they happened (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.language.dates_in_text import mentions
from bot.language.quantities import numbers
from bot.language.words import stems
from bot.lookup.topic import Find
from index.types import Article, Sentence

_SAME = 0.6  # two sentences report one event if they share this part of the shorter one's words
_NEXT_DAY = timedelta(days=1)  # papers date an event of the evening to either day


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on `day`, as a sentence of one article; those in `also` report the same."""

    day: date
    sentence: Sentence
    article: Article
    also: tuple[Article, ...] = ()


def timeline(finds: Iterable[tuple[Find, Sentence]], most: int) -> list[Event]:
    """At most `most` events, by date.

    `finds` are articles with the sentence of each that says most, best first. An event's day is the
    one that the sentence names, else that of publication. Articles without a date are left out;
    reports of one event are merged into the best.
    """
    events: list[Event] = []
    for find, sentence in finds:
        if find.article.published is None:
            continue
        day = happened(sentence.text, find.article.published)
        event = Event(day, sentence, find.article, find.also)
        same = next((n for n, other in enumerate(events) if _is_same(event, other)), None)
        if same is not None:
            also = dict.fromkeys((*events[same].also, find.article, *find.also))
            also.pop(events[same].article, None)
            events[same] = replace(events[same], also=tuple(also))
        elif len(events) < most:
            events.append(event)
    return sorted(events, key=lambda event: event.day)


def happened(sentence: str, published: date) -> date:
    """The first single day up to `published` that `sentence` names, else `published`."""
    spans = [mention.span for mention in mentions(sentence, published)]
    days = (span.first for span in spans if span.first == span.last)
    return next((day for day in days if day <= published), published)


def _is_same(event: Event, other: Event) -> bool:
    if abs(event.day - other.day) > _NEXT_DAY:
        return False
    short, long = sorted((event.sentence.text, other.sentence.text), key=lambda t: len(stems(t)))
    shared = stems(short) & stems(long)
    # A number that the longer one lacks makes it another event, such as the next day's toll.
    return len(shared) >= _SAME * len(stems(short)) > 0 and numbers(short) <= numbers(long)
