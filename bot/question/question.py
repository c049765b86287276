"""A question as it is understood: the one value that search, evidence, prompt and checks read."""

from dataclasses import dataclass
from datetime import date
from enum import Flag, auto

from bot.language.dates_in_text import Span
from bot.question.comparison import Comparison


class Wants(Flag):
    """What kinds of things a question asks for; none of them for most yes/no questions."""

    NOTHING = 0
    PERSON = auto()
    PLACE = auto()
    TIME = auto()
    DATE = auto()  # what day, which year
    AMOUNT = auto()  # how many, how much
    SIZE = auto()  # how large, how high
    MEASURE = auto()  # how long, how old
    FIGURE = auto()  # the toll, the count
    THING = auto()  # which company
    REASON = auto()
    NEWS = auto()  # what happened on some days

    NUMBER = AMOUNT | SIZE | MEASURE
    ONE_THING = PERSON | PLACE | TIME | NUMBER | THING


@dataclass(frozen=True, slots=True)
class Question:
    """One question that can be answered by itself, or the whole of which it is a part.

    `bot.question.understand.understood` makes it from a message, the chat before it and the day.
    """

    text: str
    """The question on one line, with its relative days written out: "yesterday (16 May 2025)"."""
    earlier: str = ""
    """What was said before that the question leans on; "" when it stands alone."""
    days: Span | None = None
    """The first days that the question names."""
    wants: Wants = Wants.NOTHING
    states: bool = False
    """Whether an answer must say something that the question does not: not so for a choice."""
    latest: bool = False
    """Whether newer articles are to win."""
    another: bool = False
    """Whether something else than what was told before is wanted."""
    told_days: frozenset[date] = frozenset()
    """Days told before that are not wanted once more; empty unless `another`."""
    times: tuple[Span, ...] = ()
    """Days, months and years that what is asked for belongs to, where no others are named."""
    years: frozenset[str] = frozenset()
    """Years that the question is about."""
    names: frozenset[str] = frozenset()
    """Stems of the names in `text`."""
    successor_of: frozenset[str] = frozenset()
    """Stems of the name in "who came after ...?", whose bearer is no answer."""
    compares: Comparison | None = None
    """Which of several it asks for by a number: "the most pupils"."""
    about: str = ""
    """Label of a part, which is put before its answer."""
    order: str = ""
    """In which order the answers to the parts are told: "earliest", "latest", or "" as asked."""
    alone: "Question | None" = None
    """The same without what it leans on, where it may begin another topic."""
    points_back: bool = False
    """Whether it has a word such as "it", which may point at what was said before."""
    parts: tuple["Question", ...] = ()
    """The questions of which this one is made, each to be answered; empty when it is one."""

    @property
    def whole(self) -> str:
        """What it leans on and the question as one text, for search."""
        return f"{self.earlier} {self.text}".strip()

    @property
    def each(self) -> tuple["Question", ...]:
        """The questions to be answered, in order: the parts, or the question itself."""
        return self.parts or (self,)
