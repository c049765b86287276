"""Scores an answer: is it right, and do its citations hold? (pure)

Texts are normalised as in SQuAD's own evaluation script (Rajpurkar et al. 2016): case, punctuation
and articles do not count; here number words do not count either.
"""

import re
from collections.abc import Iterable, Sequence

from bot.language.quantities import numbers
from bot.language.words import names, stems

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_CITED = re.compile(r"\[\d+\]")
_QUOTES = str.maketrans("‘’‚“”„«»", '\'\'\'"""""')
_TENS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def right(answer: str, golds: Iterable[str]) -> bool:
    """Tell whether one of the gold strings stands in the answer as whole words."""
    said = f" {normal(answer)} "
    return any(f" {normal(gold)} " in said for gold in golds if normal(gold))


def matches(answer: str, patterns: Iterable[Iterable[re.Pattern[str]]]) -> bool:
    """Tell whether one pattern of every member of `patterns` is found in the answer.

    The numbers of its citations, "[1]", do not count as what it says.
    """
    said = " ".join(_CITED.sub(" ", answer).split())
    return all(any(pattern.search(said) for pattern in choices) for choices in patterns)


def holds_one(cited: Iterable[str], wanted: Iterable[str]) -> bool:
    """Tell whether one of the wanted texts stands in one of the cited sentences.

    Case, line breaks and the form of quotation marks do not count.
    """
    quoted = [_plain(sentence) for sentence in cited]
    return any(_plain(text) in sentence for text in wanted for sentence in quoted)


def normal(text: str) -> str:
    """Return `text` in lower case, without marks, punctuation and articles, numbers as digits."""
    plain = _CITED.sub(" ", text.lower())
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    words = _ARTICLES.sub(" ", re.sub(r"[^\w\s]", " ", plain)).split()
    return " ".join(str(_TENS.index(word)) if word in _TENS else word for word in words)


def sentence_scores(
    cited: frozenset[int], selections: Sequence[frozenset[int]]
) -> tuple[float, float]:
    """Return precision and recall of cited sentences against the best matching annotator."""

    def scores(selection: frozenset[int]) -> tuple[float, float, float]:
        both = len(cited & selection)
        precision = both / len(cited) if cited else 0.0
        recall = both / len(selection)
        f1 = 2 * precision * recall / (precision + recall) if both else 0.0
        return f1, precision, recall

    _, precision, recall = max(map(scores, selections))
    return precision, recall


def names_and_numbers_cited(claim: str, cited: str) -> bool:
    """Tell whether the cited sentences contain the names and numbers of an answer's sentence."""
    return numbers(claim) <= numbers(cited) and names(claim) <= stems(cited)


def rewrite_scores(
    question: str, history: str, rewrite: str, ours: str
) -> tuple[int, int, int, int]:
    """Compare our standalone question with a person's, by words.

    Returns the words that the person's rewrite adds to the question, those of them that are in
    ours, the words of ours, and those of them that neither dialogue nor question has.
    """
    added = stems(rewrite) - stems(question)
    own = stems(ours)
    return len(added), len(added & own), len(own), len(own - stems(history) - stems(question))


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that a positive scores above a negative; 0.5 is a coin."""
    pairs = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]
    return sum(pairs) / len(pairs) if pairs else 0.5


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())
