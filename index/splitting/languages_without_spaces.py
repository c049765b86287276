"""Handles text without spaces between words: Chinese and Japanese (pure).

Each character is a word of its own in the keyword index, and questions search for pairs of
neighbours. Most words of these languages have two characters, so no dictionary is needed.
"""

import re

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHARACTER = re.compile(f"([{_UNSPACED}])")
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")


def unspaced(text: str) -> int:
    """Count such characters in `text`."""
    return len(_CHARACTER.findall(text))


def separated(text: str) -> str:
    """Put a space around each such character of `text`; leave all other text as it is."""
    return _CHARACTER.sub(r" \1 ", text)


def pairs(word: str) -> list[str]:
    """Split runs of such characters in `word` into pairs of neighbours; keep other parts whole."""
    found: list[str] = []
    for run in _RUN.findall(word):
        if len(run) > 2 and _CHARACTER.match(run):
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            found.append(run)
    return found
