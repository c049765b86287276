"""Chooses the words of a cited sentence that are shown in bold: those of the answer (pure).

The reader points at words in each sentence. Where the language model took others, as it does in one
quotation of nine (evals/LOG.md), its answer is what a person looks for there.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.answering.citations import Checked
from bot.language.dates_in_text import undated
from bot.language.quantities import in_digits
from bot.language.words import stems
from bot.types import Citation

_MOST = 0.5  # of a sentence; more in bold than not marks nothing


def of_the_answer(checked: Checked) -> Checked:
    """Return `checked` with the words in each citation that say what its claims say.

    The reader's words stay where they share one with a claim. Else they are those of a claim of a
    few words that stands in the sentence word for word, and None where none does.
    """
    said: dict[int, list[str]] = {}
    for claim in checked.claims:
        for number in claim.citations:
            said.setdefault(number, []).append(undated(claim.short or claim.text).rstrip(" ."))
    cited = (_marked(each, said.get(each.number, [])) for each in checked.citations)
    return replace(checked, citations=tuple(cited))


def _marked(citation: Citation, said: Iterable[str]) -> Citation:
    pointed = citation.sentence[slice(*citation.words)] if citation.words else ""
    if any(_stems(pointed) & _stems(each) for each in said):
        return citation
    places = filter(None, (_place(each, citation.sentence) for each in said))
    return replace(citation, words=next(places, None))


def _stems(text: str) -> frozenset[str]:
    return stems(in_digits(text))


def _place(said: str, sentence: str) -> tuple[int, int] | None:
    """Where `said` stands in a sentence, if in one place, and the sentence says more than that."""
    words = r"\s+".join(map(re.escape, said.split()))
    alone = rf"(?<!\w)(?<!\d[.,]){words}(?!\w)(?![.,]\d)"  # no "200" in "1,200"
    found = [match.span() for match in re.finditer(alone, sentence, re.IGNORECASE)]
    if not words or len(found) != 1 or len(said) > _MOST * len(sentence):
        return None
    return found[0]
