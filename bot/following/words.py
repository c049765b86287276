"""The words of a topic: what a reader types, or what a question is about (pure)."""

from bot.question.noun_phrases import TIME, phrases, words_of
from index.search import keywords

MAX_CHARS = 100
"""Of a topic; longer ones are told to be shortened, or are cut where they come from a question."""


def topic_of(question: str) -> str:
    """What a question asks about: its telling words from the first noun on, without times."""
    nouns = phrases(question)
    start = nouns[0].start if nouns else 0
    times = [match.span() for match in TIME.finditer(question)]
    found = [
        word.text
        for word in words_of(question)
        if word.start >= start
        and keywords(word.text)
        and not any(first <= word.start < end for first, end in times)
    ]
    topic = " ".join(found or keywords(question)) or question.strip()
    return topic if len(topic) <= MAX_CHARS else topic[:MAX_CHARS].rpartition(" ")[0]


def can_be_followed(words: str) -> bool:
    """Whether words tell articles apart: "the" does not."""
    return bool(keywords(words))
