"""Names what is badly formed in an answer by its signs, in any language (pure).

What is judged is how it reads, not whether it is right. Each rule is built to be surely right where
it speaks, and silent where it does not know: an answer without a fault may still read oddly.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from index.language_data.en.date_words import MONTH
from index.splitting.guessed_language import guessed_language

DAY = rf"\d{{1,2}} (?:{MONTH}) \d{{4}}"
SOURCE = re.compile(rf"^[^:]{{2,60}}, {DAY}: ")
"""What stands before a claim where sources differ: "The Harbour Post, 2 June 2025: "."""

_MARKS = re.compile(r"\s*(?:\[\d+\])+")
_YES_OR_NO = re.compile(r"^(?:yes|no): ", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """One answer: its text with [n] marks, its claims, and for each the sentences it cites.

    `leaves_out` says that the answer names a part of the question that the articles don't answer.
    """

    question: str
    text: str
    claims: tuple[str, ...]
    cited: tuple[tuple[str, ...], ...]
    leaves_out: bool = False

    @cached_property
    def bare(self) -> str:
        """The text without its marks."""
        return _MARKS.sub("", self.text).strip()

    @cached_property
    def english(self) -> bool:
        """Whether the answer and its sentences are in English."""
        said = " ".join((*self.claims, *(text for group in self.cited for text in group)))
        return guessed_language(said) == "en"

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each claim without what stands before it ("Yes: "), and its sentences as one text."""
        for claim, sentences in zip(self.claims, self.cited, strict=True):
            yield body(claim), " ".join(sentences)


def body(claim: str) -> str:
    """Return a claim without its "Yes: " or "The Harbour Post, 2 June 2025: "."""
    return _YES_OR_NO.sub("", SOURCE.sub("", claim.strip()))


_DOUBLE = re.compile(
    r"[,;:]\s*[.,;:!?]|[!?]\.(?!\.)|(?<!\.)\.\.(?!\.)|[^\W\d_]{7}\.[,;:]|\s(?:[,;!?]|\.(?![.\d]))"
)
_ENDED = re.compile(r"[.!?…。！？؟।][\"”’'»)\]]*$")
_DATELINE = re.compile(r"^[A-ZÀ-ÖØ-Þ]{4,}[A-ZÀ-ÖØ-Þ ,.]*(?: \([A-Z]{2,}\))? [-–—]+ ")
_PARTICLES = frozenset("al bin da de del della den der di du el ibn la le van von zu".split())
_BRACKETS = (("(", ")"), ("[", "]"), ("«", "»"))


def _punctuation(told: Told) -> bool:
    """ "On Friday,." - two signs of which one is too many, or a space before one."""
    return bool(_DOUBLE.search(told.bare))


def _opening(told: Told) -> bool:
    """ "the quay." - a claim that begins with a small letter."""
    return any(map(_small, told.claims))


def _small(claim: str) -> bool:
    """Whether it does: not "iPhones", nor "von der Leyen"."""
    first, *others = re.findall(r"\w+", claim) or [""]
    name = next((word for word in (first, *others) if word not in _PARTICLES), "")
    written_so = any(map(str.isupper, first)) or (name != first and name[:1].isupper())
    return first[:1].islower() and not written_so


def _open_mark(told: Told) -> bool:
    """ "(the mayor of" - a bracket or a quotation that is not closed, or not opened."""
    return any(map(_open, told.claims))


def _open(claim: str) -> bool:
    uneven = any(claim.count(one) != claim.count(other) for one, other in _BRACKETS)
    quotes = sum(map(claim.count, "„“”"))
    straight = 0 if re.search(r'\d"', claim) else claim.count('"')  # 6" may be inches
    return uneven or quotes % 2 == 1 or straight % 2 == 1


def _unended(told: Told) -> bool:
    """A text that ends without a full stop or another sign that ends a sentence."""
    return not _ENDED.search(told.bare)


def _dateline(told: Told) -> bool:
    """ "MAREE - The jury met." - the place that an agency puts before a report."""
    return any(_DATELINE.match(text) for text, _ in told.pairs)


Rule = Callable[[Told], bool]
SIGNS: Mapping[str, Rule] = {
    "punctuation": _punctuation,
    "small letter": _opening,
    "open bracket or quotation": _open_mark,
    "no end": _unended,
    "dateline": _dateline,
}
"""A kind of bad form, and whether an answer has it."""
