"""Scores as they are usual: exact match and F1 of answers, AUC, and what passes at a threshold."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def plain(text: str) -> str:
    """Lower a text and drop its articles, punctuation and spare spaces, as SQuAD does."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact(given: str, wanted: Sequence[str]) -> float:
    """Give 1 where an answer is one of those wanted (none: the empty answer), else 0."""
    return float(plain(given) in {plain(w) for w in wanted or [""]})


def f1(given: str, wanted: Sequence[str]) -> float:
    """Give the best F1 over words, 0 to 1, between an answer and those wanted (none: empty)."""
    return max(_f1(plain(given).split(), plain(w).split()) for w in wanted or [""])


def _f1(given: list[str], wanted: list[str]) -> float:
    if not given or not wanted:
        return float(given == wanted)
    common = sum((Counter(given) & Counter(wanted)).values())
    return 2 * common / (len(given) + len(wanted))


def auc(scores: Sequence[float], truths: Sequence[bool]) -> float:
    """Give the chance, 0 to 1, that a true one scores above a false one; a tie counts half."""
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    ranks = [0.0] * len(scores)
    at = 0
    while at < len(order):
        until = at
        while until + 1 < len(order) and scores[order[until + 1]] == scores[order[at]]:
            until += 1
        for i in order[at : until + 1]:
            ranks[i] = (at + until) / 2 + 1
        at = until + 1
    true = sum(truths)
    false = len(truths) - true
    if not true or not false:
        return float("nan")
    above = sum(rank for rank, truth in zip(ranks, truths, strict=True) if truth)
    return (above - true * (true + 1) / 2) / (true * false)


def threshold(scores: Sequence[float], lost: float) -> float:
    """Give the score below which the share `lost` (0 to 1) of `scores` lies."""
    ordered = sorted(scores)
    return ordered[min(len(ordered) - 1, int(lost * len(ordered)))]
